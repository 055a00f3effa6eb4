"""The panel JPK_V7 as its users meet it: served by Voilà with a store, in a browser (issue 6 section 3).

All tests of a run share one store, and what is kept of a client counts for its later months: a test that keeps something
takes a client whose figures no other test compares.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_relief_life_dashboard import choose_notice, make_with_entries, open_notice, open_tab
from workbench.filing.reading.jpk import read_jpk

DONE_WITHIN = 30_000
JPK = "JPK_V7"


def open_panel(page: Page, address: str, client: str, month: str) -> None:
    """Open the dashboard, ask about the sales of a client in a month, and look at the panel."""
    open_notice(page, f"{address}/relief", client, month)
    open_tab(page, JPK)
    expect(page.locator(".wb-jpk-verdict")).to_be_visible(timeout=DONE_WITHIN)


def test_the_file_is_seen_taken_and_given_back(page: Page, dashboards: str, tmp_path: Path) -> None:
    open_panel(page, dashboards, "trakt", "lipiec 2026")
    expect(page.locator(".wb-jpk-heading h2")).to_have_text("JPK_V7M (3), lipiec 2026")
    page.locator(".wb-jpk-behind-fields tbody tr").filter(has_text="P_38").first.click()
    behind = page.locator(".wb-jpk-behind")
    expect(behind).to_contain_text("P_38")
    page.locator(".wb-jpk-behind-fields tbody tr").filter(has_text="P_20").first.click()
    expect(behind).to_contain_text("K_20")

    with page.expect_download() as waiting:
        page.locator(".wb-jpk-take button").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "JPK_V7M_trakt_2026-07.xml"
    assert str(read_jpk(file).header.month) == "2026-07"

    with page.expect_file_chooser() as choosing:
        page.locator(".wb-jpk-file").click()
    choosing.value.set_files(file)
    expect(page.locator(".wb-good-news")).to_contain_text("Plik i księgi zgadzają się wiersz po wierszu.", timeout=DONE_WITHIN)


def test_the_panel_speaks_english(page: Page, dashboards: str) -> None:
    open_notice(page, f"{dashboards}/relief", "trakt", "maj 2026")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Bad-debt relief (VAT-ZD)", timeout=DONE_WITHIN)
    choose_notice(page, "trakt", "May 2026")
    open_tab(page, JPK)
    expect(page.locator(".wb-jpk-heading h2")).to_have_text("JPK_V7M (3), May 2026", timeout=DONE_WITHIN)
    expect(page.get_by_text("What is in a file")).to_be_visible()


def test_entries_turn_the_verdict_green(page: Page, dashboards: str) -> None:
    """J-008: the relief rows of a file come from notices with entries; P_39 is taken from the declaration before."""
    month = "lipiec 2026"
    open_panel(page, dashboards, "trakt", month)
    expect(page.locator(".wb-jpk-verdict")).to_have_class(re.compile("wb-jpk-warning"))
    for side in ("Sprzedaż", "Zakup"):
        page.get_by_role("button", name=side, exact=True).click()
        expect(page.locator(".wb-title h2")).to_contain_text(side, timeout=DONE_WITHIN)
        make_with_entries(page)
    page.locator(".jupyter-widget-Collapse-header").filter(has_text="Wpisywane ręcznie").click()
    page.locator(".wb-jpk-offer").click()
    expect(page.locator(".wb-jpk-verdict")).to_have_class(re.compile("wb-jpk-good"), timeout=DONE_WITHIN)


@pytest.mark.parametrize("width", [400, 1280])
def test_no_width_makes_the_panel_scroll_sideways(browser: Browser, dashboards: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="pl-PL")
    open_panel(page, dashboards, "kram", "czerwiec 2026")
    page.locator(".wb-jpk-behind-fields tbody tr").first.click()
    for title in ("Wpisywane ręcznie", "Wydane pliki"):
        page.locator(".jupyter-widget-Collapse-header").filter(has_text=title).click()
    page.wait_for_timeout(600)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
