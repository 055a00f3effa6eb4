"""The office dashboard as its users meet it: served by Voilà, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

OPENS_WITHIN = 90_000  # a first page waits for its kernel and for the books of all clients
READ_WITHIN = 60_000
FIRST_CELL = ".wb-grid td[role=gridcell]"


@pytest.fixture
def office(page: Page, dashboards: str) -> Page:
    open_office(page, dashboards)
    return page


def open_office(page: Page, dashboards: str) -> None:
    page.goto(f"{dashboards}/office")
    page.wait_for_selector(FIRST_CELL, timeout=OPENS_WITHIN)
    wait_until_read(page)


def wait_until_read(page: Page) -> None:
    """Until no bar shows that books are being read."""
    expect(page.locator(".widget-hprogress:visible")).to_have_count(0, timeout=READ_WITHIN)


def open_tab(page: Page, number: int) -> None:
    page.get_by_role("tab").nth(number).click()
    page.wait_for_timeout(500)
    wait_until_read(page)


def test_a_click_on_a_cell_shows_its_documents(office: Page) -> None:
    cell = office.locator(FIRST_CELL).first
    cell.click()
    expect(cell).to_have_attribute("aria-selected", "true")
    card = office.locator(".wb-behind-cell")
    expect(card.locator("h3")).to_contain_text("budmar", timeout=READ_WITHIN)
    expect(card.locator("tbody tr").first).to_be_visible()


def test_the_arrows_walk_over_the_grid_and_enter_chooses(office: Page) -> None:
    office.locator(FIRST_CELL).first.focus()
    office.keyboard.press("ArrowDown")
    office.keyboard.press("ArrowRight")
    office.keyboard.press("Enter")
    chosen = office.locator(".wb-grid tbody tr").nth(1).locator("td").nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert office.locator(".wb-grid td[tabindex='0']").count() == 1


def test_months_and_clients_stay_in_sight_while_the_grid_scrolls(office: Page) -> None:
    office.get_by_role("button", name="24", exact=True).click()
    expect(office.locator(".wb-grid thead th")).to_have_count(25, timeout=READ_WITHIN)
    scroll = office.locator(".wb-cells-scroll")
    head = office.locator(".wb-grid tbody .wb-row-head").first
    before = head.bounding_box()
    scroll.evaluate("it => it.scrollTo(900, 0)")
    after = head.bounding_box()
    assert before is not None and after is not None and before["x"] == pytest.approx(after["x"], abs=1)


def test_what_is_to_be_done_is_taken_away(office: Page, tmp_path: Path) -> None:
    open_tab(office, 1)
    expect(office.locator(".wb-choose:visible tbody tr").first).to_be_visible()
    with office.expect_download() as download:
        office.locator(".wb-tools:visible").get_by_role("button", name="XLSX").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    (sheet,) = CalamineWorkbook.from_path(file).sheet_names
    _header, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python()
    days = [row[0] for row in rows]
    assert days and days == sorted(days)


def test_the_pictures_are_drawn_and_a_point_finds_its_row(office: Page) -> None:
    open_tab(office, 2)
    expect(office.locator(".wb-chart:visible .bars .point").first).to_be_visible(timeout=READ_WITHIN)
    open_tab(office, 4)
    point = office.locator(".wb-chart:visible .scatterlayer .point").first
    expect(point).to_be_visible(timeout=READ_WITHIN)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    office.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(office.locator(".wb-choose:visible tbody tr[aria-selected='true']")).to_have_count(1, timeout=READ_WITHIN)


def test_cash_makes_the_advice(office: Page) -> None:
    open_tab(office, 5)
    paid = office.locator(".wb-sums:visible .wb-figure").nth(1)
    before = paid.inner_text()
    cash = office.locator(".wb-question:visible input[type=text]")
    cash.fill("1 000,00")
    cash.press("Tab")
    expect(paid).not_to_have_text(before)
    expect(paid).to_have_text("1\u00a0000,00\u00a0zł")


@pytest.mark.parametrize("width", [400, 1280])
def test_no_width_makes_a_panel_scroll_sideways(browser: Browser, dashboards: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="pl-PL")
    open_office(page, dashboards)
    for number in range(page.get_by_role("tab").count()):
        open_tab(page, number)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, number
    page.close()
