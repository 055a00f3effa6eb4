"""Events the manuals are silent about: credit notes after the relief, sale of a claim, insolvency, set-off and the like.

Each type has a rule by date with its source, how sure it is and the options the user has; see `events.toml`.
"""

from .event import Event
from .guidance import Choice, Guidance, consequences, guide
from .rules import types
from .settling import allowed, applied, check, kept_off, refused
from .texts import CERTAINTY_TITLES, EVENT_TITLES, SOURCE_TITLES

__all__ = [
    "CERTAINTY_TITLES",
    "EVENT_TITLES",
    "SOURCE_TITLES",
    "Choice",
    "Event",
    "Guidance",
    "allowed",
    "applied",
    "check",
    "consequences",
    "guide",
    "kept_off",
    "refused",
    "types",
]
