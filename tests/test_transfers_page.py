"""The transfers page: what its controls do to the list, the transfers, the file and the export."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench import i18n
from workbench.widgets.clients import clients_of
from workbench.widgets.memory import Memory
from workbench.widgets.taking_away import titled
from workbench.widgets.transfers import sending
from workbench.widgets.transfers.orders import Orders
from workbench.widgets.transfers.page import PANELS, TransfersPage
from workbench.widgets.transfers.payments import Payments
from workbench.widgets.transfers.ruler import ruler
from workbench.widgets.transfers.sending import Sending

SAMPLES = Path(__file__).parents[1] / "sample_data"
TODAY = date(2026, 11, 22)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "office.liczydlo")


@pytest.fixture
def page(address: str) -> Iterator[TransfersPage]:
    with i18n.in_language("pl"):
        yield opened(SAMPLES / "office" / "budmar", address)


def opened(books: Path, address: str, today: date = TODAY) -> TransfersPage:
    return TransfersPage(clients_of(books), Memory(address), lambda: None, today)


def look_at(page: TransfersPage, kind: type) -> None:
    page.tabs.selected_index = PANELS.index(kind)


def press(page: TransfersPage, **message: object) -> None:
    """As if the list's browser side had sent this."""
    page.panel(Payments).table._receive(None, message, None)


def test_it_opens_with_all_that_may_go_within_a_week(page: TransfersPage) -> None:
    assert page.batch is not None
    assert set(page.batch.marked) == set(page.batch.listed)
    days = page.batch.payments["execution_date"].dt.date
    assert days.max() <= date(2026, 11, 29)
    assert "Zwykłe" in page.panel(Payments).boxes.value


def test_t_016_marks_by_hand_stay_when_options_change(page: TransfersPage) -> None:
    assert page.batch is not None
    key = page.batch.listed[0]
    press(page, event="mark", key=key)
    assert key not in page.batch.marked and len(page.batch.marked) == len(page.batch.listed) - 1
    page.options.collective.value = True
    assert key not in page.batch.marked
    press(page, event="mark_all")
    assert set(page.batch.marked) == set(page.batch.listed)
    press(page, event="mark_all")
    assert page.batch.marked == frozenset() and page.batch.preview.transfers == ()


def test_t_041_sums_follow_the_marks(page: TransfersPage) -> None:
    assert page.batch is not None
    everything = page.batch.preview.schedule.sums()
    boxes = page.panel(Payments).boxes
    assert i18n.amount(everything["ordinary"], "PLN") in boxes.value
    press(page, event="mark_all")
    assert i18n.amount(0, "PLN") in boxes.value


def test_t_017_filters_combine(page: TransfersPage) -> None:
    assert page.batch is not None
    party = page.batch.payments["party_name"].iloc[0]
    page.filters.words.value = party
    assert set(page.batch.payments["party_name"]) == {party}
    page.filters.to.value = date(2026, 11, 1)
    assert all(page.batch.payments["execution_date"].dt.date <= date(2026, 11, 1))


def test_t_015_without_transfers_to_send_the_others_are_listed_with_their_reasons(page: TransfersPage) -> None:
    assert page.batch is not None
    before = set(page.batch.listed)
    page.filters.sendable.value = False
    others = set(page.batch.listed) - before
    assert others
    panel = page.panel(Payments)
    held = next(payment for payment in page.batch.listed if payment in others)
    press(page, event="mark", key=held)
    assert held not in page.batch.marked
    panel.table.selected = held
    assert "Dlaczego nie może iść" in panel.card.value


def test_t_025_the_file_follows_the_sorted_list(page: TransfersPage) -> None:
    page.options.list_order.value = True
    press(page, event="sort", column=5)
    assert page.batch is not None
    amounts = [transfer.amount for transfer in page.batch.preview.transfers]
    assert amounts == sorted(amounts)
    press(page, event="sort", column=5)
    amounts = [transfer.amount for transfer in page.batch.preview.transfers]
    assert amounts == sorted(amounts, reverse=True)
    page.options.collective.value = True
    assert page.options.list_order.disabled and not page.options.choice.list_order


def test_t_031_options_of_collective_transfers_appear_with_them(page: TransfersPage) -> None:
    options = page.options
    shown = [options.by_date, options.all_lines, options.divide]
    assert [box.layout.display for box in shown] == ["none"] * 3
    options.collective.value = True
    assert [box.layout.display for box in shown] == [""] * 3


def test_t_073_with_xml_the_social_insurance_box_is_hidden(page: TransfersPage) -> None:
    page.options.social_insurance_texts.value = True
    page.options.format.value = "iso-domestic"
    assert page.options.social_insurance_texts.layout.display == "none"
    assert not page.options.choice.social_insurance_texts
    page.options.format.value = "elixir"
    assert page.options.social_insurance_texts.layout.display == ""


def test_t_028_another_day(page: TransfersPage) -> None:
    assert page.options.other_day.layout.display == "none"
    page.options.day.value = "other"
    page.options.other_day.value = date(2026, 12, 3)
    assert page.options.other_day.layout.display == ""
    assert page.batch is not None
    assert {transfer.date for transfer in page.batch.preview.transfers} == {date(2026, 12, 3)}


def test_the_card_shows_the_ruler_with_marked_characters(address: str) -> None:
    with i18n.in_language("pl"):
        page = opened(SAMPLES / "examples" / "aloza", address)
        page.filters.to.value = None
        page.options.collective.value = page.options.all_lines.value = True
        assert page.batch is not None
        preview = page.batch.preview
        shown = ruler(preview.laid[0], preview.formats[0].style_of("ordinary"))
    assert "8/07/00002/VAT Us<mark>l</mark>ugi obce;FA/2018/" in shown
    assert "<del>A/2018/07/00005/VAT</del>" in shown and "19 znaków się nie mieści" in shown


