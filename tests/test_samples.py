"""The sample books: reproducible to the byte and well formed."""

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.sample_books import (
    MEGABYTE,
    OFFICE,
    SAMPLES,
    TODAY,
    WITH_COSTS,
    Books,
    every_ledger,
)
from workbench.samples.__main__ import main


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
    facts = {"accounts", "categories", "dimensions", "elements", "goods", "goods_groups", "goods_in_groups", "keys"}
    facts |= {"item_descriptions", "additional_amounts"}
    assert same == {name for name in committed if name.startswith("examples/") or Path(name).stem in facts}


def test_size() -> None:
    assert sum(len(content) for content in _tree(SAMPLES).values()) < 3 * MEGABYTE
    assert 3000 <= sum(len(books.documents) for books in OFFICE.values()) <= 4500


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
COST_COLUMNS = {
    "documents": "status locked",
    "vat_lines": "account",
    "accounts": "account name summary",
    "categories": "category name parent text1 text2",
    "dimensions": "dimension name type dictionary narrowed_to required inactive predefined used_on",
    "elements": "dimension element name account inactive",
    "records": "document_id type number date amount party_id category status locked",
    "record_lines": "document_id kind line goods_id account amount purchase_cost",
    "descriptions": "document_id line position position_line elements percent value key",
    "item_descriptions": "dictionary item line elements percent",
    "keys": "key valid_from valid_to line elements percent driver",
    "drivers": "driver month element quantity",
}
"""What the clients have that describe their costs; of columns of other tables those that are added."""
GOODS_COLUMNS = {
    "goods_groups": "group_id name parent modified",
    "goods": "goods_id name default_group",
    "goods_in_groups": "goods_id group_id",
    "additional_amounts": "document_id line account amount",
}
BANK_COLUMNS = {
    "company": "tax_id name country street postcode city text_start email",
    "banks": "bank name bic country format split_payment_format tax_office_format social_insurance_format sepa_format "
    "foreign_format import_format fee_bearer",
    "bank_registers": "register name type bank account currency vat_account sepa",
    "party_accounts": "party_id account currency bank_name bic preferred",
}
SCHEDULE_COLUMNS = {
    "tax_payments": "payment_id identifier_type identifier form period liability bank_text",
}
SEPA_COLUMNS = {
    "sepa_parties": "payment_id role name is_person bic identifier identifier_type issuer birth_date birth_country "
    "birth_province birth_city",
}
"""What the ledgers with a bank register have; the office's own payments to offices; the clients that pay in euro."""
FILING_COLUMNS = {
    "budmar": {"documents": "vat_date", "vat_lines": "jpk_field", "company": "phone tax_office"},
    "kram": {"documents": "vat_date", "company": "phone tax_office"},
    "wektor": {"documents": "vat_date jpk_markers", "vat_lines": "jpk_field", "company": "phone tax_office"},
    "trakt": {"documents": "vat_date jpk_markers", "vat_lines": "jpk_field", "company": "phone tax_office"},
    "klos": {"documents": "vat_date jpk_type", "company": "phone tax_office vat_period"},
}
"""What each client has for JPK_V7, behind its other columns."""


def _columns(books: Books) -> dict[str, str]:
    """The columns of every file of a ledger."""
    client = books.folder.name if books.folder.parent.name == "office" else ""
    more = (COST_COLUMNS if client in WITH_COSTS else {}) | (GOODS_COLUMNS if client == "budmar" else {})
    if client or books.folder.name in ("aloza", "abc"):
        more |= BANK_COLUMNS
    more |= (SCHEDULE_COLUMNS if client else {}) | (SEPA_COLUMNS if client in WITH_COSTS else {})
    last = FILING_COLUMNS.get(client, {})
    parts = {name: (COLUMNS.get(name, ""), more.get(name, ""), last.get(name, "")) for name in COLUMNS | more}
    return {name: " ".join(part for part in of if part) for name, of in parts.items()}


FLAGS = ("locked", "required", "inactive", "predefined", "vat_account", "preferred")
FORMS = {
    r"-?\d+\.\d\d": ("net", "vat", "amount", "value", "purchase_cost"),
    r"\d{4}-\d\d-\d\d": ("issue_date", "sale_date", "due_date", "date", "document_date", "valid_from", "month", "modified"),
    r"(\d{4}-\d\d-\d\d)?": ("execution_date", "valid_to", "vat_date"),
    r"(999\d{7}-2026\d{4}-[0-9A-F]{12}-[0-9A-F]{2})?": ("ksef_number",),
    r"(-?\d+(\.\d{1,6})?)?": ("percent", "quantity"),
    r"(\d+\.\d\d)?": ("split_payment_vat",),
    r"true|false": ("is_person", "in_vat_return", "cash_accounting", "split_payment", "sepa", "not_subject", *FLAGS),
}


