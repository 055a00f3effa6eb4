"""The whole office at once: every client's months, what is missing and by when (feature 5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from ...days import Month
from ...errors import PeriodError
from ...i18n import _
from ...ledger import Ledger
from ..periods import month_of
from ..record import Record
from .forecast import BY_MONTH, MONEY, empty, in_order
from .months import no_months
from .working import Answer, Progress, Task, answers

Source = str | Path | Mapping[str, pd.DataFrame] | Callable[[], Ledger]
FORECAST_MONTHS = 6


@dataclass(frozen=True, eq=False, repr=False)
class Office:
    """All clients of an office.

    `grid`: one row a client, month and side: client, and the columns of `client_months`. `forecast`: one row a client, month
    and side for the half year from the month of `today` on, if nobody pays: client, month, side, documents, money_back,
    money_due (VAT, int64 grosze). `problems`: client and reason, one row a client that is in neither table, because its books
    cannot be read or because the work was stopped before.
    """

    month: Month
    today: date
    clients: tuple[str, ...]
    grid: pd.DataFrame
    forecast: pd.DataFrame
    problems: pd.DataFrame

    @property
    def whole_forecast(self) -> pd.DataFrame:
        """The forecast of all clients together: month, side, documents, money_back, money_due."""
        return in_order(self.forecast.groupby(BY_MONTH, as_index=False)[["documents", *MONEY]].sum())

    def __repr__(self) -> str:
        return f"Office({self.month}, {len(self.clients)} clients, {len(self.problems)} problems)"

    def _repr_html_(self) -> str:
        from .showing import office_html

        return office_html(self)


def office(
    clients: Mapping[str, Source],
    month: str | Month,
    months: int = 24,
    records: Mapping[str, Record] | None = None,
    *,
    today: date,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Office:
    """So many months up to `month` of all clients, on `today`.

    `clients`: where the books of each are, by its name, as `ledger.read_ledger` takes it; or what reads them, where they are of
    another kind (it goes to the processes, so it must be picklable). `records`: what is kept of clients.
    `workers`: processes, by default one a core (a few clients are done in this one). `progress` is told how many clients of
    how many are done and stops the work by answering False.

    Books that cannot be read are a problem of their client and stop no other. Raises PeriodError for a month that is none, or
    no month at all. Where processes cannot fork, a script calls this under `if __name__ == "__main__"`, as every
    program that starts processes.
    """
    last = month_of(month)
    if months < 1:
        raise PeriodError(_("The office needs at least one month to look at."))
    asked = tuple(month_of(last - step) for step in reversed(range(months)))
    # without what a store adds to a record, so that a process need not load the store
    kept = {name: Record(of.chains, of.declarations, of.events, of.technical) for name, of in (records or {}).items()}
    tasks = {name: Task(source, kept.get(name, Record()), asked, FORECAST_MONTHS, today) for name, source in clients.items()}
    found = dict(answers(tasks, workers, progress))
    stopped = Answer(problem=_("not looked at: the work was stopped"))
    in_place = {name: found.get(name, stopped) for name in clients}
    problems = [(name, each.problem) for name, each in in_place.items() if each.problem]
    return Office(
        month=last,
        today=today,
        clients=tuple(clients),
        grid=_together({name: each.months for name, each in in_place.items()}, no_months()),
        forecast=_together({name: each.forecast for name, each in in_place.items()}, empty(BY_MONTH, ["documents", *MONEY])),
        problems=pd.DataFrame(problems, columns=["client", "reason"], dtype="str"),
    )


def _together(tables: Mapping[str, pd.DataFrame | None], otherwise: pd.DataFrame) -> pd.DataFrame:
    """The tables under one another, the name of the client in front; `otherwise` where there are none."""
    named = [table.assign(client=name) for name, table in tables.items() if table is not None]
    together = pd.concat(named or [otherwise.assign(client="")], ignore_index=True)
    return together[["client", *otherwise.columns]].astype({"client": "str"})
