"""An amount split over combinations of several dimensions, so that the sums by every dimension are right, too.

Rounding each combination by itself keeps the sum and can still leave a team or a branch a grosz off what its percent gives.
What is guaranteed here, in this order:

1. the amounts add up to the value;
2. each amount is its exact share rounded up or down;
3. with one or two dimensions every marginal sum is its exact amount rounded up or down (whole ones stay exactly as they are):
   that is always possible;
4. with three or more it is so wherever it is possible at all, and else for as many elements as possible; `exact` tells;
5. among such splits the one with the largest remainders rounded up (two dimensions: as far as they allow).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor

import numpy as np
import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from . import splits
from .whole_flows import whole_flow

Combination = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class MarginalSplit:
    """`amounts`: grosze by combination. `marginals`: DataFrame dimension (its place from 0), element, share (exact Fraction of
    grosze), amount (grosze), exact (whether the amount is the share rounded up or down)."""

    amounts: dict[Combination, int]
    marginals: pd.DataFrame

    @property
    def exact(self) -> bool:
        """Whether every marginal sum is its exact amount rounded up or down."""
        return bool(self.marginals["exact"].all())


def split_joint(value: int, shares: Mapping[Combination, splits.Percent]) -> MarginalSplit:
    """`value` grosze over combinations with percents that add up to 100 (DescriptionError otherwise, or where one is negative).
    A negative value gives the mirror image of the positive one."""
    percents = {combination: splits.percent(share) for combination, share in shares.items()}
    total = sum(percents.values())
    if total != 100 or min(percents.values()) < 0:
        raise DescriptionError(_("The shares of a joint split are not negative and add up to 100 %."))
    sign = -1 if value < 0 else 1
    exact = {combination: abs(value) * share / 100 for combination, share in percents.items()}
    amounts = dict(zip(exact, splits.split(abs(value), list(percents.values()), "largest"), strict=True))
    if not all(_rounded(amount, share) for _place, share, amount in _sums(exact, amounts).values()):
        amounts = _by_flow(exact) if len(next(iter(exact))) == 2 else _by_programme(exact, amounts)
    rows = [
        (place, element, sign * share, sign * amount, _rounded(amount, share))
        for (place, element), (_place, share, amount) in _sums(exact, amounts).items()
    ]
    table = pd.DataFrame(rows, columns=["dimension", "element", "share", "amount", "exact"])
    return MarginalSplit({combination: sign * amount for combination, amount in amounts.items()}, table)


def _sums(
    exact: dict[Combination, Fraction], amounts: dict[Combination, int]
) -> dict[tuple[int, str], tuple[int, Fraction, int]]:
    """The exact and the whole sum of every element, by the place of its dimension."""
    sums: dict[tuple[int, str], tuple[int, Fraction, int]] = {}
    for combination, share in exact.items():
        for place, element in enumerate(combination):
            _place, of_share, of_amount = sums.get((place, element), (place, Fraction(0), 0))
            sums[place, element] = place, of_share + share, of_amount + amounts[combination]
    return dict(sorted(sums.items(), key=lambda item: item[0][0]))


def _rounded(amount: int, share: Fraction) -> bool:
    return floor(share) <= amount <= ceil(share)


def _by_flow(exact: dict[Combination, Fraction]) -> dict[Combination, int]:
    """Two dimensions: money flows from the value through the elements of the first to those of the second, and the whole value
    flows back."""
    sums = _sums(exact, dict.fromkeys(exact, 0))
    node = {key: f"{key[0]}/{key[1]}" for key in sums}
    arcs = [(node[0, first], node[1, second]) for first, second in exact]
    amounts = list(exact.values())
    for key, (place, share, _amount) in sums.items():
        arcs.append(("value", node[key]) if place == 0 else (node[key], "end"))
        amounts.append(share)
    arcs.append(("end", "value"))
    amounts.append(sum(exact.values(), Fraction(0)))
    return dict(zip(exact, whole_flow(arcs, amounts, []), strict=False))


def _by_programme(exact: dict[Combination, Fraction], fallback: dict[Combination, int]) -> dict[Combination, int]:
    """Three or more: which combinations are rounded up is an integer programme. Its answer is checked in whole numbers; the
    better of it and the largest remainders counts."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    floors = {combination: floor(share) for combination, share in exact.items()}
    cells = [combination for combination, share in exact.items() if share.denominator != 1]
    sums = _sums(exact, floors)
    rows = {key: row for row, key in enumerate(sums)}
    at = [(rows[place, element], column) for column, cell in enumerate(cells) for place, element in enumerate(cell)]
    missing = sum(exact.values()) - sum(floors.values())
    low = [floor(share) - amount for _place, share, amount in sums.values()]
    high = [ceil(share) - amount for _place, share, amount in sums.values()]
    slack = [(row, len(cells) + 2 * row + side, 1 - 2 * side) for row, side in product(range(len(rows)), (0, 1))]
    row_of, column_of = [row for row, _ in at] + [row for row, _, _ in slack], [c for _, c in at] + [c for _, c, _ in slack]
    width = len(cells) + 2 * len(rows)
    matrix = csr_array(([1] * len(at) + [sign for _, _, sign in slack], (row_of, column_of)), shape=(len(rows), width))
    everything = csr_array(([1] * len(cells), ([0] * len(cells), list(range(len(cells))))), shape=(1, width))
    cost = [-float(exact[cell] - floors[cell]) for cell in cells] + [1000.0 + len(cells)] * (2 * len(rows))
    answer = milp(
        np.array(cost),
        constraints=[LinearConstraint(matrix, low, high), LinearConstraint(everything, int(missing), int(missing))],
        bounds=Bounds(0, np.array([1.0] * len(cells) + [np.inf] * (2 * len(rows)))),
        integrality=np.array([1] * width),
        options={"time_limit": 10},
    )
    if answer.x is None:
        return fallback
    up = {cell for cell, chosen in zip(cells, np.rint(answer.x[: len(cells)]).astype(int).tolist(), strict=True) if chosen}
    found = {combination: amount + (combination in up) for combination, amount in floors.items()}
    off = [sum(not _rounded(amount, share) for _p, share, amount in _sums(exact, of).values()) for of in (found, fallback)]
    return found if sum(found.values()) == sum(fallback.values()) and off[0] < off[1] else fallback
