"""One column as it came from a source, turned into the type the books use; what does not fit becomes a fault.

Text, code: Arrow large_string. Amount: int64 grosze. Date: int32 days since 1970-01-01. Bool, integer: bool, int64.
Rate: decimal with six places. Decimal: the same, null where empty. Missing optional values stay null (text, code, date,
decimal) or take the default.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .. import days, money
from ..i18n import _
from .column_types import Column
from .faults import Faults

AMOUNT_TYPE = pa.decimal128(18, 2)
RATE_TYPE = pa.decimal128(18, 6)
LARGEST_AMOUNT = 10**13 * money.ZLOTY
LARGEST_INTEGER = 999_999_999
LARGEST_EXACT_FLOAT = 2.0**53 / money.ZLOTY
"""Above it a floating-point cell of a workbook cannot tell one grosz from the next."""


def _amount_expected() -> str:
    return _("an amount with a decimal point and at most two decimals, such as 1234.56")


Report = Callable[[npt.NDArray[np.bool_], str], None]
"""Reports the records where the mask is true, with what was expected."""


def conform(table: str, name: str, column: Column, given: pa.ChunkedArray, faults: Faults) -> pa.Array:
    """The column `name` of `table` in the type of the books. Values at fault are reported and replaced by nulls."""
    values = _simple(given.combine_chunks() if isinstance(given, pa.ChunkedArray) else given)

    def report(mask: npt.NDArray[np.bool_], expected: str) -> None:
        rows = np.flatnonzero(mask)
        faults.add_rows(table, rows, name, values.take(pa.array(rows)), expected)

    empty = _is_empty(values)
    if column.required and not column.may_be_empty and empty.any():
        report(empty, _("a value is required"))
    return _CONFORM[column.type](values, empty, column, report)


def default_column(column: Column, length: int) -> pa.Array:
    """The values of a column that the source does not have: its default in every record."""
    one = _CONFORM[column.type](pa.nulls(1, pa.large_string()), np.ones(1, bool), column, lambda mask, expected: None)
    if one.null_count:
        return pa.nulls(length, one.type)
    return one.take(pa.array(np.zeros(length, np.int8)))


def _text(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    texts = _as_text(values)
    if column.default is not None or (column.may_be_empty and column.refers_to is None):
        return _filled(texts, empty, column.default or "")
    return _nulled(texts, empty)


def _code(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    """Codes as a dictionary array whose dictionary is `column.codes`."""
    known = pa.array(column.codes, pa.large_string())
    if pa.types.is_dictionary(values.type):
        position = pc.index_in(values.dictionary.cast(pa.large_string()), known)
        codes = position.take(values.indices) if len(values.dictionary) else pa.nulls(len(values), pa.int32())
    else:
        codes = pc.index_in(_text(values, empty, Column(), report), known)
    unknown = _mask(pc.is_null(codes)) & ~empty
    if unknown.any():
        report(unknown, _("one of: {codes}").format(codes=", ".join(column.codes)))
    if column.default is not None:
        codes = pc.fill_null(codes, column.codes.index(column.default))
    return pa.DictionaryArray.from_arrays(codes.cast(pa.int8()), known)


def _amount(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    if pa.types.is_decimal128(values.type) and values.type.scale <= 2 and values.type.precision <= 16 + values.type.scale:
        grosze = _grosze(values.cast(AMOUNT_TYPE))
    elif pa.types.is_decimal(values.type):
        exact = _mask(pc.equal(values, pc.round(values, 2))) & _mask(pc.less(pc.abs(values), LARGEST_AMOUNT))
        if (wrong := ~exact & ~empty).any():
            report(wrong, _amount_expected())
        grosze = _grosze(pc.if_else(pa.array(exact), pc.round(values, 2), None).cast(AMOUNT_TYPE))
    elif pa.types.is_integer(values.type):
        if pa.types.is_uint64(values.type):
            values = pc.min_element_wise(values, pa.scalar(LARGEST_AMOUNT, values.type), skip_nulls=False)
        whole = pc.fill_null(values.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
        grosze = np.clip(whole, -LARGEST_AMOUNT, LARGEST_AMOUNT) * money.ZLOTY
    elif pa.types.is_floating(values.type):
        grosze = _grosze_of_floats(values, empty, report)
    else:
        texts = _trimmed(values, empty)
        good = _mask(pc.match_substring_regex(texts, r"^[+-]?([0-9]{1,16}(\.[0-9]{0,2})?|\.[0-9]{1,2})$"))
        if (wrong := ~good & ~empty).any():
            report(wrong, _amount_expected())
        grosze = _grosze(pc.if_else(pa.array(good), texts, None).cast(AMOUNT_TYPE))
    large = np.abs(grosze) > LARGEST_AMOUNT
    if large.any():
        report(large, _("an amount of at most 10 000 000 000 000"))
        grosze = np.where(large, 0, grosze)
    if column.default is not None and empty.any():
        grosze = np.where(empty, money.parse(column.default), grosze)
    return pa.array(grosze)


def _grosze(amounts: pa.Array) -> money.Grosze:
    """The low halves of decimal128 values with two places and at most 18 digits: grosze, nulls as 0."""
    low = np.frombuffer(amounts.buffers()[1], np.int64)[0::2] if len(amounts) else np.zeros(0, np.int64)
    grosze = low[amounts.offset : amounts.offset + len(amounts)]
    return np.where(_mask(amounts.is_null()), 0, grosze) if amounts.null_count else np.ascontiguousarray(grosze)


def _grosze_of_floats(values: pa.Array, empty: npt.NDArray[np.bool_], report: Report) -> money.Grosze:
    """Floating-point zloty (cells of a workbook) as grosze: the nearest grosz, a fault where that is not the number."""
    zloty = np.nan_to_num(pc.fill_null(values, 0).to_numpy(zero_copy_only=False).astype(float), posinf=1e300, neginf=-1e300)
    if (vague := np.abs(zloty) > LARGEST_EXACT_FLOAT).any():
        report(vague, _("an amount this large as text: a floating-point number cannot hold its grosze"))
        zloty = np.where(vague, 0, zloty)
    grosze = np.rint(zloty * money.ZLOTY)
    wrong = (np.abs(zloty * money.ZLOTY - grosze) > np.maximum(1e-6, np.abs(grosze) * 1e-15)) & ~empty
    if wrong.any():
        report(wrong, _amount_expected())
    return grosze.astype(np.int64)


def _date(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    if pa.types.is_timestamp(values.type):
        found = values.cast(pa.date32(), safe=False)
        with_time = pc.not_equal(found.cast(pa.timestamp(values.type.unit)), values.cast(pa.timestamp(values.type.unit)))
        found = pc.if_else(with_time, None, found)
    elif pa.types.is_date(values.type):
        found = values.cast(pa.date32())
    else:
        found = _iso_dates(_trimmed(values, empty))
    number = found.cast(pa.int32())
    in_range = pc.and_(pc.greater_equal(number, days.number(days.FIRST_DAY)), pc.less_equal(number, days.number(days.LAST_DAY)))
    wrong = ~_mask(in_range) & ~empty
    if wrong.any():
        report(wrong, _("a date such as 2026-01-31, from 1990 to 2100"))
        number = pc.if_else(pa.array(wrong), None, number)
    return number


def _iso_dates(texts: pa.Array) -> pa.Array:
    """date32 of texts like 2026-01-31; null for all others, 2026-02-31 among them."""
    written = pc.match_substring_regex(texts, r"^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]$")
    texts = pc.if_else(written, texts, None)
    first = pc.replace_substring_regex(texts, "..$", "01").cast(pa.date32())
    day = pc.utf8_slice_codeunits(texts, 8, 10).cast(pa.int32())
    dates = pc.add(first.cast(pa.int32()), pc.subtract(day, pa.scalar(1, pa.int32()))).cast(pa.date32())
    same_month = pc.and_(pc.equal(pc.month(dates), pc.month(first)), pc.greater(day, 0))
    return pc.if_else(same_month, dates, None)


def _bool(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    if pa.types.is_boolean(values.type):
        found = values
    elif pa.types.is_integer(values.type):
        found = pc.if_else(pc.is_in(values, pa.array([0, 1], values.type)), pc.equal(values, pa.scalar(1, values.type)), None)
    else:
        texts = _text(values, empty, Column(), report)
        found = pc.if_else(pc.is_in(texts, pa.array(["true", "false"], texts.type)), pc.equal(texts, "true"), None)
    wrong = _mask(pc.is_null(found)) & ~empty
    if wrong.any():
        report(wrong, _("true or false"))
    return pc.fill_null(found, column.default == "true")


def _integer(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    if pa.types.is_integer(values.type):
        number = values.cast(pa.int64(), safe=False)  # an unsigned number that does not fit turns negative: a fault
    else:
        texts = _trimmed(values, empty)
        number = pc.if_else(pc.match_substring_regex(texts, r"^[0-9]{1,9}$"), texts, None).cast(pa.int64())
    good = _mask(pc.and_(pc.greater_equal(number, 0), pc.less_equal(number, LARGEST_INTEGER)))
    if (wrong := ~good & ~empty).any():
        report(wrong, _("a whole number from 0 to 999999999"))
        number = pc.if_else(pa.array(good), number, None)
    return pc.fill_null(number, -1 if column.default is None else int(column.default))


def _rate(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    texts = _text(values, empty, Column(), report)
    good = _mask(pc.match_substring_regex(texts, r"^[0-9]{1,9}(\.[0-9]{1,6}0*)?$"))
    zero = _mask(pc.match_substring_regex(texts, r"^[0.]+$"))
    if (wrong := (~good | zero) & ~empty).any():
        report(wrong, _("a rate above zero with at most six decimals, such as 4.2512"))
    cut = pc.replace_substring_regex(texts, r"(\.[0-9]{6})0+$", r"\1")
    rates = pc.if_else(pa.array(good & ~zero), cut, None).cast(RATE_TYPE)
    return pc.fill_null(rates, pa.scalar(Decimal(1), RATE_TYPE)) if column.default is not None else rates


def _decimal(values: pa.Array, empty: npt.NDArray[np.bool_], column: Column, report: Report) -> pa.Array:
    texts = _text(values, empty, Column(), report)
    good = _mask(pc.match_substring_regex(texts, r"^[+-]?[0-9]{1,9}(\.[0-9]{1,6}0*)?$"))
    if (wrong := ~good & ~empty).any():
        report(wrong, _("a number with a decimal point and at most six decimals, such as 12.5"))
    cut = pc.replace_substring_regex(texts, r"(\.[0-9]{6})0+$", r"\1")
    return pc.if_else(pa.array(good), cut, None).cast(RATE_TYPE)


_CONFORM: dict[str, Callable[[pa.Array, npt.NDArray[np.bool_], Column, Report], pa.Array]] = {
    "text": _text,
    "code": _code,
    "amount": _amount,
    "date": _date,
    "bool": _bool,
    "integer": _integer,
    "rate": _rate,
    "decimal": _decimal,
}


def as_text(value: Any) -> str:
    """A value of any kind as the text that a CSV file would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()  # half a character of UTF-16 is no text
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _simple(values: pa.Array) -> pa.Array:
    """Values of a type that no column of the books can have (bytes, lists, times) as texts."""
    kind = values.type
    if pa.types.is_string_view(kind):
        return values.cast(pa.large_string())
    known = [pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_string]
    known += [pa.types.is_large_string, pa.types.is_date, pa.types.is_timestamp, pa.types.is_null]
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    if any(is_known(plain) for is_known in known):
        return values
    return pa.array([None if value is None else as_text(value) for value in values.to_pylist()], pa.large_string())


