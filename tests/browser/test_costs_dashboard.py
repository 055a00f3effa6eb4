"""The costs dashboard as its users meet it: served by Voilà, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

import workbench

WEKTOR = Path(__file__).parents[2] / "sample_data" / "office" / "wektor"
OPENS_WITHIN = 60_000  # a first page waits for its kernel
DRAWN_WITHIN = 30_000


@pytest.fixture
def costs(page: Page, dashboards: str) -> Page:
    page.goto(f"{dashboards}/costs")
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    return page


def open_tab(page: Page, title: str) -> None:
    page.get_by_role("tab", name=title, exact=True).click()


def choose_key(page: Page) -> None:
    open_tab(page, "Co jeśli")
    controls = page.locator(".wb-question:visible")
    controls.get_by_label("Klucz podziału").select_option(label="OGÓLNE")
    controls.get_by_label("Zmieniaj udziały wymiaru").select_option(label="Zespoły")
    expect(page.locator(".wb-half .wb-who")).to_contain_text("OGÓLNE, wersja od 01.01.2026")


def test_the_pivot_is_the_books(costs: Page, tmp_path: Path) -> None:
    expect(costs.locator(".wb-notice tfoot td").first).to_have_text("Suma")
    with costs.expect_download() as download:
        costs.locator(".wb-tools").get_by_role("button", name="XLSX").first.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Koszty").to_python()
    total = workbench.costs.cube(workbench.read_ledger(WEKTOR), "account", from_="2025-11", to="2026-10").total
    assert round(rows[-1][-1] * 100) == total


def test_a_click_on_a_band_of_the_flow_lists_its_documents(costs: Page) -> None:
    open_tab(costs, "Przepływ")
    band = costs.locator(".wb-chart .sankey-link").first
    expect(band).to_be_visible(timeout=DRAWN_WITHIN)
    band.dispatch_event("mousemove")
    box = band.bounding_box()
    assert box is not None
    costs.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    behind = costs.locator(".wb-behind:visible")
    expect(behind.locator("h3")).to_contain_text("→")
    expect(behind.locator("tbody tr").first).to_be_visible()


def test_a_slider_moves_the_others_and_says_what_changes(costs: Page) -> None:
    choose_key(costs)
    slider = costs.get_by_role("slider", name="Z1 Zespół portalu")
    slider.focus()
    for _ in range(4):
        costs.keyboard.press("ArrowRight")
    expect(costs.get_by_label("Z1 Zespół portalu, procent")).to_have_value("37,00")
    expect(costs.locator(".wb-moved").first).to_be_visible()
    expect(costs.locator(".wb-half tfoot td").nth(3)).to_have_text("0,00")
    costs.get_by_label("zablokuj: Z2 Zespół aplikacji").check()
    expect(costs.get_by_role("slider", name="Z2 Zespół aplikacji")).to_be_disabled()
    costs.get_by_role("button", name="Wróć do klucza").click()
    expect(costs.get_by_label("Z1 Zespół portalu, procent")).to_have_value("35,00")


def test_an_accepted_key_outlives_the_page_and_can_be_undone(costs: Page, dashboards: str) -> None:
    choose_key(costs)
    number = costs.get_by_label("Z1 Zespół portalu, procent")
    number.fill("50")
    number.press("Enter")
    expect(number).to_have_value("50,00")
    costs.get_by_role("button", name="Przyjmij nowy klucz").click()
    expect(costs.locator(".wb-told .wb-good")).to_contain_text("Zachowano")
    costs.reload()
    costs.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    choose_key(costs)
    expect(costs.get_by_label("Z1 Zespół portalu, procent")).to_have_value("50,00")
    costs.get_by_role("button", name="Cofnij ostatnią zmianę").first.click()
    expect(costs.get_by_label("Z1 Zespół portalu, procent")).to_have_value("35,00")


def test_the_manuals_keys_open_and_generate_a_description(costs: Page) -> None:
    """A-037: Ctrl+F7; A-038: F8, here on a voucher, which may be generated from its accounts."""
    costs.keyboard.press("Control+F7")
    describing = costs.locator(".wb-describing:visible")
    expect(describing.get_by_role("button", name="Generuj ze słownika")).to_be_visible()
    costs.locator(".wb-choose:visible tbody tr", has_text="PK/10/2026").click()
    expect(describing.get_by_role("button", name="Generuj ze słownika")).to_be_enabled()
    costs.keyboard.press("F8")
    expect(describing.get_by_role("button", name="Przejmij")).to_be_visible()


def test_every_panel_opens_in_both_languages(costs: Page) -> None:
    for language in ("Polski", "English"):
        costs.get_by_role("button", name=language).click()
        tabs = costs.get_by_role("tab")
        for number in range(tabs.count()):
            tabs.nth(number).click()
            costs.wait_for_timeout(300)
            expect(costs.locator(".wb-page > .wb-column > .wb-problem")).to_have_text("")
    expect(costs.locator("h1")).to_have_text("Costs over projects, teams and branches")


@pytest.mark.parametrize("width", [400, 1280])
def test_no_width_makes_a_panel_scroll_sideways(browser: Browser, dashboards: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="pl-PL")
    page.goto(f"{dashboards}/costs")
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    tabs = page.get_by_role("tab")
    for number in range(tabs.count()):
        tabs.nth(number).click()
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tabs.nth(number).inner_text()
    page.close()
