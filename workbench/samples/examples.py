"""The worked examples of the requirements, each a small ledger of its own (`examples.toml`)."""

from random import Random
from typing import Any

from .. import money
from .books import Books, Document, Line, Part, Party
from .data import read
from .identifiers import random_nrb
from .parties import PartyMaker


def examples() -> dict[str, Books]:
    """The books of every example by its id in the golden table; no chance of the seed is in them."""
    rng = Random("examples")
    maker = PartyMaker(rng)
    parties = {
        "sale": maker.role({"count": 1, "names": ["Odbiorca Przykładowy Sp. z o.o."]}, 1)[0],
        "purchase": maker.role({"count": 1, "names": ["Dostawca Przykładowy Sp. z o.o."]}, 2)[0],
    }
    own_account = random_nrb(rng)
    books: dict[str, Books] = {}
    for facts in read("examples.toml")["invoices"]:
        for example in facts["in"]:
            ledger = books.setdefault(example, Books(own_account))
            document = _document(facts, parties[facts["register"]])
            ledger.documents.append(document)
            if document.party not in ledger.parties:
                ledger.parties.append(document.party)
    return books


def _document(facts: dict[str, Any], party: Party) -> Document:
    return Document(
        document_id=facts["id"],
        register=facts["register"],
        issue_date=facts["issued"],
        sale_date=facts["issued"],
        party=party,
        lines=[Line(rate, money.parse(net)) for rate, net in facts["rates"].items()],
        parts=[_part(part) for part in facts["parts"]],
        supplier_number=f"FV/{facts['id']}" if facts["register"] == "purchase" else "",
    )


def _part(facts: dict[str, Any]) -> Part:
    part = Part(facts["due"], money.parse(facts["amount"]), payment_id=facts["id"])
    for paid in facts.get("paid", []):
        part.settle(paid["on"], money.parse(paid["amount"]))
    return part
