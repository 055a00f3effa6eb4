"""Service centers that also serve each other: the reciprocal allocation, solved exactly.

A service center's full cost is its direct cost and what the service centers, itself among them, give to it: a system of linear
equations. It is solved in fractions; every service center then gives its full cost away by its shares, and the centers that
give nothing (the main ones) keep theirs. Beside it the two customary shortcuts: the direct method gives nothing between
service centers, the step-down method closes them one after the other.

>>> solved = reciprocal({"power": 10_000, "repairs": 5_000, "plant": 0, "office": 0},
...     {"power": {"repairs": "20", "plant": "80"}, "repairs": {"power": "50", "office": "50"}})
>>> solved.full["power"], solved.amounts
(Fraction(125000, 9), {'plant': 11111, 'office': 3889})
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from ... import html, i18n
from ...errors import DescriptionError
from ...i18n import _
from ..descriptions.lines import percent_text
from ..splitting.remainders import made_whole
from ..splitting.splits import WHOLE, Percent, percent
from ..splitting.whole_flows import Arc, whole_flow

Shares = dict[str, dict[str, Fraction]]
"""What part of its full cost a service center gives to whom (Fraction of 1)."""


@dataclass(frozen=True, eq=False)
class Reciprocal:
    """The solved allocation.

    `direct`: each center's direct cost (grosze), service centers first. `full`: the full cost of each service center, exact
    (Fraction of grosze). `amounts`: what the main centers bear in the end (grosze); they add up to the direct costs.

    `steps`: who gave whom how much: giver, receiver, percent (Fraction of 100), exact (Fraction of grosze), amount (grosze).
    What a service center gives adds up to the same as its direct cost and what it receives, and to its full cost; the direct
    cost of a main center and what it receives add up to its final amount: all in whole grosze, each less than a grosz off its
    exact value. The final amounts are rounded by the largest remainder, as far as such steps allow it.

    `comparison`: center, direct_cost, direct_method, step_down, reciprocal (grosze), each method adding up to the direct costs.
    A service center that has nobody left to give to in a shortcut keeps its cost: it stands in its row.
    """

    direct: dict[str, int]
    full: dict[str, Fraction]
    amounts: dict[str, int]
    steps: pd.DataFrame
    comparison: pd.DataFrame

    @property
    def matrix(self) -> pd.DataFrame:
        """The steps as a table: a column a center and their total, grosze. Rows: direct costs, what each service center gave,
        what was given on (negative), final amounts; every column adds up to its last row, every row to its last column."""
        cells = dict(
            zip(zip(self.steps["giver"], self.steps["receiver"], strict=True), self.steps["amount"].tolist(), strict=True)
        )
        given = [[cells.get((giver, receiver), 0) for receiver in self.direct] for giver in self.full]
        given_on = [*(-sum(row) for row in given), *[0] * len(self.amounts)]
        rows = [list(self.direct.values()), *given, given_on]
        rows.append([sum(column) for column in zip(*rows, strict=True)])
        titles = [_("Direct cost"), *self.full, _("Given on"), _("Final amount")]
        totals = np.array([[*row, sum(row)] for row in rows], np.int64)
        return pd.DataFrame(totals, index=titles, columns=[*self.direct, _("Total")])

    def _repr_html_(self) -> str:
        titles = [_("Center"), _("Direct cost"), _("Direct method"), _("Step-down method"), _("Reciprocal method")]
        matrix = self.matrix
        shown = (
            _table([_("From"), *matrix.columns], list(matrix.itertuples(name=None)), _("Who gave whom how much (PLN)")),
            _table(titles, list(self.comparison.itertuples(index=False, name=None)), _("Methods compared (PLN)")),
        )
        return str(html.join(shown))


def reciprocal(direct: Mapping[str, int], shares: Mapping[str, Mapping[str, Percent]]) -> Reciprocal:
    """Allocate the direct costs (grosze of any sign, by center) of service centers to the centers they serve.

    `shares`: for each service center, in the order in which the step-down method closes them, the percent of its full cost by
    receiver; a share of its own is its own consumption. Centers without shares are main centers.

    DescriptionError where a service center's shares do not add up to 100, one is negative, or service centers give to each
    other in a closed circle that nothing leaves.
    """
    given = {center: _checked(center, of) for center, of in shares.items()}
    receivers = [receiver for of in given.values() for receiver in of]
    costs = {center: int(direct.get(center, 0)) for center in dict.fromkeys([*given, *direct, *receivers])}
    mains = [center for center in costs if center not in given]
    _refuse_closed_circles(given)
    full = _full_costs(costs, given)
    exact = {
        main: costs[main] + sum((full[center] * of.get(main, 0) for center, of in given.items()), Fraction(0)) for main in mains
    }
    steps, amounts = _steps(given, full, exact)
    methods = {
        "direct_method": _one_after_the_other(costs, {center: _only(of, mains) for center, of in given.items()}),
        "step_down": _one_after_the_other(costs, _step_down(given)),
        "reciprocal": [amounts.get(center, 0) for center in costs],
    }
    comparison = pd.DataFrame({"center": pd.Series(list(costs), dtype="str"), "direct_cost": list(costs.values()), **methods})
    comparison = comparison.astype(dict.fromkeys(comparison.columns[1:], "int64"))
    return Reciprocal(costs, full, amounts, steps, comparison)


def _checked(center: str, shares: Mapping[str, Percent]) -> dict[str, Fraction]:
    parts = {receiver: percent(share) / 100 for receiver, share in shares.items()}
    for receiver, part in parts.items():
        if part < 0:
            raise DescriptionError(
                _("Service center {center} gives a negative share to {receiver}.").format(center=center, receiver=receiver)
            )
    total = sum(parts.values(), Fraction(0))
    if total != 1:
        raise DescriptionError(
            _("The shares of service center {center} add up to {sum} %, not to 100 %.").format(
                center=center, sum=percent_text(int(total * WHOLE))
            )
        )
    return parts


def _refuse_closed_circles(given: Shares) -> None:
    """Raises where service centers keep their cost among themselves for ever: their equations have no solution."""
    leaving: set[str] = set()
    while more := [
        center
        for center, of in given.items()
        if center not in leaving
        and any(part and (receiver in leaving or receiver not in given) for receiver, part in of.items())
    ]:
        leaving.update(more)
    closed = [center for center in given if center not in leaving]
    if closed:
        raise DescriptionError(
            _("Nothing leaves the circle of the service centers {centers}: one of them must give to another center.").format(
                centers=", ".join(closed)
            )
        )


def _full_costs(costs: Mapping[str, int], given: Shares) -> dict[str, Fraction]:
    """Solves: full cost = direct cost + what the service centers give, by elimination without rounding."""
    centers = list(given)
    rows = [
        [*(Fraction(giver == center) - given[giver].get(center, 0) for giver in centers), Fraction(costs[center])]
        for center in centers
    ]
    for place in range(len(rows)):
        pivot = next(row for row in range(place, len(rows)) if rows[row][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for row, of in enumerate(rows):
            if row != place and (factor := of[place]):
                rows[row] = [value - factor * other for value, other in zip(of, rows[place], strict=True)]
    return {center: row[-1] for center, row in zip(centers, rows, strict=True)}


def _steps(given: Shares, full: Mapping[str, Fraction], exact: Mapping[str, Fraction]) -> tuple[pd.DataFrame, dict[str, int]]:
    """The table of steps and the final amounts. What a service center collects and gives away flows through an arc of its own,
    so that its full cost is whole as well."""
    gifts = [(center, receiver, part) for center, of in given.items() for receiver, part in of.items()]
    arcs: list[Arc] = [(f"from {giver}", f"to {receiver}") for giver, receiver, _part in gifts]
    amounts = [full[giver] * part for giver, _receiver, part in gifts]
    through = [(f"to {center}", f"from {center}") for center in given]
    last = [(f"to {main}", "final") for main in exact]
    whole = whole_flow(
        [*arcs, *through, *last],
        [*amounts, *full.values(), *exact.values()],
        range(len(arcs) + len(through), len(arcs) + len(through) + len(last)),
    )
    steps = pd.DataFrame(
        {
            "giver": pd.Series([giver for giver, _receiver, _part in gifts], dtype="str"),
            "receiver": pd.Series([receiver for _giver, receiver, _part in gifts], dtype="str"),
            "percent": pd.Series([part * 100 for _giver, _receiver, part in gifts], dtype="object"),
            "exact": pd.Series(amounts, dtype="object"),
            "amount": np.array(whole[: len(arcs)], np.int64),
        }
    )
    return steps, dict(zip(exact, whole[len(arcs) + len(through) :], strict=True))


def _step_down(given: Shares) -> Shares:
    """Each service center gives to those not closed before it, never to itself."""
    closed: list[str] = []
    shares: Shares = {}
    for center, of in given.items():
        closed.append(center)
        shares[center] = _only(of, [receiver for receiver in of if receiver not in closed])
    return shares


def _only(shares: Mapping[str, Fraction], receivers: Sequence[str]) -> dict[str, Fraction]:
    """The shares of some receivers, in the same proportions; {} where they have none."""
    total = sum((shares.get(receiver, Fraction(0)) for receiver in receivers), Fraction(0))
    return {receiver: shares[receiver] / total for receiver in receivers if shares.get(receiver)} if total else {}


def _one_after_the_other(costs: Mapping[str, int], shares: Shares) -> list[int]:
    """What every center bears when the service centers give away all they have, one after the other."""
    bears = {center: Fraction(cost) for center, cost in costs.items()}
    for center, of in shares.items():
        if of:
            pool, bears[center] = bears[center], Fraction(0)
            for receiver, part in of.items():
                bears[receiver] += pool * part
    return made_whole(list(bears.values()))


def _table(titles: Sequence[str], rows: Sequence[Sequence[object]], caption: str) -> html.Content:
    shown = [[str(row[0]), *(i18n.amount(int(str(value))) for value in row[1:])] for row in rows]
    return html.table(titles, shown, classes=["", *["amount"] * (len(titles) - 1)], caption=caption)
