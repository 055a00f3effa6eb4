"""`workbench transfers`: the batch of a bank register previewed, exported, and the log of what was exported."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from json import dumps
from pathlib import Path

import pandas as pd

from .. import exports, store
from ..i18n import _, ngettext
from ..store.desk import Desk
from ..transfers import Choice, Preview, listing
from ..transfers.white_list import FlatFileChecker, open_flat_file
from .forms import add_forms, add_ledger, answer, print_table
from .remembered import books_of, client_of, opened


def add_transfers(parser: argparse.ArgumentParser) -> None:
    questions = parser.add_subparsers(required=True, metavar=_("QUESTION"))

    preview = questions.add_parser("preview", help=_("which transfers would go, with which text, and what is wrong with them"))
    _add_options(preview)
    preview.add_argument("--json", action="store_true", help=_("print JSON"))
    preview.set_defaults(run=_preview)

    export = questions.add_parser("export", help=_("write the file for the bank and record the transfers as sent"))
    _add_options(export)
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the file to write"))
    export.add_argument("--append", action="store_true", help=_("append to the file"))
    export.add_argument(
        "--unlisted", action="store_true", help=_("pay also accounts that the white list does not have (your decision)")
    )
    export.set_defaults(run=_export)

    log = questions.add_parser("log", help=_("what was exported, when and by whom, and what went wrong"))
    add_forms(log, run=_log)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_ledger(parser)
    parser.add_argument("--register", required=True, help=_("bank register"))
    parser.add_argument(
        "--date", default="execution", metavar="execution|due|today|YYYY-MM-DD", help=_("the day of the transfers")
    )
    parser.add_argument("--collective", action="store_true", help=_("one transfer for the payments of a party"))
    parser.add_argument("--by-date", action="store_true", help=_("collective transfers apart by date"))
    parser.add_argument(
        "--all-lines", action="store_true", help=_("all lines of the bank descriptions, not only the first ones")
    )
    parser.add_argument("--divide", action="store_true", help=_("as many collective transfers as whole descriptions need"))
    parser.add_argument("--format", metavar="FORMAT", help=_("exchange format in place of the one on the bank's form"))
    parser.add_argument(
        "--white-list", type=Path, metavar="FILE", help=_("the day's flat file of the register of VAT payers (.json, .7z)")
    )


def _preview(options: argparse.Namespace) -> int:
    with opened(make=False) as kept:
        batch = _batch(options, kept)[1]
    if options.json:
        print(dumps(batch.as_json(), ensure_ascii=False, indent=2))
        return 0
    transfers, amounts = listing.transfer_table(batch)
    shown = transfers.drop(columns=[_("Payments"), _("Remarks")], errors="ignore")
    for title, table, of_table in (
        (_("Transfers"), shown, amounts),
        (_("Held payments"), *listing.held_table(batch)),
        (_("Sums"), *listing.totals_table(batch)),
    ):
        print(f"{title}: {len(table)}")
        if len(table):
            print_table(table, of_table)
        print()
    for number, found in enumerate(batch.findings, start=1):
        for finding in found:
            print(f"{number}. [{_(listing.SEVERITY_TITLES[finding.severity])}] {finding.message}")
    for refusal in batch.refused:
        print("\n".join(listing.refusal_lines(batch, refusal)))
    return 0


def _export(options: argparse.Namespace) -> int:
    with opened(make=True) as kept:
        desk, batch = _batch(options, kept)
        for transfer, found in zip(batch.transfers, batch.findings, strict=True):
            for finding in found:
                if finding.severity == "warning":
                    print(f"{', '.join(transfer.payments)}: {finding.message}", file=sys.stderr)
        made = desk.export(batch, options.out, append=options.append, unlisted=options.unlisted)
    for export in made:
        count = len(export.references)
        told = ngettext("{file}: {count} transfer.", "{file}: {count} transfers.", count)
        print(told.format(file=export.path, count=count))
    return 0


def _log(options: argparse.Namespace) -> int:
    with opened(make=True) as kept:
        assert kept is not None, "it is made where there is none"
        log = kept.transfers.log()
        orders = {export: kept.transfers.orders(export) for export in log["export"].dropna().unique()}
    table, amounts = listing.log_table(log)
    return answer(
        options,
        json=lambda: listing.log_json(log, orders),
        csv=lambda: exports.to_csv(table, amounts),
        xlsx=lambda: exports.to_xlsx({_("Log"): table}, amounts),
        table=lambda: _print_log(log, orders),
    )


def _print_log(log: pd.DataFrame, orders: Mapping[int, pd.DataFrame]) -> None:
    """The log, and below it the transfers of each export (T-078)."""
    print_table(*listing.log_table(log))
    files = dict(zip(log["export"], log["file"], strict=True))
    for export, of_export in orders.items():
        print("\n" + _("Export {number}: {file}").format(number=export, file=files[export]))
        print_table(*listing.order_table(of_export))


def _batch(options: argparse.Namespace, kept: store.Store | None) -> tuple[Desk, Preview]:
    """The batch that the options ask for, checked by the white list where a file of it is given."""
    choice = Choice(
        date=options.date,
        collective=options.collective,
        by_date=options.by_date,
        all_lines=options.all_lines,
        divide=options.divide,
    )
    books = books_of(options)
    desk = Desk.opened(kept, client_of(books), books, date.today())
    batch = desk.preview(options.register, choice, format=options.format)
    if options.white_list is not None:
        checker = FlatFileChecker(open_flat_file(options.white_list))
        desk = desk.check_white_list(batch, checker, datetime.now(UTC))
        batch = desk.preview(options.register, choice, format=options.format)
    return desk, batch
