"""Small books for the tests of the relief, written so that a case reads like the invoice it is about.

``Books`` maps a table's name to its rows; values are the texts a CSV file would hold ("1230.00", "2020-01-28",
"true"). The oracle reads books directly; the engine reads them through :func:`ledger_of`.

>>> invoices = books(sale("FS/1", issued="2020-01-01", due="2020-01-28", lines=[("23", "1000.00")]))
>>> invoices["payments"][0]["amount"]
'1230.00'
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas

import workbench

Books = dict[str, list[dict[str, str | None]]]
Paid = Sequence[tuple[str, str]]
"""Settlements of one payment part: (date, amount)."""

TABLES = {
    "parties": ("party_id", "name", "tax_id", "vat_status"),
    "documents": (
        "document_id", "register", "number", "issue_date", "sale_date", "party_id", "transaction", "in_vat_return",
        "cash_accounting", "currency", "fx_rate", "corrects", "relief_proof",
    ),
    "vat_lines": ("document_id", "line", "rate", "net", "vat", "deductible"),
    "payments": ("payment_id", "document_id", "direction", "due_date", "amount", "currency"),
    "settlements": ("payment_id", "date", "amount"),
}  # fmt: skip
PARTIES: list[dict[str, str | None]] = [
    {"party_id": "active", "name": "Kwiaciarnia Pod Lipą", "tax_id": "1234563218", "vat_status": "active"},
    {"party_id": "inactive", "name": "Jan Próbny", "tax_id": "1234563218", "vat_status": "inactive"},
]


def decimal_text(grosze: int) -> str:
    """Grosze as a CSV file writes them: -123456 -> "-1234.56"."""
    sign = "-" if grosze < 0 else ""
    return f"{sign}{abs(grosze) // 100}.{abs(grosze) % 100:02d}"


def vat_line(rate: str, net: str, vat: str | None = None, deductible: str = "yes") -> dict[str, str | None]:
    """One VAT line; without ``vat`` the tax is the rate's part of the net amount, rounded to the grosz."""
    if vat is None:
        percent = Decimal(rate) if rate.isdigit() else Decimal(0)
        vat = str((Decimal(net) * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return {"rate": rate, "net": net, "vat": vat, "deductible": deductible}


def document(
    document_id: str,
    register: str,
    *,
    issued: str,
    lines: Sequence[tuple[str, ...]],
    due: str | None = None,
    paid: Paid = (),
    parts: Sequence[tuple[Any, ...]] = (),
    party: str = "active",
    transaction: str = "domestic",
    in_vat_return: str = "true",
    cash_accounting: str = "false",
    currency: str = "PLN",
    fx_rate: str = "1",
    corrects: str | None = None,
    relief_proof: str | None = None,
) -> Books:
    """A document with its VAT lines, payment parts and settlements.

    ``lines`` are the arguments of :func:`vat_line`. Either ``due`` (one part of the whole gross amount, settled by
    ``paid``) or ``parts`` is given: (due date, amount) or (due date, amount, paid). Part ``n`` has the payment_id
    ``<document_id>/n``.
    """
    vat_lines = [{"document_id": document_id, "line": str(number), **vat_line(*line)} for number, line in enumerate(lines, 1)]
    if due is not None:
        gross = sum(Decimal(str(line["net"])) + Decimal(str(line["vat"])) for line in vat_lines)
        parts = [(due, f"{gross:.2f}", paid)]
    result: Books = {
        "documents": [
            {
                "document_id": document_id,
                "register": register,
                "number": document_id,
                "issue_date": issued,
                "sale_date": issued,
                "party_id": party,
                "transaction": transaction,
                "in_vat_return": in_vat_return,
                "cash_accounting": cash_accounting,
                "currency": currency,
                "fx_rate": fx_rate,
                "corrects": corrects,
                "relief_proof": relief_proof,
            }
        ],
        "vat_lines": vat_lines,
        "payments": [],
        "settlements": [],
    }
    for number, (part_due, amount, *part_paid) in enumerate(parts, 1):
        payment_id = f"{document_id}/{number}"
        result["payments"].append(
            {
                "payment_id": payment_id,
                "document_id": document_id,
                "direction": "in" if register == "sale" else "out",
                "due_date": part_due,
                "amount": amount,
                "currency": currency,
            }
        )
        for day, settled in part_paid[0] if part_paid else ():
            result["settlements"].append({"payment_id": payment_id, "date": day, "amount": settled})
    return result


def sale(document_id: str, **values: Any) -> Books:
    """A sales invoice; values as in :func:`document`."""
    return document(document_id, "sale", **values)


def purchase(document_id: str, **values: Any) -> Books:
    """A purchase invoice; values as in :func:`document`."""
    return document(document_id, "purchase", **values)


def books(*documents: Books) -> Books:
    """The documents put together with the two parties, ``active`` and ``inactive``."""
    result: Books = {name: [] for name in TABLES}
    result["parties"] = [dict(party) for party in PARTIES]
    for one in documents:
        for name, rows in one.items():
            result[name] = result[name] + rows
    return result


def ledger_of(source: Books) -> workbench.Ledger:
    """The books as the engine sees them; a table without rows keeps its columns."""
    return workbench.read_ledger(
        {name: pandas.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
    )
