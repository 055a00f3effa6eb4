"""The field map of KSeF invoices: `fields.toml` as objects."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Group:
    """The total of one rate: the names of its `net`, its tax (`vat`) and its tax in PLN (`pln`), "" where it has none.

    `rates`: of the books, that of today and that of until FieldMap.old_until; empty where the books know none, then `offered`
    may be proposed. `lines`: what P_12 of its lines may hold. `transaction`: what such a total makes of the whole invoice.
    `jpk_field`: the field of JPK_V7 it belongs to. `foreign`: the tax is that of another country.
    """

    net: str
    vat: str = ""
    pln: str = ""
    rates: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    transaction: str = "domestic"
    offered: str = ""
    jpk_field: str = ""
    foreign: bool = False

    def rate_of(self, net: int, vat: int) -> str:
        """The rate that tells itself: the only one, or the one of two that gives this tax; "" where it does not."""
        fitting = [rate for rate in self.rates if len(self.rates) == 1 or abs(100 * vat - int(rate) * net) <= 50]
        return fitting[0] if len(fitting) == 1 else ""

    def rate(self, of_lines: set[str], day: date, old_until: date) -> str:
        """The rate of the books, "" where they have none: the older one where all lines have it or the day is as old."""
        if len(self.rates) < 2:
            return "".join(self.rates)
        today, old = self.rates
        of_group = of_lines.intersection(self.rates)
        return old if of_group == {old} or (not of_group and day <= old_until) else today


@dataclass(frozen=True)
class FieldMap:
    """The whole map. `forms`: names of the structures that can be read, by namespace; `refused`: names of others by the
    beginning of their namespace; `kinds`: RodzajFaktury and whether it is ordinary, an advance or a correction; `texts`:
    columns that are a text of Fa; `groups` by `net`; `units` and `events`: the words of relative terms."""

    forms: Mapping[str, str]
    refused: Mapping[str, str]
    kinds: Mapping[str, str]
    texts: Mapping[str, str]
    groups: Mapping[str, Group]
    units: Mapping[str, Sequence[str]]
    events: Mapping[str, Sequence[str]]
    old_until: date
    ksef_number_from: date


@cache
def field_map() -> FieldMap:
    """The map, read once."""
    data = tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))
    days: dict[str, Any] = {key: date.fromisoformat(text) for key, text in data["law"].items()}
    groups = [_group(one) for one in data["group"]]
    plain: dict[str, Any] = {name: data[name] for name in ("forms", "refused", "kinds", "texts", "units", "events")}
    return FieldMap(**plain, groups={one.net: one for one in groups}, **days)


def _group(of: Mapping[str, Any]) -> Group:
    return Group(**{**of, "rates": tuple(of.get("rates", ())), "lines": tuple(of.get("lines", ()))})
