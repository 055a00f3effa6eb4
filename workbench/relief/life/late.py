"""The late procedure: a declaration was sent without the relief, or with a wrong one; what is to be done, step by step
(R-055, R-056, R-058, J-029, J-030)."""

from dataclasses import dataclass

from ...i18n import N_, _
from ..listing import period_title
from .chain import Chain
from .declarations import Declaration
from .proposals import Proposal

STEP_TITLES = {
    "correct": N_("{declaration}: a correction added, not locked"),
    "correct_file": N_("{declaration}: a correction for the record and declaration parts added, not locked"),
    "amend": N_("Notice of {period} made or amended, with the books of today"),
    "lock": N_("Notice of {period} locked against changes"),
    "generate": N_("Correction entries generated"),
    "recalculate_sale": N_("{declaration}: correction recalculated, output VAT shows the relief, and locked"),
    "recalculate_purchase": N_("{declaration}: correction recalculated, input VAT shows the relief, and locked"),
    "recalculate_file_sale": N_(
        "{declaration}: correction recalculated, the declaration part shows the changed output VAT and the record part the "
        "entries, and locked"
    ),
    "recalculate_file_purchase": N_(
        "{declaration}: correction recalculated, the declaration part shows the changed input VAT and the record part the "
        "entries, and locked"
    ),
    "send": N_("{declaration}: correction sent"),
}
PRESS = {
    "correct": N_("Add a correction of the declaration."),
    "wait": N_("Collect the official receipt (UPO) of what was sent; then add a correction of the declaration."),
    "unlock": N_("Unlock the declaration: it was not sent."),
    "make": N_("Make the notice and look through its lines."),
    "amend": N_("Amend the notice, recalculate it and look through its lines."),
    "lock": N_("Recalculate the notice if need be, and lock it."),
    "generate": N_("Generate the correction entries."),
    "recalculate": N_("Recalculate the declaration, check its VAT and lock it."),
    "send": N_("Send the declaration and note the day; collect the receipt (UPO)."),
}
DONE = N_("Nothing is left to do here.")


@dataclass(frozen=True)
class Step:
    """One step: its code, what it is, whether it is done, whether it is the next one, and what to press.

    Codes: correct, amend, lock, generate, recalculate, send.
    """

    code: str
    title: str
    done: bool
    current: bool
    press: str


def late_procedure(chain: Chain, declaration: Declaration, proposal: Proposal | None) -> tuple[Step, ...]:
    """The steps in their order, as far as they are done; none is current where all are.

    `declaration` covers the chain's period; `proposal` is what the chain's locked notice would now differ by, None where it
    would not. The words are those of VAT-7, or of the record and declaration parts of JPK_V7.
    """
    newest, state = chain.newest, declaration.newest.state
    made = newest is not None and (not newest.locked or proposal is None)
    locked = made and newest is not None and newest.locked
    carried = locked and chain.is_carried
    recalculated = carried and state != "open"
    sent = recalculated and state in ("sent", "received")
    done = (declaration.is_open or carried, made, locked, carried, recalculated, sent)
    current = (*done, False).index(False)
    part = "_file" if declaration.is_file else ""
    titles = {
        "correct": f"correct{part}",
        "recalculate": f"recalculate{part}_{chain.side}",
    }
    press = {
        "correct": {"locked": "unlock", "sent": "wait"}.get(state, "correct"),
        "amend": "make" if newest is None else "amend",
    }
    named = {"declaration": declaration.title, "period": period_title(chain.period)}
    return tuple(
        Step(
            code=code,
            title=_(STEP_TITLES[titles.get(code, code)]).format(**named),
            done=done[place],
            current=place == current,
            press=_(DONE if done[place] else PRESS[press.get(code, code)]),
        )
        for place, code in enumerate(("correct", "amend", "lock", "generate", "recalculate", "send"))
    )
