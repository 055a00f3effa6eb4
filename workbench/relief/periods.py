"""The periods notices are made for, and the days on which they are made."""

from datetime import date

from .. import days
from ..days import Month, Quarter
from ..errors import PeriodError
from ..i18n import _
from . import law
from .filed import Period
from .parts import Side


def default_as_of(side: Side, period: Period) -> date:
    """The day a notice is made by default: the 25th of the month after the period for sales (R-022), the period's last day
    for purchases (R-031)."""
    return _month_after(period).first.replace(day=25) if side == "sale" else period.last


def statutory_deadline(period: Period) -> date:
    """The day by which the period's file must really be sent: the 25th of the month after it, moved to a working day."""
    return days.statutory_shift(_month_after(period).first.replace(day=25))


def months_of(period: Period) -> tuple[Month, ...]:
    """The months of a period: itself, or the three of a quarter."""
    return period.months if isinstance(period, Quarter) else (period,)


def period_of(period: str | Period) -> Period:
    """The period a notice can be made for: a month, or a quarter while notices were made for quarters (R-047).

    PeriodError where it is neither, or outside the supported law.
    """
    try:
        quarter = Quarter(str(period))
    except ValueError:
        return month_of(str(period))
    if not law.rule("quarterly_notices", "sale").at(quarter.first).value:
        raise _no_period(str(period))
    _check_supported(quarter)
    return quarter


def month_of(period: str | Month) -> Month:
    """The month a notice can be made for; PeriodError where it is none, or outside the supported law."""
    try:
        month = Month(period)
    except ValueError:
        raise _no_period(str(period)) from None
    _check_supported(month)
    return month


def day_of(value: date | str) -> date:
    """A day as a `date`; PeriodError for a text that is none."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise PeriodError(_("{day}: a day is written such as 2026-11-25.").format(day=value)) from None


def _month_after(period: Period) -> Month:
    return Month.of(period.last) + 1


def _no_period(period: str) -> PeriodError:
    return PeriodError(
        _("{period}: notices are made for a month, written such as 2026-10; for a quarter make its three months.").format(
            period=period
        )
    )


def _check_supported(period: Period) -> None:
    if period.last < law.supported_from().since:
        raise PeriodError(_("{period}: the relief before 2013 had other rules and is not supported.").format(period=period))
    if period.year > days.LAST_DAY.year - 1:
        raise PeriodError(_("{period}: the month is too far away.").format(period=period))
