"""What the section of dictionary descriptions shows: the items with the description each has, and what a change reaches."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from ...costs.descriptions.inheritance import affected, effective, effective_all
from ...costs.descriptions.lines import millionths_of, percent_decimal, percent_text
from ...costs.gaps.suggestions import shares_text
from ...costs.splitting import splits
from ...i18n import _
from ...ledger import Ledger
from ...ledger.cost_tables import DICTIONARIES
from .dimension_edits import ITEM_TITLES

Lines = tuple[tuple[str, int], ...]
"""Elements and millionths of a percent."""
Step = Literal["describe", "remove"]

_TABLES = {
    "account": ("accounts", "account"),
    "goods": ("goods", "goods_id"),
    "goods_group": ("goods_groups", "group_id"),
}


def dictionaries_of(ledger: Ledger) -> dict[str, str]:
    """The dictionaries that the books have items of: code by title."""
    return {_(ITEM_TITLES[code]): code for code in DICTIONARIES if len(_named(ledger, code))}


def items_of(ledger: Ledger, dictionary: str) -> pd.DataFrame:
    """The items of a dictionary: item, name, description (in words, "" where it has none), source (own or whose it is)."""
    found = _named(ledger, dictionary)
    lines = effective_all(ledger, dictionary)
    percents = millionths_of(lines["percent"]).tolist()
    parts: dict[str, list[tuple[str, int]]] = {}
    for item, text, percent in zip(lines["item"], lines["elements"], percents, strict=True):
        parts.setdefault(item, []).append((text, percent))
    whose = dict(zip(lines["item"], lines["inherited_from"], strict=True))
    return found.assign(
        description=[shares_text(parts.get(item, ())) for item in found["item"]],
        source=[source_text(whose[item]) if item in whose else "" for item in found["item"]],
    )


def lines_of_item(ledger: Ledger, dictionary: str, item: str) -> Lines:
    """The lines of the description an item has, its own or inherited."""
    lines = effective(ledger, dictionary, item)
    return tuple(zip(lines["elements"], millionths_of(lines["percent"]).tolist(), strict=True))


def has_own(ledger: Ledger, dictionary: str, item: str) -> bool:
    """Whether a description was entered on the item itself."""
    table = ledger.item_descriptions
    return bool(((table["dictionary"] == dictionary) & (table["item"] == item)).any())


def source_text(inherited_from: object) -> str:
    """Whose description it is, in words."""
    return _("from {item}").format(item=inherited_from) if isinstance(inherited_from, str) else _("own")


def reached(ledger: Ledger, dictionary: str, item: str, step: Step) -> pd.DataFrame:
    """What lies below an account or a group of goods, and what a step does there (C-38): item, name, lost (its own description
    is removed: A-044, A-048), text (what happens, in words). Nothing for the other dictionaries."""
    if dictionary not in ("account", "goods_group"):
        return pd.DataFrame(columns=["item", "name", "lost", "text"])
    below = affected(ledger, item, dictionary)
    loses = (dictionary, step) in (("account", "describe"), ("goods_group", "remove"))
    lost = below["own"].to_numpy(bool) & loses
    texts = np.select(
        [lost, below["own"].to_numpy(bool)], [_("its own description is removed"), _("keeps its own description")], _("follows")
    )
    return below[["item", "name"]].assign(lost=lost, text=texts)


def lines_frame(lines: Lines) -> pd.DataFrame:
    """The lines as they are shown: key, elements, percent (a text)."""
    rows = [(f"{number}", text, percent_text(percent)) for number, (text, percent) in enumerate(lines, 1)]
    return pd.DataFrame(rows, columns=["key", "elements", "percent"])


def left_of(lines: Sequence[tuple[str, int]]) -> str:
    """The percent that is missing to 100, as it is typed; "" where none is."""
    left = splits.WHOLE - sum(percent for _text, percent in lines)
    return percent_text(left) if left > 0 else ""


def given(lines: Lines) -> list[tuple[str, splits.Percent]]:
    """The lines as `describe_item` takes them."""
    return [(text, percent_decimal(percent)) for text, percent in lines]


def _named(ledger: Ledger, dictionary: str) -> pd.DataFrame:
    """Item and name of a dictionary, in the order of the books; of fixed assets those that are described."""
    if dictionary in _TABLES:
        table, key = _TABLES[dictionary]
        return getattr(ledger, table)[[key, "name"]].set_axis(["item", "name"], axis=1).reset_index(drop=True)
    if dictionary == "fixed_asset":
        rows = ledger.item_descriptions[(ledger.item_descriptions["dictionary"] == dictionary).to_numpy()]
        return rows[["item"]].drop_duplicates().assign(name="").reset_index(drop=True)
    parties = ledger.parties[(ledger.parties["kind"] == dictionary).to_numpy()]
    return parties[["party_id", "name"]].set_axis(["item", "name"], axis=1).reset_index(drop=True)
