"""The payment schedules of the sample books: everything issue 4 promises of them, counted, and the examples of the manuals."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.sample_books import CLIENTS, OFFICE, SAMPLES, Books, Row, every_client, every_client_with_costs
from workbench.samples.identifiers import contribution_account, iban, tax_account
from workbench.transfers.identifiers import bank_of

TODAY = date(2026, 11, 22)
"""The Sunday after the last settlements: transfers can go from the next day on."""
ALOZA, ABC = Books(SAMPLES / "examples" / "aloza"), Books(SAMPLES / "examples" / "abc")


def _outgoing(books: Books, *states: str) -> list[Row]:
    return [row for row in books.payments.values() if row["direction"] == "out" and row["state"] in states]


def _ready(books: Books) -> list[Row]:
    return _outgoing(books, "approved")


def _registers(books: Books) -> dict[str, Row]:
    return {row["register"]: row for row in books.table("bank_registers")}


@every_client
def test_t013_every_payment_names_a_register_of_its_currency(client: str) -> None:
    """But for petty cash, which may hold euro."""
    currencies = {name: row["currency"] for name, row in _registers(OFFICE[client]).items()} | {"KASA": ""}
    payments = OFFICE[client].payments.values()
    assert [row["payment_id"] for row in payments if currencies[row["bank_register"]] not in ("", row["currency"])] == []


@every_client
def test_the_register_of_the_customers_has_the_account_on_the_invoices(client: str) -> None:
    (account,) = {row["account"] for row in OFFICE[client].payments.values() if row["direction"] == "in"}
    assert _registers(OFFICE[client])["BANK"]["account"] == account


@every_client
def test_registers_have_banks_with_formats(client: str) -> None:
    """The BIC of a bank goes with the sort code of the account, by the list that the program checks with."""
    banks = {row["bank"]: row for row in OFFICE[client].table("banks")}
    registers = _registers(OFFICE[client])
    assert {row["vat_account"] for row in registers.values()} == {"true", "false"}
    assert [name for name, row in registers.items() if row["type"] == "cash"] == ["KASA"]
    for row in registers.values():
        assert (row["bank"] == "") == (row["account"] == "") == (row["type"] == "cash")
        if row["bank"]:
            assert banks[row["bank"]]["format"].startswith(("elixir", "iso-domestic"))
            known = bank_of(row["account"])
            assert known is not None and known.bic[:8] == banks[row["bank"]]["bic"]
    assert len({row["account"] for row in registers.values()}) == len(registers)


@every_client_with_costs
def test_the_rich_clients_have_three_banks_and_euro(client: str) -> None:
    registers = _registers(OFFICE[client]).values()
    assert len(OFFICE[client].table("banks")) == 3
    assert sum(row["type"] == "bank" and row["currency"] == "PLN" and row["vat_account"] == "false" for row in registers) == 2
    assert [(row["currency"], row["sepa"]) for row in registers if row["currency"] == "EUR"] == [("EUR", "true")]
    assert 60 <= len(_ready(OFFICE[client])) <= 150


@every_client
def test_the_company_is_the_one_of_the_other_clients_books(client: str) -> None:
    (company,) = OFFICE[client].table("company")
    for books in OFFICE.values():
        if known := books.parties.get(client.upper()):
            assert {key: known[key] for key in company if key in known} == {
                key: company[key] for key in company if key in known
            }


def _partial(books: Books, row: Row) -> bool:
    return 0 < books.unpaid(row) < Decimal(row["amount"])


FEATURES: dict[str, tuple[int, Callable[[Books, Row], bool]]] = {
    "ordinary in PLN": (40, lambda b, p: p["currency"] == "PLN" and p["kind"] == "ordinary" and p["split_payment"] == "false"),
    "split payment": (8, lambda b, p: p["split_payment"] == "true"),
    "tax office": (2, lambda b, p: p["kind"] == "tax_office"),
    "social insurance": (1, lambda b, p: p["kind"] == "social_insurance"),
    "wages": (8, lambda b, p: b.parties[p["party_id"]]["kind"] == "employee"),
    "SEPA": (4, lambda b, p: p["sepa"] == "true"),
    "foreign": (2, lambda b, p: p["currency"] not in ("PLN", "EUR") and p["sepa"] == "false"),
    "paid in part": (2, _partial),
    "not subject": (1, lambda b, p: p["not_subject"] == "true"),
    "urgent": (1, lambda b, p: p["priority"] == "high"),
    "without a document": (50, lambda b, p: p["document_id"] == ""),
    "of a document": (15, lambda b, p: p["document_id"] != ""),
    "text of the category": (4, lambda b, p: p["text1"] == "" and p["category"] != ""),
    "inactive supplier above the limit": (
        1,
        lambda b, p: (
            b.parties[p["party_id"]]["vat_status"] == "inactive"
            and p["currency"] == "PLN"
            and Decimal(p["amount"]) >= 15_000
            and b.parties[p["party_id"]]["kind"] == "contractor"
        ),
    ),
    "without an account": (1, lambda b, p: p["account"] == ""),
    "text longer than a line": (1, lambda b, p: all(len(p[f"text{line}"]) > 35 for line in (1, 2, 3, 4))),
    "day that is over": (1, lambda b, p: p["execution_date"] < TODAY.isoformat()),
    "already due": (5, lambda b, p: p["due_date"] < TODAY.isoformat()),
    "later than in two weeks": (5, lambda b, p: p["execution_date"] > "2026-12-06"),
    "due after Christmas": (1, lambda b, p: p["due_date"] > "2026-12-23"),
}


@every_client_with_costs
@pytest.mark.parametrize("feature", FEATURES)
def test_ready_payments_of_the_rich_clients(client: str, feature: str) -> None:
    least, holds = FEATURES[feature]
    assert sum(holds(OFFICE[client], row) for row in _ready(OFFICE[client])) >= least


@every_client_with_costs
def test_letters_of_other_alphabets(client: str) -> None:
    names = {books["name"] for books in OFFICE[client].parties.values()}
    assert (
        names
        >= {
            "budmar": {"Żwirownia Źródło Gęślą Jaźń Sp. z o.o.", "Süddeutsche Gerüstbau Größler GmbH", "ТОВ Приклад Буд"},
            "wektor": {"Audyty Zawieszone Sp. z o.o.", "Übermäßig Software Müller & Söhne GmbH", "Примерен Софтуер ЕООД"},
        }[client]
    )


def test_faults_of_one_client() -> None:
    books = OFFICE["budmar"]
    ready = _ready(books)
    typed = [row for row in ready if row["document_id"] == ""]
    twice = Counter((row["party_id"], row["account"], row["amount"], row["text1"]) for row in typed if row["text1"])
    assert [(key[0], *key[2:]) for key, count in twice.items() if count > 1] == [
        ("ŻWIROWNIA", "738.00", "Zapłata za FV/2026/11/214 | transport")
    ]
    assert [row["party_id"] for row in ready if row["account"] == "68102000030000000011223345"] == ["BŁĘDNA"]
    on_weekends = [row for row in ready if date.fromisoformat(row["execution_date"]).weekday() > 4]
    assert [(row["execution_date"], row["party_id"]) for row in on_weekends] == [("2026-12-05", "STALOWNIA")]


def test_a_tax_is_paid_on_somebody_elses_account() -> None:
    books = OFFICE["wektor"]
    own = tax_account(books.table("company")[0]["tax_id"])
    (strange,) = [row for row in _ready(books) if row["kind"] == "tax_office" and row["account"] != own]
    assert strange["account"] == tax_account("9990000853")


@every_client
def test_what_waits_and_what_is_sent(client: str) -> None:
    books = OFFICE[client]
    for row in _outgoing(books, "buffer"):
        assert row["execution_date"] == row["operation_id"] == ""
    sent = _outgoing(books, "sent")
    assert len(sent) >= 2
    identifiers = [row["operation_id"] for row in sent]
    assert len(set(identifiers)) == len(sent) and all(len(one) == 13 and one.startswith("OPT") for one in identifiers)
    assert {row["execution_date"] for row in sent} == {"2026-11-20"}
    assert {row["operation_id"] for row in books.payments.values() if row["state"] != "sent"} == {""}
    assert "SPORNE" not in {row["category"] for row in _outgoing(books, "approved", "sent")}
    assert all(row["due_date"] >= "2026-08-01" for row in _outgoing(books, "approved", "sent"))


@every_client
def test_days_of_execution_lie_on_or_before_the_due_date_but_for_what_is_late(client: str) -> None:
    for row in _ready(OFFICE[client]):
        assert "2026-11-16" <= row["execution_date"] <= max(row["due_date"], "2026-11-27")


@every_client
def test_t058_split_payments_carry_no_more_vat_than_remains(client: str) -> None:
    books = OFFICE[client]
    for row in _ready(books):
        if row["split_payment"] == "true":
            assert 0 < Decimal(row["split_payment_vat"]) < books.unpaid(row)
        elif row["document_id"] == "" and row["kind"] == "ordinary" and row["currency"] == "PLN":
            assert Decimal(row["amount"]) < 15_000, "split payment is an obligation"


@every_client
def test_offices_are_paid_on_the_companys_own_accounts(client: str) -> None:
    books = OFFICE[client]
    nip = books.table("company")[0]["tax_id"]
    data = {row["payment_id"]: row for row in books.table("tax_payments")}
    to_offices = [row for row in books.payments.values() if books.parties[row["party_id"]]["kind"] == "office"]
    assert data.keys() == {row["payment_id"] for row in to_offices}
    for row in to_offices:
        tax = data[row["payment_id"]]
        assert (tax["identifier_type"], tax["identifier"]) == ("N", nip)
        if row["kind"] == "social_insurance":
            assert row["account"] == contribution_account(nip)
            assert tax["bank_text"].startswith("DRA 01 ")
        else:
            assert tax["form"] in ("VAT-7", "PIT-4R", "CIT-8")
            assert tax["period"] in ("26M07", "26M09", "26M10", "26M11")
    assert sum(row["kind"] == "social_insurance" and row["state"] == "approved" for row in to_offices) == 1


@pytest.mark.parametrize(
    ("nip", "tax", "contributions"),
    [
        ("5951416168", "88101000712222595141616800", "68600000020260015951416168"),
        ("7831916366", "56101000712222783191636600", None),
        ("7772273629", None, "82600000020260017772273629"),
    ],
)
def test_accounts_with_offices_are_those_of_the_reference(nip: str, tax: str | None, contributions: str | None) -> None:
    """Vectors of the reference, section 14."""
    assert tax is None or tax_account(nip) == tax
    assert contributions is None or contribution_account(nip) == contributions
    assert iban("DE", "370400440532013000") == "DE89370400440532013000"


@every_client_with_costs
def test_collective_transfers_have_what_to_collect(client: str) -> None:
    """T-032: a supplier with several ordinary payments to one account. T-058: one with split payments of one month only."""
    ordinary: Counter[tuple[str, str]] = Counter()
    split: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _ready(OFFICE[client]):
        if row["bank_register"] == "BANK" and row["kind"] == "ordinary":
            ordinary[row["party_id"], row["account"]] += row["split_payment"] == "false"
            split[row["party_id"]].append(row)
    assert max(ordinary.values()) >= 5
    months = [
        rows
        for rows in split.values()
        if len(rows) >= 3
        and {row["split_payment"] for row in rows} == {"true"}
        and len({(row["document_date"][:7], row["account"]) for row in rows}) == 1
    ]
    assert months


@every_client_with_costs
def test_a_supplier_has_two_accounts_one_preferred(client: str) -> None:
    accounts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in OFFICE[client].table("party_accounts"):
        accounts[row["party_id"]].append(row)
    assert all([row["preferred"] for row in rows] == ["true"] + ["false"] * (len(rows) - 1) for rows in accounts.values())
    two = {party for party, rows in accounts.items() if len(rows) == 2}
    assert {row["account"] for row in _ready(OFFICE[client]) if row["party_id"] in two} == {
        row["account"] for party in two for row in accounts[party]
    }


@every_client_with_costs
def test_abroad_there_are_addresses_and_bics(client: str) -> None:
    books = OFFICE[client]
    banks = {(row["party_id"], row["account"]): row for row in books.table("party_accounts")}
    abroad = [row for row in _ready(books) if row["currency"] != "PLN"]
    for row in abroad:
        party = books.parties[row["party_id"]]
        assert party["street"] and party["postcode"] and party["city"] and party["country"] != "PL"
        bank = banks[row["party_id"], row["account"]]
        assert bank["bic"][4:6] == party["country"] and bank["bic"][7] == "0"
        assert (bank["currency"], bank["bank_name"] != "") == (row["currency"], True)
    (paid,) = {row["payment_id"] for row in books.table("sepa_parties")}
    assert books.payments[paid]["sepa"] == "true"


@every_client
def test_only_the_planted_payment_looks_like_another(client: str) -> None:
    """Instalments of one amount are told apart by their texts."""
    keys = Counter(
        (row["account"], row["amount"], row["document_number"], row["text1"], row["text2"]) for row in _ready(OFFICE[client])
    )
    assert [key[3] for key, count in keys.items() if count > 1] == {
        "budmar": ["Zapłata za FV/2026/11/214 | transport"],
    }.get(client, [])


@every_client
def test_the_text_of_a_split_payment_fits_behind_its_mark(client: str) -> None:
    """At most 33 characters (reference 1.4)."""
    split = [row for row in _ready(OFFICE[client]) if row["split_payment"] == "true"]
    assert max(len(f"{row['text1']} {row['text2']}".strip()) for row in split) <= 33


def test_t085_every_section_of_the_additional_sepa_data_is_met() -> None:
    rows = OFFICE["budmar"].table("sepa_parties")
    assert [row["role"] for row in rows] == ["initiator", "ultimate_debtor", "creditor", "ultimate_creditor"]
    person = next(row for row in rows if row["birth_date"])
    assert (person["is_person"], person["birth_country"], person["birth_city"]) == ("true", "CZ", "Praha")


@every_client_with_costs
def test_t091_categories_hold_macros(client: str) -> None:
    texts = {row["category"]: row["text1"] for row in OFFICE[client].table("categories")}
    assert texts["PŁACE"] == "Wynagrodzenie za @BM"
    assert "Zapłata za @DOC" in texts.values()
    used = {row["category"] for row in _ready(OFFICE[client]) if row["text1"] == ""}
    assert all(texts[category] for category in used)


def test_t095_one_company_has_a_beginning_of_texts() -> None:
    starts = {client: OFFICE[client].table("company")[0]["text_start"] for client in CLIENTS}
    assert {client: text for client, text in starts.items() if text} == {"klos": "Zapłata za"}


@every_client
def test_typed_payments_are_numbered_by_day(client: str) -> None:
    typed = OFFICE[client].typed
    assert [row["payment_id"] for row in typed] == [f"HP/{number}/2026" for number in range(1, len(typed) + 1)]
    assert all(first["document_date"] <= second["document_date"] for first, second in pairwise(typed))
    assert all(row["document_number"] and row["party_id"] for row in typed)


TEXTS = [
    ["FA/2018/07/00001/VAT", "Z dnia 20 czerwca 2018", "Wplata raty numer 1", ""],
    ["FA/2018/07/00002/VAT", "Usługi obce", "", ""],
    ["FA/2018/07/00003/VAT", "", "", ""],
    ["FA/2018/07/00004/VAT", "", "", ""],
    ["FA/2018/07/00005/VAT", "", "", ""],
]


def test_t053_aloza_letter_for_letter() -> None:
    payments = list(ALOZA.payments.values())
    assert [[row[f"text{line}"] for line in (1, 2, 3, 4)] for row in payments] == TEXTS
    assert [row["document_number"] for row in payments] == [texts[0] for texts in TEXTS]
    facts = {(row["amount"], row["state"], row["bank_register"], row["account"], row["split_payment"]) for row in payments}
    ((amount, state, register, account, split),) = facts
    assert (amount, state, register, split) == ("100.00", "approved", "BANK", "false")
    assert [ALOZA.unpaid(row) for row in payments] == [Decimal(100)] * 5
    assert {ALOZA.parties[row["party_id"]]["name"] for row in payments} == {"Aloza"}
    assert [(row["account"], row["preferred"]) for row in ALOZA.table("party_accounts")] == [(account, "true")]
    (bank,) = ALOZA.table("banks")
    assert (bank["format"], _registers(ALOZA)["BANK"]["bank"]) == ("elixir-bph", bank["bank"])


def test_t053_the_texts_of_aloza_cut_as_the_manual_prints_them() -> None:
    """Joined by hand as T-052 says; C-41."""
    joined = ";".join(" ".join(row[f"text{n}"] for n in (1, 2, 3, 4) if row[f"text{n}"]) for row in ALOZA.payments.values())
    plain = joined.replace("ł", "l")
    assert len(plain) == 159
    assert "|".join(plain[start : start + 35] for start in range(0, 140, 35)) == (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201|8/07/00002/VAT Uslugi obce;FA/2018/|"
        "07/00003/VAT;FA/2018/07/00004/VAT;F"
    )


def test_t062_abc_number_by_number() -> None:
    rows = [
        (row["document_number"], row["document_date"], row["due_date"], row["amount"], row["split_payment_vat"])
        for row in ABC.payments.values()
    ]
    assert rows == [
        ("Fa/2019/0001", "2019-11-08", "2019-11-14", "24600.00", "4600.00"),
        ("Fa/2019/0002", "2019-11-12", "2019-11-15", "18450.00", "3450.00"),
        ("Fa/2019/0003", "2019-11-12", "2019-11-18", "36900.00", "6900.00"),
        ("Fa/2019/0004", "2019-11-13", "2019-11-19", "22140.00", "4140.00"),
    ]
    payments = list(ABC.payments.values())
    assert {(row["split_payment"], row["state"], row["bank_register"]) for row in payments} == {("true", "approved", "BANK")}
    assert [row["account"] == payments[0]["account"] for row in payments] == [True, True, True, False]
    assert ABC.table("settlements") == []
    assert [party["name"] for party in ABC.parties.values()] == ["ABC"]