@every_ledger
def test_files_have_the_form_of_the_ledger(books: Books) -> None:
    for name, columns in _columns(books).items():
        content = (books.folder / f"{name}.csv").read_bytes()
        assert content.decode("utf-8").split("\n", 1)[0] == columns.replace(" ", ",")
        assert b"\r" not in content
        assert content.endswith(b"\n")
    assert {path.name for path in books.folder.iterdir()} == {f"{name}.csv" for name in _columns(books)}


@every_ledger
def test_values_have_the_form_of_their_column(books: Books) -> None:
    wrong = [
        (name, column, row[column])
        for name in _columns(books)
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
    for document_id, parts in books.parts_of.items():
        document = books.documents[document_id]
        for payment in parts:
            assert payment["party_id"] == document["party_id"]
            assert payment["currency"] == document["currency"]
            assert payment["direction"] == {"sale": "in", "purchase": "out"}[document["register"]]
    assert {row["party_id"] for row in books.typed} <= books.parties.keys()
    assert {row["direction"] for row in books.typed} <= {"out"}


@every_ledger
def test_nips_are_right_and_nobodys(books: Books) -> None:
    polish = [row for row in books.parties.values() if row["country"] == "PL" and row["is_person"] == "false"]
    assert all(row["tax_id"] == "" for row in polish if row["kind"] == "office")
    polish = [row for row in polish if row["kind"] != "office"]
    if "company" in _columns(books):
        polish += books.table("company")
    for party in polish:
        digits = [int(digit) for digit in party["tax_id"]]
        assert len(digits) == 10
        assert sum(d * w for d, w in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=False)) % 11 == digits[9]
        assert party["tax_id"].startswith("999")
    assert len({row["tax_id"] for row in polish}) == len(polish)
    assert all(row["tax_id"] == "" for row in books.parties.values() if row["is_person"] == "true")


PLANTED_ACCOUNT = "68102000030000000011223345"
"""The one account with wrong check digits."""
OFFICES = re.compile(r"101000712222999[0-9]{7}00|60000002026001999[0-9]{7}")
"""The accounts of a payer with the offices: what they begin with and an invented NIP."""


@every_ledger
def test_account_numbers_are_right_and_nobodys(books: Books) -> None:
    accounts = {row["account"] for row in books.payments.values()} - {"", PLANTED_ACCOUNT}
    tables = [name for name in ("bank_registers", "party_accounts") if name in _columns(books)]
    accounts |= {row["account"] for name in tables for row in books.table(name)} - {"", PLANTED_ACCOUNT}
    assert accounts
    for account in accounts:
        if account.startswith("DDA"):  # of a bank in the United States, which have no check digits
            continue
        country, check, bban = account[:2], account[2:4], account[4:]
        if account[:2].isdigit():
            country, check, bban = "PL", account[:2], account[2:]
            assert len(account) == 26
            assert OFFICES.fullmatch(bban) or (bban[4:7], bban[8:16]) == ("000", "00000000")
            assert sum(int(d) * w for d, w in zip(bban, (3, 9, 7, 1, 3, 9, 7, 1), strict=False)) % 10 == 0
        else:
            assert bban.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").startswith("0")
        assert int("".join(str(int(sign, 36)) for sign in f"{bban}{country}{check}")) % 97 == 1


@every_ledger
def test_mail_goes_nowhere(books: Books) -> None:
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", row["email"]) for row in books.parties.values())


@every_ledger
def test_vat_is_net_times_rate_half_up(books: Books) -> None:
    for lines in books.lines_of.values():
        for line in lines:
            percent = Decimal(line["rate"]) if line["rate"].isdigit() else Decimal(0)
            assert Decimal(line["vat"]) == (Decimal(line["net"]) * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


@every_ledger
def test_lines_add_up_to_the_parts(books: Books) -> None:
    for document_id, document in books.documents.items():
        assessed = document["transaction"] in ("intra_eu", "import")  # the buyer owes that tax to the tax office
        lines = sum(Decimal(line["net"]) + (0 if assessed else Decimal(line["vat"])) for line in books.lines_of[document_id])
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
        assert (payment["state"] == "executed") == (rest == 0)
        assert payment["execution_date"] != "" or rest != 0
        assert payment["execution_date"] == "" or rest == 0 or payment["direction"] == "out"
        assert all(row["date"] <= TODAY.isoformat() for row in books.settlements_of[payment_id])
    assert {row["source"] for rows in books.settlements_of.values() for row in rows} <= {"bank", "cash", "offset"}
