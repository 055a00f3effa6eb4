"""Days: the statutory shift against an own calendar, day by day, and the arithmetic of months and quarters."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import days
from workbench.days import Month, Quarter

DAY = timedelta(days=1)
FIXED_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)}


def easter(year: int) -> date:
    """Easter Sunday, by Gauss's rule with its two exceptions."""
    golden, by_four, by_seven = year % 19, year % 4, year % 7
    century = year // 100
    offset = (15 + century - century // 4 - (13 + 8 * century) // 25) % 30
    full_moon = (19 * golden + offset) % 30
    sunday = (2 * by_four + 4 * by_seven + 6 * full_moon + 4 + century - century // 4) % 7
    if (full_moon == 29 and sunday == 6) or (full_moon == 28 and sunday == 6 and golden > 10):
        sunday -= 7
    return date(year, 3, 22) + (full_moon + sunday) * DAY


def is_holiday(day: date) -> bool:
    """Whether the act on days free from work, as it stood on that day, names it."""
    after_easter = (day - easter(day.year)).days
    return (
        ((day.month, day.day) in FIXED_HOLIDAYS and (day.month, day.day, day.year < 2011) != (1, 6, True))
        or after_easter in (0, 1, 49, 60)
        or day == date(2018, 11, 12)
        or (day.year >= 2025 and (day.month, day.day) == (12, 24))
    )


def shifted(day: date) -> date:
    """Art. 115 of the Civil Code, one day at a time."""
    while is_holiday(day) or day.weekday() == 6 or (day.weekday() == 5 and day >= date(2017, 1, 1)):
        day += DAY
    return day


EVERY_DAY = [date(2008, 1, 1) + number * DAY for number in range((date(2036, 1, 1) - date(2008, 1, 1)).days)]
ARRAY = np.array(EVERY_DAY, "datetime64[D]")


def test_the_own_calendar_knows_easter() -> None:
    assert [easter(year) for year in (2008, 2019, 2026, 2035, 1981, 1954)] == [
        date(2008, 3, 23), date(2019, 4, 21), date(2026, 4, 5), date(2035, 3, 25), date(1981, 4, 19), date(1954, 4, 18),
    ]  # fmt: skip


def test_every_term_moves_as_the_own_calendar_says() -> None:
    wrong = [day for day in EVERY_DAY if days.statutory_shift(day) != shifted(day)]
    assert wrong == []


def test_an_array_of_terms_moves_as_each_of_them() -> None:
    moved = days.statutory_shift(ARRAY)
    assert moved.dtype == np.dtype("datetime64[D]")
    assert moved.tolist() == [days.statutory_shift(day) for day in EVERY_DAY]


def test_working_days_are_monday_to_friday_without_holidays() -> None:
    expected = [day.weekday() < 5 and not is_holiday(day) for day in EVERY_DAY]
    assert days.is_working_day(ARRAY).tolist() == expected
    assert [days.is_working_day(day) for day in EVERY_DAY[:800]] == expected[:800]


def test_the_next_working_day_is_the_first_from_the_day_on() -> None:
    following = days.next_working_day(ARRAY).tolist()
    working = set(ARRAY[days.is_working_day(ARRAY)].tolist())
    for day, found in zip(EVERY_DAY[:-10], following[:-10], strict=True):
        assert found in working
        assert not any(day + step * DAY in working for step in range((found - day).days))
    assert days.next_working_day(date(2016, 9, 3)) == date(2016, 9, 5), "a Saturday is no working day before 2017 either"


# The cases of the reference on VAT, section 7, as far as they are about days: due date, day it is counted from.
CASES = {
    "1 Saturday": ("2019-06-01", "2019-06-03"),
    "2 Saturday of the manual": ("2020-07-18", "2020-07-20"),
    "3 Easter Monday": ("2026-04-06", "2026-04-07"),
    "3 Holy Saturday": ("2026-04-04", "2026-04-07"),
    "3 Easter Sunday": ("2026-04-05", "2026-04-07"),
    "4 Corpus Christi": ("2026-06-04", "2026-06-05"),
    "5 first of May before a weekend": ("2026-05-01", "2026-05-04"),
    "6 All Saints on a Saturday": ("2025-11-01", "2025-11-03"),
    "7 Christmas Eve 2024": ("2024-12-24", "2024-12-24"),
    "8 Christmas Eve 2025": ("2025-12-24", "2025-12-29"),
    "9 the one-off holiday": ("2018-11-12", "2018-11-13"),
    "10 Saturday before 2017": ("2016-09-03", "2016-09-03"),
    "11 before the switch": ("2018-10-02", "2018-10-02"),
    "12 after the switch": ("2018-10-03", "2018-10-03"),
    "13 Saturday before the switch": ("2018-09-29", "2018-10-01"),
    "14 Friday": ("2018-09-28", "2018-09-28"),
    "20 filing for 9/2026": ("2026-10-25", "2026-10-26"),
    "20 filing for 11/2026": ("2026-12-25", "2026-12-28"),
    "20 filing for 11/2024": ("2024-12-25", "2024-12-27"),
    "66 day 90 on the last day of June": ("2026-04-01", "2026-04-01"),
    "66 day 90 on the last day of September": ("2026-07-02", "2026-07-02"),
    "66 day 90 on the last day of March": ("2025-12-31", "2025-12-31"),
    "67 a day later": ("2026-04-02", "2026-04-02"),
    "last Saturday that stays": ("2016-12-31", "2016-12-31"),
    "first Saturday that moves": ("2017-01-07", "2017-01-09"),
    "Sunday before 2017": ("2016-09-04", "2016-09-05"),
    "Epiphany before it was free": ("2010-01-06", "2010-01-06"),
}


@pytest.mark.parametrize(("due", "effective"), CASES.values(), ids=CASES)
def test_a_case_of_the_reference(due: str, effective: str) -> None:
    assert days.statutory_shift(date.fromisoformat(due)) == date.fromisoformat(effective)


@pytest.mark.parametrize(
    ("effective", "day_90"), [("2019-06-03", "2019-09-01"), ("2026-04-01", "2026-06-30"), ("2018-10-03", "2019-01-01")]
)
def test_days_are_numbered_from_1970(effective: str, day_90: str) -> None:
    assert days.number(date.fromisoformat(effective)) + 90 == days.number(date.fromisoformat(day_90))
    assert days.numbers(np.array([effective, "1970-01-02"], "datetime64[s]")).tolist() == [
        days.number(date.fromisoformat(effective)),
        1,
    ]


def test_the_table_of_shifts_is_the_shift() -> None:
    first, table = days.shift_table()
    assert first == days.number(days.FIRST_DAY)
    assert table[days.number(date(2019, 6, 1)) - first] == days.number(date(2019, 6, 3))


@pytest.mark.parametrize("day", [days.FIRST_DAY - DAY, days.LAST_DAY + DAY, date.max])
def test_days_outside_the_calendar_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="not known"):
        days.statutory_shift(day)
    with pytest.raises(ValueError, match="not known"):
        days.next_working_day(np.array([day], "datetime64[D]"))


def test_the_ends_of_the_calendar_are_known() -> None:
    assert days.statutory_shift(days.LAST_DAY) == days.LAST_DAY
    assert days.statutory_shift(days.FIRST_DAY) == date(1990, 1, 2)
    assert days.statutory_shift(np.array([], "datetime64[D]")).tolist() == []


def test_no_day_is_refused_and_not_taken_for_1970() -> None:
    with pytest.raises(ValueError, match="not known"):
        days.statutory_shift(np.array(["NaT"], "datetime64[D]"))


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_lies_in_its_month_and_quarter(day: date) -> None:
    for period in (Month.of(day), Quarter.of(day)):
        assert day in period
        assert period.first <= day <= period.last
        assert (period.last + DAY if period.last < date.max else period.last).day in (1, 31)
        assert type(period)(str(period)) == period


@given(st.integers(24, 119_000), st.integers(-12, 500))
def test_months_are_counted_on_and_back(number: int, step: int) -> None:
    month = Month.numbered(number)
    later = month + step
    assert later - step == month
    assert (later.year * 12 + later.first.month) - (month.year * 12 + month.first.month) == step
    assert (month < later, month > later, month <= later) == (step > 0, step < 0, step >= 0)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2020-02", "2020-02-01", "2020-02-29"), ("1900-02", "1900-02-01", "1900-02-28"), ("9999-12", "9999-12-01", "9999-12-31")],
)
def test_a_month_has_its_days(text: str, first: str, last: str) -> None:
    month = Month(text)
    assert (str(month), repr(month)) == (text, f"Month('{text}')")
    assert (month.first.isoformat(), month.last.isoformat()) == (first, last)


