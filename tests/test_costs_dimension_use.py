"""What descriptions use of the dimensions, descriptions that follow a rename, and what holds for any tree of changes."""

import re
from collections.abc import Callable
from typing import Any

import pandas
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.dimension_books import ledger_with, record, reread
from workbench.costs.dimensions.changes import (
    add_dimension,
    add_element,
    add_subdimension,
    change_type,
    is_code_locked,
    rename,
    set_inactive,
)
from workbench.costs.dimensions.codes import same_code
from workbench.costs.dimensions.deletion import delete, delete_unused
from workbench.costs.dimensions.nodes import Element
from workbench.costs.dimensions.tree import Dimensions
from workbench.costs.dimensions.use import Use, follow_rename, renamed_descriptions, use_of, used
from workbench.errors import DescriptionError

Change = Callable[[Dimensions], Dimensions]

DESCRIBED: dict[str, Any] = {
    "dimensions": [{"dimension": "BUDOWY"}, {"dimension": "BUDOWY/ETAPY"}, {"dimension": "ODDZIAŁ"}],
    "elements": [
        {"dimension": "BUDOWY", "element": "1_19"},
        {"dimension": "BUDOWY/ETAPY", "element": "E1"},
        {"dimension": "BUDOWY/ETAPY", "element": "E2"},
        {"dimension": "ODDZIAŁ", "element": "LUBLIN"},
        {"dimension": "ODDZIAŁ", "element": "KRAKÓW"},
    ],
    "item_descriptions": [
        {"dictionary": "contractor", "item": "active", "line": "1", "elements": "ODDZIAŁ=LUBLIN", "percent": "100"},
    ],
    "keys": [
        {"key": "M2", "valid_from": "2020-01-01", "line": "1", "elements": "BUDOWY=ETAPY/E2", "driver": "area"},
        {"key": "M2", "valid_from": "2020-01-01", "line": "2", "elements": "ODDZIAŁ=LUBLIN;BUDOWY=ETAPY/E2", "driver": "area"},
    ],
    "drivers": [
        {"driver": "area", "month": "2020-01-01", "element": "ETAPY/E2", "quantity": "40"},
        {"driver": "area", "month": "2020-01-01", "element": "BUDOWY=ETAPY/E2; ODDZIAŁ=LUBLIN", "quantity": "60"},
        {"driver": "hours", "month": "2020-01-01", "element": "ETAPY/E2", "quantity": "1"},
    ],
}
DESCRIBED |= record(
    "B1", *("30 ODDZIAŁ=KRAKÓW; BUDOWY=ETAPY/E1", "30 BUDOWY=ETAPY/E1", "20 BUDOWY=ETAPY/E1", "20 ODDZIAŁ=KRAKÓW")
)


def test_use_is_what_documents_items_and_keys_name() -> None:
    """A-022, A-035: 1_19 alone is in no description."""
    use = used(ledger_with(**DESCRIBED))
    assert use.elements == {
        ("BUDOWY/ETAPY", "E1"),
        ("BUDOWY/ETAPY", "E2"),
        ("ODDZIAŁ", "LUBLIN"),
        ("ODDZIAŁ", "KRAKÓW"),
    }
    assert not use.directly("BUDOWY") and use.directly("BUDOWY/ETAPY")
    assert use.at_or_below("BUDOWY") and use.at_or_below("BUDOWY/ETAPY/E1") and not use.at_or_below("BUDOWY/1_19")
    assert not use.at_or_below("BUD")


