"""The cube: every figure is the sum of its documents, every margin the sum of the books."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost_books import Rows, bill, cost_books, cost_ledger, described, record
from workbench.costs.exploring.allocation import allocation
from workbench.costs.exploring.cube import TOTAL, Cube, cube, documents_behind, exact_sums
from workbench.errors import DescriptionError

ENERGY = [
    bill("F1", ("100.00", "419"), day="2026-01-31"),
    described("F1", ("BUDOWY=1_19", "45", "45.00"), ("BUDOWY=2_19", "55", "55.00")),
    bill("F2", ("60.00", "411"), ("40.01", "419"), day="2026-02-01", category="M"),
    described("F2", ("BUDOWY=1_19", "50", "50.00"), ("BUDOWY=2_19", "50", "50.01")),
    record("R1", "12.34", day="2026-02-28"),
]


def as_dict(made: Cube) -> dict[Any, dict[Any, int]]:
    return {row: dict(values) for row, values in made.cells.iterrows()}  # type: ignore[misc]


def test_sites_by_month() -> None:
    made = cube(cost_ledger(*ENERGY), "BUDOWY", "month")
    assert as_dict(made) == {
        "": {"2026-01": 0, "2026-02": 1234},
        "1_19": {"2026-01": 4500, "2026-02": 5000},
        "2_19": {"2026-01": 5500, "2026-02": 5001},
    }
    assert made.table.loc[TOTAL].to_dict() == {"2026-01": 10000, "2026-02": 11235, TOTAL: 21235}
    assert made.total == 21235


def test_a_description_of_the_document_divides_each_line_and_keeps_both_sums() -> None:
    made = cube(cost_ledger(*ENERGY), ["account", "BUDOWY"], where={"document": "F2"})
    assert made.cells["total"].to_dict() == {
        ("411", "1_19"): 3000,
        ("411", "2_19"): 3000,
        ("419", "1_19"): 2000,
        ("419", "2_19"): 2001,
    }


def test_a_description_of_a_line_divides_that_line_only() -> None:
    ledger = cost_ledger(
        bill("F", ("10.00", "411"), ("20.00", "419")),
        described("F", ("P=A", "50", "10.00"), ("P=B", "50", "10.00"), position_line=2),
    )
    assert cube(ledger, ["account", "P"]).cells["total"].to_dict() == {
        ("411", ""): 1000,
        ("419", "A"): 1000,
        ("419", "B"): 1000,
    }


def test_vat_that_cannot_be_deducted_is_a_cost() -> None:
    """A-065: Netto 100, Koszt 123, VAT_KOSZT 23."""
    ledger = cost_ledger(
        bill("F", ("100.00", "419", "no"), ("100.00", "419", "conditional")),
        described("F", ("P=A", "25", "50.00"), ("P=B", "75", "150.00")),
    )
    assert cube(ledger, "P").cells["total"].to_dict() == {"A": 5575, "B": 16725}
    assert cube(ledger, "P", measure="net").cells["total"].to_dict() == {"A": 5000, "B": 15000}


@pytest.mark.parametrize("status", ["cancelled", "original", "data_correction", "correcting_note"])
def test_documents_that_are_not_described_do_not_count(status: str) -> None:
    """A-062."""
    assert cube(cost_ledger(*ENERGY, bill("X", "7.00", status=status)), "account").total == 21235


def test_sales_are_revenue_and_goods_issued_are_neither() -> None:
    ledger = cost_ledger(*ENERGY, bill("S", "500.00", register="sale"), record("WZ", "80.00", type="goods_issued"))
    assert cube(ledger, "type").total == 21235
    assert cube(ledger, "type", register="revenue").cells["total"].to_dict() == {"sale_register": 50000}


def test_what_is_described_too_much_stands_against_it() -> None:
    ledger = cost_ledger(bill("F", "100.00"), described("F", ("P=A", "110", "110.00")))
    assert cube(ledger, "P").cells["total"].to_dict() == {"": -1000, "A": 11000}


def test_filters_by_month_account_and_element() -> None:
    ledger = cost_ledger(*ENERGY)
    assert cube(ledger, "BUDOWY", from_="2026-02").total == 11235
    assert cube(ledger, "BUDOWY", to="2026-01").total == 10000
    assert cube(ledger, "account", accounts="41", where={"BUDOWY": "1_19"}).cells["total"].to_dict() == {
        "411": 3000,
        "419": 6500,
    }
    assert cube(ledger, "BUDOWY", from_="2030-01").total == 0


def test_the_documents_behind_a_figure_add_up_to_it() -> None:
    ledger = cost_ledger(*ENERGY)
    behind = documents_behind(ledger, {"BUDOWY": "2_19", "account": "419"})
    assert behind[["document_id", "amount"]].to_numpy().tolist() == [["F1", 5500], ["F2", 2001]]
    assert behind["party"].tolist() == ["Kwiaciarnia Pod Lipą"] * 2


@pytest.mark.parametrize("rows", ["NO_SUCH", [], ["BUDOWY", "BUDOWY"]])
def test_a_wrong_question_is_told(rows: Any) -> None:
    with pytest.raises(DescriptionError):
        cube(cost_ledger(*ENERGY), rows)
    with pytest.raises(DescriptionError):
        cube(cost_ledger(*ENERGY), "BUDOWY", where={"NO": "1"})


def test_a_dimension_nothing_uses_yet_has_one_row() -> None:
    books = cost_books(*ENERGY)
    books["dimensions"].append({"dimension": "NEW"})
    assert cube(cost_ledger(books), "NEW").cells["total"].to_dict() == {"": 21235}


def test_empty_books_have_an_empty_cube() -> None:
    made = cube(cost_ledger(), "month", "type")
    assert (made.total, made.table.shape) == (0, (1, 1))


def test_the_cube_shows_itself_in_polish_with_hostile_names_escaped() -> None:
    shown = cube(cost_ledger(bill("F", ("1234.56", "<b>x</b>"))), ["account", "type"], "month")._repr_html_()
    assert "1\xa0234,56" in shown and "Rejestr zakupu" in shown and "Suma" in shown
    assert "&lt;b&gt;x" in shown and "<b>x" not in shown


net = st.integers(-(10**7), 10**7)


@st.composite
def any_books(draw: st.DrawFn) -> list[Rows]:
    pieces = []
    for number in range(draw(st.integers(1, 6))):
        name, lines = f"F{number}", draw(st.lists(st.tuples(net, st.sampled_from(["411", "419", ""])), min_size=1, max_size=3))
        deductible = draw(st.sampled_from(["yes", "no"]))
        pieces.append(bill(name, *((text(amount), account, deductible) for amount, account in lines), day=draw(days)))
        texts = st.sampled_from(["P=A", "P=B", "P=A; Q=X", "Q=Y"])
        values = draw(st.lists(st.tuples(texts, net), max_size=4))
        at = draw(st.integers(0, len(lines)))
        pieces.append(described(name, *((chosen, "0", text(value)) for chosen, value in values), position_line=at))
        pieces.append(described(name, *((chosen, "0", text(value)) for chosen, value in values[:1]), first=9))
    return pieces


days = st.sampled_from(["2025-12-31", "2026-01-01", "2026-02-28"])


def text(grosze: int) -> str:
    return f"{'-' if grosze < 0 else ''}{abs(grosze) // 100}.{abs(grosze) % 100:02d}"


@given(any_books())
def test_every_margin_is_the_books_sum_to_the_grosz(pieces: list[Rows]) -> None:
    """Whatever was described: sums by document and account are the books', sums by elements the descriptions'."""
    books = cost_books(*pieces)
    ledger = cost_ledger(*pieces)
    cost, value = defaultdict(int), defaultdict(int)
    for line in books["vat_lines"]:
        gross = line["net"], line["vat"] if line["deductible"] == "no" else "0"
        cost[line["document_id"], line["account"]] += sum(round(float(part) * 100) for part in gross)
    for line in books["descriptions"]:
        value[line["document_id"], line["elements"]] += round(float(line["value"]) * 100)
    parts = allocation(ledger).lines
    by_account = parts.groupby(["document_id", "account"])["amount"].sum()
    assert {key: amount for key, amount in by_account.items() if amount} == {
        key: amount for key, amount in cost.items() if amount
    }
    by_text = parts[parts["elements"] != ""].groupby(["document_id", "elements"])["net"].sum()
    assert {key: amount for key, amount in by_text.items() if amount} == {
        key: amount for key, amount in value.items() if amount
    }
    for rows, columns in (("P", "month"), (["P", "account"], "Q"), ("account", ())):
        used = {*([rows] if isinstance(rows, str) else rows), columns} & {"P", "Q"} - {
            line[0] for line in ledger.dimensions.to_numpy()
        }
        if not used:
            made = cube(ledger, rows, columns)
            assert made.total == sum(cost.values())
            assert made.table.iloc[-1].tolist()[-1] == sum(cost.values())


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-(2**61), 2**61)), max_size=30))
def test_sums_are_exact_for_amounts_of_any_size(pairs: list[tuple[int, int]]) -> None:
    expected = [sum(amount for place, amount in pairs if place == cell) for cell in range(5)]
    place, amounts = (np.array(column, np.int64) for column in (list(zip(*pairs, strict=True)) or [[], []]))
    if all(-(2**63) <= total < 2**63 for total in expected):
        assert exact_sums(place, amounts, 5).tolist() == expected
    else:
        with pytest.raises(OverflowError):
            exact_sums(place, amounts, 5)
