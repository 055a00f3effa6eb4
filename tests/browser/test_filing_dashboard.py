"""The panel JPK_V7 as its users meet it: served by Voilà with a store, in a browser (issue 6 section 3).

All tests of a run share one store, and what is kept of a client counts for its later months: a test that keeps something
takes a client whose figures no other test compares.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_relief_life_dashboard import choose_notice, make_with_entries, open_notice, open_tab
from tests.test_filing_page_dropped import invoice
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
        page.locator(".wb-dropping button").first.click()
    choosing.value.set_files(file)
    expect(page.locator(".wb-good-news")).to_contain_text("Plik i księgi zgadzają się wiersz po wierszu.", timeout=DONE_WITHIN)


def drop(page: Page, target: Locator, *paths: Path) -> None:
    """Drag files and folders of the disk onto something on the page and let them go: what only the browser itself can do."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 12}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
        if kind == "dragOver":
            expect(target).to_have_class(re.compile("wb-dropping-over"))
    expect(target).not_to_have_class(re.compile("wb-dropping-over"))


def test_files_and_folders_are_dropped_or_chosen(page: Page, dashboards: str, tmp_path: Path) -> None:
    """Issue 6 section 3. Two files of one name in different folders are two files; files of other kinds are passed over."""
    open_panel(page, dashboards, "kram", "maj 2026")
    folder, other, more = tmp_path / "faktury", tmp_path / "inne", tmp_path / "wiele"
    for number, part in enumerate(("sprzedaz", "zakup/2026")):
        (folder / part).mkdir(parents=True)
        (folder / part / "1.XML").write_bytes(invoice(f"FV/{number}"))
        (folder / part / "1.pdf").write_bytes(b"passed over")
    other.mkdir()
    (other / "1.pdf").write_bytes(b"passed over")
    more.mkdir()
    for number in range(101):  # a browser lists a folder a hundred files at a time
        (more / f"{number}.xml").write_bytes(invoice(f"FV/{number}"))
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.xml").write_bytes(invoice(f"FV/{name}"))
    area, told = page.locator(".wb-dropping"), page.locator(".wb-jpk .wb-told p[role=alert]")
    files = page.locator(".wb-jpk-ksef").get_by_role("table", name="Faktury", exact=True).locator("tbody td:last-child")

    drop(page, area, *(tmp_path / f"{name}.xml" for name in ("a", "b", "c")))
    expect(files).to_have_text(["a.xml", "b.xml", "c.xml"], timeout=DONE_WITHIN)
    drop(page, area, folder)
    below = ["sprzedaz/1.XML", "zakup/2026/1.XML"]
    expect(files).to_have_text(below, timeout=DONE_WITHIN)
    drop(page, area, other)
    expect(told).to_be_visible(timeout=DONE_WITHIN)
    expect(page.locator(".wb-jpk-ksef")).to_be_hidden()
    drop(page, area, folder, tmp_path / "a.xml")
    expect(files).to_have_text(["a.xml", *(f"faktury/{name}" for name in below)], timeout=DONE_WITHIN)
    expect(told).to_be_hidden()
    drop(page, area, more)
    expect(page.locator(".wb-jpk-ksef h3").first).to_have_text("101 faktur", timeout=DONE_WITHIN)

    with page.expect_file_chooser() as choosing:
        page.locator(".wb-dropping button").last.press("Enter")
    choosing.value.set_files(folder)
    expect(files).to_have_text(below, timeout=DONE_WITHIN)
    expect(page.locator(".wb-dropping [role=status]")).to_have_text("")


def test_a_file_dropped_beside_its_place_does_not_take_the_page_away(page: Page, dashboards: str) -> None:
    open_panel(page, dashboards, "kram", "maj 2026")
    stopped = """(heading, [kind, file]) => {
        const dataTransfer = new DataTransfer();
        if (file) dataTransfer.items.add(new File(["x"], "x.xml"));
        else dataTransfer.setData("text/plain", "x");
        return !heading.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
    }"""
    heading = page.locator("h1")
    assert [heading.evaluate(stopped, [kind, True]) for kind in ("dragover", "drop")] == [True, True]
    assert [heading.evaluate(stopped, [kind, False]) for kind in ("dragover", "drop")] == [False, False]
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Bad-debt relief (VAT-ZD)", timeout=DONE_WITHIN)
    assert [heading.evaluate(stopped, [kind, True]) for kind in ("dragover", "drop")] == [False, False]


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
