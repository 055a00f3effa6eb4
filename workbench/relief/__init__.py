"""Bad-debt relief: law by date, notices, explanation, the coming months; the life of a notice, the whole office.

`relief.life`, `relief.events` and `relief.prints` are rooms of their own.
"""

from .comparing import compare
from .dated import dated
from .explanation import Explanation
from .filed import Filed, FiledNotice, Period
from .filing_days import filing_days
from .known import known
from .law import law_versions
from .listing import period_title
from .notices import ReliefNotice, notice
from .office import Office, forecast, office, payment_advice, symmetry, tipping
from .outlook import calendar
from .parts import REASONS, Side
from .periods import default_as_of, month_of, period_of, statutory_deadline
from .record import Record
from .scenarios import Payment, scenario, scenario_effect

__all__ = [
    "REASONS",
    "Explanation",
    "Filed",
    "FiledNotice",
    "Office",
    "Payment",
    "Period",
    "Record",
    "ReliefNotice",
    "Side",
    "calendar",
    "compare",
    "dated",
    "default_as_of",
    "filing_days",
    "forecast",
    "known",
    "law_versions",
    "month_of",
    "notice",
    "office",
    "payment_advice",
    "period_of",
    "period_title",
    "scenario",
    "scenario_effect",
    "statutory_deadline",
    "symmetry",
    "tipping",
]
