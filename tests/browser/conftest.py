"""The dashboards, served as a person would serve them, and a browser that looks at them."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from workbench import read_ledger
from workbench.store import open_store
from workbench.store.relief_desk import ReliefDesk

from .chromium import find_browser

PROJECT = Path(__file__).parents[2]
SECONDS_TO_START = 60
FLAGS = [
    "--no-sandbox",  # root has none; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that uses a browser is marked so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chrome, Chromium or Edge, without a window."""
    program = find_browser()
    if program is None:
        missing = "no Chromium, Chrome or Edge was found: install one to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served dashboards, like "http://127.0.0.1:8866" (no slash at the end)."""
    port = free_port()
    folder = tmp_path_factory.mktemp("server")
    said = folder / "said.txt"
    store = folder / "office.liczydlo"
    leave_something_to_do(store)
    with said.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "workbench.serve", "--port", str(port), "--no-browser"],
            cwd=PROJECT,
            env={**os.environ, "WORKBENCH_STORE": str(store)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        if not wait_for(server, port):
            pytest.fail(f"the dashboards' server does not answer; it said:\n{said.read_text()}")
        yield f"http://127.0.0.1:{port}"
    finally:
        end_with_children(server)


def leave_something_to_do(store: Path) -> None:
    """A locked notice without entries: the office has something to do on whatever day the tests run."""
    books = read_ledger(PROJECT / "sample_data" / "office" / "trakt")
    with open_store(store, user="tests") as kept:
        desk = ReliefDesk.opened(kept, "trakt", books, date(2026, 11, 22))
        desk.make("purchase", "2026-06").lock("purchase", "2026-06")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of 1280 by 900 pixels; at the end it must have raised no error and asked no other host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="pl-PL", accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    hosts: set[str | None] = set()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname))
    yield page
    page.goto("about:blank")  # a page that is left ends its kernel, one whose window is shut down may not come to it
    context.close()
    assert errors == []
    assert hosts <= {"127.0.0.1", None}, "the page must work without a network; None are data: and blob: addresses"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until the server answers; False where it has ended or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _answers(port: int) -> bool:
    """Whether something answers, with whatever; a redirect is not followed, the front page may lead to a slow one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def end_with_children(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is not None:
        return
    family = psutil.Process(server.pid)
    processes = [*family.children(recursive=True), family]
    for process in processes:
        process.terminate()
    for process in psutil.wait_procs(processes, timeout=5)[1]:
        process.kill()
    server.wait()
