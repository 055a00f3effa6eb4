"""The command: the same results as in Python, in every form, in both languages, with exit codes and without tracebacks."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.books import Books, books, purchase, sale
from tests.ledger_files import SMALL, Texts, csv_folder, with_values
from workbench import i18n
from workbench.cli import main

Said = pytest.CaptureFixture[str]
NOVEMBER = ("--side", "sale", "--period", "2020-11")


def texts(source: Books) -> Texts:
    return {name: [{key: value or "" for key, value in row.items()} for row in rows] for name, rows in source.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Books whose November 2020 has the manual's line of 593.50 and 136.50, and one paid back."""
    invoices = [
        sale("FS/7", issued="2020-08-01", due="2020-08-13", lines=[("23", "1000.00")], paid=[("2020-09-10", "500.00")]),
        sale("FS/1", issued="2020-06-01", due="2020-06-15", lines=[("23", "100.00")], paid=[("2020-11-03", "123.00")]),
        purchase("FZ/1", issued="2020-06-08", due="2020-06-15", lines=[("23", "18950.00")]),
    ]
    return csv_folder(tmp_path / "books", texts(books(*invoices)))


LINE = {
    "document_id": "FS/7",
    "payment_id": "FS/7/1",
    "rate": "23",
    "kind": "unpaid",
    "net": "593.50",
    "vat": "136.50",
    "due_date": "2020-08-13",
    "effective_due_date": "2020-08-13",
    "relief_date": "2020-11-11",
}


