"""The life of a notice through the widgets of the relief page: its buttons, two pages on one store, what the books change."""

from datetime import date

import pytest

from tests.books import books
from tests.golden import GR_2, WORKED, thousand
from tests.relief_pages import (
    APRIL,
    OneClient,
    address,
    answer,
    asked,
    client,
    entries,
    foremost,
    language,
    look_at_declaration,
    made_with_entries,
    opened,
    page,
    press,
)
from workbench import i18n
from workbench.days import Month
from workbench.widgets.relief.history_panel import History
from workbench.widgets.relief.notice_panel import Notice
from workbench.widgets.relief.page import PANELS, ReliefPage

__all__ = ["address", "client", "language", "page"]
"""The fixtures."""
PAID = (("2020-02-10", "500.00"), ("2020-05-11", "730.00"))


def test_r_021_to_r_026_a_notice_is_made_locked_and_carried_into_the_register(page: ReliefPage, language: str) -> None:
    assert asked(page).kept is None
    assert foremost(page) == ["make"]
    press(page, "make")
    assert foremost(page) == ["lock"]
    assert page.life.buttons["generate"].disabled, "R-023: locking comes first"
    press(page, "lock")
    assert page.question.as_of.disabled
    assert foremost(page) == ["generate"]
    page.life.register.value = "SPRZEDAŻ ULGA"
    press(page, "generate")
    assert foremost(page) == []
    assert entries(page) == [("S", "GR-2", -593_50, -136_50), ("S", "GR-3", -1000_00, -230_00)]
    kept = asked(page).kept
    assert kept is not None and kept.register == "SPRZEDAŻ ULGA"
    assert "SPRZEDAŻ ULGA" in page.life.stages.value
    assert i18n.amount(-366_50, "PLN") in page.life.stages.value


def test_r_071_a_document_put_back_on_the_correction_makes_the_one_additional_entry(page: ReliefPage) -> None:
    press(page, "make")
    lines = page.panel(Notice).lines
    lines._receive(None, {"event": "mark", "key": "GR-3"}, [])
    press(page, "remove")
    assert list(page.panel(Notice).lines.rows["document_id"]) == ["GR-2"]
    press(page, "lock", "generate", "amend")
    assert [asked(page).chain.mark(one.number) for one in asked(page).chain.notices] == ["S", "S1"]
    assert dict(page.life.removed.options) == {"GR-3": "GR-3"}
    page.life.back.click()
    press(page, "lock", "generate")
    assert entries(page) == [("S", "GR-2", -593_50, -136_50), ("S1", "GR-3", -1000_00, -230_00)]
    totals = asked(page).notice.totals
    assert (totals["vat_zd"]["net_rounded"], totals["vat_zd"]["vat_rounded"]) == (-1594_00, -367_00)


def test_a_marked_document_can_be_removed_only_while_the_notice_is_open(page: ReliefPage) -> None:
    assert page.panel(Notice).lines.view["marking"] is False
    press(page, "make")
    assert page.panel(Notice).lines.view["marking"] is True
    assert page.life.buttons["remove"].disabled and page.life.buttons["remove"].tooltip
    press(page, "lock")
    assert page.panel(Notice).lines.view["marking"] is False


def test_a_kept_notice_shows_its_kept_lines_and_tells_the_difference(page: ReliefPage, client: OneClient) -> None:
    """Section 1 of the issue: a filed period is never recomputed silently."""
    made_with_entries(page)
    assert page.life.drift.value == ""
    client.change(books(thousand("GR-2", "2020-01-01", "2020-01-28", PAID), thousand("GR-3", "2020-01-10", "2020-01-31")))
    page.reload()
    assert list(asked(page).lines["net"]) == [593_50, 1000_00]
    assert i18n.amount(136_50, "PLN") in page.life.drift.value
    assert foremost(page) == ["amend"]
    press(page, "amend")
    assert list(asked(page).lines["net"]) == [593_50, 1000_00], "positions are copied (R-056)"
    assert foremost(page) == ["recalculate"]
    press(page, "recalculate", "lock", "generate")
    assert entries(page)[2:] == [("S1", "GR-2", 593_50, 136_50)]
    assert page.life.drift.value == ""


def test_r_016_a_document_that_left_the_books_is_still_named_on_the_kept_notice(page: ReliefPage, client: OneClient) -> None:
    made_with_entries(page)
    client.change(books(GR_2))
    page.reload()
    assert set(asked(page).lines["number"]) == {"GR-2", "GR-3"}
    assert foremost(page) == ["amend"]
    page.panel(Notice).lines.selected = "GR-3"
    assert "GR-3" in page.panel(Notice).card.value


def test_the_day_of_an_open_notice_can_be_changed_by_recalculating(page: ReliefPage) -> None:
    press(page, "make")
    page.question.as_of.value = date(2020, 5, 27)
    assert asked(page).notice.as_of == date(2020, 5, 25), "what is kept is shown until it is recalculated"
    press(page, "recalculate")
    assert asked(page).notice.as_of == date(2020, 5, 27)


def test_two_pages_one_store_the_slower_one_is_told_and_sees_what_was_kept(client: OneClient, address: str) -> None:
    first, second = opened(client, address), opened(client, address)
    press(first, "make", "lock")
    press(second, "make")
    assert second.life.told.text and not second.life.told.good
    kept = asked(second).kept
    assert kept is not None and kept.locked, "it shows what the other page has kept"
    assert not second.life.buttons["generate"].disabled


