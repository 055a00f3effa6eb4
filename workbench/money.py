"""Money as int64 grosze: reading, writing, rounding half-up and exact spreading.

An amount is a whole number of grosze (minor units of its currency): a Python int, or a NumPy int64 array of any length.
No float holds money anywhere. Where a product of two amounts would leave int64, the few rows concerned are computed with
Python's unbounded integers; a result that does not fit int64 raises OverflowError instead of wrapping around.

>>> parse("1 234,56 zł"), parse("-0.5")
(123456, -50)
>>> to_text(123456), to_text(123456, "pl"), to_text(123456, "en")
('1234.56', '1\\xa0234,56', '1,234.56')
>>> apportion(100, [1, 1, 1])
[34, 33, 33]
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

Grosze = npt.NDArray[np.int64]
Style = Literal["plain", "pl", "en"]

INT64_MAX = 2**63 - 1
ZLOTY = 100
"""Grosze in a zloty."""

_SPACES = " \u00a0\u202f"
_AMOUNT = re.compile(
    rf"(?P<sign>[-\u2212]?)(?P<whole>\d+|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+)(?:[.,](?P<part>\d{{1,2}}))?[{_SPACES}]?(?:zł|PLN)?"
)
_SEPARATORS: dict[Style, tuple[str, str]] = {"plain": ("", "."), "pl": ("\u00a0", ","), "en": (",", ".")}


def parse(text: str) -> int:
    """Grosze of an amount written plainly ("1234.56") or the Polish way ("1 234,56", also with "zł" behind it).

    Raises ValueError for anything else: more than two decimals, thousands set apart by a dot or comma, no digits.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an amount: {text!r}")
    whole = int(re.sub(rf"[{_SPACES}]", "", match["whole"]))
    grosze = whole * ZLOTY + int((match["part"] or "").ljust(2, "0"))
    return -grosze if match["sign"] else grosze


@overload
def to_text(grosze: int, style: Style = "plain") -> str: ...
@overload
def to_text(grosze: Grosze, style: Style = "plain") -> list[str]: ...
def to_text(grosze: Any, style: Style = "plain") -> str | list[str]:
    """An amount with two decimals: plain 1234.56 (files), pl 1 234,56 (hard spaces), en 1,234.56; a list for an array."""
    if isinstance(grosze, np.ndarray):
        return [to_text(value, style) for value in grosze.tolist()]
    thousands, decimal = _SEPARATORS[style]
    whole, part = divmod(abs(int(grosze)), ZLOTY)
    return f"{'-' if grosze < 0 else ''}{whole:,}".replace(",", thousands) + f"{decimal}{part:02d}"


def to_decimal(grosze: int) -> Decimal:
    """The amount in zloty as an exact Decimal with two places."""
    return Decimal(int(grosze)).scaleb(-2)


@overload
def mul_div(a: int, b: int, c: int) -> int: ...
@overload
def mul_div(a: Grosze, b: Grosze, c: Grosze | int) -> Grosze: ...
def mul_div(a: Any, b: Any, c: Any) -> Any:
    """a * b / c rounded half-up, away from zero; scalars or arrays that broadcast. `c` must not be zero."""
    if not any(isinstance(value, np.ndarray) for value in (a, b, c)):
        return _mul_div_exact(int(a), int(b), int(c))
    a, b, c = np.broadcast_arrays(*(np.asarray(value, np.int64) for value in (a, b, c)))
    large = _large(2.0 * np.abs(a.astype(float)) * np.abs(b.astype(float)) + 2.0 * np.abs(c.astype(float)))
    full = a, b, c
    if large is not None:
        a, b, c = (np.where(large, 1, value) for value in full)
    product, divisor = a * b, np.abs(c)
    result: Grosze = (2 * np.abs(product) + divisor) // (2 * divisor)
    np.negative(result, out=result, where=(product < 0) != (c < 0))
    if large is not None:
        for row in np.flatnonzero(large):
            result[row] = _mul_div_exact(*(int(value[row]) for value in full))
    return result


@overload
def to_zloty(grosze: int) -> int: ...
@overload
def to_zloty(grosze: Grosze) -> Grosze: ...
def to_zloty(grosze: Any) -> Any:
    """The amount rounded half-up to whole zloty, still in grosze (59350 -> 59400, -13650 -> -13700)."""
    return mul_div(grosze, 1, ZLOTY) * ZLOTY


