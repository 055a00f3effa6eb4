"""Documents described by a key, described again when it changes, and the history of what that moved."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import bill, cost_ledger, described, key, record
from tests.key_books import HALVES, driven, measured, refused, table_of
from workbench import Ledger
from workbench.costs.exploring.allocation import allocation
from workbench.costs.keys.history import key_history
from workbench.costs.keys.restated import apply_key, moved_by, with_key
from workbench.costs.keys.sets import divide
from workbench.costs.keys.versions import KeyPeriod, key_periods, key_rows, key_versions
from workbench.costs.splitting import splits
from workbench.errors import UnknownDocumentError

# Documents described by a key


def test_a_structural_zero_stays_in_the_key_and_in_the_lines() -> None:
    ledger = cost_ledger(key("K", {"P=P1": "100", "P=P2": "0"}), bill("F1", "10.00"))
    assert table_of(apply_key(ledger, "K", ["F1"])) == [("F1", 1, "P=P1", "1E+2", 10_00), ("F1", 2, "P=P2", "0", 0)]


def books() -> Ledger:
    """K halves until the end of March, then thirds by area."""
    return cost_ledger(
        key("K", HALVES, "2026-01-01", "2026-03-31"),
        driven("K", {"P=P1": "M2", "P=P2": "M2", "P=P3": "M2"}, "2026-04-01"),
        measured("M2", "2026-04", P1="20", P2="20", P3="20"),
        bill("F1", "100.00", "0.01", day="2026-03-31"),
        bill("F2", "100.00", day="2026-04-01"),
        bill("F3", "-0.05", day="2026-01-01"),
        record("R1", "0.02", day="2026-05-05"),
    )


def test_each_document_by_the_version_of_its_date() -> None:
    lines = apply_key(books(), "K", ["R1", "F1", "F3", "F2", "F1"])
    third = "33.333333"
    assert table_of(lines) == [
        *(("R1", 1, "P=P1", third, 1), ("R1", 2, "P=P2", third, 1), ("R1", 3, "P=P3", "33.333334", 0)),
        *(("F1", 1, "P=P1", "5E+1", 50_01), ("F1", 2, "P=P2", "5E+1", 50_00)),
        *(("F3", 1, "P=P1", "5E+1", -3), ("F3", 2, "P=P2", "5E+1", -2)),
        *(("F2", 1, "P=P1", third, 33_33), ("F2", 2, "P=P2", third, 33_33), ("F2", 3, "P=P3", "33.333334", 33_34)),
    ]
    assert set(lines["key"]) == {"K"} and set(lines["position"]) == {"document"} and set(lines["position_line"]) == {0}


def test_the_rows_are_those_of_the_table_descriptions() -> None:
    ledger = books()
    for documents in (["F1", "F2"], []):
        lines = apply_key(ledger, "K", documents)
        assert lines.dtypes.to_dict() == ledger.descriptions.dtypes.to_dict()
    found = allocation(replace(ledger, descriptions=apply_key(ledger, "K", ["F1", "F2", "F3", "R1"])), "cost")
    assert {text: found.cost[found.text == code].sum() for code, text in enumerate(found.texts)} == {
        "": 0,
        "P=P1": 50_01 + 33_33 - 3 + 1,
        "P=P2": 50_00 + 33_33 - 2 + 1,
        "P=P3": 33_34,
    }


def test_largest_remainder_on_request() -> None:
    ledger = cost_ledger(key("K", {"P=P1": "20", "P=P2": "40", "P=P3": "40"}), bill("F1", "0.02"))
    assert apply_key(ledger, "K", ["F1"])["value"].tolist() == [0, 1, 1]
    ledger = cost_ledger(key("K", {"P=P1": "49", "P=P2": "49", "P=P3": "2"}), bill("F1", "0.03"))
    assert apply_key(ledger, "K", ["F1"])["value"].tolist() == [1, 2, 0]
    assert apply_key(ledger, "K", ["F1"], rule="largest")["value"].tolist() == [2, 1, 0]


def test_documents_that_have_no_description_of_the_whole_are_refused() -> None:
    ledger = cost_ledger(
        key("K", HALVES),
        bill("F1", "1.00", status="cancelled"),
        record("PK", "1.00", type="journal_voucher"),
        bill("F2", "1.00"),
    )
    assert refused(lambda: apply_key(ledger, "K", ["F2", "F1"])).startswith(
        "Document F1 is not described: a cancelled document"
    )
    assert refused(lambda: apply_key(ledger, "K", ["PK"])) == "Document PK is described line by line, not as a whole."
    with pytest.raises(UnknownDocumentError, match="F9"):
        apply_key(ledger, "K", ["F9"])


shares_of = st.lists(st.integers(0, 10**9), min_size=1, max_size=5).filter(any)


@given(
    st.lists(st.tuples(shares_of, st.sampled_from([splits.WHOLE, splits.WHOLE // 3, 0])), min_size=1, max_size=3),
    st.lists(st.integers(-(10**15), 10**15) | st.integers(-9, 9), max_size=8),
    st.sampled_from(["last", "largest"]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=100)
def test_dividing_is_splitting_each_amount_by_its_exact_shares(
    kinds: list[tuple[list[int], int]], values: list[int], rule: splits.Rule, random: Any
) -> None:
    periods = [
        KeyPeriod(
            date(2026, 1, 1), None, tuple(map(str, weights)), tuple(Fraction(100 * w, sum(weights)) for w in weights), None
        )
        for weights, _percent in kinds
    ]
    chosen = [random.randrange(len(kinds)) for _value in values]
    percent = np.array([kinds[number][1] for number in chosen], np.int64)
    divided = divide(periods, np.array(chosen, np.int64), np.array(values, np.int64), percent, rule)
    expected = [
        (row, place, amount)
        for row, (number, value) in enumerate(zip(chosen, values, strict=True))
        for place, amount in enumerate(splits.split(value, periods[number].shares, rule))
    ]
    assert list(zip(divided.owner.tolist(), divided.place.tolist(), divided.value.tolist(), strict=True)) == expected
    for row, whole in enumerate(percent.tolist()):
        parts = [divided.percents[share] for share in divided.share[divided.owner == row]]
        assert sum(parts) == Decimal(whole).scaleb(-6)
    assert [divided.texts[text] for text in divided.text] == [
        periods[chosen[row]].elements[place] for row, place, _amount in expected
    ]


def test_shares_with_any_denominator_divide_exactly() -> None:
    """The common denominator of these three is beyond int64."""
    ledger = cost_ledger(
        driven("K", {"P=P1": "M2", "P=P2": "M2", "P=P3": "33.333333 %"}),
        measured("M2", "2026-01", P1="999999999.999999", P2="999999998.999983"),
        bill("F1", "9999999999999.99"),
        bill("F2", "-0.02"),
    )
    assert key_periods(ledger, "K")[0].weights()[1] > 2**63
    whole, left, first = 9_999_999_999_999_99, Fraction(66_666_667, 10**8), Fraction(999_999_999_999_999, 1_999_999_998_999_982)
    second = half_up(whole * left * (1 - first))
    assert apply_key(ledger, "K", ["F1", "F2"])["value"].tolist() == [
        *(half_up(whole * left * first), second, whole - second - half_up(whole * left * first)),
        *(-1, -1, 0),
    ]


def half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


# Changed keys


def described_books() -> Ledger:
    """F1 in January and F2 in March by K, F3 half by K and half by hand, on its line; F4 by another key."""
    ledger = cost_ledger(
        key("K", HALVES, "2026-01-01"),
        key("L", HALVES, "2026-01-01"),
        bill("F1", "10.00", day="2026-01-15"),
        bill("F2", "10.01", day="2026-03-01"),
        bill("F3", "1.00", "9.00", day="2026-03-31"),
        bill("F4", "10.00", day="2026-03-31"),
        described("F3", ("P=P9", "50", "4.50"), position_line=2),
        described("F3", ("P=P1", "25", "2.25"), ("P=P2", "25", "2.25"), position_line=2, first=5, key="K"),
        described("F3", ("P=P9", "100", "1.00"), position_line=1, first=7),
    )
    made = [ledger.descriptions, apply_key(ledger, "K", ["F1", "F2"]), apply_key(ledger, "L", ["F4"])]
    return replace(ledger, descriptions=pd.concat(made, ignore_index=True))


def test_a_new_version_describes_the_documents_of_its_time_again() -> None:
    ledger = described_books()
    changed = with_key(ledger, key_rows("K", date(2026, 2, 1), {"P=P1": "20", "P=P2": "30", "P=P3": "50"}))
    assert table_of(changed.descriptions) == [
        ("F3", 1, "P=P9", "5E+1", 4_50),
        ("F3", 5, "P=P1", "1E+1", 90),
        ("F3", 6, "P=P2", "15", 1_35),
        ("F3", 8, "P=P3", "25", 2_25),
        ("F3", 7, "P=P9", "1E+2", 1_00),
        *(("F1", 1, "P=P1", "5E+1", 5_00), ("F1", 2, "P=P2", "5E+1", 5_00)),
        *(("F2", 1, "P=P1", "2E+1", 2_00), ("F2", 2, "P=P2", "3E+1", 3_00), ("F2", 3, "P=P3", "5E+1", 5_01)),
        *(("F4", 1, "P=P1", "5E+1", 5_00), ("F4", 2, "P=P2", "5E+1", 5_00)),
    ]
    assert changed.descriptions["position_line"].tolist() == [2, 2, 2, 2, 1, *[0] * 7]
    assert changed.descriptions.dtypes.to_dict() == ledger.descriptions.dtypes.to_dict()
    assert changed.keys.dtypes.to_dict() == ledger.keys.dtypes.to_dict()
    assert ledger.descriptions["value"].sum() == changed.descriptions["value"].sum()
    assert [str(version.valid_to) for version in key_versions(changed, "K")] == ["2026-01-31", "None"]


def test_going_back_gives_the_old_lines_back() -> None:
    ledger = described_books()
    there = with_key(ledger, key_rows("K", date(2026, 2, 1), {"P=P1": "10", "P=P2": "30", "P=P3": "60"}))
    back = with_key(there, key_rows("K", date(2026, 1, 1), {"P=P1": "50", "P=P2": "50"}))
    pd.testing.assert_frame_equal(back.descriptions, ledger.descriptions)
    assert len(key_versions(back, "K")) == 1


SPANS = [
    (("2026-01-01", ""), ["1 2026-01-01 None"]),
    (("2026-03-01", ""), ["0 2026-01-01 2026-02-28", "1 2026-03-01 None"]),
    (("2026-03-01", "2026-03-31"), ["0 2026-01-01 2026-02-28", "1 2026-03-01 2026-03-31", "0 2026-04-01 None"]),
    (("2025-01-01", "2025-12-31"), ["1 2025-01-01 2025-12-31", "0 2026-01-01 None"]),
    (("2025-01-01", "2026-01-01"), ["1 2025-01-01 2026-01-01", "0 2026-01-02 None"]),
    (("2025-01-01", ""), ["1 2025-01-01 None"]),
]


@pytest.mark.parametrize(("span", "expected"), SPANS)
def test_the_new_version_wins_in_its_time(span: tuple[str, str], expected: list[str]) -> None:
    ledger = cost_ledger(key("K", HALVES, "2026-01-01"), key("L", HALVES, "2026-01-01"))
    start, end = date.fromisoformat(span[0]), date.fromisoformat(span[1]) if span[1] else None
    changed = with_key(ledger, key_rows("K", start, {"P=P1": "100"}, end))
    found = [f"{int(len(one.lines) == 1)} {one.valid_from} {one.valid_to}" for one in key_versions(changed, "K")]
    assert found == expected
    assert len(key_versions(changed, "L")) == 1


days = st.integers(0, 60).map(lambda number: date(2026, 1, 1) + timedelta(number))


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 30)), min_size=1, max_size=5))
@settings(max_examples=25)
def test_after_any_changes_a_day_has_the_version_that_was_given_last(changes: list[tuple[date, int | None]]) -> None:
    ledger = cost_ledger(key("K", {"P=P1": "100"}, "2026-01-01"))
    said = dict.fromkeys((date(2026, 1, 1) + timedelta(number) for number in range(100)), Fraction(100))
    for percent, (start, length) in enumerate(changes):
        end = None if length is None else start + timedelta(length)
        ledger = with_key(ledger, key_rows("K", start, {"P=P1": str(percent), "P=P2": str(100 - percent)}, end))
        said |= {day: Fraction(percent) for day in said if day >= start and (end is None or day <= end)}
    versions = key_versions(ledger, "K")
    assert said == {day: version.lines["share"].iloc[0] for day in said for version in versions if day in version}


def test_a_wrong_new_version_is_refused() -> None:
    ledger = described_books()
    assert "add up to 90 %" in refused(lambda: with_key(ledger, key_rows("K", date(2026, 2, 1), {"P=P1": "90"})))
    both = pd.concat([key_rows("K", date(2026, 2, day), {"P=P1": "100"}) for day in (1, 2)])
    assert "Two versions of a key" in refused(lambda: with_key(ledger, both))


def test_what_a_change_moved_adds_up_to_zero() -> None:
    ledger = described_books()
    changed = with_key(ledger, key_rows("K", date(2026, 2, 1), {"P=P1": "20", "P=P2": "30", "P=P3": "50"}))
    assert moved_by(ledger, changed, "P").values.tolist() == [
        ["P1", 5_00 + 5_01 + 2_25 + 5_00, 5_00 + 2_00 + 90 + 5_00, -3_01 - 1_35],
        ["P2", 5_00 + 5_00 + 2_25 + 5_00, 5_00 + 3_00 + 1_35 + 5_00, -2_00 - 90],
        ["P3", 0, 5_01 + 2_25, 5_01 + 2_25],
        ["P9", 5_50, 5_50, 0],
    ]


def test_a_newly_described_document_moves_from_what_is_not_described() -> None:
    ledger = cost_ledger(key("K", HALVES), bill("F1", "10.00"))
    assert moved_by(ledger, replace(ledger, descriptions=apply_key(ledger, "K", ["F1"])), "P").values.tolist() == [
        ["", 10_00, 0, -10_00],
        ["P1", 0, 5_00, 5_00],
        ["P2", 0, 5_00, 5_00],
    ]


# History


def test_the_history_says_what_every_change_moved() -> None:
    ledger = with_key(described_books(), key_rows("K", date(2026, 2, 1), {"P=P1": "20", "P=P2": "30", "P=P3": "50"}))
    history = key_history(ledger, "K")
    columns = ["elements", "share_before", "share_now", "points", "before", "now", "moved"]
    assert history[columns].values.tolist() == [
        ["P=P1", None, 50, None, 5_00, 5_00, 0],
        ["P=P2", None, 50, None, 5_00, 5_00, 0],
        ["P=P1", 50, 20, -30, 5_01 + 2_25, 2_00 + 90, -3_01 - 1_35],
        ["P=P2", 50, 30, -20, 5_00 + 2_25, 3_00 + 1_35, -2_00 - 90],
        ["P=P3", 0, 50, 50, 0, 5_01 + 2_25, 5_01 + 2_25],
    ]
    assert history["valid_from"].dt.date.astype(str).tolist() == ["2026-01-01"] * 2 + ["2026-02-01"] * 3
    assert history["valid_to"].isna().tolist() == [False] * 2 + [True] * 3
    assert history.dtypes[["before", "now", "moved"]].eq("int64").all()


def test_the_history_moves_what_the_change_of_the_ledger_moved() -> None:
    ledger = described_books()
    changed = with_key(ledger, key_rows("K", date(2026, 2, 1), {"P=P2": "95", "P=P3": "5"}))
    history = key_history(changed, "K")
    moved = history.groupby("elements")["moved"].sum()
    by_ledger = moved_by(ledger, changed, "P").set_index("element")["difference"]
    assert {name: int(moved[f"P={name}"]) for name in ("P1", "P2", "P3")} == {
        name: int(by_ledger[name]) for name in ("P1", "P2", "P3")
    }
    assert history.groupby("valid_from")["moved"].sum().eq(0).all()


def test_the_history_of_a_driver_goes_by_its_months() -> None:
    ledger = cost_ledger(
        driven("K", {"P=P1": "M2", "P=P2": "M2"}),
        measured("M2", "2026-01", P1="1", P2="2"),
        measured("M2", "2026-02", P1="2", P2="2"),
        bill("F1", "100.00", day="2026-01-10"),
        bill("F2", "100.00", day="2026-02-10"),
    )
    history = key_history(replace(ledger, descriptions=apply_key(ledger, "K", ["F1", "F2"])), "K")
    assert history[["driver_month", "elements", "points", "moved"]].values.tolist() == [
        ["2026-01", "P=P1", None, 0],
        ["2026-01", "P=P2", None, 0],
        ["2026-02", "P=P1", Fraction(50, 3), 16_67],
        ["2026-02", "P=P2", Fraction(-50, 3), -16_67],
    ]


def test_elements_in_another_order_are_the_same_in_the_history() -> None:
    ledger = cost_ledger(
        key("K", {"P=P1; T=Z": "100"}, "2026-01-01", "2026-01-31"), key("K", {"T=Z; P=P1": "100"}, "2026-02-01")
    )
    assert key_history(ledger, "K")["points"].tolist() == [None, 0]
