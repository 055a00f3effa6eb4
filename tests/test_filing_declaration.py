"""The declaration part of JPK_V7 (vat.md 2.3): worked example, cases 57 to 59 of section 7, rounding, limits, every version."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filing_register import MONTH, purchases, sales, slow_sums, version
from workbench.days import Month, Quarter
from workbench.errors import FilingError
from workbench.filing.declaration import declaration
from workbench.filing.rows import PURCHASE_FIELDS, SALE_FIELDS

MINUS = {"relief": True, "due_date": "2026-06-10"}
CREDITED = {"P_58": 1, "P_59": 1, "P_60": 600, "P_61": "VAT-7"}
PLUS = {"relief": True, "payment_date": "2026-09-20"}


def declared(sale: Any = (), purchase: Any = (), number: int = 3, **entered: int | str) -> dict[str, int | str]:
    """The fields of a month's declaration with these rows."""
    month = {1: Month("2021-03"), 2: Month("2024-03"), 3: MONTH}[number]
    return dict(declaration(sales(*sale), purchases(*purchase), month, version(number), entered).fields)


def test_the_worked_example_field_by_field() -> None:
    """vat.md 2.3."""
    sale = [
        {"document": "1", "K_19": 1000000, "K_20": 230000},
        {"document": "2", "K_19": -59350, "K_20": -13650, **MINUS},
        {"document": "3", "K_19": 8130, "K_20": 1870, **PLUS},
    ]
    purchase = [{"K_42": 500000, "K_43": 115000}, {"K_46": -9349}, {"K_47": 435850}]
    assert list(declared(sale, purchase).items()) == [
        *(("P_19", 9488), ("P_20", 2182), ("P_37", 9488), ("P_38", 2182), ("P_42", 5000), ("P_43", 1150), ("P_46", -93)),
        *(("P_47", 4359), ("P_48", 5416), ("P_51", 0), ("P_53", 3234), ("P_62", 3234), ("P_68", -594), ("P_69", -137)),
    ]


def test_case_57_relief_larger_than_the_sales() -> None:
    found = declared([{"K_19": -217391, "K_20": -50000, **MINUS}], [{"K_42": 434783, "K_43": 100000}])
    assert {name: found[name] for name in ("P_20", "P_38", "P_48", "P_51", "P_53")} == {
        "P_20": -500,
        "P_38": -500,
        "P_48": 1000,
        "P_51": 0,
        "P_53": 1500,
    }


def test_case_58_only_increases_leave_the_relief_fields_out() -> None:
    assert declared([{"K_19": 8130, "K_20": 1870, **PLUS}]).keys() & {"P_68", "P_69"} == set()


def test_case_59_decrease_and_increase_of_one_invoice_in_one_period() -> None:
    """Only what cancels out is left out; a decrease that was paid back in part stays whole."""
    minus = {"document": "FS/1", "K_19": -100000, "K_20": -23000, **MINUS}
    plus = {"document": "FS/1", "K_19": 100000, "K_20": 23000, **PLUS}
    other = {"document": "FS/2", "K_19": -20000, "K_20": -4600, **MINUS}
    assert declared([minus, plus]).keys() & {"P_68", "P_69"} == set()
    found = declared([minus, plus, other])
    assert (found["P_68"], found["P_69"]) == (-200, -46)
    found = declared([minus, plus | {"K_19": 50000, "K_20": 11500}])
    assert (found["P_68"], found["P_69"]) == (-1000, -230)


def test_case_59_in_the_months_of_a_quarter_put_together() -> None:
    """The tables of the months may bring their own row numbers."""
    months = [
        sales({"document": "FS/1", "K_19": -100000, "K_20": -23000, **MINUS}),
        sales({"document": "FS/1", "K_19": 100000, "K_20": 23000, **PLUS}),
        sales({"document": "FS/1", "tax_id": "another", "K_19": -20000, "K_20": -4600, **MINUS}),
    ]
    fields = declaration(pd.concat(months), purchases(), Quarter("2026Q3"), version(3, "V7K")).fields
    assert (fields["P_68"], fields["P_69"]) == (-200, -46)


def test_relief_fields_stand_together_even_where_one_is_nought() -> None:
    found = declared([{"K_15": -100, "K_16": -5, **MINUS}])
    assert (found["P_68"], found["P_69"]) == (-1, 0)


@pytest.mark.parametrize(
    ("grosze", "zloty"), [(149, 1), (150, 2), (250, 3), (-149, -1), (-150, -2), (49, 0), (50, 1), (-49, 0), (-50, -1)]
)
def test_half_a_zloty_is_rounded_away_from_nought(grosze: int, zloty: int) -> None:
    assert declared([{"K_13": grosze}]).get("P_13", 0) == zloty


def test_a_sum_is_rounded_once_and_not_row_by_row() -> None:
    assert declared([{"K_10": 40}, {"K_10": 40}, {"K_10": 40}])["P_10"] == 1