@overload
def apportion(part: int, weights: Grosze) -> Grosze: ...
@overload
def apportion(part: int, weights: Sequence[int]) -> list[int]: ...
def apportion(part: int, weights: Any) -> Any:
    """Spread `part` grosze over the weights exactly: each the floor of its share, then one grosz more to the largest
    remainders, the earlier one first on a tie. A negative part is the mirror image of the positive one.

    The weights may hold zeros and negative numbers, but their sum must be positive (ValueError otherwise, unless there
    is nothing to spread). A list gives a list, an int64 array an array.
    """
    as_ints = [int(weight) for weight in weights]
    total = sum(as_ints)
    if total <= 0 and part:
        raise ValueError("the weights of an apportionment must add up to more than zero")
    if part < 0:
        shares = [-share for share in apportion(-int(part), as_ints)]
    else:
        pairs = [divmod(int(part) * weight, total or 1) for weight in as_ints]
        shares = [share for share, _ in pairs]
        by_remainder = sorted(range(len(pairs)), key=lambda row: -pairs[row][1])
        for row in by_remainder[: int(part) - sum(shares)]:
            shares[row] += 1
    return np.array(shares, np.int64) if isinstance(weights, np.ndarray) else shares


def apportion_rows(parts: Grosze, weights: Grosze, starts: npt.NDArray[np.intp]) -> Grosze:
    """`apportion` for many parts at once: part i is spread over weights[starts[i]:starts[i + 1]].

    `parts` has n amounts >= 0, `starts` n + 1 offsets; every group is non-empty and its weights add up to more than
    zero. Returns the shares in the order of the weights.
    """
    if not len(parts):
        return np.zeros(0, np.int64)
    counts = np.diff(starts)
    if counts.max() == 1:
        return parts.copy()
    totals = np.add.reduceat(weights, starts[:-1])
    spread = np.repeat(parts, counts)
    sizes = np.abs(weights.astype(float))
    large = _large(spread.astype(float) * sizes)
    if sizes.sum() >= 9e18:  # the weights of a group may add up to more than int64 holds
        large = np.ones(len(weights), bool)
    product = spread * weights if large is None else np.where(large, 0, spread) * weights
    shares, remainders = np.divmod(product, np.repeat(totals, counts))
    if large is not None:
        owner = np.repeat(np.arange(len(parts)), counts)
        exact = np.unique(owner[large])
        for group in exact:
            rows = slice(starts[group], starts[group + 1])
            shares[rows] = apportion(int(parts[group]), weights[rows])
    left = parts - np.add.reduceat(shares, starts[:-1])
    short = np.flatnonzero(np.repeat(left > 0, counts))
    if len(short):
        owner = np.repeat(np.arange(len(parts)), counts)[short]
        order = np.lexsort((-remainders[short], owner))
        ordered_owner = owner[order]
        first = np.flatnonzero(np.r_[True, ordered_owner[1:] != ordered_owner[:-1]])
        rank = np.arange(len(order)) - np.repeat(first, np.diff(np.r_[first, len(order)]))
        shares[short[order[rank < left[ordered_owner]]]] += 1
    return shares


def total(amounts: Grosze) -> int:
    """The sum of an array, exact; OverflowError where the result would not fit int64."""
    if len(amounts) == 0:
        return 0
    bound = max(abs(int(amounts.min())), abs(int(amounts.max()))) * len(amounts)
    if bound <= INT64_MAX:
        return int(amounts.sum())
    return _fits(sum(amounts.tolist()))


def _large(estimate: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_] | None:
    """The rows whose product may leave int64 (estimated in floating point, with room to spare), or None."""
    if not len(estimate) or estimate.max() < 9e18:
        return None
    return estimate >= 9e18


def _mul_div_exact(a: int, b: int, c: int) -> int:
    product = a * b
    quotient = (2 * abs(product) + abs(c)) // (2 * abs(c))
    return _fits(-quotient if (product < 0) != (c < 0) else quotient)


def _fits(value: int) -> int:
    if abs(value) > INT64_MAX:
        raise OverflowError("the amount is larger than the workbench can hold")
    return value
