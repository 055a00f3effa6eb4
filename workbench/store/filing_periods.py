"""The periods files are asked for."""

from ..days import Month
from ..errors import PeriodError
from ..i18n import _
from ..relief import Period
from .relief_content import period_of


def month_of(period: str | Period) -> Month:
    """The month of a file; PeriodError where it is none."""
    try:
        return Month(str(period))
    except ValueError:
        raise PeriodError(_("{period}: the file of a month is asked for, such as 2026-09.").format(period=period)) from None


def month_or_quarter(period: str | Period) -> Period:
    """The month or quarter of a declaration; PeriodError where it is neither."""
    try:
        return period_of(str(period))
    except ValueError:
        raise PeriodError(
            _("{period}: a declaration is for a month, such as 2026-10, or for a quarter, such as 2026Q4.").format(
                period=period
            )
        ) from None
