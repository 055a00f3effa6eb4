"""The transfers page of small books, for the tests of its panels."""

from datetime import date
from pathlib import Path
from typing import TypeVar

import pandas as pd

import workbench
from tests.transfer_books import FORMATS, Rows, iban, nip, party, purchase, transfer_books
from workbench.ledger import TABLES, Ledger
from workbench.widgets.clients import OneLedger
from workbench.widgets.memory import Memory
from workbench.widgets.panels import Panel
from workbench.widgets.transfers.page import PANELS, TransfersPage

TODAY = date(2026, 11, 22)
P = TypeVar("P", bound=Panel)

ALOZA, ABC, OTHER = nip("999000001"), nip("999000002"), nip("999000003")
OTHER_ACCOUNT = iban("PL", f"99990000{700:016d}")[2:]


def bill(number: str, gross: str, party_id: str = "aloza") -> Rows:
    """A purchase that is due soon."""
    return purchase(number, gross, party=party_id, issued="2026-11-02", due="2026-11-24")


def books_of(*pieces: Rows) -> Ledger:
    """The pieces read as a ledger whose bank takes files in a format that there is."""
    rows = transfer_books(*pieces)
    rows["banks"] = [bank | {name: "elixir" for name in FORMATS if name in bank} for bank in rows["banks"]]
    frames = {name: pd.DataFrame(table, columns=list(TABLES[name].columns), dtype=str) for name, table in rows.items()}
    return workbench.read_ledger(frames)


def books() -> Ledger:
    """Four payments that must be checked, to three accounts, one of exactly the limit; a fifth lies below it."""
    bills = [bill("A1", "20000.00"), bill("A2", "30000.00"), bill("B1", "15000.00", "abc"), bill("C1", "16000.00", "inny")]
    return books_of(*bills, bill("D1", "14999.99"), party("inny", "Inny sp. j.", OTHER_ACCOUNT, tax_id=OTHER))


def page_of(ledger: Ledger, store: Path | None) -> TransfersPage:
    """The page on a day; without a file nothing is remembered."""
    return TransfersPage(OneLedger(ledger), Memory(str(store) if store else ""), lambda: None, today=TODAY)


def look_at(page: TransfersPage, kind: type[P]) -> P:
    """The panel, as it is after a click on its tab."""
    page.tabs.selected_index = PANELS.index(kind)
    return page.panel(kind)
