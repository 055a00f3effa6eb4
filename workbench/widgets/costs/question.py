"""What the panels of the costs page are asked about, and how they name what they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ...costs.dimensions.nodes import written
from ...costs.exploring.atoms import Register
from ...costs.exploring.cube import FIELDS, label, title
from ...days import Month
from ...i18n import _
from ...ledger import Ledger


@dataclass(frozen=True, eq=False)
class Question:
    """A client's books (with what is remembered laid over them), the months and the register that are looked at.

    `seen` are the versions of what was remembered when the books were laid over.
    """

    client: str
    ledger: Ledger
    from_: Month
    to: Month
    register: Register
    seen: Mapping[tuple[str, str], int]

    @cached_property
    def dimensions(self) -> list[str]:
        """The outer dimensions of the books, in their order."""
        return [path for path in self.ledger.dimensions["dimension"] if "/" not in path]

    @cached_property
    def fields(self) -> dict[str, str]:
        """What can stand on an axis: field by title."""
        return {self.title(field): field for field in [*self.dimensions, *FIELDS]}

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """The names of elements, accounts, categories and parties by field and label."""
        elements = self.ledger.elements
        places = map(written, elements["dimension"], elements["element"])
        found = dict(zip(places, elements["name"].fillna(""), strict=True))
        for field, frame, key in (
            ("account", self.ledger.accounts, "account"),
            ("category", self.ledger.categories, "category"),
            ("party", self.ledger.parties, "party_id"),
        ):
            found |= {(field, one): name for one, name in zip(frame[key], frame["name"], strict=True)}
        return found

    def title(self, field: str) -> str:
        """A field's title: the dimension's name where it has one."""
        if field in FIELDS:
            return title(field)
        named = self.ledger.dimensions.set_index("dimension")["name"].get(field)
        return str(named) if isinstance(named, str) and named else field

    def label(self, field: str, code: str) -> str:
        """A label as people read it: the code with its name."""
        if not code:
            return _("not described") if field in self.dimensions else _("none")
        name = self._names.get((field, code), "")
        if field == "party":
            return name or code
        shown = label(field, code)
        return f"{shown} {name}" if name else shown


def months_of(ledger: Ledger) -> list[Month]:
    """The months from the first to the last document, the first one first; the month of no document where there is none."""
    days = pd.concat([ledger.documents["issue_date"], ledger.records["date"]])
    if days.empty:
        return [Month("2026-01")]
    first, last = Month.of(days.min().date()), Month.of(days.max().date())
    months = [first]
    while months[-1] < last:
        months.append(months[-1] + 1)
    return months
