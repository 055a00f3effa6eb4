"""`workbench jpk`: a JPK_V7 written, read, checked and compared, in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.books import sale
from tests.filing_desk import CLIENT, CONTROLS, EXPECTED, SEPTEMBER, example, folder
from workbench import i18n, money
from workbench.cli import main
from workbench.filing.reading.jpk import read_jpk
from workbench.store import open_store

Said = pytest.CaptureFixture[str]
MADE_AT = "2026-10-25T12:00:00Z"


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder of the worked example, where no store is."""
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    return str(folder(tmp_path))


def run(capsys: Said, *words: str | Path, code: int = 0, language: i18n.Language = "en") -> str:
    with i18n.in_language(language):
        assert main(["jpk", *map(str, words)]) == code
    out, err = capsys.readouterr()
    return out + err


def write(capsys: Said, books: str, out: str, *words: str, **asked: Any) -> str:
    return run(capsys, "write", books, "--period", SEPTEMBER, "--out", out, "--made-at", MADE_AT, *words, **asked)


def test_what_is_written_reads_back(capsys: Said, books: str) -> None:
    """The figures of vat.md 2.3 in the summary, in `read --json` and in the file are the same."""
    told = json.loads(write(capsys, books, "jpk.xml", "--json"))
    assert told["declaration"] == {"period": SEPTEMBER, "fields": EXPECTED}
    assert (told["parts"], told["reconciled"], told["file"], told["faults"]) == ("both", True, "jpk.xml", [])
    read = json.loads(run(capsys, "read", "jpk.xml", "--json"))
    assert read["declaration"] == told["declaration"]
    assert read["header"] == told["header"]
    assert read["header"] | {"system": ""} == {
        "structure": "V7M-3",
        "name": "JPK_V7M (3)",
        "month": SEPTEMBER,
        "purpose": 1,
        "tax_office": "1471",
        "made_at": MADE_AT,
        "system": "",
    }
    rows, tax, bought, input_tax = CONTROLS
    assert read["sales_control"] == told["sales_control"] == {"rows": rows, "tax": money.to_text(tax)}
    assert read["purchases_control"] == {"rows": bought, "tax": money.to_text(input_tax)}
    assert [row["K_19"] for row in read["sales"]] == ["10000.00", "-593.50", "81.30"]
    assert [row["due_date"] for row in read["sales"]] == [None, "2026-06-10", None]
    assert sum(money.parse(row["K_46"]) for row in read["purchases"]) == -93_49
    assert read["taxpayer"]["tax_id"] == "5260001246"


def test_the_listing_of_a_file_is_in_the_users_language(capsys: Said, books: str) -> None:
    """Titles of columns, whole zloty with their thousands, and which rows are those of the relief."""
    write(capsys, books, "jpk.xml")
    polish, english = (run(capsys, "read", "jpk.xml", language=language) for language in i18n.LANGUAGES)
    assert "Wiersz  NIP" in polish and "Row  Tax number" in english
    fields = {line.split()[0]: line.rpartition("  ")[2] for line in polish.splitlines() if line.startswith("P_")}
    assert fields["P_19"] == f"{EXPECTED['P_19']:,}".replace(",", "\u00a0")
    assert [line.split()[0] for line in polish.splitlines() if " tak " in line] == ["2", "3"]
    assert "tax_id" not in polish + english and "True" not in polish + english


@pytest.mark.parametrize(("language", "month"), [("en", "September 2026"), ("pl", "wrzesień 2026")])
def test_the_summary(capsys: Said, books: str, language: i18n.Language, month: str) -> None:
    said = write(capsys, books, "jpk.xml", language=language)
    assert "JPK_V7M (3)" in said
    assert "P_62" in said and i18n_amount(language, 3234_00) in said
    assert month in said
    assert i18n_amount(language, CONTROLS[1]) in said


def i18n_amount(language: i18n.Language, grosze: int) -> str:
    with i18n.in_language(language):
        return i18n.amount(grosze, "PLN")


def test_a_file_that_is_there_stays(capsys: Said, books: str) -> None:
    Path("jpk.xml").write_text("mine")
    assert "already there" in write(capsys, books, "jpk.xml", code=1)
    assert Path("jpk.xml").read_text() == "mine"


