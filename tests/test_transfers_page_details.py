"""The details panel of the transfers page: texts, account, date, priority, the SEPA mark and the additional SEPA data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.transfer_books import ALOZA_ACCOUNT, GERMAN_ACCOUNT, nrb, party, typed
from tests.transfers_pages import bill, books_of, look_at, page_of
from workbench import i18n
from workbench.ledger import Ledger
from workbench.transfers import SepaParty
from workbench.widgets.transfers.details import Details
from workbench.widgets.transfers.page import TransfersPage
from workbench.widgets.transfers.payment_edits import changed
from workbench.widgets.transfers.sepa_sections import proposed_sections, to_keep

EURO = {"bank_register": "EURO", "currency": "EUR", "due": "2026-11-20"}


def euro(payment: str, **values: str) -> Any:
    return typed(payment, "100.00", **{"party": "muster", **EURO, **values})


BOOKS = books_of(
    bill("A1", "123.45"),
    bill("A2", "200.00"),
    euro("E1"),
    euro("E2", state="buffer"),
    euro("E3", state="sent", sepa="true"),
    euro("E4", party="kowalski", sepa="true", account=GERMAN_ACCOUNT),
    euro("E5", currency="PLN", party="aloza"),
    party("kowalski", "Anna Kowalski", kind="employee", country="DE", city="Berlin"),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def opened(tmp_path: Path, register: str = "PLN", *, store: bool = True) -> tuple[TransfersPage, Details]:
    """The panel with every payment of a register that is not paid."""
    page = page_of(BOOKS, tmp_path / "s.db" if store else None)
    page.register.value, page.filters.sendable.value = register, False
    return page, look_at(page, Details)


def payment(page: TransfersPage, payment_id: str) -> dict[str, Any]:
    """The row of a payment as the books are now."""
    assert page.desk is not None
    row: Any = page.desk.ledger.payments.set_index("payment_id").loc[payment_id]
    return dict(row)


def sections(page: TransfersPage) -> dict[tuple[str, str], Any]:
    assert page.desk is not None
    return {(row["payment_id"], row["role"]): row for row in page.desk.ledger.sepa_parties.to_dict("records")}


def test_an_edited_text_is_kept_goes_into_the_file_and_is_undone(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    assert panel.table.selected == "A1/1"
    before = panel.form.texts["text1"].value
    panel.form.texts["text1"].value = "Rata 2 z 5"
    assert payment(page, "A1/1")["text1"] != "Rata 2 z 5", "nothing is kept before it is accepted"
    panel.keep.click()
    assert payment(page, "A1/1")["text1"] == "Rata 2 z 5"
    assert page.batch is not None
    preview = page.batch.preview
    titles = {transfer.payments: laid.lines[0] for transfer, laid in zip(preview.transfers, preview.laid, strict=True)}
    assert titles[("A1/1",)] == "Rata 2 z 5"
    panel.undo.click()
    assert panel.form.texts["text1"].value == before
    assert "The last change was undone." in panel.told.value


def test_all_fields_of_a_payment_are_kept_together(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.form.texts["text4"].value = "czwarta"
    panel.form.texts["account"].value = f"PL {nrb(7)[:2]} {nrb(7)[2:]}"
    panel.form.execution_date.value, panel.form.priority.value = date(2026, 11, 24), "high"
    panel.keep.click()
    row = payment(page, "A1/1")
    assert (row["text4"], row["account"], row["priority"]) == ("czwarta", nrb(7), "high")
    assert row["execution_date"].date() == date(2026, 11, 24)
    assert page.memory.store is not None
    assert len(page.memory.store.audit(page.client.value)) == 1
    panel.as_in_books.click()
    assert payment(page, "A1/1")["priority"] == "normal"
    assert panel.as_in_books.disabled


def test_the_ruler_shows_what_is_cut_while_typing(tmp_path: Path) -> None:
    """Four lines of 35 characters take 140; the ten behind them are shown as lost."""
    _page, panel = opened(tmp_path)
    panel.form.texts["text1"].value = "a" * 140 + "0123456789"
    assert "10 characters do not fit:" in panel.ruler.value
    assert "<del>0123456789</del>" in panel.ruler.value
    panel.form.texts["text1"].value = "<b>„ok”</b>"
    assert "<b>" not in panel.ruler.value
    assert "The whole text fits." in panel.ruler.value


def test_what_stands_for_empty_fields_is_shown(tmp_path: Path) -> None:
    """T-095: without category and typed text the default; the party's account where the payment has none."""
    _page, panel = opened(tmp_path)
    for name in ("text1", "account"):
        panel.form.texts[name].value = ""
    assert panel.form.texts["text1"].placeholder == "Zapłata za A1"
    assert panel.form.texts["account"].placeholder == ALOZA_ACCOUNT


