"""The smallest and the largest share every combination can have, exact, worked out when asked for.

Most answers need no linear programme. Any split found proves "0 is possible" for the combinations it leaves out, and "all the
smallest marginal has" for those that take it whole; `everything` looks for such splits, many combinations at a time. Where all
combinations of the elements are open, both ends are known in closed form (Fréchet). Only the rest is optimised one by one.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from . import linear
from .even import Split, even
from .linear_columns import Columns, Ints, Places
from .problem import Combination

_GIVE_UP = 10
"""Cells in a row that could not take the whole of their smallest marginal: then each is better optimised."""

_ENOUGH = 25
"""Other cells an element, on the average, that a split of a group is looked for with: few are quick, too few leave none."""

Range = tuple[Fraction, Fraction]


class Ranges(Mapping[Combination, Range]):
    """(smallest, largest) share in percent by combination."""

    def __init__(self, fixed: Mapping[Combination, Fraction], moving: Mapping[Combination, int], extremes: "Extremes") -> None:
        self._fixed = fixed
        self._moving = moving
        self._extremes = extremes

    def __getitem__(self, combination: Combination) -> Range:
        if combination in self._moving:
            return self._extremes.of(self._moving[combination])
        share = self._fixed[combination]
        return share, share

    def __iter__(self) -> Iterator[Combination]:
        """In the order of the shares. Whoever goes through all of them wants them all: they are worked out together."""
        self._extremes.everything()
        return iter(self._fixed)

    def __len__(self) -> int:
        return len(self._fixed)

    def __contains__(self, combination: object) -> bool:
        return combination in self._fixed

    def __repr__(self) -> str:
        return f"<ranges of {len(self)} combinations>"


class Extremes:
    """The ends of the range of every open cell, in percent; `unit` parts of `right` are one percent."""

    def __init__(self, cells: Places, right: Ints, unit: int, known: Split) -> None:
        self._cells, self._right, self._unit = cells, right, unit
        self._elements: list[list[int]] = cells.tolist()
        self._shuffled = np.random.default_rng(len(cells)).permutation(len(cells))
        self._bound = right[cells].min(axis=1)
        self._tightest = cells[np.arange(len(cells)), right[cells].argmin(axis=1)]
        self._lows: list[Fraction | None] = [None] * len(cells)
        self._highs: list[Fraction | None] = [None] * len(cells)
        self._columns = Columns(np.ascontiguousarray(cells.T), len(right))
        self._region: linear.Region | None = None
        sizes = [len(np.unique(column)) for column in cells.T]
        if np.prod(sizes, dtype=float) == len(cells):
            self._closed_form()
        else:
            self._note(np.arange(len(cells)), known)

    def of(self, cell: int) -> Range:
        """The range of a cell."""
        low, high = self._lows[cell], self._highs[cell]
        if high is None:
            high = self._highs[cell] = self._best(cell, 1)
        if low is None:
            low = self._lows[cell] = self._best(cell, -1)
        return low / self._unit, high / self._unit

    def everything(self) -> None:
        """Find splits that settle many cells at once: in each some cells take the whole of their smallest marginal."""
        waiting = [cell for cell, high in enumerate(self._highs) if high is None]
        size, alone = len(self._right), 0
        while waiting and alone < _GIVE_UP:
            group = self._apart(waiting, size)
            others = self._shuffled[~np.isin(self._cells[self._shuffled], self._tightest[group]).any(axis=1)]
            enough = len(self._cells) if len(group) == 1 else _ENOUGH * len(self._right)
            kept = np.union1d(others[:enough], group)
            split = even(self._cells[kept], self._right, roughly=True)
            if split is not None:
                self._note(kept, split)
                size, alone = len(group) + max(1, len(group) // 4), 0
            elif len(group) > 1:
                size = len(group) * 2 // 3
                continue
            else:
                alone += 1
            tried = set(group.tolist())
            waiting = [cell for cell in waiting if cell not in tried and self._highs[cell] is None]

    def _apart(self, waiting: list[int], size: int) -> Places:
        """Some cells, no two with an element in common."""
        taken: set[int] = set()
        group = []
        for cell, elements in ((cell, self._elements[cell]) for cell in waiting):
            if taken.isdisjoint(elements):
                taken.update(elements)
                group.append(cell)
                if len(group) == size:
                    break
        return np.array(group, np.intp)

    def _closed_form(self) -> None:
        whole = int(self._right[np.unique(self._cells[:, 0])].astype(object).sum())
        sums = self._right[self._cells].astype(object).sum(axis=1) - (self._cells.shape[1] - 1) * whole
        self._lows = [Fraction(max(0, int(value))) for value in sums]
        self._highs = [Fraction(int(value)) for value in self._bound]

    def _note(self, cells: Places, split: Split) -> None:
        """What a split over some of the cells proves."""
        self._no_share(np.setdiff1d(np.arange(len(self._cells)), cells[np.flatnonzero(split.values)]))
        reached = split.values == self._bound[cells].astype(object) * split.divisor
        for cell in cells[reached.astype(bool)].tolist():
            self._highs[cell] = Fraction(int(self._bound[cell]))

    def _no_share(self, cells: Places) -> None:
        for cell in cells.tolist():
            if self._lows[cell] is None:
                self._lows[cell] = Fraction(0)

    def _best(self, cell: int, sign: int) -> Fraction:
        """The largest share (sign 1) or the smallest (-1) of a cell, in units."""
        if self._region is None:
            right = self._right.tolist()
            corner = linear.corner(self._columns, right)
            assert corner is not None, "there is a split"
            self._region = linear.Region(self._columns, right, corner)
        costs = np.zeros(len(self._cells), np.int64)
        costs[cell] = sign
        found = self._region.best(costs)
        with_share = [column for column, value in found.point.items() if value]
        self._no_share(np.setdiff1d(np.arange(len(self._cells)), with_share))
        for column in with_share:
            if found.point[column] == self._bound[column]:
                self._highs[column] = found.point[column]
        return found.point.get(cell, Fraction(0))