def test_errors_leave_no_file(capsys: Said, books: str, tmp_path: Path) -> None:
    """A file made before its month began, and a folder that is not there."""
    before = sorted(tmp_path.rglob("*"))
    said = write(capsys, books, "jpk.xml", "--made-at", "2026-08-31T12:00:00", code=1)
    assert "before 2026-09 began" in said and "Nothing was written" in said
    assert "jpk" in write(capsys, books, "nowhere/jpk.xml", code=1)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_document_without_a_place_is_told_and_the_file_is_made(
    capsys: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cash accounting: the books do not name the month of a partial payment. The file is what it is without the document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    paid = [("2026-09-20", "1.00")]
    odd = sale("FS/99", issued="2026-09-05", due="2026-12-05", lines=[("23", "1.00")], cash_accounting="true", paid=paid)
    ledger = str(folder(tmp_path / "other", *example(), odd))
    said = write(capsys, ledger, "jpk.xml")
    assert "[warning] file, FS/99: The document is not in the file: cash accounting" in said
    assert "ATTENTION: 1 document of the books is not in the file: FS/99." in said
    assert "FS/99" not in Path("jpk.xml").read_text()
    run(capsys, "check", "jpk.xml")


def test_a_period_that_is_no_month_is_named_before_the_books_are_read(capsys: Said) -> None:
    for period in ("202609", "2026Q3", "2026-13"):
        said = run(capsys, "write", "no-books", "--period", period, "--out", "jpk.xml", code=1)
        assert f"{period}: the file of a month is asked for" in said


def test_fields_are_entered(capsys: Said, books: str) -> None:
    """Without a store for this file alone; with one they are kept, with the file that was made."""
    told = json.loads(write(capsys, books, "one.xml", "--json", "--enter", "P_39=100", "P_ORDZU=A = B"))
    assert (told["declaration"]["fields"]["P_39"], told["declaration"]["fields"]["P_62"]) == (100, 3334)
    assert not Path("office.liczydlo").exists()
    assert "P_38" in write(capsys, books, "two.xml", "--enter", "P_38=100", code=1)
    assert "P_39" in write(capsys, books, "two.xml", "--enter", "P_39", code=1)
    store = ("--store", "kept.liczydlo")
    open_store("kept.liczydlo", user="anna").close()
    write(capsys, books, "two.xml", *store, "--enter", "P_39=100")
    told = json.loads(write(capsys, books, "three.xml", *store, "--json"))
    assert told["declaration"]["fields"]["P_62"] == 3334
    with open_store("kept.liczydlo", user="anna") as kept:
        record = kept.filing.record_of(CLIENT)
    assert [(one.key, one.file) for one in record.files] == [("2026-09/1", "two.xml"), ("2026-09/2", "three.xml")]
    assert record.values == {SEPTEMBER: {"P_39": "100"}}


def test_what_could_be_entered_is_told(capsys: Said, books: str) -> None:
    """P_39 of October: what September carries forward."""
    october = ("write", books, "--period", "2026-10", "--made-at", MADE_AT)
    assert "--enter P_39=3234" in run(capsys, *october, "--out", "a.xml")
    told = json.loads(run(capsys, *october, "--out", "b.xml", "--json", "--enter", "P_39=3234"))
    assert (told["offered"], told["declaration"]["fields"]["P_62"]) == ({}, 3234)


def test_parts_and_purposes(capsys: Said, books: str) -> None:
    write(capsys, books, "record.xml", "--part", "record", "--purpose", "2")
    write(capsys, books, "declaration.xml", "--part", "declaration", "--purpose", "2")
    record, declaration = read_jpk(Path("record.xml")), read_jpk(Path("declaration.xml"))
    assert (record.declaration, record.header.purpose) == (None, 2)
    assert (declaration.sales, declaration.header.purpose) == (None, 2)
    for name in ("record.xml", "declaration.xml"):
        assert run(capsys, "check", name).strip().endswith("in order.")


def test_check_tells_every_fault(capsys: Said, books: str) -> None:
    write(capsys, books, "jpk.xml")
    assert json.loads(run(capsys, "check", "jpk.xml", "--json")) == []
    text = Path("jpk.xml").read_text("utf-8")
    Path("bad.xml").write_text(text.replace("<P_38>2182<", "<P_38>2181<").replace("2182.20", "2182.21"), "utf-8")
    faults = json.loads(run(capsys, "check", "bad.xml", "--json", code=1))
    assert {"P_38", "PodatekNalezny"} <= {fault["field"] for fault in faults}
    for language in i18n.LANGUAGES:
        assert "P_38" in run(capsys, "check", "bad.xml", code=1, language=language)
    Path("no.xml").write_text("<JPK>")
    run(capsys, "check", "no.xml", code=1)
    run(capsys, "read", "no.xml", code=1)


def test_compare_with_the_books(capsys: Said, books: str) -> None:
    write(capsys, books, "jpk.xml")
    same = json.loads(run(capsys, "compare", "jpk.xml", books, "--json"))
    assert same == {"rows_file": 6, "rows_books": 6, "same": 6, "differences": [], "declaration": []}
    text = Path("jpk.xml").read_text("utf-8")
    Path("other.xml").write_text(text.replace("<K_19>10000.00<", "<K_19>10000.01<"), "utf-8")
    found = json.loads(run(capsys, "compare", "other.xml", books, "--json"))
    (row,) = found["differences"]
    values = {"file": "10000.01", "books": "10000.00", "field": "K_19", "document": "FS/10", "change": "different"}
    assert {name: row[name] for name in values} == values
    for language in i18n.LANGUAGES:
        assert "FS/10" in run(capsys, "compare", "other.xml", books, language=language)


def test_help_and_usage(capsys: Said) -> None:
    for language in i18n.LANGUAGES:
        with i18n.in_language(language), pytest.raises(SystemExit) as left:
            main(["jpk", "write", "--help"])
        assert left.value.code == 0
        said = capsys.readouterr().out
        assert "--period" in said and "P_39=1000" in said
