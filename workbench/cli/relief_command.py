"""`workbench relief`: the bad-debt relief notice of a month."""

import argparse

from .. import exports, relief
from ..i18n import _
from ..ledger import read_ledger
from ..relief import listing
from .forms import add_forms, add_ledger, answer, print_table


def add_relief(parser: argparse.ArgumentParser) -> None:
    add_ledger(parser)
    parser.add_argument("--side", required=True, choices=("sale", "purchase"), help=_("side of the books"))
    parser.add_argument("--period", required=True, metavar="YYYY-MM", help=_("month of the notice"))
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", help=_("day on which what is unpaid counts"))
    add_forms(parser, run=_relief)


def _relief(options: argparse.Namespace) -> int:
    notice = relief.notice(read_ledger(options.ledger), options.side, options.period, options.as_of)
    return answer(
        options,
        json=lambda: listing.as_json(notice),
        csv=lambda: exports.to_csv(listing.listing(notice), listing.AMOUNTS),
        xlsx=lambda: listing.workbook(notice),
        table=lambda: _print_notice(notice),
    )


def _print_notice(notice: relief.ReliefNotice) -> None:
    print(listing.heading(notice))
    shown, amounts = listing.titled(listing.listing(notice).drop(columns=["payment_id", "tax_id", "effective_due_date"]))
    print_table(shown, amounts)
    print()
    totals = listing.totals_table(notice.totals)
    print_table(totals, list(totals.columns[1:]))
