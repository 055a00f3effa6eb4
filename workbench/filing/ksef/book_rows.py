"""The rows of the books' tables that KSeF invoices make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ... import money
from ...ledger import TABLES
from .lines import VatLines
from .payable import Part
from .sides import Row
from .values import ksef_day

_TABLES = ("parties", "documents", "vat_lines", "payments", "settlements", "party_accounts", "company")
_POSTCODE = re.compile(r"([0-9]{2}-[0-9]{3}) (.+)")
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Document:
    """One invoice on its way into the books: its document_id, the row of `tables.INVOICES` with the KSeF number and `vat_date`
    as far as they are known, the document it corrects, its lines and its payments (none while they are not known)."""

    id: str
    sale: bool
    row: Row
    corrects: str
    lines: VatLines
    parts: list[Part]


def tables_of(
    documents: Sequence[Document], accounts: Mapping[str, Sequence[Row]], own: str, company: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The tables of the books of `own`, their values as they would stand in files; `accounts` to pay to, by file; `company`:
    what is known of it besides the invoices, by column."""
    rows: Rows = {name: [] for name in _TABLES}
    parties: dict[str, dict[str, str]] = {}
    held: dict[tuple[str, str], dict[str, str]] = {}
    for one in sorted(documents, key=lambda one: one.row["issue_date"]):  # the newest name and address hold
        party = _party(one.row, "buyer" if one.sale else "seller")
        parties[party["party_id"]] = party
        me = _party(one.row, "seller" if one.sale else "buyer")
        rows["company"] = [{"tax_id": own} | {field: me[field] for field in ("name", "street", "postcode", "city")}]
        for account in accounts.get(one.row["file"], ()) if not one.sale else ():
            if not account["factor"]:
                held[party["party_id"], account["account"]] = {
                    "party_id": party["party_id"],
                    "account": account["account"],
                    "currency": one.row["currency"],
                    "bank_name": account["bank_name"],
                    "bic": account["bic"],
                }
    rows["parties"], rows["party_accounts"] = [*parties.values()], [*held.values()]
    rows["company"] = [{**row, **company, "tax_id": own} for row in rows["company"]]
    for one in documents:
        rows["documents"].append(_document_row(one))
        for number, (rate, net, vat, field) in enumerate(one.lines.lines, start=1):
            line = {"document_id": one.id, "line": str(number), "rate": rate, "jpk_field": field}
            rows["vat_lines"].append(line | {"net": _zloty(net), "vat": _zloty(vat)})
        _add_payments(rows, one, accounts.get(one.row["file"], ()))
    _set_off(rows, documents)
    return {name: _frame(name, rows[name]) for name in _TABLES}


def _party(row: Row, side: str) -> dict[str, str]:
    country, tax_id, name = row[f"{side}_country"], row[f"{side}_tax_id"], row[f"{side}_name"]
    street, city = row[f"{side}_street"], row[f"{side}_city"]
    place = _POSTCODE.fullmatch(city)
    number = tax_id if country == "PL" or not tax_id or tax_id.startswith(country) else country + tax_id
    party_id = number or "BRAK " + ", ".join(filter(None, (name, street, city)))
    return {
        "party_id": party_id,
        "name": name or number or "BRAK",
        "tax_id": number,
        "country": country,
        "vat_status": "active" if country == "PL" and tax_id else "inactive",
        "street": street,
        "postcode": place[1] if place else "",
        "city": place[2] if place else city,
    }


def _document_row(one: Document) -> dict[str, Any]:
    row = one.row
    return {
        "document_id": one.id,
        "register": "sale" if one.sale else "purchase",
        "number": row["number"],
        "foreign_number": "" if one.sale else row["number"],
        "issue_date": row["issue_date"],
        "sale_date": row["sale_date"] or row["issue_date"],
        "party_id": _party(row, "buyer" if one.sale else "seller")["party_id"],
        "transaction": one.lines.transaction,
        "in_vat_return": "true",
        "corrects": one.corrects,
        "cash_accounting": "true" if row["cash_accounting"] else "false",
        "currency": row["currency"],
        "fx_rate": one.lines.fx_rate,
        "ksef_number": row["ksef_number"],
        "vat_date": row["vat_date"],
        "received_date": "" if one.sale else ksef_day(row["ksef_number"]) or "",
        "jpk_type": "FP" if row["to_receipt"] and one.sale else "",
        "jpk_markers": row["markers"] if one.sale else "",
    }


def _add_payments(rows: Rows, one: Document, accounts: Sequence[Row]) -> None:
    taxed = one.row["split_payment"] and one.row["currency"] == "PLN"
    tax = sum(vat for _rate, _net, vat, _field in one.lines.lines) if taxed else 0
    amounts = [part.amount for part in one.parts]
    split = money.apportion(tax, amounts) if tax > 0 and amounts and min(amounts) > 0 else [0] * len(amounts)
    payee = accounts[0]["account"] if len(accounts) == 1 and not one.sale else ""
    for number, (part, vat) in enumerate(zip(one.parts, split, strict=True), start=1):
        payment = f"{one.id}/{number}"
        rows["payments"].append(
            {
                "payment_id": payment,
                "document_id": one.id,
                "direction": "in" if one.sale else "out",
                "due_date": part.due,
                "amount": _zloty(part.amount),
                "currency": one.row["currency"],
                "account": payee,
                "split_payment": "true" if one.row["split_payment"] else "false",
                "split_payment_vat": _zloty(vat),
            }
        )
        if part.settled:
            rows["settlements"].append(
                {"payment_id": payment, "date": part.settled, "amount": _zloty(part.amount), "source": part.source}
            )


def _set_off(rows: Rows, documents: Sequence[Document]) -> None:
    """Takes what corrections were set off for also from the invoices they correct, the part due last first."""
    by_id = {one.id: one for one in documents}
    open_parts = {one.id: [0 if part.settled else part.amount for part in one.parts] for one in documents}
    for one in documents:
        original = by_id.get(one.corrects)
        if original is None or original.row["currency"] != one.row["currency"]:
            continue
        for part in one.parts:
            left = -part.amount if part.amount < 0 and part.source == "offset" else 0
            unpaid = open_parts[original.id]
            for place in reversed(range(len(unpaid))):
                taken = min(left, max(unpaid[place], 0))
                if taken:
                    unpaid[place] -= taken
                    left -= taken
                    settled = {"date": part.settled, "amount": _zloty(taken), "source": "offset"}
                    rows["settlements"].append({"payment_id": f"{original.id}/{place + 1}"} | settled)


def _zloty(units: int) -> str:
    return money.to_text(units)


def _frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = list(TABLES[name].columns)
    return pd.DataFrame([[row.get(column, "") for column in columns] for row in rows], columns=columns, dtype=object)
