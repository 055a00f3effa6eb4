"""Clients of one office that trade with each other: what contradicts, and what is only the law (feature 20)."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import workbench
from tests.books import TABLES, Books, books, purchase, sale
from tests.sample_books import OFFICE
from workbench.relief.office.symmetry import FINDINGS, symmetry

SEPTEMBER = "2026-09"
SELLER, BUYER = "9992614565", "9995303239"
FS: dict[str, Any] = {"issued": "2026-06-01", "due": "2026-06-10", "lines": [("23", "1000.00")]}  # day 90 is 2026-09-08


def ledger(source: Books, own: str | None, other: str, foreign: str | None = None) -> workbench.Ledger:
    tables = {name: pd.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
    tables["parties"]["tax_id"] = other
    if foreign is not None:
        tables["documents"]["foreign_number"] = foreign
    if own:
        tables["company"] = pd.DataFrame({"tax_id": [own], "name": ["Firma"]})
    return workbench.read_ledger(tables)


def found(sold: dict[str, Any], bought: dict[str, Any] | None, foreign: str = "FS/1", month: str = SEPTEMBER) -> pd.DataFrame:
    """The findings of a seller's invoice and a buyer's, each FS but for what is given."""
    seller = ledger(books(sale("FS/1", **{**FS, **sold})), SELLER, f"PL {BUYER[:3]}-{BUYER[3:]}")
    purchases = [] if bought is None else [purchase("FZ/9", **{**FS, **bought})]
    buyer = ledger(books(*purchases), BUYER, SELLER, foreign)
    return symmetry({"seller": seller, "buyer": buyer}, month)


def codes(table: pd.DataFrame) -> list[str]:
    return table["finding"].tolist()


def test_books_that_agree_have_no_findings() -> None:
    assert found({}, {}).empty
    assert found({"paid": [("2026-08-01", "500.00")]}, {"paid": [("2026-08-01", "500.00")]}).empty


@pytest.mark.parametrize("foreign", ["fs/1", " FS / 1", "Fs/\u00a01"])
def test_spaces_and_case_of_a_number_do_not_count(foreign: str) -> None:
    assert found({}, {}, foreign).empty


@pytest.mark.parametrize(
    ("sold", "bought", "expected"),
    [
        ({}, None, ["missing"]),
        ({}, {"due": None, "parts": [("2026-06-10", "1230.00"), ("2026-06-20", "0.01")]}, ["part"]),
        ({}, {"lines": [("23", "1000.01")]}, ["amount"]),
        ({}, {"lines": [("23", "950.00"), ("8", "56.94", "4.56"), ("zw", "0.00")]}, ["vat"]),
        ({}, {"due": "2026-06-11"}, ["due_date"]),
        ({"due": "2026-07-01"}, {"due": "2026-07-03"}, ["due_date", "relief_month"]),
        ({"paid": [("2026-08-01", "500.00")]}, {}, ["payment"]),
        ({}, {"paid": [("2026-10-20", "500.00")]}, ["payment"]),
        ({}, {"in_vat_return": "false"}, ["notice"]),
    ],
)
def test_each_contradiction_is_found(sold: dict[str, Any], bought: dict[str, Any] | None, expected: list[str]) -> None:
    table = found(sold, bought)
    assert codes(table) == expected
    assert set(table["is_error"]) == {True}
    assert set(table["seller"]) == {"seller"}
    assert set(table["buyer"]) == {"buyer"}
    assert set(codes(table)) <= set(FINDINGS)


def test_a_document_that_only_the_buyer_has_is_found() -> None:
    table = found({}, {}, foreign="FS/2")
    assert sorted(zip(table["number"], table["seller_document"], table["buyer_document"], strict=True)) == [
        ("FS/1", "FS/1", ""),
        ("FS/2", "", "FZ/9"),
    ]
    assert codes(table) == ["missing", "missing"]


def test_both_sides_say_their_values() -> None:
    row = found({"paid": [("2026-08-01", "500.00")]}, {}).iloc[0]
    assert (row["seller_vat"], row["buyer_vat"]) == (136_50, 230_00)
    assert "500,00" in row["seller_says"]
    assert "500,00" not in row["buyer_says"]


@pytest.mark.parametrize(("paid", "seller_vat"), [("1230.00", 0), ("500.00", 136_50)])
def test_a_payment_between_month_end_and_filing_day_is_the_law_and_no_error(paid: str, seller_vat: int) -> None:
    """Art. 89a ust. 3 looks at the day of filing, art. 89b ust. 1a at the end of the month (case 17 of the reference)."""
    both = {"paid": [("2026-10-15", paid)]}
    row = found(both, both).iloc[0]
    assert (row["finding"], row["is_error"]) == ("legal", False)
    assert (row["seller_vat"], row["buyer_vat"]) == (seller_vat, 230_00)


@pytest.mark.parametrize("day", ["2026-09-30", "2026-10-26"])
def test_a_payment_by_month_end_or_after_the_filing_day_is_no_finding(day: str) -> None:
    both = {"paid": [(day, "1230.00")]}
    assert found(both, both).empty


def test_a_client_whose_books_do_not_name_its_own_nip_is_said_so() -> None:
    nameless = ledger(books(sale("FS/1", **FS)), None, BUYER)
    assert symmetry({"nameless": nameless}, SEPTEMBER)[["seller", "finding"]].to_numpy().tolist() == [
        ["nameless", "own_tax_id"]
    ]
    assert symmetry({}, SEPTEMBER).empty


def test_the_clients_of_the_sample_office_agree_but_for_the_law() -> None:
    """By hand from the files: FS/370/2025, 3 152.67 + 725.11, due 2025-12-18 (day 90 2026-03-18), half of it paid 2026-04-24;
    FS/34/2025, 2 327.00 + 535.21, due Saturday 2025-04-05 (day 90 2025-07-06), a third paid on the filing day 2025-08-25;
    FS/43/2026, VAT 764.49, due 2026-04-02 (day 90 2026-07-01), all paid 2026-08-04."""
    ledgers = {client: workbench.read_ledger(OFFICE[client].folder) for client in ("budmar", "kram", "trakt")}
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    table = pd.concat([symmetry(ledgers, month) for month in months])
    assert table[["seller", "buyer", "number", "finding", "seller_vat", "buyer_vat"]].to_numpy().tolist() == [
        ["trakt", "kram", "FS/34/2025", "legal", 356_81, 535_21],
        ["kram", "budmar", "FS/370/2025", "legal", 362_55, 725_11],
        ["trakt", "kram", "FS/43/2026", "legal", 0, 764_49],
    ]


def test_a_payment_that_one_client_of_the_sample_office_does_not_know_is_found() -> None:
    kram, budmar = (workbench.read_ledger(OFFICE[client].folder) for client in ("kram", "budmar"))
    others = ~kram.settlements["payment_id"].str.startswith("FS/370/2025").to_numpy(bool)
    index = replace(kram.index, settlement_payment=kram.index.settlement_payment[others])
    forgetful = replace(kram, settlements=kram.settlements[others].reset_index(drop=True), index=index)
    table = symmetry({"kram": forgetful, "budmar": budmar}, "2026-03")
    assert table[["number", "finding", "seller_vat"]].to_numpy().tolist() == [["FS/370/2025", "payment", 725_11]]
