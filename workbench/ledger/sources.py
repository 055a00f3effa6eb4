"""Where books come from: a folder of CSV or Parquet files, a workbook, a database, tables in memory.

Every source gives the same thing, `Raw`: the tables found, their columns as Arrow arrays with whatever type the source has.
Nothing is judged here except that it can be read at all.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ..errors import SourceError
from ..i18n import _
from .faults import Faults
from .schema import TABLES, Column

LARGEST_FILE = 8 * 2**30
LARGEST_WORKBOOK = 2**30
"""Bytes of a workbook once unpacked: a small file can hide a huge one."""

_FAST_TYPES: dict[str, pa.DataType] = {
    "text": pa.large_string(),
    "code": pa.dictionary(pa.int32(), pa.string()),
    "amount": pa.decimal128(18, 2),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "integer": pa.int64(),
    "rate": pa.string(),
}


Tables = dict[str, pa.Table | None]
"""Tables by name; None for one that is there but could not be parsed (already a fault)."""


def title(source: Any) -> str:
    """A name for the source to show: without the password of a database URL."""
    if isinstance(source, Mapping):
        return _("tables in memory")
    if "://" in str(source):
        import sqlalchemy

        return sqlalchemy.make_url(str(source)).render_as_string(hide_password=True)
    return str(source)


def read_tables(source: Any, faults: Faults) -> Tables:
    """The tables of a source (see `read_ledger`); SourceError where there is no such source.

    Sets `faults.first_row`: in CSV and XLSX the first record is row 2, below the header.
    """
    if isinstance(source, Mapping):
        return {name: pa.Table.from_pandas(frame, preserve_index=False) for name, frame in source.items()}
    if "://" in str(source):
        return _read_database(str(source))
    path = Path(source)
    if path.is_dir():
        return _read_folder(path, faults)
    if path.suffix.lower() == ".xlsx" and path.is_file():
        return _read_workbook(path, faults)
    raise SourceError(
        _("{source}: no such books. Give a folder with CSV or Parquet files, an XLSX workbook or a database URL.").format(
            source=source
        )
    )


def _read_folder(folder: Path, faults: Faults) -> Tables:
    tables: Tables = {}
    for name in TABLES:
        csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
        if csv.exists() and parquet.exists():
            faults.add(name, "", _("one file: there is both a CSV and a Parquet file of this table"))
        path = parquet if parquet.exists() else csv
        if not path.exists():
            continue
        if path.stat().st_size > LARGEST_FILE:
            raise SourceError(_("{source}: the file is too large.").format(source=path))
        try:
            tables[name] = pyarrow.parquet.read_table(path) if path is parquet else _read_csv(path, name, faults)
        except pa.ArrowInvalid as error:
            faults.add(name, "", _("a readable file: {reason}").format(reason=str(error).splitlines()[0]))
            tables[name] = None
    return tables


def _read_csv(path: Path, name: str, faults: Faults) -> pa.Table | None:
    """A CSV file with typed columns where every value is as it should be; otherwise all columns as text, so that the
    checks can name each value that is not."""
    convert = pyarrow.csv.ConvertOptions(
        column_types={column: _FAST_TYPES[spec.type] for column, spec in TABLES[name].columns.items()},
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    faults.first_row[name] = 2
    try:
        return pyarrow.csv.read_csv(path, convert_options=convert, parse_options=parse)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _read_faulty_csv(path, name, faults)


def _read_faulty_csv(path: Path, name: str, faults: Faults) -> pa.Table | None:
    content = path.read_bytes()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        at_fault = content[max(0, error.start - 20) : error.start + 20].decode("latin-1")
        faults.add_rows(name, np.array([row - faults.first_row[name]]), "", [at_fault], _("text in UTF-8"))
        return None
    if not content.strip():
        faults.add(name, "", _("a header row with the names of the columns"))
        return None
    header = io.BytesIO(content.lstrip().splitlines()[0] + b"\n")
    names = pyarrow.csv.read_csv(header).schema.names
    if any(mark in column for column in names for mark in ";\t"):
        faults.add(name, "", _("columns separated by commas"), names[0])
        return None

    def skip(row: Any) -> str:
        expected = _("{expected} values in the row, there are {actual}").format(
            expected=row.expected_columns, actual=row.actual_columns
        )
        faults.add_rows(name, np.array([row.number - faults.first_row[name]]), "", [row.text], expected)
        return "skip"

    return pyarrow.csv.read_csv(
        io.BytesIO(content),
        read_options=pyarrow.csv.ReadOptions(use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), null_values=[""], strings_can_be_null=True
        ),
    )


def _read_workbook(path: Path, faults: Faults) -> Tables:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_WORKBOOK:
                raise SourceError(_("{source}: the workbook is too large; use CSV or Parquet.").format(source=path))
        book = CalamineWorkbook.from_path(path)
    except (zipfile.BadZipFile, CalamineError) as error:
        raise SourceError(_("{source}: not a readable XLSX workbook ({reason}).").format(source=path, reason=error)) from error
    tables: Tables = {}
    for name in TABLES:
        if name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            tables[name] = _of_rows(name, [str(cell) for cell in rows[0]] if rows else [], rows[1:])
            faults.first_row[name] = 2
    return tables


def _read_database(url: str) -> Tables:
    import sqlalchemy

    try:
        engine = sqlalchemy.create_engine(url)
        with engine.connect() as connection:
            inspector = sqlalchemy.inspect(connection)
            present = {*inspector.get_table_names(), *inspector.get_view_names()}
            tables: Tables = {}
            for name in TABLES:
                if name in present:
                    query = sqlalchemy.select(sqlalchemy.text("*")).select_from(sqlalchemy.table(name))
                    result = connection.execute(query)
                    tables[name] = _of_rows(name, list(result.keys()), result.fetchall())
            return tables
    except (sqlalchemy.exc.SQLAlchemyError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise SourceError(_("The database cannot be read: {reason}").format(reason=reason)) from error


def _of_rows(name: str, header: list[str], rows: Iterable[Any]) -> pa.Table:
    """Rows of Python values as a table: a column of one type keeps it, a mixed one becomes text."""
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    specs = TABLES[name].columns
    kept = {column: values for column, values in zip(header, columns, strict=False) if column}
    return pa.table({column: _of_values(values, specs.get(column)) for column, values in kept.items()})


def _of_values(values: Iterable[Any], column: Column | None) -> pa.Array:
    present = [None if value == "" else value for value in values]
    if column is None or not any(value is not None for value in present):
        return pa.nulls(len(present), pa.large_string())
    try:
        return pa.array(present)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else _as_text(value) for value in present], pa.large_string())


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)
