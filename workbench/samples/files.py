"""Books written as CSV in the ledger's own format: UTF-8, comma, header, LF, ISO dates, two decimals, true/false."""

import csv
from datetime import date
from pathlib import Path

from .. import money
from ..ledger.schema import TABLES, Type
from .books import Books, Document, Line, Part, Party

Value = str | int | bool | date | None
Row = dict[str, Value]


def write_ledger(folder: Path, books: Books) -> None:
    """Writes one CSV file for each table of the ledger into `folder`, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _tables(books).items():
        types = {column: definition.type for column, definition in TABLES[name].columns.items()}
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(types)
            writer.writerows([_cell(row.get(column), kind) for column, kind in types.items()] for row in rows)


def _cell(value: Value, kind: Type) -> str:
    if value is None:
        return ""
    if kind == "amount":
        return money.to_text(int(str(value)))
    if kind == "bool":
        return "true" if value else "false"
    return str(value)


def _tables(books: Books) -> dict[str, list[Row]]:
    documents = books.documents
    return {
        "parties": [_party(party) for party in books.parties],
        "documents": [_document(document) for document in documents],
        "vat_lines": [
            _vat_line(document, number, line) for document in documents for number, line in enumerate(document.lines, 1)
        ],
        "payments": [row for document in documents for row in _payments(document, books.account)],
        "settlements": [row for document in documents for part in document.parts for row in _settlements(part)],
    }


def _party(party: Party) -> Row:
    return vars(party) | {"kind": "contractor"}


def _document(document: Document) -> Row:
    return vars(document) | {
        "number": document.document_id,
        "foreign_number": document.supplier_number,
        "party_id": document.party.party_id,
        "corrects": document.corrects.document_id if document.corrects else None,
    }


def _vat_line(document: Document, number: int, line: Line) -> Row:
    return vars(line) | {"document_id": document.document_id, "line": number, "vat": line.vat}


def _payments(document: Document, own_account: str) -> list[Row]:
    """The document's parts; the VAT of a split payment is spread over them like the gross."""
    vat: list[int | None] = [None] * len(document.parts)
    if document.split_payment:
        vat = [*money.apportion(document.vat, [part.amount for part in document.parts])]
    sale = document.register == "sale"
    account = own_account if sale else document.party.account
    number = document.document_id if sale else document.supplier_number
    return [
        {
            "payment_id": part.payment_id,
            "document_id": document.document_id,
            "direction": "in" if sale else "out",
            "due_date": part.due_date,
            "amount": part.amount,
            "party_id": document.party.party_id,
            "document_number": number,
            "document_date": document.issue_date,
            "execution_date": None if part.unpaid else part.settlements[-1].date,
            "currency": document.currency,
            "state": "approved" if part.unpaid else "executed",
            "bank_register": _bank_register(document, part),
            "account": account,
            "kind": "ordinary",
            "split_payment": document.split_payment,
            "split_payment_vat": part_vat,
            "sepa": not sale and document.currency == "EUR" and account.startswith("DE"),
            "priority": "normal",
            "text1": None if sale else f"Zapłata za {number}",
            "category": document.category,
            "not_subject": False,
        }
        for part, part_vat in zip(document.parts, vat, strict=True)
    ]


def _bank_register(document: Document, part: Part) -> str:
    if any(settlement.source == "cash" for settlement in part.settlements):
        return "KASA"
    return "BANK" if document.currency == "PLN" else document.currency


def _settlements(part: Part) -> list[Row]:
    return [vars(settlement) | {"payment_id": part.payment_id} for settlement in part.settlements]
