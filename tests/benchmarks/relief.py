"""The relief on a large ledger, in sorts of a million numbers; `performance.md` names the bars."""

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

import workbench
from workbench.days import Month
from workbench.relief import parts

from . import books
from .measure import growth_mb, peak_mb, ratio, sort_of_a_million

FIRST_MONTH = Month("2020-04")
SAMPLE = Path(__file__).parents[2] / "sample_data" / "office" / "budmar"


def run(size: int) -> list[dict[str, Any]]:
    """The integer index, twelve notices of a side, their candidates, ten times the size, and one month of the sample."""
    sort = sort_of_a_million()
    # a side has 0.6 parts a document
    ledger = _ledger(int(size / 0.6))
    index = ratio(lambda: _rebuild(ledger), sort)
    count = len(parts.parts_of(ledger, "sale").payment)
    notices = ratio(lambda: _year(ledger), sort)
    made = _year(ledger)
    candidates = ratio(lambda: [_fresh(notice).candidates for notice in made], lambda: _year(ledger))
    columns = _columns_mb(ledger)
    memory = (columns + growth_mb(lambda: (_rebuild(ledger), _year(ledger)))) / columns
    figures = [
        _figure(f"index of {count:,} parts of a side, in sorts", index, 100),
        _figure(f"12 notices, {count:,} parts, in sorts", notices, 30),
        _figure("their candidates, to the notices", candidates, 2),
        _figure("memory of the index and 12 notices, to the columns", memory, 3),
    ]
    tenth = _ledger(int(size / 6))
    figures.append(_figure("12 notices of ten times the parts, to one", ratio(lambda: _year(ledger), lambda: _year(tenth)), 12))
    sample = workbench.read_ledger(SAMPLE)
    workbench.relief.notice(sample, "sale", "2026-09")
    one_month = ratio(lambda: workbench.relief.notice(sample, "sale", "2026-09").totals, sort)
    figures.append(_figure("one month of the sample books, in sorts (20 ms are 1.5)", one_month, 1.5))
    return figures


def _ledger(documents: int) -> workbench.Ledger:
    with tempfile.TemporaryDirectory() as folder:
        books.write(books.tables(documents), Path(folder), "parquet")
        return workbench.read_ledger(folder)


def _rebuild(ledger: workbench.Ledger) -> None:
    parts._KNOWN.pop(ledger, None)
    parts.parts_of(ledger, "sale")


def _year(ledger: workbench.Ledger) -> list[workbench.relief.ReliefNotice]:
    return [workbench.relief.notice(ledger, "sale", FIRST_MONTH + step) for step in range(12)]


def _fresh(notice: workbench.relief.ReliefNotice) -> workbench.relief.ReliefNotice:
    notice.__dict__.pop("candidates", None)
    return notice


def _columns_mb(ledger: workbench.Ledger) -> float:
    tables: list[pd.DataFrame] = [ledger.parties, ledger.documents, ledger.vat_lines, ledger.payments, ledger.settlements]
    return sum(int(table.memory_usage(deep=True).sum()) for table in tables) / 2**20


def _figure(name: str, measured: float, bar: float) -> dict[str, Any]:
    return {"name": name, "ratio": measured, "bar": bar, "peak_mb": peak_mb()}
