"""The steps in the life of a notice: what each does with the desk, and why it cannot be done now.

Whether a step can be done is not decided here: it is tried on the chain, which is a plain value, and what the rule says
against it is what the button tells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...errors import WorkbenchError
from ...i18n import N_, _
from ...relief.life.chain import Chain
from ...relief.life.declarations import Declaration
from ...relief.life.entries import Mode
from .view import Asked

Name = Literal["make", "recalculate", "remove", "lock", "unlock", "generate", "amend", "delete", "drop"]
TITLES: Mapping[Name, str] = {
    "make": N_("Make the notice"),
    "recalculate": N_("Recalculate"),
    "remove": N_("Remove the marked documents"),
    "lock": N_("Lock the notice"),
    "unlock": N_("Unlock the notice"),
    "generate": N_("Generate entries"),
    "amend": N_("Amend"),
    "delete": N_("Delete entries"),
    "drop": N_("Drop the notice"),
}


@dataclass(frozen=True)
class Chosen:
    """What is chosen on the page for the steps: documents marked in the list, the register and mode of entries."""

    marked: frozenset[str] = field(default_factory=frozenset)
    register: str = ""
    mode: Mode = "individual"


def hindrances(asked: Asked, chosen: Chosen) -> dict[Name, str]:
    """Why each step cannot be done, in words; empty where it can.

    For the entries the declaration counts as open here: what it forbids (M-01, M-03) is told when the step is tried.
    """
    chain = asked.chain
    trials: dict[Name, Callable[[], object]] = {
        "make": lambda: None,
        "recalculate": chain.locked,  # what can be locked is a draft, which can be recalculated
        "remove": lambda: chain.without(*chosen.marked),
        "lock": chain.locked,
        "unlock": lambda: chain.unlocked(asked.declaration),
        "generate": lambda: with_entries(asked, chosen),
        "amend": lambda: chain.amended(asked.desk.today),
        "delete": lambda: chain.without_entries(_open(asked)),
        "drop": chain.dropped,
    }
    if asked.desk.kept is None:
        reason = _("Nothing can be kept: WORKBENCH_STORE names no file.")
        return dict.fromkeys(trials, reason)
    found = {name: refusal(trial) for name, trial in trials.items()}
    if not found["remove"] and not chosen.marked:
        found["remove"] = _("Mark the documents in the list first.")
    return found


def with_entries(asked: Asked, chosen: Chosen) -> Chain:
    """The chain with the entries of its newest notice, whatever the state of the declaration. Raises as the chain does."""
    return asked.chain.with_entries(asked.desk.ledger, chosen.register, _open(asked), mode=chosen.mode)


def _open(asked: Asked) -> Declaration:
    return Declaration(asked.declaration.period)


def refusal(trial: Callable[[], object]) -> str:
    """What a rule says against a step; empty where nothing does."""
    try:
        trial()
    except WorkbenchError as error:
        return str(error)
    return ""


def next_step(asked: Asked, hindered: Mapping[Name, str]) -> Name | None:
    """The step that comes next; None where nothing is left to do here."""
    kept = asked.kept
    if kept is None:
        wanted: tuple[Name, ...] = ("make",) if len(asked.by_rule.lines) else ()
    elif not kept.locked:
        wanted = ("recalculate",) if len(asked.changes) else ("lock",)
    elif len(asked.changes):
        wanted = ("amend",)
    else:
        wanted = ("generate",)
    return next((name for name in wanted if not hindered[name]), None)
