"""What the sample books say for JPK_V7: tax offices, markers, KSeF numbers, and registers that can be filed."""

import pytest

from tests.sample_books import OFFICE, SAMPLES, Books
from workbench import read_ledger
from workbench.days import Month
from workbench.filing.register import register
from workbench.filing.versions import version_of

OFFICIAL = "5265877635-20250826-0100001AF629-AF"
"""A number that the Ministry's documentation of KSeF gives as an example."""


def _holds(number: str) -> bool:
    """The check byte as a division of polynomials: the text and its byte, as one number, leave no rest by x^8 + x^2 + x + 1."""
    rest = int.from_bytes(number[:-3].encode() + bytes.fromhex(number[-2:]))
    while rest.bit_length() > 8:
        rest ^= 0b1_0000_0111 << rest.bit_length() - 9
    return rest == 0


def _numbers(books: Books) -> dict[str, str]:
    """The KSeF numbers by the number of the invoice and the day."""
    return {
        f"{row['foreign_number'] or row['number']} {row['issue_date']}": row["ksef_number"]
        for row in books.documents.values()
        if row["ksef_number"]
    }


@pytest.mark.parametrize("client", OFFICE)
def test_ksef_numbers_are_right(client: str) -> None:
    assert _holds(OFFICIAL)
    assert not _holds(OFFICIAL.replace("0100", "0101"))
    numbers = _numbers(OFFICE[client])
    assert len(numbers) > 30
    assert all(_holds(number) for number in numbers.values())
    assert min(number[11:19] for number in numbers.values()) >= "20260401"
    own = OFFICE[client].table("company")[0]["tax_id"]
    sales = [row for row in OFFICE[client].documents.values() if row["register"] == "sale" and row["ksef_number"]]
    assert sales
    assert all(row["ksef_number"].startswith(f"{own}-{row['issue_date'].replace('-', '')}-") for row in sales)


def test_both_sides_keep_the_same_number() -> None:
    kram, trakt = _numbers(OFFICE["kram"]), _numbers(OFFICE["trakt"])
    both = {key for key in kram.keys() & trakt.keys() if kram[key][:10] == OFFICE["trakt"].table("company")[0]["tax_id"]}
    assert len(both) >= 5
    assert all(kram[key] == trakt[key] for key in both)


def test_one_client_declares_by_the_quarter() -> None:
    periods = {client: read_ledger(SAMPLES / "office" / client).company["vat_period"][0] for client in OFFICE}
    assert [client for client, period in periods.items() if period == "quarter"] == ["klos"]


@pytest.mark.parametrize(("client", "unplaced"), [("budmar", 1), ("kram", 0), ("wektor", 0), ("trakt", 1), ("klos", 0)])
def test_the_register_of_a_month(client: str, unplaced: int) -> None:
    """Left to the user: of budmar a purchase from a cash-accounting seller, paid in part; of trakt a reverse charge without a
    rate."""
    ledger = read_ledger(SAMPLES / "office" / client)
    month = Month("2026-09")
    found = register(ledger, month, version_of("V7K" if client == "klos" else "V7M", month))
    assert len(found.unplaced) == unplaced
    assert len(found.sales) > 8
    assert len(found.purchases) > 4


def test_every_marker_is_met() -> None:
    types: set[str] = set()
    markers: set[str] = set()
    fields: set[str] = set()
    for client in OFFICE:
        ledger = read_ledger(SAMPLES / "office" / client)
        for month in (Month("2026-04") + number for number in range(7)):
            found = register(ledger, month, version_of("V7M", month))
            for rows in (found.sales, found.purchases):
                types |= {*rows["document_type"]}
                markers |= {marker for text in rows["markers"] for marker in text.split()}
                fields |= {name for name in rows if name.startswith("K_") and (rows[name] != 0).any()}
    assert types == {"", "RO", "FP", "MK"}
    assert markers == {"GTU_12", "GTU_13", "TP"}
    assert {"K_10", "K_11", "K_12", "K_13", "K_15", "K_17", "K_19", "K_21", "K_22", "K_23", "K_27", "K_40", "K_42"} <= fields
