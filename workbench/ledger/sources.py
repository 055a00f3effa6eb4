"""Where books come from: a folder of CSV or Parquet files, a workbook, a database, tables in memory.

Every source gives the same thing, `Tables`: those found, their columns as Arrow arrays with whatever type the source has.
Nothing is judged here except that it can be read at all.
"""

import functools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from ..errors import SourceError
from ..i18n import _
from .column_types import Column
from .conform import as_text
from .csv_files import read_csv, records
from .faults import Faults
from .schema import TABLES

if TYPE_CHECKING:
    import sqlalchemy

LARGEST_FILE = 8 * 2**30
LARGEST_WORKBOOK = 2**30
"""Bytes of a workbook once unpacked: a small file can hide a huge one."""
LARGEST_SHEET = 3 * 10**7
"""Cells of a sheet, the empty ones between others included (each takes 40 bytes): the widest table in all rows of a sheet."""

_FAR = re.compile(rb' r="(?:(?:[A-Z]{3}|[B-Z][A-Z])[0-9]|[A-Z]{1,2}[0-9]{7})')
_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,10})"')
"""Cells by their place; a far one is behind column AZ or row 999 999. (A beginning without choices makes the search fast.)"""

UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What reading a damaged or locked zip file raises."""

Tables = dict[str, pa.Table | None]
"""Tables by name; None for one that is there but could not be parsed (already a fault)."""


def title(source: Any) -> str:
    """A name for the source to show: without the password of a database URL."""
    if isinstance(source, Mapping):
        return _("tables in memory")
    if "://" in str(source):
        import sqlalchemy

        return sqlalchemy.make_url(str(source)).set(query={}).render_as_string(hide_password=True)
    return str(source)


def read_tables(source: Any, faults: Faults) -> Tables:
    """The tables of a source (see `read_ledger`); SourceError where there is no such source.

    Sets `faults.numbers`: in CSV and XLSX the first record is row 2, below the header.
    """
    if isinstance(source, Mapping):
        return {name: _of_frame(name, source[name]) for name in TABLES if name in source}
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
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise SourceError(_("{source}: the file is too large.").format(source=path))
            tables[name] = pyarrow.parquet.read_table(path) if path is parquet else read_csv(path, name, faults)
        except (pa.ArrowException, OSError) as error:
            faults.add(name, "", _("a readable file: {reason}").format(reason=_first_line(error)))
            tables[name] = None
    return tables


def _read_workbook(path: Path, faults: Faults) -> Tables:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as parts:
            sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
            if sum(part.file_size for part in parts.infolist()) > LARGEST_WORKBOOK or any(
                _cells_to_read(parts.open(sheet)) > LARGEST_SHEET for sheet in sheets
            ):
                raise SourceError(_("{source}: the workbook is too large; use CSV or Parquet.").format(source=path))
        book = CalamineWorkbook.from_path(path)
        found = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in TABLES if name in book.sheet_names
        }
    except (*UNREADABLE_ZIP, CalamineError) as error:
        raise SourceError(_("{source}: not a readable XLSX workbook ({reason}).").format(source=path, reason=error)) from error
    tables: Tables = {}
    for name, cells in found.items():
        header, *rows = cells or [[]]
        table = _of_rows(name, [str(cell) for cell in header], rows)
        tables[name] = records(name, table, np.arange(len(rows)) + 2, faults)
    return tables


def _cells_to_read(part: IO[bytes]) -> int:
    """How many cells a reader of a sheet makes room for: the rectangle from A1 to its outermost cells, though one cell far
    away may be all there is. Exact only for sheets that reach far."""
    content = part.read()
    if not _FAR.search(content):
        return 0
    column, row = 0, 0
    for letters, digits in _CELL.findall(content):
        number = functools.reduce(lambda so_far, letter: so_far * 26 + letter - ord("A") + 1, letters, 0)
        column, row = max(column, number), max(row, int(digits))
    return column * row


def _read_database(address: str) -> Tables:
    import sqlalchemy

    url = _database_url(address)
    try:
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
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
        reason = _first_line(error).replace(url.password or "***", "***")
        raise SourceError(_("The database cannot be read: {reason}").format(reason=reason)) from error


def _database_url(address: str) -> "sqlalchemy.URL":
    """The parsed address; SourceError where it is none, without repeating it: a password may stand anywhere in it."""
    import sqlalchemy

    try:
        url = sqlalchemy.make_url(address)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        url = None
    if url is None or "@" in (url.host or ""):
        raise SourceError(
            _("The address of the database is not valid. Write special characters of the password in code, %40 for @.")
        )
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database.removeprefix("file:")).exists():
        raise SourceError(_("The database cannot be read: {reason}").format(reason=_("there is no such file")))
    return url


def _of_frame(name: str, frame: pd.DataFrame) -> pa.Table:
    """A DataFrame as a table; a column of mixed values becomes text."""
    specs = TABLES[name].columns
    names = [str(column) for column in frame.columns]
    return pa.table([_of_series(frame.iloc[:, place], specs.get(column)) for place, column in enumerate(names)], names)


def _of_series(values: "pd.Series[Any]", column: Column | None) -> pa.Array:
    if values.dtype != object:
        return pa.array(values, from_pandas=True)
    return _of_values(values.where(values.notna(), None).tolist(), column)


def _of_rows(name: str, header: list[str], rows: Iterable[Any]) -> pa.Table:
    """Rows of Python values as a table: a column of one type keeps it, a mixed one becomes text."""
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    specs = TABLES[name].columns
    kept = [(column, values) for column, values in zip(header, columns, strict=True) if column]
    return pa.table([_of_values(values, specs.get(column)) for column, values in kept], [column for column, _ in kept])


def _of_values(values: Iterable[Any], column: Column | None) -> pa.Array:
    present = [None if value == "" else value for value in values]
    if column is None or not any(value is not None for value in present):
        return pa.nulls(len(present), pa.large_string())
    if datetime in set(map(type, present)):  # among days alone Arrow would drop the time of day
        present = [datetime.combine(value, time.min) if type(value) is date else value for value in present]
    try:
        return pa.array(present)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError):
        return pa.array([None if value is None else as_text(value) for value in present], pa.large_string())


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
