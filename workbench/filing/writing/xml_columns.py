"""Columns as the text of XML elements, a whole column at once: amounts from int64 grosze without a float, texts escaped.

A text is written as the structures count it (xsd:token): without blanks at its ends, runs of blanks, tabs and line ends as
one blank.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ...money import Grosze

Text = Any
"""A column of texts (pyarrow, large_string); missing where a row has no such element."""
Mask = npt.NDArray[np.bool_]

FORBIDDEN = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
"""Characters that XML 1.0 cannot hold, not even escaped."""
_LOOSE = r"[\t\r\n]|  |^ | $"
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_STRING = pa.large_string()


def texts(values: Any) -> Text:
    """A column of texts as the structures count them; missing is empty."""
    given = pa.array(values, _STRING, from_pandas=True)  # a table that was put together of others gives pieces
    column = (given.combine_chunks() if isinstance(given, pa.ChunkedArray) else given).fill_null("")
    if pc.any(pc.match_substring_regex(column, _LOOSE)).as_py():
        column = pc.ascii_trim(pc.replace_substring_regex(column, "[ \t\r\n]+", " "), " ")
    return column


def plain(text: str) -> str:
    """One text as `texts` makes it, whatever characters it holds."""
    return re.sub("[ \t\r\n]+", " ", text).strip(" ")


def escaped(column: Text) -> Text:
    """The texts with the signs of XML escaped."""
    if pc.any(pc.match_substring_regex(column, "[&<>\r]")).as_py():
        for sign, written in _SIGNS.items():
            column = pc.replace_substring(column, sign, written)
    return column


def amounts(grosze: Grosze, present: Mask) -> Text:
    """-123456 as -1234.56, where present."""
    exact = np.empty((len(grosze), 2), np.int64)  # int64 as the two halves of a decimal of 128 bits
    exact[:, 0], exact[:, 1] = grosze, grosze >> 63
    buffers = [_validity(present), pa.py_buffer(exact)]
    return pa.Array.from_buffers(pa.decimal128(19, 2), len(grosze), buffers).cast(_STRING)


def numbers(values: npt.NDArray[np.int64]) -> Text:
    """Whole numbers."""
    return pa.array(values).cast(_STRING)


def days(values: npt.NDArray[np.datetime64]) -> Text:
    """Days as 2026-09-30; missing where there is none."""
    return pa.array(values.astype("datetime64[D]")).cast(_STRING)


def where(column: Text, present: Mask) -> Text:
    """The column, missing where it is not present."""
    return pc.if_else(pa.array(present), column, pa.scalar(None, _STRING))


def elements(name: str, content: Text) -> Text:
    """Every text of a column in an element of this name; missing stays missing."""
    return pc.binary_join_element_wise(_text(f"<{name}>"), content, _text(f"</{name}>"), _text(""))


def joined(pieces: Sequence[Text | str]) -> memoryview:
    """The texts of each row one after the other, what is missing left out, the rows one after the other: UTF-8."""
    parts = [_text(piece) if isinstance(piece, str) else piece for piece in pieces]
    rows = pc.binary_join_element_wise(*parts, _text(""), null_handling="replace", null_replacement="")
    ends, content = rows.buffers()[1:]
    return memoryview(content)[: np.frombuffer(ends, np.int64)[len(rows)]]


def _text(value: str) -> Any:
    return pa.scalar(value, _STRING)


def _validity(present: Mask) -> Any:
    return pa.py_buffer(np.packbits(present, bitorder="little")) if not present.all() else None
