"""Changes of the tree of dimensions, each with its rule, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.dimension_books import building_firm, refused
from workbench.costs.dimensions.changes import (
    add_dimension,
    add_element,
    add_subdimension,
    change_type,
    is_code_locked,
    possible_actions,
    rename,
    set_account,
    set_inactive,
    set_name,
    set_required,
    set_used_on,
)
from workbench.costs.dimensions.deletion import category_in_use, delete, delete_unused
from workbench.costs.dimensions.nodes import PICK_DICTIONARIES, TYPES, Dimension, Element
from workbench.costs.dimensions.tree import Dimensions
from workbench.costs.dimensions.use import Use

NOTHING = Use()
Change = Callable[[Dimensions], Dimensions]


def test_a024_there_are_four_types_and_a028_seven_dictionaries() -> None:
    assert list(TYPES) == ["descriptive", "accounts", "category", "dictionary"]
    assert len(PICK_DICTIONARIES) == 7
    for type_ in ("descriptive", "accounts", "category"):
        assert add_dimension(Dimensions(), "D", type=type_).dimension("D").type == type_
    for dictionary in PICK_DICTIONARIES:
        added = add_dimension(Dimensions(), "D", type="dictionary", dictionary=dictionary).dimension("D")
        assert (added.type, added.dictionary) == ("dictionary", dictionary)


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "dictionary"},
        {"type": "dictionary", "dictionary": "goods_group"},
        {"type": "accounts", "dictionary": "goods"},
        {"type": "descriptive", "narrowed_to": "411"},
    ],
)
def test_a028_parts_of_a_definition_that_do_not_go_together_are_refused(definition: dict[str, Any]) -> None:
    refused(lambda: add_dimension(Dimensions(), "D", **definition), "D")


@pytest.mark.parametrize(
    ("add", "same"),
    [
        (lambda tree: add_dimension(tree, "budowy"), "BUDOWY"),
        (lambda tree: add_dimension(tree, "KONTA-4"), "KONTA_4"),
        (lambda tree: add_subdimension(tree, "BUDOWY", "Etapy"), "ETAPY"),
        (lambda tree: add_element(tree, "BUDOWY", "1-19"), "1_19"),
        (lambda tree: add_element(tree, "BUDOWY", "etapy"), "ETAPY"),
        (lambda tree: add_subdimension(add_element(tree, "BUDOWY", "X"), "BUDOWY", "X"), "X"),
    ],
)
def test_a019_codes_of_one_level_differ_after_cleaning_and_in_more_than_case(add: Change, same: str) -> None:
    refused(lambda: add(building_firm()), same)


def test_a019_codes_of_different_levels_may_be_equal() -> None:
    tree = add_element(building_firm(), "BUDOWY", "E1")
    tree = add_dimension(tree, "ETAPY")
    tree = add_element(tree, "ETAPY", "E1")
    assert [path for path in tree.leaves if path.endswith("E1")] == ["BUDOWY/ETAPY/E1", "BUDOWY/E1", "ETAPY/E1"]


@pytest.mark.parametrize("code", ["1A", "AND", "PROJEKT", ""])
def test_a020_codes_of_dimensions_and_subdimensions_are_checked(code: str) -> None:
    for add in (lambda: add_dimension(building_firm(), code), lambda: add_subdimension(building_firm(), "BUDOWY", code)):
        refused(add)
    if code:
        assert add_element(building_firm(), "BUDOWY", code).at(f"BUDOWY/{code}")


def test_a021_codes_are_cleaned_when_added_and_renamed() -> None:
    tree = add_element(
        add_subdimension(add_dimension(Dimensions(), "BUDOWY FIRMY"), "BUDOWY_FIRMY", "S.1"), "BUDOWY_FIRMY", "1/19"
    )
    assert [*tree.nodes, *tree.leaves] == ["BUDOWY_FIRMY", "BUDOWY_FIRMY/S_1", "BUDOWY_FIRMY/1_19"]
    assert "BUDOWY_FIRMY/S_2" in rename(tree, "BUDOWY_FIRMY/S_1", "S;2", NOTHING).nodes


@pytest.mark.parametrize(
    ("path", "actions"),
    [
        ("", ["add_dimension"]),
        ("BUDOWY", ["add_dimension", "add_subdimension", "add_element"]),
        ("BUDOWY/ETAPY", ["add_dimension", "add_subdimension", "add_element"]),
        ("BUDOWY/1_19", ["add_dimension"]),
        ("KONTA_4", ["add_dimension", "add_subdimension"]),
    ],
)
def test_a023_the_menu_offers_what_can_be_added(path: str, actions: list[str]) -> None:
    assert list(possible_actions(building_firm(), path)) == actions


def test_a025_an_element_hangs_straight_under_a_dimension() -> None:
    assert building_firm().at("BUDOWY/1_19") == Element("BUDOWY", "1_19", "Budowa 1", "501-1_19")


def test_a033_a_subdimension_is_descriptive_by_default_also_beside_elements() -> None:
    tree = add_subdimension(building_firm(), "BUDOWY", "NOWE", "Nowe")
    assert tree.at("BUDOWY/NOWE") == Dimension("BUDOWY/NOWE", name="Nowe", type="descriptive")
    tree = add_subdimension(tree, "BUDOWY", "KONTA", type="accounts", narrowed_to="4")
    assert tree.dimension("BUDOWY/KONTA").type == "accounts"


def test_a034_only_descriptive_dimensions_have_elements() -> None:
    refused(lambda: add_element(building_firm(), "KONTA_4", "X"), "KONTA_4")
    refused(lambda: add_element(building_firm(), "BUDOWY/1_19", "X"), "BUDOWY/1_19")


def test_a034_an_account_may_be_typed_by_hand_and_taken_off() -> None:
    tree = set_account(building_firm(), "BUDOWY/ETAPY/E1", " 999-nowe ")
    assert tree.leaves["BUDOWY/ETAPY/E1"].account == "999-nowe"
    assert set_account(tree, "BUDOWY/ETAPY/E1", "").leaves["BUDOWY/ETAPY/E1"].account is None
    refused(lambda: set_account(tree, "BUDOWY", "501"), "BUDOWY")


# What use locks

USE = Use(frozenset({("BUDOWY/ETAPY", "E1"), ("KONTA_4", "411")}))


@pytest.mark.parametrize(
    ("path", "locked"),
    [
        ("BUDOWY", False),
        ("BUDOWY/ETAPY", True),
        ("BUDOWY/ETAPY/ODBIORY", False),
        ("BUDOWY/ETAPY/E1", True),
        ("BUDOWY/ETAPY/E2", False),
        ("KONTA_4", True),
        ("KATEGORIE", False),
    ],
)
def test_a022_the_code_right_above_a_used_element_is_locked(path: str, locked: bool) -> None:
    tree = building_firm()
    assert is_code_locked(tree, path, USE) is locked
    if locked:
        refused(lambda: rename(tree, path, "INNY", USE), path)
    else:
        assert [node.code for node in rename(tree, path, "INNY", USE).below("")].count("INNY") == 1
    assert rename(tree, path, tree.at(path).code, USE) == tree
    assert set_name(tree, path, "Inna nazwa").at(path).name == "Inna nazwa"


def test_a022_all_paths_below_a_renamed_dimension_follow() -> None:
    tree = rename(building_firm(), "BUDOWY", "SITES", USE)
    assert list(tree.nodes)[:3] == ["SITES", "SITES/ETAPY", "SITES/ETAPY/ODBIORY"]
    assert list(tree.leaves) == ["SITES/1_19", "SITES/ETAPY/E1", "SITES/ETAPY/E2", "SITES/ETAPY/ODBIORY/O1"]
    tree = rename(tree, "SITES/ETAPY/ODBIORY/O1", "O9", USE)
    assert tree.at("SITES/ETAPY/ODBIORY/O9") == Element("SITES/ETAPY/ODBIORY", "O9")


def test_a_renamed_code_is_checked_and_its_case_may_change() -> None:
    refused(lambda: rename(building_firm(), "BUDOWY", "PROJEKT", NOTHING), "PROJEKT")
    refused(lambda: rename(building_firm(), "BUDOWY", "konta 4", NOTHING), "KONTA_4")
    refused(lambda: rename(building_firm(), "BUDOWY/ETAPY/E1", "e2", NOTHING), "E2")
    assert "Budowy/ETAPY" in rename(building_firm(), "BUDOWY", "Budowy", NOTHING).nodes
    similar = add_dimension(add_dimension(Dimensions(), "B"), "BB")
    assert list(rename(similar, "B", "C", NOTHING).nodes) == ["C", "BB"]


def test_a029_the_type_is_locked_by_use_and_by_what_hangs_below() -> None:
    tree = building_firm()
    refused(lambda: change_type(tree, "KONTA_4", "category", USE), "KONTA_4")
    refused(lambda: change_type(tree, "BUDOWY", "category", NOTHING), "BUDOWY")
    assert change_type(tree, "KONTA_4", "category", NOTHING).dimension("KONTA_4").type == "category"
    bare = delete(delete(tree, "BUDOWY/ETAPY", NOTHING), "BUDOWY/1_19", NOTHING)
    changed = change_type(bare, "BUDOWY", "dictionary", NOTHING, dictionary="goods").dimension("BUDOWY")
    assert (changed.type, changed.dictionary, changed.name) == ("dictionary", "goods", "Budowy")


def test_a029_use_below_a_subdimension_locks_the_type_and_a_dictionary_is_part_of_it() -> None:
    tree = add_element(add_subdimension(building_firm(), "KATEGORIE", "INNE"), "KATEGORIE/INNE", "X")
    assert change_type(tree, "KATEGORIE", "accounts", NOTHING).dimension("KATEGORIE").type == "accounts"
    below = Use(frozenset({("KATEGORIE/INNE", "X")}))
    refused(lambda: change_type(tree, "KATEGORIE", "accounts", below), "KATEGORIE")
    suppliers = Use(frozenset({("DOSTAWCY", "K1")}))
    refused(lambda: change_type(tree, "DOSTAWCY", "dictionary", suppliers, dictionary="goods"), "DOSTAWCY")


def test_a026_the_narrowing_of_a_used_dimension_may_change() -> None:
    tree = change_type(building_firm(), "KONTA_4", "accounts", USE, narrowed_to="41")
    assert tree.dimension("KONTA_4").narrowed_to == "41"
    assert change_type(tree, "KONTA_4", "accounts", USE).dimension("KONTA_4").narrowed_to is None


def test_a030_a031_settings_of_the_outer_dimension() -> None:
    tree = set_used_on(building_firm(), "BUDOWY", ["purchase_register", "goods", "goods"])
    assert tree.dimension("BUDOWY").used_on == ("purchase_register", "goods")
    assert set_required(tree, "BUDOWY", True).dimension("BUDOWY").required
    refused(lambda: set_used_on(tree, "BUDOWY", ["invoice"]), "BUDOWY", "invoice", "purchase_register")
    refused(lambda: set_used_on(tree, "BUDOWY/ETAPY", ["goods"]), "BUDOWY/ETAPY")
    refused(lambda: set_required(tree, "BUDOWY/ETAPY", True), "BUDOWY/ETAPY")
    refused(lambda: set_required(tree, "BUDOWY/1_19", True), "BUDOWY/1_19")


def test_a036_inactive_goes_down_both_ways() -> None:
    tree = set_inactive(building_firm(), "BUDOWY/ETAPY/E1", True)
    assert [leaf.path for leaf in tree.leaves.values() if leaf.inactive] == ["BUDOWY/ETAPY/E1"]
    assert not any(node.inactive for node in tree.nodes.values())
    tree = set_inactive(tree, "BUDOWY", True)
    assert all(node.inactive for node in [tree.at("BUDOWY"), *tree.below("BUDOWY")])
    assert not tree.at("KONTA_4").inactive
    tree = set_inactive(tree, "BUDOWY", False)
    assert not any(node.inactive for node in tree.below(""))


def test_a036_a_child_is_not_cleared_while_its_parent_is_inactive() -> None:
    tree = set_inactive(building_firm(), "BUDOWY", True)
    for path in ("BUDOWY/ETAPY", "BUDOWY/ETAPY/E1", "BUDOWY/1_19"):
        refused(lambda path=path: set_inactive(tree, path, False), path, "BUDOWY")
    assert set_inactive(tree, "BUDOWY/ETAPY", True) == tree


def test_a036_what_is_added_below_an_inactive_dimension_is_inactive() -> None:
    tree = set_inactive(building_firm(), "BUDOWY/ETAPY", True)
    tree = add_subdimension(add_element(tree, "BUDOWY/ETAPY", "E3"), "BUDOWY/ETAPY", "NOWE")
    assert tree.at("BUDOWY/ETAPY/E3").inactive and tree.at("BUDOWY/ETAPY/NOWE").inactive


# Deleting


def test_a035_used_and_predefined_positions_are_not_deleted() -> None:
    tree = building_firm()
    for path in ("BUDOWY", "BUDOWY/ETAPY", "BUDOWY/ETAPY/E1"):
        refused(lambda path=path: delete(tree, path, USE), path, "BUDOWY/ETAPY")
    refused(lambda: delete(tree, "KONTA_4", USE), "KONTA_4")
    refused(lambda: delete(tree, "DOSTAWCY", NOTHING), "DOSTAWCY")
    below = tree.replaced({"BUDOWY/ETAPY": {"predefined": True}})
    refused(lambda: delete(below, "BUDOWY", NOTHING), "BUDOWY", "BUDOWY/ETAPY")


def test_a035_an_unused_position_goes_with_all_below_it() -> None:
    tree = delete(building_firm(), "BUDOWY/ETAPY", Use(frozenset({("BUDOWY", "1_19")})))
    assert [node.path for node in tree.below("BUDOWY")] == ["BUDOWY/1_19"]
    assert "KONTA_4" in tree.nodes


def test_a035_serial_delete_keeps_what_is_used_or_predefined_and_says_why() -> None:
    left, kept = delete_unused(building_firm(), USE)
    assert [node.path for node in left.below("")] == ["BUDOWY", "BUDOWY/ETAPY", "BUDOWY/ETAPY/E1", "KONTA_4", "DOSTAWCY"]
    reasons = kept.groupby("reason", sort=False)["path"].agg(list).tolist()
    assert kept["path"].tolist() == ["BUDOWY", "BUDOWY/ETAPY", "BUDOWY/ETAPY/E1", "KONTA_4", "DOSTAWCY"]
    assert reasons == [["BUDOWY"], ["BUDOWY/ETAPY", "BUDOWY/ETAPY/E1", "KONTA_4"], ["DOSTAWCY"]]


def test_a035_serial_delete_of_chosen_positions_leaves_the_others() -> None:
    left, kept = delete_unused(building_firm(), USE, ["BUDOWY/ETAPY", "KATEGORIE"])
    gone = {node.path for node in building_firm().below("")} - {node.path for node in left.below("")}
    assert gone == {"BUDOWY/ETAPY/E2", "BUDOWY/ETAPY/ODBIORY", "BUDOWY/ETAPY/ODBIORY/O1", "KATEGORIE"}
    assert kept["path"].tolist() == ["BUDOWY/ETAPY", "BUDOWY/ETAPY/E1"]
    assert delete_unused(building_firm(), NOTHING, []).dimensions == building_firm()
    assert delete_unused(left, NOTHING, ["KONTA_4"]).kept.empty


def test_a027_a_category_in_a_definition_cannot_be_deleted() -> None:
    tree = add_subdimension(building_firm(), "BUDOWY", "KAT", type="category", narrowed_to="K1")
    assert category_in_use(tree, "K1") == ("KATEGORIE", "BUDOWY/KAT")
    assert category_in_use(tree, "4") == ()
