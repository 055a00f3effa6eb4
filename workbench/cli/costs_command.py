"""`workbench costs`: costs over projects, teams and branches."""

import argparse
from collections.abc import Mapping

import pandas as pd

from .. import costs, exports
from ..costs.exploring import listing as cost_listing
from ..costs.exploring.cube import FIELDS
from ..costs.posting.expressions import AMOUNT
from ..i18n import _
from .forms import add_forms, add_ledger, answer, print_table
from .remembered import books_of


def add_costs(parser: argparse.ArgumentParser) -> None:
    add_ledger(parser)
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
    add_forms(cube, run=_cube)

    entries = questions.add_parser("postings", help=_("entries of the described documents by a posting scheme"))
    entries.add_argument("--account", required=True, metavar="EXPR", help=_("expression of the account"))
    entries.add_argument("--amount", default=AMOUNT, metavar="EXPR", help=_("expression of the amount"))
    entries.add_argument("--side", default="debit", choices=("debit", "credit"), help=_("side of the entries"))
    entries.add_argument("--type", nargs="+", default=[], metavar="TYPE", help=_("only these types of documents"))
    entries.add_argument("--no-new-accounts", action="store_true", help=_("accounts that do not exist are not created"))
    add_forms(entries, run=_postings)

    findings = questions.add_parser("check", help=_("what is not described, or described wrongly, with suggestions"))
    _add_register(findings)
    add_forms(findings, run=_findings)


def _add_register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--register", default="cost", choices=("cost", "revenue"), help=_("costs or revenues"))


def _cube(options: argparse.Namespace) -> int:
    cube = costs.cube(
        books_of(options),
        options.rows,
        options.columns,
        register=options.register,
        from_=options.from_,
        to=options.to,
        accounts=options.account,
    )
    flat = cube.flat()
    return answer(
        options,
        json=lambda: cost_listing.cube_json(cube),
        csv=lambda: cost_listing.cube_csv(cube),
        xlsx=lambda: cost_listing.cube_workbook(cube),
        table=lambda: print_table(flat, list(flat.columns)[len(cube.rows) :]),
    )


def _postings(options: argparse.Namespace) -> int:
    line = costs.SchemeLine(options.side, options.account, options.amount)
    scheme = costs.PostingScheme(options.account, (line,), tuple(options.type))
    postings = costs.postings(books_of(options), scheme, create_accounts=not options.no_new_accounts)
    tables = cost_listing.posting_tables(postings)
    return answer(
        options,
        json=lambda: cost_listing.postings_json(postings),
        csv=lambda: exports.to_csv(postings.entries, cost_listing.AMOUNTS),
        xlsx=lambda: cost_listing.workbook(tables),
        table=lambda: print_tables(tables),
    )


def _findings(options: argparse.Namespace) -> int:
    findings = costs.completeness(books_of(options), options.register)
    return answer(
        options,
        json=lambda: cost_listing.records(findings),
        csv=lambda: exports.to_csv(findings, cost_listing.AMOUNTS),
        xlsx=lambda: cost_listing.workbook({_("Completeness"): cost_listing.finding_table(findings, explained=True)}),
        table=lambda: print_tables({_("Completeness"): cost_listing.finding_table(findings)}),
    )


def print_tables(tables: Mapping[str, pd.DataFrame]) -> None:
    """Tables below one another, each with its title and the number of its rows."""
    for number, (title, frame) in enumerate(tables.items()):
        print("\n" * bool(number) + f"{title}: {len(frame)}")
        if len(frame):
            print_table(*cost_listing.titled(frame))
