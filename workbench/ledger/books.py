"""`read_ledger`: books from any source, checked as a whole, as a frozen `Ledger` of tables."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..i18n import _
from .column_types import Column
from .conform import conform, default_column
from .cost_tables import DOCUMENT_TYPES
from .descriptions import check_descriptions
from .faults import Faults
from .filing_columns import check_filing_columns
from .numbers import wrong_accounts, wrong_nips
from .references import Columns, LedgerIndex, index_of
from .schema import TABLES
from .sources import read_tables, title

_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, eq=False)
class Ledger:
    """The books of one client: tables, checked, never changed. Those of the description of costs may be empty.

    Money is int64 grosze, dates datetime64[s], codes categorical, ids and texts `str`, flags bool, rates of exchange, percents
    and quantities exact decimals. The columns are those of `schema.TABLES`, all of them, in their order. `index` holds the row
    numbers that references lead to, `warnings` what looks wrong but was read (table, row, column, value, expected), `source`
    the name of where the books came from.
    """

    source: str
    parties: pd.DataFrame
    documents: pd.DataFrame
    vat_lines: pd.DataFrame
    payments: pd.DataFrame
    settlements: pd.DataFrame
    accounts: pd.DataFrame
    categories: pd.DataFrame
    goods_groups: pd.DataFrame
    goods: pd.DataFrame
    goods_in_groups: pd.DataFrame
    dimensions: pd.DataFrame
    elements: pd.DataFrame
    records: pd.DataFrame
    record_lines: pd.DataFrame
    additional_amounts: pd.DataFrame
    descriptions: pd.DataFrame
    item_descriptions: pd.DataFrame
    keys: pd.DataFrame
    drivers: pd.DataFrame
    company: pd.DataFrame
    banks: pd.DataFrame
    bank_registers: pd.DataFrame
    party_accounts: pd.DataFrame
    tax_payments: pd.DataFrame
    sepa_parties: pd.DataFrame
    index: LedgerIndex
    warnings: pd.DataFrame

    def __repr__(self) -> str:
        return f"Ledger({self.source!r}, {len(self.documents)} documents, {len(self.payments)} payments)"

    def document_rows(self, document_ids: pd.Series) -> npt.NDArray[np.int64]:
        """The row in `documents` of each id, -1 for those that are not there. Few ids are hashed, not all documents."""
        wanted = pa.array(document_ids.tolist(), pa.large_string()).dictionary_encode()
        ids = pa.array(self.documents["document_id"], pa.large_string())
        places = np.asarray(pc.index_in(ids, value_set=wanted.dictionary).fill_null(-1))
        rows = np.full(len(wanted.dictionary), -1, np.int64)
        rows[places[places >= 0]] = np.flatnonzero(places >= 0)
        return rows[wanted.indices.to_numpy()]


def read_ledger(source: str | Path | Mapping[str, pd.DataFrame]) -> Ledger:
    """Read and check the books of one client.

    `source`: a folder with one CSV or Parquet file a table (parties, documents, vat_lines, payments, settlements, and those of
    `schema.COST_TABLES` that the books have), an XLSX workbook with sheets so named, a database URL (SQLAlchemy) with tables so
    named, or a mapping of such tables as DataFrames. Values are written as in the files: amounts in zloty ("1234.56"), ISO
    dates, true and false.

    Raises SourceError where there are no such books, LedgerError with all faults at once (`.faults`, a table) where
    anything in them is wrong: types, missing columns and values, unknown codes, repeated keys, references that lead
    nowhere, amounts with more than two decimals. Wrong check digits of a NIP or an account and columns that the books
    do not know are `warnings` of the ledger.
    """
    faults = Faults()
    given = read_tables(source, faults)
    warnings = Faults(faults.numbers)
    columns: Columns = {}
    for name in TABLES:
        if name not in given and TABLES[name].optional:
            columns[name] = dict(_absent(name))
        elif name not in given:
            faults.add(name, "", _("the table; it may be empty, but it must be there"))
        elif (table := given[name]) is not None:
            columns[name] = _conform_table(name, table, faults, warnings)
    index = index_of(columns, faults)
    check_descriptions(columns, faults)
    _check_payees(columns, faults)
    check_filing_columns(columns, faults)
    faults.raise_if_any(title(source))
    assert index is not None, "an index can only be missing because of a fault"
    columns["payments"]["currency"] = _payment_currency(columns, index)
    columns["documents"]["type"] = _document_type(columns["documents"])
    _warn_of_check_digits(columns, warnings)
    frames = {name: _frame(name, table) for name, table in columns.items()}
    return Ledger(source=title(source), index=index, warnings=warnings.table(), **frames)


def _conform_table(name: str, given: pa.Table, faults: Faults, warnings: Faults) -> dict[str, pa.Array]:
    spec = TABLES[name].columns
    for unknown in [column for column in given.column_names if column not in spec]:
        warnings.add(name, unknown, _("a column that the books know; it was not read"))
    columns = {}
    for column, of in spec.items():
        if given.column_names.count(column) > 1:
            faults.add(name, column, _("the column only once"))
        elif column in given.column_names:
            columns[column] = conform(name, column, of, given.column(column), faults)
        elif of.required:
            faults.add(name, column, _("the column"))
        else:
            columns[column] = default_column(of, given.num_rows)
    return columns


def _payment_currency(columns: Columns, index: LedgerIndex) -> pa.Array:
    """The currency of each payment: as given, else that of its document, else PLN."""
    given = columns["payments"]["currency"]
    if not given.null_count:
        return given
    document = index.payment_document
    of_document = columns["documents"]["currency"].take(pa.array(document, mask=document < 0))
    return pc.coalesce(given, of_document, pa.scalar("PLN", given.type))


def _check_payees(columns: Columns, faults: Faults) -> None:
    """A payment without a document, typed into the schedule, says itself whom it is with."""
    payments = columns.get("payments", {})
    if "document_id" in payments and payments["document_id"].null_count and "party_id" in payments:
        nobody = pc.and_(pc.is_null(payments["document_id"]), pc.is_null(payments["party_id"]))
        rows = np.flatnonzero(nobody.to_numpy(zero_copy_only=False))
        expected = _("a party, because the payment has no document")
        faults.add_rows("payments", rows, "party_id", payments["party_id"].take(pa.array(rows)), expected)


def _document_type(documents: dict[str, pa.Array]) -> pa.Array:
    """The type of each document: as given, else that of its VAT register."""
    given: pa.DictionaryArray = documents["type"]
    if not given.null_count:
        return given
    types = pa.array(DOCUMENT_TYPES, pa.large_string())
    registers = pa.array([f"{register}_register" for register in documents["register"].dictionary.to_pylist()], types.type)
    by_register = pc.index_in(registers, types).take(documents["register"].indices).cast(pa.int8())
    return pa.DictionaryArray.from_arrays(pc.coalesce(given.indices, by_register), types)


def _warn_of_check_digits(columns: Columns, warnings: Faults) -> None:
    parties = columns["parties"]
    polish = pc.equal(parties["country"], "PL")
    judged = (
        (
            "parties",
            "tax_id",
            wrong_nips(pc.if_else(polish, parties["tax_id"], None)),
            _("a NIP with a right check digit"),
        ),
        *(
            (table, "account", wrong_accounts(_polish_accounts(columns, table)), _("an account with right check digits"))
            for table in ("payments", "bank_registers", "party_accounts")
        ),
    )
    for table, column, wrong, expected in judged:
        rows = np.flatnonzero(wrong)
        warnings.add_rows(table, rows, column, columns[table][column].take(pa.array(rows)), expected)


def _polish_accounts(columns: Columns, table: str) -> pa.Array:
    """The accounts of a table, without those of parties abroad: there an account may be all digits and no NRB."""
    accounts, parties = columns[table]["account"], columns["parties"]
    if "party_id" not in columns[table]:
        return accounts
    abroad = parties["party_id"].filter(pc.not_equal(parties["country"], "PL"))
    return pc.if_else(pc.is_in(columns[table]["party_id"], abroad), None, accounts)


def _frame(name: str, columns: dict[str, pa.Array]) -> pd.DataFrame:
    spec = TABLES[name].columns
    return pd.DataFrame({column: _values(of, columns[column]) for column, of in spec.items()}, copy=False)


def _values(column: Column, values: pa.Array) -> Any:
    """A column as pandas holds it. No Series: a table of many would compare the index of each with the others'."""
    if column.type == "text":
        return pd.array(values, dtype="str")
    if column.type == "code":
        return pd.Categorical.from_codes(values.indices.fill_null(-1).to_numpy(), dtype=_dtype(column.codes))
    if column.type in ("rate", "decimal"):
        return pd.array(values, pd.ArrowDtype(values.type))
    if column.type == "date":
        day = values.fill_null(0).to_numpy().astype(np.int64) * _SECONDS_A_DAY
        array = day.view("datetime64[s]")
        array[values.is_null().to_numpy(zero_copy_only=False)] = np.datetime64("NaT")
    else:
        array = values.to_numpy(zero_copy_only=False)
    array = array.view()
    array.flags.writeable = False
    return array


@functools.cache
def _dtype(codes: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(codes))


@functools.cache
def _absent(name: str) -> dict[str, pa.Array]:
    """The columns of a table that the books do not have."""
    return {column: default_column(of, 0) for column, of in TABLES[name].columns.items()}
