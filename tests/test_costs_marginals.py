"""Splits over several dimensions: the sum always, every marginal where it is possible."""

from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.costs.splitting.marginals import Combination, split_joint
from workbench.errors import DescriptionError

MANUAL = {("Z1", "P1", "L"): 35, ("Z2", "P1", "K"): 50, ("Z3", "P1", "K"): 5, ("Z1", "P2", "K"): 5, ("Z3", "P2", "K"): 5}


def joint(dimensions: int, most: int) -> st.SearchStrategy[dict[Combination, Fraction]]:
    """Shares over some combinations of `dimensions` dimensions that add up to 100."""
    cells = st.lists(st.tuples(*[st.sampled_from("abc")] * dimensions), min_size=1, max_size=most, unique=True)
    weighed = cells.flatmap(
        lambda keys: st.tuples(st.just(keys), st.lists(st.integers(1, 50), min_size=len(keys), max_size=len(keys)))
    )
    return weighed.map(lambda of: {key: Fraction(100 * weight, sum(of[1])) for key, weight in zip(*of, strict=True)})


def within(value: int, shares: dict[Combination, Fraction], amounts: dict[Combination, int]) -> bool:
    """Whether every marginal sum is its exact amount rounded up or down, told from scratch."""
    for place in range(len(next(iter(shares)))):
        for element in {cell[place] for cell in shares}:
            exact = sum(value * share / 100 for cell, share in shares.items() if cell[place] == element)
            whole = sum(amount for cell, amount in amounts.items() if cell[place] == element)
            if not floor(exact) <= whole <= ceil(exact):
                return False
    return True


def possible(value: int, shares: dict[Combination, Fraction]) -> bool:
    """The slow oracle: try every way to round the cells."""
    exact = {cell: value * share / 100 for cell, share in shares.items()}
    ways = product(*(sorted({floor(share), ceil(share)}) for share in exact.values()))
    return any(sum(way) == value and within(value, shares, dict(zip(shares, way, strict=True))) for way in ways)


def test_the_manuals_invoice() -> None:
    made = split_joint(3_500_000, MANUAL)
    assert list(made.amounts.values()) == [1_225_000, 1_750_000, 175_000, 175_000, 175_000]
    assert made.exact
    teams = made.marginals[made.marginals["dimension"] == 0]
    assert teams[["element", "amount"]].to_numpy().tolist() == [["Z1", 1_400_000], ["Z2", 1_750_000], ["Z3", 350_000]]


def test_a_split_over_two_plans_at_once_keeps_both() -> None:
    """182.25: all of it on A of one plan, 98 % and 2 % on B and C of the other."""
    made = split_joint(18_225, {("A", "B"): 98, ("A", "C"): 2})
    assert made.amounts == {("A", "B"): 17_860, ("A", "C"): 365} or made.amounts == {("A", "B"): 17_861, ("A", "C"): 364}
    assert made.exact and sum(made.amounts.values()) == 18_225


def test_largest_remainders_alone_would_miss_a_marginal() -> None:
    shares = {("a", "x"): Fraction(40), ("a", "y"): Fraction(40), ("b", "x"): Fraction(10), ("b", "y"): Fraction(10)}
    made = split_joint(1, shares)
    assert made.exact and within(1, shares, made.amounts)


@settings(max_examples=300)
@example(2, {("b", "b"): Fraction(25), ("a", "b"): Fraction(25), ("a", "a"): Fraction(25), ("a", "c"): Fraction(25)})
@given(st.integers(-(10**9), 10**9) | st.integers(-20, 20), joint(2, 9))
def test_two_dimensions_are_always_exact(value: int, shares: dict[Combination, Fraction]) -> None:
    made = split_joint(value, shares)
    assert sum(made.amounts.values()) == value
    assert made.exact and within(value, shares, made.amounts)
    assert all(abs(amount - value * shares[cell] / 100) < 1 for cell, amount in made.amounts.items())


@settings(max_examples=60)
@given(st.integers(0, 10**7) | st.integers(0, 20), joint(3, 10))
def test_three_dimensions_are_exact_wherever_it_is_possible(value: int, shares: dict[Combination, Fraction]) -> None:
    made = split_joint(value, shares)
    assert sum(made.amounts.values()) == value
    assert all(abs(amount - value * shares[cell] / 100) < 1 for cell, amount in made.amounts.items())
    assert made.exact == within(value, shares, made.amounts) == possible(value, shares)


def test_a_negative_invoice_is_the_mirror_image() -> None:
    made, mirrored = split_joint(333_33, MANUAL), split_joint(-333_33, MANUAL)
    assert mirrored.amounts == {cell: -amount for cell, amount in made.amounts.items()} and mirrored.exact


@pytest.mark.parametrize("shares", [{("a", "b"): 99}, {("a", "b"): 101, ("a", "c"): -1}])
def test_shares_that_are_no_split_are_refused(shares: dict[Combination, int]) -> None:
    with pytest.raises(DescriptionError):
        split_joint(100, shares)
