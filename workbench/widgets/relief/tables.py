"""Tables of the page and their columns: shown, and taken away with the same words and titles."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pandas as pd

from ... import exports, i18n
from ...i18n import _
from ...ledger.schema import VAT_RATES
from ...relief.life.entry_list import DEDUCTIBLE_TITLES, ENTRY_KIND_TITLES
from ...relief.listing import KIND_TITLES
from ..table import Download, Shown

Shows = tuple[pd.DataFrame, Mapping[str, Shown]]
"""A table and how its columns are shown."""
AS_THEY_ARE = ("amount", "date")
"""Kinds of columns whose values are taken away as numbers and days."""


def downloads(title: str, name: Callable[[str], str], shown: Callable[[], Shows]) -> tuple[Download, Download]:
    """Two buttons for what `shown` gives when they are pressed. `title`: of the sheet; `name`: of the file by its ending."""

    def taken() -> tuple[pd.DataFrame, list[str]]:
        frame, columns = shown()
        values = {
            of.title: frame[key].tolist() if of.kind in AS_THEY_ARE else [of.text(value) for value in frame[key]]
            for key, of in columns.items()
        }
        return pd.DataFrame(values), [of.title for of in columns.values() if of.kind == "amount"]

    def xlsx() -> tuple[str, bytes]:
        table, amounts = taken()
        return name("xlsx"), exports.to_xlsx({title: table}, amounts)

    def csv() -> tuple[str, bytes]:
        table, amounts = taken()
        return name("csv"), exports.to_csv(table, amounts).encode("utf-8-sig")

    return Download("XLSX", xlsx), Download("CSV", csv)


def moment(at: datetime) -> str:
    """A time by the clock on the wall."""
    local = at.astimezone()
    return f"{i18n.day(local)} {local:%H:%M}"


def rates() -> Shown:
    """The column of VAT rates."""
    return Shown(_("Rate"), "rate", {rate: f"{rate}\u00a0%" for rate in VAT_RATES})


def states() -> Shown:
    """The column that says whether a line is unpaid or paid back."""
    return Shown(_("State"), words={kind: _(title) for kind, title in KIND_TITLES.items()})


def entry_columns(side: str) -> dict[str, Shown]:
    """How correction entries are shown."""
    columns = {
        "notice": Shown(_("Notice")),
        "entry": Shown(_("Entry")),
        "number": Shown(_("Document")),
        "party": Shown(_("Counterparty")),
        "state": states(),
        "rate": rates(),
        "kind": Shown(_("Kind"), words={kind: _(title) for kind, title in ENTRY_KIND_TITLES.items()}),
        "deductible": Shown(_("Deductions"), words={code: _(title) for code, title in DEDUCTIBLE_TITLES.items()}),
        "net": Shown(_("Net (PLN)"), "amount"),
        "vat": Shown(_("VAT (PLN)"), "amount"),
    }
    for absent in ("net",) if side == "purchase" else ("deductible",):  # R-032; what is sold is not deducted
        del columns[absent]
    return columns
