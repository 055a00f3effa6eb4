"""The faults that a check of a JPK_V7 file finds, as a table; every kind of fault counted, the first ones of each told."""

from collections import Counter

import pandas as pd

from ...i18n import _, ngettext
from .rules import RULES

TOLD = 100
"""Faults of one kind that are told one by one; of the others only how many they are."""
COLUMNS = {
    "part": "str",
    "row": "int64",
    "field": "str",
    "value": "str",
    "fault": "str",
    "remedy": "str",
    "severity": "str",
    "code": "str",
}
_LONGEST = 80


class Faults:
    """Collects faults in the user's language."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, str, str, str, str, str, str]] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    @property
    def count(self) -> int:
        """How many there are so far, told or not."""
        return self._counts.total()

    def has_errors_in(self, part: str) -> bool:
        """Whether an error was found in a part of the file."""
        return any(count and of == part and RULES[code].severity == "error" for (of, code), count in self._counts.items())

    def add(self, code: str, part: str, row: int = 0, field: str = "", value: object = "", **facts: object) -> None:
        """One more fault: its code in RULES, where it is, the value that is wrong, and what its texts need besides."""
        self._counts[part, code] += 1
        if self._counts[part, code] > TOLD:
            return
        rule = RULES[code]
        shown = str(value)
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        known = {"field": field, "value": shown, "row": row, **facts}
        fault, remedy = (_(text).format_map(known) for text in (rule.fault, rule.remedy))
        self._found.append((part, row, field, shown, fault, remedy, rule.severity, code))

    def table(self) -> pd.DataFrame:
        """The faults in the order in which they were found; of a kind with more than TOLD a last line that says how many."""
        rest = [
            (
                part,
                0,
                "",
                "",
                _more(count - TOLD),
                _("Correct those above first, then check again."),
                RULES[code].severity,
                code,
            )
            for (part, code), count in self._counts.items()
            if count > TOLD
        ]
        return pd.DataFrame([*self._found, *rest], columns=list(COLUMNS)).astype(COLUMNS)


def _more(count: int) -> str:
    return ngettext("{count} more fault of this kind.", "{count} more faults of this kind.", count).format(count=count)
