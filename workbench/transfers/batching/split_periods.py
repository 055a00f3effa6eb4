"""Which split payments of one party can be paid by one transfer (T-057 to T-062), and what keeps others from it.

The rule: all payments of the party issued between the earliest and the latest chosen one are chosen; each of them may go as a
split payment and is wholly unsettled; account, currency, tax number and SEPA flag are the same. A single day is a period; the
latest day lies before the same day of the next month (before its last day where it is shorter), which is never more than a
calendar month, however a month is counted.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from ...days import Month
from ...i18n import N_

IN_THE_WAY: dict[str, str] = {
    "other_register": N_("The payment belongs to another bank register."),
    "not_split_payment": N_("The payment is not marked as a split payment."),
    "partial": N_("The payment is already settled in part."),
    "no_document_date": N_("The payment has no document date, so it belongs to no period."),
    "other_account": N_("The payment goes to another account."),
    "other_currency": N_("The payment is in another currency."),
    "other_tax_id": N_("The payment has another tax number of the supplier."),
    "other_sepa": N_("The payment has another SEPA setting."),
    "other_period": N_("The document was issued more than a calendar month apart from the others."),
}
"""Why a payment cannot share a collective split payment, beside the reasons of T-015."""


class Terms(NamedTuple):
    """What all payments of a collective split payment have in common (T-061)."""

    account: str
    currency: str
    tax_id: str
    sepa: bool


@dataclass(frozen=True, slots=True)
class Invoice:
    """A payment of the party as the rule sees it. `blocked`: why it can be in no collective split payment, "" where it can."""

    payment: str
    issued: date | None
    amount: int
    terms: Terms
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a choice: `code` is "" where it can be paid together; see `Refusal` for the rest."""

    code: Literal["", "M-07", "M-08"]
    missing: tuple[str, ...] = ()
    in_the_way: tuple[tuple[str, str], ...] = ()
    largest: tuple[str, ...] = ()


def judge(invoices: Sequence[Invoice], chosen: Collection[str]) -> Verdict:
    """Whether the chosen payments of a party can be paid together; `invoices` are all that its documents ask for.

    Nearly linear in their number. M-08 where the chosen ones differ or span more than a month, else M-07.
    """
    ours = [invoice for invoice in invoices if invoice.payment in chosen]
    days = [invoice.issued for invoice in ours if invoice.issued is not None]
    dated = sorted(((invoice.issued, invoice) for invoice in invoices if invoice.issued is not None), key=lambda pair: pair[0])
    issued = [day for day, _ in dated]
    between = slice(bisect_left(issued, min(days)), bisect_right(issued, max(days))) if days else slice(0)
    period = [invoice for _, invoice in dated[between]]
    whole = all(invoice.payment in chosen and not invoice.blocked for invoice in period) and len(days) == len(ours)
    alike = len({invoice.terms for invoice in ours}) == 1 and (not days or max(days) < month_later(min(days)))
    if whole and alike:
        return Verdict("")
    largest = largest_set(period, chosen)
    kept = {invoice.payment for invoice in largest}
    terms = (largest or ours)[0].terms
    missing = tuple(each.payment for each in period if each.payment not in chosen and not each.blocked and each.terms == terms)
    undated = [invoice for invoice in ours if invoice.issued is None]
    left_out = [each for each in ours if each.payment not in kept]
    apart = {each.payment for each in left_out if largest and _apart(each.issued, largest[0].issued, largest[-1].issued)}
    obstacles = ((each.payment, _obstacle(each, terms, each.payment in apart)) for each in [*period, *undated])
    in_the_way = tuple((payment, code) for payment, code in obstacles if code)
    return Verdict("M-07" if alike else "M-08", missing, in_the_way, tuple(invoice.payment for invoice in largest))


def largest_set(period: Sequence[Invoice], chosen: Collection[str]) -> list[Invoice]:
    """The largest set, by number and then by amount, of those issued in a part of the period that can be paid together and
    has at least one chosen payment; the earliest of equal ones. `period` is in the order of the days of issue.

    Whatever can be paid together stays so when its period is made shorter. So for each first day only the longest period is
    tried, and its last day never moves back when the first one moves on: one walk with two ends.
    """
    days = [list(same_day) for _, same_day in groupby(period, key=lambda invoice: invoice.issued)]
    best: list[Invoice] = []
    best_size = (0, 0)
    count = amount = hits = end = 0
    for start in range(len(days)):
        if end < start:
            end = start
        while end < len(days) and _joins(days[start], days[end]):
            count += len(days[end])
            amount += sum(invoice.amount for invoice in days[end])
            hits += sum(invoice.payment in chosen for invoice in days[end])
            end += 1
        if hits and (count, amount) > best_size:
            best_size = count, amount
            best = [invoice for same_day in days[start:end] for invoice in same_day]
        if end > start:
            count -= len(days[start])
            amount -= sum(invoice.amount for invoice in days[start])
            hits -= sum(invoice.payment in chosen for invoice in days[start])
    return best


@lru_cache
def month_later(day: date) -> date:
    """The same day of the next month, or its last day where it has no such day."""
    month = Month.of(day) + 1
    return min(month.first + timedelta(days=day.day - 1), month.last)


def _joins(first: Sequence[Invoice], further: Sequence[Invoice]) -> bool:
    """Whether all payments of a day can stand beside those of the first day of a period, which can stand together."""
    begin, end = first[0].issued, further[0].issued
    assert begin is not None and end is not None, "only dated payments are in a period"
    return end < month_later(begin) and all(not each.blocked and each.terms == first[0].terms for each in further)


def _apart(day: date | None, first: date | None, last: date | None) -> bool:
    """Whether a day is more than a month away from the begin or the end of a period."""
    return day is not None and first is not None and last is not None and max(day, last) >= month_later(min(day, first))


def _obstacle(invoice: Invoice, terms: Terms, apart: bool) -> str:
    """Why a payment keeps the chosen ones from being paid together; "" where it does not."""
    if invoice.issued is None:
        return "no_document_date"
    if invoice.blocked:
        return invoice.blocked
    other = next((name for name in Terms._fields if getattr(invoice.terms, name) != getattr(terms, name)), "")
    return f"other_{other}" if other else "other_period" if apart else ""