def test_the_transfers_and_what_was_refused(address: str) -> None:
    with i18n.in_language("pl"):
        page = opened(SAMPLES / "examples" / "abc", address)
        page.filters.to.value = None
        page.options.collective.value = True
        look_at(page, Orders)
        panel = page.panel(Orders)
        assert "Wybranych płatności [Fa/2019/0001]" in panel.refused.value
        assert "Największy zestaw, który przejdzie" in panel.refused.value
        assert page.batch is not None
        press(page, event="mark", key=page.batch.listed[3])
        assert panel.refused.value == "" and len(panel.table.rows) == 1


def test_export_needs_decisions_and_is_recorded(page: TransfersPage, address: str, tmp_path: Path) -> None:
    page.options.day.value = "today"
    look_at(page, Sending)
    panel = page.panel(Sending)
    assert "Ostrzeżenia" in panel.decisions.value
    assert panel.button.disabled
    panel.confirmed.value = True
    assert not panel.button.disabled
    panel.path.value = str(tmp_path / "przelewy.txt")
    assert page.batch is not None
    going = set(page.batch.marked)
    panel.button.click()
    assert "wyeksportowan" in panel.told.value, panel.told.value
    assert (tmp_path / "przelewy.txt").exists()
    assert not going & set(page.batch.listed)
    another = opened(SAMPLES / "office" / "budmar", address)
    assert another.batch is not None and not going & set(another.batch.listed)
    look_at(another, Sending)
    assert Path(another.panel(Sending).path.value).parent == tmp_path


def test_every_exported_file_can_be_downloaded(page: TransfersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.options.day.value = "today"
    look_at(page, Sending)
    panel = page.panel(Sending)

    def export(name: str, *payments: str) -> list[tuple[str, bytes]]:
        assert page.batch is not None
        press(page, event="mark_all")
        if page.batch.marked:
            press(page, event="mark_all")
        for payment in payments:
            press(page, event="mark", key=payment)
        panel.path.value = str(tmp_path / name)
        panel.confirmed.value = panel.unlisted.value = True
        panel.button.click()
        return [button._make() for button in panel.again.children]

    assert page.batch is not None
    first, *others = page.batch.listed[:4]
    assert export("jeden.txt", first) == [("jeden.txt", (tmp_path / "jeden.txt").read_bytes())]
    assert [button.label for button in panel.again.children] == ["Pobierz wyeksportowany plik"]
    assert export("jeden.txt", *others) == [], "a refused export leaves nothing to download"
    page.options.one_each.value = True
    monkeypatch.setattr(sending, "MOST_BUTTONS", 2)
    files = export("kilka.txt", *others)
    assert [name for name, _content in files] == ["kilka.txt", "kilka-2.txt"], "with many files the others are in the log"
    assert all((tmp_path / name).read_bytes() == content for name, content in files)
    assert len({content for _name, content in files}) == 2
    assert all(button.label.endswith(name) for button, (name, _content) in zip(panel.again.children, files, strict=True))
    assert (tmp_path / "kilka-3.txt").exists() and panel.told.value.count("<p") == 2


def test_errors_hold_the_export(page: TransfersPage) -> None:
    """The sample has a payment whose execution date is past."""
    look_at(page, Sending)
    panel = page.panel(Sending)
    assert "Błędy wstrzymują eksport" in panel.decisions.value
    panel.confirmed.value = True
    assert panel.button.disabled


def test_without_a_store_the_export_says_why_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    page = TransfersPage(clients_of(SAMPLES / "office" / "budmar"), Memory(""), lambda: None, TODAY)
    look_at(page, Sending)
    assert "WORKBENCH_STORE" in page.panel(Sending).decisions.value
    assert page.panel(Sending).button.disabled


def test_the_file_is_shown_to_the_last_character(page: TransfersPage) -> None:
    page.options.day.value = "today"
    look_at(page, Sending)
    view = page.panel(Sending).view.value
    assert page.batch is not None
    assert view.count('class="wb-file-line"') == len(page.batch.preview.files[0].transfers)
    assert "␍␊" in view and "110,20261122," in view


def test_the_list_is_taken_away_with_titles(page: TransfersPage) -> None:
    assert page.batch is not None
    table, amounts = titled(*page.panel(Payments)._shows())
    assert amounts == ["Pozostaje (PLN)"]
    assert len(table) == len(page.batch.listed)
    assert "Podmiot" in table and "zwykły" in set(table["Rodzaj"])


def test_books_without_registers_say_so(address: str) -> None:
    with i18n.in_language("pl"):
        page = opened(SAMPLES / "examples" / "GR-1", address)
    assert "bank_registers" in page.problem.value


def test_another_client_has_other_registers(address: str) -> None:
    page = TransfersPage(clients_of(SAMPLES / "office"), Memory(address), lambda: None, TODAY)
    page.client.value = "wektor"
    page.register.value = "EUR"
    assert page.batch is not None
    assert {transfer.kind for transfer in page.batch.preview.transfers} == {"sepa"}
    page.client.value = "klos"
    assert page.batch.client == "klos" and page.register.value == "BANK"


def test_a_page_whose_bank_form_names_an_unknown_format_says_so_and_stays_of_use(address: str, tmp_path: Path) -> None:
    books = shutil.copytree(SAMPLES / "examples" / "aloza", tmp_path / "aloza")
    banks = books / "banks.csv"
    banks.write_text(banks.read_text("utf-8").replace("elixir-bph", "moj-format"), "utf-8")
    page = opened(books, address)
    assert "moj-format" in page.problem.value
    assert page.tabs.layout.display == ""
    page.options.format.value = "elixir"
    assert page.problem.value == ""
