"""Broken and hostile books: a clear error or an exact result, never a traceback, a wrong number or a dead process."""

import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.ledger_files import SMALL, Texts, csv_folder, csv_text, database, frames, parquet_folder, with_values, workbook
from tests.test_ledger_faults import AMOUNT, DATE, LARGEST, faults_of
from workbench import LedgerError, SourceError, exports, i18n, read_ledger
from workbench.ledger import TABLES
from workbench.relief import listing

UTF8, COMMAS = "text in UTF-8", "columns separated by commas"
HEADER = "a header row with the names of the columns"
QUOTES = "quotation marks in pairs: around a value, and twice where a value contains one"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return csv_folder(tmp_path / "books", SMALL)


def refusal(source: Any) -> str:
    with i18n.in_language("en"), pytest.raises(SourceError) as error:
        read_ledger(source)
    return str(error.value)


def test_another_encoding_is_told_with_its_row(folder: Path) -> None:
    content = csv_text("parties", SMALL["parties"]).replace("ź", "z").encode("cp1250")
    (folder / "parties.csv").write_bytes(content)
    [(table, row, column, value, expected)] = faults_of(folder)
    assert (table, row, column, expected) == ("parties", 2, "", UTF8)
    assert "K1" in value


def test_utf_16_is_no_utf_8(folder: Path) -> None:
    (folder / "parties.csv").write_bytes(csv_text("parties", SMALL["parties"]).encode("utf-16"))
    assert [(fault[0], fault[4]) for fault in faults_of(folder)] == [("parties", UTF8)]


def test_a_header_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "settlements.csv").write_bytes("payment_id,date,amount,źródło\nP1,2020-09-10,1.00,\n".encode("cp1250"))
    assert [(fault[0], fault[1], fault[4]) for fault in faults_of(folder)] == [("settlements", 1, UTF8)]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("amount", ["1.00", "1,00"])
def test_another_separator_is_told_once(separator: str, amount: str, folder: Path) -> None:
    lines = ["payment_id,date,amount", f"P1,2020-09-10,{amount}"]
    content = "\n".join(line.replace(",", separator, 2) for line in lines)
    (folder / "settlements.csv").write_text(content, "utf-8")
    assert faults_of(folder) == [("settlements", 0, "", content.splitlines()[0], COMMAS)]


@pytest.mark.parametrize("content", ["", "\n\n", "  \r\n"])
def test_an_empty_file_has_no_header(content: str, folder: Path) -> None:
    (folder / "settlements.csv").write_text(content, "utf-8")
    assert faults_of(folder) == [("settlements", 0, "", "", HEADER)]


def test_a_byte_order_mark_alone_is_no_table(folder: Path) -> None:
    (folder / "settlements.csv").write_bytes(b"\xef\xbb\xbf")
    assert [fault[0] for fault in faults_of(folder)] == ["settlements"]


def test_a_header_alone_is_an_empty_table(folder: Path) -> None:
    (folder / "settlements.csv").write_text("payment_id,date,amount", "utf-8")
    assert read_ledger(folder).settlements.empty


