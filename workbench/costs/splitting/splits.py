"""Amounts split by percent, exactly to the grosz.

Percent are exact: decimal texts, Decimal or Fraction, in columns whole millionths of a percent (100 % = `WHOLE`). Two rules for
what rounding leaves over:

* "last", the manuals' (A-053, C-39): every position half-up, the difference to the last position that has an amount;
* "largest": every position down, the missing grosze to the largest remainders, the earlier one first on a tie.

The positions add up to the amount where their percents add up to 100, else to the amount times that sum, half-up. A negative
amount gives the mirror image of the positive one.

>>> split(3_500_000, ["35", "50", "5", "5", "5"])
[1225000, 1750000, 175000, 175000, 175000]
>>> split(18225, ["98", "2"]), split(100, ["33.33", "33.33", "33.34"], "largest")
([17861, 364], [33, 33, 34])
"""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from ... import money
from ...errors import DescriptionError
from ...i18n import _

Rule = Literal["last", "largest"]
Percent = Decimal | Fraction | int | str
Rows = npt.NDArray[np.intp]

WHOLE = 100_000_000
"""100 % in millionths of a percent: the unit of columns of percent."""
PLACES = 6
"""Decimal places of a percent in the books."""

_PLAIN = re.compile(r"[+-]?\d{1,30}([.,/]\d{1,30})?")
"""Texts that are percents; an exponent could ask for more digits than the machine has."""
_ROWS_AT_ONCE = 1 << 15
"""Positions worked on at a time: their columns stay in the processor's cache."""
_RANKED_IN_PAIRS = 8
"""Groups of up to so many positions are ranked by comparing every two, which beats sorting."""


def percent(value: Percent) -> Fraction:
    """A percent as an exact Fraction: "33.5" or "33,5" is 67/2. DescriptionError for what is none, a float too."""
    try:
        if isinstance(value, float) or (isinstance(value, str) and not _PLAIN.fullmatch(value.strip())):
            raise TypeError
        return Fraction(value.replace(",", ".").strip() if isinstance(value, str) else value)
    except (ValueError, TypeError, ZeroDivisionError, OverflowError) as error:
        raise DescriptionError(
            _("{value} is not a percent: write a decimal number such as 12.5.").format(value=value)
        ) from error


def split(value: int, percents: Sequence[Percent], rule: Rule = "last") -> list[int]:
    """`value` grosze split by percents of any kind and sign. [] where there are none and nothing to split."""
    shares = [percent(given) for given in percents]
    if not shares:
        return []
    whole = 100 * math.lcm(*(share.denominator for share in shares))
    return split_weights(value, [int(share * whole / 100) for share in shares], whole, rule)


def split_weights(value: int, weights: Sequence[int], whole: int, rule: Rule = "last") -> list[int]:
    """The same for one amount and whole-number weights of which `whole` are 100 %, of any size."""
    sign, size = (-1 if value < 0 else 1), abs(int(value))
    target = money.mul_div(size, sum(weights), whole)
    if rule == "last":
        amounts = [money.mul_div(size, weight, whole) for weight in weights]
        holders = [row for row, amount in enumerate(amounts) if amount] or [row for row, weight in enumerate(weights) if weight]
        if holders:
            amounts[holders[-1]] += target - sum(amounts)
    else:
        pairs = [divmod(size * weight, whole) for weight in weights]
        amounts = [amount for amount, _remainder in pairs]
        by_remainder = sorted(range(len(pairs)), key=lambda row: -pairs[row][1])
        for row in by_remainder[: target - sum(amounts)]:
            amounts[row] += 1
    return [sign * amount for amount in amounts]


