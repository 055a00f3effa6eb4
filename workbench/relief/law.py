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

from .. import days

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


def rule(name: str, side: str) -> Rule:
    """A rule that changes by date, as it is for a side; KeyError for a name that `law.toml` does not hold."""

    def of_side(value: Any) -> Any:
        return value[side] if isinstance(value, dict) else value

    return Rule(name, tuple(Version(row["from"], of_side(row["value"]), of_side(row["source"])) for row in _law()[name]))


def source(name: str, side: str) -> str:
    """Where a rule that has not changed is written."""
    return str(_law()["source"][side][name])


def supported_from() -> Version:
    """The first relief date that is supported: earlier law had other mechanics."""
    return Version(_law()["supported_from"], None, _law()["supported_source"])


@lru_cache(maxsize=1)
def _law() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "law.toml").read_text(encoding="utf-8"))
