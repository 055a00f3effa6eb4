"""An exact joint split as even as floats can make it: the shares of largest entropy, moved onto the marginals exactly."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from . import linear_rank
from .entropy import most_even
from .forced import forced
from .linear_columns import Columns, Ints, Places
from .linear_refined import System

_FINE, _ROUGH = 1e-13, 1e-6
"""How near floats are to come to the marginals, relative to them."""
_STRIDE = 7919
"""A prime: columns so far apart tend to be independent."""
_GRID = 10**14
"""Shares are rounded to this part of the whole, then made exact: 10^-12 percent."""


@dataclass(frozen=True)
class Split:
    """values / divisor: what every cell gets, never negative, adding up to every marginal exactly. `open_`: the cells that are
    not forced, each with more than nothing where `freedom` > 0. `freedom`: in how many directions these can move, as far as
    floats and a prime can tell."""

    values: Ints
    divisor: int
    open_: Places
    freedom: int

    def of(self, cell: int) -> Fraction:
        """What a cell gets."""
        return Fraction(int(self.values[cell]), self.divisor)


def even(cells: Places, right: Ints, inner: Split | None = None, *, roughly: bool = False) -> Split | None:
    """The most even split of the marginals over the cells, exact. None where not every open cell has been given a share, which
    proves nothing. With `inner`, a split that gives every open cell one, that is mixed in where it is missing. `roughly`: any
    split that keeps the marginals exactly will do, found faster.

    `cells`: a row a combination, the numbers of its elements; `right`: a whole number an element, each dimension with the
    same total.
    """
    left = forced(cells, right)
    if left is None:
        return None
    if not len(left.cells):
        return Split(left.values, 1, left.cells, 0)
    rows, places = np.unique(cells[left.cells], return_inverse=True)
    open_cells = places.reshape(-1, cells.shape[1])
    open_right = left.right[rows]
    found = _product(open_cells, open_right) or _moved(open_cells, open_right, roughly)
    if found is None:
        return None
    values, divisor, freedom = found
    whole = left.values.astype(object) * divisor
    whole[left.cells] = values
    split = Split(whole, divisor, left.cells, freedom)
    if freedom == 0:
        return split if (values >= 0).all() else None
    if (values > 0).all():
        return split
    return None if inner is None else _mixed(split, inner)


def _product(cells: Places, right: Ints) -> tuple[Ints, int, int] | None:
    """The product of the marginals, where all combinations of the elements are open."""
    sizes = [len(np.unique(column)) for column in cells.T]
    if np.prod(sizes, dtype=float) != len(cells):
        return None
    whole = int(right[np.unique(cells[:, 0])].astype(object).sum())
    values = right[cells].astype(object).prod(axis=1)
    return values, whole ** (len(sizes) - 1), len(cells) - sum(sizes) + len(sizes) - 1


def _moved(cells: Places, right: Ints, roughly: bool) -> tuple[Ints, int, int] | None:
    """The shares of largest entropy, rounded; what the marginals then lack goes to independent cells, the larger first."""
    columns = Columns(np.ascontiguousarray(cells.T), len(right))
    whole = int(right[np.unique(cells[:, 0])].astype(object).sum())
    marginals = np.array([int(value) / whole for value in right])
    shares = most_even(columns.matrix().astype(float), marginals, _ROUGH if roughly else _FINE)
    if not np.isfinite(shares).all() or shares.max() > 2:
        return None
    ample = shares > shares.max() / 1000
    first = np.where(ample, np.arange(len(cells)) * _STRIDE % len(cells), len(cells)) if roughly else 0 * shares
    base = linear_rank.independent(columns, np.lexsort((-shares, first)), len(right) - cells.shape[1] + 1)
    basic = base.columns
    free = len(basic) < len(cells)  # else the equations alone give the shares
    grid = np.rint(shares * (_GRID if free else 0)).astype(np.int64)
    sums = np.zeros(len(right), np.int64)
    np.add.at(sums, cells.ravel(), np.repeat(grid, cells.shape[1]))
    lacking = [int(value) * _GRID - int(total) * whole for value, total in zip(right, sums, strict=True)]
    system = System.of(columns, base)
    moves, divisor = system.solve(lacking)
    given = columns.combined(dict(zip(basic.tolist(), moves.tolist(), strict=True)))
    if any(value != wanted * divisor for value, wanted in zip(given, lacking, strict=True)):
        return None
    values = grid.astype(object) * (whole * divisor)
    values[basic] += moves
    return values, _GRID * divisor, len(cells) - len(basic)


def _mixed(split: Split, inner: Split) -> Split:
    """As little of the inner split mixed in as makes every open cell's share more than nothing, with room to spare."""
    short = [cell for cell in split.open_.tolist() if split.values[cell] <= 0]
    needed = max(-split.of(cell) / (inner.of(cell) - split.of(cell)) for cell in short)
    part = min(Fraction(1), Fraction(math.floor(2 * needed * _GRID) + 1, _GRID))
    kept = split.values * (inner.divisor * (part.denominator - part.numerator))
    mixed = inner.values * (split.divisor * part.numerator)
    return Split(kept + mixed, split.divisor * inner.divisor * part.denominator, split.open_, split.freedom)
