"""No float holds money: not in a ledger, not in anything that is computed from one."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from pandas.api.types import is_object_dtype

import workbench
from workbench.ledger import TABLES
from workbench.relief import listing

BOOKS = Path(__file__).parents[1] / "sample_data" / "office" / "budmar"
MONEY = {"net", "vat", "amount", "split_payment_vat", "unpaid", "paid_back", "correction", "vat_zd", "settled"}
MONTHS = {"sale": "2026-05", "purchase": "2026-05"}


def tables() -> Iterator[tuple[str, pd.DataFrame]]:
    ledger = workbench.read_ledger(BOOKS)
    yield from ((table, getattr(ledger, table)) for table in TABLES)
    yield "warnings", ledger.warnings
    yield "calendar", workbench.relief.calendar(ledger, "2026-10", 3)
    for side, period in MONTHS.items():
        notice = workbench.relief.notice(ledger, side, period)  # type: ignore[arg-type]
        assert len(notice.lines) > 0, "a month without lines would prove nothing"
        yield f"{side} lines", notice.lines
        yield f"{side} totals", notice.totals
        yield f"{side} candidates", notice.candidates
        yield f"{side} listing", listing.listing(notice)
        yield f"{side} totals as shown", listing.totals_table(notice.totals)
        explanation = notice.explain(notice.lines["document_id"][0])
        for name, value in vars(explanation).items():
            if isinstance(value, pd.DataFrame):
                yield f"{side} explanation, {name}", value


@cache
def all_tables() -> dict[str, pd.DataFrame]:
    return dict(tables())


@pytest.fixture
def every_table() -> dict[str, pd.DataFrame]:
    return all_tables()


def test_the_tables_are_those_that_are_meant(every_table: dict[str, pd.DataFrame]) -> None:
    names = set(every_table)
    assert names >= {*TABLES, "warnings", "calendar", "sale lines", "purchase totals", "sale candidates"}
    assert {"sale explanation, table", "purchase explanation, lines", "sale explanation, settlements"} <= names


def test_no_column_is_a_float(every_table: dict[str, pd.DataFrame]) -> None:
    assert [
        (name, column) for name, frame in every_table.items() for column, dtype in frame.dtypes.items()
        if "float" in str(dtype) or "double" in str(dtype)
    ] == []  # fmt: skip


def test_every_column_of_money_is_int64(every_table: dict[str, pd.DataFrame]) -> None:
    found = {
        (name, column): str(dtype)
        for name, frame in every_table.items()
        for column, dtype in frame.dtypes.items()
        if column in MONEY
    }
    assert len(found) > 20
    assert {place: dtype for place, dtype in found.items() if dtype != "int64"} == {}


def test_no_cell_of_an_object_column_is_a_float(every_table: dict[str, pd.DataFrame]) -> None:
    objects = [
        frame[column] for frame in every_table.values() for column, dtype in frame.dtypes.items() if is_object_dtype(dtype)
    ]
    assert [value for column in objects for value in column if isinstance(value, float)] == []
