"""The tables that KSeF invoices are read into, neutral of whose books they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

INVOICES: Mapping[str, str] = {
    "file": "str",
    "ksef_number": "str",
    "form": "str",
    "kind": "str",
    "number": "str",
    "issue_date": "datetime64[s]",
    "sale_date": "datetime64[s]",
    "period_from": "datetime64[s]",
    "seller_country": "str",
    "seller_tax_id": "str",
    "seller_name": "str",
    "seller_street": "str",
    "seller_city": "str",
    "buyer_country": "str",
    "buyer_tax_id": "str",
    "buyer_name": "str",
    "buyer_street": "str",
    "buyer_city": "str",
    "currency": "str",
    "total": "int64",
    "charges": "int64",
    "deductions": "int64",
    "to_pay": "int64",
    "paid": "str",
    "cash_accounting": "bool",
    "self_billing": "bool",
    "reverse_charge": "bool",
    "split_payment": "bool",
    "local_government": "bool",
    "vat_group": "bool",
    "factor": "bool",
    "to_receipt": "bool",
    "markers": "str",
    "months": "int64",
    "correction_type": "str",
    "correction_reason": "str",
}
AMOUNTS: Mapping[str, str] = {
    "file": "str",
    "field": "str",
    "rate": "str",
    "transaction": "str",
    "net": "int64",
    "vat": "int64",
    "fx_rate": "str",
    "net_pln": "Int64",
    "vat_pln": "Int64",
}
TERMS: Mapping[str, str] = {"file": "str", "due_date": "datetime64[s]", "text": "str", "proposed": "datetime64[s]"}
PAYMENTS: Mapping[str, str] = {"file": "str", "date": "datetime64[s]", "amount": "int64"}
ACCOUNTS: Mapping[str, str] = {"file": "str", "account": "str", "bic": "str", "bank_name": "str", "factor": "bool"}
CORRECTS: Mapping[str, str] = {"file": "str", "number": "str", "ksef_number": "str", "issue_date": "datetime64[s]"}
ADVANCES: Mapping[str, str] = {"file": "str", "number": "str", "ksef_number": "str", "date": "datetime64[s]", "amount": "int64"}
FAULTS: Mapping[str, str] = {"file": "str", "fault": "str", "remedy": "str"}


@dataclass(frozen=True, eq=False)
class Invoices:
    """KSeF invoices as tables, one row of `invoices` a file that could be read; `file` joins them. Amounts are int64, in minor
    units of the currency.

    invoices: the KSeF number (where the file is named by it), form (FA (2), FA (3)), kind (RodzajFaktury), number, dates
        (missing where the file has none; sale_date is P_6, the end of the period P_6_Do, or the latest P_6A of the lines, which
        were delivered in so many `months`), seller and buyer, total (P_15), charges and deductions (Rozliczenie), to_pay
        (DoZaplaty, or the total with them), paid ("", partly, all), flags, markers of JPK_V7 (GTU, procedures, TP) set apart by
        blanks, correction_type (1 counts as the original, 2 as the correction, 3 otherwise).
    amounts: one row a total of a rate: field (P_13_1 ...), rate ("" where the books know none for it), what transaction it
        makes of the invoice, net and tax in the invoice's currency, both in PLN (missing where the file does not tell) and the
        rate of exchange ("" for PLN, where it is not told, or where the lines have several).
    terms: one row a due date; where the file describes it in words only, `text` has the words and `proposed` the day they lead
        to from what the file says, if any. payments: what was paid by the day of issue. accounts: to pay to. corrects: the
        invoices it corrects. advances: the advance invoices it settles, and parts paid ahead (date, amount).
    faults: files that cannot be read, why, and what to do.
    """

    invoices: pd.DataFrame
    amounts: pd.DataFrame
    terms: pd.DataFrame
    payments: pd.DataFrame
    accounts: pd.DataFrame
    corrects: pd.DataFrame
    advances: pd.DataFrame
    faults: pd.DataFrame

    def __repr__(self) -> str:
        return f"Invoices({len(self.invoices)} invoices, {len(self.faults)} files at fault)"


LAYOUT: Mapping[str, Mapping[str, str]] = {
    "invoices": INVOICES,
    "amounts": AMOUNTS,
    "terms": TERMS,
    "payments": PAYMENTS,
    "accounts": ACCOUNTS,
    "corrects": CORRECTS,
    "advances": ADVANCES,
    "faults": FAULTS,
}

Rows = Mapping[str, list[tuple[Any, ...]]]
"""Rows by table, their values in the order of its columns; days as ISO texts, None where missing."""


def frame(columns: Mapping[str, str], values: Sequence[Any]) -> pd.DataFrame:
    """A table with exactly these columns and types; `values` row after row in one list, so that no rows need to be kept."""
    width = len(columns)
    return pd.DataFrame(
        {name: _column(of, values[place::width]) for place, (name, of) in enumerate(columns.items())}, columns=list(columns)
    )


def _column(of: str, values: Sequence[Any]) -> Any:
    if of == "str":
        return pd.array(pa.array(values, pa.large_string()), dtype="str")
    if of == "datetime64[s]":
        seconds = {value: np.datetime64(value or "NaT", "s").astype("int64") for value in set(values)}
        return np.array([seconds[value] for value in values], "int64").view(of)
    return np.array(values, of) if of.islower() else pd.array(values, dtype=of)  # type: ignore[call-overload]