@pytest.mark.parametrize(
    ("old", "new", "texts", "key_texts", "drivers"),
    [
        (
            "BUDOWY",
            "SITES",
            ["ODDZIAŁ=KRAKÓW; SITES=ETAPY/E1", "SITES=ETAPY/E1", "SITES=ETAPY/E1", "ODDZIAŁ=KRAKÓW"],
            ["SITES=ETAPY/E2", "ODDZIAŁ=LUBLIN; SITES=ETAPY/E2"],
            ["ETAPY/E2", "SITES=ETAPY/E2; ODDZIAŁ=LUBLIN", "ETAPY/E2"],
        ),
        (
            "BUDOWY/ETAPY",
            "BUDOWY/FAZY",
            ["ODDZIAŁ=KRAKÓW; BUDOWY=FAZY/E1", "BUDOWY=FAZY/E1", "BUDOWY=FAZY/E1", "ODDZIAŁ=KRAKÓW"],
            ["BUDOWY=FAZY/E2", "ODDZIAŁ=LUBLIN; BUDOWY=FAZY/E2"],
            ["FAZY/E2", "BUDOWY=FAZY/E2; ODDZIAŁ=LUBLIN", "ETAPY/E2"],
        ),
    ],
)
def test_a022_descriptions_keys_and_drivers_follow_a_rename(
    old: str, new: str, texts: list[str], key_texts: list[str], drivers: list[str]
) -> None:
    """The driver "hours" is in no key, so nothing says that its ETAPY/E2 lies in BUDOWY."""
    ledger = ledger_with(**DESCRIBED)
    after = follow_rename(ledger, old, new)
    assert after.descriptions["elements"].tolist() == texts
    assert after.item_descriptions["elements"].tolist() == ["ODDZIAŁ=LUBLIN"]
    assert after.keys["elements"].tolist() == key_texts
    assert after.drivers["element"].tolist() == drivers
    for name, column in (("descriptions", "elements"), ("keys", "elements"), ("drivers", "element")):
        before = getattr(ledger, name)
        pandas.testing.assert_frame_equal(getattr(after, name).assign(**{column: before[column]}), before)
    assert ledger.descriptions["elements"][1] == "BUDOWY=ETAPY/E1"


@pytest.mark.parametrize(
    ("old", "text"),
    [
        ("BUDOWY/ETAPY", "BUDOWY=ETAPY_2; ODDZIAŁ=ETAPY"),
        ("BUDOWY/ETAPY", "BUDOWY=ETAPY_2/E1"),
        ("BUDOWY/ETAPY", "BUDOWY=ETAPY"),
        ("BUDOWY/ETAPY", "ODDZIAŁ=ETAPY/E1"),
        ("BUDOWY", "BUDOWY_2=BUDOWY/E1"),
    ],
)
def test_texts_that_only_look_like_the_renamed_dimension_stay(old: str, text: str) -> None:
    table = pandas.DataFrame({"elements": [text]}, dtype="str")
    assert renamed_descriptions(table, old, f"{old}_NOWE")["elements"].tolist() == [text]


def test_a_renamed_table_keeps_its_rows_and_types_also_when_it_is_a_part() -> None:
    table = ledger_with(**DESCRIBED).descriptions
    part = renamed_descriptions(table.iloc[2:], "ODDZIAŁ", "MIEJSCE")
    assert part["elements"].to_dict() == {2: "BUDOWY=ETAPY/E1", 3: "MIEJSCE=KRAKÓW"}
    assert (part.dtypes == table.dtypes).all()
    pandas.testing.assert_frame_equal(renamed_descriptions(table.iloc[:0], "A", "B"), table.iloc[:0])


# Properties

CODES = st.sampled_from(["A", "a", "B", "C D", "C_D", "ÓŚ", "ss", "ß", "D", "E", "1", "x-1", "AND"])
TYPES = st.sampled_from(["descriptive", "descriptive", "descriptive", "accounts", "category"])


