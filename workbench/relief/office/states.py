"""How far a month of a client is, what has to be done next and by when."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ...days import Month, Quarter
from ...i18n import N_, _
from ..life.chain import Chain
from ..life.declarations import State
from ..periods import statutory_deadline
from ..record import Record

STATES = {
    "nothing": N_("nothing to do"),
    "elsewhere": N_("before the first notice kept"),
    "in_quarter": N_("on the notice of the quarter"),
    "open": N_("month not over"),
    "coming": N_("month not begun"),
    "to_make": N_("no notice made"),
    "draft": N_("notice not locked"),
    "locked": N_("no correction entries"),
    "unsent": N_("declaration late"),
    "entries": N_("entries made, declaration not sent"),
    "sent": N_("declaration sent, no UPO"),
    "received": N_("done"),
}
"""The states of a month in words; `STATUS_TITLES` of `life.declarations` has those of its declaration."""

AT_WORK = ("to_make", "draft", "locked")
"""States in which the notice itself is not finished."""

_STEPS = {
    "open": N_("wait for the end of the month"),
    "coming": N_("wait for the end of the month"),
    "to_make": N_("make the notice"),
    "draft": N_("lock the notice"),
    "locked": N_("generate the correction entries"),
    "unsent": N_("send the declaration, its deadline has passed"),
    "entries": N_("send the declaration"),
    "sent": N_("collect the UPO of the declaration"),
}
_AMEND = N_("amend the notice: the books say something else now")
_FIRST: dict[State, str] = {
    "locked": N_("{step}; first unlock the declaration: it was not sent"),
    "sent": N_("{step}; first collect the UPO of what was sent, then add a correction of the declaration"),
    "received": N_("{step}; first add a correction of the declaration"),
}
"""What has to be done with the declaration before the notice: what `life.late` says of its first step."""


@dataclass(frozen=True)
class MonthState:
    """A month of a client and side as it stands: the codes of its state and of its declaration's, and the day by which the
    next step has to be done."""

    state: str
    declaration: State
    deadline: date

    def next_step(self, differs: bool) -> str:
        """What has to be done next, in the user's language; "" for nothing."""
        if differs:
            step = _(_AMEND)
        elif self.state in _STEPS:
            step = _(_STEPS[self.state])
        else:
            return ""
        late = self.declaration != "open" and (differs or self.state in AT_WORK)
        return _(_FIRST[self.declaration]).format(step=step) if late else step


def state_of(record: Record, chain: Chain, month: Month, today: date, *, since: Month | None, has_lines: bool) -> MonthState:
    """How far a month is. `chain`: the notices that cover it (empty: none), `since`: the month of the side's first notice
    kept, None where none ever was: then months before the client's first declaration kept, or, where none is either, before
    the earliest that can still be sent in time, count as made elsewhere: an office that begins today has missed nothing.
    `has_lines`: whether the rule puts anything on its notice.

    Notice and entries are due with the month's file, the 25th of the next month moved to a working day, for quarterly
    clients too: their records are sent by the month (R-045, J-020, art. 109 sec. 3c). The declaration of a quarter is due with
    the file of its last month; before October 2020, when there were no record files, with VAT-7K.
    """
    covering = record.declaration(month)
    state = _state(chain, month, today, _kept_since(record, today) if since is None else since, has_lines)
    if state != "carried":
        return MonthState(state, covering.newest.state, statutory_deadline(month))
    file = record.declarations.get(month, covering)  # whatever becomes of the quarter, the record file of a month was sent
    closing = Quarter.of(month.first).months[-1] if record.is_quarterly(month) and not covering.is_file else month
    deadline = statutory_deadline(closing)
    if file.newest.state in ("sent", "received"):
        return MonthState(file.newest.state, covering.newest.state, deadline)
    return MonthState("unsent" if deadline < today else "entries", covering.newest.state, deadline)


@lru_cache(maxsize=8)
def due_month(today: date) -> Month:
    """The earliest month whose file can still be sent in time."""
    month = Month.of(today)
    while statutory_deadline(month - 1) >= today:
        month -= 1
    return month


def _kept_since(record: Record, today: date) -> Month:
    """Since when a client without notices is looked after here."""
    return min([Month.of(period.first) for period in record.declarations], default=due_month(today))


def _state(chain: Chain, month: Month, today: date, since: Month, has_lines: bool) -> str:
    """The state of the notice; carried: its entries are complete."""
    if chain.newest is not None:
        return chain.state if chain.period.last == month.last else "in_quarter"
    if not has_lines:
        return "nothing"
    if month < since:
        return "elsewhere"
    if today < month.first:
        return "coming"
    return "open" if today <= month.last else "to_make"
