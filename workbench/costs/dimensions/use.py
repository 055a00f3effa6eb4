"""What of the dimensions is used in descriptions, and descriptions that follow the renaming of a dimension (A-022)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import pandas as pd

from ...ledger import Ledger
from ...ledger.elements import parse, to_text
from .nodes import outer
from .tree import Dimensions


@dataclass(frozen=True)
class Use:
    """The elements used in descriptions: pairs of the path of a dimension or sub-dimension and an element of it."""

    elements: frozenset[tuple[str, str]] = frozenset()

    def directly(self, path: str) -> bool:
        """Whether an element straight below this dimension is used."""
        return path in self._dimensions

    def at_or_below(self, path: str) -> bool:
        """Whether this element, or any element below this dimension, is used."""
        return path in self._places

    @cached_property
    def _dimensions(self) -> set[str]:
        return {dimension for dimension, _element in self.elements}

    @cached_property
    def _places(self) -> set[str]:
        above = {"/".join(codes) for path in self._dimensions for codes in accumulate([code] for code in path.split("/"))}
        return above | {f"{dimension}/{element}" for dimension, element in self.elements}


def used(ledger: Ledger) -> Use:
    """What the descriptions of documents and dictionary items and the allocation keys of a ledger use.

    Raises DescriptionError as `Dimensions.of`.
    """
    tables = (ledger.descriptions, ledger.item_descriptions, ledger.keys)
    texts = {text for table in tables for text in table["elements"].unique()}
    return use_of(texts, Dimensions.of(ledger))


def use_of(texts: Iterable[str], dimensions: Dimensions) -> Use:
    """What these texts of elements use; ValueError where one cannot be read."""
    return Use(frozenset(dimensions.located(*one) for text in texts for one in parse(text).items()))


def follow_rename(ledger: Ledger, old: str, new: str) -> Ledger:
    """The ledger whose descriptions, keys and drivers are written with path `new` for the dimension at path `old`.

    It goes with `dimension_changes.rename`, which gives the tables of the tree: the code of a dimension may change while
    elements below its sub-dimensions are used (A-022), and nothing that names them may be lost.
    """
    return replace(
        ledger,
        descriptions=renamed_descriptions(ledger.descriptions, old, new),
        item_descriptions=renamed_descriptions(ledger.item_descriptions, old, new),
        keys=renamed_descriptions(ledger.keys, old, new),
        drivers=_renamed_drivers(ledger, old, new),
    )


def renamed_descriptions(table: pd.DataFrame, old: str, new: str) -> pd.DataFrame:
    """The table with its `elements` written after the dimension at path `old` has been renamed to path `new`.

    For descriptions, item_descriptions and keys alike. Nothing else in the table changes.
    """
    codes, texts = pd.factorize(table["elements"])
    renamed = pd.Series([_renamed(text, old, new) for text in texts], dtype="str")
    return table.assign(elements=renamed.take(codes).set_axis(table.index))


def _renamed_drivers(ledger: Ledger, old: str, new: str) -> pd.DataFrame:
    """A driver's row may name an element by its code alone: then the key's line that reads it says which one is meant."""
    lines = ledger.keys.loc[ledger.keys["driver"].notna(), ["driver", "elements"]].drop_duplicates()
    bare = {}
    for driver, text in zip(lines["driver"], lines["elements"], strict=True):
        before, after = parse(text), parse(_renamed(text, old, new))
        if len(before) == 1:
            bare[driver, *before.values()] = next(iter(after.values()))
    rows = zip(ledger.drivers["driver"], ledger.drivers["element"], strict=True)
    renamed = [_renamed(text, old, new) if "=" in text else bare.get((driver, text), text) for driver, text in rows]
    return ledger.drivers.assign(element=pd.Series(renamed, ledger.drivers.index, dtype="str"))


def _renamed(text: str, old: str, new: str) -> str:
    chosen = parse(text)
    if outer(old) not in chosen:
        return text
    result = {}
    for dimension, element in chosen.items():
        path = f"{dimension}/{element}"
        if path.startswith(f"{old}/"):
            path = new + path[len(old) :]
        code, _slash, rest = path.partition("/")
        result[code] = rest
    return to_text(result)
