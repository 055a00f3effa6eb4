"""In which form a command answers: JSON, CSV, a workbook, or tables for the terminal."""

import argparse
from collections.abc import Callable, Iterable
from json import dumps
from pathlib import Path
from typing import Any

import pandas as pd

from .. import i18n
from ..errors import WorkbenchError
from ..i18n import _, system_reason


def add_ledger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", help=_("folder of CSV or Parquet files, XLSX workbook, database URL, or KSeF invoices"))
    parser.add_argument("--nip", metavar="NIP", help=_("whose books KSeF invoices are (by default whoever is on all of them)"))


def add_forms(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """In which form the answer is given."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print JSON"))
    form.add_argument("--csv", action="store_true", help=_("print CSV"))
    form.add_argument("--xlsx", type=Path, metavar="FILE", help=_("write a workbook"))
    parser.set_defaults(run=run)


def answer(
    options: argparse.Namespace,
    *,
    json: Callable[[], Any],
    csv: Callable[[], str],
    xlsx: Callable[[], bytes],
    table: Callable[[], None],
) -> int:
    """Give the answer in the form that was asked for."""
    if options.json:
        print(dumps(json(), ensure_ascii=False, indent=2))
    elif options.csv:
        print(csv(), end="")
    elif options.xlsx:
        write_file(options.xlsx, xlsx())
        print(_("Written: {file}").format(file=options.xlsx))
    else:
        table()
    return 0


def write_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WorkbenchError(_("{file} cannot be written: {reason}").format(file=path, reason=system_reason(error))) from error


def print_table(frame: pd.DataFrame, amounts: Iterable[str]) -> None:
    """A table with aligned columns, amounts to the right."""
    amounts = set(amounts)
    cells = {
        str(name): [i18n.amount(value) if name in amounts else _cell(value) for value in frame[name]] for name in frame.columns
    }
    widths = {name: max(map(len, [name, *values])) for name, values in cells.items()}
    rows = [list(cells), *zip(*cells.values(), strict=True)]
    for row in rows:
        print(
            "  ".join(
                cell.rjust(width) if name in amounts else cell.ljust(width)
                for cell, (name, width) in zip(row, widths.items(), strict=True)
            ).rstrip()
        )


def _cell(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return i18n.day(value)
    text = "" if pd.isna(value) else str(value)
    return "".join(character if character.isprintable() or character == "\u00a0" else "\ufffd" for character in text)
