"""Entries and the declaration through the widgets of the relief page: M-01 to M-03, states, the late procedure, technical
documents."""

from collections.abc import Callable

import pytest

from tests.golden import WORKED
from tests.relief_pages import (
    APRIL,
    OneClient,
    address,
    answer,
    asked,
    client,
    declare,
    entries,
    language,
    look_at_declaration,
    made_with_entries,
    opened,
    page,
    press,
)
from workbench import i18n
from workbench.days import Month, Quarter
from workbench.widgets.relief.declared import attachment
from workbench.widgets.relief.history_panel import History
from workbench.widgets.relief.page import PANELS, ReliefPage

__all__ = ["address", "client", "language", "page"]
"""The fixtures."""
M_01 = {
    "pl": "Nie można usunąć zapisu korekcyjnego. Nie odebrano UPO dla deklaracji VAT-7.",
    "en": "The correction entry cannot be deleted. No official receipt (UPO) has been collected for the VAT-7 declaration.",
}
M_02 = {
    "pl": "Usuwany dokument jest zapisem korekcyjnym VAT-ZD. Czy chcesz usunąć pozostałe zapisy korekcyjne związane z tym "
    "VAT-ZD?",
    "en": "The document being deleted is a VAT-ZD correction entry. Do you want to delete the other correction entries of this "
    "VAT-ZD as well?",
}
M_03 = {
    "pl": "Nie można wygenerować korekty. Deklaracja VAT-7/JPK_V7 za ten okres została już zablokowana przed zmianami.",
    "en": "The correction cannot be generated. The VAT-7 declaration / JPK_V7 file for this period is already locked against "
    "changes.",
}


def test_m_03_generating_into_a_locked_declaration_is_refused_word_for_word(page: ReliefPage, language: str) -> None:
    press(page, "make", "lock")
    declare(page, "begin")
    press(page, "generate")
    assert M_03[language] in page.life.told.text
    assert entries(page) == []


def test_m_01_entries_of_a_declaration_without_a_receipt_stay(page: ReliefPage, language: str) -> None:
    made_with_entries(page)
    declare(page, "begin", "send")
    press(page, "delete")
    answer(page, 0)
    assert M_01[language] in page.life.told.text
    assert len(entries(page)) == 2


@pytest.mark.parametrize(("place", "left"), [(0, []), (1, ["GR-2"]), (2, ["GR-2", "GR-3"])], ids=["yes", "no", "cancel"])
def test_m_02_asks_whether_the_other_entries_go_too(page: ReliefPage, language: str, place: int, left: list[str]) -> None:
    made_with_entries(page)
    panel = look_at_declaration(page)
    panel.entries.table.selected = "S 2"
    panel.entries.delete.click()
    assert M_02[language] in page.life.asking.text.value
    answer(page, place)
    assert not page.life.asking.open
    assert [document for _mark, document, *_amounts in entries(page)] == left


def test_r_048_a_quarter_is_declared_for_all_its_months(page: ReliefPage) -> None:
    made_with_entries(page)
    panel = look_at_declaration(page)
    assert "VAT-7K" in panel.quarterly.description and "VAT-7K" not in panel.monthly.description
    panel.quarterly.click()
    assert asked(page).declaration.title == "VAT-7K"
    page.question.go(APRIL + 1, "sale")
    assert asked(page).declaration.newest.state == "locked"


def test_r_065_the_declaration_goes_from_locked_to_received_and_is_corrected(page: ReliefPage, language: str) -> None:
    made_with_entries(page)
    panel = look_at_declaration(page)
    assert panel.day.layout.display == "none"
    declare(page, "begin", "send", "reject", "send", "receive", "correct")
    assert "VAT-7" in panel.state.value
    assert asked(page).declaration.newest.number == 1
    assert asked(page).declaration.is_open


@pytest.mark.parametrize(("step", "told"), [((), "no notice made"), (("make",), "notice not locked")])
def test_j_008_locking_while_entries_are_missing_asks_first(page: ReliefPage, step: tuple[str, ...], told: str) -> None:
    i18n.set_language("en")
    press(page, *step)
    panel = look_at_declaration(page)
    panel.monthly.click()
    assert panel.asking.open and f"Sale, April 2020: {told}" in panel.asking.text.value
    panel.asking.buttons[list(panel.asking.buttons)[-1]].click()
    assert asked(page).declaration.is_open, "cancelled"
    panel.monthly.click()
    next(iter(panel.asking.buttons.values())).click()
    assert asked(page).declaration.newest.state == "locked"


def test_j_008_with_all_entries_nothing_is_asked(page: ReliefPage) -> None:
    made_with_entries(page)
    panel = look_at_declaration(page)
    panel.monthly.click()
    assert not panel.asking.open
    assert asked(page).declaration.newest.state == "locked"


def test_r_048_r_062_the_declaration_says_whether_vat_zd_is_attached_and_which_notice_is_sent(page: ReliefPage) -> None:
    with i18n.in_language("en"):
        panel = look_at_declaration(page)
        assert "VAT-ZD: No" in panel.state.value
        press(page, "make", "lock")
        assert "VAT-ZD: No" in panel.state.value, "without entries"
        press(page, "generate")
        assert "VAT-ZD: Yes" in panel.state.value and "notice S of April 2020" in panel.state.value
        press(page, "amend", "lock")
        assert "notice S1 of April 2020" in panel.state.value, "the one calculated last"
        panel.quarterly.click()
        assert "VAT-7K" in panel.state.value
        assert "VAT-ZD: Yes" in panel.state.value and "notice S1 of April 2020" in panel.state.value


