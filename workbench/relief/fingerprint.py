"""What a notice was calculated from, as fingerprints: of the books, of the law, and the versions of the programs (feature 19).

Two runs with the same fingerprints give the same notice. The books' fingerprint covers the columns that the engine decides by
and those that identify a document on a print (number, counterparty, NIP), of one side only: a new purchase does not change
the fingerprint of the sales. `entered_on` is left out: it decides what a run was told, and what it was told is covered.
"""

import json
import tomllib
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..ledger import Ledger
from .parts import Rows, Side

FORM = "liczydlo-relief-inputs-1"
"""Changes when the way of hashing or the columns below change, so that no two ways give one fingerprint."""

COLUMNS = {
    "documents": (
        *("document_id", "number", "foreign_number", "issue_date", "party_id", "transaction", "in_vat_return"),
        *("cash_accounting", "fx_rate", "relief_proof"),
    ),
    "vat_lines": ("document_id", "line", "rate", "net", "vat", "kind", "deductible"),
    "payments": ("payment_id", "document_id", "due_date", "amount", "currency"),
    "settlements": ("payment_id", "date", "amount"),
    "parties": ("party_id", "name", "tax_id", "vat_status"),
}
SHORT = 12
"""Characters of the short form, for prints."""


def fingerprint(ledger: Ledger, side: Side) -> str:
    """SHA-256, in hexadecimal, of everything that decides the notices of a side; the order of rows in the books counts for
    nothing."""
    digest = sha256(f"{FORM}\n{side}\n".encode())
    for table, rows in _rows_of(ledger, side).items():
        columns = [_canonical(getattr(ledger, table)[name].take(rows)) for name in COLUMNS[table]]
        digest.update(f"{table} {len(rows)}\n".encode())
        order = _order(columns)
        for name, column in zip(COLUMNS[table], columns, strict=True):
            digest.update(f"{name}\n".encode())
            for part in _bytes_of(column.take(order)):
                digest.update(len(part).to_bytes(8, "little"))
                digest.update(part)
    return digest.hexdigest()


def law_fingerprint() -> str:
    """SHA-256, in hexadecimal, of the rules and dates of `law.toml`; its comments and line ends count for nothing."""
    law = tomllib.loads((Path(__file__).parent / "law.toml").read_text("utf-8"))
    return sha256(json.dumps(law, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def versions() -> dict[str, str]:
    """The versions of what computes: the program, and the package that knows the public holidays (R-018)."""
    return {name: version(name) for name in ("liczydlo", "holidays")}


def short(digest: str) -> str:
    """The beginning of a fingerprint, enough to compare by eye."""
    return digest[:SHORT]


def _rows_of(ledger: Ledger, side: Side) -> dict[str, Rows]:
    """The rows of each table that belong to the side."""
    index = ledger.index
    mine = (ledger.documents["register"] == side).to_numpy(dtype=bool)
    with_document = np.flatnonzero(index.payment_document >= 0)
    payments = with_document[mine[index.payment_document[with_document]]]
    of_mine = np.zeros(len(ledger.payments), bool)
    of_mine[payments] = True
    return {
        "documents": np.flatnonzero(mine).astype(np.int32),
        "vat_lines": np.flatnonzero(mine[index.line_document]).astype(np.int32),
        "payments": payments.astype(np.int32),
        "settlements": np.flatnonzero(of_mine[index.settlement_payment]).astype(np.int32),
        "parties": np.unique(index.document_party[mine]),
    }


def _canonical(column: pd.Series) -> pa.Array:
    """The column as int64 (amounts, days, flags) or as text: types that do not depend on how the books were read."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("str")
    if column.dtype.kind == "M":
        return pa.array(column.to_numpy().astype("datetime64[D]").astype(np.int64))
    if column.dtype.kind in "bi":
        return pa.array(column.to_numpy().astype(np.int64))
    values = pa.array(column)
    return (values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values).cast(pa.large_string())


def _order(columns: list[pa.Array]) -> pa.Array:
    """The order of the rows by all columns, the first first."""
    names = [str(place) for place in range(len(columns))]
    table = pa.table(columns, names)
    return pc.sort_indices(table, sort_keys=[(name, "ascending") for name in names])


def _bytes_of(column: pa.Array) -> tuple[bytes, ...]:
    """The values as bytes: numbers as they are; texts as their lengths (-1: none) and their letters."""
    if column.type == pa.int64():
        return (column.to_numpy(zero_copy_only=False).astype("<i8").tobytes(),)
    lengths = pc.fill_null(pc.binary_length(column), -1).to_numpy(zero_copy_only=False).astype("<i8")
    letters = "".join(pc.fill_null(column, "").to_pylist())
    return lengths.tobytes(), letters.encode()