@st.composite
def changed_trees(draw: st.DrawFn) -> Dimensions:
    """A tree that has grown in up to 12 steps and was then changed in up to 8, at any places; refused steps leave it alone."""
    tree = add_dimension(Dimensions(), "A")
    for step in range(draw(st.integers(4, 12))):
        at, code, type_ = draw(places(tree)), draw(CODES), draw(TYPES)
        growth: list[Change] = [
            lambda tree, at=at, code=code, type_=type_: add_subdimension(tree, at, code, type=type_),
            lambda tree, at=at, code=code: add_element(tree, at, code),
            lambda tree, code=code, type_=type_: add_dimension(tree, code, type=type_),
        ]
        tree = unless_refused(tree, growth[step % 2 if step else 2])
    for _step in range(draw(st.integers(0, 8))):
        at, code, type_, flag = draw(places(tree)), draw(CODES), draw(TYPES), draw(st.booleans())
        use = Use(frozenset((leaf.dimension, leaf.code) for leaf in list(tree.leaves.values())[: draw(st.integers(0, 2))]))
        changes: list[Change] = [
            lambda tree, at=at, flag=flag: set_inactive(tree, at, flag),
            lambda tree, at=at, code=code: add_subdimension(tree, at, code),
            lambda tree, at=at, code=code: add_element(tree, at, code),
            lambda tree, at=at, code=code, use=use: rename(tree, at, code, use),
            lambda tree, at=at, type_=type_, use=use: change_type(tree, at, type_, use),
            lambda tree, at=at, use=use: delete(tree, at, use),
            lambda tree, at=at, use=use: delete_unused(tree, use, [at]).dimensions,
        ]
        tree = unless_refused(tree, draw(st.sampled_from(changes)))
    return tree


def places(tree: Dimensions) -> st.SearchStrategy[str]:
    return st.sampled_from([node.path for node in tree.below("")] or ["nowhere"])


def unless_refused(tree: Dimensions, change: Change) -> Dimensions:
    try:
        return change(tree)
    except DescriptionError:
        return tree


@settings(max_examples=100)
@given(changed_trees())
def test_every_tree_of_changes_keeps_the_rules(tree: Dimensions) -> None:
    """A-019 unique codes, A-034 elements in descriptive ones only, A-036 nothing active below an inactive one, no orphans."""
    levels = [(node.parent, same_code(node.code)) for node in (*tree.nodes.values(), *tree.leaves.values())]
    assert len(levels) == len(set(levels))
    for node in (*tree.nodes.values(), *tree.leaves.values()):
        above = tree.nodes[node.parent] if node.parent else None
        assert above is None or node.inactive or not above.inactive
        assert not isinstance(node, Element) or (above is not None and above.type == "descriptive")
    assert all(path == node.path for path, node in (*tree.nodes.items(), *tree.leaves.items()))


@settings(max_examples=60)
@given(changed_trees())
def test_any_tree_comes_back_from_its_tables(tree: Dimensions) -> None:
    again = reread(tree)
    assert again == tree
    assert [node.path for node in again.below("")] == [node.path for node in tree.below("")]


@settings(max_examples=80)
@given(changed_trees(), st.data())
def test_a022_a_rename_loses_no_use(tree: Dimensions, data: st.DataObject) -> None:
    leaves = list(tree.leaves.values())
    assume(leaves)
    chosen = data.draw(
        st.lists(st.sampled_from(leaves), min_size=1, max_size=4, unique_by=lambda leaf: leaf.path.split("/")[0])
    )
    text = "; ".join(re.sub("/", "=", leaf.path, count=1) for leaf in chosen)
    use = use_of([text], tree)
    assert use.elements == {(leaf.dimension, leaf.code) for leaf in chosen}
    old = data.draw(st.sampled_from(list(tree.nodes)))
    assume(not is_code_locked(tree, old, use))
    new = f"{old.rpartition('/')[0]}/NOWY_KOD".lstrip("/")
    renamed = rename(tree, old, "NOWY KOD", use)
    (after,) = renamed_descriptions(pandas.DataFrame({"elements": [text]}, dtype="str"), old, new)["elements"]
    used_after = use_of([after], renamed)
    assert {f"{path}/{element}" for path, element in used_after.elements} <= renamed.leaves.keys()
    back = {(old + path[len(new) :] if f"{path}/".startswith(f"{new}/") else path, code) for path, code in used_after.elements}
    assert back == use.elements
