"""The worked examples of collective transfers, each a small ledger with a bank register (`transfer_examples.toml`)."""

from random import Random
from typing import Any

from .. import money
from .banking import MAIN, bank_tables
from .books import Books, Document, Line, Part, Party, Row
from .data import read
from .identifiers import random_nip, random_nrb
from .numbering import finish_parts
from .parties import PartyMaker, office_email


def transfer_examples() -> dict[str, Books]:
    """The books of every example by its name; no chance of the seed is in them."""
    rng = Random("transfer examples")
    company = PartyMaker(rng).role({"count": 1, "names": ["Firma Przykładowa Sp. z o.o."]}, 1)[0]
    return {name: _books(rng, facts, company) for name, facts in read("transfer_examples.toml").items()}


def _books(rng: Random, facts: dict[str, Any], company: Party) -> Books:
    """One supplier, its invoices and what the schedule says of their payments: day, texts, and the account where it is not
    the first of the supplier's `accounts`."""
    accounts = [random_nrb(rng) for _ in range(facts["accounts"])]
    about = facts["party"] | {
        "tax_id": random_nip(rng),
        "account": accounts[0],
        "email": office_email(facts["party"]["party_id"]),
    }
    party = Party(**about)
    books = Books(company.account, [party])
    for number, fact in enumerate(facts["invoices"], 1):
        document = _document(number, fact, party)
        books.documents.append(document)
        (part,) = document.parts
        texts = fact.get("texts", [f"Zapłata za {fact['number']}"])
        said: Row = {"account": accounts[fact.get("account", 0)], "execution_date": part.due_date}
        books.schedule[part.payment_id] = said | {f"text{line}": text for line, text in enumerate(texts, 1)}
    register: Row = {"register": MAIN, "name": "Rachunek bieżący", "bank": facts["bank"]["bank"], "account": company.account}
    books.tables = bank_tables(company, "", [facts["bank"]], [register])
    books.tables["party_accounts"] = [
        {"party_id": party.party_id, "account": account, "currency": "PLN", "preferred": account == party.account}
        for account in accounts
    ]
    return books


def _document(number: int, fact: dict[str, Any], party: Party) -> Document:
    line = Line("23", money.parse(fact["net"]), "services")
    document = Document(
        document_id=f"FZ/{number}/{fact['issued'].year}",
        register="purchase",
        issue_date=fact["issued"],
        sale_date=fact["issued"],
        party=party,
        lines=[line],
        parts=[Part(fact["due"], line.net + line.vat)],
        supplier_number=fact["number"],
    )
    finish_parts(document)
    return document
