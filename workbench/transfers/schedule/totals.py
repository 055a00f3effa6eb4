"""Sums of the tables that belong to payments: what has been settled, and the totals of source documents."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ... import money
from ...ledger import Ledger

Rows = npt.NDArray[np.integer[Any]]

MILLIONTHS = 1_000_000
"""A rate of exchange has six places at most."""


def settled_amounts(ledger: Ledger) -> money.Grosze:
    """What was settled of every payment of the ledger, in grosze of its currency."""
    return _added(ledger.index.settlement_payment, ledger.settlements["amount"].to_numpy(), len(ledger.payments))


def source_totals(ledger: Ledger, rows: Rows) -> money.Grosze:
    """The total of each payment's source document in grosze of PLN, whatever part of it the payment is (T-019).

    The gross amount of the document's VAT lines, which are in PLN; of a document without them, and of a payment typed into
    the schedule, the payment's own amount. That is turned into PLN by the document's rate of exchange, and where no document
    has one by the highest rate that the books have for the currency, so that no payment escapes the white list for want of a
    rate; a currency without any rate counts as PLN. Rounded half-up.
    """
    lines = ledger.vat_lines
    gross = _added(ledger.index.line_document, (lines["net"] + lines["vat"]).to_numpy(), len(ledger.documents))
    has_lines = np.bincount(ledger.index.line_document, minlength=len(ledger.documents)) > 0
    document = ledger.index.payment_document[rows]
    total = ledger.payments["amount"].to_numpy()[rows].copy()
    from_lines = np.flatnonzero(document >= 0)
    from_lines = from_lines[has_lines[document[from_lines]]]
    total[from_lines] = gross[document[from_lines]]
    currency = ledger.payments["currency"].array.take(rows)
    foreign = np.asarray(currency != "PLN", bool)
    foreign[from_lines] = False
    if foreign.any():
        left = np.flatnonzero(foreign)
        total[left] = money.mul_div(total[left], _rates(ledger, document[left], list(currency.take(left))), MILLIONTHS)
    return total


def _rates(ledger: Ledger, document: Rows, currency: list[str]) -> money.Grosze:
    """Millionths of PLN for one of the currency: by the payment's document, or the highest of the books."""
    rate, of_document = ledger.documents["fx_rate"].array, ledger.documents["currency"].array
    highest = ledger.documents.groupby("currency")["fx_rate"].max().to_dict()
    rates = [
        rate[row] if row >= 0 and of_document[row] == name else highest.get(name, 1)
        for row, name in zip(document.tolist(), currency, strict=True)
    ]
    return np.array([int(one * MILLIONTHS) for one in rates], np.int64)


def _added(place: npt.NDArray[np.int32], amounts: money.Grosze, count: int) -> money.Grosze:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, place, amounts)
    return sums
