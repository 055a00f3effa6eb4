"""The simplex method in whole numbers: slow, and always right.

A `Basis` keeps det * B^-1 of its basic columns B as whole numbers (pivoting without fractions, after Edmonds and Bareiss), so
that points, ranks and optimality are exact. It takes over where an answer found in floating point does not stand the check.
"""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from .linear_columns import Columns, Ints

_LARGEST = 1 << 28
"""Entries of the inverse below it leave room in int64 for a product of one with a sum of seven."""
_REJECTED_IN_A_ROW = 200


def common_divisor(values: Iterable[Fraction]) -> int:
    """The smallest whole number that makes whole numbers of all the fractions."""
    return math.lcm(*(value.denominator for value in values))


class Basis:
    """Independent columns that span A, chosen greedily in the order given, and the point they determine.

    Row i belongs to the basic column `basic[i]`, whose x is values[i] / det; every other x is 0. `consistent` tells whether
    A x = b has any solution, of whatever sign; without one the values mean nothing.
    """

    def __init__(self, columns: Columns, right: Sequence[int], order: Iterable[int]) -> None:
        self.columns = columns
        self.inverse: Ints = np.eye(columns.rows, dtype=np.int64)
        self.values: Ints = np.array(list(right), object)
        self.basic = np.full(columns.rows, -1, np.intp)
        self.det = 1
        self._largest = 1
        self._fill(np.fromiter(order, np.intp))
        spanned = self.basic >= 0
        self.consistent = not self.values[~spanned].any()
        self.inverse, self.values, self.basic = self.inverse[spanned], self.values[spanned], self.basic[spanned]

    @property
    def rank(self) -> int:
        """The rank of A."""
        return len(self.basic)

    @property
    def feasible(self) -> bool:
        """Whether the point is a solution: a vertex of the feasible set."""
        return self.consistent and bool((self.values >= 0).all())

    @property
    def point(self) -> dict[int, Fraction]:
        """x of the basic columns."""
        return {int(column): Fraction(value, self.det) for column, value in zip(self.basic, self.values, strict=True)}

    def maximise(self, costs: npt.NDArray[np.int64]) -> Ints:
        """Walk from this vertex to one with the largest costs * x (whole numbers, a column each; the set must be bounded).

        Returns the proof: y * det, a whole number a row, with y A >= costs and y b = costs * x.
        """
        cautious = False
        while True:
            held = np.flatnonzero(costs[self.basic])
            dual = (costs[self.basic[held], None] * self.inverse[held]).sum(axis=0)
            slack = self.columns.times(dual) - (costs.astype(self.inverse.dtype) * self.det)
            # Bland's rule where nothing was gained: the walk can then never return to a basis
            entering = int(np.argmax(slack < 0)) if cautious else int(np.argmin(slack))
            if slack[entering] >= 0:
                return dual
            column = self._column(entering)
            leaving = self._blocking(column)
            cautious = not self.values[leaving]
            self._pivot(leaving, entering, column)

    def _fill(self, order: npt.NDArray[np.intp]) -> None:
        free = np.ones(self.columns.rows, bool)
        next_ = rejected = 0
        while next_ < len(order) and free.any():
            candidate = int(order[next_])
            next_ += 1
            column = self._column(candidate)
            rows = np.flatnonzero(free & (column != 0))
            if len(rows):
                row = rows.tolist()[int(np.argmin(np.abs(column[rows])))]
                self._pivot(row, candidate, column)
                free[row] = False
                rejected = 0
            elif (rejected := rejected + 1) == _REJECTED_IN_A_ROW:
                left = order[next_:]
                useful = np.zeros(len(left), bool)
                for row in np.flatnonzero(free).tolist():
                    useful |= self.columns.times(self.inverse[row], left) != 0
                order = left[useful]
                next_ = rejected = 0

    def _column(self, number: int) -> Ints:
        """det * B^-1 times a column of A."""
        place = self.columns.places[:, number]
        rows = self.columns.rows
        plus, minus = place[place < rows], place[(place >= rows) & (place < 2 * rows)] - rows
        entries: Ints = self.inverse[:, plus].sum(axis=1)
        return entries - self.inverse[:, minus].sum(axis=1) if len(minus) else entries

    def _blocking(self, column: Ints) -> int:
        """The row whose x reaches zero first when x of the column grows; on a tie the one with the first basic column."""
        rows = np.flatnonzero(column > 0)
        steps = zip(rows.tolist(), self.values[rows], column[rows].tolist(), self.basic[rows].tolist(), strict=True)
        best, value, divisor, first = next(steps)
        for row, other, by, number in steps:
            difference = other * divisor - value * by
            if difference < 0 or (difference == 0 and number < first):
                best, value, divisor, first = row, other, by, number
        return best

    def _pivot(self, row: int, entering: int, column: Ints) -> None:
        if self._largest >= _LARGEST and self.inverse.dtype != object:
            self.inverse = self.inverse.astype(object)
            column = column.astype(object)
        pivot = int(column[row])
        size, sign = abs(pivot), 1 if pivot > 0 else -1
        others = np.flatnonzero(column)
        others = others[others != row]
        factors = sign * column[others]
        across = np.flatnonzero(self.inverse[row])
        touched = np.ix_(others, across)
        moved = np.multiply.outer(factors, self.inverse[row, across])
        steps = factors.astype(object) * self.values[row]
        if size == self.det:
            self.inverse[touched] -= moved // self.det
            self.values[others] -= steps // self.det
            grown = self.inverse[touched]
        else:
            kept, value = self.inverse[row].copy(), self.values[row]
            self.inverse *= size
            self.inverse[touched] -= moved
            self.inverse //= self.det
            self.values *= size
            self.values[others] -= steps
            self.values //= self.det
            self.inverse[row], self.values[row] = kept, value
            grown = self.inverse
        if sign < 0:
            self.inverse[row] *= -1
            self.values[row] *= -1
        self.det = size
        self.basic[row] = entering
        if grown.size and self._largest < _LARGEST:
            self._largest = max(self._largest, int(np.abs(grown).max()))
