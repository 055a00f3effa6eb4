"""Reading whole ledgers, checked, against a bare read of the same files."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import xlsxwriter
from python_calamine import CalamineWorkbook

import workbench

from . import books
from .measure import peak_mb, ratio

REPEATS = 5


def run(size: int) -> list[dict[str, Any]]:
    """CSV and Parquet against pyarrow, XLSX (a tenth of the size) against calamine."""
    made = books.tables(size)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for form, bare in (("csv", pyarrow.csv.read_csv), ("parquet", pyarrow.parquet.read_table)):
            place = Path(folder) / form
            books.write(made, place, form)
            files = sorted(place.iterdir())
            figures.append(
                _figure(f"read {size:,} documents of {form}, to pyarrow", place, lambda f=files, b=bare: [*map(b, f)], 3)
            )
        book = Path(folder) / "books.xlsx"
        _write_workbook(books.tables(max(size // 20, 1)), book)
        figures.append(_figure(f"read {size // 20:,} documents of xlsx, to calamine", book, lambda: _bare_workbook(book), 2))
    return figures


def _figure(name: str, source: Path, bare: Any, bar: float) -> dict[str, Any]:
    measured = ratio(lambda: workbench.read_ledger(source), bare, REPEATS)
    return {"name": name, "ratio": measured, "bar": bar, "peak_mb": peak_mb()}


def _bare_workbook(path: Path) -> list[Any]:
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _write_workbook(made: dict[str, Any], path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, table in made.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, table.column_names)
            for row, values in enumerate(table.to_pylist(), start=1):
                sheet.write_row(row, 0, list(values.values()))
