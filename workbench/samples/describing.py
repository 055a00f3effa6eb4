"""How the sample documents are described: by a key, by a fixed split, or over places chosen by chance.

Elements are written short in `clients/*_costs.toml`: "P1 LUBLIN Z1" is filled into the client's form
"PROJEKTY={}; ODDZIAŁ={}; ZESPÓŁ={}"; what holds a "=" is taken as it is. "{account}" stands for the account of the cost.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from ..costs.splitting.splits import percents_of, split
from ..days import Month
from .books import MONTHS, Row

ACCOUNT = "{account}"

Shares = dict[str, Decimal]
"""Percent by elements."""


@dataclass(frozen=True)
class Way:
    """How documents are described from a day on.

    One of: `key`, an allocation key; `split`, percent by elements; `among`, a group of places, of which a supplier always
    gets the same where the way is `steady`. `since` is the day it begins.
    """

    key: str = ""
    split: dict[str, str] = field(default_factory=dict)
    among: str = ""
    steady: bool = False
    since: date = date.min


@dataclass(frozen=True)
class Position:
    """What of a document is divided, as in the table of descriptions; `value` in grosze."""

    position: str
    value: int
    account: str = ""
    line: int = 0


def latest(facts: list[dict[str, Any]], day: date) -> Way:
    """The last of these ways that has begun on that day."""
    return [way for way in (Way(**fact) for fact in facts) if way.since <= day][-1]


class Describing:
    """What the ways of one client mean: `facts` hold its form of elements, places, patterns of shares, keys and drivers."""

    def __init__(self, seed: str, facts: dict[str, Any]) -> None:
        self._seed = seed
        self._form: str = facts["form"]
        self._places: dict[str, list[dict[str, Any]]] = facts["places"]
        self._patterns: list[list[str]] = facts["patterns"]
        self._keys: list[dict[str, Any]] = facts["keys"]
        self._drivers: list[dict[str, Any]] = facts["drivers"]
        self._quantities = _quantities(Random(f"{seed}/drivers"), self._drivers)

    def spelled(self, short: str, account: str = ACCOUNT) -> str:
        """Elements in full, the account left to be filled in unless it is given."""
        return short if "=" in short else self._form.format(*short.split(), account=account)

    def shares(self, way: Way, chance: str, day: date) -> Shares:
        """Percent by elements on a day. `chance` names the supplier or the document that a choice is made for."""
        if way.key:
            return self._by_key(way.key, day)
        if way.among:
            return self._by_chance(Random(f"{self._seed}/{chance}"), self._places[way.among], day)
        return {self.spelled(short): Decimal(percent) for short, percent in way.split.items()}

    def _by_chance(self, rng: Random, places: list[dict[str, Any]], day: date) -> Shares:
        """Some of the places open on that day. All are put in order first, so that one supplier keeps its places."""
        by_chance = sorted(places, key=lambda place: rng.random() / place.get("weight", 1))
        pattern = rng.choice(self._patterns)
        opened = [place for place in by_chance if place.get("since", date.min) <= day <= place.get("until", date.max)]
        percents = pattern if len(pattern) <= len(opened) else ["100"]
        return {self.spelled(place["at"]): Decimal(percent) for place, percent in zip(opened, percents, strict=False)}

    def _by_key(self, key: str, day: date) -> Shares:
        (version,) = [
            version
            for version in self._keys
            if version["key"] == key and version["since"] <= day <= version.get("until", date.max)
        ]
        if "percent" in version:
            percents = {short: Decimal(percent) for short, percent in version["percent"].items()}
        else:
            month = Month.of(day).first
            quantities = [self._quantities[version["driver"], short][month] for short in version["elements"]]
            percents = dict(zip(version["elements"], percents_of(quantities, sum(quantities)), strict=True))
        account = version.get("account", ACCOUNT)
        return {self.spelled(short, account): percent for short, percent in percents.items() if percent}

    def key_rows(self) -> list[Row]:
        """The table of keys."""
        rows: list[Row] = []
        for version in self._keys:
            dated = {"key": version["key"], "valid_from": version["since"], "valid_to": version.get("until")}
            dated |= {"driver": version.get("driver")}
            lines = version.get("percent") or dict.fromkeys(version["elements"])
            for number, (short, percent) in enumerate(lines.items(), 1):
                elements = self.spelled(short, version.get("account", ACCOUNT))
                rows.append(dated | {"line": number, "elements": elements, "percent": percent})
        return rows

    def driver_rows(self) -> list[Row]:
        """The table of drivers: a quantity an element and month."""
        accounts = {driver["driver"]: driver.get("account", ACCOUNT) for driver in self._drivers}
        return [
            {"driver": driver, "month": month, "element": self.spelled(short, accounts[driver]), "quantity": quantity}
            for (driver, short), quantities in self._quantities.items()
            for month, quantity in quantities.items()
        ]


def description_rows(document_id: str, positions: list[Position], shares: Shares, key: str = "") -> list[Row]:
    """The lines of one document's description: every position divided by the same shares, values exact by the last rule."""
    rows: list[Row] = []
    for position in positions:
        values = split(position.value, list(shares.values()))
        for (elements, percent), value in zip(shares.items(), values, strict=True):
            rows.append(
                {
                    "document_id": document_id,
                    "line": len(rows) + 1,
                    "position": position.position,
                    "position_line": position.line,
                    "elements": elements.replace(ACCOUNT, position.account),
                    "percent": _plain(percent),
                    "value": value,
                    "key": key,
                }
            )
    return rows


def level(steps: list[list[Any]], month: Month) -> int:
    """The number of the last step begun, of steps such as ["2024-11", 120]; 0 before the first."""
    return next((value for since, value in reversed(steps) if Month(since).first <= month.first), 0)


def _quantities(rng: Random, drivers: list[dict[str, Any]]) -> dict[tuple[str, str], dict[date, int]]:
    """Whole quantities by driver and element, then month; `swing` is the percent by which a month's may lie beside its step."""
    found: dict[tuple[str, str], dict[date, int]] = {}
    for facts in drivers:
        swing = facts.get("swing", 0)
        for short, steps in facts["quantities"].items():
            months = [month for month in MONTHS if Month(steps[0][0]).first <= month.first]
            found[facts["driver"], short] = {
                month.first: level(steps, month) * rng.randrange(100 - swing, 101 + swing) // 100 for month in months
            }
    return found


def _plain(percent: Decimal) -> str:
    """Without the zeros behind the last decimal."""
    text = f"{percent:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
