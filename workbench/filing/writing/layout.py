"""The elements of a row of JPK_V7 for the writer: in the order and with the limits of `structure`, with the columns of
`row_elements`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from .. import structure
from ..row_elements import Register, registers
from ..rows import KSEF_MARKERS
from ..versions import Version

Kind = Literal["whole", "text", "day", "ksef", "markers", "flag", "amount"]
RegisterName = Literal["sale", "purchase"]

_KINDS: dict[str, Kind] = {"str": "text", "datetime64[s]": "day", "bool": "flag", "int64": "amount"}
"""What an element is by the type of its column; those of two columns are special."""
_OF_COLUMN: dict[str, Kind] = {"row": "whole", "ksef": "ksef"}
_MARKERS = "markers"
"""The column of all flags that have no column of their own."""


@dataclass(frozen=True)
class Element:
    """An element of a row: its name, the column it is written from, whether a row can do without it, and its limits.

    `longest`: characters of a text. `choices`: the values that a text can have, the markers of a column of several.
    `partner`: the other one of a pair of base and tax, of which both stand or none.
    """

    name: str
    column: str
    kind: Kind
    optional: bool = False
    longest: int = 0
    pattern: str = ""
    choices: tuple[str, ...] = ()
    earliest: date = date.min
    latest: date = date.max
    partner: str = ""


@dataclass(frozen=True)
class Layout:
    """A register of the record part: its row, its control element and what that holds."""

    row: str
    control: str
    counted: str
    tax: str
    elements: tuple[Element, ...]


@cache
def layout_of(version: Version, register: RegisterName) -> Layout:
    """The rows of sales or purchases in a structure of JPK_V7M or JPK_V7K."""
    sale_row, sale_control, purchase_row, purchase_control = structure.names(version, "record")
    sales, purchases = registers(version)
    row, control, columns, sums = (
        (sale_row, sale_control, sales, "sales_control")
        if register == "sale"
        else (purchase_row, purchase_control, purchases, "purchases_control")
    )
    counted, tax = structure.names(version, sums)
    return Layout(row, control, counted, tax, tuple(_elements(version, register, columns)))


def _elements(version: Version, register: RegisterName, columns: Register) -> Iterator[Element]:
    needed = {item.name for item in structure.content(version, register) if isinstance(item, structure.Element) and item.least}
    partners = {name: other for pair in structure.together(version, register) for name, other in (pair, pair[::-1])}
    flags: list[str] = []
    for name in structure.names(version, register):
        if name in columns.markers:
            flags.append(name)
        if name in columns.plain:
            if flags:
                yield Element(_MARKERS, _MARKERS, "markers", optional=True, choices=tuple(flags))
                flags = []
            yield _element(version, register, name, columns, name not in needed, partners.get(name, ""))


def _element(version: Version, register: RegisterName, name: str, columns: Register, optional: bool, partner: str) -> Element:
    column = columns.plain[name]
    limits = structure.limits(version, register, name)
    kind = _OF_COLUMN.get(column) or _KINDS[columns.columns[column]]
    element = Element(name, column, kind, optional, choices=tuple(limits.get("enumeration", ())), partner=partner)
    if kind == "day":
        first, last = (date.fromisoformat(str(limits[limit])) for limit in ("minInclusive", "maxInclusive"))
        return replace(element, earliest=first, latest=last)
    if kind == "ksef":
        return replace(
            element, optional=False, choices=KSEF_MARKERS, pattern="|".join(f"^(?:{one})$" for one in limits["pattern"])
        )
    return replace(element, longest=int(str(limits.get("maxLength", 0))))
