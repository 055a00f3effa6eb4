"""Joint splits once more, slow and plain: what ``workbench.costs.solve_joint`` is measured against.

By listing every corner of the set of splits: each choice of cells that could be the ones with a share is solved by Gaussian
elimination over fractions. Corners decide everything for a bounded set: none means impossible, one means unique, and the ends
of every range are ends over the corners. The smallest change of the marginals is found the same way, over the corners of the
problem with slack. Only for a handful of cells. Imports nothing of the package, so that no error can be shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Marginals = Mapping[str, Mapping[str, Fraction]]
Combination = tuple[str, ...]
Matrix = list[list[Fraction]]


def equations(marginals: Marginals, allowed: Sequence[Combination]) -> tuple[Matrix, list[Fraction]]:
    """A row an element: which cells it is in, and its share."""
    rows, right = [], []
    for place, shares in enumerate(marginals.values()):
        for element, share in shares.items():
            rows.append([Fraction(combination[place] == element) for combination in allowed])
            right.append(Fraction(share))
    return rows, right


def solved(rows: Matrix, right: Sequence[Fraction]) -> list[Fraction] | None:
    """The only answer of the equations; None where there is none or more than one."""
    work = [[*row, value] for row, value in zip(rows, right, strict=True)]
    width = len(rows[0])
    done = 0
    for column in range(width):
        pivot = next((row for row in range(done, len(work)) if work[row][column]), None)
        if pivot is None:
            return None
        work[done], work[pivot] = work[pivot], work[done]
        work[done] = [value / work[done][column] for value in work[done]]
        for row in range(len(work)):
            if row != done and work[row][column]:
                factor = work[row][column]
                work[row] = [value - factor * other for value, other in zip(work[row], work[done], strict=True)]
        done += 1
    if any(row[-1] for row in work[done:]):
        return None
    return [work[row][-1] for row in range(width)]


def rank(rows: Matrix) -> int:
    """The size of the largest set of independent rows, by elimination."""
    work = [list(row) for row in rows]
    done = 0
    for column in range(len(work[0])):
        pivot = next((row for row in range(done, len(work)) if work[row][column]), None)
        if pivot is None:
            continue
        work[done], work[pivot] = work[pivot], work[done]
        for row in range(done + 1, len(work)):
            factor = work[row][column] / work[done][column]
            work[row] = [value - factor * other for value, other in zip(work[row], work[done], strict=True)]
        done += 1
    return done


def corners(rows: Matrix, right: Sequence[Fraction]) -> Iterator[list[Fraction]]:
    """Every corner of x >= 0, rows * x = right; some more than once."""
    width, size = len(rows[0]), rank(rows)
    for chosen in combinations(range(width), size):
        found = solved([[row[column] for column in chosen] for row in rows], right)
        if found is not None and min(found, default=Fraction(0)) >= 0:
            full = [Fraction(0)] * width
            for column, value in zip(chosen, found, strict=True):
                full[column] = value
            yield full


def oracle_ranges(marginals: Marginals, allowed: Sequence[Combination]) -> dict[Combination, tuple[Fraction, Fraction]] | None:
    """The smallest and largest share of every cell; None where no split keeps the marginals."""
    found = list(corners(*equations(marginals, allowed)))
    if not found:
        return None
    return {
        combination: (min(corner[place] for corner in found), max(corner[place] for corner in found))
        for place, combination in enumerate(allowed)
    }


def oracle_smallest_change(marginals: Marginals, allowed: Sequence[Combination]) -> Fraction:
    """The smallest sum of absolute changes of the shares, every dimension making 100 after it, that lets a split exist.

    The function is convex and bends only where some share's change is nothing, so the least lies where the shares of the
    cells solve as many "no change" equations, or are nothing, as there are cells.
    """
    rows, right = equations(marginals, allowed)
    width = len(allowed)
    nothing = [[Fraction(place == column) for column in range(width)] for place in range(width)]
    bends = [*zip(rows, right, strict=True), *((row, Fraction(0)) for row in nothing)]
    whole = [Fraction(1)] * width
    best: Fraction | None = None
    for chosen in combinations(bends, width - 1):
        found = solved([whole, *(row for row, _value in chosen)], [Fraction(100), *(value for _row, value in chosen)])
        if found is None or min(found) < 0:
            continue
        sums = [sum((a * b for a, b in zip(row, found, strict=True)), Fraction(0)) for row in rows]
        change = sum((abs(value - wanted) for value, wanted in zip(sums, right, strict=True)), Fraction(0))
        best = change if best is None else min(best, change)
    assert best is not None, "everything to one cell is always a candidate"
    return best
