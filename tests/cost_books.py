"""Small books with descriptions of costs, written so that a case reads like the documents it is about.

>>> books = cost_books(bill("F1", "100.00"), described("F1", ("P=P1", "45", "45.00"), ("P=P2", "55", "55.00")))
>>> books["descriptions"][0]["elements"]
'P=P1'
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

import workbench
from tests.books import PARTIES, TABLES
from workbench.ledger import TABLES as EVERY_TABLE
from workbench.ledger import elements

Rows = dict[str, list[dict[str, str]]]


def bill(
    document_id: str,
    *lines: str | tuple[str, ...],
    day: str = "2026-01-15",
    party: str = "active",
    register: str = "purchase",
    **values: str,
) -> Rows:
    """A purchase invoice: each line its net, or (net, account) or (net, account, deductible); VAT at 23 %."""
    rows = []
    for number, line in enumerate(lines, 1):
        net, account, deductible = (*([line] if isinstance(line, str) else line), "", "")[:3]
        vat = (Decimal(net) * 23 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        row = {"document_id": document_id, "line": str(number), "rate": "23", "net": net, "vat": str(vat)}
        rows.append({**row, "account": account, "deductible": deductible or "yes"})
    dates = {"issue_date": day, "sale_date": day}
    head = {"document_id": document_id, "register": register, "number": document_id, "party_id": party, **dates}
    head |= {"transaction": "domestic", "in_vat_return": "true"}
    return {"documents": [head | values], "vat_lines": rows}


def record(document_id: str, amount: str, *, day: str = "2026-01-15", type: str = "cost_record", **values: str) -> Rows:
    """A document outside the VAT registers."""
    row = {"document_id": document_id, "type": type, "number": document_id, "date": day, "amount": amount}
    return {"records": [row | values]}


def described(document_id: str, *lines: tuple[str, str, str], position_line: int = 0, first: int = 1, key: str = "") -> Rows:
    """The description of a document, or of one of its lines: (elements, percent, value) each."""
    position = "line" if position_line else "document"
    head = {"document_id": document_id, "position": position, "position_line": str(position_line), "key": key}
    return {
        "descriptions": [
            {**head, "line": str(number), "elements": chosen, "percent": percent, "value": value}
            for number, (chosen, percent, value) in enumerate(lines, first)
        ]
    }


def key(name: str, shares: Mapping[str, str], valid_from: str = "2026-01-01", valid_to: str = "") -> Rows:
    """A version of an allocation key: percent by elements."""
    head = {"key": name, "valid_from": valid_from, "valid_to": valid_to}
    return {
        "keys": [
            {**head, "line": str(number), "elements": chosen, "percent": percent}
            for number, (chosen, percent) in enumerate(shares.items(), 1)
        ]
    }


def cost_books(*pieces: Rows) -> Rows:
    """The pieces put together, with the parties of `tests.books` and, where the pieces have none, every dimension and element
    that their descriptions and keys name."""
    books: Rows = {}
    for piece in pieces:
        for table, rows in piece.items():
            books[table] = books.get(table, []) + rows
    books.setdefault("parties", [{name: value or "" for name, value in row.items()} for row in PARTIES])
    if "dimensions" not in books:
        texts = [row["elements"] for name in ("descriptions", "keys", "item_descriptions") for row in books.get(name, [])]
        books |= dimensions_of(texts)
    return books


def dimensions_of(texts: Iterable[str]) -> Rows:
    """Descriptive dimensions with the elements that these texts name."""
    chosen = dict.fromkeys(pair for text in texts for pair in elements.parse(text).items())
    return {
        "dimensions": [{"dimension": name} for name in dict.fromkeys(dimension for dimension, _ in chosen)],
        "elements": [{"dimension": dimension, "element": element} for dimension, element in chosen],
    }


def cost_ledger(*pieces: Rows) -> workbench.Ledger:
    """The pieces as a ledger."""
    books = cost_books(*pieces)
    tables = {}
    for table in {*TABLES, *books}:
        rows = [{name: value or None for name, value in row.items()} for row in books.get(table, [])]
        names = list(dict.fromkeys(name for row in rows for name in row)) or list(EVERY_TABLE[table].columns)
        tables[table] = pd.DataFrame(rows, columns=names, dtype="str")
    return workbench.read_ledger(tables)