def _trimmed(values: pa.Array, empty: npt.NDArray[np.bool_]) -> pa.Array:
    """Texts without the blanks around them, which the fast reading of CSV takes off numbers and dates as well."""
    return pc.utf8_trim(_nulled(_as_text(values), empty), " \t")


def _as_text(values: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_floating(values.type):  # a NIP that a workbook holds as a number
        numbers = values.to_numpy(zero_copy_only=False)
        return pa.array([None if x != x else as_text(float(x)) for x in numbers], pa.large_string())
    return values if values.type == pa.large_string() else values.cast(pa.large_string())


def _is_empty(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Nulls, empty texts and floating-point values that are no number."""
    empty = _mask(values.is_null()) if values.null_count else np.zeros(len(values), bool)
    if pa.types.is_floating(values.type):
        return empty | _mask(pc.is_nan(values))
    if pa.types.is_dictionary(values.type) and (void := _is_empty(values.dictionary)).any():
        return empty | _mask(pa.array(void).take(values.indices))
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        # a null or an empty text has the same offset as its successor
        offsets = np.frombuffer(values.buffers()[1], np.int64 if pa.types.is_large_string(values.type) else np.int32)
        here = offsets[values.offset : values.offset + len(values) + 1]
        empty = empty | (here[1:] == here[:-1])
    return empty


def _filled(texts: pa.Array, empty: npt.NDArray[np.bool_], value: str) -> pa.Array:
    return pc.if_else(pa.array(empty), pa.scalar(value, texts.type), texts) if empty.any() else texts


def _nulled(texts: pa.Array, empty: npt.NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(empty), pa.scalar(None, texts.type), texts) if empty.any() else texts


def _mask(values: Any) -> npt.NDArray[np.bool_]:
    """A boolean Arrow array as NumPy, null as false."""
    return pc.fill_null(values, False).to_numpy(zero_copy_only=False)
