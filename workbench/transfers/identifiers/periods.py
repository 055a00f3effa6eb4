"""The period of a tax office transfer (OKR): two digits of the year and a letter with its number, or 0 where the form has none.

`R` year, `P` half-year, `K` quarter, `M` month, `D` ten days (number and month), `J` a day (day and month).

>>> from workbench.i18n import in_language
>>> with in_language("en"):
...     [period_text(text) for text in ("14R", "14P01", "14K03", "14M02", "14D0205", "14J0504", "0")]
['year 2014', 'half-year 1 of 2014', 'quarter 3 of 2014', 'February 2014', 'ten days 2 of May 2014', '5 Apr 2014', 'no period']
>>> is_tax_period("14M13"), is_tax_period("14K05"), is_tax_period("14J3002")
(False, False, False)
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ...days import Month
from ...errors import TransferError
from ...i18n import N_, _, day, month

PeriodKind = Literal["none", "year", "half_year", "quarter", "month", "ten_days", "day"]

_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_FORMS: dict[PeriodKind, re.Pattern[str]] = {
    "year": re.compile(r"(?P<year>[0-9]{2})R"),
    "half_year": re.compile(r"(?P<year>[0-9]{2})P(?P<number>0[12])"),
    "quarter": re.compile(r"(?P<year>[0-9]{2})K(?P<number>0[1-4])"),
    "month": re.compile(rf"(?P<year>[0-9]{{2}})M{_MONTH}"),
    "ten_days": re.compile(rf"(?P<year>[0-9]{{2}})D(?P<number>0[1-3]){_MONTH}"),
    "day": re.compile(rf"(?P<year>[0-9]{{2}})J(?P<number>[0-9]{{2}}){_MONTH}"),
}
_TEXTS: dict[PeriodKind, str] = {
    "none": N_("no period"),
    "year": N_("year {year}"),
    "half_year": N_("half-year {number} of {year}"),
    "quarter": N_("quarter {number} of {year}"),
    "ten_days": N_("ten days {number} of {month}"),
}
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class TaxPeriod:
    """A period read: its kind, year, month (0 where the kind has none), and number (of a half-year, quarter, ten days, day)."""

    kind: PeriodKind
    year: int = 0
    month: int = 0
    number: int = 0


def tax_period(text: str) -> TaxPeriod:
    """The period a text stands for. TransferError for anything else, a day that its month does not have too."""
    if text == "0":
        return TaxPeriod("none")
    for kind, form in _FORMS.items():
        match = form.fullmatch(text)
        if match is None:
            continue
        found = {name: int(digits) for name, digits in match.groupdict().items()}
        period = TaxPeriod(kind, _CENTURY + found["year"], found.get("month", 0), found.get("number", 0))
        if kind != "day" or _in_calendar(period):
            return period
    raise TransferError(
        _("{period} is no period of a tax: write for example 26M09, 26K03, 26R, or 0 where the form has none.").format(
            period=text or "—"
        )
    )


def is_tax_period(text: str) -> bool:
    """Whether a text is a period that the tax office understands."""
    try:
        tax_period(text)
    except TransferError:
        return False
    return True


def period_text(text: str) -> str:
    """The period in the user's words. TransferError as in `tax_period`."""
    period = tax_period(text)
    if period.kind == "day":
        return day(date(period.year, period.month, period.number))
    of_month = month(Month(f"{period.year}-{period.month:02d}")) if period.month else ""
    if period.kind == "month":
        return of_month
    return _(_TEXTS[period.kind]).format(year=period.year, number=period.number, month=of_month)


def _in_calendar(period: TaxPeriod) -> bool:
    return 1 <= period.number <= Month(f"{period.year}-{period.month:02d}").last.day
