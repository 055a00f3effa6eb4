"""Versions of keys and quantities of drivers as rows of books, for the tests of keys."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from tests.cost_books import Rows
from workbench import i18n
from workbench.errors import DescriptionError

HALVES = {"P=P1": "50", "P=P2": "50"}


def driven(name: str, lines: dict[str, str], valid_from: str = "2026-01-01", valid_to: str = "") -> Rows:
    """A version of a key with "percent %" or the name of a driver for each of its elements."""
    rows = []
    for number, (elements, share) in enumerate(lines.items(), 1):
        column = {"percent": share[:-2]} if share.endswith(" %") else {"driver": share}
        rows.append(
            {"key": name, "valid_from": valid_from, "valid_to": valid_to, "line": str(number), "elements": elements} | column
        )
    return {"keys": rows}


def measured(driver: str, month: str, **quantities: str) -> Rows:
    """The quantities of a month; a __ in an element's name stands for a =."""
    return {
        "drivers": [
            {"driver": driver, "month": f"{month}-01", "element": element.replace("__", "="), "quantity": quantity}
            for element, quantity in quantities.items()
        ]
    }


def refused(call: Callable[[], Any]) -> str:
    """The English message of what is refused."""
    with i18n.in_language("en"), pytest.raises(DescriptionError) as raised:
        call()
    return str(raised.value)


def table_of(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """document, line, elements, percent, value."""
    return [
        (row.document_id, row.line, row.elements, str(Decimal(row.percent).normalize()), row.value)
        for row in frame.itertuples()
    ]
