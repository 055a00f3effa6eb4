"""Amounts split by percent: worked examples, both rules, and that nothing is ever lost."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.split_oracle import split_slowly
from workbench.costs.splitting import splits
from workbench.costs.splitting.splits import WHOLE, Rule, split, split_rows
from workbench.errors import DescriptionError

RULES: list[Rule] = ["last", "largest"]
amounts = st.integers(-(10**16), 10**16)
millionths = st.integers(-2 * WHOLE, 2 * WHOLE)
groups = st.lists(st.tuples(amounts, st.lists(millionths, min_size=1, max_size=12)), min_size=1, max_size=8)

EXAMPLES = [
    # value, percents, by the manuals' rule, by largest remainder
    (3_500_000, ["35", "50", "5", "5", "5"], [1_225_000, 1_750_000, 175_000, 175_000, 175_000], None),
    (10_000, ["45", "55"], [4_500, 5_500], None),
    (18_225, ["98", "2"], [17_861, 364], None),
    (100, ["33.33", "33.33", "33.34"], [33, 33, 34], None),
    (78_508, ["33.333333", "33.333333", "33.333334"], [26_169, 26_169, 26_170], [26_169, 26_169, 26_170]),
    (1, ["50", "50"], [1, 0], [1, 0]),
    (1, ["40", "60"], [0, 1], [0, 1]),
    (1, ["30", "30", "40"], [0, 0, 1], [0, 0, 1]),
    (200, ["50", "0", "50", "0"], [100, 0, 100, 0], None),
    (101, ["50", "0", "50", "0"], [51, 0, 50, 0], [51, 0, 50, 0]),
    (-101, ["50", "50"], [-51, -50], [-51, -50]),
    (1000, ["150", "-50"], [1500, -500], None),
    (1000, ["30", "30"], [300, 300], None),
    (333, ["10"], [33], None),
    (0, ["40", "60"], [0, 0], None),
]


@pytest.mark.parametrize(("value", "percents", "last", "largest"), EXAMPLES)
def test_worked_examples(value: int, percents: list[str], last: list[int], largest: list[int] | None) -> None:
    assert split(value, percents, "last") == last
    assert split(value, percents, "largest") == (largest or last)


def test_the_difference_goes_to_the_last_position_that_has_an_amount() -> None:
    """A-053: the last position is 0 %, so the one before it takes the grosz."""
    assert split(1000, ["33.33", "33.33", "33.34", "0"], "last") == [333, 333, 334, 0]
    assert split(3, ["33.4", "33.4", "33.2", "0.000000"], "last") == [1, 1, 1, 0]
    assert split(5, ["49", "49", "2"], "last") == [2, 3, 0], "2 % of 5 grosze have no amount"


def test_thirds_are_exact_as_fractions() -> None:
    third = Fraction(100, 3)
    assert split(100, [third, third, third], "last") == [33, 33, 34]
    assert split(100, [third, third, third], "largest") == [34, 33, 33]


@pytest.mark.parametrize("wrong", [12.5, "abc", "", "1/0", "nan", "1e400000000", "1e2"])
def test_what_is_no_exact_percent_is_refused(wrong: object) -> None:
    with pytest.raises(DescriptionError):
        split(100, [wrong])  # type: ignore[list-item]


@pytest.mark.parametrize("rule", RULES)
@given(value=amounts, percents=st.lists(st.fractions(-200, 200, max_denominator=10**6), min_size=1, max_size=10))
def test_any_percents_that_add_up_to_100_lose_nothing(rule: Rule, value: int, percents: list[Fraction]) -> None:
    percents.append(100 - sum(percents))
    assert sum(split(value, percents, rule)) == value


@pytest.mark.parametrize("rule", RULES)
@given(value=amounts, percents=st.lists(st.fractions(-200, 200, max_denominator=10**6), max_size=10))
def test_a_negative_document_mirrors_the_positive_one(rule: Rule, value: int, percents: list[Fraction]) -> None:
    assert split(-value, percents, rule) == [-part for part in split(value, percents, rule)]


@given(value=amounts, percents=st.lists(st.integers(0, WHOLE), min_size=1, max_size=10))
def test_largest_remainder_stays_within_a_grosz_of_the_exact_share(value: int, percents: list[int]) -> None:
    total = sum(percents) or 1
    shares = [Fraction(100 * part, total) for part in percents]
    for part, share in zip(split(value, shares, "largest"), shares, strict=True):
        assert not sum(percents) or abs(part - value * share / 100) < 1


@pytest.mark.parametrize("rule", RULES)
@given(groups)
def test_columns_are_split_as_the_slow_oracle_splits(rule: Rule, given_groups: list[tuple[int, list[int]]]) -> None:
    values = np.array([value for value, _ in given_groups])
    weights = np.array([weight for _, of in given_groups for weight in of])
    starts = np.cumsum([0] + [len(of) for _, of in given_groups])
    expected = [part for value, of in given_groups for part in split_slowly(value, [Decimal(w).scaleb(-6) for w in of], rule)]
    assert split_rows(values, weights, starts, rule).tolist() == expected


@pytest.mark.parametrize("rule", RULES)
def test_documents_of_a_trillion_zloty_do_not_overflow(rule: Rule) -> None:
    value = 10**12 * 100 + 1
    parts = split_rows(np.array([value, -value]), np.array([33_333_333, 66_666_667] * 2), np.array([0, 2, 4]), rule)
    assert parts.tolist()[:2] == split_slowly(value, [Decimal("33.333333"), Decimal("66.666667")], rule)
    assert parts[2:].tolist() == (-parts[:2]).tolist()


def test_many_blocks_are_split_like_one() -> None:
    random = np.random.default_rng(3)
    values, weights = random.integers(-(10**9), 10**9, 30_000), random.integers(0, WHOLE // 3, 90_000)
    weights[2::3] += WHOLE - weights.reshape(-1, 3).sum(axis=1)
    for rule in RULES:
        parts = split_rows(values, weights, np.arange(0, 90_001, 3), rule)
        assert (parts.reshape(-1, 3).sum(axis=1) == values).all()
        for row in (0, 1, 29_999):
            assert parts[3 * row : 3 * row + 3].tolist() == splits.split_weights(
                int(values[row]), weights[3 * row : 3 * row + 3].tolist(), WHOLE, rule
            )


def test_a_group_without_positions_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="without positions"):
        split_rows(np.array([1, 2]), np.array([WHOLE]), np.array([0, 1, 1]))


def test_percents_of_values_add_up_and_the_last_takes_the_rounding() -> None:
    """A-053, the other way round."""
    thirds = splits.percents_of([33_33, 33_33, 33_34], 100_00)
    assert thirds == [Decimal("33.330000"), Decimal("33.330000"), Decimal("33.340000")]
    assert splits.percents_of([1, 1, 1, 0], 3) == list(map(Decimal, ["33.333333", "33.333333", "33.333334", "0.000000"]))
    assert splits.percents_of([-50, -50], -100) == [Decimal("50.000000")] * 2
    with pytest.raises(DescriptionError):
        splits.percents_of([1, -1], 0)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8))
def test_percents_of_a_whole_document_add_up_to_100(values: list[int]) -> None:
    if sum(values):
        assert sum(splits.percents_of(values, sum(values))) == 100
