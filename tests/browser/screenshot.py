"""Pictures of the dashboards: `python -m tests.browser.screenshot [--all FOLDER]`.

Writes the pictures of the README, docs/relief.png, docs/costs.png, docs/transfers.png and docs/office.png. With --all it
writes every dashboard in both languages, wide and narrow, whole length, into a folder, to be looked at before a change is
called done; every panel of a page that has panels.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from .chromium import find_browser
from .conftest import FLAGS, end_with_children, free_port, wait_for

PROJECT = Path(__file__).parents[2]
PICTURES = PROJECT / "docs"
WIDTHS = (1280, 400)
DASHBOARDS = ("relief", "costs", "transfers", "office")
FIRST_SCREEN = ".wb-choose:visible tbody tr, .wb-grid td[role=gridcell]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="both languages and widths into a folder")
    folder = parser.parse_args().all
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        if folder is None:
            with served("pl") as address:
                for dashboard in DASHBOARDS:
                    take(browser, f"{address}/{dashboard}", 1280, PICTURES / f"{dashboard}.png")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for language in ("pl", "en"):
                with served(language) as address:
                    for dashboard in DASHBOARDS:
                        for width in WIDTHS:
                            take_all(browser, f"{address}/{dashboard}", width, folder / f"{dashboard}_{language}_{width}")
        browser.close()


@contextmanager
def served(language: str) -> Iterator[str]:
    """The address of the dashboards, served in a language, with a store of their own."""
    port = free_port()
    words = [sys.executable, "-m", "workbench.serve", "--port", str(port), "--no-browser"]
    with TemporaryDirectory() as folder:
        settings = {"WORKBENCH_LANG": language, "WORKBENCH_STORE": str(Path(folder) / "office.liczydlo")}
        server = subprocess.Popen(words, cwd=PROJECT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
        try:
            wait_for(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            end_with_children(server)


def opened(browser: Browser, address: str, width: int) -> Page:
    """A dashboard when all of its first screen is there: its table or grid, and its first picture where it has one."""
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="pl-PL")
    page.goto(address)
    page.wait_for_selector(FIRST_SCREEN, timeout=90_000)
    page.locator(".widget-hprogress:visible").wait_for(state="detached", timeout=60_000)
    if page.locator(".wb-chart:visible").count():
        page.locator(".wb-chart:visible").first.scroll_into_view_if_needed()
        page.wait_for_selector(".wb-chart .plot-container", timeout=60_000)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(500)
    return page


def take(browser: Browser, address: str, width: int, file: Path) -> None:
    """The picture of a dashboard's first screen."""
    page = opened(browser, address, width)
    page.screenshot(path=file)
    page.close()


def take_all(browser: Browser, address: str, width: int, name: Path) -> None:
    """The pictures of a dashboard in its whole length, one a panel where it has panels."""
    page = opened(browser, address, width)
    tabs = page.get_by_role("tab")
    for number in range(tabs.count() or 1):
        if tabs.count():
            tabs.nth(number).click()
            page.wait_for_timeout(3000)
        page.screenshot(path=f"{name}_{number}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main()
