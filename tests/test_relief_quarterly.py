"""Clients that declare by the quarter: what a payment within the quarter means for the notices of its months."""

from datetime import date
from pathlib import Path

import pytest

from tests.books import Books, books, ledger_of, purchase, sale
from workbench import i18n, relief
from workbench.days import Month, Quarter
from workbench.relief.life.declarations import Declaration
from workbench.relief.life.quarterly import decisive_day, quarterly_warning
from workbench.relief.office import client_months
from workbench.store import open_store
from workbench.store.relief_desk import ReliefDesk
from workbench.widgets.office.card import cell_card
from workbench.widgets.relief.view import Asked

Q3 = Quarter("2026Q3")
DECLARED = Declaration(Q3)
TODAY = date(2026, 10, 27)


def invoice(side: str, paid: str, amount: str = "1230.00") -> Books:
    """Due 2026-05-05, day 90 is 2026-08-03: rows 54 and 55 of the reference on VAT, section 7."""
    one = sale if side == "sale" else purchase
    return books(one("X/1", issued="2026-04-20", due="2026-05-05", lines=[("23", "1000.00")], paid=[(paid, amount)]))


def warned(side: relief.Side, source: Books, declaration: Declaration = DECLARED) -> str:
    ledger = ledger_of(source)
    notice = relief.notice(ledger, side, "2026-08")
    assert len(notice.lines), "it stands on the notice of August"
    with i18n.in_language("en"):
        return quarterly_warning(notice.lines, ledger.settlements, side, notice.period, notice.as_of, declaration)


@pytest.mark.parametrize(
    ("side", "paid", "article"),
    [
        ("purchase", "2026-09-25", "art. 89b ust. 1a"),
        ("purchase", "2026-09-30", "art. 89b ust. 1a"),
        ("purchase", "2026-10-01", ""),
        ("sale", "2026-10-20", "art. 89a ust. 3"),
        ("sale", "2026-10-26", "art. 89a ust. 3"),
        ("sale", "2026-10-27", ""),
    ],
)
def test_j_020_a_payment_within_the_quarter_is_warned_of(side: relief.Side, paid: str, article: str) -> None:
    """Rows 54 and 55: the debtor until the quarter's last day, the creditor until its filing (25 October is a Sunday)."""
    told = warned(side, invoice(side, paid))
    assert bool(told) == bool(article)
    assert not article or (article in told and "X/1" in told and "quarter 3 of 2026" in told)


def test_a_payment_of_a_part_is_warned_of_too() -> None:
    assert warned("purchase", invoice("purchase", "2026-09-25", "0.01"))


def test_what_is_paid_by_the_day_of_the_notice_is_no_matter() -> None:
    source = invoice("purchase", "2026-08-31", "1.00")
    assert warned("purchase", source) == ""


def test_the_day_on_which_the_quarter_was_sent_decides_for_sales_alone() -> None:
    sent = DECLARED.locked().sent(date(2026, 10, 12))
    assert decisive_day("sale", Q3, sent) == date(2026, 10, 12)
    assert decisive_day("purchase", Q3, sent) == date(2026, 9, 30)
    assert warned("sale", invoice("sale", "2026-10-20"), sent) == ""


def test_a_correction_of_the_declaration_moves_no_day() -> None:
    """The relief was filed with the declaration; its correction comes later."""
    corrected = DECLARED.locked().sent(date(2026, 10, 12)).received().corrected().locked().sent(date(2026, 12, 1))
    assert decisive_day("sale", Q3, corrected) == date(2026, 10, 12)


@pytest.mark.parametrize("quarterly", [True, False])
def test_the_page_and_the_office_warn_quarterly_clients_alone(tmp_path: Path, quarterly: bool) -> None:
    ledger = ledger_of(invoice("purchase", "2026-09-25"))
    with open_store(str(tmp_path / "office.liczydlo"), "anna") as kept, i18n.in_language("en"):
        desk = ReliefDesk.opened(kept, "x", ledger, TODAY).declare("2026Q2" if quarterly else "2026-06", "lock")
        month = relief.period_of("2026-08")
        asked = Asked(desk, "purchase", month, relief.default_as_of("purchase", month))
        assert ("89b" in asked.quarterly_warning) == quarterly
        grid = relief_grid(desk)
        assert ("89b" in cell_card(grid, desk)) == quarterly


def relief_grid(desk: ReliefDesk) -> object:
    """The row of August's purchases in the grid."""
    table = client_months(desk.books, desk.record, [Month("2026-08")], TODAY).assign(client="x")
    return next(table[table["side"] == "purchase"].itertuples())
