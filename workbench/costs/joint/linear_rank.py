"""Independent columns and the rank of a matrix, found modulo a prime and proved over the rationals."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from .linear_columns import Columns, Ints, Places
from .linear_exact import Basis

_PRIME = 2**31 - 1
_REJECTED_IN_A_ROW = 100


@dataclass(frozen=True)
class Base:
    """Independent columns, the rows in which they are, and for every other row how it follows from these rows, modulo the
    prime: `others` weighs the rows of A so that they cancel."""

    columns: Places
    rows: Places
    others: npt.NDArray[np.int64]


def independent(columns: Columns, order: Iterable[int], most: int | None = None) -> Base:
    """Independent columns, the earlier in the order the rather. They are independent over the rationals too; that no more
    are is certain only modulo the prime (see `dependencies`). `most`: how many there can be at most, where that is known."""
    rows = columns.rows
    most = rows if most is None else most
    inverse = np.eye(rows, dtype=np.int64)
    free = np.ones(rows, bool)
    waiting = np.fromiter(order, np.intp)
    chosen: list[int] = []
    pivots: list[int] = []
    next_ = rejected = 0
    while next_ < len(waiting) and len(chosen) < most:
        candidate = int(waiting[next_])
        next_ += 1
        column = _column(columns, inverse, candidate)
        possible = np.flatnonzero(free & (column != 0))
        if len(possible):
            row = int(possible[0])
            _eliminate(inverse, row, column)
            free[row] = False
            chosen.append(candidate)
            pivots.append(row)
            rejected = 0
            continue
        rejected += 1
        if rejected == _REJECTED_IN_A_ROW:
            left = waiting[next_:]
            useful = np.zeros(len(left), bool)
            for row in np.flatnonzero(free).tolist():
                useful |= columns.times(inverse[row], left) % _PRIME != 0
            waiting = left[useful]
            next_ = rejected = 0
    return Base(np.array(chosen, np.intp), np.array(pivots, np.intp), inverse[free])


def dependencies(columns: Columns, base: Base) -> list[Ints] | None:
    """The rows of A that follow from others, over the rationals: whole weights of the rows that cancel in every column. As
    many as `base.others`, which proves the rank: len(base.columns). None where they could not be made out."""
    proved = []
    for weights in base.others:
        fractions = [_rational(weight) for weight in weights.tolist()]
        divisor = int(np.lcm.reduce([fraction.denominator for fraction in fractions], dtype=object))
        whole = np.array([int(fraction * divisor) for fraction in fractions], object)
        if columns.times(whole).any():
            return None
        proved.append(whole)
    return proved


def rank(columns: Columns, most: int) -> int:
    """The rank over the rationals, proved; `most`: how large it can be at most."""
    base = independent(columns, range(columns.count), most)
    if dependencies(columns, base) is not None:
        return len(base.columns)
    return Basis(columns, [0] * columns.rows, range(columns.count)).rank


def _column(columns: Columns, inverse: npt.NDArray[np.int64], number: int) -> npt.NDArray[np.int64]:
    place, rows = columns.places[:, number], columns.rows
    total = np.zeros(rows, np.int64)
    for one in place[place < 2 * rows].tolist():
        total += inverse[:, one] if one < rows else -inverse[:, one - rows]
    return total % _PRIME


def _eliminate(inverse: npt.NDArray[np.int64], row: int, column: npt.NDArray[np.int64]) -> None:
    inverse[row] = inverse[row] * pow(int(column[row]), -1, _PRIME) % _PRIME
    others = np.flatnonzero(column)
    others = others[others != row]
    across = np.flatnonzero(inverse[row])
    touched = np.ix_(others, across)
    inverse[touched] = (inverse[touched] - np.multiply.outer(column[others], inverse[row, across]) % _PRIME) % _PRIME


def _rational(residue: int) -> Fraction:
    """The fraction with the smallest numerator and denominator that is this number modulo the prime."""
    limit = int((_PRIME // 2) ** 0.5)
    before, number, step_before, step = _PRIME, residue, 0, 1
    while number > limit:
        quotient = before // number
        before, number = number, before - quotient * number
        step_before, step = step, step_before - quotient * step
    return Fraction(number, step)
