"""One dimension and one element: their fields, their paths, and their rows in the ledger's tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from ...i18n import N_, _
from ...ledger.cost_tables import COST_TABLES, DICTIONARIES, DOCUMENT_TYPES

Type = Literal["descriptive", "accounts", "category", "dictionary"]
TYPES: dict[Type, str] = {
    "descriptive": N_("Descriptive"),
    "accounts": N_("From the chart of accounts"),
    "category": N_("Category"),
    "dictionary": N_("Dictionary"),
}
"""The types of A-024 and their labels."""

PICK_DICTIONARIES: dict[str, str] = {
    "contractor": N_("Contractor"),
    "bank": N_("Bank"),
    "employee": N_("Employee"),
    "partner": N_("Partner"),
    "fixed_asset": N_("Fixed asset"),
    "goods": N_("Goods"),
    "office": N_("Office"),
}
"""What a dimension of type dictionary may list (A-028), and the labels."""

USABLE_ON = frozenset({*DOCUMENT_TYPES, *DICTIONARIES})
"""The documents and dictionaries a dimension may be ticked for (A-030)."""


def unknown_use(path: str, used_on: Iterable[str]) -> str:
    """What is wrong with what a dimension is to be ticked for, in words; "" where nothing is."""
    unknown = sorted(set(used_on) - USABLE_ON)
    if not unknown:
        return ""
    message = _("{path}: no document type or dictionary is called {unknown}. There are: {known}.")
    return message.format(path=path, unknown=", ".join(unknown), known=", ".join(sorted(USABLE_ON)))


@dataclass(frozen=True)
class Dimension:
    """A dimension or sub-dimension.

    `narrowed_to` is the account, category or item that the pick list is narrowed to. `required` and `used_on` (empty for all)
    are settings of the outer dimension; what a sub-dimension holds there has no effect.
    """

    path: str
    name: str | None = None
    type: Type = "descriptive"
    dictionary: str | None = None
    narrowed_to: str | None = None
    required: bool = False
    inactive: bool = False
    predefined: bool = False
    used_on: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return code_of(self.path)

    @property
    def parent(self) -> str:
        """The path of what it hangs under; "" for an outer dimension."""
        return parent_of(self.path)


@dataclass(frozen=True)
class Element:
    """An element of a descriptive dimension or sub-dimension. Its `account` need not exist yet (A-034)."""

    dimension: str
    code: str
    name: str | None = None
    account: str | None = None
    inactive: bool = False

    @property
    def path(self) -> str:
        return f"{self.dimension}/{self.code}"

    @property
    def parent(self) -> str:
        return self.dimension


Node = Dimension | Element


def code_of(path: str) -> str:
    """The last code of a path."""
    return path.rpartition("/")[2]


def parent_of(path: str) -> str:
    """The path without its last code; "" for an outer dimension."""
    return path.rpartition("/")[0]


def outer(path: str) -> str:
    """The code of the outer dimension of a path."""
    return path.partition("/")[0]


def written(path: str, element: str) -> tuple[str, str]:
    """How a description names an element of the dimension at `path`: the outer dimension and the text behind the = sign.

    >>> written("BUDOWY/ETAPY", "E1")
    ('BUDOWY', 'ETAPY/E1')
    """
    code, _slash, below = path.partition("/")
    return code, f"{below}/{element}" if below else element


def dimension_of(row: Mapping[Any, Any]) -> Dimension:
    """The dimension of a row of the ledger's table."""
    return Dimension(
        path=row["dimension"],
        name=_text(row["name"]),
        type=row["type"],
        dictionary=_text(row["dictionary"]),
        narrowed_to=_text(row["narrowed_to"]),
        required=bool(row["required"]),
        inactive=bool(row["inactive"]),
        predefined=bool(row["predefined"]),
        used_on=tuple(filter(None, map(str.strip, (_text(row["used_on"]) or "").split(";")))),
    )


def element_of(row: Mapping[Any, Any]) -> Element:
    """The element of a row of the ledger's table."""
    return Element(row["dimension"], row["element"], _text(row["name"]), _text(row["account"]), bool(row["inactive"]))


def dimensions_table(nodes: Iterable[Dimension]) -> pd.DataFrame:
    """The ledger's table `dimensions` of these."""
    rows = [
        (
            *(one.path, one.name, one.type, one.dictionary, one.narrowed_to, one.required, one.inactive, one.predefined),
            "; ".join(one.used_on) or None,
        )
        for one in nodes
    ]
    return _table("dimensions", rows)


def elements_table(leaves: Iterable[Element]) -> pd.DataFrame:
    """The ledger's table `elements` of these."""
    return _table("elements", [(one.dimension, one.code, one.name, one.account, one.inactive) for one in leaves])


def _text(value: Any) -> str | None:
    return None if pd.isna(value) or value == "" else str(value)


def _table(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """A table of the ledger with the types it has when it is read."""
    spec = COST_TABLES[name].columns
    columns = zip(*rows, strict=True) if rows else ((),) * len(spec)
    frame = {}
    for (column, of), values in zip(spec.items(), columns, strict=True):
        dtype = pd.CategoricalDtype(list(of.codes)) if of.type == "code" else {"text": "str", "bool": "bool"}[of.type]
        frame[column] = pd.Series(list(values), dtype=dtype)
    return pd.DataFrame(frame)
