"""What a joint split is asked: marginal percentages and the combinations that may have a share, read and checked."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from ...errors import DescriptionError
from ...i18n import _
from ..splitting.splits import Percent
from .linear_columns import Ints, Places

Combination = tuple[str, ...]
"""One element a dimension, in the order of the dimensions."""
Marginals = Mapping[str, Mapping[str, Percent]]
Combinations = Collection[Sequence[str]]

LARGEST = 10_000
"""Combinations of one problem."""

_DECIMAL = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?")
_LARGEST_DIVISOR = 10**9
_LONGEST = 12
"""Digits before the point."""


@dataclass(frozen=True)
class Problem:
    """The same as numbers. Rows are the elements of all dimensions in turn, cells the allowed combinations.

    `shares`: a percent a row; `cells`: a row number a cell and dimension; `unit`: how many parts of a percent make all shares
    whole numbers, which `right` holds.
    """

    dimensions: tuple[str, ...]
    elements: tuple[tuple[str, str], ...]
    shares: tuple[Fraction, ...]
    combinations: tuple[Combination, ...]
    cells: Places
    unit: int

    @property
    def right(self) -> Ints:
        """The shares in whole units: int64 where their sums fit it with room to spare, else Python's integers."""
        whole = [int(share * self.unit) for share in self.shares]
        return np.array(whole, np.int64 if sum(whole) < 2**53 else object)

    @property
    def whole(self) -> int:
        """100 % in units."""
        return 100 * self.unit

    @property
    def dimension_of_row(self) -> list[int]:
        """The number of the dimension of every row."""
        number = {dimension: place for place, dimension in enumerate(self.dimensions)}
        return [number[dimension] for dimension, _element in self.elements]


def read(marginals: Marginals, allowed: Combinations | None, forbidden: Combinations | None) -> Problem:
    """The problem, or DescriptionError that names the place that is wrong."""
    if not isinstance(marginals, Mapping) or len(marginals) < 2:
        raise DescriptionError(_("A joint split needs the shares of at least two dimensions."))
    if allowed is not None and forbidden is not None:
        raise DescriptionError(_("Give the allowed combinations or the forbidden ones, not both."))
    for dimension, shares in marginals.items():
        if not isinstance(shares, Mapping) or not shares:
            raise DescriptionError(_("{dimension}: no elements with shares are given.").format(dimension=dimension))
    read_shares = {
        (dimension, element): _share(f"{dimension}, {element}", value)
        for dimension, shares in marginals.items()
        for element, value in shares.items()
    }
    combinations = _combinations(marginals, allowed, forbidden)
    row = {element: number for number, element in enumerate(read_shares)}
    cells = [
        [row[dimension, element] for dimension, element in zip(marginals, combination, strict=True)]
        for combination in combinations
    ]
    unit = math.lcm(*(share.denominator for share in read_shares.values()))
    return Problem(
        tuple(marginals),
        tuple(read_shares),
        tuple(read_shares.values()),
        tuple(combinations),
        np.array(cells, np.intp),
        unit,
    )


def _share(place: str, value: Any) -> Fraction:
    """A percent: exact, not negative, of a size people write."""
    share: Fraction | None = None
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        share = Fraction(value.strip().replace(",", "."))
    elif isinstance(value, Fraction | Decimal | int) and not isinstance(value, bool):
        written = not isinstance(value, Decimal) or (value.is_finite() and abs(value.adjusted()) <= _LONGEST)
        share = Fraction(value) if written else None
    elif isinstance(value, str) and _DECIMAL.fullmatch(value.strip().removeprefix("-")):
        share = Fraction(-1)
    if share is None or share.denominator > _LARGEST_DIVISOR or abs(share) >= 10**_LONGEST:
        raise DescriptionError(
            _("{place}: {value} is not an exact percent. Write it as a text such as 12.5, or as a Fraction.").format(
                place=place, value=_shortened(value)
            )
        )
    if share < 0:
        raise DescriptionError(
            _("{place}: the share {value} % may not be negative.").format(place=place, value=_shortened(value))
        )
    return share


def _shortened(value: Any) -> str:
    try:
        text = str(value)
    except ValueError:  # Python writes no whole numbers of thousands of digits
        return "…"
    return text if len(text) <= 40 else text[:39] + "…"


def _combinations(marginals: Marginals, allowed: Combinations | None, forbidden: Combinations | None) -> list[Combination]:
    if allowed is not None:
        listed = _checked(marginals, allowed)
        count = len(listed)
    else:
        excluded = set(_checked(marginals, forbidden or []))
        count = math.prod(map(len, marginals.values())) - len(excluded)
    if count > LARGEST:
        raise DescriptionError(
            _("{count} combinations are more than {largest}: allow fewer of them.").format(count=count, largest=LARGEST)
        )
    if allowed is None:
        listed = [combination for combination in product(*marginals.values()) if combination not in excluded]
    if not listed:
        raise DescriptionError(_("No combination is allowed."))
    return listed


def _checked(marginals: Marginals, given: Combinations) -> list[Combination]:
    """The combinations as tuples: known elements, the right number of them, none twice."""
    seen: dict[Combination, None] = {}
    for number, one in enumerate(given, start=1):
        if isinstance(one, str) or not isinstance(one, Sequence):
            raise DescriptionError(
                _("Combination {number}: {value} is not a list of elements.").format(number=number, value=_shortened(one))
            )
        combination = tuple(one)
        text = _shortened(", ".join(map(str, combination)))
        if len(combination) != len(marginals):
            raise DescriptionError(
                _("Combination {number} ({combination}) has {found} elements; there are {expected} dimensions.").format(
                    number=number, combination=text, found=len(combination), expected=len(marginals)
                )
            )
        for (dimension, shares), element in zip(marginals.items(), combination, strict=True):
            if not isinstance(element, str) or element not in shares:
                raise DescriptionError(
                    _("Combination {number} ({combination}): {dimension} has no element {element}.").format(
                        number=number, combination=text, dimension=dimension, element=_shortened(element)
                    )
                )
        if combination in seen:
            raise DescriptionError(
                _("Combination {number} ({combination}) is given twice.").format(number=number, combination=text)
            )
        seen[combination] = None
    return list(seen)
