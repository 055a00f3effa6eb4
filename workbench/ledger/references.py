"""Keys and references: every key unique, every reference found, and the row numbers both lead to.

The row numbers are the ledger's integer index: text ids are looked up once, at reading, and never again.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..i18n import _
from .faults import Faults
from .schema import TABLES

Rows = npt.NDArray[np.int32]
Columns = dict[str, dict[str, pa.Array]]
"""Arrow columns by table and name, already of the books' types."""


@dataclass(frozen=True, eq=False)
class LedgerIndex:
    """Row numbers instead of text ids, one int32 array a reference; -1 where an optional reference is empty."""

    document_party: Rows
    document_corrects: Rows
    line_document: Rows
    payment_document: Rows
    payment_party: Rows
    settlement_payment: Rows


_NAMES = {
    ("documents", "party_id"): "document_party",
    ("documents", "corrects"): "document_corrects",
    ("vat_lines", "document_id"): "line_document",
    ("payments", "document_id"): "payment_document",
    ("payments", "party_id"): "payment_party",
    ("settlements", "payment_id"): "settlement_payment",
}


def index_of(columns: Columns, faults: Faults) -> LedgerIndex | None:
    """The index of the tables; None where a key or reference is at fault (or cannot be looked up at all)."""
    found: dict[str, Rows] = {}
    for target, table in TABLES.items():
        if len(table.key) == 1:
            found |= _look_up(columns, target, table.key[0], faults)
        elif table.optional:
            _check_composite_key(columns[target], target, table.key, faults)
    if len(found) != len(_NAMES):
        return None
    lines = columns["vat_lines"]
    _check_line_keys(lines, found["line_document"], faults)
    return LedgerIndex(**{name: _fixed(rows) for name, rows in found.items()})


def _look_up(columns: Columns, target: str, key: str, faults: Faults) -> dict[str, Rows]:
    """The row numbers of every reference to `target`, by one dictionary over its keys and all that refer to them."""
    references = [
        (table, column)
        for table, spec in TABLES.items()
        for column, of in spec.columns.items()
        if of.refers_to == target and column in columns.get(table, {})
    ]
    keys = columns.get(target, {}).get(key)
    if keys is None:
        return {}
    texts = [columns[table][column] for table, column in references]
    rows = [_aligned(keys, text) for text in texts]
    rest = [text for text, found in zip(texts, rows, strict=True) if found is None]
    encoded = pa.chunked_array([keys, *rest]).dictionary_encode()
    looked_up = [chunk.indices.fill_null(-1).to_numpy() for chunk in encoded.chunks]
    codes = looked_up.pop(0) if len(keys) else np.zeros(0, np.int32)  # Arrow leaves out the chunk of an empty table
    if not _is_range(codes):
        again = np.flatnonzero(~_first(codes) & (codes >= 0))
        faults.add_rows(target, again, key, keys.take(pa.array(again)), _("a value not used in another row"))
    found = {}
    known = int(codes.max(initial=-1)) + 1
    for (table, column), text, aligned in zip(references, texts, rows, strict=True):
        row = looked_up.pop(0) if aligned is None else aligned
        if (lost := np.flatnonzero(row >= known)).size:
            expected = _("a {key} of the table {table}").format(key=key, table=target)
            faults.add_rows(table, lost, column, text.take(pa.array(lost)), expected)
        if (table, column) in _NAMES:
            found[_NAMES[table, column]] = row
    return found


def _aligned(keys: pa.Array, references: pa.Array) -> Rows | None:
    """The rows of references that run through all keys in the keys' own order, as an export writes them; else None.

    It is ten times faster than a look-up by a hash table, and no less exact.
    """
    if len(references) == 0 or references.null_count == len(references):
        return np.full(len(references), -1, np.int32)
    if references.null_count or len(references) < len(keys):
        return None
    new = pc.not_equal(references.slice(1), references.slice(0, len(references) - 1)).to_numpy(zero_copy_only=False)
    heads = np.r_[True, new]
    if heads.sum() != len(keys) or not references.filter(pa.array(heads)).equals(keys):
        return None
    return np.cumsum(heads, dtype=np.int32) - np.int32(1)


def _fixed(rows: Rows) -> Rows:
    fixed = rows.view()
    fixed.flags.writeable = False
    return fixed


def _is_range(codes: Rows) -> bool:
    return len(codes) == 0 or bool(codes[-1] == len(codes) - 1 and (codes == np.arange(len(codes), dtype=codes.dtype)).all())


def _first(codes: Rows) -> npt.NDArray[np.bool_]:
    """Where each value stands for the first time."""
    first = np.zeros(len(codes), bool)
    first[np.unique(codes, return_index=True)[1]] = True
    return first


def _check_composite_key(columns: dict[str, pa.Array], table: str, key: tuple[str, ...], faults: Faults) -> None:
    if not all(name in columns for name in key) or len(columns[key[0]]) == 0:
        return
    rows = pd.DataFrame({name: _codes(columns[name]) for name in key})
    again = np.flatnonzero(rows.duplicated().to_numpy() & (rows >= 0).all(axis=1).to_numpy())
    values = [", ".join(str(columns[name][row]) for name in key) for row in again]
    faults.add_rows(table, again, key[-1], values, _("values not used together in another row"))


def _codes(values: pa.Array) -> npt.NDArray[np.int64]:
    """A whole number for each value, the same for the same value; below 0 for none."""
    if pa.types.is_dictionary(values.type):
        return values.indices.fill_null(-1).to_numpy().astype(np.int64)
    if pa.types.is_integer(values.type):
        return pc.fill_null(values, -1).to_numpy().astype(np.int64)
    return values.dictionary_encode().indices.fill_null(-1).to_numpy().astype(np.int64)


def _check_line_keys(lines: dict[str, pa.Array], document: Rows, faults: Faults) -> None:
    keys = document.astype(np.int64) << 30 | lines["line"].to_numpy()
    if len(keys) < 2 or (keys[1:] > keys[:-1]).all():
        return
    again = np.flatnonzero(~_first(keys) & (document >= 0) & (lines["line"].to_numpy() >= 0))
    values = [f"{lines['document_id'][row]}, {lines['line'][row]}" for row in again]
    faults.add_rows("vat_lines", again, "line", values, _("a value not used in another row of the document"))
