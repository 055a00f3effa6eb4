"""Postings of described documents (A-004 to A-011, A-062, C-31): worked examples, a slow oracle, what gives no entry."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.cost_books import Rows, record
from tests.described_books import bill, described_ledger
from workbench import money
from workbench.costs.posting.postings import PostingScheme, SchemeLine, postings
from workbench.errors import DescriptionError, ExpressionError
from workbench.ledger import elements

ELEMENTS = "@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWY')+'-'+@OpisAnalitycznyElement('KONTA_4')"
SEGMENTS = "@KategoriaNag+'-'+@OpisAnalitycznyKonto1('BUDOWY')+'-'+@OpisAnalitycznyKonto1('KONTA_4')"
SITES = ["45 BUDOWY=1_19; KONTA_4=419", "55 BUDOWY=2_19; KONTA_4=419"]
KONTA_4 = {"dimension": "KONTA_4", "type": "accounts"}
BUDOWY_CATEGORY = {"dimension": "BUDOWY", "type": "category"}
CHART = ("401", "411", "419", "490", "501")


def scheme(account: str = ELEMENTS, *more: SchemeLine, types: tuple[str, ...] = ()) -> PostingScheme:
    return PostingScheme("Koszty budów", (SchemeLine("debit", account), *more), types)


def ledger_of(*documents: Rows, **changes: Any) -> workbench.Ledger:
    return described_ledger(*documents, **{"dimensions": ["BUDOWY", KONTA_4], "accounts": CHART, **changes})


def booked(ledger: workbench.Ledger, of: PostingScheme) -> list[tuple[str, str]]:
    entries = postings(ledger, of).entries
    return [(row.account, money.to_text(row.amount)) for row in entries.itertuples(index=False)]


SITE_ACCOUNTS = [{"dimension": "BUDOWY", "element": site, "account": site} for site in ("1_19", "2_19")]
WAYS: dict[str, dict[str, Any]] = {
    "category": {"dimensions": [BUDOWY_CATEGORY, KONTA_4], "categories": ("1_19", "2_19", "501")},
    "descriptive": {"elements": SITE_ACCOUNTS},
}
"""The two ways of A-005."""


@pytest.mark.parametrize("account", [ELEMENTS, SEGMENTS], ids=["A-008", "A-011"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_energy_of_two_sites(account: str, way: dict[str, Any]) -> None:
    """A-007, C-31: one document, the same cost, site 1 45 %, site 2 55 %."""
    books = ledger_of(bill("FZ/1", "1000.00", lines=SITES), **way)
    result = postings(books, scheme(account))
    assert booked(books, scheme(account)) == [("501-1_19-419", "450.00"), ("501-2_19-419", "550.00")]
    assert result.created.to_dict("list") == {
        "account": ["501-1_19-419", "501-2_19-419"],
        "summary": ["501", "501"],
        "entries": [1, 1],
    }
    assert result.faults.empty and result.left_out.empty


def test_the_category_may_be_the_4_and_a_dimension_the_5() -> None:
    """A-006"""
    lines = ["45 BUDOWY=1_19; KONTA_5=501", "55 BUDOWY=2_19; KONTA_5=501"]
    turned = bill("FZ/1", "1000.00", category="419", lines=lines)
    books = ledger_of(turned, dimensions=[{"dimension": "KONTA_5", "type": "accounts"}])
    account = "@OpisAnalitycznyKonto1('KONTA_5')+'-'+@OpisAnalitycznyElement('BUDOWY')+'-'+@KategoriaNag"
    assert booked(books, scheme(account)) == [("501-1_19-419", "450.00"), ("501-2_19-419", "550.00")]


def test_the_segment_of_an_element_replaces_its_name() -> None:
    """A-011, A-034: the account of an element need not be its name, nor exist."""
    given = [{"dimension": "BUDOWY", "element": "1_19", "account": "DOM"}, {"dimension": "BUDOWY", "element": "2_19"}]
    books = ledger_of(bill("FZ/1", "100.00", lines=SITES), elements=given)
    result = postings(books, scheme(SEGMENTS))
    assert result.entries["account"].tolist() == ["501-DOM-419"]
    fault = result.faults.iloc[0]
    assert (fault["reason"], fault["dimension"], fault["line"], fault["amount"]) == ("no_account", "BUDOWY", 2, 5500)
    assert fault["text"].startswith("FZ/1") and "BUDOWY" in fault["text"] and "2" in fault["text"]


def test_an_element_below_a_subdimension_is_its_last_code() -> None:
    lines = ["30 BUDOWY=ETAPY/E1; KONTA_4=419", "70 BUDOWY=1_19; KONTA_4=419"]
    books = ledger_of(bill("FZ/1", "10.00", lines=lines), dimensions=["BUDOWY", "BUDOWY/ETAPY", KONTA_4])
    assert booked(books, scheme()) == [("501-E1-419", "3.00"), ("501-1_19-419", "7.00")]
    stages = scheme("@OpisAnalitycznyElement('BUDOWY/ETAPY')")
    assert booked(books, stages) == [("E1", "3.00")]
    assert postings(books, stages).faults["line"].tolist() == [2]


@pytest.mark.parametrize(
    ("chart", "summary"),
    [(["501", "501-1_19"], "501-1_19"), (["50"], None), (["501-1_19-41"], None), (["501"], "501")],
)
def test_an_account_is_created_under_the_longest_one_there_is(chart: list[str], summary: str | None) -> None:
    """A-010: by segments, so that 50 is not the summary of 501."""
    books = ledger_of(bill("FZ/1", "100.00", lines=["100 BUDOWY=1_19; KONTA_4=419"]), accounts=["419", *chart])
    created = postings(books, scheme()).created
    assert created["account"].tolist() == ["501-1_19-419"]
    assert created["summary"].astype(object).fillna("").tolist() == [summary or ""]


def test_without_the_option_a_missing_account_is_a_fault() -> None:
    books = ledger_of(bill("FZ/1", "100.00", lines=SITES), accounts=[*CHART, "501-1_19-419"])
    result = postings(books, scheme(), create_accounts=False)
    assert result.entries["account"].tolist() == ["501-1_19-419"]
    assert result.created.empty
    assert result.faults[["reason", "account", "amount"]].to_numpy().tolist() == [["unknown_account", "501-2_19-419", 5500]]
    assert "501-2_19-419" in result.faults["text"][0]


def test_missing_parts_are_named_with_document_line_and_dimension() -> None:
    documents = [
        bill("FZ/1", "100.00", lines=["60 BUDOWY=1_19; KONTA_4=419", "40 BUDOWY=1_19"]),
        bill("FZ/2", "100.00", category="", lines=["100 BUDOWY=1_19; KONTA_4=419"]),
    ]
    faults = postings(ledger_of(*documents), scheme()).faults
    found = faults[["document_id", "line", "scheme_line", "side", "reason", "dimension", "amount"]]
    assert found.to_numpy().tolist() == [
        ["FZ/1", 2, 1, "debit", "no_element", "KONTA_4", 4000],
        ["FZ/2", 1, 1, "debit", "no_category", "", 10000],
    ]


def test_both_sides_and_their_totals() -> None:
    books = ledger_of(bill("FZ/1", "100.00", lines=SITES))
    result = postings(books, scheme(ELEMENTS, SchemeLine("credit", "'490'", "Opis analityczny – Kwota opisu")))
    entries = result.entries[["line", "scheme_line", "side", "account", "amount"]].to_numpy().tolist()
    assert entries == [
        [1, 1, "debit", "501-1_19-419", 4500],
        [1, 2, "credit", "490", 4500],
        [2, 1, "debit", "501-2_19-419", 5500],
        [2, 2, "credit", "490", 5500],
    ]
    assert result.totals.to_numpy().tolist() == [["debit", 10000, 2], ["credit", 10000, 2]]


@pytest.mark.parametrize("status", ["original", "data_correction", "correcting_note", "cancelled"])
def test_what_may_not_be_described_is_left_out(status: str) -> None:
    """A-062"""
    documents = [bill("FZ/1", "100.00", lines=SITES, status=status), bill("FZ/2", "10.00", lines=SITES)]
    result = postings(ledger_of(*documents), scheme())
    assert set(result.entries["document_id"]) == {"FZ/2"}
    assert result.left_out.to_numpy().tolist() == [["FZ/1", "FZ/1", status]]


def test_a_scheme_is_for_its_types_of_documents() -> None:
    line = {"document_id": "EK/1", "line": "1", "position": "document", "elements": "BUDOWY=1_19; KONTA_4=419"}
    described = {**record("EK/1", "100.00", category="502"), "descriptions": [{**line, "percent": "100", "value": "100.00"}]}
    books = ledger_of(bill("FZ/1", "100.00", lines=SITES), described)
    assert postings(books, scheme(types=("sale_register",))).entries.empty
    assert booked(books, scheme(types=("cost_record",))) == [("502-1_19-419", "100.00")]
    assert len(postings(books, scheme(types=("purchase_register", "cost_record"))).entries) == 3


def test_an_unknown_dimension_points_at_the_argument() -> None:
    books = ledger_of(bill("FZ/1", "100.00", lines=SITES))
    with pytest.raises(ExpressionError) as error:
        postings(books, scheme("@KategoriaNag+@OpisAnalitycznyElement('BUDOWA')"))
    assert error.value.column == 39
    place, text, caret = str(error.value).splitlines()
    assert "39" in place and "BUDOWY" in place and "KONTA_4" in place
    assert text[caret.index("^")] == "'"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: SchemeLine("both", "'490'"),  # type: ignore[arg-type]
        lambda: SchemeLine("debit", "490"),
        lambda: SchemeLine("debit", "'490'", "'1'"),
        lambda: scheme(types=("faktura",)),
    ],
)
def test_a_wrong_scheme_is_refused_when_it_is_made(wrong: Callable[[], Any]) -> None:
    with pytest.raises(DescriptionError):
        wrong()


def test_nothing_described_gives_no_entries() -> None:
    result = postings(ledger_of(bill("FZ/1", "100.00")), scheme())
    assert result.entries.empty and result.created.empty and result.faults.empty
    assert result.totals["amount"].tolist() == [0, 0]
    assert list(result.entries.dtypes.astype(str)[["account", "amount"]]) == ["str", "int64"]


def test_the_page_is_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    books = ledger_of(bill(hostile, "100.00", lines=SITES), bill("FZ/2", "1.00", lines=["100 BUDOWY=1_19"]))
    page = postings(books, replace(scheme(), name="<b>x"))._repr_html_()
    assert "<script>" not in page and "<b>x" not in page
    assert "501-1_19-419" in page and "45,00" in page and "FZ/2" in page


line = st.tuples(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["A", "B", ""]),
    st.sampled_from(["419", "411", ""]),
    st.sampled_from(["501", "502", ""]),
)


@settings(max_examples=12)
@given(st.lists(line.filter(lambda one: one[1] or one[2]), max_size=8))
def test_entries_are_those_of_a_slow_loop_and_add_up(rows: list[tuple[int, str, str, str]]) -> None:
    """For any signs: entry by entry as a loop books them, and together with the faults exactly the described values."""
    documents = []
    for number, (amount, site, account, category) in enumerate(rows):
        chosen = {name: element for name, element in (("BUDOWY", site), ("KONTA_4", account)) if element}
        text = elements.to_text(chosen)
        documents.append(bill(f"D{number}", money.to_text(amount), category=category, lines=[f"100 {text}"]))
    sites = [{"dimension": "BUDOWY", "element": site} for site in "AB"]
    result = postings(ledger_of(*documents, elements=sites), scheme(ELEMENTS, SchemeLine("credit", "'490'")))
    expected = []
    for number, (amount, site, account, category) in enumerate(rows):
        if amount and site and account and category:
            expected.append((f"D{number}", "debit", f"{category}-{site}-{account}", amount))
        if amount:
            expected.append((f"D{number}", "credit", "490", amount))
    entries = result.entries[["document_id", "side", "account", "amount"]]
    assert [tuple(row) for row in entries.itertuples(index=False)] == expected
    whole = sum(amount for amount, *_ in rows)
    debit, credit = result.totals["amount"]
    assert credit == whole
    assert debit + int(result.faults["amount"].sum()) == whole
    assert set(result.created["account"]) == {account for _, side, account, _ in expected if side == "debit"}


def test_many_lines_are_booked_at_once() -> None:
    """40,000 description lines, few distinct ones: no loop over lines."""
    books = ledger_of(bill("FZ/1", "100.00", lines=SITES))
    many = pd.concat([books.descriptions] * 20_000, ignore_index=True)
    many["line"] = range(1, len(many) + 1)
    result = postings(replace(books, descriptions=many), scheme())
    assert len(result.entries) == 40_000
    assert result.totals["amount"][0] == 20_000 * 10_000
    assert result.created["entries"].tolist() == [20_000, 20_000]
