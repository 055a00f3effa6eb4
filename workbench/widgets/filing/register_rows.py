"""Rows of the record part as tables of a page: whose document, its days, and the K fields that hold anything."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...i18n import N_, _
from ..table import Shown
from ..taking_away import Shows

_BEFORE: Mapping[str, tuple[str, str]] = {
    "row": (N_("Row"), "count"),
    "name": (N_("Counterparty"), "text"),
    "tax_id": (N_("Tax number"), "text"),
    "document": (N_("Document"), "text"),
    "issue_date": (N_("Issued"), "date"),
    "sale_date": (N_("Sold"), "date"),
    "received_date": (N_("Received"), "date"),
}
_BETWEEN: Mapping[str, tuple[str, str]] = {
    "due_date": ("TerminPlatnosci", "date"),
    "payment_date": ("DataZaplaty", "date"),
}
_AFTER: Mapping[str, tuple[str, str]] = {
    "ksef": (N_("KSeF number or marker"), "account"),
    "document_type": (N_("Type"), "text"),
    "markers": (N_("Markers"), "text"),
}
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
    if rows["margin"].any():
        yield "margin", Shown(_("Margin scheme, gross (zł)"), "amount")
    yield from _told(rows, _AFTER)


def _told(rows: pd.DataFrame, told: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, Shown]]:
    for name, (title, kind) in told.items():
        if name in rows and (name in _ALWAYS or _holds(rows[name])):
            words = {number: _ending(number) for number in rows[name].unique()} if name == "ksef" else None
            yield name, Shown(_(title), kind, words)


def _ending(number: str) -> str:
    return number if len(number) <= KSEF_TOLD else f"…{number[-KSEF_TOLD:]}"


def _holds(values: "pd.Series[Any]") -> bool:
    """Whether a column says anything in any row."""
    return bool((values.notna() & (values != "")).any())
