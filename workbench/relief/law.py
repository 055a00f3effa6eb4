"""The law by date, read from `law.toml`: which version of a rule is in force on a day, and where it stands.

>>> [rule("unpaid_days", "sale").at(day).value for day in (date(2018, 12, 31), date(2019, 1, 1))]
[150, 90]
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import days
from ..errors import PeriodError
from ..i18n import _

CHANGING = ("unpaid_days", "limit_years", "party", "quarterly_notices")
"""The rules of the relief that change by date."""
CALENDAR = ("saturday_moves_terms", "free_2018_11_12", "free_christmas_eve")
"""The days that move terms, as far as they have changed."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Version:
    """A rule as it stands for one side from a day on, with the place where it is written."""

    since: date
    value: Any
    source: str


@dataclass(frozen=True)
class Rule:
    """The versions of one rule, the oldest first."""

    name: str
    versions: tuple[Version, ...]

    def at(self, day: date) -> Version:
        """The version in force on the deciding day (the oldest for days before it)."""
        return [self.versions[0], *(version for version in self.versions[1:] if version.since <= day)][-1]

    def values(self, day_numbers: Numbers) -> npt.NDArray[Any]:
        """The values in force on many days (int32, counted from 1970)."""
        starts = [days.number(version.since) for version in self.versions[1:]]
        return np.array([version.value for version in self.versions])[np.searchsorted(starts, day_numbers, side="right")]


def rule(name: str, side: str, law_at: date | None = None) -> Rule:
    """A rule that changes by date, as it is for a side; KeyError for a name that `law.toml` does not hold.

    `law_at`: without the versions that came into force after that day.
    """

    def of_side(value: Any) -> Any:
        return value[side] if isinstance(value, dict) else value

    rows = [row for row in _law()[name] if law_at is None or row["from"] <= law_at]
    return Rule(name, tuple(Version(row["from"], of_side(row["value"]), of_side(row["source"])) for row in rows))


def last_change(law_at: date | None) -> date | None:
    """The day since which the law stood as it did on `law_at`; None where nothing has changed after it.

    PeriodError for a day before the supported law.
    """
    if law_at is None:
        return None
    if law_at < supported_from().since:
        raise PeriodError(_("{day}: the relief before 2013 had other rules and is not supported.").format(day=law_at))
    changes = sorted({row["from"] for name in CHANGING for row in _law()[name]})
    before = [day for day in changes if day <= law_at]
    return None if len(before) == len(changes) else before[-1]


def source(name: str, side: str) -> str:
    """Where a rule that has not changed is written."""
    return str(_law()["source"][side][name])


def supported_from() -> Version:
    """The first relief date that is supported: earlier law had other mechanics."""
    return Version(_law()["supported_from"], None, _law()["supported_source"])


def law_versions() -> pd.DataFrame:
    """Every dated rule with where it is written, by side, rule and date.

    Columns: rule (the name in `law.toml`), side ("sale", "purchase"), since (datetime64), value (text; empty for a condition
    that has not changed since the supported law began), source.
    """
    begin = supported_from()
    rows: list[tuple[str, str, date, str, str]] = []
    for side in ("sale", "purchase"):
        rows.append(("supported_from", side, begin.since, "", begin.source))
        for name in (*CHANGING, *CALENDAR):
            if _concerns(name, side):
                rows += [(name, side, of.since, _text(of.value), of.source) for of in rule(name, side).versions]
        rows += [(name, side, begin.since, "", of) for name, of in _law()["source"][side].items()]
    table = pd.DataFrame(rows, columns=["rule", "side", "since", "value", "source"])
    return table.astype({"since": "datetime64[s]"})


def _concerns(name: str, side: str) -> bool:
    """Whether a rule is one of this side: the limit of years stands for sales only (R-014)."""
    source = _law()[name][0]["source"]
    return not isinstance(source, dict) or side in source


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=1)
def _law() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "law.toml").read_text(encoding="utf-8"))
