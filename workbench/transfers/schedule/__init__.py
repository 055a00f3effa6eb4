"""The payment schedule of a bank register: what each payment is, and whether it may go to the bank."""

from .payers import FORMAT_COLUMNS
from .reasons import REASONS
from .schedule import GROUPS, Group, Schedule, schedule
from .sepa import sepa_markable
from .weeks import DateColumn

__all__ = [
    "FORMAT_COLUMNS",
    "GROUPS",
    "REASONS",
    "DateColumn",
    "Group",
    "Schedule",
    "schedule",
    "sepa_markable",
]
