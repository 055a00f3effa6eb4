"""How the states of the office look: a sign and a short word each, so that no colour has to be seen to read the grid."""

import pandas as pd
from markupsafe import Markup

from ... import html
from ...i18n import N_, _
from ...relief.office import STATES

SHORT = {
    "nothing": ("–", N_("nothing")),
    "elsewhere": ("–", N_("earlier")),
    "in_quarter": ("–", N_("in quarter")),
    "open": ("…", N_("not over")),
    "coming": ("…", N_("not begun")),
    "to_make": ("!", N_("make")),
    "draft": ("!", N_("lock")),
    "locked": ("!", N_("entries")),
    "unsent": ("!", N_("send")),
    "entries": ("▸", N_("send")),
    "sent": ("▸", N_("no UPO")),
    "received": ("✓", N_("done")),
}
"""By code of `STATES` of the office: what is to be done next, where something is."""
LATE = "‼"
"""In place of the sign where the deadline has passed."""
DIFFERS = "≠"
"""Behind the sign of a notice that the books of today contradict."""
RESTING = ("nothing", "elsewhere", "in_quarter", "open", "coming", "received")
"""States in which nothing waits for anybody, unless the books contradict the notice."""
EVERYTHING, TO_DO, CONTRADICTED = "", "to_do", "differs"
"""What of the grid is asked for, besides single states."""


def choices() -> list[tuple[str, str]]:
    """What of the grid can be asked for, by title: everything, what is to be done, what differs, single states."""
    chosen = [(_("everything"), EVERYTHING), (_("only what is to be done"), TO_DO), (_("differs from the books"), CONTRADICTED)]
    return chosen + [(_(title), state) for state, title in STATES.items()]


def asked_for(grid: pd.DataFrame, choice: str) -> "pd.Series[bool]":
    """The rows of the grid of an office that a choice keeps."""
    if choice == EVERYTHING:
        return pd.Series(True, index=grid.index)
    if choice == CONTRADICTED:
        return grid["differs"]
    if choice == TO_DO:
        return grid["differs"] | ~grid["state"].isin(RESTING)
    return grid["state"] == choice


def sign_code(state: str, *, late: bool, differs: bool) -> str:
    """What a cell says, as one of the codes of `words`."""
    return f"{state}{LATE if late else ''}{DIFFERS if differs else ''}"


def words() -> dict[str, tuple[str, str]]:
    """Sign and word of each state by its code, on time and late, with books that agree and that contradict it."""
    return {
        sign_code(state, late=late, differs=differs): (f"{LATE if late else sign}{DIFFERS if differs else ''}", _(word))
        for state, (sign, word) in SHORT.items()
        for late in (False, True)
        for differs in (False, True)
    }


def legend() -> Markup:
    """What the signs and short words stand for."""
    rows = [(f"{sign} {_(word)}", _(STATES[state])) for state, (sign, word) in SHORT.items()]
    rows.append((LATE, _("the deadline has passed")))
    rows.append((DIFFERS, _("the books of today contradict the locked notice")))
    rows.append(("0,00", _("VAT: what comes back less what falls due")))
    return html.table([_("Sign"), _("Meaning")], rows)