@pytest.mark.parametrize(
    ("row", "text"), [(3, 'P1,2020-09-11,1.00,"bank'), (2, 'P1,2020-09-10,1.00,"bank'), (4, 'P1,2020-09-12,1.00,"')]
)
def test_a_quote_that_is_not_closed_swallows_no_rows(row: int, text: str, folder: Path) -> None:
    lines = ["payment_id,date,amount,source", *(f"P1,2020-09-{day},1.00,bank" for day in (10, 11, 12))]
    lines[row - 1] = text
    (folder / "settlements.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert faults_of(folder) == [("settlements", row, "", "", QUOTES)]


def test_ragged_rows_are_told_each(folder: Path) -> None:
    (folder / "settlements.csv").write_text("payment_id,date,amount\nP1\nP1,2020-09-10,1.00\nP1,2020-09-10,1,00\n", "utf-8")
    assert faults_of(folder) == [
        ("settlements", 2, "", "P1", "3 values in the row, there are 1"),
        ("settlements", 4, "", "P1,2020-09-10,1,00", "3 values in the row, there are 4"),
    ]


def test_a_file_of_ragged_rows_only_is_told_quickly(folder: Path) -> None:
    (folder / "settlements.csv").write_text("payment_id,date,amount\n" + "P1\n" * 20_000, "utf-8")
    assert len(faults_of(folder)) == 20_000


def test_a_null_byte_stays_in_its_text(folder: Path, small: Texts) -> None:
    csv_folder(folder, with_values(small, "parties", 0, name="a\x00b"))
    assert read_ledger(folder).parties["name"][0] == "a\x00b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1e400", AMOUNT), ("inf", AMOUNT), ("NaN", AMOUNT), ("100000000000000", LARGEST), ("9" * 30, AMOUNT), ("٣", AMOUNT)],
)
def test_an_absurd_amount_is_refused_from_every_source(text: str, expected: str, tmp_path: Path, small: Texts) -> None:
    with_values(small, "settlements", 0, amount=text)
    for source in (csv_folder(tmp_path / "books", small), frames(small, str)):
        [fault] = faults_of(source)
        assert (fault[0], fault[2], fault[4]) == ("settlements", "amount", expected)


def test_a_million_millions_is_exact_from_every_source(tmp_path: Path, small: Texts) -> None:
    with_values(small, "payments", 1, amount="1000000000000.01")
    for source in (
        csv_folder(tmp_path / "csv", small),
        parquet_folder(tmp_path / "parquet", small),
        parquet_folder(tmp_path / "floats", small, float),
        workbook(tmp_path / "books.xlsx", small),
        database(f"sqlite:///{tmp_path / 'books.db'}", small),
    ):
        assert read_ledger(source).payments["amount"][1] == 10**14 + 1


ABSURD: dict[str, tuple[Any, str]] = {
    "float that is no number": (pa.array([float("nan"), 1.0]), "a value is required"),
    "infinite float": (
        pa.array([float("inf"), 1.0]),
        "an amount this large as text: a floating-point number cannot hold its grosze",
    ),
    "float with a third decimal": (pa.array([0.125, 1.0]), AMOUNT),
    "largest float": (pa.array([1e300, 1.0]), "an amount this large as text: a floating-point number cannot hold its grosze"),
    "largest integer": (pa.array([2**63 - 1, 1]), LARGEST),
    "largest unsigned integer": (pa.array([2**64 - 1, 1], pa.uint64()), LARGEST),
    "long decimal": (pa.array([Decimal("9" * 38), Decimal(1)]), AMOUNT),
    "very long decimal": (pa.array([Decimal("9" * 60), Decimal(1)], pa.decimal256(76, 2)), AMOUNT),
    "decimal with a third decimal": (pa.array([Decimal("0.005"), Decimal(1)]), AMOUNT),
    "integer beyond 64 bits": ([10**30, 1], AMOUNT),
    "bytes": (pa.array([b"\xff", b"1"]), AMOUNT),
    "list": (pa.array([[1], None]), AMOUNT),
    "duration": (pa.array([1, 2], pa.duration("s")), AMOUNT),
    "flag": (pa.array([True, False]), AMOUNT),
}


@pytest.mark.parametrize(("values", "expected"), ABSURD.values(), ids=ABSURD)
def test_a_value_that_is_no_amount_is_a_fault(values: Any, expected: str) -> None:
    tables = frames(SMALL, str)
    mixed = isinstance(values, list)
    tables["settlements"]["amount"] = (
        pd.Series(values, dtype=object) if mixed else pd.Series(pd.arrays.ArrowExtensionArray(values))
    )
    first = faults_of(tables)[0]
    assert (first[0], first[1], first[2], first[4]) == ("settlements", 1, "amount", expected)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "value",
    [
        b"\xff",
        [1],
        {"a": 1},
        UUID(int=7),
        datetime(2020, 1, 1, 12),
        pd.Timedelta(1, "s"),
        1.5,
        float("inf"),
        True,
        10**30,
        "\ud800x",
    ],
    ids=repr,
)
def test_a_column_of_any_type_is_read_or_told(table: str, value: Any) -> None:
    """No column of any table makes anything but an error for the user out of a value of a strange type."""
    for column in {of.type: column for column, of in TABLES[table].columns.items()}.values():
        tables = frames(SMALL, str)
        tables[table][column] = pd.Series([value] * len(tables[table]), dtype=object)
        assert read_or_told(tables) in ("", table) or column == "payment_id"


