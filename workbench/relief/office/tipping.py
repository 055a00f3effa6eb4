"""Debtors on a timeline: the day on which each unpaid part tips over into the relief (feature 29)."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ... import days as calendar
from ...days import Month
from ...ledger import Ledger
from ..filed import Filed
from ..parts import Side
from ..periods import statutory_deadline
from .unpaid import unpaid_parts


def tipping(
    ledger: Ledger, today: date, side: Side = "sale", days: int = 120, filed: Mapping[Side, Filed] | None = None
) -> pd.DataFrame:
    """The unpaid parts that tip over within so many days, and those that have just done so.

    Just tipped: the file of the month of their relief date can still be sent in time (its deadline is not before `today`).
    Columns as `unpaid_parts` gives them, and days_until (int64, negative once the day has passed), tipped (bool: the relief
    date has been reached) and month ("2026-11", whose notice takes the part). By relief date. `filed`: what was filed, by side;
    parts that it keeps off their notice do not tip over. PeriodError as `notice`.
    """
    horizon = today + timedelta(days=days)
    first = Month.of(today)
    while statutory_deadline(first - 1) >= today:
        first -= 1
    table = unpaid_parts(ledger, side, today, first, Month.of(horizon), (filed or {}).get(side))
    relief_day = calendar.numbers(table["relief_date"].to_numpy()).astype(np.int64)
    table["days_until"] = relief_day - calendar.number(today)
    table["tipped"] = table["days_until"] <= 0
    table["month"] = table["relief_date"].dt.strftime("%Y-%m").astype("str")
    return table[table["days_until"] <= days].reset_index(drop=True)
