"""The books as they were known on a day: without what was entered later."""

from dataclasses import fields, replace
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..ledger import TABLES, Ledger
from ..ledger.references import LedgerIndex

_LATEST: WeakKeyDictionary[Ledger, tuple[date, Ledger]] = WeakKeyDictionary()
"""The last answer for a ledger: a whole year of notices is asked for with one day."""


def known(ledger: Ledger, day: date) -> Ledger:
    """The books as they were known at the end of a day: documents, payments and settlements whose `entered_on` is later are
    left out, and with them what belongs to them; a document that corrects one of them no longer says so. Rows without
    `entered_on` have always been known.

    Gives the ledger itself where nothing was entered later.
    """
    if ledger in _LATEST and _LATEST[ledger][0] == day:
        return _LATEST[ledger][1]
    later = {name: _later(getattr(ledger, name), day) for name in ("documents", "payments", "settlements")}
    if not any(rows.any() for rows in later.values()):
        return ledger
    made = _without(ledger, later)
    _LATEST[ledger] = (day, made)
    return made


def _later(table: pd.DataFrame, day: date) -> npt.NDArray[np.bool_]:
    return (table["entered_on"] > pd.Timestamp(day)).to_numpy(bool)


def _without(ledger: Ledger, later: dict[str, npt.NDArray[np.bool_]]) -> Ledger:
    tables: dict[str, pd.DataFrame] = {}
    kept: dict[str, npt.NDArray[np.int64]] = {}
    gone: dict[str, pd.Index] = {}
    for name, spec in TABLES.items():  # a table stands behind those it refers to
        table = getattr(ledger, name)
        lost = later.get(name, np.zeros(len(table), bool))
        for column, of in spec.columns.items():
            if of.refers_to in gone and of.required:
                lost = lost | table[column].isin(gone[of.refers_to]).to_numpy(bool)
        if name == "descriptions":  # of documents or of records, so the schema names no table
            lost = table["document_id"].isin(gone["documents"]).to_numpy(bool)
        tables[name], kept[name] = table[~lost].reset_index(drop=True), np.flatnonzero(~lost)
        if name in ("documents", "payments"):
            gone[name] = pd.Index(table[spec.key[0]][lost])
    corrects = tables["documents"]["corrects"]
    tables["documents"]["corrects"] = corrects.mask(corrects.isin(gone["documents"]))
    others: dict[str, Any] = {**tables, "index": _index(ledger, kept)}
    return replace(ledger, **others)


def _index(ledger: Ledger, kept: dict[str, npt.NDArray[np.int64]]) -> LedgerIndex:
    """The row numbers of the rows kept; -1 where they led to a row that was left out."""
    moved = {}
    for name in ("parties", "documents", "payments"):
        moved[name] = np.full(len(getattr(ledger, name)) + 1, -1, np.int32)  # the last one for -1
        moved[name][kept[name]] = np.arange(len(kept[name]), dtype=np.int32)
    found = {}
    for field in fields(LedgerIndex):
        table, target = _TABLES_OF[field.name]
        found[field.name] = moved[target][getattr(ledger.index, field.name)[kept[table]]]
    return LedgerIndex(**found)


_TABLES_OF = {
    "document_party": ("documents", "parties"),
    "document_corrects": ("documents", "documents"),
    "line_document": ("vat_lines", "documents"),
    "payment_document": ("payments", "documents"),
    "payment_party": ("payments", "parties"),
    "settlement_payment": ("settlements", "payments"),
}
"""The table each array of the index belongs to, and the one it leads to."""
