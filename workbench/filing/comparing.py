"""`compare`: a file and what the books give for it, row by row and field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import FilingError
from ..i18n import _
from .files import DeclarationPart, JpkFile
from .row_pairs import Places, coded, collapsed, paired, party

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
_MEANING: Mapping[str, tuple[tuple[str, ...], Callable[..., object]]] = {
    "country": (("country", "tax_id"), lambda country, tax_id: party(country, tax_id)[0]),
    "tax_id": (("country", "tax_id"), lambda country, tax_id: party(country, tax_id)[1]),
    "name": (("name",), lambda name: "".join(filter(str.isalnum, name.casefold()))),
    "document": (("document",), collapsed),
    "ksef": (("ksef",), lambda number: "".join(number.upper().split()).replace("-", "")),
    "document_type": (("document_type",), collapsed),
    "markers": (("markers",), lambda markers: sorted(markers.split())),
}
"""What of a text counts, and the columns that it takes to know."""
_RELIEF_FIELDS = {"V7M": ("K_46", "K_47"), "V7K": ("K_46", "K_47"), "VAT": ("K_49", "K_50")}
"""Art. 89b, which has no marker in purchases."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """How a file and the books differ.

    `differences`: register (sales, purchases); change: missing (in the books alone), extra (in the file alone), different (one
    row a field); relief (a row of the relief for bad debts: where it is missing or extra, file and notice do not agree);
    document, tax_id, name as in the file, else as in the books; row_file and row_books (the numbers of the rows, 0 for none);
    field (a column of `rows`), file and books: its two values, amounts as int grosze, days as ISO text; all "" where missing or
    extra. Of a document whose amounts are the same but in more rows on one side, the field is "rows", and file and books are
    their numbers as texts; row_file and row_books are the first of them.
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

    Which rows belong together, `row_pairs.paired` says; a row that stands twice is paired once with each of its likes. These
    are no differences: a tax id with or without its country and signs, and no country for Poland; a name by case and signs;
    a day of sale that is the day of issue or none, as the law wants it only where it is another one; markers in another order;
    loose blanks. FilingError for a JPK_VAT and a JPK_V7 file: the same fields mean different things there.
    """
    if (file.header.version.form == "VAT") != (books.header.version.form == "VAT"):
        reason = _("{file} cannot be compared with {books}: the fields of the two structures have different meanings.")
        raise FilingError(reason.format(file=file.header.version.name, books=books.header.version.name))
    found, counts = [], np.zeros(3, np.int64)
    for register in ("sales", "purchases"):
        ours, theirs = getattr(books, register), getattr(file, register)
        if ours is not None and theirs is not None:
            differences, same = _register(register, theirs, ours, _RELIEF_FIELDS[file.header.version.form])
            found += differences
            counts += [len(theirs), len(ours), same]
    table = pd.concat([_empty(), *found], ignore_index=True).astype(COLUMNS)
    return Comparison(table, _declarations(file.declaration, books.declaration), *counts.tolist())


def _register(
    register: str, file: pd.DataFrame, books: pd.DataFrame, fields: tuple[str, ...]
) -> tuple[list[pd.DataFrame], int]:
    """The differences of one register and the number of rows that are the same; `fields` of purchases are of the relief."""
    sides = tuple(table.assign(relief=_relief(table, fields)) for table in (file, books))
    file, books = sides
    columns = coded(file, books)
    pairs = paired(file, books, columns, np.concatenate([table["relief"] for table in sides]), register == "sales")
    several = pairs.rows_file != pairs.rows_books
    differs = several.copy()
    rows = np.flatnonzero(several)
    counted: dict[str, Any] = {
        name: pd.Series(of[rows].astype(str), dtype=object)
        for name, of in (("file", pairs.rows_file), ("books", pairs.rows_books))
    }
    first = _listed(register, "different", file, books, pairs.file[rows], pairs.books[rows])
    found = [first.assign(field="rows", **counted)]
    for field, codes in columns.items():
        unlike = codes[pairs.file] != codes[len(file) + pairs.books]
        if field == "markers" or file[field].dtype == np.int64:
            unlike &= ~several
        rows = np.flatnonzero(unlike)
        if len(rows):
            rows = rows[_unlike(field, file.iloc[pairs.file[rows]], books.iloc[pairs.books[rows]])]
            differs[rows] = True
            in_file, in_books = pairs.file[rows], pairs.books[rows]
            values: dict[str, Any] = {
                "field": field,
                "file": _shown(file, field, in_file),
                "books": _shown(books, field, in_books),
            }
            found.append(_listed(register, "different", file, books, in_file, in_books).assign(**values))
    found = [pd.concat(found).sort_values("row_file", kind="stable")]
    none = np.full(max(len(file), len(books)), -1)
    found.append(_listed(register, "extra", file, books, pairs.extra, none[: len(pairs.extra)]))
    found.append(_listed(register, "missing", file, books, none[: len(pairs.missing)], pairs.missing))
    return [table for table in found if len(table)], int((~differs).sum())


def _relief(table: pd.DataFrame, fields: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    if "relief" in table:
        return table["relief"].to_numpy(bool)
    return np.asarray(table[list(fields)].to_numpy().any(axis=1))


def _unlike(field: str, file: pd.DataFrame, books: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which of two rows each differ in a field, that is not written the same, by its meaning as well."""
    if field == "sale_date":
        here, there = (side["sale_date"].fillna(side["issue_date"]).to_numpy() for side in (file, books))
        return np.asarray(here != there)
    if field not in _MEANING:
        return np.ones(len(file), bool)
    names, meaning = _MEANING[field]
    both = (zip(*(side[name].tolist() for name in names), strict=True) for side in (file, books))
    return np.array([meaning(*here) != meaning(*there) for here, there in zip(*both, strict=True)], bool)


def _listed(
    register: str, change: str, file: pd.DataFrame, books: pd.DataFrame, in_file: Places, in_books: Places
) -> pd.DataFrame:
    """The columns that say which rows these are; place -1 for none."""
    source, places = (books, in_books) if change == "missing" else (file, in_file)
    known = source.iloc[places]
    return pd.DataFrame(
        {
            "register": register,
            "change": change,
            **{name: known[name].to_numpy() for name in ("relief", "document", "tax_id", "name")},
            "row_file": 0 if change == "missing" else file["row"].to_numpy()[in_file],
            "row_books": 0 if change == "extra" else books["row"].to_numpy()[in_books],
            "field": "",
            "file": "",
            "books": "",
        },
        index=range(len(places)),
    )


def _shown(table: pd.DataFrame, field: str, rows: Places) -> "pd.Series[Any]":
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
