"""The as-of helper: what filing on another day changes (feature 11; contradictions C-15, C-16, C-17)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from .. import days, i18n, money
from ..errors import PeriodError
from ..i18n import _
from ..ledger import Ledger
from .events.texts import SOURCE_TITLES
from .filed import Filed, Period
from .notices import notice
from .parts import Side, parts_of
from .periods import day_of, default_as_of, period_of, statutory_deadline

_LINE = ["document_id", "payment_id", "rate", "net", "vat"]


def filing_days(
    ledger: Ledger, side: Side, period: str | Period, until: date | str | None = None, filed: Filed | None = None
) -> pd.DataFrame:
    """The unpaid lines of a notice by the day of filing, from the day after the period to `until` (default: the deadline).

    One row a span of days with equal lines, in order: first_day, last_day (datetime64), net, vat (int64 grosze of the unpaid
    lines), documents (their number), changes (what happens on first_day, in words; "" for the first span),
    net_difference, vat_difference (against filing on the default day, the 25th), default, deadline (whether the 25th, and
    the day the law really ends on, lie in the span), best (most tax back; of equally good spans the last).

    A purchase notice looks at the last day of its period whatever day it is filed on (art. 89b ust. 1a), so it has one span.
    With promised payments: give the ledger of a `scenario`. Raises PeriodError as `notice`, or for `until` before the
    first day.
    """
    asked = period_of(period)
    first, deadline = asked.last + timedelta(1), statutory_deadline(asked)
    last = deadline if until is None else day_of(until)
    if last < first:
        raise PeriodError(
            _("{day}: the notice of {period} can be filed from {first} on.").format(
                day=i18n.day(last), period=str(asked), first=i18n.day(first)
            )
        )
    default = default_as_of("sale", asked)
    usual = _unpaid(ledger, side, asked, default, filed)
    spans: list[tuple[date, pd.DataFrame, str]] = []
    for day in [first, *_change_points(ledger, side, asked, first, last, filed)]:
        lines = _unpaid(ledger, side, asked, day, filed)
        if not spans:
            spans.append((day, lines, ""))
        elif not lines.equals(spans[-1][1]):
            spans.append((day, lines, "; ".join(_changes(ledger, spans[-1][1], lines, day, filed))))
    return _table(side, spans, last, usual, (default, deadline))


def _unpaid(ledger: Ledger, side: Side, period: Period, day: date, filed: Filed | None) -> pd.DataFrame:
    as_of = period.last if side == "purchase" else day
    lines = notice(ledger, side, period, as_of, filed).lines
    return lines.loc[lines["kind"] == "unpaid", _LINE].reset_index(drop=True)


def _change_points(ledger: Ledger, side: Side, period: Period, first: date, last: date, filed: Filed | None) -> list[date]:
    """The days after the first on which the lines can change: settlements of the period's parts, those from which events keep
    parts off, and the turns of a year, where a limit of years can end."""
    if side == "purchase":
        return []
    parts = parts_of(ledger, side)
    here = (parts.relief >= days.number(period.first)) & (parts.relief <= days.number(period.last))
    settled = parts.settled_day[here[parts.settlement_part]]
    between = np.unique(settled[(settled > days.number(first)) & (settled <= days.number(last))])
    years = {date(year, 1, 1) for year in range(first.year + 1, last.year + 1)}
    events = {day for day in filed.kept_off.values() if first < day <= last} if filed else set()
    return sorted(years | events | set(between.astype("datetime64[D]").tolist()))


def _changes(ledger: Ledger, before: pd.DataFrame, after: pd.DataFrame, day: date, filed: Filed | None) -> Iterable[str]:
    """What happened on a day to the parts whose lines differ, one sentence a settlement, a part kept off, or past its limit."""
    both = before.merge(after, on=_LINE, how="outer", indicator=True)
    parts = list(dict.fromkeys(both.loc[both["_merge"] != "both", "payment_id"]))
    settlements = ledger.settlements
    mine = settlements[settlements["payment_id"].isin(parts) & (settlements["date"] == np.datetime64(day))]
    payments = ledger.payments.set_index("payment_id").loc[parts]
    numbers = ledger.documents.set_index("document_id").loc[payments["document_id"], "number"]
    told = dict(zip(parts, zip(numbers, payments["currency"], strict=True), strict=True))
    rows: list[Any] = list(mine.itertuples())
    for row in rows:
        number, currency = told[row.payment_id]
        yield _sentence(row.source).format(
            document=number,
            amount=i18n.amount(row.amount, currency),
            day=i18n.day(day),
            source=_(SOURCE_TITLES[row.source]) if row.source in SOURCE_TITLES else "",
        )
    kept_off = [part for part in parts if filed and filed.kept_off.get(part) == day]
    for part in kept_off:
        yield _("{document}: kept off by an event, from {day} on").format(document=told[part][0], day=i18n.day(day))
    for part in parts:
        if part not in kept_off and part not in set(mine["payment_id"]):
            yield _("{document}: the limit of years has passed on {day}").format(document=told[part][0], day=i18n.day(day))


def _sentence(source: object) -> str:
    if source == "scenario":
        return _("{document}: {amount} promised for {day}")
    if source in SOURCE_TITLES:
        return _("{document}: {amount} on {day}, {source}")
    return _("{document}: {amount} paid on {day}")


def _table(
    side: Side, spans: list[tuple[date, pd.DataFrame, str]], last: date, usual: pd.DataFrame, marked: tuple[date, date]
) -> pd.DataFrame:
    starts = [day for day, _lines, _text in spans]
    ends = [*(day - timedelta(1) for day in starts[1:]), last]
    table = pd.DataFrame(
        {
            "first_day": np.array(starts, "datetime64[s]"),
            "last_day": np.array(ends, "datetime64[s]"),
            **{name: [_total(lines, name) for _day, lines, _text in spans] for name in ("net", "vat")},
            "documents": [lines["document_id"].nunique() for _day, lines, _text in spans],
            "changes": [text for _day, _lines, text in spans],
        }
    )
    for name in ("net", "vat"):
        table[f"{name}_difference"] = table[name] - _total(usual, name)
    for name, day in zip(("default", "deadline"), marked, strict=True):
        table[name] = [start <= day <= end for start, end in zip(starts, ends, strict=True)]
    wanted = table["vat"].max() if side == "sale" else table["vat"].min()
    table["best"] = table.index == table.index[table["vat"] == wanted][-1]
    return table


def _total(lines: pd.DataFrame, name: str) -> int:
    return money.total(lines[name].to_numpy(np.int64))
