"""Terms of payment in words: the day they lead to, as a proposal and never more."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from ...days import FIRST_DAY, LAST_DAY, Month
from .fields import field_map

_COUNT = re.compile(r"(?<![0-9.,])([0-9]{1,4})(?![0-9.,])", re.ASCII)


def proposed_day(text: str, known: Mapping[str, str | None]) -> str | None:
    """The day that words such as "14 days from delivery" lead to; None where they tell no number and unit.

    `known`: the days of the invoice by the names of [events] in fields.toml; one that is missing is replaced by the issue date.
    """
    words = text.lower()
    counts = _COUNT.findall(words)
    unit = next((unit for unit, starts in field_map().units.items() if any(start in words for start in starts)), None)
    if len(counts) != 1 or unit is None:
        return None
    told = (event for event, starts in field_map().events.items() if any(start in words for start in starts))
    event = next(told, "issue_date")
    start = date.fromisoformat(known.get(event) or known["issue_date"] or "")
    return _later(start, int(counts[0]), unit)


def _later(start: date, count: int, unit: str) -> str | None:
    try:
        if unit == "months":  # art. 112 of the Civil Code: the day of that name, or the last of a month without it
            month = Month.of(start) + count
            day = min(month.first + timedelta(start.day - 1), month.last)
        else:
            day = start + timedelta(count * (7 if unit == "weeks" else 1))
    except (OverflowError, ValueError):
        return None
    return day.isoformat() if FIRST_DAY <= day <= LAST_DAY else None
