"""The joint split of up to 10,000 combinations: against one linear programme of HiGHS of the same size, which any solver needs
at least, and its ranges against asking HiGHS twice a combination."""

import random
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from workbench.costs.joint.linear_columns import Columns
from workbench.costs.joint.problem import LARGEST, Combination
from workbench.costs.joint.solving import JointSplit, solve_joint

from .measure import cpu, peak_mb, ratio

Marginals = dict[str, dict[str, Fraction]]


def run(size: int) -> list[dict[str, Any]]:
    """One combination for a hundred of `size`, at most 10,000, of three dimensions, two thirds of all forbidden."""
    count = min(LARGEST, max(100, size // 100))
    marginals, allowed = _problem(count)
    programme = _programme(marginals, allowed)
    split = ratio(lambda: solve_joint(marginals, allowed), lambda: programme(0), repeats=3)
    ranges = cpu(lambda: _all_ranges(solve_joint(marginals, allowed)))
    one_by_one = min(cpu(lambda cell=cell: programme(cell)) for cell in range(3)) * 2 * count
    return [
        {"name": f"joint split of {count:,} cells, to one HiGHS", "ratio": split, "bar": 4, "peak_mb": peak_mb()},
        {"name": "their ranges, to HiGHS asked one by one", "ratio": ranges / one_by_one, "bar": 0.02, "peak_mb": peak_mb()},
    ]


def _problem(count: int) -> tuple[Marginals, list[Combination]]:
    choice = random.Random(3)
    elements = range(round((3 * count) ** (1 / 3)) + 1)
    allowed = choice.sample([(f"a{a}", f"b{b}", f"c{c}") for a, b, c in product(elements, repeat=3)], count)
    weights = [choice.randint(1, 9999) if choice.random() < 0.3 else 0 for _cell in allowed]
    marginals: Marginals = {"A": {}, "B": {}, "C": {}}
    for cell, weight in zip(allowed, weights, strict=True):
        for shares, element in zip(marginals.values(), cell, strict=True):
            shares[element] = shares.get(element, Fraction(0)) + Fraction(100 * weight, sum(weights))
    return marginals, allowed


def _programme(marginals: Marginals, allowed: list[Combination]) -> Any:
    """The largest share of a cell by HiGHS, in floating point."""
    from scipy.optimize import linprog

    rows = {element: row for row, element in enumerate(element for shares in marginals.values() for element in shares)}
    places = np.array([[rows[element] for element in cell] for cell in allowed], np.intp).T
    matrix = Columns(places, len(rows)).matrix().astype(float).tocsc()
    right = [float(share) for shares in marginals.values() for share in shares.values()]

    def solve(cell: int) -> Any:
        costs = np.zeros(len(allowed))
        costs[cell] = -1
        return linprog(costs, A_eq=matrix, b_eq=right, method="highs-ds")

    return solve


def _all_ranges(split: JointSplit) -> None:
    assert len(list(split.ranges.values())) == len(split.shares)
