"""How fast a dashboard opens and answers in a fresh browser, and what a further person costs in memory.

`python -m tests.benchmarks.pages [--root DIR] [--name NAME] [--runs N] [--select CSS] [--picture CSS] [--answer CSS]`

Starts the server on the folder, opens the dashboard with an empty cache as often as asked, steps through the options of
a select and prints a table and the same as JSON. It fails when a page asks another host for anything or when a closed
page leaves its kernel behind. Times are milliseconds from the start of the navigation, read in the page itself.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
CHROMIUM = "/usr/bin/chromium"
STEPS = 12  # a run
PERSONS = 3  # pages open at once for the memory of one more
BARS = {"widget_ms": 2000, "picture_ms": 3000, "step_p95_ms": 100, "person_mb": 80}

WATCH = """
window.firstSeen = {};
const watch = () => {
  for (const [name, css] of Object.entries(%s)) {
    if (document.querySelector(css)?.getClientRects().length) firstSeen[name] ??= performance.now();
  }
  // A picture is drawn when it is seen: a visitor scrolls to it as soon as there is a page.
  if (firstSeen.widget && !firstSeen.picture) document.querySelector(".wb-chart")?.scrollIntoView();
  requestAnimationFrame(watch);
};
watch();
"""

# One step: choose the next option; the answer is there in the frame after the last change that follows.
STEP = """
async ({ select, answer, index }) => {
  const box = document.querySelector(select), shown = document.querySelector(answer);
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let end = null, calm = setTimeout(() => reject(new Error("no answer in 5 s")), 5000);
    new MutationObserver(() => {
      requestAnimationFrame((frame) => { end = Math.max(frame, performance.now()) - start; });
      clearTimeout(calm);
      calm = setTimeout(() => resolve(end), 300);
    }).observe(shown, { subtree: true, childList: true, characterData: true, attributes: true });
    box.selectedIndex = index %% box.options.length;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
""".replace("%%", "%")


@dataclass(frozen=True)
class Selectors:
    """Where to look: the select that is stepped through, the first answer, what changes with a step."""

    select: str = ".wb-month select"
    picture: str = ".wb-notice tbody td"
    answer: str = "main"


@contextmanager
def served(root: Path) -> Iterator[tuple[psutil.Process, dict[str, str]]]:
    """The server's process and the address of each dashboard by its name."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "workbench.serve", "--no-browser", "--port", "0", "--root", str(root)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdout is not None
    try:
        names = {notebook.stem for notebook in root.glob("*.ipynb")}
        addresses: dict[str, str] = {}
        while addresses.keys() != names:
            line = server.stdout.readline().strip()
            assert line or server.poll() is None, "the server did not start"
            if line.startswith("http://"):
                addresses[line.rpartition("/")[2]] = line
        yield psutil.Process(server.pid), addresses
    finally:
        server.terminate()
        server.wait(30)


def kernels(server: psutil.Process) -> dict[str, psutil.Process]:
    """The server's kernels by id."""
    found = {}
    for child in server.children():
        if child.status() == psutil.STATUS_ZOMBIE:
            continue
        if match := re.search(r"kernel-([0-9a-f-]{36})", " ".join(child.cmdline())):
            found[match[1]] = child
    return found


def wait_for_calm(server: psutil.Process, count: int) -> None:
    """Wait until `count` kernels run and for a second neither they nor the server did anything."""
    busy, calm = -1.0, 0
    for _ in range(120):
        time.sleep(0.5)
        try:
            running = [server, *kernels(server).values()]
            now = sum(sum(process.cpu_times()[:2]) for process in running)
        except psutil.NoSuchProcess:  # it ended just now
            continue
        calm = calm + 1 if len(running) == count + 1 and now - busy < 0.03 else 0
        busy = now
        if calm == 2:
            return
    raise AssertionError(f"{len(kernels(server))} kernels instead of {count}: did a closed page leave its own behind?")


def open_page(browser: Browser, address: str, look: Selectors, requests: list[str]) -> Page:
    """A page in a fresh context, opened, its first picture drawn."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url))
    page.add_init_script(WATCH % json.dumps({"widget": look.select, "picture": look.picture}))
    page.goto(address)
    page.wait_for_function("window.firstSeen.widget && window.firstSeen.picture", timeout=60_000)
    return page


def leave(page: Page) -> None:
    """Close a page as a person does, so that it can say farewell to its kernel."""
    page.goto("about:blank")
    page.context.close()


def elsewhere(requests: list[str]) -> list[str]:
    """The requests that left this machine."""
    asked = (url for url in requests if urlsplit(url).scheme not in ("data", "blob"))
    return [url for url in asked if urlsplit(url).hostname != "127.0.0.1"]


def measure(root: Path, dashboard: str, look: Selectors, runs: int) -> dict[str, float]:
    """Open the dashboard `runs` times and step through it; then hold several pages open and weigh their kernels."""
    widget, picture, steps, counts, foreign = [], [], [], [], []
    with served(root) as (server, addresses), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        ready = len(addresses)
        for _ in range(runs):
            wait_for_calm(server, ready)
            requests: list[str] = []
            page = open_page(browser, addresses[dashboard], look, requests)
            seen = page.evaluate("window.firstSeen")
            widget.append(seen["widget"])
            picture.append(seen["picture"])
            counts.append(len(requests))
            wait_for_calm(server, ready + 1)
            places = {"select": look.select, "answer": look.answer}
            steps += [page.evaluate(STEP, {**places, "index": index}) for index in range(1, STEPS + 1)]
            foreign += elsewhere(requests)
            leave(page)
        wait_for_calm(server, ready)
        pages, ids = [], []
        for _ in range(PERSONS):
            pages.append(open_page(browser, addresses[dashboard], look, []))
            ids.append(json.loads(pages[-1].locator("#jupyter-config-data").text_content() or "{}")["kernelId"])
            wait_for_calm(server, ready + len(pages))
        running = kernels(server)
        weights = [running[kernel].memory_full_info().uss / 1e6 for kernel in ids]
        for page in pages:
            leave(page)
        wait_for_calm(server, ready)
        browser.close()
    assert not foreign, f"requests to other hosts: {foreign}"
    figures = {"person_mb": round(max(weights), 1), "requests": max(counts), "runs": runs}
    for name, times in (("widget", widget), ("picture", picture), ("step", steps)):
        figures[f"{name}_ms"] = round(statistics.median(times))
        figures[f"{name}_min_ms"] = round(min(times))
        figures[f"{name}_p95_ms"] = round(statistics.quantiles(times, n=20, method="inclusive")[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages")
    parser.add_argument("--root", type=Path, default=Path("dashboards"))
    parser.add_argument("--name", default="relief", help="the dashboard: its notebook's name without .ipynb")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--select", default=Selectors.select)
    parser.add_argument("--picture", default=Selectors.picture)
    parser.add_argument("--answer", default=Selectors.answer)
    chosen = parser.parse_args()
    look = Selectors(chosen.select, chosen.picture, chosen.answer)
    figures = measure(chosen.root.resolve(), chosen.name, look, chosen.runs)
    for key, value in figures.items():
        bar = f"  bar {BARS[key]}{'' if value <= BARS[key] else '  MISSED'}" if key in BARS else ""
        print(f"{key:16}{value:>8}{bar}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
