"""The `workbench` command: the same results as in a notebook, for the terminal and for scripts.

Exit codes: 0 done, 1 an error of the books or of the question (said without a traceback), 2 wrong usage.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from . import exports, i18n, relief
from .errors import LedgerError, WorkbenchError
from .i18n import _, ngettext
from .ledger import read_ledger
from .ledger.faults import describe
from .relief import listing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # files and pipes get UTF-8 everywhere, a terminal what it can show
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except WorkbenchError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (say `head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("workbench", description=_("Workbench for Polish accounting."))
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))

    check = commands.add_parser("check", help=_("read books and list what is wrong in them"))
    check.add_argument("ledger", help=_("folder of CSV or Parquet files, XLSX workbook or database URL"))
    check.set_defaults(run=_check)

    notice = commands.add_parser("relief", help=_("the bad-debt relief notice of a month"))
    notice.add_argument("ledger", help=_("folder of CSV or Parquet files, XLSX workbook or database URL"))
    notice.add_argument("--side", required=True, choices=("sale", "purchase"), help=_("side of the books"))
    notice.add_argument("--period", required=True, metavar="YYYY-MM", help=_("month of the notice"))
    notice.add_argument("--as-of", metavar="YYYY-MM-DD", help=_("day on which what is unpaid counts"))
    form = notice.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print JSON"))
    form.add_argument("--csv", action="store_true", help=_("print CSV"))
    form.add_argument("--xlsx", type=Path, metavar="FILE", help=_("write a workbook"))
    notice.set_defaults(run=_relief)
    return parser


def _check(options: argparse.Namespace) -> int:
    try:
        ledger = read_ledger(options.ledger)
    except LedgerError as error:
        print(error.args[0].splitlines()[0])
        _print_faults(error.faults)
        return 1
    counts = ", ".join(
        f"{name} {len(getattr(ledger, name))}" for name in ("parties", "documents", "vat_lines", "payments", "settlements")
    )
    print(_("{source}: the books are in order ({counts}).").format(source=ledger.source, counts=counts))
    if len(ledger.warnings):
        print(ngettext("{count} warning:", "{count} warnings:", len(ledger.warnings)).format(count=len(ledger.warnings)))
        _print_faults(ledger.warnings)
    return 0


def _print_faults(faults: pd.DataFrame) -> None:
    for fault in faults.itertuples(index=False):
        print(describe(fault))


def _relief(options: argparse.Namespace) -> int:
    notice = relief.notice(read_ledger(options.ledger), options.side, options.period, options.as_of)
    if options.json:
        print(json.dumps(listing.as_json(notice), ensure_ascii=False, indent=2))
    elif options.csv:
        print(exports.to_csv(listing.listing(notice), listing.AMOUNTS), end="")
    elif options.xlsx:
        _write(options.xlsx, listing.workbook(notice))
        print(_("Written: {file}").format(file=options.xlsx))
    else:
        _print_notice(notice)
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WorkbenchError(_("{file} cannot be written: {reason}").format(file=path, reason=error.strerror)) from error


def _print_notice(notice: relief.ReliefNotice) -> None:
    print(listing.heading(notice))
    shown, amounts = listing.titled(listing.listing(notice).drop(columns=["payment_id", "tax_id", "effective_due_date"]))
    _print_table(shown, amounts)
    print()
    totals = listing.totals_table(notice.totals)
    _print_table(totals, list(totals.columns[1:]))


def _print_table(frame: pd.DataFrame, amounts: Iterable[str]) -> None:
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
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


if __name__ == "__main__":
    sys.exit(main())
