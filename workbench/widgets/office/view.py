"""The grid of an office as lines and cells, its sums, and the list of what is to be done: tables only, no widgets."""

from typing import Any

import pandas as pd

from ... import i18n
from ...days import Month
from ...i18n import _, ngettext
from ...relief import statutory_deadline
from ...relief.listing import SIDE_TITLES
from ...relief.office import STATES, Office
from .cells import Cell, Column, Line
from .sources import short_reason
from .states import RESTING, TO_DO, asked_for, sign_code


def with_money(grid: pd.DataFrame) -> pd.DataFrame:
    """The grid with money_back and money_due, VAT in grosze: it comes back for unpaid sales and paid-back purchases (art. 89a
    ust. 1, art. 89b ust. 4) and falls due for unpaid purchases and paid-back sales (art. 89b ust. 1, art. 89a ust. 4)."""
    sale = grid["side"] == "sale"
    return grid.assign(
        money_back=grid["vat"].where(sale, grid["paid_back_vat"]), money_due=grid["paid_back_vat"].where(sale, grid["vat"])
    )


def columns_of(grid: pd.DataFrame) -> list[Column]:
    """The months, the latest first, each with the day its file has to be sent."""
    months = sorted(grid["month"].unique(), reverse=True)
    return [
        Column(
            month, i18n.month(Month(month), short=True), _("by {day}").format(day=i18n.day(statutory_deadline(Month(month))))
        )
        for month in months
    ]


def lines_of(office: Office, choice: str, words: str) -> list[Line]:
    """The lines of clients whose name holds the words, as far as they hold a cell that is asked for; other cells are dimmed.
    Clients whose books cannot be used come last."""
    held = words.casefold()
    grid = with_money(office.grid)
    grid = grid[grid["client"].str.casefold().str.contains(held, regex=False)]
    months = sorted(office.grid["month"].unique(), reverse=True)
    grid = grid.assign(asked=asked_for(grid, choice))
    lines: list[Line] = []
    before = ""
    for (client, side), rows in _by_line(grid):
        if not rows["asked"].any():
            continue
        cells = {row.month: _cell(row) for row in rows.itertuples()}
        found = tuple(cells.get(month) for month in months)
        lines.append(Line(client, side, _(SIDE_TITLES[side]), client != before, found))
        before = client
    problems: list[Any] = list(office.problems.itertuples())
    return lines + [
        Line(row.client, "", "", True, (), short_reason(row.reason)) for row in problems if held in row.client.casefold()
    ]


def _by_line(grid: pd.DataFrame) -> Any:
    """The rows of each client and side, in the order of the grid."""
    return grid.groupby(["client", "side"], sort=False)


def _cell(row: Any) -> Cell:
    waiting = row.differs or row.state not in RESTING
    late = waiting and row.days_left < 0
    told = [row.missing or _(STATES[row.state])]
    if waiting:
        told.append(days_text(row.days_left))
    return Cell(
        state=sign_code(row.state, late=late, differs=row.differs),
        kind="late" if late else row.state,
        amount=i18n.amount(row.money_back - row.money_due) if row.documents else "",
        note=", ".join(told),
        dim=not row.asked,
    )


def days_text(days: int) -> str:
    """How many days are left until a deadline, or have gone since."""
    if days < 0:
        return ngettext("{count} day late", "{count} days late", -days).format(count=-days)
    if days == 0:
        return _("due today")
    return ngettext("{count} day left", "{count} days left", days).format(count=days)


def totals_by_month(grid: pd.DataFrame) -> pd.DataFrame:
    """Money back, money due and their balance (int64 grosze) by month, the latest first."""
    sums = with_money(grid).groupby("month")[["money_back", "money_due"]].sum().sort_index(ascending=False)
    return sums.assign(balance=sums["money_back"] - sums["money_due"])


def to_do(office: Office) -> pd.DataFrame:
    """What waits for somebody, the nearest deadline first; `key` names the cell."""
    grid = with_money(office.grid)
    rows = grid[asked_for(grid, TO_DO)].sort_values(["deadline", "client", "month", "side"], kind="stable", ignore_index=True)
    return rows.assign(key=rows["client"] + "\n" + rows["side"] + "\n" + rows["month"])
