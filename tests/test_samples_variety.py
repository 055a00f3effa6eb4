"""The sample books: as varied as promised, month after month, client after client."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.sample_books import (
    OFFICE,
    TODAY,
    Books,
    Row,
    both_sides,
    every_client,
)


def _documents(test: Callable[[Books, Row], bool]) -> list[Row]:
    return [row for books in OFFICE.values() for row in books.documents.values() if test(books, row)]


def _rates(books: Books, document: Row) -> list[str]:
    return [line["rate"] for line in books.lines_of[document["document_id"]]]


def _dues(books: Books, document: Row) -> list[str]:
    return [part["due_date"] for part in books.parts_of[document["document_id"]]]


def _domestic_unproven(books: Books, document: Row) -> bool:
    return document["transaction"] == "domestic" and document["relief_proof"] == ""


def _offset(books: Books, document: Row) -> bool:
    parts = books.parts_of[document["document_id"]]
    return any(row["source"] == "offset" for part in parts for row in books.settlements_of[part["payment_id"]])


def _car(books: Books, document: Row) -> bool:
    lines = books.lines_of[document["document_id"]]
    return (
        [line["deductible"] for line in lines] == ["yes", "no"]
        and lines[0]["rate"] == lines[1]["rate"]
        and abs(Decimal(lines[0]["net"]) - Decimal(lines[1]["net"])) <= Decimal("0.01")
    )


def _all_settlements(books: Books, document: Row) -> list[int]:
    return [len(books.settlements_of[part["payment_id"]]) for part in books.parts_of[document["document_id"]]]


FEATURES: dict[str, Callable[[Books, Row], bool]] = {
    "instalments with different due dates": lambda b, d: len(set(_dues(b, d))) > 1,
    "instalments with equal due dates": lambda b, d: len(_dues(b, d)) > len(set(_dues(b, d))),
    "a part paid in several settlements": lambda b, d: max(_all_settlements(b, d)) > 2,
    "a part paid in part only": lambda b, d: any(
        0 < b.unpaid(part) < Decimal(part["amount"]) for part in b.parts_of[d["document_id"]]
    ),
    "split payment": lambda b, d: b.parts_of[d["document_id"]][0]["split_payment"] == "true",
    "split payment in instalments": lambda b, d: (
        b.parts_of[d["document_id"]][0]["split_payment"] == "true" and len(_dues(b, d)) > 1
    ),
    "several rates": lambda b, d: len(set(_rates(b, d))) > 2,
    "every rate of today on one document": lambda b, d: set(_rates(b, d)) == {"23", "8", "5", "0", "zw", "np"},
    "rate 22": lambda b, d: "22" in _rates(b, d),
    "rate 7": lambda b, d: "7" in _rates(b, d),
    "credit note": lambda b, d: (
        d["corrects"] != ""
        and Decimal(b.lines_of[d["document_id"]][0]["net"]) < 0
        and Decimal(b.parts_of[d["document_id"]][0]["amount"]) < 0
    ),
    "credit note offset against its invoice": lambda b, d: (
        d["corrects"] != "" and _offset(b, d) and _offset(b, b.documents[d["corrects"]])
    ),
    "credit note refunded": lambda b, d: d["corrects"] != "" and max(_all_settlements(b, d)) > 0 and not _offset(b, d),
    "credit note left open": lambda b, d: d["corrects"] != "" and max(_all_settlements(b, d)) == 0,
    "inactive firm": lambda b, d: (
        _domestic_unproven(b, d)
        and b.party_of(d)["vat_status"] == "inactive"
        and b.party_of(d)["is_person"] == "false"
        and "23" in _rates(b, d)
    ),
    "person without a proof": lambda b, d: _domestic_unproven(b, d) and b.party_of(d)["is_person"] == "true",
    "proof: enforcement": lambda b, d: d["relief_proof"] == "enforcement",
    "proof: debt register": lambda b, d: d["relief_proof"] == "debt_register",
    "proof: consumer bankruptcy": lambda b, d: d["relief_proof"] == "consumer_bankruptcy",
    "domestic reverse charge": lambda b, d: d["transaction"] == "domestic_reverse_charge",
    "intra-EU sale": lambda b, d: d["transaction"] == "intra_eu" and d["register"] == "sale",
    "intra-EU purchase": lambda b, d: d["transaction"] == "intra_eu" and d["register"] == "purchase",
    "export": lambda b, d: d["transaction"] == "export",
    "import": lambda b, d: d["transaction"] == "import",
    "cash accounting, sale": lambda b, d: d["cash_accounting"] == "true" and d["register"] == "sale",
    "cash accounting, purchase": lambda b, d: d["cash_accounting"] == "true" and d["register"] == "purchase",
    "not in the VAT return": lambda b, d: d["in_vat_return"] == "false",
    "domestic invoice in euro": lambda b, d: (
        d["currency"] == "EUR" and d["transaction"] == "domestic" and Decimal(d["fx_rate"]) > 4
    ),
    "deductible conditionally": lambda b, d: any(line["deductible"] == "conditional" for line in b.lines_of[d["document_id"]]),
    "not deductible": lambda b, d: {line["deductible"] for line in b.lines_of[d["document_id"]]} == {"no"},
    "car, half deductible": _car,
    "set off in full": lambda b, d: (
        d["corrects"] == "" and _offset(b, d) and all(b.unpaid(part) == 0 for part in b.parts_of[d["document_id"]])
    ),
    "paid in cash": lambda b, d: any(
        row["source"] == "cash" for part in b.parts_of[d["document_id"]] for row in b.settlements_of[part["payment_id"]]
    ),
    "name that needs quoting in CSV": lambda b, d: '"' in b.party_of(d)["name"] or "," in b.party_of(d)["name"],
}


@pytest.mark.parametrize("feature", FEATURES)
def test_feature(feature: str) -> None:
    assert _documents(FEATURES[feature])


def test_all_kinds_are_bought() -> None:
    kinds = {
        line["kind"]
        for books in OFFICE.values()
        for document in books.documents.values()
        if document["register"] == "purchase"
        for line in books.lines_of[document["document_id"]]
    }
    assert kinds == {"goods", "services", "fuel", "other", "fixed_assets", "vehicles", "real_estate"}


@both_sides
@pytest.mark.parametrize(
    "due",
    [
        "2016-09-03", "2016-12-31", "2017-01-07",  # the Saturday rule of 2017
        "2018-09-28", "2018-09-29", "2018-10-02", "2018-10-03",  # 150 or 90 days
        "2018-11-12", "2024-12-24", "2025-12-24",  # holidays that come and go
        "2021-07-02", "2021-07-03",  # day 90 on 2021-09-30, and after 2021-10-01
        "2025-11-01", "2026-04-06", "2026-05-01", "2026-06-04",  # holidays and weekends that change the month
        "2026-04-01", "2026-04-02",  # day 90 on the last and first of a month
    ],
)  # fmt: skip
def test_unpaid_debts_on_both_sides_of_every_switch(due: str, side: str) -> None:
    unpaid = [
        payment
        for books in OFFICE.values()
        for payment in books.payments.values()
        if payment["document_id"]
        and payment["due_date"] == due
        and books.documents[payment["document_id"]]["register"] == side
        and books.unpaid(payment) > 0
    ]
    assert unpaid


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        ("2018-12-15", "2021-05-31"), ("2018-12-15", "2021-07-02"),  # two years are over
        ("2018-12-15", "2021-07-03"), ("2018-12-15", "2021-07-30"),  # three years hold
        ("2022-12-20", "2025-08-20"), ("2022-12-20", "2025-09-05"), ("2023-02-01", "2026-09-30"),
    ],
)  # fmt: skip
def test_unpaid_sales_on_both_sides_of_the_time_limit(issued: str, due: str) -> None:
    found = _documents(lambda b, d: d["register"] == "sale" and d["issue_date"] == issued and _dues(b, d) == [due])
    assert found


def test_due_dates_fall_on_weekends() -> None:
    weekdays = {date.fromisoformat(row["due_date"]).weekday() for books in OFFICE.values() for row in books.payments.values()}
    assert weekdays == set(range(7))


MONTHS = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(2, 23)]
"""March 2025 to November 2026: the notices of the months that the everyday invoices reach."""


@every_client
@both_sides
def test_every_month_has_unpaid_lines_and_most_have_paid_back_ones(client: str, side: str) -> None:
    """Counted roughly: day 90 without the shift of weekends, all taxed and untaxed lines."""
    books = OFFICE[client]
    unpaid: dict[str, int] = defaultdict(int)
    paid_back: dict[str, int] = defaultdict(int)
    for payment in (part for parts in books.parts_of.values() for part in parts):
        document = books.documents[payment["document_id"]]
        if document["register"] != side or document["transaction"] != "domestic" or document["corrects"]:
            continue
        day90 = date.fromisoformat(payment["due_date"]) + timedelta(days=90)
        next_month = (day90.replace(day=1) + timedelta(days=32)).replace(day=1)
        as_of = next_month.replace(day=25) if side == "sale" else next_month - timedelta(days=1)
        if books.unpaid(payment, min(as_of, TODAY)) > 0:
            unpaid[f"{day90:%Y-%m}"] += 1
            for row in books.settlements_of[payment["payment_id"]]:
                if row["date"] > as_of.isoformat():
                    paid_back[row["date"][:7]] += 1
    months = [f"{month:%Y-%m}" for month in MONTHS]
    assert [month for month in months if unpaid[month] == 0] == []
    assert sum(unpaid[month] for month in months) >= (4 if client == "budmar" else 2) * len(months)
    assert sum(paid_back[month] > 0 for month in months[4:]) >= len(months[4:]) * 3 // 4


@pytest.mark.parametrize(("seller", "buyer"), [("kram", "budmar"), ("trakt", "kram")])
def test_two_clients_keep_the_same_invoice(seller: str, buyer: str) -> None:
    sales, purchases = OFFICE[seller], OFFICE[buyer]
    sold = {key: row for key, row in sales.documents.items() if row["party_id"] == buyer.upper()}
    bought = {row["foreign_number"]: row for row in purchases.documents.values() if row["party_id"] == seller.upper()}
    assert len(sold) >= 24
    assert sold.keys() == bought.keys()
    for number, sale in sold.items():
        purchase = bought[number]
        assert (sale["register"], purchase["register"]) == ("sale", "purchase")
        assert sale["issue_date"] == purchase["issue_date"]
        there, here = sales.lines_of[number], purchases.lines_of[purchase["document_id"]]
        assert [(row["rate"], row["net"], row["vat"]) for row in there] == [
            (row["rate"], row["net"], row["vat"]) for row in here
        ]
        there, here = sales.parts_of[number], purchases.parts_of[purchase["document_id"]]
        assert [(row["due_date"], row["amount"], row["account"]) for row in there] == [
            (row["due_date"], row["amount"], row["account"]) for row in here
        ]
        assert [(row["date"], row["amount"]) for part in there for row in sales.settlements_of[part["payment_id"]]] == [
            (row["date"], row["amount"]) for part in here for row in purchases.settlements_of[part["payment_id"]]
        ]


def test_numbers_of_a_year_have_no_gaps() -> None:
    for books in OFFICE.values():
        for series in ("FS", "FZ"):
            numbers = [int(key.split("/")[1]) for key in books.documents if re.fullmatch(rf"{series}/\d+/2025", key)]
            assert numbers == list(range(1, len(numbers) + 1))
