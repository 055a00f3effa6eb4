"""The sample books: reproducible to the byte, well formed, and as varied as promised.

The files are read with the csv module on purpose: nothing of the package but the generator itself is used here.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

import pytest

from workbench.samples.__main__ import main

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
        return _grouped(self.table("vat_lines"), "document_id")

    @cached_property
    def parts_of(self) -> dict[str, list[Row]]:
        return _grouped(self.table("payments"), "document_id")

    @cached_property
    def settlements_of(self) -> dict[str, list[Row]]:
        return _grouped(self.table("settlements"), "payment_id")

    def party_of(self, document: Row) -> Row:
        return self.parties[document["party_id"]]

    def unpaid(self, payment: Row, as_of: date = TODAY) -> Decimal:
        paid = [row for row in self.settlements_of[payment["payment_id"]] if row["date"] <= as_of.isoformat()]
        return Decimal(payment["amount"]) - sum(Decimal(row["amount"]) for row in paid)


def _grouped(rows: list[Row], column: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


OFFICE = {client: Books(SAMPLES / "office" / client) for client in CLIENTS}
EVERY = [Books(folder) for group in ("office", "examples") for folder in sorted((SAMPLES / group).iterdir())]
every_ledger = pytest.mark.parametrize("books", EVERY, ids=lambda books: books.folder.name)
every_client = pytest.mark.parametrize("client", CLIENTS)
both_sides = pytest.mark.parametrize("side", ["sale", "purchase"])


# ---- reproducible


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_seed_1_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    main(["--seed", "1", "--out", str(tmp_path)])
    made, committed = _tree(tmp_path), _tree(SAMPLES)
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_another_seed_gives_other_books_but_the_same_examples(tmp_path: Path) -> None:
    main(["--seed", "2", "--out", str(tmp_path)])
    made, committed = _tree(tmp_path), _tree(SAMPLES)
    same = {name for name in made if made[name] == committed[name]}
    assert same == {name for name in committed if name.startswith("examples/")}


def test_size() -> None:
    assert sum(len(content) for content in _tree(SAMPLES).values()) < 3 * MEGABYTE
    assert 3000 <= sum(len(books.documents) for books in OFFICE.values()) <= 4500


# ---- well formed

COLUMNS = {
    "parties": "party_id name tax_id country vat_status kind is_person street postcode city email",
    "documents": "document_id register number foreign_number issue_date sale_date party_id transaction in_vat_return "
    "corrects cash_accounting currency fx_rate ksef_number category relief_proof",
    "vat_lines": "document_id line rate net vat kind deductible",
    "payments": "payment_id document_id direction due_date amount party_id document_number document_date "
    "execution_date currency state bank_register account kind split_payment split_payment_vat sepa priority "
    "text1 text2 text3 text4 booking_text category operation_id not_subject",
    "settlements": "payment_id date amount source",
}
FORMS = {
    r"-?\d+\.\d\d": ("net", "vat", "amount"),
    r"\d{4}-\d\d-\d\d": ("issue_date", "sale_date", "due_date", "date", "document_date"),
    r"(\d{4}-\d\d-\d\d)?": ("execution_date",),
    r"(\d+\.\d\d)?": ("split_payment_vat",),
    r"true|false": ("is_person", "in_vat_return", "cash_accounting", "split_payment", "sepa", "not_subject"),
}


@every_ledger
def test_files_have_the_form_of_the_ledger(books: Books) -> None:
    for name, columns in COLUMNS.items():
        content = (books.folder / f"{name}.csv").read_bytes()
        assert content.decode("utf-8").split("\n", 1)[0] == columns.replace(" ", ",")
        assert b"\r" not in content
        assert content.endswith(b"\n")
    assert {path.name for path in books.folder.iterdir()} == {f"{name}.csv" for name in COLUMNS}


@every_ledger
def test_values_have_the_form_of_their_column(books: Books) -> None:
    wrong = [
        (name, column, row[column])
        for name in COLUMNS
        for row in books.table(name)
        for form, columns in FORMS.items()
        for column in columns
        if column in row and not re.fullmatch(form, row[column])
    ]
    assert wrong == []


@every_ledger
def test_keys_are_unique_and_references_lead_somewhere(books: Books) -> None:
    for name, rows in (("parties", books.parties), ("documents", books.documents), ("payments", books.payments)):
        assert len(books.table(name)) == len(rows)
    assert books.lines_of.keys() == books.documents.keys() == books.parts_of.keys()
    assert set(books.settlements_of) <= set(books.payments)
    assert {row["party_id"] for row in books.documents.values()} <= books.parties.keys()
    assert {row["corrects"] for row in books.documents.values()} - {""} <= books.documents.keys()
    for payment in books.payments.values():
        document = books.documents[payment["document_id"]]
        assert payment["party_id"] == document["party_id"]
        assert payment["currency"] == document["currency"]
        assert payment["direction"] == {"sale": "in", "purchase": "out"}[document["register"]]


@every_ledger
def test_nips_are_right_and_nobodys(books: Books) -> None:
    polish = [row for row in books.parties.values() if row["country"] == "PL" and row["is_person"] == "false"]
    for party in polish:
        digits = [int(digit) for digit in party["tax_id"]]
        assert len(digits) == 10
        assert sum(d * w for d, w in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=False)) % 11 == digits[9]
        assert party["tax_id"].startswith("999")
    assert len({row["tax_id"] for row in polish}) == len(polish)
    assert all(row["tax_id"] == "" for row in books.parties.values() if row["is_person"] == "true")


@every_ledger
def test_account_numbers_are_right_and_nobodys(books: Books) -> None:
    accounts = {row["account"] for row in books.payments.values()} - {""}
    assert accounts
    for account in accounts:
        country, check, bban = account[:-24] or "PL", account[-24:-22], account[-22:]
        if not account.startswith("DE"):
            country, check, bban = "PL", account[:2], account[2:]
            assert len(account) == 26
            assert bban.startswith("9999")
            assert sum(int(d) * w for d, w in zip(bban, (3, 9, 7, 1, 3, 9, 7, 1), strict=False)) % 10 == 0
        else:
            country, check, bban = "DE", account[2:4], account[4:]
            assert len(account) == 22
            assert bban.startswith("0")
        letters = "".join(str(int(letter, 36)) for letter in country)
        assert int(f"{bban}{letters}{check}") % 97 == 1


@every_ledger
def test_mail_goes_nowhere(books: Books) -> None:
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", row["email"]) for row in books.parties.values())


@every_ledger
def test_vat_is_net_times_rate_half_up(books: Books) -> None:
    for lines in books.lines_of.values():
        for line in lines:
            percent = Decimal(line["rate"]) if line["rate"].isdigit() else Decimal(0)
            assert Decimal(line["vat"]) == (Decimal(line["net"]) * percent / 100).quantize(
                Decimal("0.01"), ROUND_HALF_UP
            )


@every_ledger
def test_lines_add_up_to_the_parts(books: Books) -> None:
    for document_id, document in books.documents.items():
        lines = sum(Decimal(line["net"]) + Decimal(line["vat"]) for line in books.lines_of[document_id])
        parts = sum(Decimal(part["amount"]) for part in books.parts_of[document_id])
        allowed = Decimal("0.03") if document["currency"] != "PLN" else 0  # lines are rounded to grosze one by one
        assert abs(lines - parts * Decimal(document["fx_rate"])) <= allowed


@every_ledger
def test_split_payments_carry_the_vat_of_the_document(books: Books) -> None:
    for document_id, parts in books.parts_of.items():
        if parts[0]["split_payment"] == "true":
            vat = sum(Decimal(line["vat"]) for line in books.lines_of[document_id])
            assert sum(Decimal(part["split_payment_vat"]) for part in parts) == vat
        else:
            assert {part["split_payment_vat"] for part in parts} == {""}


@every_ledger
def test_nobody_pays_more_than_is_owed_or_after_today(books: Books) -> None:
    for payment_id, payment in books.payments.items():
        amount, rest = Decimal(payment["amount"]), books.unpaid(payment)
        assert amount != 0
        assert 0 <= rest / amount <= 1
        assert (payment["state"] == "executed") == (payment["execution_date"] != "") == (rest == 0)
        assert all(row["date"] <= TODAY.isoformat() for row in books.settlements_of[payment_id])
    assert {row["source"] for rows in books.settlements_of.values() for row in rows} <= {"bank", "cash", "offset"}


# ---- as varied as promised


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
    "deductible conditionally": lambda b, d: any(
        line["deductible"] == "conditional" for line in b.lines_of[d["document_id"]]
    ),
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
        if payment["due_date"] == due
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
    weekdays = {
        date.fromisoformat(row["due_date"]).weekday() for books in OFFICE.values() for row in books.payments.values()
    }
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
    for payment in books.payments.values():
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


# ---- the examples of the golden table

GOLDEN = {
    # payment: (folders, side, issued, due, amount, paid on, paid)
    "GR.1": ("GR.1", "sale", "2019-05-18", "2019-06-01", "1230.00", "", ""),
    "GR.5": ("GR.5", "sale", "2019-08-20", "2019-08-27", "1230.00", "2019-12-27", "1230.00"),
    "GR-1a": ("GR-1", "sale", "2019-10-10", "2019-10-24", "831.00", "2020-05-26", "831.00"),
    "GR-1b": ("GR-1", "sale", "2019-10-10", "2019-11-30", "831.00", "2020-05-26", "831.00"),
    "GR-2": ("GR-2 GR-3", "sale", "2020-01-01", "2020-01-28", "1230.00", "2020-02-10", "500.00"),
    "GR-3": ("GR-3", "sale", "2020-01-10", "2020-01-31", "1230.00", "", ""),
    "GR-4": ("GR-4", "purchase", "2020-02-06", "2020-02-13", "1000.00", "2020-03-06", "500.00"),
    "GR-5a": ("GR-5", "purchase", "2020-02-01", "2020-02-08", "1230.00", "", ""),
    "GR-5b": ("GR-5", "purchase", "2020-01-04", "2020-01-11", "23308.50", "2020-05-15", "23308.50"),
    "GR-6a": ("GR-6", "sale", "2019-10-05", "2019-10-12", "246.00", "2020-03-30", "100.00"),
    "GR-6b": ("GR-6", "sale", "2019-11-03", "2019-11-09", "615.00", "", ""),
    "GR-6c": ("GR-6", "sale", "2019-12-10", "2019-12-18", "369.00", "", ""),
    "GJ.1": ("GJ.1", "sale", "2020-07-04", "2020-07-18", "1230.00", "", ""),
    "GJ.q": ("GJ.q", "sale", "2020-08-20", "2020-08-27", "1230.00", "", ""),
    "GJ-1a": ("GJ-1", "sale", "2020-07-13", "2020-07-27", "831.00", "2020-12-20", "831.00"),
    "GJ-1b": ("GJ-1", "sale", "2020-07-13", "2020-08-31", "831.00", "2020-12-20", "831.00"),
    "GJ-2": ("GJ-2 GJ-3", "sale", "2020-08-01", "2020-08-13", "1230.00", "2020-09-10", "500.00"),
    "GJ-3": ("GJ-3", "sale", "2020-08-10", "2020-08-30", "1230.00", "", ""),
    "GJ-4": ("GJ-4", "purchase", "2020-07-06", "2020-07-13", "1000.00", "2020-08-06", "500.00"),
    "GJ-5a": ("GJ-5", "purchase", "2020-07-06", "2020-07-13", "1000.00", "", ""),
    "GJ-5b": ("GJ-5", "purchase", "2020-06-08", "2020-06-15", "23308.50", "2020-10-12", "23308.50"),
    "GJ-6a": ("GJ-6", "sale", "2020-07-01", "2020-07-08", "246.00", "2020-12-13", "100.00"),
    "GJ-6b": ("GJ-6", "sale", "2020-08-03", "2020-08-09", "615.00", "", ""),
    "GJ-6c": ("GJ-6", "sale", "2020-09-10", "2020-09-18", "369.00", "", ""),
    "switch-150-90a": ("switch-150-90", "sale", "2018-09-10", "2018-09-24", "831.00", "", ""),
    "switch-150-90b": ("switch-150-90", "sale", "2018-09-10", "2018-10-30", "831.00", "", ""),
}


def test_every_example_has_exactly_its_payments() -> None:
    promised = {(folder, payment) for payment, facts in GOLDEN.items() for folder in facts[0].split()}
    found = {(folder.name, key) for folder in (SAMPLES / "examples").iterdir() for key in Books(folder).payments}
    assert found == promised


@pytest.mark.parametrize("payment_id", GOLDEN)
def test_example_has_the_facts_of_the_golden_table(payment_id: str) -> None:
    folders, side, issued, due, amount, paid_on, paid = GOLDEN[payment_id]
    for folder in folders.split():
        books = Books(SAMPLES / "examples" / folder)
        payment = books.payments[payment_id]
        document = books.documents[payment["document_id"]]
        assert (document["register"], document["issue_date"], payment["due_date"]) == (side, issued, due)
        assert payment["amount"] == amount
        settled = [(row["date"], row["amount"]) for row in books.settlements_of[payment_id]]
        assert settled == ([(paid_on, paid)] if paid else [])
