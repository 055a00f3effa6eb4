"""A small office on disk and its page, for the tests of the page: two clients that can be told by hand, one with broken books.

Today is Sunday 22 November 2026. Alfa has one unpaid sale whose 90 days are over in October (VAT 230.00), one that tips over
on 30 November (VAT 46.00), and two unpaid purchases that do so on 23 and 29 November (VAT 16.00 and 115.00). Beta was paid on
10 October what had stood unpaid on the notice of August (VAT 69.00). Alfa says to have sold to Beta what Beta's books do not
hold.
"""

from datetime import date
from pathlib import Path
from typing import TypeVar

import pandas as pd

from tests.books import TABLES, Books, books, purchase, sale
from workbench.widgets.clients import Clients
from workbench.widgets.memory import Memory
from workbench.widgets.office.page import PANELS, OfficePage
from workbench.widgets.panels import Panel

TODAY = date(2026, 11, 22)
ALFA_NIP, BETA_NIP = "9992614565", "9998283276"
P = TypeVar("P", bound=Panel)


def alfa() -> Books:
    made = books(
        sale("FS/1", issued="2026-06-20", due="2026-07-06", lines=[("23", "1000.00")]),
        sale("FS/2", issued="2026-08-20", due="2026-09-01", lines=[("23", "200.00")], party="beta"),
        purchase("FZ/1", issued="2026-08-15", due="2026-08-31", lines=[("23", "500.00")]),
        purchase("FZ/2", issued="2026-08-15", due="2026-08-25", lines=[("8", "200.00")]),
    )
    made["parties"] = [
        *made["parties"],
        {"party_id": "beta", "name": "<b>Beta</b>", "tax_id": BETA_NIP, "vat_status": "active"},
    ]
    return made


def beta() -> Books:
    return books(sale("B/1", issued="2026-05-20", due="2026-06-01", lines=[("23", "300.00")], paid=[("2026-10-10", "369.00")]))


def write(folder: Path, source: Books, tax_id: str) -> None:
    """The books of a client as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in TABLES.items():
        pd.DataFrame(source[name], columns=list(columns)).to_csv(folder / f"{name}.csv", index=False)
    (folder / "company.csv").write_text(f"tax_id,name\n{tax_id},{folder.name}\n", "utf-8")


def office_folder(folder: Path) -> Path:
    """The office: alfa, beta, and gamma whose books cannot be read."""
    write(folder / "alfa", alfa(), ALFA_NIP)
    write(folder / "beta", beta(), BETA_NIP)
    broken = beta()
    broken["payments"][0]["due_date"] = "kiedyś"
    write(folder / "gamma", broken, BETA_NIP)
    return folder


def opened(folder: Path, store: Path | None = None) -> OfficePage:
    """The page once it has read the office; without a file nothing is remembered."""
    page = OfficePage(Clients(folder), Memory(str(store) if store else ""), lambda: None, TODAY)
    page.running.wait()
    return page


def look_at(page: OfficePage, kind: type[P]) -> P:
    """The panel after a click on its tab, once it has read what it shows."""
    page.tabs.selected_index = PANELS.index(kind)
    panel = page.panel(kind)
    running = getattr(panel, "running", None)
    if running is not None:
        running.wait()
    return panel
