"""Descriptions of dictionary items: entered on some, inherited by what lies below (A-040 to A-048).

The table `item_descriptions` holds what was entered on an item itself. An account without a description of its own has that of
the nearest summary account above it, also one that is added later (A-042, A-043, A-045). A group of goods has that of the
nearest group above; goods have that of their most recently modified group, of those that have any (A-046, A-047).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from ..dimensions.tree import Dimensions
from ..splitting import splits
from .control_texts import whole_message
from .describing import Elements, check_chosen, check_elements, parse_elements
from .lines import percent_decimal, table_of
from .positions import row_numbers

Rows = npt.NDArray[np.int64]

_TABLES = {
    "account": ("accounts", "account"),
    "goods_group": ("goods_groups", "group_id"),
    "goods": ("goods", "goods_id"),
    **dict.fromkeys(("contractor", "bank", "employee", "partner", "office"), ("parties", "party_id")),
}
"""Where the items of a dictionary are; the books have no table of fixed assets."""
_ABOVE = {"account": "summary", "goods_group": "parent"}
"""The column that makes a tree of a dictionary."""
_AFFECTED = {"dictionary": "str", "item": "str", "name": "str", "own": "bool"}


def effective(ledger: Ledger, dictionary: str, item: str) -> pd.DataFrame:
    """The description an item has: line, elements, percent, inherited_from (the account or group whose it is; null where it is
    the item's own). Empty where it has none."""
    found = effective_all(ledger, dictionary)
    return found[found["item"] == item].drop(columns="item").reset_index(drop=True)


def effective_all(ledger: Ledger, dictionary: str) -> pd.DataFrame:
    """The descriptions of all items of a dictionary: item, then the columns of `effective`, in the order of the books."""
    sources = _goods_sources(ledger) if dictionary == "goods" else _sources(ledger, dictionary)
    entered = ledger.item_descriptions.astype({"dictionary": "str"})
    sources = sources.assign(place=np.arange(len(sources)))
    found = sources.merge(
        entered, left_on=["source_dictionary", "source"], right_on=["dictionary", "item"], suffixes=("", "_source")
    ).sort_values(["place", "line"], ignore_index=True)
    own = (found["source"] == found["item"]) & (found["source_dictionary"] == dictionary)
    return found.assign(inherited_from=found["source"].mask(own))[["item", "line", "elements", "percent", "inherited_from"]]


def affected(ledger: Ledger, item: str, dictionary: str = "account") -> pd.DataFrame:
    """What lies below an account or a group of goods and changes with its description, to be shown before (C-38).

    Columns: dictionary, item, name, own: whether it has a description of its own, which is lost when the account above is
    described (A-044) or the description of the group above removed (A-048). Empty for items of other dictionaries.
    """
    rows = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _AFFECTED.items()})]
    for kind, items in _below(ledger, dictionary, item):
        table, key = _TABLES[kind]
        listed = getattr(ledger, table)
        named = listed.loc[listed[key].isin(items), [key, "name"]].set_axis(["item", "name"], axis=1)
        own = entered_on(ledger.item_descriptions, kind, named["item"])
        rows.append(named.assign(dictionary=pd.Series(kind, named.index, "str"), own=own)[list(_AFFECTED)])
    return pd.concat(rows, ignore_index=True)


def describe_item(ledger: Ledger, dictionary: str, item: str, lines: Iterable[tuple[Elements, splits.Percent]]) -> Ledger:
    """The ledger in which an item has this description of its own: elements and percent a line.

    What was entered on accounts below it is removed (A-044): see `affected`. Raises DescriptionError where there is no such
    item, a line has no element (A-040), one that may not be used, or lacks a required one (M-04), and where the percents do
    not add up to exactly 100 (A-041, M-06).
    """
    if dictionary in _TABLES and item not in set(_items(ledger, dictionary)):
        raise DescriptionError(_("There is no {item} in the dictionary. Choose one from the list.").format(item=item))
    tree = Dimensions.of(ledger)
    rows = []
    for number, (chosen, percent) in enumerate(lines, 1):
        parsed = parse_elements(chosen)
        check_elements(tree, parsed, dictionary)
        check_chosen(ledger, tree, parsed)
        rows.append((elements.to_text(parsed), splits.millionths([percent])[0], number))
    total = sum(millionths for _text, millionths, _number in rows)
    if total != splits.WHOLE:
        raise DescriptionError(whole_message(total))
    new = table_of(
        "item_descriptions",
        [(dictionary, item, number, text, percent_decimal(millionths)) for text, millionths, number in rows],
    )
    below = _below(ledger, dictionary, item) if dictionary == "account" else ()
    return _replaced(ledger, [(dictionary, [item]), *below], new)


def remove_item_description(ledger: Ledger, dictionary: str, item: str) -> Ledger:
    """The ledger in which an item has no description of its own any more; it may inherit one again.

    With the description of a group of goods goes that of its sub-groups and goods (A-048): see `affected`.
    """
    below = _below(ledger, dictionary, item) if dictionary == "goods_group" else ()
    return _replaced(ledger, [(dictionary, [item]), *below], table_of("item_descriptions", []))


