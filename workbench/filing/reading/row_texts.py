"""The texts of rows of JPK as columns with types: amounts as int64 grosze, days, whole numbers, markers, texts."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...i18n import _
from ..row_elements import Register
from ..values import day, grosze, whole
from .faults import LISTED, Faults

_AMOUNT = r"^[+-]?[0-9]{1,16}(\.[0-9]{1,2})?$"
_STRING = pa.large_string()
_NOTHING = pa.scalar("", _STRING)

Texts = Any
"""A column of texts of pyarrow, missing where a row has no such element."""


def typed(register: Register, texts: Mapping[str, Texts], count: int, faults: Faults) -> pd.DataFrame:
    """`count` rows as a table of `rows`. What cannot be read is told to `faults` and stands as 0, missing or empty."""
    places = texts.get("LpSprzedazy" if register.name == "sales" else "LpZakupu")

    def tell(name: str, wrong: npt.NDArray[np.intp], expected: str) -> None:
        for row in wrong.tolist():
            number = None if places is None else places[row].as_py()
            faults.add(register.place(number or "?"), name, texts[name][row].as_py() or "", expected)

    values: dict[str, Any] = {}
    for name, column in register.plain.items():
        if name in texts:
            read = _numbers if column == "row" else _READERS[register.columns[column]]
            values[column], wrong, expected = read(texts[name])
            tell(name, wrong, expected)
    if places is None or places.null_count:
        missing = np.arange(count) if places is None else np.flatnonzero(places.is_null().to_numpy(zero_copy_only=False))
        for row in missing[:LISTED].tolist():
            faults.add(register.place("?"), next(iter(register.plain)), "", _("the number of the row") + f" ({row + 1})")
    for column, names in (("markers", register.markers), ("ksef", register.ksef)):
        marks = []
        for name in names:
            if name in texts:
                marked, wrong, expected = _flags(texts[name])
                tell(name, wrong, expected)
                marks.append(pc.if_else(pa.array(marked), pa.scalar(f" {name}", _STRING), _NOTHING))
        if marks:
            given = [values[column]] if column in values else []
            values[column] = pc.ascii_ltrim(pc.binary_join_element_wise(*given, *marks, _NOTHING), " ")
            if column == "ksef":
                two = np.flatnonzero(pc.match_substring(values[column], " ").to_numpy(zero_copy_only=False))
                for row in two[:LISTED].tolist():
                    number = None if places is None else places[row].as_py()
                    expected = _("one of them: {choices}").format(choices=", ".join(("NrKSeF", *names)))
                    faults.add(register.place(number or "?"), "NrKSeF", values[column][row].as_py(), expected)
    blank = {"str": pa.repeat(pa.scalar("", _STRING), count), "int64": np.zeros(count, np.int64), "bool": np.zeros(count, bool)}
    blank["datetime64[s]"] = np.full(count, "NaT", "datetime64[s]")
    columns = {
        column: pd.array(values.get(column, blank[kind]), dtype="str") if kind == "str" else values.get(column, blank[kind])
        for column, kind in register.columns.items()
    }
    return pd.DataFrame(columns)


_NONE = np.empty(0, np.intp)
_Read = tuple[Any, npt.NDArray[np.intp], str]
"""The values, the rows that cannot be read, and what is expected in them."""


def _words(texts: Texts) -> _Read:
    """Texts as the structure counts them: without blanks at their ends, runs of blanks and line ends as one blank."""
    texts = texts.fill_null("")
    if pc.any(pc.match_substring_regex(texts, r"[\t\r\n]|  |^ | $")).as_py():
        texts = pc.ascii_trim(pc.replace_substring_regex(texts, r"[ \t\r\n]+", " "), " ")
    return texts, _NONE, ""


def _amounts(texts: Texts) -> _Read:
    present = texts.is_valid().to_numpy(zero_copy_only=False)
    if not pc.all(pc.match_substring_regex(texts, _AMOUNT)).as_py():
        return _each(texts, grosze, np.zeros(len(texts), np.int64), _("an amount such as -1234.56"))
    exact = texts.fill_null("0").cast(pa.decimal128(20, 2))
    halves = np.frombuffer(exact.buffers()[1], np.int64)[: 2 * len(texts)]
    return np.where(present, halves[::2], 0), _NONE, ""


def _days(texts: Texts) -> _Read:
    return _each(texts, day, np.full(len(texts), "NaT", "datetime64[s]"), _("a day such as 2026-09-30"))


def _flags(texts: Texts) -> _Read:
    return _each(texts, _one, np.zeros(len(texts), bool), "1")


def _numbers(texts: Texts) -> _Read:
    if pc.all(pc.match_substring_regex(texts, "^[0-9]{1,18}$")).as_py():
        return texts.fill_null("0").cast(pa.int64()).to_numpy(), _NONE, ""
    return _each(texts, whole, np.zeros(len(texts), np.int64), _("a whole number"))


def _each(texts: Texts, read: Callable[[str], Any], out: npt.NDArray[Any], expected: str) -> _Read:
    """Every different text read once."""
    found = texts.dictionary_encode()
    rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    codes = found.indices.fill_null(0).to_numpy()[rows]
    values: npt.NDArray[Any] = np.zeros(len(found.dictionary), out.dtype)
    wrong = np.zeros(len(found.dictionary), bool)
    for place, text in enumerate(found.dictionary.to_pylist()):
        try:
            values[place] = read(text.strip(" \t\r\n"))
        except (ValueError, OverflowError):
            wrong[place] = True
    out[rows] = values[codes]
    return out, rows[wrong[codes]], expected


def _one(text: str) -> bool:
    if whole(text) != 1:
        raise ValueError(text)
    return True


_READERS: Mapping[str, Callable[[Texts], _Read]] = {
    "str": _words,
    "int64": _amounts,
    "datetime64[s]": _days,
    "bool": _flags,
}