def test_a_notice_that_was_filed_cannot_be_unlocked(page: ReliefPage) -> None:
    """Review 13: the button says that it is amended instead."""
    press(page, "make", "lock")
    assert not page.life.buttons["unlock"].disabled
    page.life.take(lambda desk: desk.declare(APRIL, "lock").declare(APRIL, "send"), "")
    assert page.life.buttons["unlock"].disabled
    declaration = asked(page).declaration
    assert declaration.newest.state == "sent"
    assert declaration.name in page.life.buttons["unlock"].tooltip
    assert not page.life.buttons["amend"].disabled


def test_a_change_can_be_undone(page: ReliefPage) -> None:
    assert page.life.undo.disabled
    press(page, "make", "lock")
    page.life.undo.click()
    kept = asked(page).kept
    assert kept is not None and not kept.locked


def test_dropping_asks_first(page: ReliefPage) -> None:
    press(page, "make", "drop")
    answer(page, 1)
    assert asked(page).kept is not None, "Cancel"
    press(page, "drop")
    answer(page, 0)
    assert asked(page).kept is None


def test_without_a_store_everything_is_shown_and_nothing_can_be_kept(client: OneClient, language: str) -> None:
    page = opened(client, "")
    assert len(asked(page).lines) == 2
    shown = [button for button in page.life.buttons.values() if button.layout.display == ""]
    assert shown and all(button.disabled and "WORKBENCH_STORE" in button.tooltip for button in shown)
    panel = look_at_declaration(page)
    assert panel.monthly.disabled and "WORKBENCH_STORE" in panel.monthly.tooltip
    page.tabs.selected_index = PANELS.index(History)
    assert page.problem.value == ""


def test_j_003_the_list_names_every_notice_of_the_client_and_leads_to_it(page: ReliefPage) -> None:
    with i18n.in_language("pl"):
        made_with_entries(page)
        press(page, "amend")
        page.tabs.selected_index = PANELS.index(History)
        history = page.panel(History)
        titles = [column["title"] for column in history.table.view["columns"]]
        wanted = ["Miesiąc", "Rok", "Korekta", "Data obliczenia", "Kwota", "Status"]
        assert [title for title in titles if title in wanted] == wanted
        assert [row["key"] for row in history.table.view["rows"]] == ["sale/2020-04 S1", "sale/2020-04 S"]
        page.question.go(APRIL + 1, "purchase")
        history.table.selected = "sale/2020-04 S"
        assert (asked(page).side, asked(page).period) == ("sale", APRIL)


def test_the_history_tells_who_did_what_and_what_would_differ(page: ReliefPage, client: OneClient) -> None:
    made_with_entries(page)
    client.change(books(thousand("GR-2", "2020-01-01", "2020-01-28", PAID), thousand("GR-3", "2020-01-10", "2020-01-31")))
    page.reload()
    page.tabs.selected_index = PANELS.index(History)
    history = page.panel(History)
    assert history.log.value.count("<tr") == 4, "the head, and one for each of three changes"
    assert "GR-2" in history.proposals.value and "GR-3" not in history.proposals.value
    assert "GR-2" in page.life.drift.value and "GR-3" not in page.life.drift.value
    assert [row["key"] for row in history.compared.view["rows"]] == ["GR-2"]
    history.only_changes.value = False
    assert [row["key"] for row in history.compared.view["rows"]] == ["GR-2", "GR-3"]


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_r_027_r_037_prints_are_offered_as_the_side_has_them(page: ReliefPage, side: str) -> None:
    page.question.go(APRIL, side)  # type: ignore[arg-type]
    taking = page.life.taking
    assert (taking.notice.layout.display == "") == (side == "sale")
    if side == "sale":
        for button in (taking.notice, taking.list, taking.explanation):
            name, content = button._make()
            assert name.endswith("_2020-04.pdf") and "_klient_" in name
            assert content.startswith(b"%PDF")


def test_marks_are_forgotten_when_another_notice_is_looked_at(page: ReliefPage) -> None:
    press(page, "make")
    page.panel(Notice).lines._receive(None, {"event": "mark", "key": "GR-3"}, [])
    assert not page.life.buttons["remove"].disabled
    page.question.go(APRIL, "purchase")
    page.question.go(APRIL, "sale")
    assert page.panel(Notice).lines.marked == frozenset()
    assert page.life.buttons["remove"].disabled


def test_the_audit_pack_is_offered_for_what_is_kept(page: ReliefPage) -> None:
    pack = page.life.taking.pack
    assert pack.layout.display == "none"
    made_with_entries(page)
    assert pack.layout.display == ""
    name, content = pack._make()
    assert name.endswith(".zip") and content.startswith(b"PK")


def test_r_053_a_document_of_two_rates_is_removed_as_a_whole(address: str) -> None:
    page = opened(OneClient(WORKED["GR-1"]), address)
    page.question.go(Month("2020-01"), "sale")
    press(page, "make")
    assert len(asked(page).lines) == 2
    page.panel(Notice).lines._receive(None, {"event": "mark", "key": "GR-1"}, [])
    press(page, "remove")
    assert len(asked(page).lines) == 0
