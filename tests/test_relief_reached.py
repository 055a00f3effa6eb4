"""Where notices are made and which documents they look at: what the manuals say first, in the places where it is now."""

from datetime import date
from pathlib import Path

import pytest

from tests.books import Books, books, ledger_of, purchase, sale
from tests.relief_panels import asked, look_at, opened
from workbench import i18n, relief
from workbench.days import Month
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration
from workbench.widgets.relief.declaration_panel import DeclarationPanel

TODAY = date(2026, 10, 20)
OLD = {"issued": "2020-01-01", "due": "2020-01-28"}
"""Day 90 is 2020-04-27."""
NEW = {"issued": "2026-06-01", "due": "2026-06-10"}
"""Day 90 is 2026-09-08."""


def both_sides(days: dict[str, str]) -> Books:
    return books(sale("FS/1", **days, lines=[("23", "1000.00")]), purchase("FZ/1", **days, lines=[("23", "1000.00")]))


@pytest.mark.parametrize(
    ("days", "month", "title"),
    [(OLD, "2020-04", "VAT-7, kwiecień 2020"), (NEW, "2026-09", "JPK_V7M, wrzesień 2026")],
    ids=["r_002", "j_002"],
)
def test_r_002_j_002_a_notice_is_made_beside_the_declaration_it_belongs_to(
    days: dict[str, str], month: str, title: str, tmp_path: Path
) -> None:
    with i18n.in_language("pl"):
        page = opened(both_sides(days), month, store=str(tmp_path / "office.liczydlo"), today=TODAY)
        assert title in look_at(page, DeclarationPanel).state.value
        page.life.buttons["make"].click()
    assert asked(page).kept is not None


def test_r_003_a_notice_is_of_sales_or_of_purchases(tmp_path: Path) -> None:
    with i18n.in_language("pl"):
        page = opened(both_sides(NEW), "2026-09", store=str(tmp_path / "office.liczydlo"), today=TODAY)
        assert dict(page.question.side.options) == {"Sprzedaż": "sale", "Zakup": "purchase"}
        found = {}
        for side in ("sale", "purchase"):
            page.question.go(Month("2026-09"), side)
            page.life.buttons["make"].click()
            found[side] = set(asked(page).lines["document_id"])
    assert found == {"sale": {"FS/1"}, "purchase": {"FZ/1"}}


def test_r_033_purchases_get_one_entry_an_invoice() -> None:
    """Two invoices, one of them with two rates: two entries, three lines; VAT alone (R-032)."""
    two_rates = purchase("FZ/2", **NEW, lines=[("23", "100.00"), ("8", "100.00")])
    ledger = ledger_of(books(purchase("FZ/1", **NEW, lines=[("23", "1000.00")]), two_rates))
    month = Month("2026-09")
    chain = Chain("purchase", month).made(relief.notice(ledger, "purchase", month), TODAY).locked()
    entries = chain.with_entries(ledger, "ZAKUP", Declaration(month)).entries
    found = entries[["entry", "line", "document_id", "net", "vat"]].to_numpy().tolist()
    assert found == [[1, 1, "FZ/1", 0, -230_00], [2, 1, "FZ/2", 0, -23_00], [2, 2, "FZ/2", 0, -8_00]]


@pytest.mark.parametrize(("month", "is_file"), [("2020-09", False), ("2020-10", True)])
def test_j_001_from_october_2020_the_relief_is_settled_in_a_file_with_two_parts(month: str, is_file: bool) -> None:
    declaration = Declaration(Month(month))
    assert (declaration.is_file, declaration.title) == (is_file, "JPK_V7M" if is_file else "VAT-7")


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_j_007_only_documents_that_are_settled_in_vat_are_considered(side: relief.Side) -> None:
    make = sale if side == "sale" else purchase
    inside, outside = (
        make(name, **NEW, lines=[("23", "1000.00")], in_vat_return=told) for name, told in (("A", "true"), ("B", "false"))
    )
    notice = relief.notice(ledger_of(books(inside, outside)), side, "2026-09")
    assert notice.lines["document_id"].tolist() == ["A"]
    assert notice.candidates.set_index("document_id")["reason"]["B"] == "not_in_vat_return"