def split_rows(
    values: money.Grosze, weights: money.Grosze, starts: Rows, rule: Rule = "last", whole: int = WHOLE
) -> money.Grosze:
    """Many amounts split at once: value i over the positions starts[i]:starts[i + 1].

    `values`: n amounts in grosze; `weights`: m whole numbers of which `whole` are 100 %; `starts`: n + 1 offsets from 0 to m,
    no group empty. Returns the m amounts. Equal to `split_weights` group by group, also for amounts whose products leave
    int64.
    """
    counts = np.diff(starts)
    if len(counts) and counts.min() < 1:
        raise ValueError("a group without positions")
    amounts = np.empty(len(weights), np.int64)
    for size in np.unique(counts).tolist():
        groups = None if counts.min() == counts.max() else np.flatnonzero(counts == size)
        total, at_once = len(counts) if groups is None else len(groups), max(1, _ROWS_AT_ONCE // size)
        for first in range(0, total, at_once):
            if groups is None:
                rows: slice | Rows = slice(first * size, min(first + at_once, total) * size)
                parts = values[first : first + at_once]
            else:
                chosen = groups[first : first + at_once]
                rows = (starts[chosen][:, None] + np.arange(size)).ravel()
                parts = values[chosen]
            amounts[rows] = _split_block(parts, weights[rows].reshape(-1, size), rule, whole).ravel()
    return amounts


def percents_of(values: Sequence[int], whole: int) -> list[Decimal]:
    """What percent of `whole` each value is, half-up to six places; the values' sum is exact: the rounding goes to the last
    position that has a percent (A-053). `whole` must not be zero where a value is not."""
    unit = Decimal(1).scaleb(-PLACES)
    if not whole and any(values):
        raise DescriptionError(_("The amount is zero: a percent of it cannot be told. Give the percent."))
    if not whole:
        return [Decimal(0).quantize(unit)] * len(values)
    parts = [money.mul_div(int(value), WHOLE, int(whole)) for value in values]
    holders = [row for row, part in enumerate(parts) if part]
    if holders:
        parts[holders[-1]] += money.mul_div(sum(map(int, values)), WHOLE, int(whole)) - sum(parts)
    return [Decimal(part).scaleb(-PLACES) for part in parts]


def millionths(percents: Sequence[Percent]) -> list[int]:
    """Percents as whole millionths of a percent; DescriptionError where one has more than six decimal places."""
    exact = [percent(value) * (WHOLE // 100) for value in percents]
    if any(value.denominator != 1 for value in exact):
        raise DescriptionError(_("A percent may have at most six decimal places."))
    return [int(value) for value in exact]


def _split_block(values: money.Grosze, weights: money.Grosze, rule: Rule, whole: int) -> money.Grosze:
    """Groups of one size: `weights` has a row a group. value = q * whole + r, so that only r * weight is divided."""
    if not _fits(values, weights, whole):
        rows = [split_weights(value, row, whole, rule) for value, row in zip(values.tolist(), weights.tolist(), strict=True)]
        return np.array(rows, np.int64)
    negative = values < 0
    quotient, rest = np.divmod(np.abs(values), whole)
    sums = weights.sum(axis=1)
    target = quotient * sums + _half_up(rest * sums, whole)
    product = weights * rest[:, None]
    if rule == "last":
        amounts = _half_up(product, whole)
        _add_whole(amounts, quotient, weights)
        _give_to_last(amounts, weights, target - amounts.sum(axis=1))
    else:
        amounts = product // whole
        product -= amounts * whole
        left = target - quotient * sums - amounts.sum(axis=1)
        _add_whole(amounts, quotient, weights)
        amounts += _ranks(product) < left[:, None]
    if negative.any():
        np.negative(amounts, out=amounts, where=negative[:, None])
    return amounts


def _add_whole(amounts: money.Grosze, quotient: money.Grosze, weights: money.Grosze) -> None:
    if quotient.any():
        amounts += quotient[:, None] * weights


def _fits(values: money.Grosze, weights: money.Grosze, whole: int) -> bool:
    """Whether no product in `_split_block` can leave int64."""
    heaviest = float(np.abs(weights).max(initial=0)) * weights.shape[1]
    largest = max(abs(float(values.max(initial=0))), abs(float(values.min(initial=0))))
    return heaviest * whole < 4e18 and largest * max(heaviest / whole, 1.0) < 9e18


def _half_up(product: money.Grosze, whole: int) -> money.Grosze:
    """product / whole, half away from zero."""
    if len(product) and product.min() < 0:
        return np.sign(product) * ((2 * np.abs(product) + whole) // (2 * whole))
    if whole % 2:
        return (2 * product + whole) // (2 * whole)
    result: money.Grosze = (product + whole // 2) // whole
    return result


def _give_to_last(amounts: money.Grosze, weights: money.Grosze, difference: money.Grosze) -> None:
    """Add each group's difference to its last position with an amount, or where none has one, with a weight."""
    rows = np.flatnonzero(difference)
    for holds in (amounts, weights):
        for position in range(amounts.shape[1] - 1, -1, -1):
            if not len(rows):
                return
            holding = holds[rows, position] != 0
            found = rows[holding]
            amounts[found, position] += difference[found]
            rows = rows[~holding]


def _ranks(remainders: money.Grosze) -> npt.NDArray[np.int8] | Rows:
    """The rank of each remainder in its row, the largest 0, the earlier one first on a tie."""
    size = remainders.shape[1]
    if size > _RANKED_IN_PAIRS:
        order = np.argsort(-remainders, axis=1, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.arange(size)[None, :], axis=1)
        return ranks
    columns = np.ascontiguousarray(remainders.T)
    behind = np.zeros(columns.shape, np.int8)
    for later in range(1, size):
        for earlier in range(later):
            wins = columns[earlier] >= columns[later]
            behind[later] += wins
            behind[earlier] += ~wins
    return behind.T
