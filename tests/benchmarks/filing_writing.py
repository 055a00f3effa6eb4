"""Writing JPK_V7: rows of 20 fields to lxml's own writer of elements and in sorts; how much memory grows over many rows.

Ours checks every row first; lxml gets the texts ready made and checks nothing. `performance.md` has the floors.
"""

import io
import tracemalloc
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from lxml import etree

from tests.filing_writing import COMPANY, found, header, version
from workbench.filing.files import JpkFile
from workbench.filing.rows import purchase_columns, sale_columns, table
from workbench.filing.writing.jpk import jpk_bytes, write_jpk

from .measure import REPEATS, peak_mb, ratio, sort_of_a_million

# 100,000 a CPU second, where a sort takes 13 ms
SORTS = 75
PEER = 1 / 4
GROWTH = 16
"""MB, of any number of rows; a batch of rows as text is some MB."""
AMOUNTS = ("K_10", "K_13", "K_15", "K_16", "K_17", "K_18", "K_19", "K_20", "K_21", "K_22")


class _Nowhere(io.RawIOBase):
    """A stream that forgets what it gets."""

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        return len(content)


def run(size: int, repeats: int = REPEATS) -> list[dict[str, Any]]:
    """All rows for memory, a tenth of them for time."""
    grown = _growth(size)
    count = max(size // 10, 1)
    file = _file(count)
    rows = found(jpk_bytes(_file(min(count, 1_000))), "SprzedazWiersz")
    rows = [rows[place % len(rows)] for place in range(count)]
    fields = len(rows[0])
    ours = ratio(lambda: _write(file), lambda: _peer(rows), repeats)
    sorts = ratio(lambda: _write(file), sort_of_a_million(), repeats)
    name = f"JPK_V7M (3), {count:,} rows of {fields} fields"
    return [
        _figure(f"{name}, to xmlfile of lxml", ours, PEER),
        _figure(f"{name}, in sorts", sorts, SORTS * count / 100_000),
        _figure(f"JPK_V7M (3), {size:,} rows, MB while writing", grown, GROWTH),
    ]


def _growth(size: int) -> float:
    """MB that Python, NumPy and Arrow hold at most while a file is written. The memory of the process would not tell: it
    keeps what making the table has left free."""
    file = _file(size)
    usual = pa.default_memory_pool()
    pool = pa.proxy_memory_pool(usual)
    pa.set_memory_pool(pool)
    tracemalloc.start()
    try:
        _write(file)
        return (tracemalloc.get_traced_memory()[1] + (pool.max_memory() or 0)) / 2**20
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(usual)


def _write(file: JpkFile) -> None:
    write_jpk(file, _Nowhere())  # type: ignore[arg-type]


def _peer(rows: Sequence[dict[str, str]]) -> None:
    namespace = version("V7M-3").namespace
    with etree.xmlfile(_Nowhere(), encoding="UTF-8") as out, out.element(f"{{{namespace}}}JPK", nsmap={None: namespace}):
        for row in rows:
            element = etree.Element(f"{{{namespace}}}SprzedazWiersz")
            for name, text in row.items():
                etree.SubElement(element, f"{{{namespace}}}{name}").text = text
            out.write(element)


def _file(count: int) -> JpkFile:
    """Sales of a wholesaler: every buyer many times, most amounts not 0."""
    numbers = np.arange(1, count + 1)
    random = np.random.default_rng(1)
    values: dict[str, Any] = {
        "row": numbers,
        "tax_id": [f"{1_000_000_000 + number % 9_000}" for number in numbers],
        "name": [f"Łąkowa Hurtownia nr {number % 9_000} & S-ka" for number in numbers],
        "document": [f"FV/{number:07}/2026" for number in numbers],
        "issue_date": np.full(count, "2026-09-01", "datetime64[s]"),
        "sale_date": np.full(count, "2026-09-02", "datetime64[s]"),
        "ksef": np.full(count, "BFK"),
        "markers": np.where(numbers % 2, "GTU_01 TP", "GTU_07 TP"),
        **{name: random.integers(-(10**7), 10**7, count) for name in AMOUNTS},
    }
    sales, purchases = table(sale_columns("V7M"), values), table(purchase_columns("V7M"))
    return JpkFile(header("V7M-3"), COMPANY, None, sales, purchases)


def _figure(name: str, measured: float, bar: float) -> dict[str, Any]:
    return {"name": name, "ratio": measured, "bar": bar, "peak_mb": peak_mb()}
