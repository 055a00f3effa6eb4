"""Exact fractions of grosze made whole, so that they still add up: the largest remainder, for amounts of either sign.

>>> made_whole([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
[1, 0, 0]
>>> made_whole([Fraction(3, 2), Fraction(-3, 2)]), made_whole([Fraction(-3, 2), Fraction(3, 2)])
([1, -1], [-1, 1])
"""

from collections.abc import Sequence
from fractions import Fraction


def made_whole(values: Sequence[Fraction], total: int | None = None) -> list[int]:
    """Each value without its part of a grosz, then one grosz more (or less) for those who lost most, the earlier one first on a
    tie. The negated values give the mirror image.

    The result adds up to `total`; without it to the values' own sum, which must be whole (ValueError). Against their own sum
    every amount is off by less than a grosz; a `total` that lies further away is spread evenly on top.
    """
    if total is None:
        exact = sum(values, Fraction(0))
        if exact.denominator != 1:
            raise ValueError(f"the amounts do not add up to whole grosze: {exact}")
        total = int(exact)
    amounts = [int(value) for value in values]
    left = total - sum(amounts)
    if left and not amounts:
        raise ValueError("an amount without anybody to take it")
    sign = -1 if left < 0 else 1
    order = sorted(range(len(amounts)), key=lambda row: -sign * (values[row] - amounts[row]))
    each, more = divmod(abs(left), len(amounts) or 1)
    for place, row in enumerate(order):
        amounts[row] += sign * (each + (place < more))
    return amounts