def test_a_time_of_day_is_not_dropped_silently(tmp_path: Path) -> None:
    tables = frames(SMALL)
    days = tables["payments"]["due_date"].tolist()
    tables["payments"]["due_date"] = pd.Series([days[0], datetime(2020, 7, 13, 12), days[2]], dtype=object)
    assert [(fault[2], fault[4]) for fault in faults_of(tables)] == [("due_date", DATE)]


def test_a_huge_text_is_read_whole(folder: Path, small: Texts) -> None:
    csv_folder(folder, with_values(small, "parties", 0, name="ą" * 3_000_000))
    assert len(read_ledger(folder).parties["name"][0]) == 3_000_000


def read_or_told(source: Any) -> str:
    """The first table at fault, nothing where the books could be read; any other error than those for the user is raised."""
    try:
        read_ledger(source)
    except LedgerError as error:
        return str(error.faults["table"][0])
    except SourceError as error:
        return str(error)
    return ""


HOSTILE = '=HYPERLINK("http://x.example","a");<script>alert(1)</script>'


def test_a_hostile_name_is_harmless_wherever_it_goes(small: Texts, tmp_path: Path) -> None:
    with_values(with_values(small, "parties", 0, name=HOSTILE), "documents", 0, number=HOSTILE)
    ledger = read_ledger(csv_folder(tmp_path / "books", small))
    assert ledger.parties["name"][0] == HOSTILE
    notice = workbench.relief.notice(ledger, "sale", "2020-11")
    assert len(notice.lines) > 0
    assert f"'{HOSTILE}".replace('"', '""') in exports.to_csv(listing.listing(notice), listing.AMOUNTS)
    path = tmp_path / "notice.xlsx"
    path.write_bytes(listing.workbook(notice))
    with zipfile.ZipFile(path) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    card = notice.explain("FS/1")._repr_html_()
    assert "<script" not in card and "&lt;script&gt;" in card


def check_reads_or_tells(folder: Path, content: bytes) -> None:
    (folder / "payments.csv").write_bytes(content)
    assert read_or_told(folder) in ("", "payments")


REFER_TO_PAYMENTS = ("settlements", "tax_payments", "sepa_parties")


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return csv_folder(tmp_path_factory.mktemp("fuzz") / "books", {**SMALL, **{table: [] for table in REFER_TO_PAYMENTS}})


GOOD = csv_text("payments", SMALL["payments"]).encode()


@settings(max_examples=40)
@given(st.binary(max_size=300) | st.text(st.sampled_from('",;\n\r\t aé0.-'), max_size=200).map(str.encode))
def test_any_bytes_are_read_or_told(fuzzed: Path, content: bytes) -> None:
    check_reads_or_tells(fuzzed, content)
    check_reads_or_tells(fuzzed, GOOD.splitlines()[0] + b"\n" + content)


@settings(max_examples=80)
@given(st.data())
def test_any_change_of_a_good_file_is_read_or_told(fuzzed: Path, data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        length = data.draw(st.sampled_from([0, 1, 2, 30]))
        content[place : place + length] = data.draw(
            st.sampled_from([b"", b'"', b",", b"\n", b"\r\n", b"\x00", b"\xff", b"9" * 20, b"-"])
        )
    check_reads_or_tells(fuzzed, bytes(content))


@settings(max_examples=30)
@given(st.data())
def test_any_change_of_a_good_workbook_is_read_or_told(fuzzed: Path, data: st.DataObject) -> None:
    path = fuzzed.parent / "books.xlsx"
    content = bytearray((path if path.exists() else workbook(path, SMALL)).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    changed = fuzzed.parent / "changed.xlsx"
    changed.write_bytes(content)
    assert read_or_told(changed) in ("", *TABLES) or "XLSX" in read_or_told(changed)
