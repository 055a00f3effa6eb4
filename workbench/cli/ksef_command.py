"""`workbench ksef`: KSeF invoices read, what they do not say asked for."""

import argparse
import sys
from collections.abc import Mapping
from json import dumps
from pathlib import Path
from typing import Any

import pandas as pd

from .. import exports
from ..errors import FilingError
from ..filing.ksef import Invoices, KsefBooks, company_beside, ledger_of, read_invoices
from ..filing.ksef.tables import LAYOUT
from ..i18n import N_, _
from .forms import print_table

AMOUNTS = ("total", "charges", "deductions", "to_pay", "net", "vat", "net_pln", "vat_pln", "amount")
"""Columns of the tables of invoices that hold minor units."""
TOTAL, TO_PAY = N_("Total"), N_("To pay")
TITLES = {
    "file": N_("File"),
    "number": N_("Number"),
    "issue_date": N_("Issued on"),
    "seller_tax_id": N_("NIP of the seller"),
    "buyer_tax_id": N_("NIP of the buyer"),
    "currency": N_("Currency"),
    "total": TOTAL,
    "to_pay": TO_PAY,
}
NEED_TITLES = {"number": N_("Number"), "text": N_("What is asked"), "offered": N_("Offered")}
FAULT_TITLES = {"file": N_("File"), "fault": N_("Fault"), "remedy": N_("Remedy")}


def add_ksef(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(required=True, metavar=_("WORD"))
    read = words.add_parser("read", help=_("the invoices of a folder or archive, what lacks in them, and what cannot be read"))
    read.add_argument("folder", type=Path, help=_("folder, ZIP archive or XML file of KSeF invoices"))
    read.add_argument("--nip", metavar="NIP", help=_("whose books they are (by default whoever is on all invoices)"))
    read.add_argument("--json", action="store_true", help=_("print JSON"))
    read.set_defaults(run=_read)


def _read(options: argparse.Namespace) -> int:
    invoices = read_invoices(options.folder)
    books = _books(invoices, options)
    if options.json:
        print(dumps(_json(invoices, books), ensure_ascii=False, indent=2))
    else:
        _print(invoices, books)
    return int(not len(invoices.invoices))


def _books(invoices: Invoices, options: argparse.Namespace) -> KsefBooks | None:
    """The books of a taxpayer; None, and why, where it is not clear whose they are and nobody said."""
    tax_id = options.nip
    if not len(invoices.invoices):
        return None
    try:
        return ledger_of(invoices, tax_id, company=company_beside(options.folder))
    except FilingError as error:
        if tax_id is not None:
            raise
        print(error, _("Give --nip to see what the books ask for."), sep="\n", file=sys.stderr)
        return None


def _json(invoices: Invoices, books: KsefBooks | None) -> dict[str, Any]:
    """Amounts as text with a decimal point, days in ISO form."""
    tables = {name: getattr(invoices, name) for name in LAYOUT}
    told = {name: exports.records(table, [of for of in table.columns if of in AMOUNTS]) for name, table in tables.items()}
    return told | {"needs": [] if books is None else exports.records(books.needs)}


def _print(invoices: Invoices, books: KsefBooks | None) -> None:
    tables = {_("Invoices"): _titled(invoices.invoices, TITLES)}
    if books is not None:
        tables[_("Needs input")] = _titled(books.needs, NEED_TITLES)
    tables[_("Cannot be read")] = _titled(invoices.faults, FAULT_TITLES)
    for title, table in tables.items():
        print(f"{title}: {len(table)}")
        if len(table):
            print_table(table, [_(title) for title in (TOTAL, TO_PAY)])
        print()


def _titled(table: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """These columns of a table with titles in the user's language."""
    return table[list(titles)].rename(columns={name: _(title) for name, title in titles.items()})
