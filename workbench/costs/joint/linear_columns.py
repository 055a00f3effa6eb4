"""The columns of a linear programme whose entries are 1 and -1: the shares of combinations, and what a share is off by."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]
"""Whole numbers: int64, or Python's own (object) where they would outgrow it."""
Places = npt.NDArray[np.intp]


class Columns:
    """The matrix A. `places` has a column a column of A: the rows of its entries 1; row + `rows` stands for an entry -1,
    2 * `rows` for no entry."""

    def __init__(self, places: Places, rows: int) -> None:
        self.places = places
        self.rows = rows
        self.count = places.shape[1]

    def times(self, weights: npt.NDArray[Any], chosen: Places | slice = slice(None)) -> npt.NDArray[Any]:
        """weights * A: one number a column, or a chosen one. Whole numbers stay whole."""
        table = np.concatenate([weights, -weights, np.zeros(1, weights.dtype)])
        first, *others = self.places[:, chosen]
        total = table[first]
        for places in others:
            total = total + table[places]
        return total

    def combined(self, weights: Mapping[int, int]) -> list[int]:
        """A * weights: one whole number a row, of any size."""
        total = [0] * (2 * self.rows + 1)
        chosen = list(weights)
        for places in self.places[:, chosen]:
            for place, column in zip(places.tolist(), chosen, strict=True):
                total[place] += weights[column]
        return [plus - minus for plus, minus in zip(total[: self.rows], total[self.rows : -1], strict=True)]

    def matrix(self, chosen: Places | slice = slice(None)) -> Any:
        """A, or chosen columns of it in the order given, as a sparse matrix of int64 by rows."""
        from scipy.sparse import csr_array

        places = self.places[:, chosen]
        count = places.shape[1]
        place, column = places.ravel(), np.tile(np.arange(count), len(places))
        kept = place < 2 * self.rows
        entries = np.where(place[kept] < self.rows, 1, -1).astype(np.int64)
        return csr_array((entries, (place[kept] % self.rows, column[kept])), shape=(self.rows, count))

    def within(self, rows: Places) -> "Columns":
        """The same columns in some of the rows only, numbered anew."""
        table = np.full(2 * self.rows + 1, 2 * len(rows), np.intp)
        table[rows] = np.arange(len(rows))
        table[rows + self.rows] = np.arange(len(rows)) + len(rows)
        return Columns(table[self.places], len(rows))
