"""`compare`: a file and what the books give for it, row by row and field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import FilingError
from ..i18n import _
from .files import DeclarationPart, JpkFile

Codes = npt.NDArray[np.int64]
_Places = npt.NDArray[np.intp]

COLUMNS: Mapping[str, str] = {
    "register": "str",
    "change": "str",
    "relief": "bool",
    "document": "str",
    "tax_id": "str",
    "name": "str",
    "row_file": "int64",
    "row_books": "int64",
    "field": "str",
    "file": "object",
    "books": "object",
}
_NOT_COMPARED = ("row", "document_id", "relief")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Comparison:
    """How a file and the books differ.

    `differences`: register (sales, purchases); change: missing (in the books alone), extra (in the file alone), different (one
    row a field); relief (a row of the relief for bad debts: where it is missing or extra, file and notice do not agree);
    document, tax_id, name as in the file, else as in the books; row_file and row_books (the numbers of the rows, 0 for none);
    field (a column of `rows`), file and books: its two values, amounts as int grosze, days as ISO text; all "" where missing or
    extra.
    `declaration`: the fields that differ: field, file, books, difference (file less books, whole zloty; 0 for texts).
    `rows_file`, `rows_books`, `same`: how many rows there are, and how many are the same on both sides.
    """

    differences: pd.DataFrame
    declaration: pd.DataFrame
    rows_file: int
    rows_books: int
    same: int


def compare(file: JpkFile, books: JpkFile) -> Comparison:
    """A file (read with `read_jpk`) with what the books give for the same period; a part that one of them lacks is left out.

    Rows belong together by tax id, number of the document and, in the relief, the day it is due or was paid; what is left then
    by the number but for case and blanks, or by number and day of issue with another tax id. Rows that stand several times are
    paired one to one. A tax id is compared without blanks, signs and its country; no country is Poland; loose blanks do not
    count. FilingError for a JPK_VAT and a JPK_V7 file: the same fields mean different things there.
    """
    if (file.header.version.form == "VAT") != (books.header.version.form == "VAT"):
        reason = _("{file} cannot be compared with {books}: the fields of the two structures have different meanings.")
        raise FilingError(reason.format(file=file.header.version.name, books=books.header.version.name))
    found, counts = [], np.zeros(3, np.int64)
    for register in ("sales", "purchases"):
        ours, theirs = getattr(books, register), getattr(file, register)
        if ours is not None and theirs is not None:
            differences, same = _register(register, theirs, ours)
            found += differences
            counts += [len(theirs), len(ours), same]
    table = pd.concat([_empty(), *found], ignore_index=True).astype(COLUMNS)
    return Comparison(table, _declarations(file.declaration, books.declaration), *counts.tolist())


def _register(register: str, file: pd.DataFrame, books: pd.DataFrame) -> tuple[list[pd.DataFrame], int]:
    """The differences of one register and the number of rows that are the same."""
    a, b = _comparable(file), _comparable(books)
    in_file, in_books = _paired(a, b)
    differs = np.zeros(len(in_file), bool)
    found = []
    for field in a:
        here, there = a[field][in_file], b[field][in_books]
        unlike = here != there
        differs |= unlike
        if unlike.any():
            rows = np.flatnonzero(unlike)
            values: dict[str, Any] = {
                "field": field,
                "file": _shown(file, field, in_file[rows]),
                "books": _shown(books, field, in_books[rows]),
            }
            found.append(_listed(register, "different", file, books, in_file[rows], in_books[rows]).assign(**values))
    if found:
        found = [pd.concat(found).sort_values("row_file", kind="stable")]
    none = np.full(max(len(file), len(books)), -1)
    extra = np.setdiff1d(np.arange(len(file)), in_file)
    missing = np.setdiff1d(np.arange(len(books)), in_books)
    found.append(_listed(register, "extra", file, books, extra, none[: len(extra)]))
    found.append(_listed(register, "missing", file, books, none[: len(missing)], missing))
    return [table for table in found if len(table)], int((~differs).sum())


def _comparable(table: pd.DataFrame) -> dict[str, npt.NDArray[Any]]:
    """The columns that are compared, as they count: texts without loose blanks, days as numbers, amounts."""
    columns: dict[str, npt.NDArray[Any]] = {}
    for name in table.columns.drop(list(_NOT_COMPARED), errors="ignore"):
        values = table[name]
        if name == "tax_id":
            columns[name] = _tax_ids(table)
        elif pd.api.types.is_string_dtype(values.dtype):
            texts = _collapsed(values)
            columns[name] = np.where(texts == "", "PL", texts) if name == "country" else texts
        else:
            columns[name] = values.to_numpy().astype("int64")
    columns["relief_kept"] = table["relief"].to_numpy() if "relief" in table else np.zeros(len(table), bool)
    return columns


def _collapsed(values: "pd.Series[str]") -> npt.NDArray[Any]:
    return values.fillna("").str.replace(r"\s+", " ", regex=True).str.strip().to_numpy(object)


def _tax_ids(table: pd.DataFrame) -> npt.NDArray[Any]:
    """The numbers alone, without signs and without the country before them."""
    codes, written = pd.factorize((table["country"] + " " + table["tax_id"]).to_numpy(object))
    numbers = []
    for one in written:
        country, _blank, number = one.partition(" ")
        kept = "".join(sign for sign in number.upper() if sign.isalnum())
        for prefix in (country, "PL"):
            if prefix and kept.startswith(prefix) and kept[len(prefix) :][:1].isdigit():
                kept = kept[len(prefix) :]
                break
        numbers.append(kept)
    return np.array(numbers, object)[codes] if len(numbers) else np.empty(0, object)


def _paired(a: Mapping[str, npt.NDArray[Any]], b: Mapping[str, npt.NDArray[Any]]) -> tuple[_Places, _Places]:
    """The places of the rows of both sides that belong together."""
    left, right = np.arange(len(a["document"])), np.arange(len(b["document"]))
    pairs: tuple[list[_Places], list[_Places]] = ([], [])
    for key in _keys(a, b):
        here, there = key[: len(a["document"])][left], key[len(a["document"]) :][right]
        i, j = _matched(here, there)
        pairs[0].append(left[i])
        pairs[1].append(right[j])
        left, right = np.delete(left, i), np.delete(right, j)
    return np.concatenate(pairs[0]), np.concatenate(pairs[1])


def _keys(a: Mapping[str, npt.NDArray[Any]], b: Mapping[str, npt.NDArray[Any]]) -> Iterator[Codes]:
    """What rows have in common that belong together, the surest first: one code a row, those of `a` before those of `b`."""
    both = {name: np.concatenate((a[name], b[name])) for name in a}
    relief = both["relief_kept"]
    days = [np.where(relief, both[name], 0) for name in ("due_date", "payment_date") if name in both]
    tax, document = _codes(both["tax_id"]), _codes(both["document"])
    loose = _codes(pd.Series(both["document"], dtype="str").str.replace(" ", "").str.casefold().to_numpy(object))
    same_relief = _joined(relief.astype(np.int64), *days)
    yield _joined(tax, document, same_relief, _prints(both))
    yield _joined(tax, document, same_relief)
    yield _joined(tax, loose, same_relief)
    yield _joined(document, both["issue_date"], same_relief)


def _codes(values: npt.NDArray[Any]) -> Codes:
    return pd.factorize(values)[0].astype(np.int64)


def _joined(*codes: Codes) -> Codes:
    """One code for each different combination."""
    joined = codes[0]
    for more in codes[1:]:
        joined, second = _codes(joined), _codes(more)
        joined = joined * (second.max(initial=0) + 1) + second
    return joined


def _prints(columns: Mapping[str, npt.NDArray[Any]]) -> Codes:
    """A fingerprint of every row, so that of rows with one key the same ones are paired; what differs is looked at anyway."""
    total = np.zeros(len(columns["document"]), np.uint64)
    for values in columns.values():
        numbers = _codes(values) if values.dtype == object else values.astype(np.int64)
        total = (total ^ numbers.view(np.uint64)) * _FACTOR
        total ^= total >> np.uint64(29)
    return total.view(np.int64)


def _matched(here: Codes, there: Codes) -> tuple[_Places, _Places]:
    """The places of equal codes, each used once, in the order of both sides."""
    order_here, order_there = np.argsort(here, kind="stable"), np.argsort(there, kind="stable")
    here, there = here[order_here], there[order_there]
    nth = np.arange(len(here)) - np.searchsorted(here, here)
    place = np.searchsorted(there, here) + nth
    fits = place < np.searchsorted(there, here, side="right")
    return order_here[fits], order_there[place[fits]]


def _listed(
    register: str, change: str, file: pd.DataFrame, books: pd.DataFrame, in_file: _Places, in_books: _Places
) -> pd.DataFrame:
    """The columns that say which rows these are; place -1 for none."""
    source, places = (books, in_books) if change == "missing" else (file, in_file)
    known = source.iloc[places]
    relief = known["relief"].to_numpy() if "relief" in known else False
    return pd.DataFrame(
        {
            "register": register,
            "change": change,
            "relief": relief,
            **{name: known[name].to_numpy() for name in ("document", "tax_id", "name")},
            "row_file": 0 if change == "missing" else file["row"].to_numpy()[in_file],
            "row_books": 0 if change == "extra" else books["row"].to_numpy()[in_books],
            "field": "",
            "file": "",
            "books": "",
        },
        index=range(len(places)),
    )


def _shown(table: pd.DataFrame, field: str, rows: _Places) -> "pd.Series[Any]":
    values = table[field].iloc[rows]
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d").fillna("")
    return pd.Series(values.to_list(), dtype=object)


def _declarations(file: DeclarationPart | None, books: DeclarationPart | None) -> pd.DataFrame:
    """The fields that differ; one that is not there is 0, or an empty text."""
    listed: dict[str, list[Any]] = {"field": [], "file": [], "books": [], "difference": []}
    if file is not None and books is not None:
        for field in {**file.fields, **books.fields}:
            here, there = file.fields.get(field), books.fields.get(field)
            blank = "" if isinstance(here if here is not None else there, str) else 0
            here, there = blank if here is None else here, blank if there is None else there
            if here != there:
                difference = here - there if isinstance(here, int) and isinstance(there, int) else 0
                for name, value in zip(listed, (field, here, there, difference), strict=True):
                    listed[name].append(value)
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in listed.items()}).astype(
        {"field": "str", "difference": "int64"}
    )


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in COLUMNS.items()})