def test_j_005_j_017_from_october_2020_nothing_is_attached(address: str) -> None:
    page = opened(OneClient(WORKED["GJ-3"]), address)
    page.question.go(Month("2020-11"), "sale")
    made_with_entries(page)
    assert "VAT-ZD" not in look_at_declaration(page).state.value
    assert attachment(asked(page).desk, Quarter("2020Q3")) and not attachment(asked(page).desk, Quarter("2020Q4"))


def test_r_049_r_065_the_list_of_notices_shows_the_status_of_the_declaration(page: ReliefPage) -> None:
    with i18n.in_language("pl"):
        made_with_entries(page)
        page.tabs.selected_index = PANELS.index(History)
        history = page.panel(History)
        assert history._shows()[0]["sent"].tolist() == ["Nie wysłano"]
        declare(page, "begin", "send", "receive")
        page.tabs.selected_index = PANELS.index(History)
        frame, columns = history._shows()
        assert columns["sent"].title == "e-Deklaracje"
        assert frame["sent"].tolist() == ["Wysłano/Odebrano UPO"]


def test_j_003_the_list_of_later_notices_has_no_such_column(address: str) -> None:
    page = opened(OneClient(WORKED["GJ-3"]), address)
    page.question.go(Month("2020-11"), "sale")
    made_with_entries(page)
    page.tabs.selected_index = PANELS.index(History)
    assert "sent" not in page.panel(History)._shows()[1]


def test_r_055_what_went_out_without_the_relief_is_led_through_step_by_step(page: ReliefPage) -> None:
    panel = look_at_declaration(page)
    assert panel.late.value == ""
    declare(page, "begin", "send", "receive")
    assert panel.late.value.count("wb-current") == 1
    declare(page, "correct")
    before = panel.late.value.count("wb-done")
    press(page, "make", "lock", "generate")
    assert panel.late.value.count("wb-done") == before + 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_entries_can_be_taken_away(page: ReliefPage, kind: str) -> None:
    made_with_entries(page)
    panel = look_at_declaration(page)
    found: dict[str, Callable[[], tuple[str, bytes]]] = {
        button.label.lower(): button._make for button in panel.entries.box.children[2].children[:2]
    }
    name, content = found[kind]()
    assert name.endswith(f".{kind}")
    if kind == "csv":
        rows = content.decode("utf-8-sig").splitlines()
        assert len(rows) == 3 and "-593.50" in rows[1] and "-230.00" in rows[2]


def test_a_declaration_locked_on_another_page_refuses_with_m_03_and_is_then_seen(
    client: OneClient, address: str, language: str
) -> None:
    first, second = opened(client, address), opened(client, address)
    press(first, "make", "lock")
    second.reload()
    declare(first, "begin")
    press(second, "generate")
    assert M_03[language] in second.life.told.text
    assert asked(second).declaration.newest.state == "locked"


def test_c_25_collective_entries_are_offered_for_old_periods_only(page: ReliefPage) -> None:
    press(page, "make", "lock")
    assert page.life.mode.layout.display == ""
    page.life.mode.value = "collective"
    press(page, "generate")
    assert entries(page) == [("S", "", -1593_50, -366_50)]
    recent = OneClient(WORKED["GJ-3"])
    page = opened(recent, page.memory.address + "2")
    page.question.go(Month("2020-11"), "sale")
    press(page, "make", "lock")
    assert page.life.mode.layout.display == "none"


def test_r_058_a_correction_goes_where_the_original_went(page: ReliefPage) -> None:
    press(page, "make", "lock")
    page.life.register.value = "KORVAT"
    press(page, "generate", "amend", "lock")
    assert page.life.fields.layout.display == "none", "nothing differs: there is nothing to enter"
    assert page.life.register.value == "KORVAT" and page.life.register.disabled


def test_j_013_technical_documents_are_added_listed_and_withdrawn_on_the_purchase_side(address: str) -> None:
    page = opened(OneClient(WORKED["GR-5"]), address)
    form = look_at_declaration(page).technical
    assert form.box.layout.display == "none", "sales have none"
    page.question.go(APRIL, "purchase")
    assert form.box.layout.display == ""
    form.add.click()
    assert form.told.value != "", "without a number"
    form.number.value, form.vat.value = "T/1", "93,4x"
    form.add.click()
    assert "93,4x" in form.told.value
    form.vat.value, form.document.value = "1 093,49", "nie ma"
    form.add.click()
    assert "nie ma" in form.asking.text.value and len(form.table.rows) == 0, "the books hold no such purchase"
    form.asking.withdraw()
    form.document.value = "GR-5b"
    form.add.click()
    (row,) = form.table.rows.to_dict("records")
    assert (row["number"], row["document"], row["vat"]) == ("T/1", "GR-5b", -1093_49)
    form.table.selected = row["id"]
    form.withdraw.click()
    assert len(form.table.rows) == 0


def test_j_013_a_purchase_that_the_notice_corrects_too_is_warned_of(address: str) -> None:
    page = opened(OneClient(WORKED["GR-5"]), address)
    page.question.go(APRIL, "purchase")
    press(page, "make")
    form = look_at_declaration(page).technical
    form.number.value, form.vat.value, form.document.value = "T/1", "4358,50", "GR-5b"
    form.add.click()
    assert "GR-5b" in form.asking.text.value and len(form.table.rows) == 0
    next(iter(form.asking.buttons.values())).click()
    assert len(form.table.rows) == 1
