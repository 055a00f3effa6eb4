"""From one corner of a set of solutions to the next best, in floating point: many objectives over the same set.

What the walk says is proved nowhere in here: `system` hands the corner over for that (`linear.certified`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .linear_columns import Columns
from .linear_refined import System

_TINY = 1e-9
_FRESH_AFTER = 60
"""Pivots after which the inverse is computed anew, since its rounding grows."""
_PIVOTS_A_ROW = 20
"""More of them for one objective are a sign of a walk in circles."""


class Walk:
    """A corner that moves. The set is x >= 0, A x = right; `corner` is one of its corners."""

    def __init__(self, columns: Columns, right: Sequence[int], corner: System) -> None:
        self._height = columns.rows
        self._columns = columns.within(corner.rows)
        self._rows = corner.rows
        scale = max(1, *map(abs, right))
        self._right = np.array([right[row] / scale for row in corner.rows.tolist()])
        self.basic = corner.basic.copy()
        self._inverse, self._values = self._fresh()
        self._pivots = 0

    @property
    def system(self) -> System:
        """The equations of the corner, to be solved exactly."""
        inverse = self._inverse
        matrix = self._columns.matrix(self.basic)
        return System(self.basic.copy(), self._rows, self._height, matrix, inverse.dot, inverse.T.dot)

    def maximise(self, costs: npt.NDArray[np.int64]) -> bool:
        """Move to a corner with the largest costs * x. False where the walk got lost."""
        for _pivot in range(_PIVOTS_A_ROW * len(self.basic) + 100):
            held = np.flatnonzero(costs[self.basic])
            slack = self._columns.times(costs[self.basic[held]] @ self._inverse[held]) - costs
            slack[self.basic] = 0
            entering = int(np.argmin(slack))
            if slack[entering] >= -_TINY:
                return True
            place = self._columns.places[:, entering]
            column = self._inverse[:, place[place < len(self.basic)]].sum(axis=1)
            rows = np.flatnonzero(column > _TINY)
            if not len(rows):
                return False
            steps = self._values[rows] / column[rows]
            near = rows[steps <= steps.min() + _TINY]
            self._pivot(int(near[np.argmax(column[near])]), entering, column)
        return False

    def _pivot(self, row: int, entering: int, column: npt.NDArray[np.float64]) -> None:
        self.basic[row] = entering
        self._pivots += 1
        if self._pivots == _FRESH_AFTER:
            self._inverse, self._values = self._fresh()
            self._pivots = 0
            return
        step = self._values[row] / column[row]
        across = self._inverse[row] / column[row]
        self._inverse -= np.multiply.outer(column, across)
        self._inverse[row] = across
        self._values = np.maximum(self._values - step * column, 0)
        self._values[row] = step

    def _fresh(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        inverse = np.linalg.inv(self._columns.matrix(self.basic).toarray().astype(float))
        return inverse, np.maximum(inverse @ self._right, 0)
