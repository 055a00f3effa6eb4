"""The `workbench` command: the same results as in a notebook, for the terminal and for scripts.

Exit codes: 0 done, 1 an error of the books or of the question (said without a traceback), 2 wrong usage.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence

import pandas as pd

from ..errors import LedgerError, WorkbenchError
from ..i18n import _, ngettext
from ..ledger.faults import describe
from .costs_command import add_costs
from .forms import add_ledger
from .jpk_command import add_jpk
from .ksef_command import add_ksef
from .relief_command import add_relief, with_word
from .remembered import books_of
from .transfers_command import add_transfers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # files and pipes get UTF-8 everywhere, a terminal what it can show
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    options = _parser().parse_args(with_word(sys.argv[1:] if arguments is None else arguments))
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
    add_ledger(check)
    check.set_defaults(run=_check)

    add_relief(commands.add_parser("relief", help=_("the bad-debt relief: notices, their life, prints, the office")))
    add_costs(commands.add_parser("costs", help=_("costs over projects, teams and branches")))
    add_transfers(commands.add_parser("transfers", help=_("transfers for the bank: previewed, checked, exported")))
    add_jpk(commands.add_parser("jpk", help=_("JPK_V7 files: written, read, checked, compared with the books")))
    add_ksef(commands.add_parser("ksef", help=_("KSeF invoices: read, with what lacks in them")))
    return parser


def _check(options: argparse.Namespace) -> int:
    try:
        ledger = books_of(options)
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
