"""The joint split of shares by several dimensions: from what each team, each project and each branch bears to what every
combination of them bears (A-012 to A-014).

>>> split = solve_joint({"ZESPÓŁ": {"Z1": "60", "Z2": "40"}, "PROJEKTY": {"P1": "70", "P2": "30"}}, forbidden=[("Z2", "P2")])
>>> split.status, split.shares["Z1", "P1"], split.shares["Z2", "P1"]
('unique', Fraction(30, 1), Fraction(40, 1))
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import linear, linear_exact, linear_rank
from .conflict import conflict, no_conflict, wrong_totals
from .even import Split, even
from .forced import forced, tied
from .linear_columns import Columns, Ints, Places
from .linear_refined import System
from .problem import Combination, Combinations, Marginals, Problem, read
from .ranges import Extremes, Range, Ranges

Status = Literal["unique", "free", "impossible"]


@dataclass(frozen=True, eq=False)
class JointSplit:
    """The answer of `solve_joint`. All shares are exact percent (Fraction), never floats.

    * `status`: "unique" (exactly one split keeps the marginals), "free" (many do) or "impossible" (none does);
    * `shares`: every allowed combination with its share, those without one too (0); empty if impossible;
    * `ranges`: every allowed combination with its smallest and largest possible share, worked out when asked for;
    * `conflict`: if impossible, the marginals that clash and the smallest change that helps (see `conflict.py`);
    * `rank`: how many of the equations are independent; `degrees_of_freedom`: allowed combinations - rank. A split with
      degrees of freedom can still be unique, since no share may be negative.
    """

    dimensions: tuple[str, ...]
    status: Status
    shares: Mapping[Combination, Fraction]
    ranges: Mapping[Combination, Range]
    conflict: pd.DataFrame
    rank: int
    degrees_of_freedom: int
    wrong_totals: tuple[str, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row an allowed combination: the element of each dimension, share, low and high (percent as Fractions)."""
        rows = [(*combination, self.shares[combination], *ends) for combination, ends in self.ranges.items()]
        return pd.DataFrame(rows, columns=[*self.dimensions, "share", "low", "high"], dtype=object)

    def __repr__(self) -> str:
        return f"JointSplit({self.status}, {len(self.shares)} shares, {self.degrees_of_freedom} degrees of freedom)"

    def _repr_html_(self) -> str:
        from .showing import split_html

        return split_html(self)


def solve_joint(
    marginals: Marginals, allowed: Combinations | None = None, *, forbidden: Combinations | None = None
) -> JointSplit:
    """The joint split of marginal percentages over the combinations that are allowed.

    `marginals`: by dimension, in the order of the combinations, the percent of every element, as a text ("12.5"), Decimal,
    int or Fraction. `allowed` lists the combinations that may have a share, `forbidden` those that may not; without either
    all may. Where several splits are possible, the shares are the most even ones (largest entropy) to 10^-12 percent, and
    keep every marginal exactly. Raises DescriptionError for shares or combinations that cannot be read, fewer than two
    dimensions, or more than 10,000 combinations.
    """
    problem = read(marginals, allowed, forbidden)
    cells = problem.cells
    wrong = tuple(wrong_totals(problem))
    rank = _rank(cells)
    degrees = len(cells) - rank
    found = None if wrong else _feasible(cells, problem.right)
    if found is None:
        return JointSplit(problem.dimensions, "impossible", {}, {}, conflict(problem), rank, degrees, wrong)
    scale = found.divisor * problem.unit
    numbered = zip(problem.combinations, found.values.tolist(), strict=True)
    shares = {combination: Fraction(value, scale) for combination, value in numbered}
    open_ = cells[found.open_]
    if len(open_) == (rank if len(open_) == len(cells) else _rank(open_)):
        ends = {combination: (share, share) for combination, share in shares.items()}
        return JointSplit(problem.dimensions, "unique", shares, ends, no_conflict(), rank, degrees, wrong)
    return JointSplit(problem.dimensions, "free", shares, _ranges(problem, found, shares), no_conflict(), rank, degrees, wrong)


def _feasible(cells: Places, right: Ints) -> Split | None:
    """The most even split, its open cells those that can have a share; None where there is no split.

    First the quick way, which floats may miss. Then the sure one: a corner of the set of splits, or the proof that there is
    none; the cells that can have a share at all, as proved by splits that give them one and by an optimum of 0 for the rest.
    On these cells a split with a share for each exists, so they move in as many directions as they exceed their rank, and the
    split is the only one where they do not.
    """
    quick = even(cells, right)
    if quick is not None:
        return quick
    left = forced(cells, right)
    if left is None:
        return None
    rows, places = np.unique(cells[left.cells], return_inverse=True)
    open_cells, open_right = places.reshape(-1, cells.shape[1]), left.right[rows]
    columns = Columns(np.ascontiguousarray(open_cells.T), len(rows))
    corner = linear.corner(columns, open_right.tolist())
    if corner is None:
        return None
    inner = _inner(columns, open_right.tolist(), corner)
    possible = inner.open_
    within = replace(inner, values=inner.values[possible], open_=np.arange(len(possible)))
    found = even(open_cells[possible], open_right, within) or within
    values = left.values.astype(object) * found.divisor
    chosen = left.cells[possible]
    values[chosen] = found.values
    return Split(values, found.divisor, chosen[found.open_], found.freedom)


def _inner(columns: Columns, right: list[int], corner: System) -> Split:
    """A split that gives a share to every cell that can have one: the mean of corners. `open_`: these cells."""
    points = [corner.point(right)]
    region = linear.Region(columns, right, corner)
    unknown: npt.NDArray[np.int64] = np.ones(columns.count, np.int64)
    while True:
        for column, value in points[-1].items():
            if value:
                unknown[column] = 0
        found = region.best(unknown)
        if not any(value for column, value in found.point.items() if unknown[column]):
            break
        points.append(found.point)
    possible = np.flatnonzero(unknown == 0)
    divisor = linear_exact.common_divisor(value for point in points for value in point.values()) * len(points)
    values = np.zeros(columns.count, object)
    for point in points:
        for column, value in point.items():
            values[column] += int(value * (divisor // len(points)))
    return Split(values, divisor, possible, len(points) - 1)


def _ranges(problem: Problem, found: Split, shares: Mapping[Combination, Fraction]) -> Ranges:
    """The ranges: only the open cells move, over what the others leave."""
    open_ = found.open_
    others = np.ones(len(problem.cells), bool)
    others[open_] = False
    right = problem.right.astype(object) * found.divisor
    np.subtract.at(right, problem.cells[others].ravel(), np.repeat(found.values[others], problem.cells.shape[1]))
    rows, places = np.unique(problem.cells[open_], return_inverse=True)
    whole = np.array([int(value) // found.divisor for value in right[rows]], problem.right.dtype)
    cells = places.reshape(-1, problem.cells.shape[1])
    known = replace(found, values=found.values[open_], open_=np.arange(len(open_)))
    extremes = Extremes(cells, whole, problem.unit, known)
    return Ranges(shares, {problem.combinations[cell]: place for place, cell in enumerate(open_.tolist())}, extremes)


def _rank(cells: Places) -> int:
    """The rank of the marginal equations of some cells: how many do not follow from the others. That each dimension has the
    same total lets at least one equation of each but the first follow."""
    core = cells[tied(cells)]
    if not len(core):
        return len(cells)
    rows, places = np.unique(core, return_inverse=True)
    columns = Columns(np.ascontiguousarray(places.reshape(core.shape).T), len(rows))
    return len(cells) - len(core) + linear_rank.rank(columns, len(rows) - cells.shape[1] + 1)
