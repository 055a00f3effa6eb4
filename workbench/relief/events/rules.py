"""The rules of events by date, read from `events.toml`.

>>> [rule("insolvency", "sale", day).default for day in (date(2021, 9, 30), date(2021, 10, 1))]
['kept_off', 'no_effect']
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ...errors import ReliefError
from ...i18n import _
from ..listing import SIDE_TITLES
from ..parts import Side
from .texts import EVENT_TITLES, OPTION_TITLES

Effect = Literal["settles_all", "settles_amount", "nothing", "off_notice", "undoes"]
Certainty = Literal["certain", "secondary", "doubtful"]


@dataclass(frozen=True)
class Option:
    """One way to treat an event. `before_filing`: its effect on parts whose relief was not yet filed on the event's day."""

    code: str
    effect: Effect
    before_filing: Effect


@dataclass(frozen=True)
class Rule:
    """How an event is treated for relief dates from `since` to `until` (None: still); see the head of `events.toml`."""

    type: str
    side: Side
    since: date
    until: date | None
    text: str
    certainty: Certainty
    source: str
    options: tuple[Option, ...]
    default: str
    amount: str
    judged: str
    undoes: tuple[str, ...]
    warnings: tuple[str, ...]

    def option(self, code: str) -> Option:
        """The option with a code; ReliefError where the rule does not offer it."""
        for option in self.options:
            if option.code == code:
                return option
        offered = ", ".join(f"{option.code} ({_(OPTION_TITLES[option.code])})" for option in self.options)
        raise ReliefError(
            _("{event}: the choice {choice} is not offered for this claim; choose one of: {offered}.").format(
                event=_(EVENT_TITLES[self.type]), choice=code, offered=offered
            )
        )


def types(side: Side) -> tuple[str, ...]:
    """The types of events that a side knows."""
    return tuple(type for type, sides in _table().items() if side in sides)


def rule(type: str, side: Side, relief_date: date) -> Rule:
    """The rule of a type of event for a claim with this relief date; ReliefError for a type the side does not know."""
    versions = _table().get(type, {}).get(side)
    if versions is None:
        raise ReliefError(
            _("{type}: there is no such event for {side}; the events are: {known}.").format(
                type=type, side=_(SIDE_TITLES[side]), known=", ".join(types(side))
            )
        )
    return [versions[0], *(version for version in versions[1:] if version.since <= relief_date)][-1]


def keeping_off(side: Side, relief_date: date) -> list[Rule]:
    """The rules of a side by which events may keep a claim with this relief date off the notice."""
    rules = [rule(type, side, relief_date) for type in types(side)]
    return [one for one in rules if any(option.effect == "off_notice" for option in one.options)]


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[Side, tuple[Rule, ...]]]:
    table = tomllib.loads((Path(__file__).parent / "events.toml").read_text(encoding="utf-8"))
    return {type: {side: _versions(type, side, rows) for side, rows in sides.items()} for type, sides in table.items()}


def _versions(type: str, side: Side, rows: list[dict[str, Any]]) -> tuple[Rule, ...]:
    ends = [*(row["from"] - timedelta(1) for row in rows[1:]), None]
    return tuple(
        Rule(
            type=type,
            side=side,
            since=row["from"],
            until=end,
            text=row["rule"],
            certainty=row["certainty"],
            source=row["source"],
            options=tuple(
                Option(option["code"], option["effect"], option.get("before_filing", option["effect"]))
                for option in row["options"]
            ),
            default=row["default"],
            amount=row.get("amount", ""),
            judged=row.get("judged", ""),
            undoes=tuple(row.get("undoes", ())),
            warnings=tuple(row.get("warnings", ())),
        )
        for row, end in zip(rows, ends, strict=True)
    )