def said(capsys: Said, *arguments: str | Path, code: int = 0) -> str:
    """What the command prints; nothing may go to the other stream."""
    assert main([*map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert "" in (out, err)
    return out + err


def test_json_has_the_keys_of_the_contract(folder: Path, capsys: Said) -> None:
    result: dict[str, Any] = json.loads(said(capsys, "relief", folder, *NOVEMBER, "--json"))
    assert list(result) == ["side", "period", "as_of", "lines", "totals"]
    assert (result["side"], result["period"], result["as_of"]) == ("sale", "2020-11", "2020-12-25")
    assert list(result["lines"][0]) == list(LINE)
    assert result["lines"][0] == LINE
    assert [(line["kind"], line["net"]) for line in result["lines"]] == [("unpaid", "593.50"), ("paid_back", "100.00")]
    assert result["totals"]["vat_zd"] == {
        "net": "-593.50",
        "vat": "-136.50",
        "net_rounded": "-594.00",
        "vat_rounded": "-137.00",
    }
    assert set(result["totals"]) == {"correction", "vat_zd", "unpaid", "paid_back"}


def test_json_is_the_same_in_both_languages(folder: Path, capsys: Said) -> None:
    polish = said(capsys, "relief", folder, *NOVEMBER, "--json")
    i18n.set_language("en")
    assert said(capsys, "relief", folder, *NOVEMBER, "--json") == polish


def test_the_as_of_day_may_be_given(folder: Path, capsys: Said) -> None:
    result = json.loads(said(capsys, "relief", folder, *NOVEMBER, "--as-of", "2020-11-30", "--json"))
    assert result["as_of"] == "2020-11-30"


def test_the_other_side(folder: Path, capsys: Said) -> None:
    result = json.loads(said(capsys, "relief", folder, "--side", "purchase", "--period", "2020-09", "--json"))
    assert [(line["document_id"], line["vat"]) for line in result["lines"]] == [("FZ/1", "4358.50")]


def test_csv_has_plain_amounts_and_days(folder: Path, capsys: Said) -> None:
    rows = list(csv.DictReader(io.StringIO(said(capsys, "relief", folder, *NOVEMBER, "--csv"))))
    assert [{name: row[name] for name in LINE} for row in rows if row["kind"] == "unpaid"] == [LINE]
    assert (rows[0]["number"], rows[0]["party"], rows[0]["tax_id"]) == ("FS/7", "Kwiaciarnia Pod Lipą", "1234563218")


def test_xlsx_is_written_and_can_be_read_back(folder: Path, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "notice.xlsx"
    assert said(capsys, "relief", folder, *NOVEMBER, "--xlsx", path) == f"Zapisano: {path}\n"
    book = CalamineWorkbook.from_path(path)
    header, first, *_ = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    row = dict(zip(header, first, strict=True))
    assert (row["Dokument"], row["Netto"], row["VAT"], row["Termin płatności"]) == ("FS/7", 593.5, 136.5, date(2020, 8, 13))
    assert len(book.sheet_names) == 2


def test_the_table_is_in_polish(folder: Path, capsys: Said) -> None:
    heading, titles, line, *_ = said(capsys, "relief", folder, *NOVEMBER).splitlines()
    assert heading == "Sprzedaż, listopad 2020, na dzień 25.12.2020: 2 pozycje (kwoty w zł)"
    assert titles.split()[:3] == ["Dokument", "Numer", "Kontrahent"]
    assert "593,50" in line and "13.08.2020" in line and "Kwiaciarnia Pod Lipą" in line


def test_the_table_is_in_english(folder: Path, capsys: Said) -> None:
    i18n.set_language("en")
    heading, titles, line, *_ = said(capsys, "relief", folder, *NOVEMBER).splitlines()
    assert heading == "Sale, November 2020, as of 25 Dec 2020: 2 lines (amounts in PLN)"
    assert titles.split()[:3] == ["Document", "Number", "Counterparty"]
    assert "593.50" in line and "13 Aug 2020" in line


def test_amounts_stand_to_the_right_in_their_column(folder: Path, capsys: Said) -> None:
    _, titles, *lines = said(capsys, "relief", folder, *NOVEMBER).splitlines()[:4]
    end = titles.index("Netto") + len("Netto")
    assert [line[:end].split()[-1] for line in lines] == ["593,50", "100,00"]


def test_a_month_without_lines_is_an_answer(folder: Path, capsys: Said) -> None:
    assert ": 0 pozycji" in said(capsys, "relief", folder, "--side", "sale", "--period", "2024-02")
    assert json.loads(said(capsys, "relief", folder, "--side", "sale", "--period", "2024-02", "--json"))["lines"] == []


def test_a_name_cannot_command_the_terminal(tmp_path: Path, capsys: Said) -> None:
    source = texts(books(sale("FS/7", issued="2020-08-01", due="2020-08-13", lines=[("23", "1000.00")])))
    folder = csv_folder(tmp_path / "books", with_values(source, "parties", 0, name="a\x1b[2J\nb\x07"))
    out = said(capsys, "relief", folder, *NOVEMBER)
    assert "\x1b" not in out and "\x07" not in out and "a\ufffd[2J\ufffdb\ufffd" in out


WRONG = {
    "no such books": ["nowhere", *NOVEMBER],
    "no month": ["{folder}", "--side", "sale", "--period", "2020-13"],
    "the year 0": ["{folder}", "--side", "sale", "--period", "0000-01"],
    "the last month": ["{folder}", "--side", "sale", "--period", "9999-12"],
    "a quarter": ["{folder}", "--side", "sale", "--period", "2020Q4"],
    "before the law": ["{folder}", "--side", "sale", "--period", "2012-12"],
    "no day": ["{folder}", *NOVEMBER, "--as-of", "31.12.2020"],
    "a day too early": ["{folder}", *NOVEMBER, "--as-of", "2020-10-31"],
    "no place for the file": ["{folder}", *NOVEMBER, "--xlsx", "{folder}"],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_an_error_is_said_in_a_line_and_ends_with_1(
    arguments: list[str], language: i18n.Language, folder: Path, capsys: Said
) -> None:
    i18n.set_language(language)
    assert main(["relief", *(argument.format(folder=folder) for argument in arguments)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1 and "Traceback" not in err


def test_faults_of_the_books_end_with_1(folder: Path, capsys: Said) -> None:
    (folder / "settlements.csv").write_text("payment_id,date,amount\nP9,x,1.005\n", "utf-8")
    assert main(["relief", str(folder), *NOVEMBER]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"{folder}: 3 błędy w księgach. Niczego nie wczytano.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["relief"],
        ["relief", "x"],
        ["relief", "x", "--side", "both", "--period", "2020-11"],
        ["relief", "x", *NOVEMBER, "--json", "--csv"],
        ["check"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: workbench" in capsys.readouterr().err


def test_check_says_that_books_are_in_order(folder: Path, capsys: Said) -> None:
    assert said(capsys, "check", folder) == (
        f"{folder}: księgi są w porządku (parties 2, documents 3, vat_lines 3, payments 3, settlements 2).\n"
    )
    i18n.set_language("en")
    assert "the books are in order" in said(capsys, "check", folder)


def test_check_lists_warnings(tmp_path: Path, small: Texts, capsys: Said) -> None:
    with_values(with_values(small, "parties", 0, tax_id="9999999998"), "payments", 0, account="1")
    i18n.set_language("en")
    assert said(capsys, "check", csv_folder(tmp_path / "books", small)).splitlines()[1:] == [
        "2 warnings:",
        "  parties, row 2, tax_id: '9999999998' a NIP with a right check digit",
        "  payments, row 2, account: '1' an account with right check digits",
    ]


def test_check_lists_every_fault(tmp_path: Path, small: Texts, capsys: Said) -> None:
    small["settlements"] = [{"payment_id": "P1", "date": "2020-09-10", "amount": "?"}] * 30
    lines = said(capsys, "check", csv_folder(tmp_path / "books", small), code=1).splitlines()
    assert lines[0].endswith(": 30 błędów w księgach. Niczego nie wczytano.")
    assert len(lines) == 31
    assert lines[30].startswith("  settlements, wiersz 31, amount: '?' ")


def run(*arguments: str | Path, stdout: Any = subprocess.PIPE, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "workbench", *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env={**kept, **environment}, check=False)


def test_the_command_prints_utf_8_whatever_the_machine_prefers(folder: Path) -> None:
    done = run("relief", folder, *NOVEMBER, PYTHONIOENCODING="cp1250", WORKBENCH_LANG="pl")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Sprzedaż, listopad 2020" in done.stdout.decode("utf-8")


def test_the_command_takes_its_language_from_the_environment(folder: Path) -> None:
    done = run("relief", folder, "--side", "sale", "--period", "x", WORKBENCH_LANG="en")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"x: notices are made for a month")


def test_a_reader_who_has_seen_enough_is_no_error(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = run("relief", folder, *NOVEMBER, stdout=closed)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_small_books_are_in_order(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", str(csv_folder(tmp_path / "books", SMALL))]) == 0