def test_a_quarter_is_rounded_once() -> None:
    """Three months of 0.40 zl are 1 zl, not three times nothing."""
    rows = sales(*[{"K_19": 40, "K_20": 40}] * 3)
    fields = declaration(rows, purchases(), Quarter("2026Q3"), version(3, "V7K")).fields
    assert (fields["P_19"], fields["P_20"], fields["P_38"]) == (1, 1, 1)


def test_totals_are_made_of_rounded_fields() -> None:
    """Three bases of 0.40 zl each in another field: each is nothing, so is the total."""
    found = declared([{"K_10": 40, "K_11": 40, "K_13": 40, "K_20": 40, "K_18": 40, "K_16": 40}])
    assert found == {"P_38": 0, "P_51": 0}


def test_parts_of_a_base_are_not_counted_twice() -> None:
    found = declared([{"K_11": 100000, "K_12": 60000, "K_13": 50000, "K_14": 20000}])
    assert (found["P_12"], found["P_14"], found["P_37"]) == (600, 200, 1500)


def test_rows_of_invoices_to_receipts_count_nowhere() -> None:
    found = declared([{"K_19": 100000, "K_20": 23000, "document_type": "FP"}, {"K_19": 5000, "K_20": 1150}])
    assert (found["P_19"], found["P_20"]) == (50, 12)


def test_every_field_of_the_output_tax_has_its_sign() -> None:
    row = {f"K_{number}": 100 * 2**place for place, number in enumerate((*range(15, 36 + 1),))}
    row["K_360"] = 100 * 2**30
    signs = {16: 1, 18: 1, 20: 1, 24: 1, 26: 1, 28: 1, 30: 1, 32: 1, 33: 1, 34: 1, 35: -1, 36: -1}
    expected = sum(sign * 2 ** (number - 15) for number, sign in signs.items())
    assert declared([row])["P_38"] == expected - 2**30
    assert declared([{**row, "K_360": 0}], number=2)["P_38"] == expected


@pytest.mark.parametrize(
    ("number", "output", "input_", "entered", "expected"),
    [
        (3, 1000, 400, {}, {"P_51": 600}),
        (3, 1000, 400, {"P_39": 100, "P_49": 300, "P_50": 200}, {"P_39": 100, "P_51": 0}),
        (3, 1000, 400, {"P_49": 600}, {"P_51": 0}),
        (3, 1000, 400, {"P_49": 500, "P_52": 70}, {"P_51": 100}),
        (3, 1000, 400, {"P_49": 600, "P_52": 70}, {"P_51": 0, "P_53": 70, "P_62": 70}),
        (2, 400, 1000, {"P_52": 70}, {"P_51": 0, "P_53": 670, "P_62": 670}),
        (1, 400, 1000, {"P_52": 70}, {"P_51": 0, "P_53": 670, "P_62": 670}),
        (1, 1000, 400, {"P_49": 600, "P_52": 70}, {"P_51": 0}),
        (1, 400, 400, {"P_52": 70}, {"P_51": 0, "P_53": 70, "P_62": 70}),
        (3, 400, 1000, {"P_54": 500, "P_540": 1}, {"P_51": 0, "P_53": 600, "P_54": 500, "P_62": 100}),
        (3, 400, 1000, {"P_54": 600, **CREDITED}, {"P_51": 0, "P_53": 600, "P_60": 600}),
    ],
)
def test_tax_to_pay_and_surplus(number: int, output: int, input_: int, entered: Any, expected: dict[str, int]) -> None:
    """P_48 to P_62 by version; a field that is not expected is not there."""
    found = declared([{"K_20": output * 100}], [{"K_43": input_ * 100}], number, **entered)
    results = {"P_51", "P_53", "P_62"}
    assert {name: value for name, value in found.items() if name in results | expected.keys()} == expected


@pytest.mark.parametrize(
    ("number", "entered", "named"),
    [
        (3, {"P_49": 601}, "P_49"),
        (3, {"P_39": 700, "P_49": 1}, "P_49"),
        (3, {"P_49": 400, "P_50": 201}, "P_50"),
        (3, {"P_54": 1, "P_58": 1}, "P_54"),
        (3, {"P_39": 1000, "P_54": 100}, "P_54"),
        (3, {"P_39": 1000, "P_54": 100, "P_58": 1, "P_55": 1}, "P_55, P_58"),
        (3, {"P_58": 1}, "P_58"),
        (3, {"P_39": 1000, "P_54": 100, "P_57": 1}, "P_57"),
        (1, {"P_39": 1000, "P_54": 100, "P_540": 1}, "P_540"),
        (1, {"P_660": 1}, "P_660"),
        (3, {"P_39": 1000, "P_54": 100, "P_58": 1, "P_59": 1}, "P_60"),
        (3, {"P_39": 1000, "P_54": 100, "P_58": 1, "P_59": 1, "P_60": 101, "P_61": "PIT"}, "P_60"),
        (3, {"P_38": 5}, "P_38"),
        (3, {"P_19": 5}, "P_19"),
        (3, {"P_99": 5}, "P_99"),
        (3, {"P_39": -1}, "P_39"),
        (3, {"P_39": 10**14}, "P_39"),
        (3, {"P_39": "7"}, "P_39"),
        (3, {"P_63": 2}, "P_63"),
        (3, {"P_ORDZU": "x" * 3501}, "P_ORDZU"),
    ],
)
def test_what_cannot_be_is_refused_by_name(number: int, entered: Any, named: str) -> None:
    with pytest.raises(FilingError, match=rf"\b{named}\b"):
        declared([{"K_20": 100000}], [{"K_43": 40000}], number, **entered)


