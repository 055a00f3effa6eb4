"""Books and rows for the tests of the register and the declaration, and a slow, independent computation of both."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

import workbench
from workbench.days import Month
from workbench.filing.rows import purchase_columns, sale_columns, table
from workbench.filing.versions import Version, version_of

MONTH = Month("2026-09")
PARTIES = [
    {"party_id": "PL", "name": "Kwiaciarnia Pod Lipą", "tax_id": "123-456-32-18", "country": "PL"},
    {"party_id": "DE", "name": "Musterbau GmbH", "tax_id": "DE012345678", "country": "DE"},
    {"party_id": "US", "name": "Sample Inc.", "tax_id": "12-3456789", "country": "US"},
    {"party_id": "NOBODY", "name": "Jan Próbny", "tax_id": "", "country": "PL"},
]
DOCUMENT = {
    "register": "sale",
    "issue_date": "2026-09-10",
    "sale_date": "2026-09-10",
    "party_id": "PL",
    "transaction": "domestic",
    "in_vat_return": "true",
}
OPTIONAL = (
    *("foreign_number", "cash_accounting", "ksef_number", "status", "vat_date", "received_date"),
    *("jpk_type", "jpk_markers", "ksef_marker", "corrects"),
)


def document(document_id: str, *lines: tuple[str, ...], **values: str) -> dict[str, Any]:
    """A document; each line is (rate, net, vat, kind, deductible, jpk_field), the last three optional."""
    return {"document_id": document_id, "number": document_id, **DOCUMENT, **values, "lines": lines}


def books(*documents: dict[str, Any], paid: Mapping[str, str] | None = None) -> workbench.Ledger:
    """The books of these documents; `paid` gives the day on which one was paid, by its id."""
    lines = [
        dict(zip(("rate", "net", "vat", "kind", "deductible", "jpk_field"), line, strict=False))
        | {"document_id": one["document_id"], "line": str(number)}
        for one in documents
        for number, line in enumerate(one["lines"], 1)
    ]
    payments = [
        {"payment_id": f"{name}#1", "document_id": name, "direction": "in", "due_date": day, "amount": "1.00"}
        for name, day in (paid or {}).items()
    ]
    settlements = [{"payment_id": f"{name}#1", "date": day, "amount": "1.00"} for name, day in (paid or {}).items()]
    tables = {
        "parties": ([party | {"vat_status": "active"} for party in PARTIES], ()),
        "documents": (list(documents), ("document_id", "number", *DOCUMENT, *OPTIONAL)),
        "vat_lines": (lines, ("document_id", "line", "rate", "net", "vat", "kind", "deductible", "jpk_field")),
        "payments": (payments, ("payment_id", "document_id", "direction", "due_date", "amount")),
        "settlements": (settlements, ("payment_id", "date", "amount")),
    }
    return workbench.read_ledger(
        {name: pd.DataFrame(rows, columns=list(columns) or None, dtype=object) for name, (rows, columns) in tables.items()}
    )


def version(number: int = 3, form: Any = "V7M") -> Version:
    """A structure of JPK_V7 by its number."""
    return version_of(form, {1: Month("2021-03"), 2: Month("2024-03"), 3: MONTH}[number])


def sales(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of sales; days as text, amounts in grosze."""
    return _table(sale_columns("V7M"), rows)


def purchases(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of purchases, in the same way."""
    return _table(purchase_columns("V7M"), rows)


def _table(columns: Mapping[str, str], rows: tuple[dict[str, Any], ...]) -> pd.DataFrame:
    blank = {"str": "", "bool": False, "int64": 0, "datetime64[s]": None}
    values = {
        name: pd.to_datetime(pd.Series([row.get(name) for row in rows], dtype="object"))
        if of == "datetime64[s]"
        else [row.get(name, number if name == "row" else blank[of]) for number, row in enumerate(rows, 1)]
        for name, of in columns.items()
    }
    return table(columns, values if rows else None)


def slow_sums(sale_rows: pd.DataFrame, purchase_rows: pd.DataFrame) -> dict[str, int]:
    """The sums of the K fields in whole zloty, row by row with Decimal: the law's rounding (art. 63), written a second time."""
    sums: dict[str, Decimal] = {}
    for rows in (sale_rows, purchase_rows):
        for row in rows.to_dict("records"):
            if row["document_type"] == "FP":
                continue
            for name, value in row.items():
                if name.startswith("K_"):
                    sums[name] = sums.get(name, Decimal(0)) + Decimal(int(value)) / 100
    return {name.replace("K_", "P_"): int(value.quantize(Decimal(1), ROUND_HALF_UP)) for name, value in sums.items()}
