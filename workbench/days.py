"""Days and periods: the statutory shift of a term, working days, months and quarters.

Functions of days take a `date` and give a `date`, or take a datetime64 array and give a datetime64[D] array.
Days from 1990-01-01 to 2100-12-31 are known; others raise ValueError.

Sources: art. 115 of the Civil Code (a term ending on a day free by statute ends on the next day that is neither free nor
a Saturday; Saturdays count from 2017-01-01), the act on days free from work (24 December from 2025) and the single free
day of 2018-11-12; the calendar itself comes from the `holidays` package.

>>> statutory_shift(date(2019, 6, 1))
datetime.date(2019, 6, 3)
>>> Month("2020-11").last, Month("2020-11") + 2, Quarter("2020Q4").first
(datetime.date(2020, 11, 30), Month('2021-01'), datetime.date(2020, 10, 1))
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from typing import Any, ClassVar, Self, overload

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
SATURDAYS_MOVE_TERMS_FROM = date(2017, 1, 1)
_EPOCH = date(1970, 1, 1)
_SATURDAY, _SUNDAY = 5, 6


@total_ordering
@dataclass(frozen=True, repr=False)
class _Period:
    """A run of whole calendar months, counted from year 0: the base of Month and Quarter."""

    number: int
    MONTHS: ClassVar[int] = 1
    FORM: ClassVar[str] = ""

    def __init__(self, text: "str | Self") -> None:
        if isinstance(text, type(self)):
            number = text.number
        else:
            match = re.fullmatch(self.FORM, str(text).strip())
            if match is None:
                raise ValueError(f"not a {type(self).__name__.lower()}: {text!r}")
            number = int(match[1]) * (12 // self.MONTHS) + int(match[2]) - 1
        object.__setattr__(self, "number", number)

    @classmethod
    def numbered(cls, number: int) -> Self:
        """The period with this `number` (months or quarters since year 0)."""
        period = object.__new__(cls)
        object.__setattr__(period, "number", number)
        return period

    @classmethod
    def of(cls, day: date) -> Self:
        """The period a day lies in."""
        return cls.numbered((day.year * 12 + day.month - 1) // cls.MONTHS)

    @property
    def year(self) -> int:
        return self.number // (12 // self.MONTHS)

    @property
    def first(self) -> date:
        """The first day."""
        months = self.number * self.MONTHS
        return date(months // 12, months % 12 + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        months = self.number * self.MONTHS + self.MONTHS - 1
        year, month = months // 12, months % 12 + 1
        return date(year, month, monthrange(year, month)[1])

    def __add__(self, periods: int) -> Self:
        return self.numbered(self.number + periods)

    def __sub__(self, periods: int) -> Self:
        return self + -periods

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __lt__(self, other: Self) -> bool:
        return self.number < other.number if type(other) is type(self) else NotImplemented

    def __repr__(self) -> str:
        return f"{type(self).__name__}('{self}')"


class Month(_Period):
    """A calendar month, written "2020-11"."""

    FORM = r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number % 12 + 1:02d}"


class Quarter(_Period):
    """A calendar quarter, written "2020Q4"."""

    MONTHS = 3
    FORM = r"(?!0000)([0-9]{4})Q([1-4])"

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number % 4 + 1}"

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = Month.of(self.first)
        return first, first + 1, first + 2


@overload
def statutory_shift(day: date) -> date: ...
@overload
def statutory_shift(day: Days) -> Days: ...
def statutory_shift(day: Any) -> Any:
    """The day a term really ends: the day itself, or the next one that is neither Sunday, nor public holiday, nor (for
    terms ending from 2017-01-01) Saturday. Source: art. 115 of the Civil Code."""
    return _look_up(_calendar()[0], day)


@overload
def next_working_day(day: date) -> date: ...
@overload
def next_working_day(day: Days) -> Days: ...
def next_working_day(day: Any) -> Any:
    """The day itself, or the next one from Monday to Friday that is no public holiday."""
    return _look_up(_calendar()[1], day)


@overload
def is_working_day(day: date) -> bool: ...
@overload
def is_working_day(day: Days) -> npt.NDArray[np.bool_]: ...
def is_working_day(day: Any) -> Any:
    """Whether the day is one from Monday to Friday and no public holiday."""
    return next_working_day(day) == (day.astype("datetime64[D]") if isinstance(day, np.ndarray) else day)


def numbers(days: Days) -> npt.NDArray[np.int32]:
    """Days as int32 counted from 1970-01-01, the form in which whole columns are compared and shifted."""
    return days.astype("datetime64[D]").astype(np.int32)


def number(day: date) -> int:
    """A day counted from 1970-01-01."""
    return (day - _EPOCH).days


def shift_table() -> tuple[int, npt.NDArray[np.int32]]:
    """The statutory shift as a look-up table: the number of its first day, and the shifted day of each."""
    return number(FIRST_DAY), _calendar()[0]


def _look_up(table: npt.NDArray[np.int32], day: Any) -> Any:
    array = isinstance(day, np.ndarray)
    offsets = (numbers(day) if array else np.array([number(day)])) - number(FIRST_DAY)
    if len(offsets) and (offsets.min() < 0 or offsets.max() >= len(table)):
        raise ValueError(f"days before {FIRST_DAY} or after {LAST_DAY} are not known")
    moved = table[offsets]
    return moved.astype("datetime64[D]") if array else _EPOCH + timedelta(days=int(moved[0]))


@lru_cache(maxsize=1)
def _calendar() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """For every known day the number of the day a term moves to, and of the next working day."""
    import holidays  # a quarter of a second to import: only when a calendar is really needed

    first = number(FIRST_DAY)
    days = np.arange(first, number(LAST_DAY) + 15, dtype=np.int32)
    weekday = (days + 3) % 7
    public = holidays.country_holidays("PL", years=range(FIRST_DAY.year, LAST_DAY.year + 2))
    holiday = np.isin(days, [number(day) for day in public])
    weekend = weekday >= _SATURDAY
    free = holiday | (weekday == _SUNDAY) | (weekend & (days >= number(SATURDAYS_MOVE_TERMS_FROM)))
    known = number(LAST_DAY) - first + 1
    return _next_open(days, free)[:known], _next_open(days, holiday | weekend)[:known]


def _next_open(days: npt.NDArray[np.int32], closed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    open_days = days[~closed]
    position = np.searchsorted(open_days, days)
    return open_days[np.minimum(position, len(open_days) - 1)]
