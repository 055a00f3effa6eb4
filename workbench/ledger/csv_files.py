"""A table in a CSV file: read fast where every value is as it should be, with care where one is not.

Files: UTF-8, comma, header row. Rows without any value are no records, but they count in the numbers of the rows.
"""

import functools
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ..i18n import _
from .faults import Faults
from .schema import TABLES

_BLOCK = 2**20
_LARGEST_BLOCK = 2**31 - 1
_FAST_TYPES: dict[str, pa.DataType] = {
    "text": pa.large_string(),
    "code": pa.dictionary(pa.int32(), pa.string()),
    "amount": pa.decimal128(18, 2),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "integer": pa.int64(),
    "rate": pa.string(),
    "decimal": pa.string(),
}


def read_csv(path: Path, name: str, faults: Faults) -> pa.Table | None:
    """A CSV file with typed columns where every value is as it should be; otherwise all columns as text, so that the
    checks can name each value that is not."""
    convert = pyarrow.csv.ConvertOptions(
        column_types={column: _FAST_TYPES[spec.type] for column, spec in TABLES[name].columns.items()},
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    parse = pyarrow.csv.ParseOptions(ignore_empty_lines=False)
    try:
        table = pyarrow.csv.read_csv(path, convert_options=convert, parse_options=parse)
        names = table.column_names
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError):
        return _read_faulty_csv(path.read_bytes(), name, faults)
    with path.open("rb") as file:
        blocks = (np.frombuffer(block, np.uint8) for block in iter(lambda: file.read(_BLOCK), b""))
        quotes = sum(np.count_nonzero(block == ord('"')) for block in blocks)
    if quotes % 2 or _separated_otherwise(names) or not any(map(str.strip, names)):
        return _read_faulty_csv(path.read_bytes(), name, faults)
    return records(name, table, np.arange(table.num_rows) + 2, faults)


def _read_faulty_csv(content: bytes, name: str, faults: Faults) -> pa.Table | None:
    """All columns of a CSV file as text; None, and a fault, where it cannot be told what its rows and columns are."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        at_fault = content[max(0, error.start - 20) : error.start + 20].decode("latin-1")
        faults.add(name, "", _("text in UTF-8"), at_fault, row)
        return None
    if not content.strip():
        faults.add(name, "", _("a header row with the names of the columns"))
        return None
    if content.count(b'"') % 2:
        odd = [row for row, line in enumerate(content.splitlines(), 1) if line.count(b'"') % 2]
        expected = _("quotation marks in pairs: around a value, and twice where a value contains one")
        faults.add(name, "", expected, row=odd[0] if len(odd) == 1 else 0)
        return None
    below_blank_lines = content.lstrip(b"\r\n") + b"\n"
    first = content.count(b"\n", 0, len(content) + 1 - len(below_blank_lines)) + 2
    names = pyarrow.csv.read_csv(io.BytesIO(below_blank_lines.splitlines()[0] + b"\n")).column_names
    if _separated_otherwise(names):
        faults.add(name, "", _("columns separated by commas"), names[0])
        return None
    ragged: dict[int, list[tuple[int, str]]] = defaultdict(list)

    def skip(row: Any) -> str:
        ragged[row.actual_columns].append((row.number + first - 2, row.text))
        return "skip"

    table = pyarrow.csv.read_csv(
        io.BytesIO(below_blank_lines),
        read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=min(len(content) + 2, _LARGEST_BLOCK)),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), null_values=[""], strings_can_be_null=True
        ),
    )
    for actual, rows in ragged.items():
        expected = _("{expected} values in the row, there are {actual}").format(expected=len(names), actual=actual)
        faults.add_numbered(name, [row for row, _text in rows], "", [text for _row, text in rows], expected)
    skipped = [row for rows in ragged.values() for row, _text in rows]
    numbers = np.setdiff1d(np.arange(table.num_rows + len(skipped)) + first, skipped)
    return records(name, table, numbers, faults)


def _separated_otherwise(header: list[str]) -> bool:
    return any(mark in column for column in header for mark in ";\t")


def records(name: str, table: pa.Table, numbers: npt.NDArray[np.int64], faults: Faults) -> pa.Table:
    """The rows of a file without the blank ones, remembering the number that each has in the file."""
    if table.num_columns and all(column.null_count for column in table.columns):
        blank = functools.reduce(pc.and_, (column.is_null() for column in table.columns)).to_numpy()
        table, numbers = table.filter(pa.array(~blank)), numbers[~blank]
    faults.numbers[name] = numbers
    return table
