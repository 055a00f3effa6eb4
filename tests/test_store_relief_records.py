"""The record file of a month that does not close its quarter has a state of its own (J-009, J-020)."""

from pathlib import Path

import pytest

from tests.filing_desk import ledger
from tests.relief_store import CLIENT, SEPTEMBER, TODAY, invoice
from workbench.days import Month, Quarter
from workbench.errors import ReliefError
from workbench.i18n import in_language
from workbench.relief.life.declarations import Declaration
from workbench.store import open_store
from workbench.store.relief_desk import ReliefDesk

AUGUST, Q3 = "2026-08", "2026Q3"
DUE_IN_MAY = {"issued": "2026-04-20", "due": "2026-05-05"}  # day 90 is 2026-08-03


@pytest.fixture
def desk(tmp_path: Path) -> ReliefDesk:
    """A quarterly payer with one invoice on the notice of August."""
    books = ledger(invoice(**DUE_IN_MAY), vat_period="quarter")
    return ReliefDesk.opened(open_store(tmp_path / "store.db", user="anna"), CLIENT, books, TODAY)


def test_a_month_s_file_is_named_and_told_from_the_quarter(desk: ReliefDesk) -> None:
    with in_language("en"):
        names = [desk.begun(period).name for period in (AUGUST, SEPTEMBER, Q3)]
        assert names == ["JPK_V7K, record part, August 2026", "JPK_V7M, September 2026", "JPK_V7K, quarter 3 of 2026"]
    assert Declaration(Month("2020-08"), part="record").title == "VAT-7K"


def test_entries_of_a_month_whose_file_was_sent_are_refused_until_it_is_corrected(desk: ReliefDesk) -> None:
    """M-03 while the file of August is locked or sent; a correction of it opens the month. The quarter is open all the time."""
    desk = desk.make("sale", AUGUST).lock("sale", AUGUST).declare(AUGUST, "lock")
    with in_language("pl"), pytest.raises(ReliefError, match="zablokowan"):
        desk.generate("sale", AUGUST, "JPK")
    sent = desk.declare(AUGUST, "send")
    with pytest.raises(ReliefError):
        sent.generate("sale", AUGUST, "JPK")
    corrected = sent.declare(AUGUST, "receive").declare(AUGUST, "correct").generate("sale", AUGUST, "JPK")
    assert corrected.chain("sale", AUGUST).state == "carried"
    assert desk.declaration(SEPTEMBER).is_open
    assert desk.declaration(Q3).is_open


def test_the_quarter_s_declaration_closes_its_months_too(desk: ReliefDesk) -> None:
    desk = desk.make("sale", AUGUST).lock("sale", AUGUST).declare(AUGUST, "lock").declare(AUGUST, "send").declare(Q3, "lock")
    assert desk.declaration(AUGUST).period == Quarter(Q3)  # the quarter decides while it is not open
    opened = desk.declare(Q3, "unlock")
    assert (opened.declaration(AUGUST).period, opened.declaration(AUGUST).part) == (Month(AUGUST), "record")
    with pytest.raises(ReliefError):
        opened.generate("sale", AUGUST, "JPK")


def test_it_comes_back_as_it_was_kept_and_tells_that_the_client_is_quarterly(desk: ReliefDesk) -> None:
    desk = desk.declare("2026-07", "lock").declare("2026-07", "send")
    again = ReliefDesk.opened(desk.kept, CLIENT, desk.books, TODAY)
    (kept,) = again.declarations.values()
    assert kept == again.begun("2026-07") == desk.begun("2026-07")
    assert (kept.part, kept.newest.state, kept.newest.sent_on) == ("record", "sent", TODAY)
    assert again.record.is_quarterly(Month(AUGUST))
    assert again.declaration(Q3).is_open  # July's file is not the declaration of the quarter
    assert again.undo().begun("2026-07").newest.state == "locked"


def test_a_month_is_not_declared_beside_its_record_file(desk: ReliefDesk) -> None:
    """Books that say month today and quarter tomorrow: the store refuses two files of one month."""
    desk = desk.declare(AUGUST, "lock")
    assert desk.kept is not None
    with pytest.raises(ReliefError), desk.kept.change("Declared") as change:
        change.set_declaration(CLIENT, Declaration(Month(AUGUST)).locked(), version=0)


def test_who_declares_by_the_month_has_no_record_files(desk: ReliefDesk) -> None:
    monthly = ReliefDesk.opened(desk.kept, "another", ledger(invoice(**DUE_IN_MAY)), TODAY)
    assert monthly.begun(AUGUST) == Declaration(Month(AUGUST))
    assert monthly.declare(AUGUST, "lock").declaration(AUGUST).title == "JPK_V7M"
