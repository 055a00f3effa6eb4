"""The hand-written invoices around the switches of the law (`cases.toml`)."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from .. import money
from .books import Document, Line, Part, Party, supplier_number
from .credit_notes import credit_note
from .data import read
from .parties import PartyMaker

FACTS = read("cases.toml")
OPTIONS = ("transaction", "in_vat_return", "cash_accounting", "relief_proof")


def case_parties(seed: int) -> dict[str, Party]:
    """The counterparties of the cases, by role, the same for every client of the office."""
    maker = PartyMaker(Random(f"{seed}/cases"))
    return {
        role: replace(maker.role({"count": 1} | facts, 0)[0], party_id=role.upper()) for role, facts in FACTS["parties"].items()
    }


def case_documents(rng: Random, client: str, parties: dict[str, Party]) -> list[Document]:
    """All cases of a client, their credit notes included; `parties` are those of `case_parties`."""
    documents = []
    for case in FACTS["cases"]:
        if client in case["clients"]:
            for register in case["registers"]:
                documents += _documents(rng, case, register, parties[case["party"]])
    return documents


def _documents(rng: Random, case: dict[str, Any], register: str, party: Party) -> list[Document]:
    invoice = Document(
        register=register,
        issue_date=case["issued"],
        sale_date=case["issued"],
        party=party,
        lines=_lines(case["rates"], case.get("deductible", "yes")),
        parts=[],
        category="SPORNE",
        supplier_number=supplier_number(rng, party, case["issued"]) if register == "purchase" else "",
        **{option: case[option] for option in OPTIONS if option in case},
    )
    amounts = money.apportion(invoice.gross, [1] * len(case["due"]))
    invoice.parts = [Part(due, amount) for due, amount in zip(case["due"], amounts, strict=True)]
    for paid in case.get("paid", []):
        invoice.parts[paid["part"] - 1].settle(paid["on"], money.parse(paid["amount"]), paid.get("by", "bank"))
    if "credit" not in case:
        return [invoice]
    return [invoice, _credit(rng, invoice, **case["credit"])]


def _credit(rng: Random, invoice: Document, issued: date, rates: dict[str, str], offset: date | None = None) -> Document:
    note = credit_note(rng, invoice, _lines(rates, "yes"), (issued - invoice.issue_date).days)
    if offset:
        note.parts[0].settle(offset, note.gross, "offset")
        invoice.parts[0].settle(offset, -note.gross, "offset")
    return note


def _lines(rates: dict[str, str], deductible: str) -> list[Line]:
    return [Line(rate, money.parse(net), deductible=deductible) for rate, net in rates.items()]
