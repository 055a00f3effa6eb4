"""The sample books as their tests read them: with the csv module, so that nothing of the package is used."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "sample_data"
CLIENTS = ("budmar", "kram", "wektor", "trakt", "klos")
TODAY = date(2026, 11, 20)
MEGABYTE = 10**6

Row = dict[str, str]


@dataclass(frozen=True)
class Books:
    """One ledger folder, with the look-ups the tests need."""

    folder: Path

    def table(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def parties(self) -> dict[str, Row]:
        return {row["party_id"]: row for row in self.table("parties")}

    @cached_property
    def documents(self) -> dict[str, Row]:
        return {row["document_id"]: row for row in self.table("documents")}

    @cached_property
    def payments(self) -> dict[str, Row]:
        return {row["payment_id"]: row for row in self.table("payments")}

    @cached_property
    def lines_of(self) -> dict[str, list[Row]]:
        return grouped(self.table("vat_lines"), "document_id")

    @cached_property
    def parts_of(self) -> dict[str, list[Row]]:
        return grouped([row for row in self.payments.values() if row["document_id"]], "document_id")

    @cached_property
    def typed(self) -> list[Row]:
        """The payments typed into the schedule: those without a document."""
        return [row for row in self.payments.values() if not row["document_id"]]

    @cached_property
    def settlements_of(self) -> dict[str, list[Row]]:
        return grouped(self.table("settlements"), "payment_id")

    @cached_property
    def records(self) -> dict[str, Row]:
        return {row["document_id"]: row for row in self.table("records")}

    @cached_property
    def description_of(self) -> dict[str, list[Row]]:
        return grouped(self.table("descriptions"), "document_id")

    def party_of(self, document: Row) -> Row:
        return self.parties[document["party_id"]]

    def unpaid(self, payment: Row, as_of: date = TODAY) -> Decimal:
        paid = [row for row in self.settlements_of[payment["payment_id"]] if row["date"] <= as_of.isoformat()]
        return Decimal(payment["amount"]) - sum(Decimal(row["amount"]) for row in paid)


def grouped(rows: list[Row], column: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


OFFICE = {client: Books(SAMPLES / "office" / client) for client in CLIENTS}
EVERY = [Books(folder) for group in ("office", "examples") for folder in sorted((SAMPLES / group).iterdir())]
WITH_COSTS = ("budmar", "wektor")
"""The clients that describe their costs."""
every_ledger = pytest.mark.parametrize("books", EVERY, ids=lambda books: books.folder.name)
every_client_with_costs = pytest.mark.parametrize("client", WITH_COSTS)
every_client = pytest.mark.parametrize("client", CLIENTS)
both_sides = pytest.mark.parametrize("side", ["sale", "purchase"])
