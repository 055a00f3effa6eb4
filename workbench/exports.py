"""Tables to take away: CSV and XLSX that are safe to open in a spreadsheet.

What came from files or users stays text: in CSV a value that a spreadsheet would run as a formula gets an apostrophe before
it, in XLSX every text is written as text. Amounts are numbers with two decimals, dates are dates.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from . import money

_STARTS_A_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_RUNS = re.compile(rf"(^|[;\n])(?=[{_STARTS_A_FORMULA}])")
"""Where a formula could begin: at the start of a value, and behind what a spreadsheet set to another country (a Polish one
to semicolons) takes for the end of a value."""
_EXACT_IN_A_CELL = 10**15 - 1
"""Grosze above it are written as text: a spreadsheet shows and keeps 15 digits of a number."""
_LONGEST_IN_A_CELL = 32_767
"""Characters: a cell holds no more."""


def to_csv(frame: pd.DataFrame, amounts: Sequence[str] = ()) -> str:
    """The table as CSV text with a header; the columns `amounts` hold grosze and are written as 1234.56."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_plain(name) for name in frame.columns])
    for row in frame.itertuples(index=False):
        writer.writerow(
            [money.to_text(value) if name in amounts else _plain(value) for name, value in zip(frame.columns, row, strict=True)]
        )
    return out.getvalue()


def records(frame: pd.DataFrame, amounts: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows as values for JSON: grosze of the columns `amounts` as "1234.56", days in ISO form, None for what is missing."""
    columns = {
        str(name): [
            money.to_text(value) if name in amounts and not pd.isna(value) else _json_value(value)
            for value in frame[name].tolist()
        ]
        for name in frame.columns
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def to_xlsx(sheets: Mapping[str, pd.DataFrame], amounts: Sequence[str] = ()) -> bytes:
    """A workbook with one sheet a table: header frozen and filterable, columns as wide as their content."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        amount, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for title, frame in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))
            for column, name in enumerate(frame.columns):
                sheet.write_string(0, column, str(name), bold)
                for row, value in enumerate(frame[name].tolist(), start=1):
                    if name in amounts:
                        _write_amount(sheet, row, column, value, amount)
                    elif isinstance(value, date) and not pd.isna(value):
                        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
                    elif isinstance(value, int) and not isinstance(value, bool):
                        sheet.write_number(row, column, value)
                    else:
                        sheet.write_string(row, column, _cell(value))
            sheet.autofit()
    return out.getvalue()


def _write_amount(sheet: Any, row: int, column: int, grosze: int, form: Any) -> None:
    if abs(grosze) <= _EXACT_IN_A_CELL:
        sheet.write_number(row, column, grosze / money.ZLOTY, form)
    else:
        sheet.write_string(row, column, money.to_text(grosze))


def _json_value(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, datetime) and not value.tzinfo and value == datetime(value.year, value.month, value.day):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if not isinstance(value, str):
        return str(value)
    text = value.replace("\r\n", "\n").replace("\r", "\n")  # the csv module leaves a lone \r without quotes
    return _RUNS.sub(r"\1'", text)


def _cell(value: Any) -> str:
    text = "" if pd.isna(value) else str(value)
    return text if len(text) <= _LONGEST_IN_A_CELL else text[: _LONGEST_IN_A_CELL - 1] + "…"
