"""Why an invoice is not on the notice: the first failing condition, named and explained."""

from __future__ import annotations

from typing import Any

import pandas
import pytest

import workbench
from tests.books import ledger_of
from tests.notices import SEPTEMBER, invoice, reasons


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"in_vat_return": "false"}, "not_in_vat_return"),
        ({"transaction": "intra_eu"}, "transaction"),
        ({"transaction": "export"}, "transaction"),
        ({"cash_accounting": "true"}, "cash_accounting"),
        ({"lines": [("23", "-1000.00")]}, "not_a_claim"),
        ({"lines": [("zw", "1000.00")]}, "no_vat"),
        ({"due": "2026-07-10"}, "later_month"),
        ({"due": "2026-05-11"}, "earlier_month"),
        ({"paid": [("2026-10-25", "1230.00")]}, "nothing_unpaid"),
        ({"issued": "2022-06-01"}, "limit_years"),
        ({"party": "inactive"}, "relief_proof_missing"),
    ],
)
def test_every_reason_is_named_and_explained(values: dict[str, Any], reason: str) -> None:
    source = invoice(**values)
    assert reasons(source, SEPTEMBER) == {"FS/1/1": reason}
    explanation = workbench.relief.notice(ledger_of(source), side="sale", period=SEPTEMBER).explain("FS/1")
    first = explanation.table.iloc[0]
    assert (first["payment_id"], bool(first["passed"])) == ("FS/1/1", False)
    assert first["law"] and first["source"]
    assert "FS/1" in explanation._repr_html_()


def test_the_first_failing_condition_is_the_reason() -> None:
    source = invoice(in_vat_return="false", transaction="export", party="inactive", due="2026-07-10")
    assert reasons(source, SEPTEMBER) == {"FS/1/1": "not_in_vat_return"}


def test_an_invoice_on_the_notice_passes_every_condition() -> None:
    table = workbench.relief.notice(ledger_of(invoice()), side="sale", period=SEPTEMBER).explain("FS/1").table
    assert list(table.columns) == ["payment_id", "code", "condition", "value", "expected", "passed", "law", "source"]
    assert len(table) > 5
    assert table["passed"].all()


def test_optional_columns_may_be_missing() -> None:
    source = invoice()
    tables = {
        "parties": ["party_id", "name", "tax_id", "vat_status"],
        "documents": ["document_id", "register", "number", "issue_date", "sale_date", "party_id", "transaction",
                      "in_vat_return"],
        "vat_lines": ["document_id", "line", "rate", "net", "vat"],
        "payments": ["payment_id", "document_id", "direction", "due_date", "amount"],
        "settlements": ["payment_id", "date", "amount"],
    }  # fmt: skip
    ledger = workbench.read_ledger(
        {name: pandas.DataFrame(source[name], columns=columns, dtype=str) for name, columns in tables.items()}
    )
    found = workbench.relief.notice(ledger, side="sale", period=SEPTEMBER).lines
    assert [(row["net"], row["vat"]) for row in found.to_dict("records")] == [(1000_00, 230_00)]


def test_books_without_payments_have_no_candidates() -> None:
    notice = workbench.relief.notice(ledger_of(invoice(parts=[])), side="sale", period=SEPTEMBER)
    assert notice.candidates.empty
    assert notice.lines.empty