@pytest.mark.parametrize(
    ("sale", "purchase", "named"),
    [
        ([{"K_33": -100}], [], "P_33"),
        ([], [{"K_46": 100}], "P_46"),
        ([], [{"K_47": -100}], "P_47"),
        ([{"K_19": 100, "K_20": 23, **MINUS}], [], "P_68"),
        ([{"K_10": 10**16}], [], "P_10"),
        ([{"K_10": 9 * 10**18}, {"K_10": 9 * 10**18}], [], "P_10"),
    ],
)
def test_rows_that_no_field_can_hold_are_refused(sale: Any, purchase: Any, named: str) -> None:
    with pytest.raises(FilingError, match=rf"\b{named}\b"):
        declared(sale, purchase)


def test_a_month_is_declared_by_the_month_and_a_quarter_by_the_quarter() -> None:
    for period, form in ((MONTH, "V7K"), (Quarter("2026Q3"), "V7M")):
        with pytest.raises(FilingError, match=str(period)):
            declaration(sales(), purchases(), period, version(3, form))


def test_an_empty_declaration_has_its_two_mandatory_fields() -> None:
    assert declared() == {"P_38": 0, "P_51": 0}


def test_pairs_stay_together() -> None:
    assert declared([{"K_12": 10000, "K_19": 100}]) == {
        "P_11": 0,
        "P_12": 100,
        "P_19": 1,
        "P_20": 0,
        "P_37": 1,
        "P_38": 0,
        "P_51": 0,
    }


def test_flags_and_texts_come_in_the_order_of_the_form() -> None:
    found = declared(P_ORDZU=" omyłka ", P_67=1, P_63=1, P_660=1, P_64=0, P_61="")
    assert list(found.items()) == [("P_38", 0), ("P_51", 0), ("P_63", 1), ("P_660", 1), ("P_67", 1), ("P_ORDZU", "omyłka")]


AMOUNTS = st.one_of(st.just(0), st.integers(-300, 300), st.integers(-(10**9), 10**9))


def _rows(names: tuple[str, ...], build: Callable[..., Any]) -> Any:
    signed = {"K_33", "K_34", "K_35", "K_36", "K_360", "K_47"}
    amounts = {name: AMOUNTS.map(abs) if name in signed else AMOUNTS for name in names}
    if "K_46" in amounts:
        amounts["K_46"] = AMOUNTS.map(lambda value: -abs(value))
    types = st.sampled_from(("", "FP", "RO")) if "K_10" in names else st.just("")
    return st.lists(st.fixed_dictionaries({**amounts, "document_type": types}), max_size=5).map(lambda rows: build(*rows))


@settings(max_examples=60, deadline=None)
@given(sale=_rows(SALE_FIELDS["V7M"], sales), purchase=_rows(PURCHASE_FIELDS["V7M"], purchases), number=st.sampled_from((2, 3)))
def test_a_slow_computation_by_another_hand_agrees(sale: Any, purchase: Any, number: int) -> None:
    """Decimal sums row by row, and the totals written out as the form says them."""
    month = {2: Month("2024-03"), 3: MONTH}[number]
    found = declaration(sale, purchase, month, version(number)).fields
    p = {f"P_{i}": 0 for i in (*range(10, 48), 360)} | slow_sums(sale, purchase)
    bases = (10, 11, 13, 15, 17, 19, 21, 22, 23, 25, 27, 29, 31)
    p["P_37"] = sum(p[f"P_{i}"] for i in bases)
    p["P_38"] = p["P_16"] + p["P_18"] + p["P_20"] + p["P_24"] + p["P_26"] + p["P_28"] + p["P_30"] + p["P_32"]
    p["P_38"] += p["P_33"] + p["P_34"] - p["P_35"] - p["P_36"]
    if number == 3:
        p["P_38"] -= p["P_360"]
    else:
        p["P_360"] = 0
    p["P_48"] = p["P_41"] + p["P_43"] + p["P_44"] + p["P_45"] + p["P_46"] + p["P_47"]
    p["P_51"] = p["P_38"] - p["P_48"] if p["P_38"] > p["P_48"] else 0
    p["P_53"] = p["P_48"] - p["P_38"] if p["P_48"] > p["P_38"] else 0
    p["P_62"] = p["P_53"]
    assert {name: value for name, value in found.items() if value} == {name: value for name, value in p.items() if value}