def _sources(ledger: Ledger, dictionary: str) -> pd.DataFrame:
    """Of each item, whose description it has: item, source_dictionary, source (null for none)."""
    items = _items(ledger, dictionary)
    own = entered_on(ledger.item_descriptions, dictionary, items)
    source = items.where(own)
    if dictionary in _ABOVE:
        source = sources_in_tree(items, getattr(ledger, _TABLES[dictionary][0])[_ABOVE[dictionary]], own)
    return pd.DataFrame({"item": items, "source_dictionary": dictionary, "source": source})


def _goods_sources(ledger: Ledger) -> pd.DataFrame:
    """The same for goods: their own description, else that of their groups."""
    goods, groups = ledger.goods["goods_id"], _sources(ledger, "goods_group")["source"]
    member = _members(ledger)
    member = member.assign(source=groups.take(member["group"].to_numpy()).array).dropna(subset="source")
    best = member.sort_values(["modified", "default"], na_position="first", kind="stable").drop_duplicates("goods", keep="last")
    inherited = best.set_index("goods")["source"].reindex(np.arange(len(goods))).array
    own = entered_on(ledger.item_descriptions, "goods", goods)
    source = pd.Series(inherited, dtype="str").mask(own, goods)
    return pd.DataFrame({"item": goods, "source_dictionary": np.where(own, "goods", "goods_group"), "source": source})


def _members(ledger: Ledger) -> pd.DataFrame:
    """Which goods are in which groups: rows of both tables, when the group was modified, and whether it is the default one."""
    default = ledger.goods[["goods_id", "default_group"]].dropna().set_axis(["goods_id", "group_id"], axis=1)
    pairs = pd.concat([ledger.goods_in_groups.assign(default=False), default.assign(default=True)], ignore_index=True)
    group = row_numbers(pairs["group_id"], ledger.goods_groups["group_id"])
    return pd.DataFrame(
        {
            "goods": row_numbers(pairs["goods_id"], ledger.goods["goods_id"]),
            "group": group,
            "modified": ledger.goods_groups["modified"].take(group).array,
            "default": pairs["default"],
        }
    )


def _below(ledger: Ledger, dictionary: str, item: str) -> Iterator[tuple[str, "pd.Series[str]"]]:
    """All that lies below an item, by dictionary: accounts below an account; sub-groups and the goods in them and in it."""
    if dictionary not in _ABOVE:
        return
    table, key = _TABLES[dictionary]
    ids = getattr(ledger, table)[key]
    above = row_numbers(getattr(ledger, table)[_ABOVE[dictionary]], ids)
    here = (ids == item).to_numpy()
    reached = here.copy()
    while (further := np.isin(above, np.flatnonzero(reached)) & ~reached).any():
        reached |= further
    yield dictionary, ids[reached & ~here]
    if dictionary == "goods_group":
        member = _members(ledger)
        inside = np.isin(member["group"], np.flatnonzero(reached))
        yield "goods", ledger.goods["goods_id"].take(np.unique(member["goods"][inside]))


def sources_in_tree(ids: "pd.Series[str]", above: "pd.Series[str]", own: npt.NDArray[np.bool_]) -> "pd.Series[str]":
    """For each item of a tree the nearest one that is `own`, itself first, then upwards; null for none."""
    top = len(ids)
    parent = row_numbers(above, ids)
    step = np.append(np.where(own, np.arange(top), np.where(parent < 0, top, parent)), top)
    for _doubling in range(top.bit_length()):  # enough for a single chain of all items; an endless circle ends nowhere
        step = step[step]
    found = np.append(own, False)[step[:-1]]
    return ids.reset_index(drop=True).reindex(np.where(found, step[:-1], top)).reset_index(drop=True)


def entered_on(item_descriptions: pd.DataFrame, dictionary: str, items: "pd.Series[str]") -> npt.NDArray[np.bool_]:
    """Which of the items have a description of their own."""
    return items.isin(_entered_items(item_descriptions, dictionary)).to_numpy()


def _entered_items(item_descriptions: pd.DataFrame, dictionary: str) -> "pd.Series[str]":
    return item_descriptions.loc[(item_descriptions["dictionary"] == dictionary).to_numpy(), "item"]


def _items(ledger: Ledger, dictionary: str) -> "pd.Series[str]":
    if dictionary not in _TABLES:
        return _entered_items(ledger.item_descriptions, dictionary).drop_duplicates().reset_index(drop=True)
    table, key = _TABLES[dictionary]
    return getattr(ledger, table)[key]


def _replaced(ledger: Ledger, places: Iterable[tuple[str, Iterable[str]]], new: pd.DataFrame) -> Ledger:
    """The ledger without the own descriptions of these items, and with the new lines."""
    table = ledger.item_descriptions
    gone = np.zeros(len(table), bool)
    for dictionary, items in places:
        gone |= ((table["dictionary"] == dictionary) & table["item"].isin(list(items))).to_numpy()
    parts = [part for part in (table[~gone], new) if len(part)]
    return replace(ledger, item_descriptions=pd.concat(parts, ignore_index=True) if parts else new)
