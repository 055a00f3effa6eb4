"""The relief notice of a month: which parts are on it, with which amounts, and why the others are not.

The rule in one page is section 4 of the design; requirements R-006 to R-018, R-030 to R-032, R-038 to R-043, R-050 to R-053,
R-066 to R-068 and J-010 to J-014. Law that changes by date is in `law.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ..days import Month
from ..errors import PeriodError, ReliefError, UnknownDocumentError, WorkbenchError
from ..i18n import _
from ..ledger import Ledger
from .columns import dates, words
from .filed import Filed, Period
from .known import known
from .parts import REASONS, Side, parts_of
from .periods import day_of, default_as_of, months_of, period_of
from .run import Run
from .totals import totals_of

if TYPE_CHECKING:
    from .explanation import Explanation


@dataclass(frozen=True, eq=False, repr=False)
class ReliefNotice:
    """The notice of one side and period. `ledger`: the books it was computed from.

    `lines`: one row a payment part, rate and kind: document_id, payment_id, rate, kind (unpaid, paid_back), net, vat
    (int64 grosze, the sign lies in `kind`), unpaid (what is left unpaid of the part after this line, int64 minor units of
    its currency), net_left, vat_left (what is left to be given back of this part and rate after this line, int64 grosze),
    due_date, effective_due_date, relief_date (datetime64), payment_date (of the period's last settlement, for paid_back).
    Unpaid lines come first.
    """

    ledger: Ledger
    side: Side
    period: Period
    as_of: date
    lines: pd.DataFrame
    _run: Run = field(repr=False)

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
                "reason": words(self._run.reasons, REASONS),
                "due_date": dates(parts.due),
                "relief_date": dates(parts.relief),
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

        return explain(self, self.own_run, document)

    def dated(self, lines: pd.DataFrame | None = None) -> pd.DataFrame:
        """The lines (or kept ones of its side and period) with what was paid back by days; see `relief.dated`."""
        from .dated import dated

        return dated(self, lines)

    @property
    def law_at(self) -> date | None:
        """The day on which the law is taken to have stood still; None: it has not."""
        return self._run.parts.law_at

    @cached_property
    def own_run(self) -> Run:
        """The computation as of the day of this notice: one that is kept was perhaps made as of another day than that."""
        own = dict.fromkeys(months_of(self.period), self.as_of)
        made = {**self._run.made, **own}
        return self._run if made == self._run.made else replace(self._run, made=made)

    def __repr__(self) -> str:
        return f"ReliefNotice({self.side}, {self.period}, as of {self.as_of}, {len(self.lines)} lines)"

    def _repr_html_(self) -> str:
        from .showing import notice_html

        return notice_html(self)


def notice(
    ledger: Ledger,
    side: Side,
    period: str | Period,
    as_of: date | str | None = None,
    filed: Filed | Mapping[str | Period, date | str] | None = None,
    *,
    known_at: date | str | None = None,
    law_at: date | str | None = None,
) -> ReliefNotice:
    """The relief notice of a side ("sale" or "purchase") for a month ("2020-11"), up to 2019 also for a quarter ("2019Q4").

    A part is on the notice of the period its relief date lies in, with what is unpaid on `as_of`: by default the 25th of
    the following month for sales, the last day of the period for purchases. What was settled later is paid back on the
    notice of the period of payment.

    `filed`: what the other periods' notices count as. None: as made on their default day. A mapping of periods to days: made
    on those. `Filed`: as they were really filed, see there; the notice asked for is always computed by the rule.
    `known_at`: from the books as they were known on that day (R-016; see `known`). `law_at`: by the law as it stood on that
    day, without later changes (the calendar of free days stays).

    Raises PeriodError for a period no notice is made for, that lies before the supported law, or an `as_of` before the
    period begins; WorkbenchError for an unknown side or what was filed for the other one.
    """
    asked = period_of(period)
    if side not in ("sale", "purchase"):
        raise WorkbenchError(_("{side}: the side is sale or purchase.").format(side=side))
    really = filed if isinstance(filed, Filed) else None
    if really is not None and really.side != side:
        raise ReliefError(_("{side}: what was filed is of the other side.").format(side=side))
    made = days_made(filed or {})
    day = default_as_of(side, asked)
    if as_of is not None:
        day = day_of(as_of)
    elif really is None:
        day = made.get(months_of(asked)[0], day)
    if day < asked.first:
        raise PeriodError(_("A notice cannot be made as of {day}, before its month begins.").format(day=day))
    made |= dict.fromkeys(months_of(asked), day)
    books = ledger if known_at is None else known(ledger, day_of(known_at))
    law_day = None if law_at is None else day_of(law_at)
    run = Run(parts_of(books, side, law_day), asked, made, really)
    return ReliefNotice(books, side, asked, day, run.lines(), run)


def days_made(filed: Filed | Mapping[str | Period, date | str]) -> dict[Month, date]:
    """The as-of days of months by the notices filed for them, a month's own before its quarter's."""
    if isinstance(filed, Filed):
        filed = {period: notice.as_of for period, notice in filed.notices.items()}
    periods = [(period_of(key), day_of(value)) for key, value in filed.items()]
    periods.sort(key=lambda item: isinstance(item[0], Month))
    return {month: day for period, day in periods for month in months_of(period)}
