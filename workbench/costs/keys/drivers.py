"""Drivers of cost: what was measured of each element in a month (area, hours, head count), and the shares that follow from it.

A driver's row stands for an element by the text of the key's line ("PROJEKTY=P1", "PROJEKTY=P1; ODDZIAŁ=LUBLIN", in any order),
or by the code alone ("P1") where the line names one dimension only; the text goes before the code. A document is divided by the
quantities of its month, or, where the month has none of the driver, by those of the latest month before it that has: always all
of one month, never a mixture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from ...days import Month
from ...errors import DescriptionError
from ...i18n import _, month
from ...ledger import elements

Chosen = frozenset[tuple[str, str]]
"""Elements by dimension, without their order."""


@dataclass(frozen=True)
class Driver:
    """The quantities of one driver: by month, by the element as the books write it."""

    name: str
    months: dict[Month, dict[str, Decimal]]

    def shares(self, of_month: Month, lines: Sequence[str], whole: Fraction) -> list[Fraction]:
        """`whole` (percent) divided over lines of elements in proportion to their quantities of a month that has some.

        DescriptionError where a line's element has no quantity, a negative one, or where they add up to zero.
        """
        quantities = [self._quantity(of_month, line) for line in lines]
        total = sum(quantities)
        if not total:
            raise DescriptionError(
                _("Driver {driver} cannot divide {month}: the quantities of the key's elements add up to zero.").format(
                    driver=self.name, month=month(of_month)
                )
            )
        return [whole * quantity / total for quantity in quantities]

    def _quantity(self, of_month: Month, line: str) -> Fraction:
        given = self.months[of_month]
        chosen = elements.parse(line)
        by_text = {_chosen(text): quantity for text, quantity in given.items()}
        quantity = by_text.get(frozenset(chosen.items()))
        if quantity is None and len(chosen) == 1:
            quantity = given.get(next(iter(chosen.values())))
        if quantity is None or quantity < 0:
            message = (
                _("Driver {driver} has no quantity of {element} in {month}.")
                if quantity is None
                else _("Driver {driver} has a negative quantity of {element} in {month}.")
            )
            raise DescriptionError(message.format(driver=self.name, element=line, month=month(of_month)))
        return Fraction(quantity)


def driver_of(drivers: pd.DataFrame, name: str) -> Driver:
    """A driver out of the ledger's table `drivers`; its month is that of the row's date, whatever the day.

    DescriptionError where it has an element twice in a month.
    """
    months: dict[Month, dict[str, Decimal]] = {}
    rows = drivers[drivers["driver"] == name].sort_values("month")
    for day, element, quantity in zip(rows["month"].dt.date, rows["element"], rows["quantity"], strict=True):
        of_month = months.setdefault(Month.of(day), {})
        if element in of_month:
            raise DescriptionError(
                _("Driver {driver} has two quantities of {element} in {month}.").format(
                    driver=name, element=element, month=month(Month.of(day))
                )
            )
        of_month[element] = quantity
    return Driver(name, months)


def _chosen(text: str) -> Chosen | None:
    """The elements that a driver's row names; None for a bare code."""
    return frozenset(elements.parse(text).items()) if "=" in text else None
