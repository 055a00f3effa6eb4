"""`workbench costs`: the cube, the postings and the completeness scan in every form, in both languages, with exit codes."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.described_books import bill, described_tables
from tests.ledger_files import csv_folder
from workbench import i18n
from workbench.cli import main

Said = pytest.CaptureFixture[str]
SITES = ["45 BUDOWY=1_19; KONTA_4=419", "55 BUDOWY=2_19; KONTA_4=419"]
ACCOUNT = "@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWY')+'-'+@OpisAnalitycznyElement('KONTA_4')"
BY_SCHEME = ("postings", "--account", ACCOUNT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One bill of energy for two sites, another with one element missing, one not described."""
    tables = described_tables(
        bill("FZ/1", "1000.00", lines=SITES, day="2020-01-05"),
        bill("FZ/2", "10.00", lines=["100 BUDOWY=1_19"], day="2020-02-05"),
        bill("FZ/3", "500.00", day="2020-03-05"),
        dimensions=[{"dimension": "KONTA_4", "type": "accounts"}],
        accounts=["419", "501"],
    )
    columns = {name: list(dict.fromkeys(column for row in rows for column in row)) for name, rows in tables.items()}
    filled = {name: [dict.fromkeys(columns[name], "") | row for row in rows] for name, rows in tables.items()}
    return csv_folder(tmp_path / "books", {"payments": [], "settlements": [], **filled})


