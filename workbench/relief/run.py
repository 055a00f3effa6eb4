"""One computation of a notice: which parts are unpaid on it, what is paid back, and why the others are not on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import days, money
from ..days import Month
from .amounts import RateAmounts, Selection, by_rate
from .by_day import heads, lasting, tails
from .columns import NO_DAY, Columns, table_of
from .filed import Filed, Period
from .parts import CODE, Codes, Parts, Rows
from .periods import default_as_of, months_of
from .standing import Back, Standing, elsewhere, join_backs, kept_off, standing_of


@dataclass(frozen=True, eq=False)
class Run:
    """One computation: the parts of the side, the period, the as-of days of months that differ from the default, and what
    was filed (None: every notice counts as made by the rule)."""

    parts: Parts
    period: Period
    made: Mapping[Month, date]
    filed: Filed | None = None

    def holds(self, month: int) -> bool:
        """Whether the notice is for the month with this number."""
        return self.first_month <= month <= self.last_month

    @cached_property
    def first_month(self) -> int:
        return months_of(self.period)[0].number

    @cached_property
    def last_month(self) -> int:
        return months_of(self.period)[-1].number

    def as_of(self, months: Rows) -> Rows:
        """The as-of day of the notices of many months, as day numbers."""
        distinct, place = np.unique(months, return_inverse=True)
        named = {month.number: day for month, day in self.made.items()}
        side = self.parts.side
        numbered = [Month.numbered(int(number)) for number in distinct]
        of = [days.number(named.get(month.number) or default_as_of(side, month)) for month in numbered]
        return np.array(of, np.int32)[place] if len(months) else np.zeros(0, np.int32)

    def lines(self) -> pd.DataFrame:
        """The lines of the notice (see `ReliefNotice`)."""
        return table_of(self.parts, self.computed)

    @cached_property
    def computed(self) -> Columns:
        """See `columns`; kept for the explanations of the lines."""
        return self.columns()

    def columns(self) -> Columns:
        """The lines of the notice as integer columns."""
        selection, unpaid, owed = self._owed()
        back = self._paid_back()
        join, nothing = np.concatenate, np.full(len(owed.owner), NO_DAY)
        lines = Columns(
            part=join((selection[owed.owner], back.part)),
            rate=join((owed.rate, back.rate)),
            kind=np.repeat(np.array([0, 1], np.int8), [len(owed.owner), len(back.part)]),
            net=join((owed.net, back.net)),
            vat=join((owed.vat, back.vat)),
            unpaid=join((unpaid[owed.owner], back.unpaid)),
            net_left=join((owed.net, back.net_left)),
            vat_left=join((owed.vat, back.vat_left)),
            day=join((nothing, back.day.astype(np.int64))),
        )
        kept = (lines.net != 0) | (lines.vat != 0)
        return lines if kept.all() else lines.take(kept)

    def owed(self) -> tuple[Selection, RateAmounts]:
        """The parts with unpaid lines on this notice, and their amounts by rate."""
        selection, _unpaid, owed = self._owed()
        return selection, owed

    def _owed(self) -> tuple[Selection, money.Grosze, RateAmounts]:
        """As `owed`, with what is unpaid of each part between (minor units of its currency)."""
        parts = self.parts
        here = parts.in_months(self.first_month, self.last_month)
        eligible = np.arange(here.start, here.stop)[parts.never[here] == 0]
        unpaid, reason = self.state(eligible)
        on_notice = reason == 0
        selection, unpaid = eligible[on_notice], unpaid[on_notice]
        return selection, unpaid, by_rate(parts, selection, unpaid)

    def state(self, selection: Selection) -> tuple[money.Grosze, Codes]:
        """What parts owe on the as-of day of their own month's notice (grosze of their currency), and the first condition
        tested on that day that fails: 0 for those that are on it."""
        parts = self.parts
        as_of = self.as_of(parts.month[selection])
        amount = parts.amount[selection]
        unpaid = np.clip(amount - self._settled(selection, as_of), 0, amount)
        reason = parts.party_reason[selection].copy()
        if self.filed is not None:
            reason = np.where(reason > 0, reason, self._recorded(self.filed, selection, as_of))
        if parts.side == "sale":
            last_year = parts.issue_year[selection] + parts.limit_years[selection]
            reason[_years(as_of) > last_year] = CODE["limit_years"]
        reason[unpaid == 0] = CODE["nothing_unpaid"]
        return unpaid, reason

    def _recorded(self, filed: Filed, selection: Selection, as_of: Rows) -> Codes:
        """Why parts are not on the notice of their month by what is recorded: events, and the notices of other periods."""
        reason = np.zeros(len(selection), np.int8)
        reason[elsewhere(self.parts, filed, selection, self.first_month, self.last_month)] = CODE["filed_elsewhere"]
        reason[kept_off(self.parts, filed, selection, self.judged(selection, as_of))] = CODE["kept_off"]
        return reason

    def judged(self, selection: Selection, as_of: Rows) -> Rows:
        """The day on which it is judged whether an event keeps parts off: of sales the as-of day of their month's notice, of
        purchases the last day of its period."""
        if self.parts.side == "sale":
            return as_of
        month = self.parts.month[selection]
        month = np.where((month >= self.first_month) & (month <= self.last_month), self.last_month, month)
        return (month - (1970 * 12 - 1)).astype("datetime64[M]").astype("datetime64[D]").astype(np.int32) - 1

    @cached_property
    def reasons(self) -> Codes:
        """The first failing condition of every part of the side, 0 for those with unpaid lines on this notice."""
        parts = self.parts
        here_rows = parts.in_months(self.first_month, self.last_month)
        reason = parts.never.copy()
        earlier, later = reason[: here_rows.start], reason[here_rows.stop :]
        earlier[earlier == 0] = CODE["earlier_month"]
        later[later == 0] = CODE["later_month"]
        here = reason[here_rows]
        eligible = np.flatnonzero(here == 0)
        here[eligible] = self.state(eligible + here_rows.start)[1]
        selection, owed = self.owed()
        with_line = np.zeros(len(here), bool)
        with_line[selection[owed.owner[owed.gross != 0]] - here_rows.start] = True
        here[(here == 0) & ~with_line] = CODE["no_vat"]  # the last grosze of a price fell on rates without VAT
        return reason

    def _settled(self, selection: Selection, until: Rows) -> money.Grosze:
        """What was settled of parts up to and including a day (each its own)."""
        parts = self.parts
        first = parts.settled_from[selection]
        counts = parts.settled_from[selection + 1] - first
        starts = np.r_[0, np.cumsum(counts)]
        row = np.arange(starts[-1]) + np.repeat(first - starts[:-1], counts)
        in_time = parts.settled_day[row] <= np.repeat(until, counts)
        running = np.r_[0, np.cumsum(np.where(in_time, parts.settled_amount[row], 0))]
        return running[starts[1:]] - running[starts[:-1]]

    def _paid_back(self) -> Back:
        """What is paid back on this notice, of parts that count as reported by the rule and of those really filed."""
        by_rule, *standing = self.backs()
        return join_backs(by_rule, standing[0]) if standing else by_rule

    def backs(self, by_day: bool = False) -> list[Back]:
        """What is paid back of the parts that count as reported by the rule and, where there are such, of those really filed.

        `by_day`: a row for every day of settlement in place of one for the period; what a payment settles that was taken back
        later in the period counts for nothing.
        """
        parts = self.parts
        settled = parts.settled_in_months(self.first_month, self.last_month)
        of = parts.settlement_part[settled]
        backs = [self._by_rule(settled, of, by_day)]
        if self.filed is not None:
            standing = standing_of(parts, self.filed, self.period, of)
            if len(standing.part):
                backs.append(self._standing_back(standing, settled, of, by_day))
        return backs

    def _by_rule(self, settled: Selection, of: Rows, by_day: bool) -> Back:
        """What is paid back of parts whose notice counts as made by the rule; `settled`: the settlements of this period, `of`:
        their parts."""
        parts = self.parts
        possible = (parts.never[of] == 0) & (parts.month[of] <= self.last_month)
        if self.filed is not None:
            possible &= self._counts_by_rule(parts.month[of])
        settled, of = settled[possible], of[possible]
        late = parts.settled_day[settled] > self.as_of(parts.month[of])
        settled, of = settled[late], of[late]
        head = heads(of, parts.settled_day[settled] if by_day else None)
        first = settled[head]
        last = settled[tails(head, len(of))]
        part = of[head].astype(np.int64)
        reported, reason = self.state(part)
        on_notice = reason == 0
        part, first, last, reported = part[on_notice], first[on_notice], last[on_notice], reported[on_notice]
        before, after = self._owed_around(part, first, last, reported)
        if by_day:
            before, after = lasting(part, before, after)
        was, now = by_rate(parts, part, before), by_rate(parts, part, after)
        return Back(
            part=part[was.owner],
            rate=was.rate,
            net=was.net - now.net,
            vat=was.vat - now.vat,
            unpaid=after[was.owner],
            net_left=now.net,
            vat_left=now.vat,
            day=parts.settled_day[last][was.owner],
        )

    def _standing_back(self, standing: Standing, settled: Selection, of: Rows, by_day: bool) -> Back:
        """What is paid back of parts that stand as unpaid on a filed notice; `settled`, `of` as in `_by_rule`."""
        parts = self.parts
        moment = of.astype(np.int64) << 32 | parts.settled_day[settled]
        first = np.searchsorted(moment, standing.part << 32 | standing.as_of, side="right")
        end = np.searchsorted(of, standing.part, side="right")
        standing, first, end = standing.take(first < end), first[first < end], end[first < end]
        place = np.arange(len(first))
        if by_day:
            counts = end - first
            place = np.repeat(place, counts)
            row = np.arange(len(place)) + np.repeat(end - np.cumsum(counts), counts)
            head = heads(place, parts.settled_day[settled[row]])
            place, first, end = place[head], row[head], row[tails(head, len(row))] + 1
            standing = standing.repeated(place)
        last = settled[end - 1]
        before, after = self._owed_around(standing.part, settled[first], last, standing.reported)
        if by_day:
            before, after = lasting(place, before, after)
        unchanged = standing.unchanged(parts)
        was, now = (standing.amounts(parts, unpaid, unchanged) for unpaid in (before, after))
        return Back(
            part=standing.part[standing.owner],
            rate=standing.rate,
            net=was[0] - now[0],
            vat=was[1] - now[1],
            unpaid=after[standing.owner],
            net_left=now[0],
            vat_left=now[1],
            day=parts.settled_day[last][standing.owner],
        )

    def _owed_around(
        self, part: Selection, first: Selection, last: Selection, reported: money.Grosze
    ) -> tuple[money.Grosze, money.Grosze]:
        """What is unpaid of parts before their settlement `first` and after `last`, within what was reported."""
        parts = self.parts
        owed = parts.amount[part] + parts.paid_before[parts.settled_from[part]]
        return np.clip(owed - parts.paid_before[first], 0, reported), np.clip(owed - parts.paid_before[last + 1], 0, reported)

    def _counts_by_rule(self, months: Rows) -> npt.NDArray[np.bool_]:
        """Which months' notices count as made by the rule: this one, and those before `since` that were not filed here."""
        assert self.filed is not None
        filed = [month.number for period in self.filed.notices for month in months_of(period)]
        since = self.filed.since
        by_rule = ~np.isin(months, filed)
        if since is not None:
            by_rule &= months < since.number
        return by_rule | ((months >= self.first_month) & (months <= self.last_month))


def _years(day_numbers: Rows) -> Rows:
    return day_numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + np.int32(1970)
