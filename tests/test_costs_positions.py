"""What of a document can be described: types, labels, amounts, deductions, refusals (A-049, A-059 to A-068)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import Rows, bill, cost_ledger, record
from workbench import UnknownDocumentError, i18n
from workbench.costs.descriptions import document_types as module
from workbench.costs.descriptions.document_types import counting, document_type, document_types
from workbench.costs.descriptions.positions import deduction_values, position_amounts, positions, refusals
from workbench.ledger import Ledger
from workbench.ledger.cost_tables import DOCUMENT_TYPES

TITLES = {
    "tax_free": "Dokument TaxFree",
    "internal_sale": "Dokument wewnętrzny sprzedaży",
    "internal_purchase": "Dokument wewnętrzny zakupu",
    "cost_record": "Ewidencja kosztów",
    "revenue_record": "Ewidencja przychodów",
    "sales_invoice": "Faktury sprzedaży",
    "purchase_invoice": "Faktury zakupu",
    "assembly_receipt": "Kompletacja przyjęcie produktów",
    "assembly_issue": "Kompletacja rozchód składników",
    "receipt": "Paragony",
    "warehouse_transfer": "Przesunięcia międzymagazynowe",
    "deposit_receipt": "Przyjęcie kaucji",
    "internal_receipt": "Przyjęcie wewnętrzne",
    "goods_received": "Przyjęcie zewnętrzne",
    "sale_register": "Rejestr sprzedaży",
    "purchase_register": "Rejestr zakupu",
    "internal_issue": "Rozchód wewnętrzny",
    "deposit_issue": "Wydanie kaucji",
    "goods_issued": "Wydanie zewnętrzne",
    "journal_voucher": "Polecenie księgowania",
}
TRADE = {"line": "Pozycja/Lp/Kod towaru/[Kwota netto pozycji]", "document": "Pozycja/Dokument/[Kwota netto dokumentu]"}
COST = {
    "line_cost": "Pozycja/Koszt_zakupu/Lp/Kod towaru/[Kwota kosztu zakupu pozycji]",
    "document_cost": "Pozycja/Koszt_zakupu/Dokument/[Kwota kosztu zakupu dokumentu]",
}
ADDITIONAL = {"additional": "Pozycja/Lp/Kwota dodatkowa/[Kwota z pozycji kwot dodatkowych]"}
VAT = {
    "line": "Pozycja/Lp/Netto, Stawka VAT/[Kwota netto pozycji]",
    "document": "Pozycja/Dokument/Netto/[Kwota netto dokumentu]",
}
LABELS = {
    **dict.fromkeys(TITLES, TRADE),
    "goods_issued": TRADE | COST,
    **dict.fromkeys(("sale_register", "purchase_register"), VAT | ADDITIONAL),
    **dict.fromkeys(("cost_record", "revenue_record"), {"document": "Pozycja/Dokument/[Kwota dokumentu]"} | ADDITIONAL),
    "journal_voucher": {
        "debit": "Pozycja/Lp/Numer konta/[Kwota pozycji] Strona Wn",
        "credit": "Pozycja/Lp/Numer konta/[Kwota pozycji] Strona Ma",
    },
}
BY_HAND = ("sale_register", "purchase_register", "cost_record", "revenue_record")


def record_line(document_id: str, line: int, amount: str, kind: str = "line", **values: str) -> Rows:
    row = {"document_id": document_id, "kind": kind, "line": str(line), "amount": amount}
    return {"record_lines": [row | values]}


def additional(document_id: str, line: int, amount: str) -> Rows:
    return {"additional_amounts": [{"document_id": document_id, "line": str(line), "amount": amount}]}


GOODS: Rows = {"goods": [{"goods_id": "CEMENT", "name": "Cement"}, {"goods_id": "Lp/1", "name": "Listwa"}]}
ACCOUNTS: Rows = {"accounts": [{"account": "411", "name": "Materiały"}]}


def rows(ledger: Ledger, document_id: str) -> list[tuple[str, int, int]]:
    found = positions(ledger, document_id)
    return [(str(name), int(line), int(amount)) for name, line, _, amount in found.itertuples(index=False)]


def labels(ledger: Ledger, document_id: str) -> list[str]:
    return [text.replace("\u00a0", " ") for text in positions(ledger, document_id)["label"]]


def test_a049_the_types_are_the_manuals_in_its_order() -> None:
    assert {code: of.titles["pl"] for code, of in document_types().items()} == TITLES
    assert tuple(document_types()) == DOCUMENT_TYPES and len(TITLES) == 19 + 1


def test_titles_follow_the_language() -> None:
    with i18n.in_language("pl"):
        assert document_type("purchase_register").title == "Rejestr zakupu"
    with i18n.in_language("en"):
        assert document_type("purchase_register").title == "Purchase register"


@pytest.mark.parametrize("code", DOCUMENT_TYPES)
def test_labels_are_the_manuals_letter_for_letter(code: str) -> None:
    assert {position: texts["pl"] for position, texts in document_type(code).labels.items()} == LABELS[code]


def test_a063_a066_registers_and_records_are_described_by_hand_only() -> None:
    assert tuple(sorted(code for code, of in document_types().items() if of.generated_from is None)) == tuple(sorted(BY_HAND))
    assert document_type("journal_voucher").generated_from == "account"


def test_a061_a067_what_is_special_of_single_types() -> None:
    assert [code for code, of in document_types().items() if of.generated_after_saving] == ["goods_issued"]
    assert [code for code, of in document_types().items() if of.completed_when_posted] == ["cost_record", "revenue_record"]


def test_every_type_counts_to_one_side_at_most() -> None:
    assert counting("cost") == ("internal_purchase", "cost_record", "purchase_invoice", "purchase_register", "internal_issue")
    revenue = ("tax_free", "internal_sale", "revenue_record", "sales_invoice", "receipt", "sale_register")
    assert counting("revenue") == revenue


def test_the_file_says_nothing_that_is_not_read() -> None:
    given = tomllib.loads(Path(module.__file__).with_suffix(".toml").read_text("utf-8"))
    known = {"pl", "en", "counts", "labels", "generated_from", "generated_after_saving", "completed_when_posted"}
    assert set().union(*given["types"].values()) == known
    assert {name for of in given["types"].values() for name in of["labels"]} == set(given["labels"])


def test_a064_positions_of_a_vat_register() -> None:
    ledger = cost_ledger(bill("F", "1000.00", "-50.25"), additional("F", 1, "12.30"), bill("G", "7.00"))
    assert rows(ledger, "F") == [("document", 0, 94_975), ("line", 1, 100_000), ("additional", 1, 1_230), ("line", 2, -5_025)]
    with i18n.in_language("pl"):
        assert labels(ledger, "F") == [
            "Pozycja/Dokument/Netto/949,75",
            "Pozycja/1/Netto, 23%/1 000,00",
            "Pozycja/1/Kwota dodatkowa/12,30",
            "Pozycja/2/Netto, 23%/-50,25",
        ]
    with i18n.in_language("en"):
        assert labels(ledger, "F")[1] == "Position/1/Net, 23%/1,000.00"


def test_a059_positions_of_a_trade_document() -> None:
    lines = [record_line("P", 1, "60.00", goods_id="CEMENT"), record_line("P", 2, "40.00", goods_id="Lp/1")]
    ledger = cost_ledger(record("P", "100.00", type="purchase_invoice"), *lines, record_line("P", 3, "0.00"), GOODS)
    assert rows(ledger, "P") == [("document", 0, 10_000), ("line", 1, 6_000), ("line", 2, 4_000), ("line", 3, 0)]
    with i18n.in_language("pl"):
        texts = ["Pozycja/Dokument/100,00", "Pozycja/1/CEMENT/60,00", "Pozycja/2/Lp/1/40,00", "Pozycja/3/0,00"]
        assert labels(ledger, "P") == texts


def test_a060_a_goods_issued_note_has_its_purchase_cost_too() -> None:
    lines = [record_line("W", n, "60.00", goods_id="CEMENT", purchase_cost=cost) for n, cost in ((1, "41.10"), (2, "0.05"))]
    ledger = cost_ledger(record("W", "120.00", type="goods_issued"), *lines, GOODS)
    assert rows(ledger, "W") == [
        ("document", 0, 12_000),
        ("document_cost", 0, 4_115),
        ("line", 1, 6_000),
        ("line_cost", 1, 4_110),
        ("line", 2, 6_000),
        ("line_cost", 2, 5),
    ]
    with i18n.in_language("pl"):
        assert labels(ledger, "W")[1::2] == [
            "Pozycja/Koszt_zakupu/Dokument/41,15",
            "Pozycja/Koszt_zakupu/1/CEMENT/41,10",
            "Pozycja/Koszt_zakupu/2/CEMENT/0,05",
        ]


def test_a066_positions_of_a_record_are_the_document_and_additional_amounts() -> None:
    lines = [record_line("E", 1, "3.00", "additional"), record_line("E", 1, "99.00")]
    ledger = cost_ledger(record("E", "250.00"), *lines)
    assert rows(ledger, "E") == [("document", 0, 25_000), ("additional", 1, 300)]


def test_a068_positions_of_a_journal_voucher_are_its_sides() -> None:
    lines = [record_line("PK", 1, "1000.00", "debit", account="411"), record_line("PK", 1, "1000.00", "credit", account="411")]
    ledger = cost_ledger(record("PK", "1000.00", type="journal_voucher"), *lines, ACCOUNTS)
    assert rows(ledger, "PK") == [("debit", 1, 100_000), ("credit", 1, 100_000)]
    with i18n.in_language("pl"):
        assert labels(ledger, "PK") == ["Pozycja/1/411/1 000,00 Strona Wn", "Pozycja/1/411/1 000,00 Strona Ma"]


def test_a_document_that_is_not_there() -> None:
    with pytest.raises(UnknownDocumentError):
        positions(cost_ledger(bill("F", "1.00")), "G")


@pytest.mark.parametrize(
    ("deductible", "cost", "vat_cost"), [("yes", 10_000, 0), ("conditional", 10_000, 0), ("no", 12_300, 2_300)]
)
def test_a065_values_by_deductions(deductible: str, cost: int, vat_cost: int) -> None:
    sale = bill("S", "5.00", register="sale")
    found = deduction_values(cost_ledger(sale, bill("F", ("100.00", "", deductible)), bill("G", ("-100.00", "", deductible))))
    assert found.to_dict("list") == {
        "document_id": ["F", "G"],
        "line": [1, 1],
        "net": [10_000, -10_000],
        "cost": [cost, -cost],
        "vat_cost": [vat_cost, -vat_cost],
    }


def test_a062_which_documents_may_not_be_described_and_why() -> None:
    states = ("ordinary", "original", "data_correction", "correcting_note", "cancelled")
    bills = [bill(status, "1.00", status=status) for status in states]
    found = refusals(cost_ledger(*bills, record("R", "1.00", status="cancelled")))
    assert found["document_id"].tolist() == [*states[1:], "R"]
    assert found["status"].tolist() == [*states[1:], "cancelled"]
    assert found["reason"].str.len().min() > 0 and found["reason"].nunique() == 4


grosze = st.integers(-(10**15), 10**15)


def zloty(amount: int) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(grosze, min_size=1, max_size=4), min_size=1, max_size=4))
def test_all_documents_at_once_are_each_by_itself(amounts: list[list[int]]) -> None:
    bills = [bill(f"F{n}", *map(zloty, nets)) for n, nets in enumerate(amounts)]
    records = [record(f"W{n}", "1.00", type="goods_issued") for n in range(len(amounts))]
    lines = [
        record_line(f"W{n}", line, zloty(amount), purchase_cost=zloty(amount // 2))
        for n, nets in enumerate(amounts)
        for line, amount in enumerate(nets, 1)
    ]
    ledger = cost_ledger(*bills, *records, *lines)
    table = position_amounts(ledger)
    for n, nets in enumerate(amounts):
        expected = [("document", 0, sum(nets)), *(("line", line, amount) for line, amount in enumerate(nets, 1))]
        of_bill = table[table["document_id"] == f"F{n}"].drop(columns="document_id")
        assert list(of_bill.itertuples(index=False, name=None)) == expected == rows(ledger, f"F{n}")
        costs = table[(table["document_id"] == f"W{n}") & (table["position"] == "document_cost")]
        assert costs["amount"].tolist() == [sum(amount // 2 for amount in nets)]


def test_the_amounts_are_int64_and_positions_codes() -> None:
    table = position_amounts(cost_ledger(bill("F", "1.00")))
    assert table["amount"].dtype == np.int64 and isinstance(table["position"].dtype, pd.CategoricalDtype)
    assert position_amounts(cost_ledger()).empty
