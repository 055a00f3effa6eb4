"""Rows of the record part as tables of a page: whose document, its days, and the K fields that hold anything."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...filing.field_titles import ROW_TITLES
from ...i18n import _
from ..table import Shown
from ..taking_away import Shows

_BEFORE = {
    "row": "count",
    "name": "text",
    "tax_id": "text",
    "document": "text",
    "issue_date": "date",
    "sale_date": "date",
    "received_date": "date",
}
_BETWEEN = {"due_date": "date", "payment_date": "date"}
_AFTER = {"ksef": "account", "document_type": "text", "markers": "text"}
KSEF_TOLD = 15
"""Characters of a KSeF number that are shown, its last ones: before them stand the seller's tax number and the day."""
_ALWAYS = ("row", "name", "tax_id", "document", "issue_date")


def row_shows(rows: pd.DataFrame) -> Shows:
    """Sales or purchases (columns of `filing.rows`) and how they are shown; a column that is empty in all rows is left out.

    The table has a column `key`, the number of the row as text. KSeF numbers are shown by their ends and taken away whole."""
    return rows.assign(key=rows["row"].astype("str")), dict(_columns(rows))


def _columns(rows: pd.DataFrame) -> Iterator[tuple[str, Shown]]:
    for told in (_BEFORE, _BETWEEN):
        yield from _told(rows, told)
    for name in (name for name in rows.columns if name.startswith("K_")):
        if rows[name].any():
            yield name, Shown(f"{name} (zł)", "amount")
    for told in ({"margin": "amount"} if rows["margin"].any() else {}, _AFTER):
        yield from _told(rows, told)


def _told(rows: pd.DataFrame, told: Mapping[str, str]) -> Iterator[tuple[str, Shown]]:
    for name, kind in told.items():
        if name in rows and (name in _ALWAYS or _holds(rows[name])):
            words = {number: _ending(number) for number in rows[name].unique()} if name == "ksef" else None
            yield name, Shown(_(ROW_TITLES[name]), kind, words)


def _ending(number: str) -> str:
    return number if len(number) <= KSEF_TOLD else f"…{number[-KSEF_TOLD:]}"


def _holds(values: "pd.Series[Any]") -> bool:
    """Whether a column says anything in any row."""
    return bool((values.notna() & (values != "")).any())
