"""The fingerprints of what a notice was calculated from (R-018, feature 19): they change with what decides, and only then."""

import re
from typing import Any

import pandas as pd
import pytest

import workbench
from tests.books import TABLES, Books, books, ledger_of, purchase, sale
from workbench.relief import fingerprint as prints
from workbench.relief.fingerprint import fingerprint, law_fingerprint, short, versions

BOTH = books(
    sale(
        "FS/1",
        issued="2020-01-01",
        due="2020-01-28",
        lines=[("23", "1000.00"), ("8", "400.00")],
        paid=[("2020-02-10", "500.00"), ("2020-03-10", "7.00")],
    ),
    sale(
        "FS/2",
        issued="2020-01-10",
        due="2020-01-31",
        lines=[("23", "1000.00")],
        currency="EUR",
        fx_rate="4.25",
        party="inactive",
    ),
    purchase("FZ/1", issued="2020-02-06", due="2020-02-13", lines=[("23", "813.01")], paid=[("2020-03-06", "500.00")]),
)


def with_value(table: str, row: int, column: str, value: str) -> Books:
    rows = [dict(of) for of in BOTH[table]]
    rows[row][column] = value
    return {**BOTH, table: rows}


def both(source: Books) -> tuple[str, str]:
    ledger = ledger_of(source)
    return fingerprint(ledger, "sale"), fingerprint(ledger, "purchase")


def test_the_fingerprint_is_a_sha_256_with_a_short_form() -> None:
    whole = fingerprint(ledger_of(BOTH), "sale")
    assert re.fullmatch("[0-9a-f]{64}", whole)
    assert short(whole) == whole[:12]


def test_the_order_of_rows_counts_for_nothing() -> None:
    turned = {name: rows[::-1] for name, rows in BOTH.items()}
    assert both(turned) == both(BOTH)


def test_parquet_and_columns_not_given_read_the_same(tmp_path: Any) -> None:
    for name, columns in TABLES.items():
        frame = pd.DataFrame(BOTH[name], columns=list(columns), dtype=str)
        frame.drop(columns=[column for column in ("relief_proof", "corrects") if column in frame]).to_parquet(
            tmp_path / f"{name}.parquet"
        )
    read = workbench.read_ledger(tmp_path)
    assert (fingerprint(read, "sale"), fingerprint(read, "purchase")) == both(BOTH)


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("documents", 0, "number", "FS/1a"),
        ("documents", 0, "issue_date", "2020-01-02"),
        ("documents", 0, "transaction", "export"),
        ("documents", 0, "in_vat_return", "false"),
        ("documents", 0, "cash_accounting", "true"),
        ("documents", 1, "fx_rate", "4.26"),
        ("documents", 1, "relief_proof", "enforcement"),
        ("documents", 0, "party_id", "inactive"),
        ("vat_lines", 0, "rate", "22"),
        ("vat_lines", 0, "net", "1000.01"),
        ("vat_lines", 0, "vat", "230.01"),
        ("payments", 0, "due_date", "2020-01-29"),
        ("payments", 0, "amount", "1662.01"),
        ("payments", 1, "currency", "USD"),
        ("settlements", 0, "date", "2020-02-11"),
        ("settlements", 0, "amount", "500.01"),
        ("parties", 1, "vat_status", "active"),
        ("parties", 1, "name", "Jan Próbna"),
    ],
)
def test_every_value_that_decides_a_sale_changes_its_fingerprint_alone(table: str, row: int, column: str, value: str) -> None:
    changed, before = both(with_value(table, row, column, value)), both(BOTH)
    assert changed[0] != before[0]
    assert changed[1] == before[1]


def test_a_purchase_changes_only_the_fingerprint_of_purchases() -> None:
    changed, before = both(with_value("vat_lines", 3, "deductible", "no")), both(BOTH)
    assert (changed[0] == before[0], changed[1] == before[1]) == (True, False)


@pytest.mark.parametrize(("column", "value"), [("sale_date", "2019-12-31"), ("corrects", "FS/2")])
def test_what_decides_nothing_changes_nothing(column: str, value: str) -> None:
    assert both(with_value("documents", 0, column, value)) == both(BOTH)


def test_values_cannot_slide_from_one_row_into_the_next() -> None:
    """Lengths are hashed with the letters: "ab", "c" is not "a", "bc"; an empty value is not one without letters."""
    one = ledger_of(with_value("parties", 0, "name", "Lipaa"))
    other = ledger_of(with_value("parties", 0, "name", "Lipa"))
    slid = ledger_of({**BOTH, "parties": [{**of, "name": name} for of, name in zip(BOTH["parties"], ("ab", "c"), strict=True)]})
    moved = ledger_of(
        {**BOTH, "parties": [{**of, "name": name} for of, name in zip(BOTH["parties"], ("a", "bc"), strict=True)]}
    )
    assert len({fingerprint(ledger, "sale") for ledger in (one, other, slid, moved)}) == 4


def test_books_without_documents_have_a_fingerprint() -> None:
    assert fingerprint(ledger_of(books()), "sale") != fingerprint(ledger_of(books()), "purchase")


def test_the_law_has_a_fingerprint_that_its_comments_do_not_change(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = law_fingerprint()
    folder = tmp_path / "relief"
    folder.mkdir()
    law = (prints.Path(prints.__file__).parent / "law.toml").read_text("utf-8")
    monkeypatch.setattr(prints, "__file__", str(folder / "fingerprint.py"))
    (folder / "law.toml").write_text("# a comment\r\n" + law, "utf-8")
    assert law_fingerprint() == before
    (folder / "law.toml").write_text(law.replace("value = 90", "value = 91"), "utf-8")
    assert law_fingerprint() != before


def test_versions_name_the_program_and_the_calendar() -> None:
    assert set(versions()) == {"liczydlo", "holidays"}
