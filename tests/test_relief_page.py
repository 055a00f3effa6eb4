"""The relief page without a browser: set a widget's value, look at what the page shows."""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ipywidgets
import pytest
from python_calamine import CalamineWorkbook

import workbench
from workbench import i18n
from workbench.days import Month
from workbench.errors import WorkbenchError
from workbench.store.relief_desk import ReliefDesk
from workbench.widgets.clients import Clients
from workbench.widgets.memory import Memory
from workbench.widgets.relief.notice_panel import Notice
from workbench.widgets.relief.outlook_panel import Outlook
from workbench.widgets.relief.page import PANELS, ReliefPage, relief_page
from workbench.widgets.relief.view import Asked, last_month, periods_offered
from workbench.widgets.table import Download

OFFICE = Path(__file__).parents[1] / "sample_data" / "office"


@pytest.fixture
def page() -> Iterator[ReliefPage]:
    with i18n.in_language("pl"):
        yield ReliefPage(Clients(OFFICE), Memory(""), lambda: None)


def asked(page: ReliefPage) -> Asked:
    assert page.asked is not None
    return page.asked


def shown(page: ReliefPage) -> workbench.relief.ReliefNotice:
    return asked(page).notice


def panel(page: ReliefPage) -> Notice:
    return page.panel(Notice)


def test_it_opens_on_the_month_before_the_last_entry(page: ReliefPage) -> None:
    assert (shown(page).side, str(shown(page).period), shown(page).as_of) == ("sale", "2026-10", date(2026, 11, 25))
    assert "październik 2026" in page.title.value


def test_months_ahead_and_three_years_back_are_offered() -> None:
    ledger = workbench.read_ledger(OFFICE / "klos")
    months = periods_offered(ReliefDesk.opened(None, "klos", ledger, date(2026, 11, 22)))
    assert months[0] == last_month(ledger) + 6
    assert months[-1] == last_month(ledger) - 36


def test_a_change_of_month_side_or_client_asks_anew(page: ReliefPage) -> None:
    page.question.period.value = Month("2026-08")
    assert str(shown(page).period) == "2026-08"
    page.question.side.value = "purchase"
    assert (shown(page).side, shown(page).as_of) == ("purchase", date(2026, 8, 31))
    page.question.client.value = "kram"
    assert shown(page).ledger.source.endswith("kram")
    assert str(shown(page).period) == "2026-08", "the month stays when the client changes"


def test_the_lines_shown_are_those_of_the_notice(page: ReliefPage) -> None:
    assert sorted(panel(page).lines.rows["payment_id"]) == sorted(shown(page).lines["payment_id"])
    first = panel(page).lines.view["rows"][0]
    assert first["kind"] == "wb-unpaid"
    assert {row["kind"] for row in panel(page).lines.view["rows"]} == {"wb-unpaid", "wb-paid_back"}


def test_the_arrows_step_through_the_months_and_stop_at_the_ends(page: ReliefPage) -> None:
    page.question.earlier.click()
    assert str(shown(page).period) == "2026-09"
    page.question.later.click()
    assert str(shown(page).period) == "2026-10"
    page.question.period.index = 0
    page.question.later.click()
    assert page.question.period.index == 0


def test_the_statutory_deadline_is_one_click_away(page: ReliefPage) -> None:
    page.question.period.value = Month("2026-09")
    assert shown(page).as_of == date(2026, 10, 25)
    page.question.by_deadline.click()
    assert shown(page).as_of == date(2026, 10, 26), "25 October 2026 is a Sunday"
    page.question.by_rule.click()
    assert shown(page).as_of == date(2026, 10, 25)


def test_the_deadline_is_not_offered_for_purchases(page: ReliefPage) -> None:
    page.question.side.value = "purchase"
    assert page.question.by_deadline.layout.display == "none"


def test_an_impossible_as_of_day_is_explained_and_mended(page: ReliefPage) -> None:
    page.question.as_of.value = date(2026, 9, 30)
    assert "2026-09-30" in page.problem.value
    assert page.answers.layout.display == "none"
    page.question.by_rule.click()
    assert page.problem.value == ""
    assert page.answers.layout.display == ""


def test_a_chosen_row_is_explained(page: ReliefPage) -> None:
    page.question.period.value = Month("2026-09")
    panel(page).lines.selected = "FS/76/2026"
    assert "FS/76/2026" in panel(page).card.value
    assert "593,50" in panel(page).card.value.replace("\u00a0", " ")


def test_a_payment_off_the_notice_is_explained_too(page: ReliefPage) -> None:
    panel(page).excluded.selected = panel(page).excluded.rows["document_id"].iloc[0]
    assert "wb-fails" in panel(page).card.value
    assert panel(page).lines.selected == ""


def test_reasons_can_be_listed_one_by_one(page: ReliefPage) -> None:
    counts = asked(page).reasons
    for reason in ("not_a_claim", "earlier_month"):
        panel(page).reason.value = reason
        assert len(panel(page).excluded.rows) == counts[reason]


def test_the_counts_of_reasons_cover_every_payment_of_the_side(page: ReliefPage) -> None:
    assert sum(asked(page).reasons.values()) == len(shown(page).candidates)


