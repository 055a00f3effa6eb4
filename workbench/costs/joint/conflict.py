"""Why no joint split keeps the marginals, and the smallest change of them after which one does."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from . import linear
from .linear_columns import Columns
from .problem import Problem

COLUMNS = {"dimension": "str", "element": "str", "share": "object", "needed": "object", "change": "object", "clashes": "bool"}
"""The columns of the table and their types: the percents are Fractions."""


def no_conflict() -> pd.DataFrame:
    """The table without rows."""
    return _table([])


def conflict(problem: Problem) -> pd.DataFrame:
    """A row a marginal that clashes with others or has to change: dimension, element, share (as given), needed (what it would
    have to be), change (needed - share), all in percent as Fractions, and clashes (whether it is part of the contradiction
    itself). The changes add up to the smallest sum of absolute changes with which a split exists, each dimension making 100.
    """
    needed = _needed(problem)
    clashing = _clashing(problem)
    rows = [
        (*element, share, wanted, wanted - share, number in clashing)
        for number, (element, share, wanted) in enumerate(zip(problem.elements, problem.shares, needed, strict=True))
        if wanted != share or number in clashing
    ]
    return _table(rows)


def _table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    series = zip(COLUMNS.items(), columns, strict=True)
    return pd.DataFrame({name: pd.Series(list(values), dtype=dtype) for (name, dtype), values in series})


def wrong_totals(problem: Problem) -> list[str]:
    """The dimensions whose shares do not add up to 100."""
    return [dimension for number, dimension in enumerate(problem.dimensions) if _total(problem, number) != 100]


def _needed(problem: Problem) -> list[Fraction]:
    """The marginals nearest to the given ones that a split has.

    The shares x of the cells, what each element has too much (p) and too little (q): A x + p - q = right, and one more row
    that keeps the total: over the elements of the first dimension, p - q is what they have above 100.
    """
    elements, cells = len(problem.elements), problem.cells
    rows, total = elements + 1, elements
    nothing = 2 * rows
    places = np.full((max(cells.shape[1], 2), len(cells) + 2 * elements), nothing, np.intp)
    places[: cells.shape[1], : len(cells)] = cells.T
    much, little = len(cells), len(cells) + elements
    places[0, much:little] = np.arange(elements)
    places[0, little:] = np.arange(elements) + rows
    first = np.flatnonzero(np.array(problem.dimension_of_row) == 0)
    places[1, much + first] = total
    places[1, little + first] = total + rows
    columns = Columns(places, rows)
    right: list[int] = problem.right.tolist()
    above = sum(right[row] for row in first.tolist()) - problem.whole
    costs = np.repeat([0, -1], [len(cells), 2 * elements])
    found = linear.maximum(columns, [*right, above], costs, _start(problem, right, much, little))
    changes = [found.point.get(little + row, Fraction(0)) - found.point.get(much + row, Fraction(0)) for row in range(elements)]
    return [share + change / problem.unit for share, change in zip(problem.shares, changes, strict=True)]


def _start(problem: Problem, right: Sequence[int], much: int, little: int) -> list[int]:
    """A corner that is always there: the first cell gets everything."""
    chosen = set(problem.cells[0].tolist())
    left = [value - (problem.whole if row in chosen else 0) for row, value in enumerate(right)]
    return [0, *(much + row if value >= 0 else little + row for row, value in enumerate(left))]


def _clashing(problem: Problem) -> set[int]:
    """The elements whose shares contradict one another: those of a dimension that does not make 100; those with a share but
    without an allowed combination; else those of the proof (Farkas) that no split comes nearer."""
    dimension_of = problem.dimension_of_row
    wrong = {number for number in range(len(problem.dimensions)) if _total(problem, number) != 100}
    if wrong:
        return {row for row, dimension in enumerate(dimension_of) if dimension in wrong}
    used = set(np.unique(problem.cells).tolist())
    stranded = {row for row, share in enumerate(problem.shares) if share and row not in used}
    if stranded:
        return stranded
    columns = Columns(np.ascontiguousarray(problem.cells.T), len(problem.elements))
    proof: list[int] = linear.nearest(columns, problem.right.tolist()).dual.tolist()
    neutral = [_neutral(problem, proof, dimension) for dimension in range(len(problem.dimensions))]
    return {row for row, (weight, of) in enumerate(zip(proof, dimension_of, strict=True)) if weight != neutral[of]}


def _neutral(problem: Problem, proof: list[int], dimension: int) -> int:
    """The weight most elements of a dimension have in the proof. Given to all of them it says only that they make 100."""
    weights = Counter(weight for weight, of in zip(proof, problem.dimension_of_row, strict=True) if of == dimension)
    return max(weights, key=lambda weight: (weights[weight], weight == 0))


def _total(problem: Problem, dimension: int) -> Fraction:
    shares = zip(problem.shares, problem.dimension_of_row, strict=True)
    return sum((share for share, of in shares if of == dimension), Fraction(0))
