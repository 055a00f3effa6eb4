"""Splitting by percent as one would do it on paper: Fractions, one position after the other. Nothing of the package is used."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def split_slowly(value: int, percents: list[Decimal], rule: str) -> list[int]:
    """`value` split by percents; what rounding leaves goes to the last position with an amount, or to largest remainders."""
    if value < 0:
        return [-part for part in split_slowly(-value, percents, rule)]
    exact = [value * Fraction(percent) / 100 for percent in percents]
    wanted = half_up(sum(exact, Fraction(0)))
    if rule == "last":
        parts = [half_up(share) for share in exact]
        last = None
        for place, part in enumerate(parts):
            if part != 0:
                last = place
        if last is None:
            for place, percent in enumerate(percents):
                if percent != 0:
                    last = place
        if last is not None:
            parts[last] += wanted - sum(parts)
        return parts
    parts = [floor(share) for share in exact]
    while sum(parts) < wanted:
        rest = [share - part for share, part in zip(exact, parts, strict=True)]
        best = max(range(len(parts)), key=lambda place: (rest[place], -place))
        parts[best] += 1
    return parts
