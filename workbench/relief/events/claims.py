"""The payment parts of a few documents with their due dates, relief dates and settlements; and how settlements are added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ... import days
from ...days import Month
from ...errors import UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from .. import law
from ..listing import SIDE_TITLES
from ..parts import Side


class Addition(NamedTuple):
    """A settlement that is not in the books: row of the payment, day, amount (minor units of its currency), source."""

    payment: int
    day: date
    amount: int
    source: str


@dataclass(frozen=True, eq=False)
class Claim:
    """One payment part with an amount above zero; `settled` grows as settlements are added to it."""

    payment: int
    payment_id: str
    document_id: str
    currency: str
    amount: int
    due: date
    relief_date: date
    settled: list[tuple[date, int]] = field(default_factory=list)

    @property
    def month(self) -> Month:
        """The month of the relief date."""
        return Month.of(self.relief_date)

    def unpaid(self, day: date) -> int:
        """What is unpaid at the end of a day, between nothing and the whole amount."""
        return min(max(self.amount - sum(amount for paid_on, amount in self.settled if paid_on <= day), 0), self.amount)

    def settle(self, day: date, amount: int, source: str) -> Addition:
        """Count an amount as settled on a day."""
        self.settled.append((day, amount))
        return Addition(self.payment, day, amount, source)


def claims_of(ledger: Ledger, side: Side, document_ids: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims of documents of a side by document_id, each list by due date and payment_id.

    Parts of zero or below (credit notes) are left out. UnknownDocumentError for a document that is not on the side.
    """
    wanted = list(dict.fromkeys(document_ids))
    listed = ledger.documents["document_id"]
    known = np.flatnonzero(listed.isin(wanted).to_numpy() & (ledger.documents["register"] == side).to_numpy(bool))
    claims: dict[str, list[Claim]] = {str(listed.iat[int(row)]): [] for row in known}
    for document_id in wanted:
        if document_id not in claims:
            raise UnknownDocumentError(
                _("{document}: there is no such document on this side ({side}) of the books.").format(
                    document=document_id, side=_(SIDE_TITLES[side])
                )
            )
    payments: Any = ledger.payments  # pandas does not tell the types of single values
    by_row = {}
    for row in np.flatnonzero(np.isin(ledger.index.payment_document, known)):
        if payments["amount"].iat[row] > 0:
            claim = _claim(ledger, side, int(row))
            claims[claim.document_id].append(claim)
            by_row[claim.payment] = claim
    settlements: Any = ledger.settlements
    for row in np.flatnonzero(np.isin(ledger.index.settlement_payment, list(by_row))):
        settled = settlements["date"].iat[row].date(), int(settlements["amount"].iat[row])
        by_row[int(ledger.index.settlement_payment[row])].settled.append(settled)
    for of_document in claims.values():
        of_document.sort(key=lambda claim: (claim.due, claim.payment_id))
    return claims


def _claim(ledger: Ledger, side: Side, row: int) -> Claim:
    payments: Any = ledger.payments
    due = payments["due_date"].iat[row].date()
    effective = days.statutory_shift(due)
    term = law.rule("unpaid_days", side).at(effective + timedelta(90)).value
    return Claim(
        payment=row,
        payment_id=str(payments["payment_id"].iat[row]),
        document_id=str(payments["document_id"].iat[row]),
        currency=str(payments["currency"].iat[row]),
        amount=int(payments["amount"].iat[row]),
        due=due,
        relief_date=effective + timedelta(term),
    )


def spread(owed: Iterable[tuple[Claim, int]], day: date, amount: int, source: str) -> list[Addition]:
    """Settle an amount on a day: the claims in their order, none beyond what it owes; what is left over settles nothing."""
    additions = []
    for claim, unpaid in owed:
        taken = min(unpaid, amount)
        if taken > 0:
            additions.append(claim.settle(day, taken, source))
            amount -= taken
    return additions


def with_settlements(ledger: Ledger, additions: Sequence[Addition]) -> Ledger:
    """The books with settlements added behind those they hold; the same books where there are none."""
    if not additions:
        return ledger
    held = ledger.settlements
    rows = np.array([addition.payment for addition in additions], np.int32)
    added = pd.DataFrame(
        {
            "payment_id": ledger.payments["payment_id"].take(rows).to_numpy(),
            "date": np.array([addition.day for addition in additions], "datetime64[s]"),
            "amount": np.array([addition.amount for addition in additions], np.int64),
            "source": [addition.source for addition in additions],
        }
    ).reindex(columns=held.columns)
    together = pd.concat([held, added.astype(held.dtypes.to_dict())], ignore_index=True)
    index = replace(ledger.index, settlement_payment=np.r_[ledger.index.settlement_payment, rows])
    return replace(ledger, settlements=together, index=index)
