"""Events on the relief page (feature 34): the rule and its certainty, what follows, what is recorded, refused, withdrawn."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.books import Books, books, sale
from tests.golden import GR_2
from tests.notices import SEPTEMBER, invoice
from tests.relief_panels import asked, look_at, opened
from workbench import i18n
from workbench.relief.events import guide
from workbench.widgets.relief.event_form import EventForm, guidance_card
from workbench.widgets.relief.events_panel import Events
from workbench.widgets.relief.page import ReliefPage

TODAY = date(2026, 12, 10)
BEFORE, AFTER = date(2026, 10, 12), date(2026, 12, 5)
NOT_KEPT = "WORKBENCH_STORE"


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "office.liczydlo")


def panel_of(source: Books, side: str = "sale", period: str = SEPTEMBER, store: str = "", language: str = "en") -> Events:
    i18n.set_language(language)  # type: ignore[arg-type]
    return look_at(opened(source, period, side, store=store, today=TODAY), Events)  # type: ignore[arg-type]


def fill(panel: Events, type: str, day: date, amount: str = "", document: str = "FS/1") -> None:
    panel.form.document.value = document
    panel.form.type.value = type
    panel.form.day.value = day
    panel.form.amount.value = amount


def follows(panel: Events) -> list[tuple[str, str, str, int, int]]:
    """Month, state, change and the entry's net and VAT in zloty of what is previewed."""
    assert panel.told.value == "" and panel.following.layout.display == ""
    rows: list[Any] = list(panel.preview.rows.itertuples())
    return [(row.month, row.state, row.change, row.entry_net / 100, row.entry_vat / 100) for row in rows]


def page_of(panel: Events) -> ReliefPage:
    return panel._page


def test_the_chosen_document_is_the_one_asked_about() -> None:
    panel = panel_of(invoice())
    assert (panel.form.document.value, panel.form.document.options) == ("FS/1", ("FS/1",))
    assert panel.form.guidance is not None and panel.form.guidance.type == "credit_note"
    assert "Give the day" in panel.told.value and panel.record.disabled


def test_a_set_off_before_the_filing_reduces_the_claim() -> None:
    """Half of 1 230.00 is set off on 12 October; the notice of September is made as of the 25th."""
    panel = panel_of(invoice())
    fill(panel, "set_off", BEFORE, "615,00")
    assert follows(panel) == [(SEPTEMBER, "unpaid", "changed", 500, 115)]
    assert "PLN\u00a0500.00, VAT PLN\u00a0115.00" in panel.total.value
    panel.form.day.value = AFTER
    assert follows(panel) == [("2026-12", "paid_back", "added", 500, 115)]


def test_of_a_purchase_only_the_tax_is_corrected() -> None:
    panel = panel_of(invoice("purchase"), "purchase")
    fill(panel, "set_off", BEFORE, "615")
    assert follows(panel) == [("2026-10", "paid_back", "added", 0, 115)]
    assert not any("Net" in column["title"] for column in panel.preview.view["columns"])


def test_r_070_an_insolvent_debtor_keeps_the_invoice_off_the_notice() -> None:
    """Before October 2021: R-070's 593.50 net and 136.50 VAT do not come on the notice of April 2020, filed on 25 May."""
    panel = panel_of(books(GR_2), period="2020-04")
    fill(panel, "insolvency", date(2020, 5, 24), document="GR-2")
    assert [code for _title, code in panel.form.choice.options] == ["kept_off", "directive"]
    assert panel.form.amount.layout.display == "none"
    assert follows(panel) == [("2020-04", "unpaid", "removed", 593.5, 136.5)]
    panel.form.choice.value = "directive"
    assert follows(panel) == []
    panel.form.choice.value = "kept_off"
    panel.form.day.value = date(2020, 5, 25)
    assert follows(panel) == [], "on the day of filing it is too late"


def test_an_event_that_undoes_a_recorded_one(store: str) -> None:
    """Sold on 12 October, so off the September notice; the factor gives the claim back, and it counts as never sold."""
    panel = panel_of(invoice(), store=store)
    fill(panel, "assignment", BEFORE)
    assert follows(panel) == [(SEPTEMBER, "unpaid", "removed", 1000, 230)]
    panel.record.click()
    assert asked(page_of(panel)).notice.lines.empty
    fill(panel, "back_assignment", date(2026, 11, 5))
    assert follows(panel) == []
    panel.form.choice.value = "never_sold"
    assert follows(panel) == [(SEPTEMBER, "unpaid", "added", -1000, -230)]


def test_recording_is_one_change_and_can_be_taken_back(store: str) -> None:
    panel = panel_of(invoice(), store=store)
    fill(panel, "set_off", BEFORE, "615.00")
    panel.form.note.value = "kompensata <nr> 7"
    panel.record.click()
    desk = asked(page_of(panel)).desk
    (event,) = desk.events.values()
    assert (event.type, event.document_id, event.date, event.amount, event.choice, event.note) == (
        *("set_off", "FS/1", BEFORE, 615_00),
        *("settled", "kompensata <nr> 7"),
    )
    assert desk.notice("sale", SEPTEMBER).lines["vat"].tolist() == [115_00]
    assert panel.form.document.value == "" and panel.record.disabled, "the next event begins with an empty form"
    assert panel.recorded.table.rows[["number", "state", "against"]].values.tolist() == [["FS/1", "counted", False]]
    again = look_at(opened(invoice(), SEPTEMBER, store=store, today=TODAY), Events)
    assert again.recorded.table.rows["id"].tolist() == [event.id]
    page_of(again).life.take(lambda desk: desk.undo(), "undone")
    assert again.recorded.table.rows.empty


