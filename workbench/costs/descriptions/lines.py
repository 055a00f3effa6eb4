"""One line of a description, and tables of such lines with the types the ledger's tables have.

>>> percent_text(33_333_333), percent_text(100_000_000)
('33,333333', '100')
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from ... import i18n, money
from ...ledger.schema import TABLES
from ..splitting import splits

PERCENT_TYPE = pa.decimal128(18, splits.PLACES)

_DTYPES = {
    "text": "str",
    "bool": "bool",
    "integer": "int64",
    "amount": "int64",
    "date": "datetime64[s]",
    "decimal": pd.ArrowDtype(PERCENT_TYPE),
}


@dataclass(frozen=True)
class Line:
    """One line of a document's description.

    `elements` as text; `percent` in millionths of a percent, `value` in grosze. `key`: the allocation key that made the line,
    if any. `given`: which of percent and value was typed, so that the other follows from it; None for a line that was there
    before and stays as it is.
    """

    position: str
    position_line: int
    elements: str
    percent: int
    value: int
    key: str | None = None
    given: Literal["percent", "value"] | None = None


def table_of(name: str, rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows with the columns of a table of the ledger, in their order and with their types."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(TABLES[name].columns)
    frame = {}
    for (column, of), values in zip(TABLES[name].columns.items(), columns, strict=True):
        dtype: Any = pd.CategoricalDtype(list(of.codes)) if of.type == "code" else _DTYPES[of.type]
        frame[column] = pd.Series(list(values), dtype=dtype)
    return pd.DataFrame(frame)


def millionths_of(percents: "pd.Series[Any]") -> npt.NDArray[np.int64]:
    """A column of percents in millionths of a percent: the low halves of its decimals, which have at most 18 digits."""
    array = pa.array(percents, PERCENT_TYPE)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    halves = np.frombuffer(array.buffers()[1], np.int64) if len(array) else np.zeros(0, np.int64)
    return np.ascontiguousarray(halves[0::2][array.offset : array.offset + len(array)])


def percents_from(millionths: npt.NDArray[np.int64]) -> "pd.Series[Any]":
    """Millionths of a percent as a column of percents."""
    halves = np.stack([millionths, millionths >> 63], axis=1).astype(np.int64)
    array = pa.Array.from_buffers(PERCENT_TYPE, len(millionths), [None, pa.py_buffer(halves.tobytes())])
    return pd.Series(pd.array(array, dtype=pd.ArrowDtype(PERCENT_TYPE)))


def percent_decimal(millionths: int) -> Decimal:
    """Millionths of a percent as a percent with six places."""
    return Decimal(int(millionths)).scaleb(-splits.PLACES)


def percent_text(millionths: int) -> str:
    """Millionths of a percent as people of the user's language write a percent, without the sign."""
    text = f"{percent_decimal(millionths):f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if i18n.language() == "pl" else text


def share(amount: int, millionths: int) -> int:
    """The part of an amount that a percent is, half-up."""
    return money.mul_div(amount, millionths, splits.WHOLE)


@overload
def tolerance(lines: int, amount: int) -> int: ...
@overload
def tolerance(lines: npt.NDArray[np.int64], amount: money.Grosze) -> money.Grosze: ...
def tolerance(lines: Any, amount: Any) -> Any:
    """How many grosze the values of so many lines of one position may be off the shares their percents are, by rounding alone:
    half a grosz each, and half a millionth of a percent of the amount. Scalars or arrays."""
    return lines * (1 + abs(amount) // splits.WHOLE)
