"""The lines of things in three forms: DataFrames of the ledger's types, rows of Python values, canonical JSON.

Row values: text and code `str`, amount `int` grosze, date `date`, bool, integer `int`, decimal `Decimal` with six places; None
where there is none. JSON: amounts as "1234.56", decimals as "33.333333", dates as "2026-01-31"; names in alphabetical order.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Integral
from typing import Any

import pandas as pd
import pyarrow as pa

from .. import money
from ..errors import StoreError
from ..i18n import _
from ..ledger.column_types import Column, Type
from .kinds import Kind, Lines

Row = dict[str, Any]
Content = dict[str, list[Row]]
"""The rows of a thing by the name of the ledger's table."""

_MILLIONTHS = 10**6
_LARGEST_DECIMAL = 10**12
_DECIMALS = pa.decimal128(18, 6)


def content_of(kind: Kind, key: str, frames: Mapping[str, pd.DataFrame]) -> Content:
    """The content of a thing from one frame a table of its kind, checked.

    A frame may leave out columns that the ledger does not require, and the fixed ones. StoreError for what does not fit the
    ledger's types: nothing is rounded, a float is no amount and no percent.
    """
    fixed = kind.fixed_of(key)
    for name, value in fixed.items():
        value_of(kind.tables[0].name, 1, name, kind.fixed[name], value)
    return {lines.name: _rows(lines, fixed, frames[lines.name]) for lines in kind.tables}


def _rows(lines: Lines, fixed: Mapping[str, str], frame: pd.DataFrame) -> list[Row]:
    for column in frame.columns:
        if column not in lines.columns and column not in fixed:
            raise StoreError(_("{table}: there is no column {column}.").format(table=lines.name, column=column))
        if column in fixed and not (frame[column] == fixed[column]).all():
            raise StoreError(
                _("{table}: the column {column} must be {value} in every line.").format(
                    table=lines.name, column=column, value=fixed[column]
                )
            )
    columns = {
        name: [value_of(lines.name, row, name, column, value) for row, value in enumerate(_given(frame, name), start=1)]
        for name, column in lines.columns.items()
    }
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    seen = set()
    for row in rows:
        key = tuple(row[column] for column in lines.key)
        if key in seen:
            raise StoreError(_("{table}: {key} stands there twice.").format(table=lines.name, key=", ".join(map(str, key))))
        seen.add(key)
    return rows


def _given(frame: pd.DataFrame, name: str) -> list[Any]:
    return frame[name].tolist() if name in frame.columns else [None] * len(frame)


def value_of(table: str, row: int, name: str, column: Column, value: Any) -> Any:
    """What the column holds for a value that was given; StoreError, with the place, where it cannot hold it."""
    if value is None or value is pd.NaT or value is pd.NA or value != value or (isinstance(value, str) and value == ""):
        if column.required and not column.may_be_empty:
            raise StoreError(_("{table}, line {row}: {column} is missing.").format(table=table, row=row, column=name))
        return None if column.default is None else _FROM_JSON[column.type](column.default)
    read = _READ[column.type](value)
    if read is None or (column.type == "code" and read not in column.codes):
        raise StoreError(
            _("{table}, line {row}: {column} cannot be {value}.").format(table=table, row=row, column=name, value=repr(value))
        )
    return read


def is_text(value: Any) -> bool:
    """Whether a value is a text that every database can hold: no NUL, no half character of UTF-16."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _read_text(value: Any) -> str | None:
    return str(value) if is_text(value) else None


def _read_integer(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, Integral) or abs(int(value)) > money.INT64_MAX:
        return None
    return int(value)


def _read_date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min and value.tzinfo is None else None
    return value if isinstance(value, date) else None


def _read_bool(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _read_decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | Integral | str):
        return None
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            return None
    if isinstance(value, Decimal) and (not value.is_finite() or (value and not -7 < value.adjusted() < 12)):
        return None  # before it is computed: 1e999999 is soon written
    millionths = Fraction(value) * _MILLIONTHS
    if millionths.denominator != 1 or abs(millionths) >= _LARGEST_DECIMAL * _MILLIONTHS:
        return None
    return Decimal(millionths.numerator).scaleb(-6)


_READ: dict[Type, Callable[[Any], Any]] = {
    "text": _read_text,
    "code": _read_text,
    "amount": _read_integer,
    "date": _read_date,
    "bool": _read_bool,
    "integer": _read_integer,
    "decimal": _read_decimal,
}


def frame_of(columns: Mapping[str, Column], rows: Sequence[Row]) -> pd.DataFrame:
    """A table with the ledger's columns and types."""
    return pd.DataFrame({name: _series(column, [row[name] for row in rows]) for name, column in columns.items()})


def _series(column: Column, values: list[Any]) -> "pd.Series[Any]":
    if column.type == "code":
        return pd.Series(pd.Categorical(values, categories=list(column.codes)))
    if column.type == "date":
        return pd.Series(pd.array(values, dtype="datetime64[s]"))
    if column.type == "decimal":
        return pd.Series(pd.array(pa.array(values, _DECIMALS), pd.ArrowDtype(_DECIMALS)))
    return pd.Series(values, dtype={"text": "str", "bool": "bool"}.get(column.type, "int64"))


def to_json(kind: Kind, content: Content | None) -> str | None:
    """The content as canonical JSON: equal contents give equal texts. None of None."""
    if content is None:
        return None
    written = {
        lines.name: [
            {name: _json(_TO_JSON, of, row[name]) for name, of in lines.columns.items()} for row in content[lines.name]
        ]
        for lines in kind.tables
    }
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: Kind, text: str | None) -> Content | None:
    """The content from JSON; a column that an older version did not write has its default."""
    if text is None:
        return None
    read = json.loads(text)
    return {
        lines.name: [
            {name: _json(_FROM_JSON, of, row.get(name, of.default)) for name, of in lines.columns.items()}
            for row in read[lines.name]
        ]
        for lines in kind.tables
    }


def _json(convert: Mapping[Type, Callable[[Any], Any]], column: Column, value: Any) -> Any:
    return None if value is None else convert[column.type](value)


def text_of(column: Column, value: Any) -> str | None:
    """A value as a text, as the books' files have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    written = _json(_TO_JSON, column, value)
    return None if written is None else str(written)


def of_text(column: Column, text: str | None) -> Any:
    """The value of such a text."""
    return _json(_FROM_JSON, column, text)


def _same(value: Any) -> Any:
    return value


_TO_JSON: dict[Type, Callable[[Any], Any]] = {
    "text": _same,
    "code": _same,
    "amount": money.to_text,
    "date": date.isoformat,
    "bool": _same,
    "integer": _same,
    "decimal": lambda value: format(value.normalize(), "f"),
}
_FROM_JSON: dict[Type, Callable[[Any], Any]] = {
    "text": _same,
    "code": _same,
    "amount": money.parse,
    "date": date.fromisoformat,
    "bool": lambda value: value in (True, "true"),
    "integer": int,
    "decimal": _read_decimal,
}
"""Reads what `_TO_JSON` writes, and the defaults of columns, which are texts."""
