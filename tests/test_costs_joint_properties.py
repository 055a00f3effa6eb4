"""The joint split against its oracle on small random problems, and what must hold for any problem."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import joint_oracle
from workbench.costs.joint.problem import Combination
from workbench.costs.joint.solving import JointSplit, solve_joint

Marginals = dict[str, dict[str, Fraction]]
SHAPES = ((2, 2), (2, 3), (3, 3), (2, 2, 2), (3, 2, 2), (2, 2, 2, 2))


def examples_of(count: int) -> Callable[[Any], Any]:
    return settings(max_examples=count, deadline=None)


def marginals_of(shares: Mapping[Combination, Fraction], shape: tuple[int, ...]) -> Marginals:
    """The sums of a split by dimension and element."""
    sums: Marginals = {f"D{place}": {f"E{number}": Fraction(0) for number in range(size)} for place, size in enumerate(shape)}
    for combination, share in shares.items():
        for place, element in enumerate(combination):
            sums[f"D{place}"][element] += share
    return sums


@st.composite
def cells(draw: st.DrawFn, shape: tuple[int, ...], most: int) -> list[Combination]:
    """Some combinations of elements, in any order."""
    every = list(product(*([f"E{number}" for number in range(size)] for size in shape)))
    return draw(st.lists(st.sampled_from(every), min_size=1, max_size=most, unique=True))


@st.composite
def feasible(draw: st.DrawFn, most: int = 9) -> tuple[Marginals, list[Combination], dict[Combination, Fraction]]:
    """Marginals made from a split that is hidden, with many zeros and ties among its shares."""
    shape = draw(st.sampled_from(SHAPES))
    allowed = draw(cells(shape, most))
    weights = [draw(st.sampled_from([0, 0, 1, 1, 2, 5]) | st.integers(0, 1000)) for _cell in allowed]
    assume(sum(weights))
    hidden = {cell: Fraction(100 * weight, sum(weights)) for cell, weight in zip(allowed, weights, strict=True)}
    return marginals_of(hidden, shape), allowed, hidden


@st.composite
def arbitrary(draw: st.DrawFn, most: int = 8) -> tuple[Marginals, list[Combination]]:
    """Marginals that make 100 each and rarely fit one another."""
    shape = draw(st.sampled_from(SHAPES))
    marginals: Marginals = {}
    for place, size in enumerate(shape):
        weights = [draw(st.integers(0, 6)) for _element in range(size)]
        assume(sum(weights))
        marginals[f"D{place}"] = {f"E{number}": Fraction(100 * weight, sum(weights)) for number, weight in enumerate(weights)}
    return marginals, draw(cells(shape, most))


def assert_keeps(split: JointSplit, marginals: Marginals) -> None:
    assert all(type(share) is Fraction and share >= 0 for share in split.shares.values())
    for place, (dimension, shares) in enumerate(marginals.items()):
        for element, share in shares.items():
            total = sum((value for cell, value in split.shares.items() if cell[place] == element), Fraction(0))
            assert total == share, (dimension, element)


@examples_of(60)
@given(feasible())
def test_a_split_keeps_every_marginal_exactly_and_has_every_allowed_combination(problem: Any) -> None:
    marginals, allowed, _hidden = problem
    split = solve_joint(marginals, allowed)
    assert split.status in ("unique", "free")
    assert list(split.shares) == allowed
    assert_keeps(split, marginals)


@examples_of(60)
@given(feasible())
def test_the_hidden_split_lies_in_the_ranges(problem: Any) -> None:
    marginals, allowed, hidden = problem
    split = solve_joint(marginals, allowed)
    for cell, share in hidden.items():
        low, high = split.ranges[cell]
        assert low <= share <= high
        assert low <= split.shares[cell] <= high


@examples_of(60)
@given(feasible())
def test_status_and_ranges_are_the_oracles(problem: Any) -> None:
    marginals, allowed, _hidden = problem
    expected = joint_oracle.oracle_ranges(marginals, allowed)
    assert expected is not None
    split = solve_joint(marginals, allowed)
    assert dict(split.ranges) == expected
    assert split.status == ("unique" if all(low == high for low, high in expected.values()) else "free")


@examples_of(40)
@given(feasible())
def test_ranges_asked_for_one_by_one_are_those_worked_out_together(problem: Any) -> None:
    marginals, allowed, _hidden = problem
    one_by_one = solve_joint(marginals, allowed).ranges
    assert {cell: one_by_one[cell] for cell in reversed(allowed)} == dict(solve_joint(marginals, allowed).ranges)


@examples_of(60)
@given(feasible(), st.data())
def test_the_ends_of_a_range_are_attained(problem: Any, data: st.DataObject) -> None:
    """With the share taken off the marginals, the other combinations can still make the rest."""
    marginals, allowed, _hidden = problem
    cell = data.draw(st.sampled_from(allowed))
    for share in solve_joint(marginals, allowed).ranges[cell]:
        rest = {dimension: dict(shares) for dimension, shares in marginals.items()}
        for place, dimension in enumerate(rest):
            rest[dimension][cell[place]] -= share
        others = [other for other in allowed if other != cell]
        if share == 100:
            continue
        scaled = {
            dimension: {element: value * 100 / (100 - share) for element, value in shares.items()}
            for dimension, shares in rest.items()
        }
        assert solve_joint(scaled, others).status != "impossible"


@examples_of(100)
@given(arbitrary())
def test_any_problem_is_judged_as_the_oracle_does(problem: Any) -> None:
    marginals, allowed = problem
    expected = joint_oracle.oracle_ranges(marginals, allowed)
    split = solve_joint(marginals, allowed)
    rows, _right = joint_oracle.equations(marginals, allowed)
    assert split.rank == joint_oracle.rank(rows)
    assert split.degrees_of_freedom == len(allowed) - split.rank
    if expected is None:
        assert split.status == "impossible"
        assert dict(split.shares) == dict(split.ranges) == {}
        assert len(split.conflict) > 0
    else:
        assert split.status != "impossible"
        assert split.conflict.empty
        assert dict(split.ranges) == expected


@examples_of(60)
@given(arbitrary(most=6))
def test_the_change_shown_helps_and_none_smaller_does(problem: Any) -> None:
    marginals, allowed = problem
    split = solve_joint(marginals, allowed)
    assume(split.status == "impossible")
    changed = {dimension: dict(shares) for dimension, shares in marginals.items()}
    for row in split.conflict.itertuples():
        assert changed[row.dimension][row.element] == row.share
        assert row.share + row.change == row.needed
        changed[row.dimension][row.element] = row.needed
    assert solve_joint(changed, allowed).status != "impossible"
    assert sum(map(abs, split.conflict["change"])) == joint_oracle.oracle_smallest_change(marginals, allowed)


@examples_of(60)
@given(arbitrary(most=6), st.lists(st.integers(-20, 20), min_size=4, max_size=4))
def test_shares_that_do_not_make_100_are_changed_as_little_as_possible(problem: Any, extra: list[int]) -> None:
    marginals, allowed = problem
    for (_dimension, shares), more in zip(marginals.items(), extra, strict=False):
        first = next(iter(shares))
        shares[first] = max(Fraction(0), shares[first] + more)
    wrong = [dimension for dimension, shares in marginals.items() if sum(shares.values()) != 100]
    assume(wrong)
    split = solve_joint(marginals, allowed)
    assert split.status == "impossible"
    assert list(split.wrong_totals) == wrong
    assert sum(map(abs, split.conflict["change"])) == joint_oracle.oracle_smallest_change(marginals, allowed)


@examples_of(40)
@given(feasible(most=16))
def test_the_free_answer_is_the_most_even_one(problem: Any) -> None:
    """The logarithms of the shares are sums of one number an element, on the cells that can have a share: the condition of
    the largest entropy. Their sum along any direction that no marginal notices is then nothing."""
    marginals, allowed, _hidden = problem
    split = solve_joint(marginals, allowed)
    assume(split.status == "free")
    open_ = [cell for cell in allowed if split.ranges[cell][1] > 0]
    assert all(split.shares[cell] > 0 for cell in open_)
    rows, _right = joint_oracle.equations(marginals, open_)
    for direction in null_space(rows):
        slope = sum(float(part) * math.log(split.shares[cell]) for part, cell in zip(direction, open_, strict=True))
        assert slope == pytest.approx(0, abs=1e-6)


def null_space(rows: joint_oracle.Matrix) -> list[list[Fraction]]:
    """Directions in which the shares can move without a marginal changing, one a free column."""
    work, pivots = [list(row) for row in rows], []
    for column in range(len(work[0])):
        done = len(pivots)
        pivot = next((row for row in range(done, len(work)) if work[row][column]), None)
        if pivot is None:
            continue
        work[done], work[pivot] = work[pivot], work[done]
        work[done] = [value / work[done][column] for value in work[done]]
        for row in range(len(work)):
            if row != done:
                factor = work[row][column]
                work[row] = [value - factor * other for value, other in zip(work[row], work[done], strict=True)]
        pivots.append(column)
    found = []
    for free in sorted(set(range(len(work[0]))) - set(pivots)):
        direction = [Fraction(0)] * len(work[0])
        direction[free] = Fraction(1)
        for row, column in enumerate(pivots):
            direction[column] = -work[row][free]
        found.append(direction)
    return found


@examples_of(60)
@given(arbitrary())
def test_where_everything_is_allowed_the_answer_is_the_product(problem: Any) -> None:
    marginals, _allowed = problem
    split = solve_joint(marginals)
    for cell, share in split.shares.items():
        parts = [marginals[dimension][element] / 100 for dimension, element in zip(marginals, cell, strict=True)]
        assert share == math.prod(parts) * 100
        low, high = split.ranges[cell]
        assert high == min(parts) * 100
        assert low == max(Fraction(0), sum(parts) - len(parts) + 1) * 100
