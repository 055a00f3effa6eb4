"""What follows at once: an element without a share has none in any combination, an element with one combination left gives it
all it has."""

from dataclasses import dataclass

import numpy as np

from .linear_columns import Ints, Places


@dataclass(frozen=True)
class Left:
    """What is still open: the cells (row numbers of those given), the whole numbers of every element still to be shared out,
    and the whole number each given cell got (0 where it is open)."""

    cells: Places
    right: Ints
    values: Ints


def forced(cells: Places, right: Ints) -> Left | None:
    """Share out what can be shared out in one way only.

    `cells` has a row a combination, holding the numbers of its elements; `right` a whole number an element. None where that
    leads to a contradiction: less than nothing left, or something left and no combination to take it.
    """
    right = right.copy()
    values = np.zeros(len(cells), right.dtype)
    open_ = np.arange(len(cells))
    while True:
        open_ = open_[(right[cells[open_]] != 0).all(axis=1)]
        count = np.bincount(cells[open_].ravel(), minlength=len(right))
        if (right < 0).any() or (right[count == 0] != 0).any():
            return None
        alone = count[cells[open_]] == 1
        single = alone.any(axis=1)
        if not single.any():
            return Left(open_, right, values)
        fixed, of = open_[single], cells[open_[single]]
        values[fixed] = right[of[np.arange(len(fixed)), alone[single].argmax(axis=1)]]
        np.subtract.at(right, of.ravel(), np.repeat(values[fixed], cells.shape[1]))
        open_ = open_[~single]


def tied(cells: Places) -> Places:
    """The cells whose rank is still to be found, once every element with one cell left has been taken off together with that
    cell, again and again: each of them adds one to the rank of the equations."""
    with_element: dict[int, set[int]] = {}
    elements: list[list[int]] = cells.tolist()
    for cell, its in enumerate(elements):
        for element in its:
            with_element.setdefault(element, set()).add(cell)
    waiting = [element for element, its in with_element.items() if len(its) == 1]
    left = set(range(len(cells)))
    while waiting:
        for cell in with_element[waiting.pop()] & left:
            left.remove(cell)
            for element in elements[cell]:
                with_element[element].discard(cell)
                if len(with_element[element]) == 1:
                    waiting.append(element)
    return np.array(sorted(left), np.intp)
