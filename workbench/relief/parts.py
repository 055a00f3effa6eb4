"""The payment parts of one side of a ledger as integer columns: everything about a part that does not depend on the notice.

Made once a ledger and side and kept with it. Parts stand in the order of their relief month, settlements in the order of
their part and date, so that a notice touches only slices of them.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import days, money
from ..ledger import Ledger
from . import law

Side = Literal["sale", "purchase"]
Rows = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int8]

TAXED_RATES = ("23", "22", "8", "7", "5")
TRANSACTIONS = ("domestic", "domestic_reverse_charge")

ON_NOTICE = "on_notice"
REASONS = (
    ON_NOTICE,
    "not_in_vat_return",
    "transaction",
    "cash_accounting",
    "not_a_claim",
    "no_vat",
    "too_early_law",
    "later_month",
    "earlier_month",
    "nothing_unpaid",
    "limit_years",
    "party_inactive",
    "relief_proof_missing",
    "kept_off",
    "filed_elsewhere",
)
"""Why a part is not on a notice, in the order in which the conditions are tested."""
CODE = {reason: code for code, reason in enumerate(REASONS)}


@dataclass(frozen=True, eq=False)
class VatGroups:
    """The VAT of every document by rate: document d has the rows starts[d]:starts[d + 1], in order of first appearance.

    Lines of one rate are added, on the purchase side apart for deducted and not deducted ones. `gives_line` is false for
    rates without VAT and for tax that was not deducted. Amounts in grosze.
    """

    starts: npt.NDArray[np.int64]
    rate: Codes
    net: money.Grosze
    gross: money.Grosze
    gives_line: npt.NDArray[np.bool_]
    document_gross: money.Grosze
    document_gives_line: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Parts:
    """One side's payment parts.

    `law_at`: the day on which the law is taken to have stood still (None: it has not). `payment`, `document`: row numbers
    in the ledger. `amount`: grosze of the part in its currency; `pln`: its share of the document's gross in PLN (the same
    number for a PLN document). `due`, `effective_due`, `relief`: day numbers. `month`: number of the relief month. `never`:
    the first failing condition that no notice can change, 0 for none. `party_reason`: the code with which the party
    condition fails, 0 where it holds. `issue_year`, `limit_years`. Part p was settled by the rows
    settled_from[p]:settled_from[p + 1] of `settled_day`, `settled_amount`; `paid_before` is their running sum (one longer).
    """

    side: Side
    ledger: Ledger
    law_at: date | None
    groups: VatGroups
    payment: Rows
    document: Rows
    amount: money.Grosze
    pln: money.Grosze
    due: Rows
    effective_due: Rows
    relief: Rows
    month: Rows
    never: Codes
    party_reason: Codes
    issue_year: Rows
    limit_years: Rows
    settled_from: npt.NDArray[np.int64]
    settled_day: Rows
    settled_amount: money.Grosze
    paid_before: money.Grosze

    def in_months(self, first_month: int, last_month: int) -> slice:
        """The parts whose relief date lies in one of the months (by their numbers)."""
        first, last = np.searchsorted(self.month, [first_month, last_month + 1])
        return slice(int(first), int(last))

    @cached_property
    def settlement_part(self) -> Rows:
        """The part each settlement belongs to."""
        return np.repeat(np.arange(len(self.payment), dtype=np.int32), np.diff(self.settled_from))

    @cached_property
    def _by_month(self) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int64]]:
        months = _month_numbers(self.settled_day).astype(np.int16)
        order = np.argsort(months, kind="stable")
        return months[order], order

    def settled_in_months(self, first_month: int, last_month: int) -> npt.NDArray[np.int64]:
        """The settlements dated in one of the months (by their numbers), in the order of their parts and days."""
        months, order = self._by_month
        first, last = np.searchsorted(months, [first_month, last_month + 1])
        return order[first:last] if first_month == last_month else np.sort(order[first:last])

    @cached_property
    def names(self) -> dict[str, pd.Series]:
        """document_id, payment_id and currency of every part."""
        currency = pd.Series(self.ledger.payments["currency"].array.take(self.payment), copy=False)
        ids = {"document_id": self.document_ids(self.document), "payment_id": self.payment_ids(self.payment)}
        return {**ids, "currency": currency}

    def document_ids(self, rows: Rows) -> pd.Series:
        return pd.Series(self.ledger.documents["document_id"].array.take(rows), copy=False)

    def payment_ids(self, rows: Rows) -> pd.Series:
        return pd.Series(self.ledger.payments["payment_id"].array.take(rows), copy=False)


_KNOWN: WeakKeyDictionary[Ledger, dict[tuple[Side, date | None], Parts]] = WeakKeyDictionary()


def parts_of(ledger: Ledger, side: Side, law_at: date | None = None) -> Parts:
    """The parts of a side, made at the first call for a ledger and kept as long as the ledger lives.

    `law_at`: the law as it stood on that day, without later changes.
    """
    known = _KNOWN.setdefault(ledger, {})
    still = law.last_change(law_at)
    if (side, still) not in known:
        known[side, still] = _make(ledger, side, still)
    return known[side, still]


def _make(ledger: Ledger, side: Side, law_at: date | None) -> Parts:
    documents, payments = ledger.documents, ledger.payments
    on_side = _equals(documents["register"], side)
    with_document = np.flatnonzero(ledger.index.payment_document >= 0)
    payment = with_document[on_side[ledger.index.payment_document[with_document]]].astype(np.int32)
    groups = _vat_groups(ledger, side)

    due = days.numbers(payments["due_date"].to_numpy()[payment])
    first_day, shift = days.shift_table()
    effective = shift[due - first_day]
    relief = effective + law.rule("unpaid_days", side, law_at).values(effective + 90).astype(np.int32)
    order = np.argsort(_month_numbers(relief).astype(np.int16), kind="stable")
    payment, due, effective, relief = payment[order], due[order], effective[order], relief[order]
    document = ledger.index.payment_document[payment]
    amount = payments["amount"].to_numpy()[payment]
    pln = _pln_shares(ledger, groups, payment, document, due, amount)

    settled_from, settled = _settlements_of(ledger, payment)
    settled_amount = ledger.settlements["amount"].to_numpy()[settled]
    return Parts(
        side=side,
        ledger=ledger,
        law_at=law_at,
        groups=groups,
        payment=payment,
        document=document,
        amount=amount,
        pln=pln,
        due=due,
        effective_due=effective,
        relief=relief,
        month=_month_numbers(relief),
        never=_never(ledger, groups, document, amount, pln, relief),
        party_reason=_party_reason(ledger, side, document, relief, law_at),
        issue_year=documents["issue_date"].dt.year.to_numpy()[document].astype(np.int32),
        limit_years=_limit_years(side, relief, law_at),
        settled_from=settled_from,
        settled_day=days.numbers(ledger.settlements["date"].to_numpy()[settled]),
        settled_amount=settled_amount,
        # a running sum over all parts may wrap around int64; differences within a part come out right all the same
        paid_before=np.r_[0, np.cumsum(settled_amount)],
    )


def _vat_groups(ledger: Ledger, side: Side) -> VatGroups:
    lines = ledger.vat_lines
    count = len(ledger.documents)
    taxed = lines["rate"].isin(TAXED_RATES).to_numpy()
    deducted = ~_equals(lines["deductible"], "no") | (side == "sale")
    rates = lines["rate"].cat.codes.to_numpy()
    document = ledger.index.line_document.astype(np.int64)
    line = lines["line"].to_numpy()
    order = np.arange(len(lines))
    if (
        len(lines) > 1
        and not ((document[1:] > document[:-1]) | ((document[1:] == document[:-1]) & (line[1:] > line[:-1]))).all()
    ):
        order = np.lexsort((line, document))
    key = (document * 32 + rates * 2 + deducted)[order]
    by_key = np.argsort(key, kind="stable")
    heads = np.flatnonzero(np.r_[True, key[by_key][1:] != key[by_key][:-1]]) if len(key) else np.zeros(0, np.int64)
    appeared = by_key[heads]
    in_order = np.argsort(appeared, kind="stable")
    rows = order[by_key]

    def added(column: str) -> money.Grosze:
        values = lines[column].to_numpy()[rows]
        return np.add.reduceat(values, heads)[in_order] if len(heads) else values

    first = order[appeared[in_order]]
    net, vat = added("net"), added("vat")
    reverse_charge = _equals(ledger.documents["transaction"], "domestic_reverse_charge")[document[first]]
    gives_line = taxed[first] & deducted[first] & ~(reverse_charge & (vat == 0))
    starts = np.searchsorted(document[first], np.arange(count + 1))
    return VatGroups(
        starts=starts,
        rate=rates[first].astype(np.int8),
        net=net,
        gross=net + vat,
        gives_line=gives_line,
        document_gross=_sums(net + vat, starts),
        document_gives_line=_sums(gives_line.astype(np.int64), starts) > 0,
    )


def _pln_shares(
    ledger: Ledger, groups: VatGroups, payment: Rows, document: Rows, due: Rows, amount: money.Grosze
) -> money.Grosze:
    """The part's share of the document's gross in PLN: the amount itself, or for documents payable in a foreign currency
    the gross spread over the parts by their amounts (by their value in PLN where the currencies differ)."""
    foreign = ~_equals(ledger.payments["currency"], "PLN")[payment]
    if not foreign.any():
        return amount
    pln = amount.copy()
    abroad = np.flatnonzero(np.isin(document, document[foreign]))
    # the first part to fall due takes the odd grosz first, whatever the order of the rows
    ids = ledger.payments["payment_id"].array.take(payment[abroad])
    abroad = abroad[np.lexsort((pd.factorize(ids, sort=True)[0], due[abroad], document[abroad]))]
    currency = pd.factorize(ledger.payments["currency"].array.take(payment[abroad]))[0]
    heads = np.flatnonzero(np.r_[True, document[abroad][1:] != document[abroad][:-1]])
    starts = np.r_[heads, len(abroad)]
    weights = amount[abroad]
    mixed = np.maximum.reduceat(currency, heads) != np.minimum.reduceat(currency, heads)
    rates = [int(rate * 1_000_000) for rate in ledger.documents["fx_rate"].array.take(document[abroad])]
    in_pln = np.where(foreign[abroad], money.mul_div(weights, np.array(rates, np.int64), 1_000_000), weights)
    weights = np.where(np.repeat(mixed, np.diff(starts)), in_pln, weights)
    gross = groups.document_gross[document[abroad][heads]]
    sound = (np.add.reduceat(weights, heads) > 0) & (gross > 0)
    shares = money.apportion_rows(np.where(sound, gross, 0), np.where(np.repeat(sound, np.diff(starts)), weights, 1), starts)
    pln[abroad] = shares
    return pln


def _never(ledger: Ledger, groups: VatGroups, document: Rows, amount: money.Grosze, pln: money.Grosze, relief: Rows) -> Codes:
    documents = ledger.documents
    failing = (
        ("not_in_vat_return", ~documents["in_vat_return"].to_numpy()[document]),
        ("transaction", ~documents["transaction"].isin(TRANSACTIONS).to_numpy()[document]),
        ("cash_accounting", documents["cash_accounting"].to_numpy()[document]),
        ("not_a_claim", (amount <= 0) | (pln <= 0) | (groups.document_gross[document] <= 0)),
        ("no_vat", ~groups.document_gives_line[document]),
        ("too_early_law", relief < days.number(law.supported_from().since)),
    )
    never = np.zeros(len(document), np.int8)
    for reason, fails in reversed(failing):
        never[fails] = CODE[reason]
    return never


def _party_reason(ledger: Ledger, side: Side, document: Rows, relief: Rows, law_at: date | None) -> Codes:
    demand = law.rule("party", side, law_at).values(relief)
    active = _equals(ledger.parties["vat_status"], "active")[ledger.index.document_party][document]
    proof = ledger.documents["relief_proof"].notna().to_numpy()[document]
    reason = np.zeros(len(document), np.int8)
    reason[(demand == "active") & ~active] = CODE["party_inactive"]
    reason[(demand == "active_or_proof") & ~active & ~proof] = CODE["relief_proof_missing"]
    return reason


def _limit_years(side: Side, relief: Rows, law_at: date | None) -> Rows:
    """Years from the year of issue in which the relief may be used; for purchases there is no limit (R-014)."""
    if side == "purchase":
        return np.zeros(len(relief), np.int32)
    return law.rule("limit_years", side, law_at).values(relief).astype(np.int32)


def _settlements_of(ledger: Ledger, payment: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For parts in the order of `payment`: where the settlements of each begin, and their rows by part and date."""
    position = np.full(len(ledger.payments), len(payment), np.int32)
    position[payment] = np.arange(len(payment), dtype=np.int32)
    part = position[ledger.index.settlement_payment]
    mine = np.flatnonzero(part < len(payment))
    day = days.numbers(ledger.settlements["date"].to_numpy()[mine]).astype(np.int64)
    rows = mine[np.argsort(part[mine].astype(np.int64) << 32 | day, kind="stable")]
    return np.searchsorted(part[rows], np.arange(len(payment) + 1)), rows


def _month_numbers(day_numbers: Rows) -> Rows:
    """Days as numbers of their months (year * 12 + month - 1, as `days.Month` counts)."""
    months = day_numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    return months + np.int32(1970 * 12)


def _equals(column: pd.Series, value: str) -> npt.NDArray[np.bool_]:
    return (column == value).to_numpy(dtype=bool)


def _sums(values: money.Grosze, starts: npt.NDArray[np.int64]) -> money.Grosze:
    running = np.r_[0, np.cumsum(values)]
    return running[starts[1:]] - running[starts[:-1]]
