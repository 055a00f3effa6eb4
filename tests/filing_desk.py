"""The worked example of vat.md 2.3 as books, and the filing desk over it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

import workbench
from tests.books import TABLES, Books, books, purchase, sale
from workbench.ledger import Ledger
from workbench.store import Store
from workbench.store.filing_desk import FilingDesk

CLIENT = "wektor"
TODAY = date(2026, 10, 26)
SEPTEMBER = "2026-09"
MADE_AT = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
COMPANY = {
    "tax_id": "5260001246",
    "name": "Wektor sp. z o.o.",
    "email": "biuro@wektor.example",
    "phone": "600700800",
    "tax_office": "1471",
    "vat_period": "month",
}
EXPECTED = {
    "P_19": 9488,
    "P_20": 2182,
    "P_37": 9488,
    "P_38": 2182,
    "P_42": 5000,
    "P_43": 1150,
    "P_46": -93,
    "P_47": 4359,
    "P_48": 5416,
    "P_51": 0,
    "P_53": 3234,
    "P_62": 3234,
    "P_68": -594,
    "P_69": -137,
}
"""The declaration of the worked example, without the pair P_40/P_41 and what is 0."""
CONTROLS = (3, 2182_20, 3, 5415_01)
"""Rows and tax of sales and purchases: the relief rows stand among them."""


def example() -> tuple[Books, ...]:
    """Everything of September 2026: a sale and a purchase of the month, a claim half unpaid on day 90, one whose relief of May
    is paid back in part, a debt half unpaid on day 90, and one of which the tax comes back."""
    return (
        sale("FS/10", issued="2026-09-10", due="2026-12-10", lines=[("23", "10000.00")]),
        sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=[("23", "1000.00")], paid=[("2026-07-01", "500.00")]),
        sale("FS/2", issued="2026-02-01", due="2026-02-12", lines=[("23", "200.00")], paid=[("2026-09-15", "100.00")]),
        purchase("FZ/10", issued="2026-09-11", due="2026-12-10", lines=[("23", "5000.00")]),
        purchase(
            "FZ/1", issued="2026-06-01", due="2026-06-10", lines=[("23", "813.01", "186.99")], paid=[("2026-07-01", "500.00")]
        ),
        purchase("FZ/2", issued="2026-02-01", due="2026-02-12", lines=[("23", "18950.00")], paid=[("2026-09-15", "23308.50")]),
    )


def tables(documents: Sequence[Books], **company: str) -> dict[str, pd.DataFrame]:
    """The tables of books with these documents and the company; `company` over the values of `COMPANY`."""
    source = books(*documents)
    found = {name: pd.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
    return found | {"company": pd.DataFrame([COMPANY | company])}


def ledger(*documents: Books, **company: str) -> Ledger:
    """Books with these documents, by default the worked example."""
    return workbench.read_ledger(tables(documents or example(), **company))


def folder(target: Path, *documents: Books, **company: str) -> Path:
    """The same as a folder of CSV files named after the client."""
    place = target / CLIENT
    place.mkdir()
    for name, table in tables(documents or example(), **company).items():
        table.to_csv(place / f"{name}.csv", index=False)
    return place


def desk_of(kept: Store | None, *documents: Books, **company: str) -> FilingDesk:
    """The desk over these books."""
    return FilingDesk.opened(kept, CLIENT, ledger(*documents, **company), TODAY)
