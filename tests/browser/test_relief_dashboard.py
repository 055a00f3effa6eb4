"""The relief dashboard as its users meet it: served by Voilà, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

import workbench

BUDMAR = Path(__file__).parents[2] / "sample_data" / "office" / "budmar"
OPENS_WITHIN = 60_000  # a first page waits for its kernel


@pytest.fixture
def relief(page: Page, dashboards: str) -> Page:
    page.goto(f"{dashboards}/relief")
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    return page


def heading(page: Page) -> str:
    return page.locator(".wb-title h2").inner_text()


def test_month_side_and_language_change_the_page(relief: Page) -> None:
    assert heading(relief).startswith("Sprzedaż, październik 2026")
    relief.locator(".wb-month select").select_option(label="wrzesień 2026")
    expect(relief.locator(".wb-title h2")).to_contain_text("wrzesień 2026")
    relief.get_by_role("button", name="Zakup").click()
    expect(relief.locator(".wb-title h2")).to_contain_text("Zakup, wrzesień 2026, na dzień 30.09.2026")
    relief.get_by_role("button", name="English").click()
    expect(relief.locator("h1")).to_have_text("Bad-debt relief (VAT-ZD)")
    expect(relief.locator(".wb-title h2")).to_contain_text("October 2026")


def test_a_click_on_a_row_explains_it(relief: Page) -> None:
    relief.locator(".wb-month select").select_option(label="wrzesień 2026")
    relief.locator(".wb-notice tbody tr", has_text="FS/76/2026").first.click()
    card = relief.locator(".wb-card")
    expect(card).to_contain_text("FS/76/2026#1: Na zawiadomieniu jako niezapłacone")
    expect(card).to_contain_text("593,50")
    expect(card).to_contain_text("art. 89a ust. 3 ustawy o VAT")


def test_a_row_can_be_chosen_with_the_keyboard(relief: Page) -> None:
    row = relief.locator(".wb-notice tbody tr").nth(3)
    row.focus()
    relief.keyboard.press("Enter")
    expect(row).to_have_attribute("aria-selected", "true")
    expect(relief.locator(".wb-card .wb-who")).to_contain_text(row.locator("td").first.inner_text())


def test_search_narrows_the_list(relief: Page) -> None:
    relief.locator(".wb-search input").fill("Ogrodowa")
    expect(relief.locator(".wb-notice tbody tr").first).to_contain_text("Ogrodowa")
    relief.locator(".wb-search input").fill("nie ma takiej")
    expect(relief.locator(".wb-notice .wb-empty")).to_be_visible()


def test_the_workbook_taken_away_holds_the_notice(relief: Page, tmp_path: Path) -> None:
    with relief.expect_download() as download:
        relief.get_by_role("button", name="XLSX").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "vat-zd_budmar_sprzedaz_2026-10.xlsx"
    header, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Zawiadomienie").to_python()
    notice = workbench.relief.notice(workbench.read_ledger(BUDMAR), side="sale", period="2026-10")
    taken = sorted((row[header.index("Płatność")], round(row[header.index("VAT")] * 100)) for row in rows)
    assert taken == sorted(zip(notice.lines["payment_id"], notice.lines["vat"], strict=True))


def test_the_picture_is_drawn_when_it_is_seen(relief: Page) -> None:
    assert relief.locator(".wb-chart .plot-container").count() == 0, "nothing of it is loaded for the first screen"
    relief.get_by_role("tab", name="Nadchodzące miesiące", exact=True).click()
    relief.locator(".wb-chart:visible").scroll_into_view_if_needed()
    expect(relief.locator(".wb-chart .bars .point").first).to_be_visible(timeout=20_000)
    relief.get_by_text("Pokaż liczby").click()
    expect(relief.get_by_role("cell", name="marzec 2027").first).to_be_visible()


@pytest.mark.parametrize("width", [400, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(browser: Browser, dashboards: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{dashboards}/relief")
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
