"""The relief notice of a month: which parts are on it, with which amounts, and why the others are not.

The rule in one page is section 4 of the design; requirements R-006 to R-018, R-030 to R-032, R-038 to R-043, R-050 to R-053,
R-066 to R-068 and J-010 to J-014. Law that changes by date is in `law.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import days, money
from ..days import Month
from ..errors import PeriodError, UnknownDocumentError, WorkbenchError
from ..i18n import _
from ..ledger import Ledger
from ..ledger.schema import VAT_RATES
from . import law
from .amounts import RateAmounts, Selection, by_rate
from .parts import CODE, REASONS, Codes, Parts, Rows, Side, parts_of
from .totals import totals_of

if TYPE_CHECKING:
    from .explanation import Explanation

UNPAID, PAID_BACK = "unpaid", "paid_back"
KINDS = (UNPAID, PAID_BACK)


@dataclass(frozen=True, eq=False, repr=False)
class ReliefNotice:
    """The notice of one side and month.

    `lines`: one row a payment part, rate and kind: document_id, payment_id, rate, kind (unpaid, paid_back), net, vat
    (int64 grosze, the sign lies in `kind`), due_date, effective_due_date, relief_date (datetime64), payment_date (of the
    month's last settlement, for paid_back). Unpaid lines come first.
    """

    ledger: Ledger
    side: Side
    period: Month
    as_of: date
    lines: pd.DataFrame
    _run: "Run" = field(repr=False)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The sums under the list (R-038 to R-043): see `totals.totals_of`."""
        return totals_of(self.lines, self.side)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Every payment part of the side with the first condition that keeps it off the unpaid lines of this notice.

        Columns: document_id, payment_id, reason (`on_notice`, or another of `relief.REASONS`), due_date, relief_date, amount
        (int64 minor units of the part's currency), currency.
        """
        parts = self._run.parts
        return pd.DataFrame(
            {
                **{name: parts.names[name] for name in ("document_id", "payment_id")},
                "reason": _words(self._run.reasons, REASONS),
                "due_date": _dates(parts.due),
                "relief_date": _dates(parts.relief),
                "amount": parts.amount,
                "currency": parts.names["currency"],
            },
            copy=False,
        )

    def without(self, *documents: str) -> "ReliefNotice":
        """The notice with documents (by document_id) taken off by the user: all their rates and parts go (R-054).

        Totals follow; `candidates` and `explain` go on telling what the law says. UnknownDocumentError for a document that
        is not on the notice.
        """
        listed = self.lines["document_id"]
        for document in documents:
            if not (listed == document).any():
                raise UnknownDocumentError(_("{document}: this document is not on the notice.").format(document=document))
        return replace(self, lines=self.lines[~listed.isin(documents)].reset_index(drop=True))

    def explain(self, document: str) -> "Explanation":
        """Why a document is or is not on this notice: every condition of each of its parts, with value, law and source.

        `document` is a document_id, or a number that only one document of the side has. UnknownDocumentError otherwise.
        """
        from .explanation import explain

        return explain(self, self._run, document)

    def __repr__(self) -> str:
        return f"ReliefNotice({self.side}, {self.period}, as of {self.as_of}, {len(self.lines)} lines)"

    def _repr_html_(self) -> str:
        from .showing import notice_html

        return notice_html(self)


def notice(
    ledger: Ledger,
    side: Side,
    period: str | Month,
    as_of: date | str | None = None,
    filed: Mapping[str | Month, date | str] | None = None,
) -> ReliefNotice:
    """The relief notice of a side ("sale" or "purchase") for a month ("2020-11").

    A part is on the notice of the month its relief date lies in, with what is unpaid on `as_of`: by default the 25th of the
    following month for sales, the last day of the month for purchases. What was settled later is paid back on the
    notice of the month of payment. Notices of other months count as made on their default day, or on the one that
    `filed` names for the month. Raises PeriodError for a period that is no month, lies before the supported law, or
    an `as_of` before the month begins.
    """
    month = month_of(period)
    if side not in ("sale", "purchase"):
        raise WorkbenchError(_("{side}: the side is sale or purchase.").format(side=side))
    made = {month_of(key): _day(value) for key, value in (filed or {}).items()}
    if as_of is not None:
        made[month] = _day(as_of)
    day = made.get(month, default_as_of(side, month))
    if day < month.first:
        raise PeriodError(_("A notice cannot be made as of {day}, before its month begins.").format(day=day))
    run = Run(parts_of(ledger, side), month, made)
    return ReliefNotice(ledger, side, month, day, run.lines(), run)


def default_as_of(side: Side, month: Month) -> date:
    """The day a notice is made by default: the 25th of the next month for sales (R-022), the month's last day for
    purchases (R-031)."""
    return (month + 1).first.replace(day=25) if side == "sale" else month.last


def statutory_deadline(month: Month) -> date:
    """The day by which the month's file must really be sent: the 25th of the next month, moved to a working day."""
    return days.statutory_shift((month + 1).first.replace(day=25))


@dataclass(frozen=True, eq=False)
class Run:
    """One computation: the parts of the side, the month, and the as-of days of months that differ from the default."""

    parts: Parts
    month: Month
    made: Mapping[Month, date]

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
        parts = self.parts
        selection, owed = self.owed()
        paid, before, after, last = self._paid_back()
        was, now = by_rate(parts, paid, before), by_rate(parts, paid, after)
        part = np.r_[selection[owed.owner], paid[was.owner]]
        net = np.r_[owed.net, was.net - now.net]
        vat = np.r_[owed.vat, was.vat - now.vat]
        rate = np.r_[owed.rate, was.rate]
        kind = np.repeat(np.array([0, 1], np.int8), [len(owed.owner), len(was.owner)])
        payment_date = np.r_[np.full(len(owed.owner), _NO_DAY), last[was.owner].astype(np.int64)]
        kept = np.flatnonzero((net != 0) | (vat != 0))
        if len(kept) < len(part):
            part, net, vat, rate, kind, payment_date = (column[kept] for column in (part, net, vat, rate, kind, payment_date))
        return pd.DataFrame(
            {
                "document_id": parts.document_ids(parts.document[part]),
                "payment_id": parts.payment_ids(parts.payment[part]),
                "rate": _words(rate, VAT_RATES),
                "kind": _words(kind, KINDS),
                "net": net,
                "vat": vat,
                "due_date": _dates(parts.due[part]),
                "effective_due_date": _dates(parts.effective_due[part]),
                "relief_date": _dates(parts.relief[part]),
                "payment_date": _dates(payment_date),
            },
            copy=False,
        )

    def owed(self) -> tuple[Selection, RateAmounts]:
        """The parts with unpaid lines on this notice, and their amounts by rate."""
        parts = self.parts
        month = parts.in_month(self.month.number)
        eligible = np.arange(month.start, month.stop)[parts.never[month] == 0]
        unpaid, reason = self.state(eligible)
        on_notice = reason == 0
        return eligible[on_notice], by_rate(parts, eligible[on_notice], unpaid[on_notice])

    def state(self, selection: Selection) -> tuple[money.Grosze, Codes]:
        """What parts owe on the as-of day of their own month's notice (grosze of their currency), and the first condition
        tested on that day that fails: 0 for those that are on it."""
        parts = self.parts
        as_of = self.as_of(parts.month[selection])
        amount = parts.amount[selection]
        unpaid = np.clip(amount - self._settled(selection, as_of), 0, amount)
        reason = parts.party_reason[selection].copy()
        if parts.side == "sale":
            last_year = parts.issue_year[selection] + parts.limit_years[selection]
            reason[_years(as_of) > last_year] = CODE["limit_years"]
        reason[unpaid == 0] = CODE["nothing_unpaid"]
        return unpaid, reason

    @cached_property
    def reasons(self) -> Codes:
        """The first failing condition of every part of the side, 0 for those with unpaid lines on this notice."""
        parts = self.parts
        month = parts.in_month(self.month.number)
        reason = parts.never.copy()
        earlier, later = reason[: month.start], reason[month.stop :]
        earlier[earlier == 0] = CODE["earlier_month"]
        later[later == 0] = CODE["later_month"]
        here = reason[month]
        eligible = np.flatnonzero(here == 0)
        here[eligible] = self.state(eligible + month.start)[1]
        selection, owed = self.owed()
        with_line = np.zeros(len(here), bool)
        with_line[selection[owed.owner[owed.gross != 0]] - month.start] = True
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

    def _paid_back(self) -> tuple[Selection, money.Grosze, money.Grosze, Rows]:
        """The parts with settlements of this month after their own notice, what was unpaid before and after these
        settlements (taken together), and the day of the last one."""
        parts = self.parts
        settled = parts.settled_in_month(self.month.number)
        of = parts.settlement_part[settled]
        possible = (parts.never[of] == 0) & (parts.month[of] <= self.month.number)
        settled, of = settled[possible], of[possible]
        late = parts.settled_day[settled] > self.as_of(parts.month[of])
        settled, of = settled[late], of[late].astype(np.int64)
        head = np.flatnonzero(np.r_[True, of[1:] != of[:-1]]) if len(of) else np.zeros(0, np.int64)
        first = settled[head]
        last = settled[np.r_[head[1:], len(of)] - 1] if len(of) else settled
        part = of[head]
        reported, reason = self.state(part)
        on_notice = reason == 0
        part, first, last, reported = part[on_notice], first[on_notice], last[on_notice], reported[on_notice]
        owed = parts.amount[part] + parts.paid_before[parts.settled_from[part]]
        before = np.clip(owed - parts.paid_before[first], 0, reported)
        after = np.clip(owed - parts.paid_before[last + 1], 0, reported)
        return part, before, after, parts.settled_day[last]


_NO_DAY = np.iinfo(np.int64).min
"""NaT, as NumPy writes it."""


def _dates(day_numbers: npt.NDArray[np.int32] | npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    return day_numbers.astype(np.int64).view("datetime64[D]").astype("datetime64[s]")


def _words(codes: Codes, words: tuple[str, ...]) -> pd.Series:
    return pd.Series(pd.array(list(words), dtype="str").take(codes), copy=False)


def _years(day_numbers: Rows) -> Rows:
    return day_numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + np.int32(1970)


def month_of(period: str | Month) -> Month:
    """The month a notice can be made for; PeriodError where it is none, or outside the supported law."""
    try:
        month = Month(period)
    except ValueError:
        raise PeriodError(
            _("{period}: notices are made for a month, written such as 2026-10; for a quarter make its three months.").format(
                period=period
            )
        ) from None
    if month.last < law.supported_from().since:
        raise PeriodError(_("{period}: the relief before 2013 had other rules and is not supported.").format(period=period))
    if month.year > days.LAST_DAY.year - 1:
        raise PeriodError(_("{period}: the month is too far away.").format(period=period))
    return month


def _day(value: date | str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise PeriodError(_("{day}: a day is written such as 2026-11-25.").format(day=value)) from None
