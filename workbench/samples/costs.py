"""The costs of the clients that describe them: steady costs and records, accounts, dimensions, keys and descriptions.

The facts are in `clients/*_costs.toml` (what happens) and `clients/*_cost_tables.toml` (accounts, dimensions, keys). All
chance is that of generators of their own, so that the rest of the books does not depend on what is added here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import groupby
from random import Random
from typing import Any, TypeVar

from .. import money
from ..days import Month
from ..ledger.schema import TABLES
from .books import Books, Document, Party, Record, Row
from .data import read
from .describing import ACCOUNT, Describing
from .descriptions import Facts, Flaw, of_issue, of_paper, of_purchases
from .numbering import finish_parts
from .parties import PartyMaker
from .streams import Paper, Stream
from .warehouse import goods_tables, issues

WITH_COSTS = ("budmar", "wektor")
FIRST_NUMBER = 101
"""Suppliers added here are numbered from K101 on."""
SERIES = {"cost_record": "EK", "internal_issue": "RW", "goods_issued": "WZ", "journal_voucher": "PK"}
INVOICES = "FK"

PLAIN_TABLES = ("accounts", "categories", "goods_groups", "dimensions", "elements")
"""Tables that stand in the facts as they are, rows as lists of values or as tables."""

AnyPaper = TypeVar("AnyPaper", Document, Record)
Papers = dict[tuple[str, Month], Paper]
"""The documents of the streams by name and month."""


def add_costs(seed: int, client: str, books: Books) -> None:
    """Adds the cost documents, records and tables of a client to its books."""
    facts = read(f"clients/{client}_costs.toml") | read(f"clients/{client}_cost_tables.toml")
    rng = Random(f"{seed}/{client}/costs")
    suppliers = _suppliers(rng, facts["suppliers"])
    streams = {fact["name"]: Stream(**fact) for fact in facts["streams"]}
    papers = {
        (name, month): paper for name, stream in streams.items() for month, paper in stream.papers(rng, suppliers).items()
    }
    flaws = {(flaw.stream, Month(flaw.month)): flaw for flaw in (Flaw(**fact) for fact in facts["flaws"])}
    for which, flaw in flaws.items():
        _set_status(papers[which], flaw.status)
    ruled = _ruled(facts["rules"], books.documents)
    goods = facts.get("goods", [])
    issued = issues(rng, facts["warehouse"], goods, _customers(books)) if goods else []
    books.parties += suppliers.values()
    _add(books, [*papers.values(), *issued], facts["locked_until"])
    describing = Describing(f"{seed}/{client}", facts)
    rows = of_purchases(rng, describing, ruled)
    rows |= {record.document_id: of_issue(describing, facts["warehouse"]["ways"], record) for record in issued}
    for (name, month), paper in papers.items():
        flaw = flaws.get((name, month), Flaw(name, str(month)))
        rows[paper.document_id] = of_paper(describing, streams[name], paper, flaw)
    in_order: list[Paper] = [*books.documents, *books.records]
    books.tables = {
        **{name: _plain_rows(name, facts.get(name, [])) for name in PLAIN_TABLES},
        **goods_tables(goods),
        "additional_amounts": _additional_amounts(streams, papers),
        "descriptions": [row for paper in in_order for row in rows.get(paper.document_id, [])],
        "item_descriptions": [row for fact in facts["item_descriptions"] for row in _item_rows(describing, fact)],
        "keys": describing.key_rows(),
        "drivers": describing.driver_rows(),
    }


def _suppliers(rng: Random, facts: dict[str, Facts]) -> dict[str, Party]:
    maker = PartyMaker(rng)
    return {role: maker.role({"count": 1} | fact, FIRST_NUMBER + i)[0] for i, (role, fact) in enumerate(facts.items())}


def _customers(books: Books) -> list[Party]:
    """Those who bought something, in the order of the parties."""
    buyers = {document.party.party_id for document in books.documents if document.register == "sale"}
    return [party for party in books.parties if party.party_id in buyers]


def _set_status(paper: Paper, status: str) -> None:
    """An invoice with a status is one outside the VAT return that nobody has paid."""
    if isinstance(paper, Document) and status:
        paper.status, paper.in_vat_return = status, False
        for part in paper.parts:
            part.settlements.clear()


def _ruled(facts: list[Facts], documents: list[Document]) -> list[tuple[Document, Facts]]:
    """Every purchase with its rule (`[[rules]]`), by which its lines get their account and it a header category at once.

    It is the first one whose `category` is the document's and whose `supplier`, if it has one, is in the supplier's name.
    """
    ruled = []
    for document in documents:
        if document.register == "purchase":
            name, category = document.party.name, document.category
            rule = next(rule for rule in facts if rule["category"] == category and rule.get("supplier", "") in name)
            document.lines = [replace(line, account=rule["account"]) for line in document.lines]
            document.category = rule.get("header", category)
            ruled.append((document, rule))
    return ruled


def _add(books: Books, papers: list[Paper], locked_until: date) -> None:
    """Puts the papers among the documents and records by day, each with a number of its own series and year; the documents
    and records of closed years are locked."""
    books.records = sorted((paper for paper in papers if isinstance(paper, Record)), key=lambda record: record.date)
    for record, number in _numbered(books.records, lambda record: (SERIES[record.type], record.date.year)):
        record.document_id = number
        record.locked = record.date <= locked_until
    invoices = sorted((paper for paper in papers if isinstance(paper, Document)), key=lambda document: document.issue_date)
    for document, number in _numbered(invoices, lambda document: (INVOICES, document.issue_date.year)):
        document.document_id = number
        finish_parts(document)
    books.documents = sorted([*books.documents, *invoices], key=lambda document: (document.issue_date, document.register))
    for document in books.documents:
        document.locked = document.issue_date <= locked_until


def _numbered(papers: list[AnyPaper], series_and_year: Callable[[AnyPaper], tuple[str, int]]) -> list[tuple[AnyPaper, str]]:
    """Papers in order of day with their numbers, such as EK/12/2026."""
    groups = groupby(sorted(papers, key=series_and_year), key=series_and_year)
    return [(paper, f"{series}/{number}/{year}") for (series, year), group in groups for number, paper in enumerate(group, 1)]


def _additional_amounts(streams: dict[str, Stream], papers: Papers) -> list[Row]:
    rows: list[Row] = []
    for (name, _), paper in papers.items():
        if streams[name].additional:
            account, zloty = streams[name].additional
            rows.append({"document_id": paper.document_id, "line": 1, "account": account, "amount": zloty * money.ZLOTY})
    return rows


def _plain_rows(name: str, facts: list[Any]) -> list[Row]:
    """Facts of a table, which are lists of values in the order of its columns or tables, with what they leave out."""
    columns = TABLES[name].columns
    blank: Row = {column: False if of.type == "bool" else of.default for column, of in columns.items()}
    return [blank | (fact if isinstance(fact, dict) else dict(zip(columns, fact, strict=False))) for fact in facts]


def _item_rows(describing: Describing, fact: Facts) -> list[Row]:
    item = {"dictionary": fact["dictionary"], "item": fact["item"]}
    return [
        item | {"line": number, "elements": describing.spelled(short, fact.get("account", ACCOUNT)), "percent": percent}
        for number, (short, percent) in enumerate(fact["split"].items(), 1)
    ]
