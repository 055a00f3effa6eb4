"""All faults of the books are told at once, each with its place, its value and what was expected; doubts are warnings."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.ledger_files import Texts, csv_folder, csv_text, database, frames, parquet_folder, with_values, workbook
from workbench import LedgerError, i18n, read_ledger
from workbench.ledger import TABLES

Fault = tuple[str, int, str, str, str]


def faults_of(source: Any) -> list[Fault]:
    """The faults of books in English: table, row, column, value, expected."""
    with i18n.in_language("en"), pytest.raises(LedgerError) as error:
        read_ledger(source)
    return list(error.value.faults.itertuples(index=False, name=None))


def warnings_of(source: Any) -> list[Fault]:
    with i18n.in_language("en"):
        return list(read_ledger(source).warnings.itertuples(index=False, name=None))


AMOUNT = "an amount with a decimal point and at most two decimals, such as 1234.56"
DATE = "a date such as 2026-01-31, from 1990 to 2100"
WHOLE = "a whole number from 0 to 999999999"
RATE = "a rate above zero with at most six decimals, such as 4.2512"
LARGEST = "an amount of at most 10 000 000 000 000"


# One value of the small books spoilt: table, row of the file, column, value, expected.
SPOILT: list[Fault] = [
    *[("vat_lines", 3, "net", text, AMOUNT) for text in ("1.234", "1234,56", "1 234.56", "zł", "--1", "NaN", "0x10", "-")],
    ("settlements", 2, "amount", "12345678901234567.89", AMOUNT),
    ("settlements", 2, "amount", "1234567890123456.78", LARGEST),
    ("settlements", 2, "amount", "10000000000000.01", LARGEST),
    ("payments", 3, "split_payment_vat", "0.001", AMOUNT),
    *[
        ("payments", 4, "due_date", text, DATE)
        for text in ("2026-02-31", "0000-00-00", "2026-13-01", "2026-1-5", "31.12.2026", "20261231", "jutro")
    ],
    *[("payments", 4, "due_date", text, DATE) for text in ("1989-12-31", "2101-01-01")],
    *[("settlements", 3, "date", text, DATE) for text in ("2020-00-10", "2020-12-00")
    ],
    ("documents", 2, "sale_date", "2020-08-19T12:00", DATE),
    ("payments", 2, "document_date", "2025-02-29", DATE),
    ("documents", 3, "in_vat_return", "True", "true or false"),
    ("documents", 4, "cash_accounting", "tak", "true or false"),
    ("parties", 3, "vat_status", "Active", "one of: active, inactive"),
    ("documents", 2, "register", "sales", "one of: sale, purchase"),
    ("vat_lines", 4, "rate", "23%", "one of: 23, 22, 8, 7, 5, 0, zw, np"),
    ("payments", 2, "direction", "IN", "one of: in, out"),
    ("documents", 4, "relief_proof", "bankruptcy", "one of: enforcement, debt_register, consumer_bankruptcy"),
    *[("vat_lines", 5, "line", text, WHOLE) for text in ("-1", "1.5", "1000000000", "a")],
    *[("documents", 3, "fx_rate", text, RATE) for text in ("0", "0.000000", "-1", "1.2345678", "1e2")],
    *[(table, 2, column, "", "a value is required") for table, spec in TABLES.items() for column, of in spec.columns.items()
      if of.required and not of.may_be_empty and column not in spec.key and of.refers_to is None],
    ("documents", 3, "party_id", "K9", "a party_id of the table parties"),
    ("documents", 4, "corrects", "FS/9", "a document_id of the table documents"),
    ("vat_lines", 3, "document_id", "FS/9", "a document_id of the table documents"),
    ("payments", 4, "document_id", "FS/9", "a document_id of the table documents"),
    ("payments", 2, "party_id", "k1", "a party_id of the table parties"),
    ("settlements", 3, "payment_id", "P1 ", "a payment_id of the table payments"),
    ("vat_lines", 3, "line", "1", "a value not used in another row of the document"),
]  # fmt: skip


@pytest.mark.parametrize("fault", SPOILT, ids=lambda fault: f"{fault[0]}.{fault[2]}={fault[3]}")
def test_a_fault_has_its_place_its_value_and_what_was_expected(fault: Fault, tmp_path: Path, small: Texts) -> None:
    table, row, column, value, expected = fault
    books = with_values(small, table, row - 2, **{column: value})
    shown = f"FS/1, {value}" if expected.endswith("of the document") else value
    assert faults_of(csv_folder(tmp_path / "books", books)) == [(table, row, column, shown, expected)]


@pytest.mark.parametrize(
    ("table", "key", "used"),
    [("parties", "party_id", "K1"), ("documents", "document_id", "FS/1"), ("payments", "payment_id", "P1")],
)
def test_a_key_is_used_once(table: str, key: str, used: str, tmp_path: Path, small: Texts) -> None:
    small[table].append(dict(small[table][0]))
    row = len(small[table]) + 1
    assert faults_of(csv_folder(tmp_path / "books", small)) == [(table, row, key, used, "a value not used in another row")]


def test_an_empty_key_is_a_missing_value_and_no_repeated_one(small: Texts) -> None:
    with_values(with_values(small, "parties", 1, party_id=""), "parties", 2, party_id="")
    found = faults_of(frames(small, str))
    assert [fault for fault in found if fault[0] == "parties"] == [
        ("parties", 2, "party_id", "", "a value is required"),
        ("parties", 3, "party_id", "", "a value is required"),
    ]
    assert {fault[2:] for fault in found if fault[0] == "documents"} == {
        ("party_id", "K2", "a party_id of the table parties"),
        ("party_id", "K3", "a party_id of the table parties"),
    }


def test_lines_without_a_number_are_not_taken_for_repeated_ones(small: Texts) -> None:
    with_values(with_values(small, "vat_lines", 0, line="x"), "vat_lines", 1, line="y")
    assert faults_of(frames(small, str)) == [("vat_lines", 1, "line", "x", WHOLE), ("vat_lines", 2, "line", "y", WHOLE)]


@pytest.mark.parametrize("table", [table for table, spec in TABLES.items() if not spec.optional])
def test_a_missing_table_is_a_fault(table: str, tmp_path: Path, small: Texts) -> None:
    del small[table]
    expected = (table, 0, "", "", "the table; it may be empty, but it must be there")
    for source in (csv_folder(tmp_path / "books", small), workbook(tmp_path / "books.xlsx", small), frames(small, str)):
        assert faults_of(source) == [expected]


def test_the_keys_of_an_empty_table_lead_nowhere(small: Texts) -> None:
    small |= {"payments": [], "tax_payments": [], "sepa_parties": []}
    assert faults_of(frames(small, str)) == [
        ("settlements", row, "payment_id", "P1", "a payment_id of the table payments") for row in (1, 2)
    ]


def test_a_missing_column_is_a_fault(tmp_path: Path, small: Texts) -> None:
    for row in small["payments"]:
        del row["due_date"]
    assert faults_of(csv_folder(tmp_path / "books", small)) == [("payments", 0, "due_date", "", "the column")]


def test_a_column_given_twice_is_a_fault(tmp_path: Path, small: Texts) -> None:
    expected = [("settlements", 0, "amount", "", "the column only once")]
    folder = csv_folder(tmp_path / "books", small)
    (folder / "settlements.csv").write_text("payment_id,date,amount,amount\nP1,2020-09-10,1.00,2.00\n", "utf-8")
    assert faults_of(folder) == expected
    tables = frames(small, str)
    tables["settlements"] = pd.concat([tables["settlements"], tables["settlements"]["amount"]], axis=1)
    assert faults_of(tables) == expected


def test_two_files_of_one_table_are_a_fault(tmp_path: Path, small: Texts) -> None:
    folder = parquet_folder(tmp_path / "books", small)
    (folder / "parties.csv").write_text(csv_text("parties", small["parties"]), "utf-8")
    assert faults_of(folder) == [("parties", 0, "", "", "one file: there is both a CSV and a Parquet file of this table")]


def spoil(small: Texts) -> Texts:
    with_values(small, "parties", 2, vat_status="?")
    with_values(small, "documents", 1, party_id="K9", issue_date="2020-02-30")
    return with_values(small, "settlements", 1, amount="1.005")


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path, small: Texts) -> None:
    assert faults_of(csv_folder(tmp_path / "books", spoil(small))) == [
        ("documents", 3, "issue_date", "2020-02-30", DATE),
        ("documents", 3, "party_id", "K9", "a party_id of the table parties"),
        ("parties", 4, "vat_status", "?", "one of: active, inactive"),
        ("settlements", 3, "amount", "1.005", AMOUNT),
    ]


def test_rows_count_as_the_source_shows_them(tmp_path: Path, small: Texts) -> None:
    """The header of a CSV file or a sheet is row 1; a database, Parquet and tables in memory have none."""
    with_values(small, "documents", 1, register="?")
    sources = {
        csv_folder(tmp_path / "csv", small): 3,
        workbook(tmp_path / "books.xlsx", small): 3,
        parquet_folder(tmp_path / "parquet", small): 2,
        database(f"sqlite:///{tmp_path / 'books.db'}", small): 2,
    }
    assert {source: faults_of(source)[0][1] for source in sources} == sources
    assert faults_of(frames(small))[0][1] == 2


def test_rows_count_as_the_file_shows_them_behind_what_was_left_out(tmp_path: Path, small: Texts) -> None:
    """Blank lines and rows of the wrong length are in the file, though they give no record."""
    folder = csv_folder(tmp_path / "books", small)
    lines = [
        "payment_id,date,amount",
        "P1,2020-09-10,1.00",
        "",
        "P1,2020-09-10",
        'P9,2020-09-10,"2.00"',
        ",,",
        "P1,x,3.00",
        "a,b,c,d",
        "P1,2020-09-11,?",
    ]
    (folder / "settlements.csv").write_text("\n".join(lines), "utf-8")
    assert faults_of(folder) == [
        ("settlements", 4, "", "P1,2020-09-10", "3 values in the row, there are 2"),
        ("settlements", 5, "payment_id", "P9", "a payment_id of the table payments"),
        ("settlements", 7, "date", "x", DATE),
        ("settlements", 8, "", "a,b,c,d", "3 values in the row, there are 4"),
        ("settlements", 9, "amount", "?", AMOUNT),
    ]


def test_blank_lines_above_the_header_count(tmp_path: Path, small: Texts) -> None:
    folder = csv_folder(tmp_path / "books", small)
    (folder / "settlements.csv").write_text("\n\npayment_id,date,amount\nP1,2020-09-10,1.00\nP9,2020-09-10,1.00\n", "utf-8")
    assert faults_of(folder) == [("settlements", 5, "payment_id", "P9", "a payment_id of the table payments")]


def test_blank_rows_of_a_sheet_count(tmp_path: Path, small: Texts) -> None:
    with_values(small, "settlements", 1, amount="-").setdefault("settlements", []).insert(
        1, dict.fromkeys(small["settlements"][0], "")
    )
    path = workbook(tmp_path / "books.xlsx", {**small, "settlements": [{**row, "amount": ""} for row in small["settlements"]]})
    assert faults_of(path) == [
        ("settlements", 2, "amount", "", "a value is required"),
        ("settlements", 4, "amount", "", "a value is required"),
    ]


def test_a_row_far_down_a_large_file_has_its_number(tmp_path: Path, small: Texts) -> None:
    """Larger than the block that is read at once, so that rows are counted over blocks."""
    folder = csv_folder(tmp_path / "books", small)
    rows = ["P1,2020-09-10,0.01," + "x" * 100] * 20_000
    rows[15_000], rows[19_000] = "P1,2020-09-10", "P1,2020-09-10,?,"
    (folder / "settlements.csv").write_text("\n".join(["payment_id,date,amount,source", *rows]), "utf-8")
    assert [fault[1] for fault in faults_of(folder)] == [15_002, 19_002]


def test_the_message_lists_the_first_faults_and_counts_the_rest(tmp_path: Path, small: Texts) -> None:
    small["settlements"] = [{"payment_id": "P1", "date": "2020-09-10", "amount": f"{number}.001"} for number in range(25)]
    folder = csv_folder(tmp_path / "books", small)
    with i18n.in_language("en"), pytest.raises(LedgerError) as error:
        read_ledger(folder)
    lines = str(error.value).splitlines()
    assert lines[0] == f"{folder}: 25 faults in the books. Nothing was read."
    assert lines[1] == f"  settlements, row 2, amount: '0.001' {AMOUNT}"
    assert lines[10].startswith("  settlements, row 11,") and lines[11] == "... and 15 more" and len(lines) == 12
    assert len(error.value.faults) == 25


def test_faults_are_told_in_polish(small: Texts) -> None:
    with pytest.raises(LedgerError) as error:
        read_ledger(frames(with_values(small, "documents", 1, in_vat_return="?"), str))
    assert str(error.value) == (
        "tabele w pamięci: 1 błąd w księgach. Niczego nie wczytano.\n"
        "  documents, wiersz 2, in_vat_return: '?' oczekiwano true albo false"
    )


def test_a_long_value_is_cut(small: Texts) -> None:
    [fault] = faults_of(frames(with_values(small, "documents", 1, register="x" * 10_000), str))
    assert fault[3] == "x" * 79 + "…"


def test_the_table_of_faults_has_its_types() -> None:
    with pytest.raises(LedgerError) as error:
        read_ledger({})
    assert {name: str(dtype) for name, dtype in error.value.faults.dtypes.items()} == {
        "table": "str", "row": "int64", "column": "str", "value": "str", "expected": "str",
    }  # fmt: skip


def test_an_unknown_column_is_a_warning(small: Texts) -> None:
    tables = frames(small, str)
    tables["payments"]["colour"] = "red"
    assert warnings_of(tables) == [("payments", 0, "colour", "", "a column that the books know; it was not read")]
    assert "colour" not in read_ledger(tables).payments


def nip(nine: str) -> str:
    """A NIP with its check digit, from the office number 999 that no tax office has."""
    check = sum(int(digit) * weight for digit, weight in zip(nine, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
    return f"{nine}{check}"


def nrb(bban: str) -> str:
    """An account with its check digits (ISO 7064 over the digits of PL), of the bank 9999 that does not exist."""
    return f"{98 - int(f'{bban}252100') % 97:02d}{bban}"


GOOD_NIP, GOOD_NRB = nip("999000001"), nrb("99990000" + "0" * 13 + "123")


@pytest.mark.parametrize("text", [GOOD_NIP, f"PL{GOOD_NIP}", f"{GOOD_NIP[:3]}-{GOOD_NIP[3:6]}-{GOOD_NIP[6:]}", ""])
def test_a_right_nip_is_no_warning(text: str, small: Texts) -> None:
    assert warnings_of(frames(with_values(small, "parties", 0, tax_id=text), str)) == []


@pytest.mark.parametrize(
    "text", [GOOD_NIP[:9] + str((int(GOOD_NIP[9]) + 1) % 10), GOOD_NIP[:9], GOOD_NIP + "0", "DE012345678", "brak"]
)
def test_a_wrong_nip_is_a_warning(text: str, tmp_path: Path, small: Texts) -> None:
    folder = csv_folder(tmp_path / "books", with_values(small, "parties", 0, tax_id=text))
    assert warnings_of(folder) == [("parties", 2, "tax_id", text, "a NIP with a right check digit")]
    assert read_ledger(folder).parties["tax_id"][0] == text


def test_the_number_of_a_foreign_party_is_not_judged(small: Texts) -> None:
    assert warnings_of(frames(with_values(small, "parties", 1, tax_id="1234567890"), str)) == []


@pytest.mark.parametrize(
    "text", [GOOD_NRB, f"PL{GOOD_NRB}", f"{GOOD_NRB[:2]} {GOOD_NRB[2:6]} {GOOD_NRB[6:]}", "DE00012345678901234567", ""]
)
def test_a_right_account_is_no_warning(text: str, small: Texts) -> None:
    assert warnings_of(frames(with_values(small, "payments", 0, account=text), str)) == []


@pytest.mark.parametrize("text", [GOOD_NRB[:25] + str((int(GOOD_NRB[25]) + 1) % 10), GOOD_NRB[1:], "PL", "1234"])
def test_a_wrong_account_is_a_warning(text: str, small: Texts) -> None:
    books = frames(with_values(small, "payments", 0, account=text), str)
    assert warnings_of(books) == [("payments", 1, "account", text, "an account with right check digits")]