def test_a_wrong_account_is_refused_and_stays_to_be_mended(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    wrong = nrb(7)[:-1] + str((int(nrb(7)[-1]) + 1) % 10)
    panel.form.texts["account"].value = wrong
    panel.keep.click()
    assert wrong in panel.told.value
    assert panel.form.texts["account"].value == wrong
    assert page.memory.store is not None
    assert page.memory.store.transfers.edits(page.client.value) == {}


def test_what_is_typed_is_not_lost_by_a_choice(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.form.texts["text2"].value = "druga"
    panel.table.selected = "A2/1"
    assert (panel.table.selected, panel.form.texts["text2"].value) == ("A1/1", "druga")
    assert "not kept yet" in panel.told.value
    page.options.collective.value = True
    assert panel.form.texts["text2"].value == "druga", "nor by a new batch"
    panel.discard.click()
    assert panel.form.texts["text2"].value == ""
    panel.table.selected = "A2/1"
    assert panel.table.selected == "A2/1"


def test_who_comes_second_is_told(tmp_path: Path) -> None:
    first, one = opened(tmp_path)
    _second, other = opened(tmp_path)
    one.form.texts["text1"].value, other.form.texts["text1"].value = "pierwszy", "drugi"
    one.keep.click()
    other.keep.click()
    assert "was changed by" in other.told.value
    assert payment(first, "A1/1")["text1"] == "pierwszy"
    assert other.form.texts["text1"].value == "drugi"


def test_a_sent_payment_is_greyed(tmp_path: Path) -> None:
    """T-076, T-090."""
    _page, panel = opened(tmp_path, "EURO")
    panel.table.selected = "E3"
    assert all(control.disabled for control in panel.form.controls)
    assert panel.sepa.box.layout.display == ""
    for part in panel.sepa.parts.values():
        assert part.is_person.disabled
        assert all(field.disabled for field in part.fields.values())
    assert "can no longer be changed" in panel.head.value
    panel.table.selected = "E4"
    assert not any(control.disabled for control in panel.form.controls)


def test_marked_payments_become_sepa_transfers(tmp_path: Path) -> None:
    """T-082: those in the buffer or approved, in EUR; sent ones and PLN have no box to tick."""
    page, panel = opened(tmp_path, "EURO")
    boxes = {row["key"]: row["marked"] for row in panel.table.view["rows"]}
    assert boxes == {"E1": True, "E2": False, "E3": None, "E4": None, "E5": None}
    panel.table.mark(frozenset({"E1", "E2", "E3", "E5"}))
    panel.mark.click()
    ticked = {name for name in ("E1", "E2", "E5") if payment(page, name)["sepa"]}
    assert ticked == {"E1", "E2"}
    assert page.memory.store is not None
    assert page.memory.store.audit(page.client.value)["change"].nunique() == 1, "undone as one"
    assert "2 payments marked as SEPA transfers" in panel.told.value
    panel.undo.click()
    assert not payment(page, "E1")["sepa"]


def test_marking_keeps_what_was_edited_before(tmp_path: Path) -> None:
    page, panel = opened(tmp_path, "EURO")
    panel.form.texts["text1"].value = "Rechnung 7"
    panel.keep.click()
    panel.mark.click()
    assert (payment(page, "E1")["text1"], payment(page, "E1")["sepa"]) == ("Rechnung 7", True)


def test_the_sepa_parameter_is_there_for_euro_only(tmp_path: Path) -> None:
    """T-079, T-084: the additional data are shown with the parameter."""
    page, panel = opened(tmp_path, "EURO")
    assert panel.table.selected == "E1"
    assert panel.form.sepa.layout.display == ""
    assert panel.sepa.box.layout.display == "none"
    panel.form.sepa.value = True
    assert panel.sepa.box.layout.display == ""
    panel.keep.click()
    assert payment(page, "E1")["sepa"]
    panel.table.selected = "E5"
    assert panel.form.sepa.layout.display == "none"


def test_defaults_come_from_the_cards() -> None:
    """T-088: an employee is a natural person with country and city, an office and a contractor are legal persons."""
    natural = proposed_sections(BOOKS, "kowalski")["creditor"]
    assert natural == SepaParty("creditor", "Anna Kowalski", is_person=True, birth_country="DE", birth_city="Berlin")
    assert proposed_sections(BOOKS, "us")["creditor"] == SepaParty("creditor", "Urząd Skarbowy", is_person=False)
    assert not proposed_sections(BOOKS, "muster")["creditor"].is_person
    person = with_card(is_person=True, kind="contractor")
    assert proposed_sections(person, "kowalski")["creditor"].is_person
    assert not proposed_sections(with_card(is_person=True, kind="bank"), "kowalski")["creditor"].is_person
    assert proposed_sections(BOOKS, "muster")["initiator"] == SepaParty(
        "initiator", "Liczydło Próbne sp. z o.o.", is_person=False
    )


def with_card(**values: Any) -> Ledger:
    """The books with other values on the card of kowalski."""
    parties = BOOKS.parties.copy()
    for name, value in values.items():
        parties.loc[parties["party_id"] == "kowalski", name] = value
    return replace(BOOKS, parties=parties)


def test_the_first_section_is_a_legal_person_and_fields_follow_the_kind(tmp_path: Path) -> None:
    """T-085 to T-087."""
    _page, panel = opened(tmp_path, "EURO")
    panel.table.selected = "E4"
    initiator, creditor = panel.sepa.parts["initiator"], panel.sepa.parts["creditor"]
    assert [value for _title, value in initiator.is_person.options] == [False]
    assert creditor.is_person.value
    shown = {name for name, field in creditor.fields.items() if field.layout.display != "none"}
    birth = {"birth_date", "birth_country", "birth_province", "birth_city"}
    both = {"name", "identifier", "identifier_type", "issuer"}
    assert shown == birth | both
    creditor.is_person.value = False
    shown = {name for name, field in creditor.fields.items() if field.layout.display != "none"}
    assert shown == {"bic"} | both


def test_additional_sepa_data_are_checked_and_kept(tmp_path: Path) -> None:
    """T-086, T-087: half a birth is refused; what is only proposed is not kept; the transfer carries what is."""
    page, panel = opened(tmp_path, "EURO")
    panel.table.selected = "E4"
    creditor, debtor = panel.sepa.parts["creditor"], panel.sepa.parts["ultimate_debtor"]
    creditor.fields["birth_province"].value = "Berlin"
    panel.keep.click()
    assert "birth date, city and country go together" in panel.told.value
    assert sections(page) == {}
    creditor.fields["birth_date"].value = "1980-02-29"
    debtor.fields["name"].value, debtor.fields["bic"].value = "Inna firma", "ZIELPLP0"
    panel.keep.click()
    found = sections(page)
    assert set(found) == {("E4", "creditor"), ("E4", "ultimate_debtor")}
    assert found["E4", "creditor"]["birth_date"] == "1980-02-29"
    assert found["E4", "creditor"]["is_person"]
    assert page.batch is not None
    carried = {transfer.payments: transfer.sepa for transfer in page.batch.preview.transfers}
    assert {section.name for section in carried[("E4",)]} == {"Anna Kowalski", "Inna firma"}
    panel.undo.click()
    assert sections(page) == {}


def test_an_emptied_section_goes() -> None:
    empty = SepaParty("ultimate_debtor", "", is_person=False)
    was = {"ultimate_debtor": SepaParty("ultimate_debtor", "Firma", is_person=False)}
    assert to_keep(was, {"ultimate_debtor": empty}, {"ultimate_debtor": empty}) == {}
    assert to_keep(was, {"ultimate_debtor": empty}, was) == was


def test_only_what_differs_is_an_edit() -> None:
    before = {"text1": None, "account": "PL 61 1090 1014 0000 0712 1981 2874", "sepa": False}
    assert changed(before, {**before, "account": "61109010140000071219812874"}) == {}
    assert changed(before, {**before, "text1": "x", "sepa": True}) == {"text1": "x", "sepa": True}
    assert changed(before, {**before, "account": None}) == {"account": None}


def test_without_a_store_everything_but_keeping_works(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path, store=False)
    panel.form.texts["text1"].value = "Rata"
    assert "Rata" in panel.ruler.value
    for button in (panel.keep, panel.as_in_books, panel.mark, panel.undo):
        assert button.disabled
        assert "WORKBENCH_STORE" in button.tooltip


def test_labels_are_those_of_the_program(tmp_path: Path) -> None:
    """T-082, T-084, T-085, letter for letter."""
    i18n.set_language("pl")
    _page, panel = opened(tmp_path, "EURO")
    assert panel.mark.description == "Oznacz jako przelew SEPA"
    heads = [part.box.children[0].value for part in panel.sepa.parts.values()]
    for head, label in zip(heads, ("Zleceniodawca", "Pierwotny zleceniodawca", "Kontrahent", "Finalny odbiorca"), strict=True):
        assert f">{label}<" in head
    assert ">[Dodatkowe SEPA]<" in panel.sepa.box.children[0].value
    kinds = [title for title, _value in panel.sepa.parts["creditor"].is_person.options]
    assert kinds == ["Osoba prawna", "Osoba fizyczna"]


def test_the_list_is_taken_away(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    name, content = panel.taking[1]._make()
    assert name.endswith("_PLN.csv")
    assert "A1,Aloza sp. z o.o." in content.decode("utf-8-sig")
    assert "123.45" in content.decode("utf-8-sig")
