"""The store a command works with, and the name under which the client of its books is remembered."""

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from .. import read_ledger, store
from ..ledger import Ledger

STORE_VARIABLE = "WORKBENCH_STORE"
STORE = "office.liczydlo"
"""In the folder where the command is run, where neither an option nor the variable names another store."""


@contextmanager
def opened(where: str | None = None, *, make: bool) -> Iterator[store.Store | None]:
    """The store at an address, by default that of WORKBENCH_STORE or the file in this folder; None where it is not there and
    need not be made."""
    where = where or os.environ.get(STORE_VARIABLE) or STORE
    if not make and "://" not in where and not Path(where).exists():
        yield None
        return
    with store.open_store(where, getpass.getuser()) as kept:
        yield kept


def books_of(options: argparse.Namespace) -> Ledger:
    """The books a command is about; those of KSeF invoices with the answers that are remembered. Raises as `read_ledger`."""

    def answers() -> pd.DataFrame | None:
        with opened(getattr(options, "store", None), make=False) as kept:
            return None if kept is None else kept.filing.record_of(_name_of(options.ledger)).answers

    return read_ledger(options.ledger, options.nip, answers)


def client_of(books: Ledger) -> str:
    """The name of a client: of the folder or workbook of its books, as on the pages; of a database its address."""
    return _name_of(books.source)


def _name_of(source: str) -> str:
    return source if "://" in source else Path(source).resolve().name
