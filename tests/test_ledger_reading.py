"""The same books give the same ledger from every source, with the types the ledger promises."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlalchemy

import workbench
from tests.ledger_files import SMALL, Texts, csv_folder, csv_text, database, frames, header, parquet_folder, workbook
from workbench.ledger import TABLES, Ledger, read_ledger

SAMPLES = sorted((Path(__file__).parents[1] / "sample_data").glob("*/*/"))
NOTICES = (("sale", "2020-11"), ("sale", "2020-12"), ("purchase", "2020-10"))
Write = Callable[[Path], Any]

SOURCES: dict[str, Write] = {
    "csv with CRLF": lambda folder: csv_folder(folder / "books", SMALL, newline="\r\n"),
    "csv with a byte order mark": lambda folder: csv_folder(folder / "books", SMALL, encoding="utf-8-sig"),
    "parquet of decimals": lambda folder: parquet_folder(folder / "books", SMALL),
    "parquet of floats": lambda folder: parquet_folder(folder / "books", SMALL, float),
    "parquet of texts": lambda folder: parquet_folder(folder / "books", SMALL, str),
    "workbook": lambda folder: workbook(folder / "books.xlsx", SMALL),
    "sqlite": lambda folder: database(f"sqlite:///{folder / 'books.db'}", SMALL),
    "tables in memory": lambda folder: frames(SMALL),
    "tables of texts": lambda folder: frames(SMALL, str),
    "tables of floats": lambda folder: frames(SMALL, float),
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return read_ledger(csv_folder(tmp_path_factory.mktemp("csv") / "books", SMALL))


def assert_same(ledger: Ledger, expected: Ledger) -> None:
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(ledger, table), getattr(expected, table))
    for name in vars(expected.index):
        np.testing.assert_array_equal(getattr(ledger.index, name), getattr(expected.index, name))
    pd.testing.assert_frame_equal(ledger.warnings.drop(columns="row"), expected.warnings.drop(columns="row"))
    for side, period in NOTICES:
        lines = workbench.relief.notice(ledger, side, period).lines  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(lines, workbench.relief.notice(expected, side, period).lines)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_source_gives_the_same_ledger(source: Write, tmp_path: Path, expected: Ledger) -> None:
    assert_same(read_ledger(source(tmp_path)), expected)


def test_postgresql_gives_the_same_ledger(postgres_url: str, expected: Ledger) -> None:
    assert_same(read_ledger(database(postgres_url, SMALL)), expected)


def test_a_view_is_as_good_as_a_table(tmp_path: Path, expected: Ledger) -> None:
    url = database(f"sqlite:///{tmp_path / 'books.db'}", SMALL)
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE parties RENAME TO firms")
        connection.exec_driver_sql("CREATE VIEW parties AS SELECT * FROM firms")
    engine.dispose()
    assert_same(read_ledger(url), expected)


def test_the_values_are_those_of_the_file(expected: Ledger) -> None:
    party, document, line, payment = (
        getattr(expected, table).iloc[0] for table in ("parties", "documents", "vat_lines", "payments")
    )
    assert party["name"] == 'Zażółć "Gęślą Jaźń", sp. z o.o.\nul. Długa 1'
    assert (document["issue_date"], document["sale_date"]) == (pd.Timestamp("2020-08-20"), pd.Timestamp("2020-08-19"))
    assert expected.documents["fx_rate"].tolist() == [Decimal("1"), Decimal("4.2512"), Decimal("1")]
    assert (line["rate"], line["net"], line["vat"]) == ("23", 100000, 23000)
    assert (payment["amount"], payment["split_payment"], payment["split_payment_vat"]) == (123008, True, 23001)
    assert expected.payments["amount"].tolist() == [123008, 100000, -1250]
    assert expected.settlements["amount"].tolist() == [50000, 10010]


def test_every_column_of_the_books_is_there_in_its_type(expected: Ledger) -> None:
    dtypes = {"amount": "int64", "date": "datetime64[s]", "bool": "bool", "code": "category", "integer": "int64", "text": "str"}
    dtypes["rate"] = dtypes["decimal"] = "decimal128(18, 6)[pyarrow]"
    for table, spec in TABLES.items():
        found = getattr(expected, table).dtypes
        assert list(found.index) == list(spec.columns)
        assert {name: str(dtype) for name, dtype in found.items()} == {
            name: dtypes[column.type] for name, column in spec.columns.items()
        }


def test_missing_columns_take_their_defaults(small: Texts) -> None:
    for table, spec in TABLES.items():
        for row in small[table]:
            for name in [name for name in row if not spec.columns[name].required]:
                del row[name]
    ledger = read_ledger(frames(small, str))
    defaults: dict[str, dict[str, Any]] = {
        "parties": {"country": "PL", "kind": "contractor", "is_person": False},
        "documents": {
            "currency": "PLN", "cash_accounting": False, "fx_rate": Decimal(1), "type": "sale_register", "status": "ordinary",
            "locked": False,
        },
        "vat_lines": {"kind": "goods", "deductible": "yes"},
        "payments": {
            "currency": "PLN", "state": "approved", "kind": "ordinary", "priority": "normal", "split_payment": False,
            "split_payment_vat": 0, "sepa": False, "not_subject": False,
        },
        "settlements": {},
        "dimensions": {"type": "descriptive", "required": False, "inactive": False, "predefined": False},
        "elements": {"inactive": False},
        "records": {"amount": 0, "status": "ordinary", "locked": False},
        "record_lines": {"kind": "line", "purchase_cost": 0},
        "descriptions": {"position_line": 0},
    }  # fmt: skip
    for table, values in defaults.items():
        found = getattr(ledger, table)
        assert found[list(values)].iloc[0].to_dict() == values
        others = [name for name, column in TABLES[table].columns.items() if not column.required and name not in values]
        assert found[others].isna().all(axis=None)


def test_empty_values_take_the_defaults_too(expected: Ledger, small: Texts) -> None:
    for table, spec in TABLES.items():
        for row in small[table]:
            row.update({name: "" for name, column in spec.columns.items() if not column.required})
    ledger = read_ledger(frames(small, str))
    assert set(ledger.parties["country"]) == {"PL"}
    assert ledger.payments["split_payment_vat"].tolist() == [0, 0, 0]
    assert ledger.documents["fx_rate"].tolist() == [1, 1, 1]
    assert ledger.documents["relief_proof"].isna().all() and ledger.payments["party_id"].isna().all()


def test_the_index_leads_to_the_rows_of_the_keys(expected: Ledger) -> None:
    index = expected.index
    assert index.document_party.tolist() == [0, 1, 2]
    assert index.document_corrects.tolist() == [-1, -1, 0]
    assert index.line_document.tolist() == [0, 0, 1, 2]
    assert index.payment_document.tolist() == [0, 1, 2]
    assert index.payment_party.tolist() == [0, -1, 2]
    assert index.settlement_payment.tolist() == [0, 0]


def test_the_index_is_right_in_any_order_of_rows(small: Texts) -> None:
    for rows in small.values():
        rows.reverse()
    small["documents"][0], small["documents"][2] = small["documents"][2], small["documents"][0]
    ledger = read_ledger(frames(small, str))
    for table, column, target, key, rows in (
        ("documents", "party_id", "parties", "party_id", ledger.index.document_party),
        ("vat_lines", "document_id", "documents", "document_id", ledger.index.line_document),
        ("payments", "document_id", "documents", "document_id", ledger.index.payment_document),
        ("settlements", "payment_id", "payments", "payment_id", ledger.index.settlement_payment),
    ):
        assert getattr(ledger, target)[key].take(rows).tolist() == getattr(ledger, table)[column].tolist()


def test_a_document_that_nothing_refers_to_breaks_no_other(small: Texts) -> None:
    small["documents"].insert(1, {**small["documents"][0], "document_id": "FS/0"})
    ledger = read_ledger(frames(small, str))
    assert ledger.index.line_document.tolist() == [0, 0, 2, 3]
    assert ledger.index.payment_document.tolist() == [0, 2, 3]


def test_a_ledger_cannot_be_changed(expected: Ledger) -> None:
    with pytest.raises(FrozenInstanceError):
        expected.source = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        expected.index.document_party = np.zeros(1, np.int32)  # type: ignore[misc]
    for name in ("amount", "due_date", "split_payment"):
        with pytest.raises(ValueError, match="read-only"):
            expected.payments[name].array._ndarray[0] = expected.payments[name].array._ndarray[1]
    for rows in vars(expected.index).values():
        with pytest.raises(ValueError, match="read-only"):
            rows[0] = 0


def test_what_a_caller_does_to_a_copy_stays_there(expected: Ledger) -> None:
    copy = expected.payments.copy()
    copy["amount"] = 0
    assert expected.payments["amount"].tolist() == [123008, 100000, -1250]


def test_the_order_of_columns_does_not_matter(tmp_path: Path, small: Texts, expected: Ledger) -> None:
    turned = {table: [dict(reversed(row.items())) for row in rows] for table, rows in small.items()}
    assert_same(read_ledger(csv_folder(tmp_path / "books", turned)), expected)


def test_a_table_may_be_empty(tmp_path: Path, small: Texts) -> None:
    small["settlements"] = []
    csv_books = csv_folder(tmp_path / "books", small)
    for source in (csv_books, workbook(tmp_path / "books.xlsx", small), frames(small, str)):
        ledger = read_ledger(source)
        assert ledger.settlements.empty and len(ledger.payments) == 3
        assert ledger.settlements["amount"].dtype == "int64" and ledger.settlements["date"].dtype == "datetime64[s]"


def test_books_may_be_empty_altogether() -> None:
    ledger = read_ledger({table: pd.DataFrame(columns=header(table, [])) for table in TABLES})
    assert [len(getattr(ledger, table)) for table in TABLES] == [0] * len(TABLES)
    assert workbench.relief.notice(ledger, "sale", "2020-11").lines.empty


def test_csv_and_parquet_may_stand_side_by_side(tmp_path: Path, expected: Ledger) -> None:
    folder = parquet_folder(tmp_path / "books", SMALL)
    (folder / "parties.parquet").unlink()
    (folder / "parties.csv").write_text(csv_text("parties", SMALL["parties"]), "utf-8")
    assert_same(read_ledger(folder), expected)


def test_a_folder_may_hold_other_files(tmp_path: Path, expected: Ledger) -> None:
    folder = csv_folder(tmp_path / "books", SMALL)
    (folder / "notes.csv").write_bytes(b"\xff")
    assert_same(read_ledger(str(folder)), expected)


def test_values_that_forbid_the_fast_reading_are_read_as_well(tmp_path: Path, expected: Ledger) -> None:
    """Blank lines, a stray blank before a number, a long amount: read with care, to the same ledger."""
    folder = csv_folder(tmp_path / "books", SMALL)
    lines = (folder / "payments.csv").read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(",1230.08,", ", +1230.08 ,").replace("2020-08-27", " 2020-08-27")
    (folder / "payments.csv").write_text("\n\n".join(lines) + "\n\n\n", "utf-8")
    assert_same(read_ledger(folder), expected)


def test_rows_of_a_workbook_without_any_value_are_no_records(tmp_path: Path, small: Texts, expected: Ledger) -> None:
    for rows in small.values():
        rows.insert(1, dict.fromkeys(rows[0], ""))
    assert_same(read_ledger(workbook(tmp_path / "books.xlsx", small)), expected)


def test_whole_numbers_are_zloty(small: Texts) -> None:
    tables = frames(small, str)
    tables["settlements"]["amount"] = [500, 10**12]
    assert read_ledger(tables).settlements["amount"].tolist() == [500_00, 10**14]


def test_categories_and_mixed_values_of_pandas_are_read(expected: Ledger) -> None:
    tables = frames(SMALL, str)
    tables["parties"]["vat_status"] = tables["parties"]["vat_status"].astype("category")
    tables["parties"]["tax_id"] = pd.Categorical(["9999999999", "DE012345678", ""])
    tables["payments"]["amount"] = pd.Series(["1230.08", 1000, -12.5], dtype=object)
    tables["settlements"]["date"] = pd.to_datetime(tables["settlements"]["date"])
    assert_same(read_ledger(tables), expected)


PLANTED = {"budmar": ["68102000030000000011223345"] * 2}
"""An account with wrong check digits, of a party and of the payment to it: for the preview of transfers to find."""


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_the_sample_books_are_in_order(folder: Path) -> None:
    ledger = read_ledger(folder)
    assert len(ledger.documents) > 0
    assert ledger.warnings["value"].tolist() == PLANTED.get(folder.name, [])
    assert ledger.source == str(folder)


def test_a_ledger_says_what_it_is(expected: Ledger) -> None:
    assert repr(expected) == f"Ledger({expected.source!r}, 3 documents, 3 payments)"
    assert read_ledger(frames(SMALL)).source == "tabele w pamięci"


def test_the_name_of_a_database_has_no_password(tmp_path: Path) -> None:
    url = database(f"sqlite:///{tmp_path / 'books.db'}", SMALL)
    assert read_ledger(url).source == url
    from workbench.ledger.sources import title

    shown = title("postgresql+psycopg://me:se%40cret@host/db?password=secret")
    assert shown == "postgresql+psycopg://me:***@host/db"


def test_dates_of_a_database_may_have_a_midnight(tmp_path: Path, expected: Ledger) -> None:
    tables = frames(SMALL)
    tables["payments"]["due_date"] = pd.Series(
        [pd.Timestamp(day).to_pydatetime() for day in tables["payments"]["due_date"]], dtype=object
    )
    tables["payments"].loc[1, "due_date"] = date(2020, 7, 13)
    assert_same(read_ledger(tables), expected)


@pytest.mark.parametrize("asked", [[], ["?"], ["last", "?", "first", "last"]])
def test_rows_of_documents(expected: Ledger, asked: list[str]) -> None:
    ids = expected.documents["document_id"]
    wanted = pd.Series([{"first": ids.iat[0], "last": ids.iat[-1]}.get(one, one) for one in asked], dtype="str")
    in_pieces = replace(expected, documents=pd.concat([expected.documents.iloc[:1], expected.documents.iloc[1:]]))
    for books in (expected, in_pieces):
        assert books.document_rows(wanted).tolist() == pd.Index(ids).get_indexer(pd.Index(wanted)).tolist()
