"""Bad-debt relief: law by date, notices, explanation, the coming months."""

from .explanation import Explanation
from .notices import ReliefNotice, default_as_of, notice, statutory_deadline
from .outlook import calendar
from .parts import REASONS, Side

__all__ = [
    "REASONS",
    "Explanation",
    "ReliefNotice",
    "Side",
    "calendar",
    "default_as_of",
    "notice",
    "statutory_deadline",
]
