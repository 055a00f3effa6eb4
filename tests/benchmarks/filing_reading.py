"""JPK_V7 read, to bare expat without handlers on the same file; a file compared with the books, in sorts of a million numbers.

The rows have 20 fields. `performance.md` names the bar of reading.
"""

import io
from typing import Any
from xml.parsers import expat

import numpy as np
import pandas as pd

from tests import filing_writing as written
from workbench.filing.comparing import compare
from workbench.filing.files import JpkFile
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.rows import sale_columns, table
from workbench.filing.writing.jpk import jpk_bytes

from .measure import REPEATS, peak_mb, ratio, sort_of_a_million

EXPAT = 4
# 200,000 rows a side; two thirds of it go into numbering the texts
COMPARED_SORTS = 60


def run(size: int, repeats: int = REPEATS) -> list[dict[str, Any]]:
    """Reading a tenth of the size, comparing a fifth."""
    count, compared = max(size // 10, 1), max(size // 5, 1)
    content = jpk_bytes(_file(count))

    def bare() -> None:
        expat.ParserCreate().ParseFile(io.BytesIO(content))

    figures = [_figure(f"JPK_V7M (3), {count:,} rows read, to expat", ratio(lambda: read_jpk(content), bare, repeats), EXPAT)]
    file, books = _file(compared), _file(compared)
    assert file.sales is not None
    mixed = np.random.default_rng(1).permutation(compared)
    file = JpkFile(file.header, file.taxpayer, None, file.sales.iloc[mixed].reset_index(drop=True), file.purchases)
    bar = COMPARED_SORTS * compared / 200_000
    measured = ratio(lambda: compare(file, books), sort_of_a_million(), repeats)
    return [*figures, _figure(f"JPK_V7M (3), {compared:,} rows compared, in sorts", measured, bar)]


def _file(count: int) -> JpkFile:
    """Sales of many customers; 20 elements a row."""
    numbers = np.arange(1, count + 1)
    texts = [str(number) for number in numbers]
    days = pd.to_datetime("2026-09-01") + pd.to_timedelta(numbers % 28, unit="D")
    values: dict[str, Any] = {
        "row": numbers,
        "country": ["PL"] * count,
        "tax_id": [f"52{number:08}" for number in numbers],
        "name": ["Łąkowa Hurtownia & Synowie nr " + text for text in texts],
        "document": ["FS/2026/09/" + text for text in texts],
        "issue_date": days,
        "sale_date": days,
        "ksef": ["BFK"] * count,
        "markers": ["GTU_06 TP", "GTU_01 TP"] * (count // 2) + ["GTU_06 TP"] * (count % 2),
        **{f"K_{field}": numbers * field for field in (10, 13, 15, 16, 17, 18, 19, 20, 21, 22)},
    }
    purchases = written.purchases("V7M-3")
    return JpkFile(written.header("V7M-3"), written.COMPANY, None, table(sale_columns("V7M"), values), purchases)


def _figure(name: str, measured: float, bar: float) -> dict[str, Any]:
    return {"name": name, "ratio": measured, "bar": bar, "peak_mb": peak_mb()}
