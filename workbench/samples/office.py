"""The accounting office: the books of its five clients, and the trade they have with each other."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from ..days import Month
from .banking import add_banking
from .books import MONTHS, Books, Document, Line, Part, Party
from .cases import case_documents, case_parties
from .costs import WITH_COSTS, add_costs
from .credit_notes import credit_notes
from .data import read
from .filing import add_filing
from .habits import ORDINARY, SLOW, pay
from .numbering import in_order
from .parties import PartyMaker
from .trade import Pace, deals, month_of_trade, random_net

CLIENTS = ("budmar", "kram", "wektor", "trakt", "klos")
SLOW_IN_TRADE = 6
"""One invoice in so many between clients is paid badly."""


def office(seed: int) -> dict[str, Books]:
    """The books of every client by its short name."""
    facts = {client: read(f"clients/{client}.toml") for client in CLIENTS}
    clients = _as_parties(seed, facts)
    documents: dict[str, list[Document]] = {client: [] for client in CLIENTS}
    links: list[tuple[Document, Document]] = []
    for trade in read("office.toml")["trades"]:
        pairs = _mutual_trade(Random(f"{seed}/{trade['seller']}-{trade['buyer']}"), trade, clients)
        documents[trade["seller"]] += [sale for sale, _ in pairs]
        documents[trade["buyer"]] += [purchase for _, purchase in pairs]
        links += pairs
    strangers = case_parties(seed)
    books = {
        client: _books(Random(f"{seed}/{client}"), client, facts[client], documents[client], clients, strangers)
        for client in CLIENTS
    }
    for sale, purchase in links:
        purchase.supplier_number = sale.document_id
    for client in WITH_COSTS:
        add_costs(seed, client, books[client])
    for client in CLIENTS:
        add_banking(seed, client, books[client], clients[client])
        add_filing(seed, client, books[client], clients[client])
    return books


def _as_parties(seed: int, facts: dict[str, dict[str, Any]]) -> dict[str, Party]:
    """The clients as they stand in each other's books."""
    maker = PartyMaker(Random(f"{seed}/office"))
    return {client: maker.role({"count": 1, "names": [facts[client]["name"]]}, 0)[0] for client in CLIENTS}


def _books(
    rng: Random,
    client: str,
    facts: dict[str, Any],
    mutual: list[Document],
    clients: dict[str, Party],
    strangers: dict[str, Party],
) -> Books:
    """One client's books: what it trades, the mutual trade it is given, its cases and its credit notes."""
    maker = PartyMaker(rng)
    roles: dict[str, list[Party]] = {}
    parties: list[Party] = []
    for role, group in facts["roles"].items():
        roles[role] = maker.role(group, len(parties) + 1)
        parties += roles[role]
    traded = _trade(rng, facts, roles)
    cases = case_documents(rng, client, strangers)
    met = {document.party.party_id: document.party for document in [*mutual, *cases]}
    documents = in_order(rng, [*traded, *credit_notes(rng, traded), *cases, *mutual])
    return Books(clients[client].account, parties + list(met.values()), documents)


def _trade(rng: Random, facts: dict[str, Any], roles: dict[str, list[Party]]) -> list[Document]:
    """The everyday invoices of all months; the client's own cash accounting may end within them."""
    documents = []
    for register, table in (("sale", "sales"), ("purchase", "purchases")):
        pace = Pace(register, facts[f"{table}_a_month"], facts[f"slow_{table}"])
        for month in MONTHS:
            documents += month_of_trade(rng, month, pace, deals(facts[table]), roles)
    until = facts.get("cash_accounting_until", date.min)
    for document in documents:
        document.cash_accounting |= document.register == "sale" and document.issue_date <= until
    return documents


def _mutual_trade(rng: Random, trade: dict[str, Any], clients: dict[str, Party]) -> list[tuple[Document, Document]]:
    """The same invoices as the seller and as the buyer keep them."""
    seller = replace(clients[trade["seller"]], party_id=trade["seller"].upper())
    buyer = replace(clients[trade["buyer"]], party_id=trade["buyer"].upper())
    pairs = []
    for month in MONTHS:
        for _ in range(trade["a_month"]):
            sale = _mutual_sale(rng, trade, buyer, month)
            as_purchase = {"register": "purchase", "party": seller, "category": trade["buyer_category"]}
            pairs.append((sale, replace(sale, parts=deepcopy(sale.parts), **as_purchase)))
    return pairs


def _mutual_sale(rng: Random, trade: dict[str, Any], buyer: Party, month: Month) -> Document:
    issued = month.first + timedelta(days=rng.randrange(28))
    line = Line("23", random_net(rng, trade["net"]), trade["kind"])
    sale = Document(
        register="sale",
        issue_date=issued,
        sale_date=issued,
        party=buyer,
        lines=[line],
        parts=[Part(issued + timedelta(days=rng.choice(trade["terms"])), line.net + line.vat)],
        category=trade["seller_category"],
    )
    pay(rng, sale, ORDINARY if rng.randrange(SLOW_IN_TRADE) else SLOW)
    return sale
