"""Pictures of the dashboards: `python -m tests.browser.screenshot [--all FOLDER]`.

Writes the picture of the README, docs/relief.png. With --all it writes every dashboard in both languages, wide and
narrow, whole length, into a folder, to be looked at before a change is called done.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from .chromium import find_browser
from .conftest import FLAGS, end_with_children, free_port, wait_for

PROJECT = Path(__file__).parents[2]
README_PICTURE = PROJECT / "docs" / "relief.png"
WIDTHS = (1280, 400)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="both languages and widths into a folder")
    folder = parser.parse_args().all
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        if folder is None:
            take(browser, "pl", 1280, README_PICTURE, whole=False)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for language in ("pl", "en"):
                for width in WIDTHS:
                    take(browser, language, width, folder / f"relief_{language}_{width}.png", whole=True)
        browser.close()


def take(browser: Browser, language: str, width: int, file: Path, whole: bool) -> None:
    """Serve the dashboards in a language and take the picture of the relief page when all of it is there."""
    port = free_port()
    words = [sys.executable, "-m", "workbench.serve", "--port", str(port), "--no-browser"]
    server = subprocess.Popen(words, cwd=PROJECT, env={**os.environ, "WORKBENCH_LANG": language}, stdout=subprocess.DEVNULL)
    try:
        wait_for(server, port)
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="pl-PL")
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector(".wb-choose tbody tr", timeout=60_000)
        page.locator(".wb-chart").scroll_into_view_if_needed()
        page.wait_for_selector(".wb-chart .plot-container", timeout=60_000)
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(500)
        page.screenshot(path=file, full_page=whole)
        page.close()
    finally:
        end_with_children(server)


if __name__ == "__main__":
    main()
