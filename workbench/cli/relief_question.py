"""What most words of `workbench relief` are asked about: the books of a client, a side, a month, and the store."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from ..i18n import _
from ..store.relief_desk import ReliefDesk
from .forms import add_ledger
from .remembered import books_of, client_of, opened


def add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        metavar="DB",
        help=_("file or PostgreSQL address of what is remembered (by default WORKBENCH_STORE, else office.liczydlo here)"),
    )


def add_question(parser: argparse.ArgumentParser) -> None:
    add_ledger(parser)
    parser.add_argument("--side", required=True, choices=("sale", "purchase"), help=_("side of the books"))
    parser.add_argument("--period", required=True, metavar="YYYY-MM", help=_("month of the notice"))
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", help=_("day on which what is unpaid counts"))
    add_store(parser)


@contextmanager
def asked(options: argparse.Namespace, *, keeps: bool = False) -> Iterator[ReliefDesk]:
    """The desk of the client whose books are named; `keeps`: the word changes what is remembered, so a store is made where
    there is none."""
    books = books_of(options)
    with opened(options.store, make=keeps) as kept:
        yield ReliefDesk.opened(kept, client_of(books), books, date.today())
