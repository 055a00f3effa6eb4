"""Which rows of two registers belong together, the surest first."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
"""One number a row, equal where what it stands for is equal; those of the file before those of the books."""
Places = npt.NDArray[np.intp]

_EU = ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT")
_PREFIXES = frozenset((*_EU, "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI"))
"""Before the VAT numbers of the Union; EL is Greece, XI Northern Ireland."""
_WORDS = re.compile(r"[^\W\d_]+|0*([0-9]+)")
_NOT_COMPARED = ("row", "document_id", "relief")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Pairs:
    """Places of rows that belong together. Where a document stands in more rows on one side, both are the first of its rows;
    `rows_file` and `rows_books` say how many there are, else 1. `extra` and `missing`: places in the file and in the books that
    belong to nothing on the other side."""

    file: Places
    books: Places
    rows_file: Codes
    rows_books: Codes
    extra: Places
    missing: Places


def party(country: str, tax_id: str) -> tuple[str, str]:
    """The country, Poland where none is given, and the number without it and without signs, as they are compared."""
    land = country.strip().upper().replace("GR", "EL")
    number = "".join(filter(str.isalnum, tax_id.upper()))
    before, rest = number[:2].replace("GR", "EL"), number[2:]
    if (before == land or (not land and before in _PREFIXES)) and any(sign.isdigit() for sign in rest):
        return before, rest
    return land or "PL", number


def collapsed(text: str) -> str:
    """A text without loose blanks."""
    return " ".join(text.split())


def loose(number: str) -> str:
    """The number of a document by its words and numbers alone: fv/001/2026, FV 1-2026 and FV1/2026 are the same."""
    return " ".join(found[1] or found[0].casefold() for found in _WORDS.finditer(number)) or number


def coded(file: pd.DataFrame, books: pd.DataFrame) -> dict[str, Codes]:
    """The columns of both that are compared, as they are written; those that have nothing but 0 are left out."""
    columns: dict[str, Codes] = {}
    for name in file.columns.drop(list(_NOT_COMPARED), errors="ignore"):
        if pd.api.types.is_string_dtype(file[name].dtype):
            columns[name] = codes_of(pd.concat([file[name], books[name]], ignore_index=True))
        else:
            both = np.concatenate([file[name].to_numpy(), books[name].to_numpy()])
            if both.dtype.kind == "M" or both.any():
                columns[name] = both.astype("datetime64[s]" if both.dtype.kind == "M" else np.int64).view(np.int64)
    return columns


def codes_of(values: "pd.Series[Any]", how: Callable[[str], object] | None = None) -> Codes:
    """A number for each different value, or for each different one that `how` makes of them."""
    codes, found = pd.factorize(values)
    if how is None or not len(found):
        return codes.astype(np.int64)
    made: dict[object, int] = {}
    return np.array([made.setdefault(how(one), len(made)) for one in found], np.int64)[codes]


def paired(
    file: pd.DataFrame, books: pd.DataFrame, columns: Mapping[str, Codes], relief: npt.NDArray[np.bool_], own: bool
) -> Pairs:
    """The rows of a register that belong together; `columns` as of `coded`.

    `relief`: which rows of both tables are of the relief for bad debts. `own`: whether the taxpayer gives the numbers of the
    documents, so that no two of them have the same one. First come rows that are written the same, then those with the same
    party, number of the document and day of the relief, then with a number that differs in signs only; of each of these first
    rows with the same amounts, then a document in another number of rows here and there that add up, then any. Then another
    party with the same number and day, and with the same amounts unless the number is `own`; then another number with the same
    party, day and amounts; at last summaries of cash registers (RO) that add up.
    """
    days = [np.where(relief, columns[day], 0) for day in ("due_date", "payment_date") if day in columns]
    kind = _print(relief.astype(np.int64), *days)
    equal = _print(kind, *columns.values())
    i, j = _matched(equal[: len(file)], equal[len(file) :])
    found: list[tuple[Codes, ...]] = [(i, j, *np.ones((2, len(i)), np.int64))]
    left, right = np.delete(np.arange(len(file)), i), np.delete(np.arange(len(books)), j)
    rest = pd.concat([file.iloc[left], books.iloc[right]], ignore_index=True)
    places = np.concatenate([left, len(file) + right])
    amounts = {name: codes[places] for name, codes in columns.items() if file[name].dtype == np.int64}
    here, there = np.arange(len(left)), np.arange(len(left), len(places))
    for key, adding in _keys(rest, kind[places], amounts, own):
        if not len(here) or not len(there):
            break
        if adding:
            i, j, many, more, *used = _added_up(key, here, there, amounts)
        else:
            i, j = _matched(key[here], key[there])
            used = [i, j]
            many, more = np.ones((2, len(i)), np.int64)
        found.append((places[here[i]], places[there[j]] - len(file), many, more))
        here, there = np.delete(here, used[0]), np.delete(there, used[1])
    i, j, many, more = map(np.concatenate, zip(*found, strict=True))
    return Pairs(i, j, many, more, places[here], places[there] - len(file))


def _keys(rest: pd.DataFrame, kind: Codes, amounts: Mapping[str, Codes], own: bool) -> Iterator[tuple[Codes, bool]]:
    """What rows have in common that belong together, the surest first, and whether they are to add up."""
    written = rest["country"] + "\n" + rest["tax_id"]
    number = codes_of(written, lambda one: party(*one.split("\n", 1))[1])
    worth = _print(*amounts.values()) if amounts else np.zeros(len(rest), np.int64)
    for how in (collapsed, loose):
        document = codes_of(rest["document"], how)
        key = _print(number, document, kind)
        yield _print(key, worth), False
        yield key, True
        yield key, False
    day = rest["issue_date"].to_numpy().astype("datetime64[s]").view(np.int64)
    yield _print(document, day, kind, *([] if own else [worth])), False
    alone = np.arange(len(rest))
    paid = np.any([values != 0 for values in amounts.values()], axis=0) if amounts else np.zeros(len(rest), bool)
    yield _print(number, day, kind, worth, np.where(paid, -1, alone)), False
    yield _print(kind, np.where((rest["document_type"] == "RO").to_numpy(bool), -1, alone)), True


def _print(*columns: Codes) -> Codes:
    """A fingerprint of every row; what it lets differ is seen when pairs are compared."""
    total = np.zeros(len(columns[0]), np.uint64)
    for values in columns:
        total ^= values.view(np.uint64)
        total *= _FACTOR
        total ^= total >> np.uint64(29)
    return total.view(np.int64)


def _matched(here: Codes, there: Codes) -> tuple[Places, Places]:
    """The places of equal codes, each used once, in the order of both sides."""
    order_here, order_there = np.argsort(here, kind="stable"), np.argsort(there, kind="stable")
    here, there = here[order_here], there[order_there]
    nth = np.arange(len(here)) - np.searchsorted(here, here)
    place = np.searchsorted(there, here) + nth
    fits = place < np.searchsorted(there, here, side="right")
    return order_here[fits], order_there[place[fits]]


def _added_up(key: Codes, here: Places, there: Places, amounts: Mapping[str, Codes]) -> tuple[Codes, ...]:
    """Documents in another number of rows here and there whose amounts are the same in all: the first places of each, the
    numbers of rows, and all the places that they take."""
    codes = codes_of(pd.Series(key[np.concatenate([here, there])]))
    ours, theirs = codes[: len(here)], codes[len(here) :]
    size = int(codes.max(initial=-1)) + 1
    many, more = np.bincount(ours, minlength=size), np.bincount(theirs, minlength=size)
    fits = (many > 0) & (more > 0) & (many != more)
    for values in amounts.values() if fits.any() else ():
        difference = np.zeros(size, np.int64)
        np.add.at(difference, ours, values[here])
        np.subtract.at(difference, theirs, values[there])
        fits &= difference == 0
    found = np.flatnonzero(fits)
    firsts = [
        places[np.searchsorted(of, found)] for of, places in (np.unique(one, return_index=True) for one in (ours, theirs))
    ]
    return (*firsts, many[found], more[found], np.flatnonzero(fits[ours]), np.flatnonzero(fits[theirs]))
