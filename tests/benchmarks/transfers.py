"""Transfers: writing pain.001 to sepaxml; Elixir-O, the preview and a file read back in sorts of a million numbers.
`performance.md` names the bars.

Both writers of pain.001 get the same SEPA transfers: name, IBAN, BIC, amount, text, no address, every payee another one. Ours
always checks the transfers before and the file after writing; "checked" adds the schema on both sides. The preview is that of
the books of the manual with every payment many times, to 1,500 accounts and with a text of its own.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import sepaxml

from tests import transfer_files
from workbench import read_ledger
from workbench.ledger import Ledger
from workbench.transfers import Choice, preview
from workbench.transfers.formats.elixir import elixir_formats
from workbench.transfers.formats.elixir_writer import write_elixir
from workbench.transfers.formats.iso import IsoFormat, iso_formats
from workbench.transfers.formats.iso_structure import validate
from workbench.transfers.formats.iso_writer import write_iso
from workbench.transfers.orders import Transfer

from .measure import REPEATS, peak_mb, ratio, sort_of_a_million

MADE = datetime(2026, 11, 24, 8, 0)
SCHEMAS = Path(sepaxml.__file__).parent / "schemas"
# 40,000 a CPU second are 0.25 s for 10,000 transfers, where a sort takes 13 ms
ELIXIR_SORTS = 19
# one second for 10,000 payments
SECOND_SORTS = 75
ACCOUNTS = 1_500
BOOKS = Path(__file__).parents[2] / "sample_data" / "examples" / "aloza"
CHOICES = {
    "single": Choice(date="today"),
    "collective": Choice(date="today", collective=True, all_lines=True),
    "divided": Choice(date="today", collective=True, all_lines=True, divide=True),
}
FILES = ("elixir", "elixir-bnp", "iso-domestic")


def run(size: int, repeats: int = REPEATS) -> list[dict[str, Any]]:
    """Each version of pain.001 unchecked and checked, to sepaxml; Elixir-O of every bank, previews and files, in sorts."""
    count = size // 100
    references = transfer_files.references(count)
    orders = _sepa(count)
    figures = []
    for version, code in (("03", "iso-sepa"), ("09", "iso-sepa-09")):
        ours = _ours(iso_formats()[code], orders, references)
        checked = partial(_checked, ours, SCHEMAS / f"pain.001.001.{version}.xsd")
        theirs = [_theirs(version, orders, references, validated=validated) for validated in (False, True)]
        name = f"pain.001.001.{version}, {count:,}"
        figures.append(_figure(f"{name} with our checks, to sepaxml unchecked", ratio(ours, theirs[0], repeats), 1 / 2))
        figures.append(_figure(f"{name} and the schema, to sepaxml checked", ratio(checked, theirs[1], repeats), 1 / 20))
    domestic = [_at_home(transfer) for transfer in orders]
    sort = sort_of_a_million()
    for code, format in elixir_formats().items():
        write = partial(write_elixir, format, transfer_files.PAYER, domestic, references)
        bar = ELIXIR_SORTS * count / 10_000
        figures.append(_figure(f"Elixir-O, {count:,} transfers, {code}, in sorts", ratio(write, sort, repeats), bar))
    bar = SECOND_SORTS * count / 10_000
    books = _books(count)
    for name, choice in CHOICES.items():
        gather = partial(preview, books, "BANK", choice, today=MADE.date())
        figures.append(_figure(f"preview of {count:,} payments, {name}, in sorts", ratio(gather, sort, repeats), bar))
    for code in FILES:
        batch = preview(books, "BANK", CHOICES["single"], today=MADE.date(), format=code)
        file = partial(batch.files[0].content, references, "LIC0000000001", MADE)
        figures.append(_figure(f"{code}, {count:,} transfers, read back, in sorts", ratio(file, sort, repeats), bar))
    return figures


def _books(count: int) -> Ledger:
    """The books of Aloza with each payment many times."""
    ledger = read_ledger(BOOKS)
    row = np.resize(np.arange(len(ledger.payments)), count)
    payments = ledger.payments.iloc[row].reset_index(drop=True)
    payments["payment_id"] = [f"P{number}" for number in range(count)]
    payments["account"] = [transfer_files.nrb("10901014", str(number % ACCOUNTS)) for number in range(count)]
    payments["text1"] = [f"Faktura 2026/11/{number:05}, zapłata" for number in range(count)]
    document, party = ledger.index.payment_document[row], ledger.index.payment_party[row]
    return replace(ledger, payments=payments, index=replace(ledger.index, payment_document=document, payment_party=party))


def _checked(ours: Callable[[], bytes], schema: Path) -> None:
    validate(ours(), schema)


def _at_home(transfer: Transfer) -> Transfer:
    payee = replace(transfer.payee, account=transfer.payee.account.removeprefix("PL"))
    return replace(transfer, kind="ordinary", currency="PLN", payee=payee)


def _sepa(count: int) -> list[Transfer]:
    plain = transfer_files.SEPA[1]
    payee = replace(plain.payee, street="", postcode="", city="", country="")
    return [
        replace(
            plain,
            payee=replace(
                payee, name=f"Łąkowa Hurtownia nr {number}", account=f"PL{transfer_files.nrb('10901014', str(number))}"
            ),
            payments=(f"P{number}",),
            amounts=(10_000 + number,),
            amount=10_000 + number,
            texts=(f"Faktura 2026/11/{number:05}, zapłata",),
        )
        for number in range(count)
    ]


def _ours(format: IsoFormat, orders: list[Transfer], references: list[str]) -> Callable[[], bytes]:
    return lambda: write_iso(format, transfer_files.EURO_PAYER, orders, references, message="LIC0000000001", created=MADE)


def _theirs(version: str, orders: list[Transfer], references: list[str], *, validated: bool) -> Callable[[], bytes]:
    payer = transfer_files.EURO_PAYER
    config = {"name": payer.name, "IBAN": f"PL{payer.account}", "BIC": payer.bic, "batch": True, "currency": "EUR"}
    payments = [
        {
            "name": order.payee.name,
            "IBAN": order.payee.account,
            "BIC": order.payee.bic,
            "amount": order.amount,
            "execution_date": order.date,
            "description": order.texts[0],
            "endtoend_id": reference,
        }
        for order, reference in zip(orders, references, strict=True)
    ]

    def write() -> bytes:
        transfer = sepaxml.SepaTransfer(dict(config), schema=f"pain.001.001.{version}", clean=True)
        for payment in payments:
            transfer.add_payment(dict(payment))  # it changes what it gets
        return transfer.export(validate=validated)

    return write


def _figure(name: str, measured: float, bar: float) -> dict[str, Any]:
    return {"name": name, "ratio": measured, "bar": bar, "peak_mb": peak_mb()}