def test_an_event_is_withdrawn(store: str) -> None:
    panel = panel_of(invoice(), store=store)
    fill(panel, "assignment", BEFORE)
    panel.record.click()
    assert panel.recorded.withdraw.disabled and "Choose an event" in panel.recorded.withdraw.tooltip
    panel.recorded.table.selected = panel.recorded.table.rows["id"].iloc[0]
    assert not panel.recorded.withdraw.disabled
    panel.recorded.withdraw.click()
    assert panel.recorded.table.rows.empty
    assert asked(page_of(panel)).notice.lines["vat"].tolist() == [230_00]


def test_an_event_that_the_books_of_today_refuse_says_why(store: str) -> None:
    """R-016: the document of a recorded event was deleted from the books."""
    panel = panel_of(invoice(), store=store)
    fill(panel, "assignment", BEFORE)
    panel.record.click()
    other = books(sale("FS/2", issued="2026-06-01", due="2026-06-10", lines=[("23", "100.00")]))
    later = look_at(opened(other, SEPTEMBER, store=store, today=TODAY), Events)
    (row,) = later.recorded.table.view["rows"]
    assert row["kind"] == "wb-inactive"
    assert any("FS/1: there is no such document" in cell for cell in row["cells"])
    later.recorded.table.selected = row["key"]
    later.recorded.withdraw.click()
    assert later.recorded.table.rows.empty


def test_without_a_store_nothing_is_recorded_but_all_is_foreseen() -> None:
    panel = panel_of(invoice())
    fill(panel, "assignment", AFTER)
    assert follows(panel) == [("2026-12", "paid_back", "added", 1000, 230)]
    assert panel.record.disabled and NOT_KEPT in panel.record.tooltip
    assert panel.recorded.withdraw.disabled and NOT_KEPT in panel.recorded.withdraw.tooltip


@pytest.mark.parametrize(
    ("document", "amount", "told"),
    [
        ("FS/9", "1", "FS/9: there is no such document"),
        ("same", "1", "several documents have this number; type the identifier of one: A, B"),
        ("A", "", "give the amount, above zero"),
        ("A", "dużo", "dużo: an amount is written"),
        ("A", "-5", "give the amount, above zero"),
    ],
)
def test_what_is_missing_is_said_and_not_recorded(store: str, document: str, amount: str, told: str) -> None:
    one, other = (sale(name, issued="2026-06-01", due="2026-06-10", lines=[("23", "100.00")]) for name in "AB")
    for of in (one, other):
        of["documents"][0]["number"] = "same"
    panel = panel_of(books(one, other), store=store)
    assert panel.form.document.options == ("A", "B"), "a number that two documents have names neither"
    fill(panel, "set_off", BEFORE, amount, document)
    assert told in panel.told.value + panel.form.told.value
    assert panel.record.disabled and panel.following.layout.display == "none"
    panel.record.click()
    assert asked(page_of(panel)).desk.events == {}


def test_one_payment_of_a_document_can_be_meant() -> None:
    """Two parts of 615.00, due in June and July: only the second is sold, whose relief lies in October."""
    parts = [("2026-06-10", "615.00"), ("2026-07-10", "615.00")]
    panel = panel_of(invoice(parts=parts))
    fill(panel, "assignment", BEFORE)
    assert [payment for _title, payment in panel.form.payment.options] == ["", "FS/1/1", "FS/1/2"]
    panel.form.payment.value = "FS/1/2"
    assert follows(panel) == [("2026-10", "unpaid", "removed", 500, 115)]


@pytest.mark.parametrize(
    ("side", "type", "mark", "polish", "english"),
    [
        ("sale", "assignment", "✓", "pewne", "certain"),
        ("sale", "set_off", "≈", "praktyka", "general practice"),
        ("sale", "forgiveness", "?", "wątpliwe", "doubtful"),
    ],
)
def test_the_certainty_of_a_rule_is_marked(side: str, type: str, mark: str, polish: str, english: str) -> None:
    panel = panel_of(invoice(side))
    for language, word in (("pl", polish), ("en", english)):
        with i18n.in_language(language):  # type: ignore[arg-type]
            card = guidance_card(guide(asked(page_of(panel)).desk.ledger, side, "FS/1", type))  # type: ignore[arg-type]
        assert f">{mark}</span>" in card and word in card
        assert "ustawy o VAT" in card
    assert ("wb-fails" in card) == (type == "forgiveness"), "a doubtful rule and its warnings stand out"


def test_the_form_of_another_side_is_empty() -> None:
    panel = panel_of(invoice())
    fill(panel, "assignment", BEFORE)
    page_of(panel).question.side.value = "purchase"
    assert isinstance(panel.form, EventForm) and panel.form.document.value == "" and panel.form.day.value is None
    assert "insolvency" in [code for _title, code in panel.form.type.options]
    assert "back_assignment" not in [code for _title, code in panel.form.type.options]


def test_preview_and_list_are_taken_away(store: str) -> None:
    panel = panel_of(invoice(), store=store, language="pl")
    fill(panel, "set_off", BEFORE, "615.00")
    preview, recorded = (box.children[-1].children for box in (panel.following, panel.box.children[-1]))
    _name, content = preview[1]._make()
    assert len(content.decode("utf-8-sig").splitlines()) == 2 and "115" in content.decode("utf-8-sig")
    panel.record.click()
    name, content = recorded[1]._make()
    assert name.startswith("events_klient") and "FS/1" in content.decode("utf-8-sig")
