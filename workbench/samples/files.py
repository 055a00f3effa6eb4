"""Books written as CSV in the ledger's own format: UTF-8, comma, header, LF, ISO dates, two decimals, true/false."""

import csv
from collections import Counter
from pathlib import Path

from .. import money
from ..ledger.column_types import Column
from ..ledger.schema import TABLES
from .books import Books, Document, Line, Part, Party, Record, Row, Value

NEEDED_ONLY = {("documents", "type"), ("documents", "status"), ("documents", "locked"), ("vat_lines", "account")}
NEEDED_ONLY |= {("categories", f"text{line}") for line in (1, 2, 3, 4)}
NEEDED_ONLY |= {(table, "entered_on") for table in ("documents", "payments", "settlements")}
NEEDED_ONLY |= {("documents", name) for name in ("vat_date", "received_date", "jpk_type", "jpk_markers", "ksef_marker")}
NEEDED_ONLY |= {("vat_lines", "jpk_field")}
NEEDED_ONLY |= {("company", name) for name in ("phone", "tax_office", "first_name", "last_name", "birth_date", "vat_period")}
"""Columns that are left out of books with nothing but the default in them."""


def write_ledger(folder: Path, books: Books) -> None:
    """Writes one CSV file for each table of the ledger into `folder`, which is made where it is missing; an optional table
    without rows is not written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _tables(books).items():
        if TABLES[name].optional and not rows:
            continue
        columns = TABLES[name].columns
        written = {column: of for column, of in columns.items() if _is_written(name, column, of, rows)}
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(written)
            writer.writerows([_cell(row.get(column), of) for column, of in written.items()] for row in rows)


def _is_written(table: str, name: str, column: Column, rows: list[Row]) -> bool:
    return (table, name) not in NEEDED_ONLY or any(_cell(row.get(name), column) not in ("", column.default) for row in rows)


def _cell(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if column.type == "amount":
        return money.to_text(int(str(value)))
    if column.type == "bool":
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
        "payments": _scheduled(books),
        "settlements": [row for document in documents for part in document.parts for row in _settlements(part)] + books.paid,
        "records": [_record(record) for record in books.records],
        "record_lines": [row for record in books.records for row in _record_lines(record)],
    } | books.tables


def _party(party: Party) -> Row:
    return dict(vars(party))


def _document(document: Document) -> Row:
    return vars(document) | {
        "number": document.document_id,
        "foreign_number": document.supplier_number,
        "party_id": document.party.party_id,
        "corrects": document.corrects.document_id if document.corrects else None,
    }


def _vat_line(document: Document, number: int, line: Line) -> Row:
    return vars(line) | {"document_id": document.document_id, "line": number, "vat": line.vat}


def _scheduled(books: Books) -> list[Row]:
    """The payments of the documents, each with what the schedule says of it, then those typed into the schedule."""
    of_documents = [row for document in books.documents for row in _payments(document, books.account)]
    known = {row["payment_id"] for row in of_documents}
    typed = [row for payment_id, row in books.schedule.items() if payment_id not in known]
    return [row | books.schedule.get(str(row["payment_id"]), {}) for row in of_documents] + typed


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
            "not_subject": document.status != "ordinary",
        }
        for part, part_vat in zip(document.parts, vat, strict=True)
    ]


def _bank_register(document: Document, part: Part) -> str:
    if any(settlement.source == "cash" for settlement in part.settlements):
        return "KASA"
    return "BANK" if document.currency == "PLN" else document.currency


def _settlements(part: Part) -> list[Row]:
    return [vars(settlement) | {"payment_id": part.payment_id} for settlement in part.settlements]


def _record(record: Record) -> Row:
    return vars(record) | {
        "number": record.document_id,
        "amount": record.amount,
        "party_id": record.party.party_id if record.party else None,
        "status": "ordinary",
    }


def _record_lines(record: Record) -> list[Row]:
    """The lines numbered within their kind."""
    numbers: Counter[str] = Counter()
    rows: list[Row] = []
    for line in record.lines:
        numbers[line.kind] += 1
        rows.append(vars(line) | {"document_id": record.document_id, "line": numbers[line.kind]})
    return rows
