"""Linear programmes x >= 0, A x = b, where A has entries 1 and -1 only and b holds whole numbers, solved exactly.

HiGHS finds the answer in floating point; what is used of it is only which columns are basic. The point and its proof of
optimality are then computed in whole numbers (`linear_refined`) and checked; where that fails, the exact simplex method
(`linear_exact`) takes over. So a float can cost time here, but never truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from . import linear_exact, linear_rank
from .linear_columns import Columns, Ints
from .linear_refined import System
from .linear_walk import Walk

_SCALE = 1e4
"""What HiGHS sees as the largest right side: large beside its tolerance of 1e-7, and that large beside the rounding."""
_WALKED_UP_TO = 800
"""Rows up to which our own walk, which keeps a dense inverse, is faster than HiGHS from the start."""
_ZERO = 1e-9
"""Up to it HiGHS's x counts as nothing."""


@dataclass(frozen=True)
class Optimum:
    """The exact answer: x of its basic columns (every other is 0), and the proof `dual`: a whole number a row and their
    common divisor, y = dual / divisor, with y A >= costs and y b = costs * x."""

    point: dict[int, Fraction]
    dual: Ints
    divisor: int


class Region:
    """The solutions x >= 0 of A x = right, searched for many objectives, each from the corner where the last search ended."""

    def __init__(self, columns: Columns, right: Sequence[int], corner: System) -> None:
        self._columns = columns
        self._right = right
        self._start = corner.basic.tolist()
        self._walk = Walk(columns, right, corner) if columns.rows <= _WALKED_UP_TO else None

    def best(self, costs: npt.NDArray[np.int64]) -> Optimum:
        """The largest costs * x."""
        found = None
        if self._walk is not None and self._walk.maximise(costs):
            found = _certified(self._columns, self._right, costs, self._walk.system)
        return found or maximum(self._columns, self._right, costs, self._start)


def corner(columns: Columns, right: Sequence[int]) -> System | None:
    """A corner of the set of solutions, proved to be one; None where there is no solution at all, proved too."""
    order = _proposal(columns, right, np.zeros(columns.count, np.int64))
    if order is not None:
        system = System.of(columns, linear_rank.independent(columns, order))
        if _keeps(columns, right, system.point(right)):
            return system
    used = [column for column, value in nearest(columns, right).point.items() if value]
    if any(column >= columns.count for column in used):
        return None
    system = System.of(columns, linear_rank.independent(columns, [*used, *range(columns.count)]))
    if not _keeps(columns, right, system.point(right)):
        raise ArithmeticError("independent columns that depend on one another modulo the prime")
    return system


def nearest(columns: Columns, right: Sequence[int]) -> Optimum:
    """x >= 0 with the smallest sum of |A x - right|. Columns from `columns.count` on say what is missing in a row, the next
    after these what is too much; `dual` is zero in the rows that do not matter. `right` must not be negative."""
    rows = columns.rows
    slacks = np.full((len(columns.places), 2 * rows), 2 * rows, np.intp)
    slacks[0] = np.arange(2 * rows)
    extended = Columns(np.concatenate([columns.places, slacks], axis=1), rows)
    costs = np.repeat([0, -1], [columns.count, 2 * rows])
    return maximum(extended, right, costs, range(columns.count, columns.count + rows))


def maximum(columns: Columns, right: Sequence[int], costs: npt.NDArray[np.int64], start: Sequence[int]) -> Optimum:
    """The largest costs * x. `start` are the columns of a corner: where the exact method begins if the floating
    point answer does not stand the check. The set of solutions must be bounded in the direction of the costs."""
    order = _proposal(columns, right, costs)
    if order is not None:
        proved = _certified(columns, right, costs, System.of(columns, linear_rank.independent(columns, order)))
        if proved is not None:
            return proved
    basis = linear_exact.Basis(columns, right, start)
    dual = basis.maximise(costs)
    return Optimum(basis.point, dual, basis.det)


def _certified(columns: Columns, right: Sequence[int], costs: npt.NDArray[np.int64], system: System) -> Optimum | None:
    """The point of these basic columns with the proof that it is the best, both exact; None where it is not, or not proved."""
    point = system.point(right)
    if not _keeps(columns, right, point):
        return None
    dual, divisor = system.dual(costs)
    return Optimum(point, dual, divisor) if _dominates(columns, dual, divisor, costs) else None


def _dominates(columns: Columns, dual: Ints, divisor: int, costs: npt.NDArray[np.int64]) -> bool:
    """Whether y A >= costs in every column, exactly. Far from equality floats decide, their error being bounded."""
    approximate = np.array([float(Fraction(int(value), divisor)) for value in dual])
    slack = columns.times(approximate) - costs
    room = 1e-12 * max(1.0, float(np.abs(approximate).max(initial=0)))
    near = np.flatnonzero(slack < room)
    exact = columns.times(dual.astype(object), near) - costs[near].astype(object) * divisor
    return bool((exact >= 0).all())


def _keeps(columns: Columns, right: Sequence[int], point: dict[int, Fraction]) -> bool:
    """Whether A x = b in every row and x >= 0, exactly."""
    if min(point.values(), default=0) < 0:
        return False
    divisor = linear_exact.common_divisor(point.values())
    left = columns.combined({column: int(value * divisor) for column, value in point.items()})
    return all(value == wanted * divisor for value, wanted in zip(left, right, strict=True))


def _proposal(columns: Columns, right: Sequence[int], costs: npt.NDArray[np.int64]) -> npt.NDArray[np.intp] | None:
    """The columns in the order HiGHS would have them in the basis; None where it finds no answer."""
    from scipy.optimize import linprog

    scale = Fraction(_SCALE) / max(1, *map(abs, right))
    scaled = [float(value * scale) for value in right]
    found: Any = linprog(-costs.astype(float), A_eq=columns.matrix(), b_eq=scaled, method="highs-ds")
    if found.x is None:
        return None
    used = found.x > _ZERO
    return np.lexsort((np.where(used, 0.0, np.abs(found.lower.marginals)), np.where(used, -found.x, 0.0)))
