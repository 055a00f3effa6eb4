"""The page of the office: its grid of clients by months, its filters, its totals and the card of a cell (feature 5)."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.office_pages import ALFA_NIP, TODAY, alfa, look_at, office_folder, opened, write
from workbench import i18n, read_ledger, store
from workbench.relief.office import STATES
from workbench.store.relief_desk import ReliefDesk
from workbench.widgets.clients import Clients
from workbench.widgets.memory import Memory
from workbench.widgets.office import page as page_module
from workbench.widgets.office.grid import Grid
from workbench.widgets.office.page import OfficePage
from workbench.widgets.office.states import SHORT, TO_DO
from workbench.widgets.office.to_do import ToDo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office_folder(tmp_path / "office")


@pytest.fixture
def page(folder: Path, tmp_path: Path) -> OfficePage:
    """The office remembers a declaration of beta's July: what beta misses from then on is late."""
    kept = tmp_path / "kept.liczydlo"
    with store.open_store(str(kept), "anna") as remembered:
        ReliefDesk.opened(remembered, "beta", read_ledger(folder / "beta"), TODAY).declare("2026-07", "lock")
    with i18n.in_language("en"):
        made = opened(folder, kept)
    i18n.set_language("en")
    return made


def cell(page: OfficePage, client: str, side: str, month: str) -> dict[str, Any]:
    """A cell as the browser gets it, with its sign and word."""
    view = page.panel(Grid).cells.view
    row = next(row for row in view["rows"] if (row["client"], row["side"]) == (client, side))
    found = row["cells"][[column["key"] for column in view["columns"]].index(month)]
    return {**found, **view["states"][found["state"]]}


def foot(page: OfficePage, title: str, month: str) -> str:
    view = page.panel(Grid).cells.view
    cells = next(row["cells"] for row in view["foot"] if row["title"] == title)
    return str(cells[[column["key"] for column in view["columns"]].index(month)])


def test_a_cell_says_its_state_its_vat_and_the_days_left(page: OfficePage) -> None:
    october = cell(page, "alfa", "sale", "2026-10")
    assert (october["sign"], october["word"], october["amount"]) == ("!", "make", "230.00")
    assert october["note"] == "make the notice, 3 days left"
    august = cell(page, "beta", "sale", "2026-08")
    assert (august["sign"], august["amount"], august["kind"]) == ("‼", "69.00", "late")
    assert august["note"] == "make the notice, 58 days late"
    assert cell(page, "beta", "sale", "2026-10")["amount"] == "-69.00"
    nothing = cell(page, "beta", "purchase", "2026-10")
    assert (nothing["sign"], nothing["word"], nothing["amount"]) == ("–", "nothing", "")


def test_an_office_that_begins_today_has_missed_nothing(folder: Path) -> None:
    with i18n.in_language("en"):
        page = opened(folder)
        august = cell(page, "beta", "sale", "2026-08")
        assert (august["sign"], august["word"], august["amount"], august["kind"]) == ("–", "earlier", "69.00", "elsewhere")
        assert look_at(page, ToDo).table.rows["month"].tolist() == ["2026-10", "2026-10"]


def test_no_state_is_told_by_its_colour_alone() -> None:
    assert set(SHORT) == set(STATES)
    assert all(sign and word for sign, word in SHORT.values())


def test_the_25th_moves_to_a_working_day(page: OfficePage) -> None:
    columns = {column["key"]: column for column in page.panel(Grid).cells.view["columns"]}
    assert columns["2026-10"]["note"] == "by 25 Nov 2026"
    assert columns["2026-09"]["note"] == "by 26 Oct 2026"  # the 25th is a Sunday


def test_totals_of_months_and_of_the_office(page: OfficePage) -> None:
    assert [foot(page, title, "2026-10") for title in ("Comes back", "Falls due", "Balance")] == ["230.00", "69.00", "161.00"]
    assert [foot(page, title, "2026-08") for title in ("Comes back", "Falls due")] == ["69.00", "0.00"]
    sums = page.panel(Grid).sums.value
    assert "PLN\u00a0299.00" in sums and "PLN\u00a069.00" in sums and "PLN\u00a0230.00" in sums


def test_broken_books_are_a_row_with_the_reason_and_stop_nobody(page: OfficePage) -> None:
    rows = page.panel(Grid).cells.view["rows"]
    assert [(row["client"], row["side"]) for row in rows] == [
        *((client, side) for client in ("alfa", "beta") for side in ("sale", "purchase")),
        ("gamma", ""),
    ]
    assert "kiedyś" in rows[-1]["problem"] and not rows[-1]["cells"]
    assert "books of 1 client cannot be used" in page.panel(Grid).told.value


def test_twelve_or_twenty_four_months_up_to_the_chosen_one(page: OfficePage) -> None:
    view = page.panel(Grid).cells.view
    assert [column["key"] for column in view["columns"]][:2] == ["2026-10", "2026-09"] and len(view["columns"]) == 12
    page.months.value = 24
    page.running.wait()
    assert len(page.panel(Grid).cells.view["columns"]) == 24
    page.month.value = page.month.value - 2
    page.running.wait()
    assert page.panel(Grid).cells.view["columns"][0]["key"] == "2026-08"