def test_search_keeps_what_holds_all_words(page: ReliefPage) -> None:
    everything = len(panel(page).lines.rows)
    panel(page).words.value = "wspólnota OGRODOWA"
    assert 0 < len(panel(page).lines.rows) < everything
    assert panel(page).lines.rows["party"].str.contains("Ogrodowa").all()
    panel(page).words.value = "nie ma takiej firmy"
    assert panel(page).lines.view["rows"] == []
    panel(page).words.value = ""
    assert len(panel(page).lines.rows) == everything


def test_long_lists_are_paged(page: ReliefPage) -> None:
    panel(page).reason.value = "earlier_month"
    total = len(panel(page).excluded.rows)
    assert len(panel(page).excluded.view["rows"]) == 25 < total
    panel(page).excluded._receive(None, {"event": "page", "page": 999}, [])
    assert len(panel(page).excluded.view["rows"]) == (total - 1) % 25 + 1


def test_a_column_sorts_both_ways(page: ReliefPage) -> None:
    column = list(panel(page).lines._columns).index("vat")
    panel(page).lines._receive(None, {"event": "sort", "column": column}, [])
    assert panel(page).lines.rows["vat"].is_monotonic_increasing
    panel(page).lines._receive(None, {"event": "sort", "column": column}, [])
    assert panel(page).lines.rows["vat"].is_monotonic_decreasing


def test_the_workbook_taken_away_holds_the_notice(page: ReliefPage) -> None:
    name, content = panel(page).xlsx._make()
    assert name == "vat-zd_budmar_sprzedaz_2026-10.xlsx"
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    header, *rows = book.get_sheet_by_name("Zawiadomienie").to_python()
    vat = header.index("VAT")
    assert sum(round(row[vat] * 100) for row in rows) == shown(page).lines["vat"].sum()


def test_the_csv_files_taken_away_hold_every_row(page: ReliefPage) -> None:
    panel(page).words.value = "nic"
    for button, count in (
        (panel(page).csv, len(shown(page).lines)),
        (panel(page).excluded_csv, len(panel(page).excluded.rows)),
    ):
        _name, content = button._make()
        assert len(content.decode("utf-8-sig").splitlines()) == count + 1


def test_the_picture_shows_the_calendar(page: ReliefPage) -> None:
    page.tabs.selected_index = PANELS.index(Outlook)
    sale, purchase = page.panel(Outlook).chart.figure["data"]
    calendar = workbench.relief.calendar(workbench.read_ledger(OFFICE / "budmar"), "2026-10", 6)
    assert sale["y"] == [vat / 100 for vat in calendar[calendar["side"] == "sale"]["vat"]]
    assert purchase["y"] == [-vat / 100 for vat in calendar[calendar["side"] == "purchase"]["vat"]]


def test_a_bar_leads_to_its_month_and_side(page: ReliefPage) -> None:
    page.tabs.selected_index = PANELS.index(Outlook)
    page.panel(Outlook).chart.clicked = {"customdata": ["2026-12", "purchase"], "click": 1}
    assert (str(shown(page).period), shown(page).side) == ("2026-12", "purchase")


def test_the_language_switch_rebuilds_the_page() -> None:
    with i18n.in_language("pl"):
        box = relief_page(OFFICE)
        switch = next(widget for widget in _all(box) if "wb-language" in getattr(widget, "_dom_classes", ()))
        switch.value = "en"
        texts = " ".join(getattr(widget, "value", "") for widget in _all(box) if isinstance(widget, ipywidgets.HTML))
    assert "Bad-debt relief" in texts
    assert "October 2026" in texts


def test_faulty_books_are_shown_as_a_table(tmp_path: Path) -> None:
    shutil.copytree(OFFICE / "klos", tmp_path / "klos")
    documents = tmp_path / "klos" / "documents.csv"
    documents.write_text(documents.read_text("utf-8").replace(",sale,", ",<script>,", 1), "utf-8")
    with i18n.in_language("pl"):
        page = ReliefPage(Clients(tmp_path), Memory(""), lambda: None)
    assert "1 błąd w księgach" in page.problem.value
    assert "&lt;script&gt;" in page.problem.value
    assert "<script>" not in page.problem.value


def test_changed_files_are_read_anew(tmp_path: Path) -> None:
    shutil.copytree(OFFICE / "klos", tmp_path / "klos")
    clients = Clients(tmp_path)
    before = clients.ledger("klos")
    assert clients.ledger("klos") is before
    settlements = tmp_path / "klos" / "settlements.csv"
    settlements.write_text(settlements.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert len(clients.ledger("klos").settlements) == 0


def test_a_folder_without_books_says_what_to_give(tmp_path: Path) -> None:
    (problem,) = relief_page(tmp_path).children
    assert tmp_path.name in problem.value


def _all(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _all(child)


def test_a_download_that_is_refused_says_why_instead_of_staying_silent() -> None:
    sent: list[dict[str, str]] = []

    def refuse() -> tuple[str, bytes]:
        raise WorkbenchError("the reason")

    button = Download("PDF", refuse)
    button.send = lambda content, buffers=None: sent.append(content)
    button._deliver(None, {"event": "wanted"}, [])
    assert sent == [{"refused": "the reason"}]


def test_a_page_of_notices_imports_neither_files_for_the_office_nor_transfers() -> None:
    code = "import sys, workbench.widgets.relief; print([name for name in sys.modules if name.startswith(tuple(sys.argv[1:]))])"
    result = subprocess.run(
        [sys.executable, "-c", code, "workbench.filing", "workbench.widgets.filing", "workbench.transfers", "lxml"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"
