"""The tree of dimensions: the tables it is read from and given back as, its list and look-ups."""

import pandas
import pytest

from tests.dimension_books import EMPTY, building_firm, ledger_with, refused, reread
from workbench.costs.dimensions.changes import (
    set_inactive,
)
from workbench.costs.dimensions.nodes import Dimension, Element
from workbench.costs.dimensions.tree import Dimensions

# Reading and giving back


def test_the_tree_is_read_from_the_ledgers_tables() -> None:
    """A-017: levels to any depth, elements at the end."""
    ledger = ledger_with(
        dimensions=[
            {"dimension": "BUDOWY", "name": "Budowy", "required": "true", "used_on": "purchase_register;  goods"},
            {"dimension": "BUDOWY/ETAPY"},
            {"dimension": "DOSTAWCY", "type": "dictionary", "dictionary": "contractor", "narrowed_to": "K1"},
        ],
        elements=[{"dimension": "BUDOWY/ETAPY", "element": "E1", "name": "Etap 1", "account": "501-1", "inactive": "true"}],
    )
    tree = Dimensions.of(ledger)
    assert tree.at("BUDOWY") == Dimension("BUDOWY", name="Budowy", required=True, used_on=("purchase_register", "goods"))
    assert tree.at("BUDOWY/ETAPY") == Dimension("BUDOWY/ETAPY")
    assert tree.at("DOSTAWCY") == Dimension("DOSTAWCY", type="dictionary", dictionary="contractor", narrowed_to="K1")
    assert tree.at("BUDOWY/ETAPY/E1") == Element("BUDOWY/ETAPY", "E1", "Etap 1", "501-1", True)
    pandas.testing.assert_frame_equal(tree.elements, ledger.elements)
    spaced = ledger.dimensions.assign(used_on=ledger.dimensions["used_on"].str.replace("  ", " "))
    pandas.testing.assert_frame_equal(tree.dimensions, spaced)


def test_an_empty_tree_has_the_ledgers_tables() -> None:
    pandas.testing.assert_frame_equal(Dimensions().dimensions, EMPTY.dimensions)
    pandas.testing.assert_frame_equal(Dimensions().elements, EMPTY.elements)


def test_tables_and_back_are_the_same_tree() -> None:
    tree = building_firm()
    again = reread(tree)
    assert again == tree
    assert [*again.nodes, *again.leaves] == [*tree.nodes, *tree.leaves]


@pytest.mark.parametrize(
    ("dimensions", "elements", "named"),
    [
        ([Dimension("A"), Dimension("a")], [], ["A:", "a:"]),
        ([Dimension("A"), Dimension("A/S")], [Element("A", "s")], ["A/S:", "A/s:"]),
        ([Dimension("A/S")], [], ["A/S:"]),
        ([Dimension("A", type="accounts")], [Element("A", "E")], ["A/E:"]),
        ([Dimension("A")], [Element("A", "E/1"), Element("A", "E;1"), Element("A", " E")], ["A/E/1:", "A/E;1:", "A/ E:"]),
        ([Dimension("A=B"), Dimension("/C")], [], ["A=B:", "/C:"]),
        ([Dimension("A", used_on=("invoice", "goods"))], [], ["A:", "invoice"]),
    ],
)
def test_tables_that_are_no_tree_are_refused_with_all_places(
    dimensions: list[Dimension], elements: list[Element], named: list[str]
) -> None:
    """A-019, A-034."""
    tree = Dimensions({one.path: one for one in dimensions}, {one.path: one for one in elements})
    refused(lambda: reread(tree), *named)


def test_a036_below_an_inactive_dimension_of_the_books_all_is_inactive() -> None:
    tree = reread(building_firm().replaced({"BUDOWY/ETAPY": {"inactive": True}}))
    off = [node.path for node in tree.below("") if node.inactive]
    inside = ["BUDOWY/ETAPY/E1", "BUDOWY/ETAPY/E2", "BUDOWY/ETAPY/ODBIORY", "BUDOWY/ETAPY/ODBIORY/O1"]
    assert off == ["BUDOWY/ETAPY", *inside]


# Looking


def test_a018_rows_are_the_list_from_the_top_down() -> None:
    rows = building_firm().rows()
    assert list(zip(rows["depth"], rows["kind"], rows["code"], rows["branch"], strict=True)) == [
        (0, "dimension", "BUDOWY", True),
        (1, "element", "1_19", False),
        (1, "subdimension", "ETAPY", True),
        (2, "element", "E1", False),
        (2, "element", "E2", False),
        (2, "subdimension", "ODBIORY", True),
        (3, "element", "O1", False),
        (0, "dimension", "KONTA_4", False),
        (0, "dimension", "KATEGORIE", False),
        (0, "dimension", "DOSTAWCY", False),
    ]
    assert rows["account"].dropna().tolist() == ["501-1_19"]
    assert rows["type"].dropna().tolist() == ["descriptive"] * 3 + ["accounts", "category", "dictionary"]
    assert rows.loc[rows["predefined"], "path"].tolist() == ["DOSTAWCY"]


def test_a036_rows_hold_inactive_ones_only_with_the_filter_and_mark_them() -> None:
    tree = set_inactive(building_firm(), "BUDOWY/ETAPY", True)
    shown = tree.rows()
    assert shown["path"].tolist() == ["BUDOWY", "BUDOWY/1_19", "KONTA_4", "KATEGORIE", "DOSTAWCY"]
    rows = tree.rows(inactive=True)
    assert len(rows) == 10
    assert rows.loc[rows["inactive"], "code"].tolist() == ["ETAPY", "E1", "E2", "ODBIORY", "O1"]
    only_leaf_off = set_inactive(set_inactive(tree, "BUDOWY/ETAPY", False), "BUDOWY/ETAPY/ODBIORY", True).rows()
    assert not only_leaf_off.loc[only_leaf_off["code"] == "ODBIORY"].size
    assert Dimensions().rows().empty


def test_a_very_deep_tree_is_walked() -> None:
    """A-017: any number of levels."""
    path, nodes = "D", {"D": Dimension("D")}
    for _level in range(3000):
        path += "/D"
        nodes[path] = Dimension(path)
    assert len(reread(Dimensions(nodes)).rows()) == 3001


def test_look_ups() -> None:
    tree = building_firm()
    assert [one.code for one in tree.children()] == ["BUDOWY", "KONTA_4", "KATEGORIE", "DOSTAWCY"]
    assert [one.path for one in tree.children("BUDOWY")] == ["BUDOWY/ETAPY"]
    assert [one.code for one in tree.elements_of("BUDOWY/ETAPY")] == ["E1", "E2"]
    assert (tree.children("nowhere"), tree.elements_of("nowhere")) == ((), ())
    refused(lambda: tree.at("BUDOWY/X"), "BUDOWY/X")
    refused(lambda: tree.dimension("BUDOWY/1_19"), "BUDOWY/1_19")


@pytest.mark.parametrize(
    ("dimension", "text", "place"),
    [
        ("BUDOWY", "1_19", ("BUDOWY", "1_19")),
        ("BUDOWY", "ETAPY/E1", ("BUDOWY/ETAPY", "E1")),
        ("BUDOWY", "ETAPY/ODBIORY/O1", ("BUDOWY/ETAPY/ODBIORY", "O1")),
        ("KONTA_4", "401/ETAPY/1", ("KONTA_4", "401/ETAPY/1")),
        ("NOWHERE", "a/b", ("NOWHERE", "a/b")),
    ],
)
def test_where_a_description_points(dimension: str, text: str, place: tuple[str, str]) -> None:
    assert building_firm().located(dimension, text) == place
