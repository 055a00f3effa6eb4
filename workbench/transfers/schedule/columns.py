"""What a transfer needs to know of each payment, as one table: the schedule's columns, worked out on whole columns.

The row of a payment says little; the rest is its document's, its party's and its settlements'.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...ledger import Ledger
from ..orders import KINDS
from .accounts import accounts_of, is_abroad, with_polish_banks
from .descriptions import TEXTS, descriptions_of
from .totals import settled_amounts, source_totals

Rows = npt.NDArray[np.integer[Any]]

COPIED = (
    *("bank_register", "due_date", "amount", "currency", "direction", "state"),
    *("split_payment", "sepa", "priority", "operation_id", "booking_text"),
)


def payment_columns(ledger: Ledger, rows: Rows) -> pd.DataFrame:
    """The payments in `rows` of the ledger, one a row in the same order; amounts in grosze, "" where the books hold nothing.

    `number` is the one that the payee knows: the foreign number of the document, else its own, else the one typed into the
    schedule. `document_date`: the issue date, else the typed one (T-060). `execution_date`: the due date where none is given.
    `settlement_status` unsettled, partial, settled or not_subject; `remaining`: what is not settled, never below zero (T-042).
    `kind`: that of the transfer. `source_total`: grosze of PLN for the white list (T-019). `supplier_tax_id`: of the party on
    the document, which a split payment names, while `tax_id` is the payee's. `text1` to `text4`, `text_source`, `text_fault`:
    see `Descriptions`.
    """
    payments = ledger.payments.take(rows).reset_index(drop=True)
    table = payments[["payment_id", "document_id"]].copy()
    for name in COPIED:
        table[name] = _text(payments[name]) if payments[name].dtype == "str" else payments[name]
    table["split_vat"] = payments["split_payment_vat"]
    table["execution_date"] = payments["execution_date"].fillna(payments["due_date"])
    _add_document(table, ledger, rows, payments)
    _add_parties(table, ledger, rows)
    _add_amounts(table, ledger, rows, payments)
    accounts = accounts_of(ledger, table["party_id"].tolist(), table["currency"].tolist(), _text(payments["account"]).tolist())
    kinds = _kinds(payments, is_abroad(accounts.account))
    accounts = with_polish_banks(accounts, (kinds == "foreign").tolist())
    table["account"] = accounts.account
    table["account_source"] = accounts.source
    table["bank_name"] = accounts.bank_name
    table["bic"] = accounts.bic
    table["kind"] = kinds
    described = descriptions_of(ledger, rows, table)
    for place, name in enumerate(TEXTS):
        table[name] = [lines[place] for lines in described.lines]
    table["text_source"] = described.source
    table["text_fault"] = described.fault
    return table


def parties_of(ledger: Ledger, rows: Rows) -> Rows:
    """The payee of each payment, as a row of the parties: the party on the payment, else that of its document."""
    own = ledger.index.payment_party[rows]
    if not len(ledger.documents):
        return own
    return np.where(own >= 0, own, ledger.index.document_party[ledger.index.payment_document[rows]])


def suppliers_of(ledger: Ledger, rows: Rows) -> Rows:
    """The supplier of each payment, as a row of the parties: the party on its document, else its payee."""
    party, document = parties_of(ledger, rows), ledger.index.payment_document[rows]
    return np.where(document >= 0, ledger.index.document_party[document], party) if len(ledger.documents) else party


def _add_document(table: pd.DataFrame, ledger: Ledger, rows: Rows, payments: pd.DataFrame) -> None:
    document = ledger.index.payment_document[rows]
    foreign, own, issued, side, category = (
        _looked_up(ledger.documents[name], document)
        for name in ("foreign_number", "number", "issue_date", "register", "category")
    )
    table["number"] = _first_of(foreign, own, payments["document_number"])
    table["document_date"] = issued.fillna(payments["document_date"])
    table["side"] = _text(side)
    table["category"] = _first_of(payments["category"], category)
    table["source_total"] = source_totals(ledger, rows)


def _add_parties(table: pd.DataFrame, ledger: Ledger, rows: Rows) -> None:
    party, supplier = parties_of(ledger, rows), suppliers_of(ledger, rows)
    table["party_id"] = _looked_up(ledger.parties["party_id"], party)
    table["party_name"] = _looked_up(ledger.parties["name"], party)
    table["tax_id"] = _text(_looked_up(ledger.parties["tax_id"], party))
    table["supplier_tax_id"] = _text(_looked_up(ledger.parties["tax_id"], supplier))


def _add_amounts(table: pd.DataFrame, ledger: Ledger, rows: Rows, payments: pd.DataFrame) -> None:
    settled = settled_amounts(ledger)[rows]
    sign = np.sign(payments["amount"].to_numpy())
    amount, done = payments["amount"].to_numpy() * sign, settled * sign
    conditions = [payments["not_subject"].to_numpy(), done >= amount, done > 0]
    table["settled"] = settled
    table["remaining"] = np.where(sign > 0, np.clip(amount - done, 0, amount), 0)
    table["settlement_status"] = np.select(conditions, ["not_subject", "settled", "partial"], "unsettled")


def _kinds(payments: pd.DataFrame, abroad: npt.NDArray[np.bool_]) -> pd.Series:
    """The kind of each transfer, of several that hold the last one. A SEPA transfer is outgoing, in EUR and ticked, whatever
    its register (T-079, T-081)."""
    sepa = payments["sepa"] & (payments["currency"] == "EUR") & (payments["direction"] == "out")
    codes = np.full(len(payments), KINDS.index("ordinary"), np.int8)
    for kind, holds in (
        ("foreign", (payments["currency"] != "PLN") | abroad),
        ("sepa", sepa),
        ("split_payment", payments["split_payment"]),
        ("social_insurance", payments["kind"] == "social_insurance"),
        ("tax_office", payments["kind"] == "tax_office"),
    ):
        codes[holds.to_numpy(bool)] = KINDS.index(kind)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(KINDS))))


def _looked_up(column: pd.Series, rows: Rows) -> pd.Series:
    """The values of a column in these rows; nothing for row -1."""
    return pd.Series(column.array.take(rows, allow_fill=True))


def _first_of(*columns: pd.Series) -> pd.Series:
    """The first text that each row has in these columns, "" where it has none."""
    found = columns[0]
    for column in columns[1:]:
        found = found.where(found.notna(), column)
    return _text(found)


def _text(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("")
