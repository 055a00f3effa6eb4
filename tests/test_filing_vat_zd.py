"""VAT-ZD: valid by the reconstructed schemas of its three versions, one line an invoice and due date, and what is refused."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.books import ledger_of
from tests.golden import WORKED
from workbench.days import Month, Quarter
from workbench.errors import FilingError
from workbench.filing.writing.vat_zd import vat_zd, vat_zd_rows
from workbench.relief import notice

GOLDEN = Path(__file__).parent / "golden" / "filing"
SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "tax" / "vat_zd_1"
VERSIONS: dict[str, Month | Quarter] = {"1-0E": Month("2016-07"), "2-0E": Month("2018-12"), "3-0E": Quarter("2020Q3")}
DAYS = {"issue_date": "datetime64[s]", "due_date": "datetime64[s]"}


def rows(**columns: list[Any]) -> pd.DataFrame:
    """Two invoices: one with two rates and two due dates, one with one; columns replaced by these."""
    plain = {
        "document_id": ["A", "A", "A", "B"],
        "name": ["Łąka & <Syn>"] * 3 + ["Nikt SA"],
        "tax_id": ["PL 111-111-11-11"] * 3 + ["2222222222"],
        "number": ["FS/1"] * 3 + ["FS/2"],
        "issue_date": ["2016-01-02"] * 4,
        "due_date": ["2016-01-09", "2016-01-09", "2016-02-09", "2016-01-09"],
        "net": [50000, 20000, 50000, 8130],
        "vat": [11500, 1600, 11500, 1870],
    }
    return pd.DataFrame(plain | columns).astype(DAYS)


@lru_cache
def schema(version: str) -> Any:
    path = SCHEMAS / f"VAT-ZD_1_v{version}.RECONSTRUCTED.xsd"
    if not path.exists():
        pytest.skip("the schemas of VAT-ZD are not beside the project")
    return etree.XMLSchema(etree.parse(path))


def listed(content: bytes) -> list[list[str]]:
    """The texts of every P_B, then the totals."""
    positions = etree.fromstring(content)[1]
    lines = [[field.text or "" for field in line] for line in positions.iterfind("{*}P_B")]
    return [*lines, [positions.findtext("{*}P_10") or "", positions.findtext("{*}P_11") or ""]]


@pytest.mark.parametrize("version", VERSIONS)
def test_golden_files_are_valid_and_as_before(version: str) -> None:
    content = vat_zd(rows(), VERSIONS[version])
    assert content == (GOLDEN / f"vat-zd-{version}.xml").read_bytes()
    schema(version).assertValid(etree.fromstring(content))


@pytest.mark.parametrize(
    ("period", "version"),
    [
        (Month("2013-01"), "1-0E"),
        (Month("2016-08"), "2-0E"),
        (Quarter("2016Q3"), "2-0E"),
        (Quarter("2016Q2"), "1-0E"),
        (Month("2019-01"), "3-0E"),
        (Month("2020-09"), "3-0E"),
    ],
)
def test_the_version_is_that_of_the_period(period: Month | Quarter, version: str) -> None:
    content = vat_zd(rows(), period)
    assert f'wersjaSchemy="{version}"'.encode() in content
    schema(version).assertValid(etree.fromstring(content))


def test_rates_are_added_and_due_dates_are_not() -> None:
    """vat.md 3: one line an invoice and due date."""
    assert listed(vat_zd(rows(), Month("2016-05"))) == [
        ["Łąka & <Syn>", "1111111111", "FS/1", "2016-01-02", "2016-01-09", "700.00", "131.00"],
        ["Łąka & <Syn>", "1111111111", "FS/1", "2016-01-02", "2016-02-09", "500.00", "115.00"],
        ["Nikt SA", "2222222222", "FS/2", "2016-01-02", "2016-01-09", "81.30", "18.70"],
        ["1281", "265"],
    ]


def test_totals_are_rounded_as_a_whole() -> None:
    """Three times 0.40 are 1.20, so 1; each rounded for itself they would be 0. Half a zloty goes up."""
    cents = rows(document_id=list("ABCD"), net=[40, 40, 40, 0], vat=[13, 13, 12, 12])
    assert listed(vat_zd(cents, Month("2016-05")))[-1] == ["1", "1"]


def test_a_notice_without_rows() -> None:
    content = vat_zd(rows().iloc[:0], Month("2020-09"))
    schema("3-0E").assertValid(etree.fromstring(content))
    assert listed(content) == [["0", "0"]]


def test_from_a_notice() -> None:
    """GR-1 of the manuals: two parts of 831.00 with two rates; the first part's 90th day lies in January 2020."""
    made = notice(ledger_of(WORKED["GR-1"]), "sale", "2020-01")
    content = vat_zd(vat_zd_rows(made), Month("2020-01"))
    assert listed(content) == [
        ["Kwiaciarnia Pod Lipą", "1234563218", "GR-1", "2019-10-10", "2019-10-24", "700.00", "131.00"],
        ["700", "131"],
    ]


