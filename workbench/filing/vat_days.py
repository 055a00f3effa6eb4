"""By which day a document is in the register of a month."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..days import Month
from ..ledger import Ledger

Days = npt.NDArray[np.datetime64]


def vat_days(ledger: Ledger) -> Days:
    """The day of each document (datetime64[s]) by whose month it is in the register.

    It is the document's vat_date; else of sales the day of sale, of purchases the latest of receipt, issue and sale;
    else, with cash accounting, the day of its first payment (art. 21 of the VAT act), as long as there is one.
    """
    documents = ledger.documents
    issued, sold, received = (as_days(documents[name]) for name in ("issue_date", "sale_date", "received_date"))
    of_purchase = np.fmax(np.fmax(issued, sold), received)  # fmax: a day that is missing does not count
    default = np.where((documents["register"] == "sale").to_numpy(bool), sold, of_purchase)
    if documents["cash_accounting"].any():
        paid = _first_payments(ledger)
        default = np.where(documents["cash_accounting"].to_numpy(bool) & ~np.isnat(paid), paid, default)
    given = as_days(documents["vat_date"])
    days: Days = np.where(np.isnat(given), default, given)
    return days


def is_paid(ledger: Ledger) -> npt.NDArray[np.bool_]:
    """The documents with a payment or set-off, whole or in part."""
    paid: npt.NDArray[np.bool_] = ~np.isnat(_first_payments(ledger))
    return paid


def in_month(ledger: Ledger, month: Month) -> npt.NDArray[np.bool_]:
    """The documents of the register of a month."""
    days = vat_days(ledger).astype("datetime64[D]")
    within: npt.NDArray[np.bool_] = (days >= np.datetime64(month.first)) & (days <= np.datetime64(month.last))
    return within


def as_days(column: "pd.Series[pd.Timestamp]") -> Days:
    """A column of days as datetime64[s]."""
    return column.to_numpy().astype("datetime64[s]")


def _first_payments(ledger: Ledger) -> Days:
    document = ledger.index.payment_document[ledger.index.settlement_payment]
    known = document >= 0
    late = np.full(len(ledger.documents), np.iinfo(np.int64).max)
    np.minimum.at(late, document[known], as_days(ledger.settlements["date"])[known].astype(np.int64))
    first: Days = np.where(late == np.iinfo(np.int64).max, np.iinfo(np.int64).min, late).astype("datetime64[s]")
    return first
