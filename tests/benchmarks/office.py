"""A whole office, reading included, without and with everything kept; the bar is a minute of two cores for 200 clients.

`python -m tests.benchmarks.office` measures all 200 clients and prints the processor seconds; `run` a few of them.
"""

import os
from collections import deque
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import workbench
from workbench.days import Month
from workbench.relief.filed import Period
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration
from workbench.relief.office.grid import office
from workbench.relief.outlook import SIDES
from workbench.relief.parts import Side
from workbench.relief.record import Record

from .measure import peak_mb, sort_of_a_million

SAMPLES = Path(__file__).parents[2] / "sample_data" / "office"
CLIENTS, MONTHS = 200, 24
WORKERS = 2
LAST, TODAY = Month("2026-10"), date(2026, 11, 20)
MINUTE_OF_TWO_CORES = 9_000
"""In sorts of a million numbers, as the bars of the other benchmarks count them (20 ms are 1.5)."""
SORTS = 100
"""At a time: the system counts processor time in hundredths of a second."""


def run(size: int) -> list[dict[str, Any]]:
    """The sample books over and over, once with nothing kept, once with every notice locked and carried into the registers;
    at a size of a million 20 clients, whose bar is their share of the minute (no less than what processes cost to start)."""
    count = min(max(size // 50_000, 2), CLIENTS)
    books = {path.name: path for path in sorted(SAMPLES.iterdir())}
    names = list(books)
    clients = {f"{number:03} {names[number % len(names)]}": books[names[number % len(names)]] for number in range(count)}
    records = {name: _everything_kept(books[name]) for name in names[:count]}
    kept = {client: records[client.split()[1]] for client in clients}
    asked = f"office of {count} clients, {MONTHS} months"
    return [
        _figure(f"{asked}, nothing kept", lambda: _grid(clients, None), count),
        _figure(f"{asked}, all kept", lambda: _grid(clients, kept), count),
    ]


def _grid(clients: dict[str, Path], records: dict[str, Record] | None) -> None:
    found = office(clients, LAST, MONTHS, records, today=TODAY, workers=WORKERS)
    if len(found.grid) != len(clients) * MONTHS * 2:
        raise AssertionError("a client is missing: the time would say nothing")


def _everything_kept(books: Path) -> Record:
    """Every notice of the months, made on its default day, locked and carried into the registers."""
    ledger = workbench.read_ledger(books)
    chains: dict[tuple[Side, Period], Chain] = {}
    for month in (LAST - step for step in reversed(range(MONTHS))):
        for side in SIDES:
            made = workbench.relief.notice(ledger, side, month)
            chain = Chain(side, month).made(made, TODAY).locked()
            chains[side, month] = chain.with_entries(ledger, "VAT", Declaration(month))
    return Record(chains)


def _figure(name: str, job: Callable[[], object], clients: int) -> dict[str, Any]:
    """The processor time of the job and its processes in sorts, whatever else the machine does; in seconds in the name."""
    used = _processor_seconds(job)
    sort = sort_of_a_million()
    in_sorts = SORTS * used / _processor_seconds(lambda: deque((sort() for _ in range(SORTS)), maxlen=0))
    bar = MINUTE_OF_TWO_CORES * max(clients / CLIENTS, 0.1)
    return {"name": f"{name} ({used:.0f} s)", "ratio": in_sorts, "bar": bar, "peak_mb": peak_mb()}


def _processor_seconds(job: Callable[[], object]) -> float:
    before = os.times()
    job()
    return sum(os.times()[:4]) - sum(before[:4])


if __name__ == "__main__":
    for figure in run(CLIENTS * 50_000):
        print(f"{figure['name']}: {figure['ratio']:.0f} sorts, the bar is {figure['bar']:.0f}")