def said(capsys: Said, folder: Path, *arguments: str | Path, code: int = 0) -> str:
    """What the command prints; nothing may go to the other stream."""
    assert main(["costs", str(folder), *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert "" in (out, err)
    return out + err


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_cube_as_json(folder: Path, capsys: Said) -> None:
    result = json.loads(said(capsys, folder, "cube", "--rows", "BUDOWY", "--columns", "month", "--json"))
    assert (result["rows"], result["columns"], result["total"]) == (["BUDOWY"], ["month"], "1510.00")
    cells = {(cell["BUDOWY"], cell["month"]): cell["amount"] for cell in result["cells"] if cell["amount"] != "0.00"}
    assert cells == {
        ("1_19", "2020-01"): "450.00",
        ("2_19", "2020-01"): "550.00",
        ("1_19", "2020-02"): "10.00",
        ("", "2020-03"): "500.00",
    }


def test_the_cube_over_two_fields_without_columns(folder: Path, capsys: Said) -> None:
    result = json.loads(said(capsys, folder, "cube", "--rows", "BUDOWY", "KONTA_4", "--json"))
    assert {"BUDOWY": "2_19", "KONTA_4": "419", "amount": "550.00"} in result["cells"]


@pytest.mark.parametrize(
    ("arguments", "total"),
    [
        (["--from", "2020-02"], "510.00"),
        (["--to", "2020-01"], "1000.00"),
        (["--account", "41", "7"], "1510.00"),
        (["--account", "7"], "0.00"),
        (["--register", "revenue"], "0.00"),
    ],
)
def test_the_cube_of_a_part(arguments: list[str], total: str, folder: Path, capsys: Said) -> None:
    assert json.loads(said(capsys, folder, "cube", "--rows", "BUDOWY", *arguments, "--json"))["total"] == total


def test_the_cube_as_csv(folder: Path, capsys: Said) -> None:
    rows = rows_of(said(capsys, folder, "cube", "--rows", "BUDOWY", "--columns", "month", "--csv"))
    assert {"BUDOWY": "1_19", "2020-01": "450.00", "2020-02": "10.00", "2020-03": "0.00"} in rows


@pytest.mark.parametrize(("language", "total"), [("pl", "1 510,00"), ("en", "1,510.00")])
def test_the_cube_as_a_table_with_sums(language: i18n.Language, total: str, folder: Path, capsys: Said) -> None:
    i18n.set_language(language)
    head, *_cells, last = said(capsys, folder, "cube", "--rows", "BUDOWY", "--columns", "month").splitlines()
    assert head.startswith("BUDOWY")
    assert last.replace("\u00a0", " ").endswith(total)


def test_the_postings_as_json(folder: Path, capsys: Said) -> None:
    """A-007"""
    result: dict[str, Any] = json.loads(said(capsys, folder, *BY_SCHEME, "--json"))
    assert [(entry["account"], entry["amount"]) for entry in result["entries"]] == [
        ("501-1_19-419", "450.00"),
        ("501-2_19-419", "550.00"),
    ]
    assert result["created"][0] == {"account": "501-1_19-419", "summary": "501", "entries": 1}
    assert [(fault["document_id"], fault["reason"]) for fault in result["faults"]] == [("FZ/2", "no_element")]
    assert result["totals"][0] == {"side": "debit", "amount": "1000.00", "entries": 2}
    assert result["left_out"] == []


def test_the_options_of_the_postings(folder: Path, capsys: Said) -> None:
    credit = json.loads(said(capsys, folder, *BY_SCHEME, "--side", "credit", "--amount", "@OpisAnalitycznyKwota", "--json"))
    assert {entry["side"] for entry in credit["entries"]} == {"credit"}
    other = json.loads(said(capsys, folder, *BY_SCHEME, "--type", "cost_record", "--json"))
    assert other["entries"] == other["faults"] == []
    kept = json.loads(said(capsys, folder, *BY_SCHEME, "--no-new-accounts", "--json"))
    assert kept["entries"] == [] and {fault["reason"] for fault in kept["faults"]} == {"no_element", "unknown_account"}


def test_the_postings_as_csv(folder: Path, capsys: Said) -> None:
    rows = rows_of(said(capsys, folder, *BY_SCHEME, "--csv"))
    assert [(row["account"], row["amount"]) for row in rows] == [("501-1_19-419", "450.00"), ("501-2_19-419", "550.00")]


def test_the_postings_as_tables(folder: Path, capsys: Said) -> None:
    i18n.set_language("en")
    out = said(capsys, folder, *BY_SCHEME)
    titles = [line for line in out.splitlines() if line.endswith((": 1", ": 2")) and "  " not in line]
    assert titles == ["Entries: 2", "Totals: 1", "Accounts to be created: 2", "Without an entry: 1"]
    assert "501-2_19-419" in out and "550.00" in out and "FZ/2, line 1" in out


@pytest.mark.parametrize("question", [("cube", "--rows", "BUDOWY"), BY_SCHEME, ("check",)], ids=["cube", "postings", "check"])
def test_every_answer_as_a_workbook(question: tuple[str, ...], folder: Path, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "answer.xlsx"
    assert said(capsys, folder, *question, "--xlsx", path) == f"Zapisano: {path}\n"
    book = CalamineWorkbook.from_path(path)
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert {"cube": 1510.0, "postings": 550.0, "check": 500.0}[question[0]] in cells


def test_the_scan_as_json(folder: Path, capsys: Said) -> None:
    finding = json.loads(said(capsys, folder, "check", "--json"))[0]
    assert (finding["document_id"], finding["kind"], finding["date"]) == ("FZ/3", "not_described", "2020-03-05")
    assert (finding["amount"], finding["missing_percent"]) == ("500.00", "100.000000")
    assert finding["suggestion"].startswith("100 % BUDOWY=1_19") or finding["suggestion"] == ""


def test_the_scan_as_a_table_and_csv(folder: Path, capsys: Said) -> None:
    i18n.set_language("en")
    out = said(capsys, folder, "check")
    assert out.startswith("Completeness: 1\n") and "not described" in out and "500.00" in out
    assert [row["kind"] for row in rows_of(said(capsys, folder, "check", "--csv"))] == ["not_described"]


def test_nothing_found_is_an_answer(folder: Path, capsys: Said) -> None:
    i18n.set_language("en")
    assert said(capsys, folder, "check", "--register", "revenue") == "Completeness: 0\n"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["cube", "--rows", "NOTHING"], 1),
        (["cube", "--rows", "BUDOWY", "--from", "2020-13"], 1),
        (["postings", "--account", "@KategoriaNag+"], 3),
        (["postings", "--account", "@OpisAnalitycznyElement('BUDOWA')"], 3),
        (["postings", "--account", "'490'", "--amount", "1"], 3),
        (["postings", "--account", "'490'", "--type", "faktura"], 1),
    ],
)
def test_an_error_is_said_without_a_traceback(
    arguments: list[str], lines: int, language: i18n.Language, folder: Path, capsys: Said
) -> None:
    i18n.set_language(language)
    error = said(capsys, folder, *arguments, code=1)
    assert len(error.splitlines()) == lines and "Traceback" not in error


@pytest.mark.parametrize(
    "arguments",
    [[], ["x"], ["x", "cube"], ["x", "postings"], ["x", "postings", "--account", "'1'", "--side", "both"], ["x", "why"]],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as end:
        main(["costs", *arguments])
    assert end.value.code == 2
    assert "usage: workbench costs" in capsys.readouterr().err
