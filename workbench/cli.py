"""The `workbench` command: the same results as in a notebook, for the terminal and for scripts.

Exit codes: 0 done, 1 an error of the books or of the question (said without a traceback), 2 wrong usage.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from json import dumps
from pathlib import Path
from typing import Any

import pandas as pd

from . import costs, exports, i18n, relief
from .costs.exploring import listing as cost_listing
from .costs.exploring.cube import FIELDS
from .costs.posting.expressions import AMOUNT
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
    _add_forms(notice, run=_relief)

    _add_costs(commands.add_parser("costs", help=_("costs over projects, teams and branches")))
    return parser


def _add_costs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", help=_("folder of CSV or Parquet files, XLSX workbook or database URL"))
    questions = parser.add_subparsers(required=True, metavar=_("QUESTION"))

    cube = questions.add_parser("cube", help=_("sums over dimensions, months, accounts"))
    cube.add_argument(
        "--rows",
        required=True,
        nargs="+",
        metavar="FIELD",
        help=_("dimension, or one of: {fields}").format(fields=", ".join(FIELDS)),
    )
    cube.add_argument("--columns", nargs="+", default=[], metavar="FIELD", help=_("the field whose values are the columns"))
    _add_register(cube)
    cube.add_argument("--from", dest="from_", metavar="YYYY-MM", help=_("first month"))
    cube.add_argument("--to", metavar="YYYY-MM", help=_("last month"))
    cube.add_argument("--account", nargs="+", metavar="PREFIX", help=_("beginnings of account numbers"))
    _add_forms(cube, run=_cube)

    entries = questions.add_parser("postings", help=_("entries of the described documents by a posting scheme"))
    entries.add_argument("--account", required=True, metavar="EXPR", help=_("expression of the account"))
    entries.add_argument("--amount", default=AMOUNT, metavar="EXPR", help=_("expression of the amount"))
    entries.add_argument("--side", default="debit", choices=("debit", "credit"), help=_("side of the entries"))
    entries.add_argument("--type", nargs="+", default=[], metavar="TYPE", help=_("only these types of documents"))
    entries.add_argument("--no-new-accounts", action="store_true", help=_("accounts that do not exist are not created"))
    _add_forms(entries, run=_postings)

    findings = questions.add_parser("check", help=_("what is not described, or described wrongly, with suggestions"))
    _add_register(findings)
    _add_forms(findings, run=_findings)


def _add_register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--register", default="cost", choices=("cost", "revenue"), help=_("costs or revenues"))


def _add_forms(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """In which form the answer is given."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print JSON"))
    form.add_argument("--csv", action="store_true", help=_("print CSV"))
    form.add_argument("--xlsx", type=Path, metavar="FILE", help=_("write a workbook"))
    parser.set_defaults(run=run)


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
    return _answer(
        options,
        json=lambda: listing.as_json(notice),
        csv=lambda: exports.to_csv(listing.listing(notice), listing.AMOUNTS),
        xlsx=lambda: listing.workbook(notice),
        table=lambda: _print_notice(notice),
    )


def _cube(options: argparse.Namespace) -> int:
    cube = costs.cube(
        read_ledger(options.ledger),
        options.rows,
        options.columns,
        register=options.register,
        from_=options.from_,
        to=options.to,
        accounts=options.account,
    )
    flat = cube.flat()
    return _answer(
        options,
        json=lambda: cost_listing.cube_json(cube),
        csv=lambda: cost_listing.cube_csv(cube),
        xlsx=lambda: cost_listing.cube_workbook(cube),
        table=lambda: _print_table(flat, list(flat.columns)[len(cube.rows) :]),
    )


def _postings(options: argparse.Namespace) -> int:
    line = costs.SchemeLine(options.side, options.account, options.amount)
    scheme = costs.PostingScheme(options.account, (line,), tuple(options.type))
    postings = costs.postings(read_ledger(options.ledger), scheme, create_accounts=not options.no_new_accounts)
    tables = cost_listing.posting_tables(postings)
    return _answer(
        options,
        json=lambda: cost_listing.postings_json(postings),
        csv=lambda: exports.to_csv(postings.entries, cost_listing.AMOUNTS),
        xlsx=lambda: cost_listing.workbook(tables),
        table=lambda: _print_tables(tables),
    )


def _findings(options: argparse.Namespace) -> int:
    findings = costs.completeness(read_ledger(options.ledger), options.register)
    return _answer(
        options,
        json=lambda: cost_listing.records(findings),
        csv=lambda: exports.to_csv(findings, cost_listing.AMOUNTS),
        xlsx=lambda: cost_listing.workbook({_("Completeness"): cost_listing.finding_table(findings, explained=True)}),
        table=lambda: _print_tables({_("Completeness"): cost_listing.finding_table(findings)}),
    )


def _answer(
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
        _write(options.xlsx, xlsx())
        print(_("Written: {file}").format(file=options.xlsx))
    else:
        table()
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


def _print_tables(tables: Mapping[str, pd.DataFrame]) -> None:
    """Tables below one another, each with its title and the number of its rows."""
    for number, (title, frame) in enumerate(tables.items()):
        print("\n" * bool(number) + f"{title}: {len(frame)}")
        if len(frame):
            _print_table(*cost_listing.titled(frame))


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
