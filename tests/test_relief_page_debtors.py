"""Debtors on the relief page (features 18 and 29): the day each part tips over, and which purchases to pay before it."""

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.books import books, sale
from tests.office_pages import TODAY, alfa
from tests.relief_panels import look_at, opened
from workbench import i18n
from workbench.widgets.relief.debtors_panel import Debtors
from workbench.widgets.relief.page import ReliefPage


@pytest.fixture
def page() -> ReliefPage:
    """FS/1 was due on 6 July (day 90: 4 October), FS/2 on 1 September (30 November); FZ/2 on 25 August, FZ/1 on the 31st."""
    i18n.set_language("en")
    return opened(alfa(), "2026-10", today=TODAY)


def rows(panel: Debtors) -> list[tuple[str, str, int, str, float]]:
    """Relief date, number, days until, state and VAT in zloty."""
    listed: list[Any] = list(panel.tipping.table.rows.itertuples())
    return [(f"{row.relief_date:%m-%d}", row.number, row.days_until, row.urgency, row.vat / 100) for row in listed]


def test_parts_stand_by_the_day_they_tip_over(page: ReliefPage) -> None:
    panel = look_at(page, Debtors)
    assert rows(panel) == [("11-30", "FS/2", 8, "soon", 46), ("10-04", "FS/1", -49, "tipped", 230)]
    assert "2 parts with PLN\u00a0276.00 of VAT" in panel.told.value
    assert {trace["name"] for trace in panel.tipping.chart.figure["data"]} == {"tips over within 14 days", "tipped over"}
    assert panel.paying.layout.display == "none"


def test_purchases_come_with_the_order_in_which_to_pay(page: ReliefPage) -> None:
    """23 % keeps more a zloty than 8 %: of 50.00 for FZ/1 9.35 of VAT is kept."""
    panel = look_at(page, Debtors)
    page.question.side.value = "purchase"
    assert rows(panel) == [("11-23", "FZ/2", 1, "soon", 16), ("11-29", "FZ/1", 7, "soon", 115)]
    assert panel.paying.layout.display == "" and "What to pay" in panel.heading.value
    advised = panel.advice.advice[["number", "pay", "vat_kept"]].to_numpy().tolist()
    assert advised == [["FZ/1", 61500, 11500], ["FZ/2", 21600, 1600]]
    panel.advice.cash.value = "50,00"
    assert panel.advice.advice[["number", "pay", "vat_kept"]].to_numpy().tolist() == [["FZ/1", 5000, 935], ["FZ/2", 0, 0]]
    panel.advice.cash.value = "dużo"
    assert "dużo is not an amount" in panel.advice.problem.value


def test_how_far_ahead_is_asked() -> None:
    """Due on 15 October: day 90 is 13 January 2027, 52 days ahead."""
    i18n.set_language("en")
    source = books(sale("L", issued="2026-10-01", due="2026-10-15", lines=[("23", "100.00")]))
    panel = look_at(opened(source, "2026-10", today=TODAY), Debtors)
    assert rows(panel) == [("01-13", "L", 52, "later", 23)]
    panel.tipping.ahead.value = 30
    assert rows(panel) == [] and "0 parts" in panel.told.value


def test_a_point_and_the_search_find_a_row(page: ReliefPage) -> None:
    panel = look_at(page, Debtors)
    tipped = next(trace for trace in panel.tipping.chart.figure["data"] if trace["name"] == "tipped over")
    panel.tipping.chart.clicked = {"customdata": tipped["customdata"][0], "click": 1}
    assert [row[1] for row in rows(panel)] == ["FS/1"]
    assert panel.tipping.table.selected == tipped["customdata"][0]
    panel.tipping.words.value = "46.00"
    assert [row[1] for row in rows(panel)] == ["FS/2"]


def test_another_month_asks_for_nothing_new(page: ReliefPage) -> None:
    panel = look_at(page, Debtors)
    panel.tipping.words.value = "FS/2"
    before = panel.tipping.parts
    page.question.earlier.click()
    assert panel.tipping.parts is before


def test_the_parts_are_taken_away(page: ReliefPage) -> None:
    panel = look_at(page, Debtors)
    panel.tipping.words.value = "FS/2"
    xlsx, csv = panel.tipping.taken
    name, content = csv._make()
    assert name.startswith("vat-zd-debtors_klient") and len(content.decode("utf-8-sig").splitlines()) == 3
    _name, content = xlsx._make()
    header, *told = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[header.index("VAT (PLN)")] for row in told] == [46, 230]
    assert told[0][header.index("Relief date")] == date(2026, 11, 30)
    page.question.side.value = "purchase"
    _name, content = panel.advice.taken[1]._make()
    assert len(content.decode("utf-8-sig").splitlines()) == 3
