"""Writing transfer files: pain.001 to sepaxml, Elixir-O in sorts of a million numbers; `performance.md` names the bars.

Both writers of pain.001 get the same SEPA transfers: name, IBAN, BIC, amount, text, no address, every payee another one. Ours
always checks the transfers before and the file after writing; "checked" adds the schema on both sides.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import sepaxml

from tests import transfer_files
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
ELIXIR = ("elixir", "elixir-bnp")


def run(size: int, repeats: int = REPEATS) -> list[dict[str, Any]]:
    """Each version of pain.001 unchecked and checked, to sepaxml; Elixir-O of two banks, in sorts."""
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
    for code in ELIXIR:
        job = partial(write_elixir, elixir_formats()[code], transfer_files.PAYER, domestic, references)
        bar = ELIXIR_SORTS * count / 10_000
        figures.append(_figure(f"Elixir-O, {count:,} transfers, {code}, in sorts", ratio(job, sort, repeats), bar))
    return figures


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
