"""The descriptions of all cost documents of a client, flaws included that are there on purpose."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from .. import money
from .books import Document, Record, Row
from .describing import Describing, Position, Shares, Way, description_rows, latest
from .streams import Paper, Stream

Facts = dict[str, Any]


@dataclass(frozen=True)
class Flaw:
    """What is wrong, on purpose, with the description of a stream's document of one month.

    One of: `undescribed`; `split`, described by this instead; `without`, a dimension left out; `before`, the percent of the
    amount that was described before it changed; `status`, a document that cannot be described.
    """

    stream: str
    month: str
    undescribed: bool = False
    split: dict[str, str] | None = None
    without: str = ""
    before: int = 100
    status: str = ""


def of_paper(describing: Describing, stream: Stream, paper: Paper, flaw: Flaw) -> list[Row]:
    """The description of a stream's document."""
    if flaw.undescribed or flaw.status:
        return []
    day = paper.issue_date if isinstance(paper, Document) else paper.date
    way = latest(stream.ways, day)
    if flaw.split is not None:
        way = Way(split=flaw.split)
    shares = describing.shares(way, stream.name, day)
    if flaw.without:
        way, shares = Way(), _without(shares, flaw.without)
    amount = money.mul_div(paper.net if isinstance(paper, Document) else paper.amount, flaw.before, 100)
    whole = Position("debit", amount, stream.account, 1) if stream.opposite else Position("document", amount, stream.account)
    positions = [whole]
    if stream.additional:
        account, zloty = stream.additional
        positions.append(Position("additional", zloty * money.ZLOTY, account, 1))
    return description_rows(paper.document_id, positions, shares, way.key)


def of_purchases(rng: Random, describing: Describing, ruled: list[tuple[Document, Facts]]) -> dict[str, list[Row]]:
    """Those of everyday purchases, each with its rule: as a whole or, where there are several lines, every second one line by
    line. A credit note is described like its invoice."""
    found: dict[str, list[Row]] = {}
    shares_of: dict[str, tuple[Shares, str]] = {}
    for document, rule in ruled:
        if document.corrects:
            shares, key = shares_of[document.corrects.document_id]
        else:
            way = latest(rule["ways"], document.issue_date)
            chance = document.party.party_id if way.steady else document.document_id
            shares, key = describing.shares(way, chance, document.issue_date), way.key
        shares_of[document.document_id] = (shares, key)
        if len(document.lines) > 1 and rng.randrange(2):
            positions = [Position("line", line.net, line.account, number) for number, line in enumerate(document.lines, 1)]
        else:
            positions = [Position("document", document.net, document.lines[0].account)]
        found[document.document_id] = description_rows(document.document_id, positions, shares, key)
    return found


def of_issue(describing: Describing, ways: list[Facts], record: Record) -> list[Row]:
    """That of goods issued: internally line by line, to a customer by the purchase cost of the whole document."""
    shares = describing.shares(latest(ways, record.date), record.document_id, record.date)
    if record.type == "goods_issued":
        cost = sum(line.purchase_cost for line in record.lines)
        positions = [Position("document_cost", cost, record.lines[0].account)]
    else:
        positions = [Position("line", line.amount, line.account, number) for number, line in enumerate(record.lines, 1)]
    return description_rows(record.document_id, positions, shares)


def _without(shares: Shares, dimension: str) -> Shares:
    """The same with one dimension left out everywhere."""
    kept: Shares = {}
    for elements, percent in shares.items():
        rest = "; ".join(part for part in elements.split("; ") if not part.startswith(f"{dimension}="))
        kept[rest] = kept.get(rest, Decimal(0)) + percent
    return kept
