"""The declaration panel offers what a client declares: JPK_V7M, or record files and JPK_V7K (J-020)."""

from datetime import date

import pytest

from tests.books import books
from tests.filing_desk import ledger
from tests.relief_pages import OneClient, address, declare, language, look_at_declaration
from tests.relief_store import carried, invoice
from workbench import i18n
from workbench.days import Month, Quarter
from workbench.store.relief_desk import ReliefDesk
from workbench.widgets.memory import Memory
from workbench.widgets.relief.declaration_panel import DeclarationPanel
from workbench.widgets.relief.declared import declaration_of, offered
from workbench.widgets.relief.page import ReliefPage

__all__ = ["address", "language"]
"""The fixtures."""
TODAY = date(2026, 10, 27)
AUGUST, SEPTEMBER = Month("2026-08"), Month("2026-09")
Q3 = Quarter("2026Q3")


class OfPeriod(OneClient):
    """A client whose books say how it declares."""

    def __init__(self, vat_period: str) -> None:
        self._books = ledger(invoice(), invoice("FS/2", issued="2026-04-20", due="2026-05-05"), vat_period=vat_period)


def page_of(vat_period: str, store: str) -> ReliefPage:
    return ReliefPage(OfPeriod(vat_period), Memory(store), lambda: None, TODAY)  # type: ignore[arg-type]


def buttons(panel: DeclarationPanel) -> list[str]:
    """What can be pressed to begin a declaration or go on with it."""
    every = [panel.monthly, panel.quarterly, *panel.buttons.values()]
    return [button.description for button in every if button.layout.display == ""]


@pytest.mark.parametrize(
    ("vat_period", "month", "expected"),
    [
        ("quarter", "2026-07", "Lock JPK_V7K, record part, July 2026"),
        ("quarter", "2026-08", "Lock JPK_V7K, record part, August 2026"),
        ("quarter", "2026-09", "Lock JPK_V7K, quarter 3 of 2026"),
        ("month", "2026-08", "Lock JPK_V7M, August 2026"),
        ("month", "2026-09", "Lock JPK_V7M, September 2026"),
    ],
)
def test_one_declaration_is_offered(vat_period: str, month: str, expected: str, address: str) -> None:
    with i18n.in_language("en"):
        page = page_of(vat_period, address)
        page.question.go(Month(month), "sale")
        panel = look_at_declaration(page)
        assert buttons(panel) == [expected]
        assert expected.removeprefix("Lock ") in panel.state.value
        assert "for the month or for the quarter" not in panel.state.value
        closing = f"goes with the file of September {month[:4]}" in panel.state.value
        assert closing == (vat_period == "quarter" and month in ("2026-07", "2026-08"))


def test_both_languages_name_the_record_file(address: str, language: str) -> None:
    page = page_of("quarter", address)
    page.question.go(AUGUST, "sale")
    panel = look_at_declaration(page)
    assert panel.monthly.description == {
        "en": "Lock JPK_V7K, record part, August 2026",
        "pl": "Zablokuj: JPK_V7K, część ewidencyjna, sierpień 2026",
    }.get(language)


def test_the_record_file_goes_its_way_before_the_quarter(address: str) -> None:
    """August locked, sent, received, corrected; September's month shows the quarter, which is open all the time."""
    with i18n.in_language("en"):
        page = page_of("quarter", address)
        page.question.go(AUGUST, "sale")
        declare(page, "begin", "send", "receive", "correct")
        panel = look_at_declaration(page)
        assert buttons(panel) == ["Lock the declaration"]
        assert "JPK_V7K, record part, August 2026, correction 1" in panel.state.value
        assert panel.state.value.count("record part") == 3, "the title, the file and its correction"
        page.question.go(SEPTEMBER, "sale")
        assert buttons(panel) == ["Lock JPK_V7K, quarter 3 of 2026"]


def test_a_record_file_can_be_begun_while_the_quarter_is_open(address: str) -> None:
    """The quarter was locked and unlocked; August's file was not begun. Once the quarter is locked, it closes its months."""
    with i18n.in_language("en"):
        page = page_of("quarter", address)
        page.question.go(SEPTEMBER, "sale")
        panel = look_at_declaration(page)
        panel.quarterly.click()
        next(iter(panel.asking.buttons.values())).click()
        page.question.go(AUGUST, "sale")
        assert buttons(panel) == ["Unlock the declaration", "Sent on this day"]
        panel.buttons["unlock"].click()
        assert buttons(panel) == ["Lock JPK_V7K, record part, August 2026"]
        declare(page, "begin")
        assert "JPK_V7K, record part, August 2026" in panel.state.value


def test_where_the_books_do_not_say_it_both_are_offered() -> None:
    """No table company; and a client that declared by the quarter here though its books say by the month."""
    silent = ReliefDesk("client", OneClient(books(invoice())).ledger(""), TODAY)
    assert offered(silent, SEPTEMBER) == (SEPTEMBER, Q3)
    assert declaration_of(silent, SEPTEMBER) == silent.declaration(SEPTEMBER)
    monthly = ReliefDesk("client", ledger(invoice(), vat_period="month"), TODAY)
    assert offered(monthly, SEPTEMBER) == (SEPTEMBER,)


def test_a_client_that_declared_by_the_quarter_here_keeps_the_choice(address: str) -> None:
    desk = ReliefDesk.opened(Memory(address).store, "client", ledger(invoice(), vat_period="month"), TODAY)
    desk = desk.declare("2026Q2", "lock")
    assert offered(desk, SEPTEMBER) == (SEPTEMBER, Q3)
    assert carried(desk).declare(Q3, "lock").declaration(SEPTEMBER).period == Q3


def test_before_record_files_the_quarter_alone_was_declared() -> None:
    desk = ReliefDesk("client", ledger(invoice(), vat_period="quarter"), TODAY)
    assert offered(desk, Month("2020-07")) == (Quarter("2020Q3"),)
    assert declaration_of(desk, Month("2020-07")).title == "VAT-7K"


def test_a_notice_of_a_quarter_is_declared_with_the_quarter() -> None:
    """R-047: also where the client has declared by the month since."""
    for vat_period in ("month", "quarter"):
        desk = ReliefDesk("client", ledger(invoice(), vat_period=vat_period), TODAY)
        assert offered(desk, Quarter("2019Q4")) == (Quarter("2019Q4"),)
