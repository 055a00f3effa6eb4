"""Cubes, postings and findings as people read them in a terminal and a workbook, and as plain values for JSON."""

from typing import Any

import numpy as np
import pandas as pd

from ... import exports, money
from ...i18n import N_, _
from ..descriptions.lines import millionths_of, percent_text
from ..descriptions.positions import REASONS
from ..gaps.completeness import KIND_TITLES
from ..posting.postings import Postings
from ..posting.showing import SIDE_TITLES
from .cube import Cube

AMOUNTS = ("amount", "missing_amount")
_TITLES = {
    "document_id": N_("Document"),
    "number": N_("Number"),
    "date": N_("Date"),
    "party": N_("Counterparty"),
    "line": N_("Line"),
    "scheme_line": N_("Scheme line"),
    "side": N_("Side"),
    "account": N_("Account"),
    "elements": N_("Elements"),
    "summary": N_("Under the account"),
    "entries": N_("Entries"),
    "status": N_("State"),
    "kind": N_("What is wrong"),
    "dimension": N_("Dimension"),
    "text": N_("Explanation"),
    "suggestion": N_("Suggestion"),
    "reason": N_("Grounds"),
    "missing_percent": N_("Missing %"),
    "missing_amount": N_("Missing (PLN)"),
    "amount": N_("Amount (PLN)"),
}
_ENTRIES = ["number", "line", "side", "account", "elements", "amount"]
_FINDINGS = [
    "number",
    "date",
    "party",
    "account",
    "kind",
    "amount",
    "missing_percent",
    "missing_amount",
    "suggestion",
    "reason",
]


def titled(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """A table under the user's language's titles, codes in words; and the titles of its amount columns."""
    shown = frame.copy()
    for name, words in (("side", SIDE_TITLES), ("kind", KIND_TITLES), ("status", REASONS)):
        if name in shown:
            shown[name] = pd.Series([_(words[str(code)]) for code in shown[name]], shown.index, dtype="str")
    if "missing_percent" in shown:
        percents = [percent_text(percent) for percent in millionths_of(shown["missing_percent"]).tolist()]
        shown["missing_percent"] = pd.Series(percents, shown.index, dtype="str")
    amounts = [_(_TITLES[name]) for name in AMOUNTS if name in shown]
    return shown.rename(columns={name: _(title) for name, title in _TITLES.items()}), amounts


def posting_tables(postings: Postings) -> dict[str, pd.DataFrame]:
    """The tables of postings by title: entries, sums, accounts to be created, what gives no entry, what is left out; the last
    three only where there are any."""
    more = {
        _("Accounts to be created"): postings.created,
        _("Without an entry"): postings.faults[["number", "line", "text", "amount"]],
        _("May not be described"): postings.left_out[["number", "status"]],
    }
    totals = postings.totals[(postings.totals["entries"] > 0).to_numpy()]
    tables = {_("Entries"): postings.entries[_ENTRIES], _("Totals"): totals[["side", "entries", "amount"]]}
    return tables | {title: frame for title, frame in more.items() if len(frame)}


def finding_table(findings: pd.DataFrame, *, explained: bool = False) -> pd.DataFrame:
    """The findings of the completeness scan with what people read; `explained`: with the sentence that says what is wrong."""
    return findings[[*_FINDINGS, *(["text"] if explained else [])]]


def workbook(tables: dict[str, pd.DataFrame]) -> bytes:
    """Tables as an XLSX workbook in the user's language, a sheet a table."""
    sheets, amounts = {}, set()
    for title, frame in tables.items():
        sheets[title], of = titled(frame)
        amounts |= set(of)
    return exports.to_xlsx(sheets, sorted(amounts))


def cube_workbook(cube: Cube) -> bytes:
    """The cube with its sums as an XLSX workbook."""
    flat = cube.flat()
    return exports.to_xlsx({_("Cube"): flat}, list(flat.columns)[len(cube.rows) :])


def cube_csv(cube: Cube) -> str:
    """The cells of a cube without sums, labels as in the books."""
    flat = cube.cells.reset_index()
    return exports.to_csv(flat, list(flat.columns)[len(cube.rows) :])


def cube_json(cube: Cube) -> dict[str, Any]:
    """The cube as plain values: rows, columns, cells (a label of every field, "" for none, and the amount as text), total."""
    cells = []
    for labels, row in zip(cube.cells.index, cube.cells.to_numpy(np.int64).tolist(), strict=True):
        of_row = dict(zip(cube.rows, labels if len(cube.rows) > 1 else (labels,), strict=True))
        for column, amount in zip(cube.cells.columns, row, strict=True):
            named = dict.fromkeys(cube.columns, str(column))
            cells.append({**of_row, **named, "amount": money.to_text(amount)})
    return {"rows": list(cube.rows), "columns": list(cube.columns), "cells": cells, "total": money.to_text(cube.total)}


def postings_json(postings: Postings) -> dict[str, Any]:
    """Entries, created accounts, faults, documents left out and totals as plain values."""
    names = ("entries", "created", "faults", "left_out", "totals")
    return {name: records(getattr(postings, name)) for name in names}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values: amounts and percents as text, ISO dates, null for nothing."""
    plain = frame.copy()
    for name in plain.columns:
        if name in AMOUNTS:
            plain[name] = money.to_text(plain[name].to_numpy(np.int64))
        elif name == "date":
            plain[name] = plain[name].dt.strftime("%Y-%m-%d")
        elif name == "missing_percent":
            plain[name] = plain[name].astype("str")
    columns = [str(name) for name in plain.columns]
    values = plain.astype(object).where(plain.notna(), None)
    return [dict(zip(columns, row, strict=True)) for row in values.itertuples(index=False, name=None)]
