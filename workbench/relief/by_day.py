"""Settlements of a period taken day by day: where each day begins, and what of them lasts."""

import numpy as np
import numpy.typing as npt

from .. import money
from .amounts import Selection
from .parts import Rows


def heads(of: Selection | Rows, day: Rows | None) -> npt.NDArray[np.int64]:
    """Where in a sorted column another value begins, or also another day."""
    if not len(of):
        return np.zeros(0, np.int64)
    other = of[1:] != of[:-1]
    if day is not None:
        other |= day[1:] != day[:-1]
    return np.flatnonzero(np.r_[True, other])


def tails(head: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Where in a column of `count` rows the stretches end that begin at `head`."""
    return np.append(head, count)[1:] - 1


def lasting(of: Selection, before: money.Grosze, after: money.Grosze) -> tuple[money.Grosze, money.Grosze]:
    """What is owed before and after each day of the same thing (its days stand one after another), as if only that had been
    paid which was not taken back on a later one of these days: the first and the last amount are the same, between them it
    goes one way."""
    wrong_way = np.unique(of[after > before])
    if not len(wrong_way):
        return before, after
    before, after = before.copy(), after.copy()
    for one in wrong_way:
        rows = np.flatnonzero(of == one)
        first, last = before[rows[0]], after[rows[-1]]
        outer = np.maximum if first >= last else np.minimum
        inner = np.minimum if first >= last else np.maximum
        after[rows] = inner(outer.accumulate(after[rows][::-1])[::-1], first)
        before[rows] = np.r_[first, after[rows][:-1]]
    return before, after