def test_later_payments_are_never_listed() -> None:
    """In May 2020 both parts are paid: the notice has lines, VAT-ZD has none."""
    made = notice(ledger_of(WORKED["GR-1"]), "sale", "2020-05")
    assert set(made.lines["kind"]) == {"paid_back"}
    assert len(vat_zd_rows(made)) == 0


def test_the_debtor_files_none() -> None:
    with pytest.raises(FilingError, match="wierzyciel"):
        vat_zd_rows(notice(ledger_of(WORKED["GR-4"]), "purchase", "2020-05"))


@pytest.mark.parametrize(
    ("period", "told"),
    [(Month("2020-10"), "JPK_V7"), (Quarter("2020Q4"), "JPK_V7"), (Month("2012-12"), "2013-01")],
)
def test_periods_without_vat_zd(period: Month | Quarter, told: str) -> None:
    with pytest.raises(FilingError, match=f"{period}.*{told}"):
        vat_zd(rows(), period)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"tax_id": ["1111111111"] * 3 + [""]}, "FS/2: Nikt SA nie ma NIP"),
        ({"tax_id": ["1111111111"] * 3 + ["DE123456789"]}, "FS/2"),
        ({"name": ["a"] * 3 + [" "]}, "FS/2, P_BB"),
        ({"name": ["a"] * 3 + ["x" * 241]}, "FS/2, P_BB"),
        ({"number": ["a"] * 3 + ["FS\x03"]}, r"P_BD1.*U\+0003"),
        ({"issue_date": ["2016-01-02"] * 3 + ["2010-12-31"]}, "FS/2, P_BD2.*2011-01-01"),
        ({"due_date": ["2016-01-02"] * 3 + [None]}, "FS/2, P_BE"),
        ({"net": [1, 1, 1, -1]}, "FS/2, P_BF"),
        ({"vat": [1, 1, 1, 10**16]}, "FS/2, P_BG"),
    ],
)
def test_what_cannot_be_listed(columns: dict[str, list[Any]], told: str) -> None:
    with pytest.raises(FilingError, match=told):
        vat_zd(rows(**columns), Month("2016-05"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 10**13), st.sampled_from("ABC")), min_size=1, max_size=8))
def test_sums_are_exact(amounts: list[tuple[int, int, str]]) -> None:
    """The lines add up to the rows, the totals are their sum rounded half-up."""
    count = len(amounts)
    table = pd.concat([rows().iloc[[0]]] * count, ignore_index=True)
    table["net"], table["vat"], table["document_id"] = (list(column) for column in zip(*amounts, strict=True))
    content = vat_zd(table, Month("2020-09"))
    schema("3-0E").assertValid(etree.fromstring(content))
    *lines, totals = listed(content)
    assert len(lines) == len({document for _, _, document in amounts})
    for place, column in enumerate(("net", "vat")):
        exact = sum(table[column].tolist())
        assert sum(int(line[5 + place].replace(".", "")) for line in lines) == exact
        assert int(totals[place]) == (exact + 50) // 100


def test_a_document_that_left_the_books_is_named() -> None:
    made = notice(ledger_of(WORKED["GR-2"]), "sale", "2020-04")
    books = replace(made.ledger, documents=made.ledger.documents.iloc[:0])
    with pytest.raises(FilingError, match=r"^GR-2: "):
        vat_zd_rows(replace(made, ledger=books))