def test_only_what_is_to_be_done_hides_the_other_clients(page: OfficePage) -> None:
    grid = page.panel(Grid)
    grid.show_only.value = TO_DO
    rows = grid.cells.view["rows"]
    assert [(row["client"], row["side"]) for row in rows] == [("alfa", "sale"), ("beta", "sale"), ("gamma", "")]
    assert not cell(page, "alfa", "sale", "2026-10")["dim"] and cell(page, "alfa", "sale", "2026-09")["dim"]
    grid.show_only.value = "received"
    assert [row["client"] for row in grid.cells.view["rows"]] == ["gamma"]


def test_search_keeps_clients_by_name(page: OfficePage) -> None:
    grid = page.panel(Grid)
    grid.words.value = "ALF"
    assert {row["client"] for row in grid.cells.view["rows"]} == {"alfa"}


def test_a_chosen_cell_shows_its_documents_and_the_next_step(page: OfficePage) -> None:
    grid = page.panel(Grid)
    assert "Choose a month" in grid.card.box.value
    grid.cells.selected = ["alfa", "sale", "2026-10"]
    card = grid.card.box.value
    assert "Next: make the notice, by 25 Nov 2026 (3 days left)" in card
    assert "FS/1" in card and "FS/2" not in card and "1,000.00" in card and "230.00" in card
    assert 'href="relief"' in card and "choose there: alfa, Sale, October 2026" in card


def test_names_from_the_books_are_escaped(folder: Path) -> None:
    page = OfficePage(Clients(folder), Memory(""), lambda: None, date(2026, 12, 28))
    page.running.wait()
    page.panel(Grid).cells.selected = ["alfa", "sale", "2026-11"]
    assert "&lt;b&gt;Beta&lt;/b&gt;" in page.panel(Grid).card.box.value


def test_the_grid_is_taken_away_as_it_is_filtered(page: OfficePage) -> None:
    grid = page.panel(Grid)
    grid.show_only.value = TO_DO
    xlsx, csv = grid.taken
    name, content = xlsx._make()
    header, *rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Office").to_python()
    assert name == "vat-zd-office_2026-10.xlsx"
    assert [row[header.index("Client")] for row in rows] == ["alfa", "beta", "beta"]
    assert [row[header.index("Comes back (PLN)")] for row in rows] == [230, 69, 0]
    assert csv._make()[1].decode("utf-8-sig").count("\n") == 4


def test_what_is_to_be_done_stands_by_deadline(page: OfficePage) -> None:
    panel = look_at(page, ToDo)
    listed = [(row.client, row.month, row.missing, row.days_left) for row in panel.table.rows.itertuples()]
    assert listed == [
        ("beta", "2026-08", "make the notice", -58),
        ("alfa", "2026-10", "make the notice", 3),
        ("beta", "2026-10", "make the notice", 3),
    ]
    panel.within.value = (0, 7)
    assert panel.table.rows["client"].tolist() == ["alfa", "beta"]
    panel.table.selected = panel.table.rows["key"].iloc[1]
    assert "beta · Sale · October 2026" in panel.card.box.value


def test_states_follow_what_is_remembered_and_books_that_change_are_marked(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "office.liczydlo"
    with store.open_store(str(kept), "anna") as remembered:
        desk = ReliefDesk.opened(remembered, "alfa", read_ledger(folder / "alfa"), TODAY)
        desk = desk.make("sale", "2026-10")
        page = opened(folder, kept)
        i18n.set_language("en")
        page.reload()
        page.running.wait()
        assert cell(page, "alfa", "sale", "2026-10")["word"] == "lock"
        desk.lock("sale", "2026-10").generate("sale", "2026-10", "VAT")
        page.reload()
        page.running.wait()
        assert cell(page, "alfa", "sale", "2026-10")["word"] == "send"
    changed = alfa()
    changed["settlements"] = [{"payment_id": "FS/1/1", "date": "2026-11-20", "amount": "615.00"}]
    write(folder / "alfa", changed, ALFA_NIP)
    page.reload()
    page.running.wait()
    assert cell(page, "alfa", "sale", "2026-10")["sign"].endswith("≠")
    page.panel(Grid).cells.selected = ["alfa", "sale", "2026-10"]
    card = page.panel(Grid).card.box.value
    assert "Difference to the books" in card and "PLN\u00a0115.00" in card and "FS/1" in card


def test_a_large_office_is_read_when_somebody_looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "FEW", 2)
    page = opened(folder)
    assert page.office is None
    page.panel(Grid).cells._receive(None, {"event": "shown"}, None)
    page.running.wait()
    assert page.office is not None


def test_what_was_read_long_before_the_page_is_shown_is_read_anew(page: OfficePage, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page.office
    page.opened()
    page.running.wait()
    assert page.office is before
    monkeypatch.setattr(page_module, "FRESH", -1.0)
    page.opened()
    page.running.wait()
    assert page.office is not before


def test_a_folder_without_books_says_so(tmp_path: Path) -> None:
    box = page_module.office_page(tmp_path / "nowhere")
    assert "nowhere" in box.children[0].value
