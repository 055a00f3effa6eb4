"""`workbench ksef`: KSeF invoices read, what they do not say asked for; and compared with the books."""

import argparse
import sys
from collections.abc import Callable, Mapping
from json import dumps
from pathlib import Path
from typing import Any

import pandas as pd

from .. import exports, money
from ..errors import FilingError
from ..filing.ksef import InvoiceComparison, Invoices, KsefBooks, company_beside, compare, comparing, ledger_of, read_invoices
from ..filing.ksef.tables import LAYOUT
from ..i18n import N_, _
from ..store.company import company_of
from .forms import add_ledger, print_table
from .relief_question import add_store
from .remembered import books_of, client_of, opened

AMOUNTS = ("total", "charges", "deductions", "to_pay", "net", "vat", "net_pln", "vat_pln", "amount")
"""Columns of the tables of invoices that hold minor units."""
SIDES = ("file", "books")
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
    _add_invoices(read, _read)
    read.add_argument("--nip", metavar="NIP", help=_("whose books they are (by default whoever is on all invoices)"))
    compared = words.add_parser("compare", help=_("the invoices beside the books, document by document"))
    _add_invoices(compared, _compare)
    add_ledger(compared)
    add_store(compared)


def _add_invoices(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("folder", type=Path, help=_("folder, ZIP archive or XML file of KSeF invoices"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.set_defaults(run=run)


def _read(options: argparse.Namespace) -> int:
    invoices = read_invoices(options.folder)
    books = _books(invoices, options)
    if options.json:
        print(dumps(_json(invoices, books), ensure_ascii=False, indent=2))
    else:
        _print(invoices, books)
    return int(not len(invoices.invoices))


def _compare(options: argparse.Namespace) -> int:
    books, invoices = books_of(options), read_invoices(options.folder)
    with opened(options.store, make=False) as kept:
        answers = None if kept is None else kept.filing.record_of(client_of(books)).answers
    tax_id = options.nip or company_of(books)["tax_id"] or None
    found = compare(ledger_of(invoices, tax_id, answers), books)
    if options.json:
        differences = found.differences.assign(**{side: [_plain(one) for one in found.differences[side]] for side in SIDES})
        counts = {"invoices": found.invoices, "same": found.same}
        told = counts | {"differences": exports.records(differences), "faults": exports.records(invoices.faults)}
        print(dumps(told, ensure_ascii=False, indent=2))
    else:
        _print_differences(found, invoices.faults)
    return 0


def _plain(value: int | str) -> str:
    return value if isinstance(value, str) else money.to_text(value)


def _print_differences(found: InvoiceComparison, faults: pd.DataFrame) -> None:
    print(comparing.counted(found))
    rows = found.differences
    if len(rows):
        shown = {
            _("Difference"): [_(comparing.CHANGES[change]) for change in rows["change"]],
            _("Register"): [_(comparing.REGISTERS[register]) for register in rows["register"]],
            _("Document"): rows["document"],
            _("Counterparty"): rows["name"],
            _("Field"): [comparing.told(*of) for of in zip(rows["field"], rows["rate"], strict=True)],
            _("In the invoice"): rows["file"].map(comparing.value),
            _("In the books"): rows["books"].map(comparing.value),
        }
        print_table(pd.DataFrame(shown), ())
    if len(faults):
        title = _("Cannot be read")
        print(f"\n{title}: {len(faults)}")
        print_table(_titled(faults, FAULT_TITLES), ())


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
