"""Joint splits where floats fail, where numbers are long, and where there are ten thousand combinations."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from tests import joint_oracle
from tests.test_costs_joint import ADDED, SHARES, STORY, with_place
from workbench.costs.joint import even as joint_even
from workbench.costs.joint import linear, linear_exact, linear_rank, linear_refined
from workbench.costs.joint.linear_columns import Columns
from workbench.costs.joint.linear_walk import Walk
from workbench.costs.joint.solving import solve_joint


def refuse(*_arguments: Any) -> None:
    return None


def zeros(matrix: Any, *_arguments: Any) -> Any:
    return np.zeros(matrix.shape[1])


FAILURES = {
    "HiGHS finds nothing": [(linear, "_proposal", refuse)],
    "the walk gets lost": [(Walk, "maximise", lambda *_arguments: False)],
    "no digits from floats": [(linear_refined, "_refined", refuse)],
    "no entropy": [(joint_even, "most_even", zeros)],
    "an entropy of nothing but nan": [(joint_even, "most_even", lambda matrix, *_a: zeros(matrix) * np.nan)],
    "dependencies not made out": [(linear_rank, "dependencies", refuse)],
    "no float works": [
        (linear, "_proposal", refuse),
        (Walk, "maximise", lambda *_arguments: False),
        (linear_refined, "_refined", refuse),
        (joint_even, "most_even", zeros),
        (linear_rank, "dependencies", refuse),
    ],
}


def problems() -> Iterator[tuple[Any, Any]]:
    yield SHARES, STORY
    yield SHARES, [*STORY, ADDED, ("Z2", "P1", "LUBLIN"), ("Z2", "P2", "KRAKÓW")]
    yield with_place("55", "45"), STORY
    choice = random.Random(7)
    for size in (2, 3):
        marginals: dict[str, dict[str, Fraction]] = {}
        for name in "ABC":
            weights = [choice.randint(0, 5) for _element in range(size)] + [1]
            marginals[name] = {f"{name}{n}": Fraction(100 * weight, sum(weights)) for n, weight in enumerate(weights)}
        yield marginals, choice.sample(list(product(*marginals.values())), 5 * size)


@pytest.mark.parametrize("failure", FAILURES)
def test_the_answer_does_not_depend_on_floats(failure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only which of many splits is shown may differ: the verdict, the ranges and the marginals are exact without them."""
    expected = [solve_joint(*problem) for problem in problems()]
    known = [dict(split.ranges) for split in expected]
    for place, name, broken in FAILURES[failure]:
        monkeypatch.setattr(place, name, broken)
    for (marginals, allowed), before, ranges in zip(problems(), expected, known, strict=True):
        split = solve_joint(marginals, allowed)
        assert (split.status, split.rank, dict(split.ranges)) == (before.status, before.rank, ranges)
        assert sum(map(abs, split.conflict["change"])) == sum(map(abs, before.conflict["change"]))
        if split.status != "impossible":
            for place_, shares in enumerate(marginals.values()):
                for element, share in shares.items():
                    assert sum(value for cell, value in split.shares.items() if cell[place_] == element) == Fraction(share)
            assert min(split.shares.values()) >= 0


def test_numbers_too_long_for_int64_stay_exact() -> None:
    """Every dimension counts in parts of another prime: their common divisor has 36 digits."""
    primes = {"A": 999_999_937, "B": 999_999_929, "C": 999_999_893, "D": 999_999_883}
    shares = {
        name: {f"{name}1": Fraction(50) + Fraction(1, prime), f"{name}2": Fraction(50) - Fraction(1, prime)}
        for name, prime in primes.items()
    }
    allowed = [cell for number, cell in enumerate(product(*shares.values())) if number % 5 != 2]
    split = solve_joint(shares, allowed)
    assert split.status == "free"
    assert sum(split.shares.values()) == 100
    assert dict(split.ranges) == joint_oracle.oracle_ranges(shares, allowed)


def test_the_exact_simplex_method_grows_beyond_int64() -> None:
    """A chain of odd cycles doubles the determinant again and again."""
    count = 34
    rows = np.arange(count * 3).reshape(count, 3)
    cycles = [[(row[0], row[1]), (row[1], row[2]), (row[0], row[2])] for row in rows]
    places = np.array([pair for cycle in cycles for pair in cycle], np.intp).T
    basis = linear_exact.Basis(Columns(np.ascontiguousarray(places), count * 3), [2] * (count * 3), range(count * 3))
    assert basis.inverse.dtype == object
    assert basis.det == 2**count
    assert set(basis.point.values()) == {Fraction(1)}


# Size


def large(seed: int, sizes: tuple[int, ...], count: int) -> tuple[dict[str, dict[str, Fraction]], list[tuple[str, ...]]]:
    """Marginals of a hidden split over many cells."""
    choice = random.Random(seed)
    every = range(math.prod(sizes))
    cells = [tuple(map(int, np.unravel_index(number, sizes))) for number in sorted(choice.sample(every, count))]
    weights = [choice.randint(1, 9999) if choice.random() < 0.3 else 0 for _cell in cells]
    allowed = [tuple(f"{place}-{element}" for place, element in enumerate(cell)) for cell in cells]
    marginals: dict[str, dict[str, Fraction]] = {
        f"D{place}": {f"{place}-{element}": Fraction(0) for element in range(size)} for place, size in enumerate(sizes)
    }
    for cell, weight in zip(allowed, weights, strict=True):
        for shares, element in zip(marginals.values(), cell, strict=True):
            shares[element] += Fraction(100 * weight, sum(weights))
    return marginals, allowed


def test_ten_thousand_combinations() -> None:
    marginals, allowed = large(1, (30, 30, 30), 10_000)
    split = solve_joint(marginals, allowed)
    assert (split.status, split.rank, split.degrees_of_freedom) == ("free", 88, 10_000 - 88)
    sums = {name: dict.fromkeys(shares, Fraction(0)) for name, shares in marginals.items()}
    for cell, share in split.shares.items():
        for elements, element in zip(sums.values(), cell, strict=True):
            elements[element] += share
    assert sums == marginals
    for cell in allowed[::2500]:
        low, high = split.ranges[cell]
        assert 0 <= low <= split.shares[cell] <= high <= min(marginals[f"D{p}"][e] for p, e in enumerate(cell))


def test_ten_thousand_combinations_without_a_choice_in_rows_and_columns_of_thousands() -> None:
    """A chain: each element of one side goes with two of the other, so that the shares follow one after the other."""
    count = 5000
    shares = {
        "A": {f"a{number}": Fraction(100, count) for number in range(count)},
        "B": {f"b{number}": Fraction(100, count) for number in range(count)},
    }
    allowed = [(f"a{n}", f"b{m}") for n in range(count) for m in (n, n + 1) if m < count]
    split = solve_joint(shares, allowed)
    assert (split.status, split.degrees_of_freedom) == ("unique", 0)
    assert split.shares["a7", "b7"] == Fraction(100, count)
    assert split.shares["a7", "b8"] == 0