def test_a_quarter_has_three_months() -> None:
    quarter = Quarter("2020Q4")
    assert quarter.months == (Month("2020-10"), Month("2020-11"), Month("2020-12"))
    assert (quarter.first, quarter.last) == (date(2020, 10, 1), date(2020, 12, 31))
    assert (quarter + 1, quarter - 4) == (Quarter("2021Q1"), Quarter("2019Q4"))


def test_a_period_may_be_given_as_itself() -> None:
    assert Month(Month("2020-11")) == Month("2020-11")


def test_periods_are_keys_and_can_be_sorted() -> None:
    assert sorted([Month("2020-11"), Month("2019-12")])[0] == Month("2019-12")
    assert {Month("2020-11"): 1}[Month.of(date(2020, 11, 30))] == 1


def test_a_month_is_no_quarter() -> None:
    assert Month.numbered(8000) != Quarter.numbered(8000)
    with pytest.raises(TypeError):
        Month("2020-11") < Quarter("2020Q4")  # noqa: B015


@pytest.mark.parametrize(
    "text", ["2020-13", "2020-00", "2020-1", "20-01", "2020/01", "2020-11-01", "2020Q4", "", "0000-01", "٢٠٢٠-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month(text)


@pytest.mark.parametrize("text", ["2020Q0", "2020Q5", "2020-Q1", "2020q1", "2020-11", "0000Q1"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter(text)
