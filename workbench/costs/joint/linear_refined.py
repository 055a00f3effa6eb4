"""Square systems of equations solved exactly with the help of floats.

A floating point solver improves an answer of whole numbers by some twenty-eight binary digits a step; what is still missing
is exact all the time. With digits enough, the fraction they belong to is the answer, which is checked in the equations
themselves. Where floats are of no use, elimination in whole numbers does the same, slowly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from .linear_columns import Columns, Ints, Places
from .linear_rank import Base

_BITS = 28
"""Binary digits gained a step."""
_SMALL = 1 << 16
"""What is still missing must stay below it: then the digits of a step fit a float."""
_LARGEST = 2.0**52
_ROUNDS = 50
_STEPS = (4, 8, 16, 32, 64, 128)
"""After so many steps the fraction is looked for."""

Solver = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


@dataclass(frozen=True)
class System:
    """The basic columns of a linear programme in as many rows: B, and how to solve with B and its transpose in floats."""

    basic: Places
    rows: Places
    height: int
    matrix: Any
    solver: Solver
    solver_transposed: Solver

    @classmethod
    def of(cls, columns: Columns, base: Base) -> "System":
        """The system of independent columns."""
        from scipy.sparse.linalg import splu

        matrix = columns.matrix(base.columns)[base.rows]
        try:
            parts = splu(matrix.astype(float).tocsc())
        except RuntimeError:  # singular as far as floats can tell
            return cls(base.columns, base.rows, columns.rows, matrix, np.zeros_like, np.zeros_like)
        return cls(base.columns, base.rows, columns.rows, matrix, parts.solve, lambda right: parts.solve(right, "T"))

    def solve(self, right: Sequence[int]) -> tuple[Ints, int]:
        """Whole numbers x, one a basic column, and their divisor, with B x = right in the rows of the system."""
        return _solve(self.matrix, self.solver, [right[row] for row in self.rows.tolist()])

    def point(self, right: Sequence[int]) -> dict[int, Fraction]:
        """The same as fractions by column."""
        values, divisor = self.solve(right)
        return {column: Fraction(int(value), divisor) for column, value in zip(self.basic.tolist(), values, strict=True)}

    def dual(self, costs: npt.NDArray[np.int64]) -> tuple[Ints, int]:
        """Whole numbers y, one a row of the programme, and their divisor, with y B = costs of the basic columns."""
        values, divisor = _solve(self.matrix.T.tocsr(), self.solver_transposed, costs[self.basic].tolist())
        dual = np.zeros(self.height, object)
        dual[self.rows] = values
        return dual, divisor


def _solve(matrix: Any, solver: Solver, right: Sequence[int]) -> tuple[Ints, int]:
    return _refined(matrix, solver, right) or _eliminated(matrix, right)


def _refined(matrix: Any, solver: Solver, right: Sequence[int]) -> tuple[Ints, int] | None:
    """Whole numbers and a divisor: the exact answer of matrix * x = right. None where floats are of no use."""
    if not right:
        return np.zeros(0, object), 1
    answer = np.zeros(len(right), object)
    missing: Ints = np.array(list(right), object)
    for _round in range(_ROUNDS):  # the whole part first, however long the numbers are
        if np.abs(missing).max() < _SMALL:
            break
        step = _rounded(solver(missing.astype(float)))
        if step is None:
            return None
        answer += step
        missing = missing - _product(matrix, step)
    else:
        return None
    left, bits = missing.astype(np.int64), 0
    for count in range(1, _STEPS[-1] + 1):
        gain = solver(left.astype(float) * 2.0**_BITS)
        if not np.isfinite(gain).all() or np.abs(gain).max() > _LARGEST:
            return None
        digits = np.rint(gain).astype(np.int64)
        left = left * 2**_BITS - matrix @ digits
        if np.abs(left).max() >= _SMALL:
            return None
        answer = answer * 2**_BITS + digits.astype(object)
        bits += _BITS
        if count in _STEPS or not left.any():
            found = _fraction(answer, bits)
            if found is not None and _holds(matrix, *found, right):
                return found
    return None


def _eliminated(matrix: Any, right: Sequence[int]) -> tuple[Ints, int]:
    """The same without floats: elimination that stays in whole numbers (Bareiss)."""
    work = np.concatenate([matrix.toarray().astype(object), np.array([right], object).T], axis=1)
    divisor = 1
    for step in range(len(right)):
        row = step + int(np.flatnonzero(work[step:, step])[0])
        work[[step, row]] = work[[row, step]]
        pivot, across = work[step, step], work[step].copy()
        work = (work * pivot - np.multiply.outer(work[:, step], across)) // divisor
        work[step] = across
        divisor = pivot
    sign = 1 if divisor > 0 else -1
    return work[:, -1] * sign, divisor * sign


def _fraction(answer: Ints, bits: int) -> tuple[Ints, int] | None:
    """Whole numbers and their divisor that answer / 2**bits comes from, if so many digits tell."""
    one, half, near = 1 << bits, 1 << (bits - 1), 1 << (bits - bits // 3)
    divisor = 1
    for number in answer:
        value = number * divisor
        if abs((value + half) % one - half) >= near:
            divisor *= Fraction(value, one).limit_denominator(1 << (bits // 3)).denominator
        if divisor.bit_length() > bits // 2:
            return None
    return (answer * divisor + half) >> bits, divisor


def _holds(matrix: Any, values: Ints, divisor: int, right: Sequence[int]) -> bool:
    return all(value == wanted * divisor for value, wanted in zip(_product(matrix, values), right, strict=True))


def _product(matrix: Any, values: Ints) -> Ints:
    """matrix * values for whole numbers of any size."""
    terms = matrix.data.astype(object) * values[matrix.indices]
    return np.add.reduceat(terms, matrix.indptr[:-1])


def _rounded(values: npt.NDArray[np.float64]) -> Ints | None:
    if not np.isfinite(values).all():
        return None
    return np.array([int(value) for value in np.rint(values)], object)
