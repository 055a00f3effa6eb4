"""Broken and hostile workbooks, Parquet files and databases: refused with a clear message, which never holds a password."""

import struct
import zipfile
from pathlib import Path

import pytest
import sqlalchemy
import xlsxwriter

from tests.ledger_files import SMALL, Texts, csv_folder, database, parquet_folder, with_values, workbook
from tests.test_ledger_faults import faults_of
from tests.test_ledger_hostile import refusal
from workbench import LedgerError, cli, read_ledger
from workbench.ledger import TABLES, sources


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "books.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    assert "not a readable XLSX workbook" in refusal(path)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("hello.txt", "hello")
    assert "not a readable XLSX workbook" in refusal(path)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "books.xlsx", SMALL)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as parts:
        sheet = parts.getinfo("xl/worksheets/sheet1.xml")
    content[sheet.header_offset + 60 : sheet.header_offset + 160] = bytes(100)
    path.write_bytes(content)
    assert "not a readable XLSX workbook" in refusal(path)


def test_a_workbook_without_the_tables_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "books.xlsx", {})
    assert {(fault[0], fault[1]) for fault in faults_of(path)} == {
        (table, 0) for table, of in TABLES.items() if not of.optional
    }


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    """The declared size counts: nothing of this workbook is a gigabyte."""
    path = workbook(tmp_path / "books.xlsx", SMALL)
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 2**31)
    path.write_bytes(content)
    assert refusal(path) == f"{path}: the workbook is too large; use CSV or Parquet."


@pytest.mark.parametrize("place", ["XFD1048576", "CA999999", "A9999999", "A4294967295"])
def test_one_cell_far_away_does_not_take_all_memory(place: str, tmp_path: Path) -> None:
    path, changed = workbook(tmp_path / "small.xlsx", SMALL), tmp_path / "books.xlsx"
    with zipfile.ZipFile(path) as small, zipfile.ZipFile(changed, "w") as parts:
        for name in small.namelist():
            content = small.read(name)
            sheet = name.endswith("sheet1.xml")
            parts.writestr(name, content.replace(b' r="A2"', f' r="{place}"'.encode()) if sheet else content)
    assert refusal(changed) == f"{changed}: the workbook is too large; use CSV or Parquet."


def test_a_wide_sheet_beside_the_tables_is_no_harm(tmp_path: Path) -> None:
    wide: Texts = {name: SMALL[name] for name in SMALL}
    path = workbook(tmp_path / "books.xlsx", wide)
    with xlsxwriter.Workbook(path) as book:
        for table, rows in SMALL.items():
            sheet = book.add_worksheet(table)
            for number, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
                sheet.write_row(number, 0, list(row.values()))
        book.add_worksheet("pivot").write_row(0, 0, ["x"] * 1000)
    assert len(read_ledger(path).documents) == 3
    with zipfile.ZipFile(path) as parts:
        assert sources._cells_to_read(parts.open(f"xl/worksheets/sheet{len(SMALL) + 1}.xml")) == 1000


@pytest.mark.parametrize("name", ["parties.csv", "parties.parquet"])
def test_a_folder_in_the_place_of_a_file_is_told(name: str, tmp_path: Path) -> None:
    folder = csv_folder(tmp_path / "books", SMALL)
    (folder / "parties.csv").unlink()
    (folder / name).mkdir()
    assert {fault[0] for fault in faults_of(folder)} == {"parties"}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"hello"])
def test_a_broken_parquet_file_is_told(content: bytes, tmp_path: Path) -> None:
    folder = parquet_folder(tmp_path / "books", SMALL)
    (folder / "payments.parquet").write_bytes(content)
    [fault] = faults_of(folder)
    assert fault[0] == "payments" and fault[4].startswith("a readable file: ")


@pytest.mark.parametrize("source", ["no/such/folder", "books.ods", "a\x00b", ""])
def test_a_source_that_is_none_is_refused(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if source:
        assert "no such books" in refusal(source)
    else:
        assert len(faults_of(source)) == 5, "the current folder, which is empty"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:s3cret@127.0.0.1:1/books",
        "postgresql+psycopg://me:s3cret@127.0.0.1:port/books",
        "postgresql+psycopg://me:x@s3cret@127.0.0.1:1/books",
        "postgresql+psycopg://me:x/s3cret@127.0.0.1:1/books",
        "postgresql+psycopg://127.0.0.1:1/books?user=me&password=s3cret",
        "postgresql+psycopg://me:s3cret@127.0.0.1:1/books?bogus=1",
        "nosuchkind://me:s3cret@host/books",
        "https://me:s3cret@host/books",
        "://s3cret",
    ],
)
def test_the_password_of_a_database_is_in_no_message(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "s3cret" not in refusal(url)
    assert cli.main(["check", url]) == 1
    assert "s3cret" not in "".join(capsys.readouterr())


def test_the_password_of_a_database_is_not_in_the_faults(tmp_path: Path) -> None:
    url = database(f"sqlite:///{tmp_path / 'books.db'}", {})
    sqlalchemy.create_engine(url).connect().close()
    with pytest.warns(sqlalchemy.exc.SAWarning), pytest.raises(LedgerError) as error:
        read_ledger(f"{url}?password=s3cret")
    assert "s3cret" not in str(error.value)


def test_a_mistyped_database_file_is_not_created(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(f"sqlite:///{tmp_path / 'nowhere.db'}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "books.db").write_bytes(b"hello world " * 100)
    assert "not a database" in refusal(f"sqlite:///{tmp_path / 'books.db'}")


def test_a_table_with_a_hostile_name_is_not_touched(tmp_path: Path) -> None:
    url = database(f"sqlite:///{tmp_path / 'books.db'}", SMALL)
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql('CREATE TABLE "parties; DROP TABLE payments; --" (party_id TEXT)')
    assert len(read_ledger(url).payments) == 3
    assert len(read_ledger(url).payments) == 3


def test_hostile_values_of_a_database_are_values(tmp_path: Path, small: Texts) -> None:
    name = "Robert'); DROP TABLE parties; --"
    url = database(f"sqlite:///{tmp_path / 'books.db'}", with_values(small, "parties", 0, name=name))
    assert read_ledger(url).parties["name"][0] == name
