"""The panel of dimensions and of dictionary descriptions without a browser: type, press, look at messages and the store."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import workbench
from tests.dimension_books import EMPTY, building_firm, ledger_with, record
from tests.panels import CLIENT, Shown
from workbench import i18n
from workbench.widgets.costs.dimension_tree import DimensionTree
from workbench.widgets.costs.items import Items

M_05 = "Nie można dodać wymiaru o kodzie [PROJEKT], gdyż jest zarezerwowany dla opisu analitycznego w płacach."
CHART = [
    {"account": "4", "name": "Koszty"},
    {"account": "41", "name": "Zużycie", "summary": "4"},
    {"account": "411", "name": "Materiały", "summary": "41"},
]
OWN = [
    {"dictionary": "account", "item": item, "line": "1", "elements": text, "percent": "100"}
    for item, text in (("4", "BUDOWY=1_19"), ("411", "BUDOWY=ETAPY/E1"))
]


def books(**tables: list[dict[str, str]]) -> workbench.Ledger:
    """The tree of `building_firm`, of which a record uses ETAPY/E1 only, and a chart with two descriptions."""
    tree = building_firm()
    made = ledger_with(
        **record("R1", "100 BUDOWY=ETAPY/E1"),
        accounts=CHART,
        categories=[{"category": "K1", "name": "Koszty"}],
        dimensions=[{"dimension": "BUDOWY"}, {"dimension": "BUDOWY/ETAPY"}],
        elements=[{"dimension": "BUDOWY", "element": "1_19"}, {"dimension": "BUDOWY/ETAPY", "element": "E1"}],
        **tables,
    )
    return replace(made, dimensions=tree.dimensions, elements=tree.elements)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown[DimensionTree]]:
    with i18n.in_language("pl"):
        yield Shown(DimensionTree, books(), tmp_path / "office.liczydlo")


def listed(panel: DimensionTree) -> list[str]:
    return [row["key"] for row in panel.list.view["rows"]]


def offered(panel: DimensionTree) -> list[str]:
    return [action for action, button in panel.actions.items() if not button.disabled]


def test_the_list_is_indented_and_folds(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    cells = [row["cells"][0] for row in panel.list.view["rows"]]
    assert cells[:4] == ["▾ BUDOWY", "\u20031_19", "\u2003▾ ETAPY", "\u2003\u2003E1"]
    panel.list.selected = "BUDOWY/ETAPY"
    panel.fold.click()
    assert listed(panel)[:4] == ["BUDOWY", "BUDOWY/1_19", "BUDOWY/ETAPY", "KONTA_4"]
    assert panel.list.view["rows"][2]["cells"][0] == "\u2003▸ ETAPY"
    panel.fold.click()
    assert "BUDOWY/ETAPY/E1" in listed(panel)
    panel.fold_all.click()
    assert listed(panel) == ["BUDOWY", "KONTA_4", "KATEGORIE", "DOSTAWCY"]
    panel.unfold_all.click()
    assert "BUDOWY/ETAPY/ODBIORY/O1" in listed(panel)


def test_only_possible_actions_are_offered(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    assert offered(panel) == ["add_dimension"]
    for path, actions in (
        ("BUDOWY", ["add_dimension", "add_subdimension", "add_element"]),
        ("KONTA_4", ["add_dimension", "add_subdimension"]),
        ("BUDOWY/1_19", ["add_dimension"]),
    ):
        panel.list.selected = path
        assert offered(panel) == actions


def test_the_form_has_the_fields_of_the_place(shown: Shown[DimensionTree]) -> None:
    panel, form = shown.panel, shown.panel.form

    def fields() -> dict[str, bool]:
        named = {"type": form.type, "narrowed_to": form.narrowed_to, "account": form.account, "used_on": form.used_on}
        return {name: field.layout.display != "none" for name, field in named.items()}

    panel.list.selected = "KONTA_4"
    assert fields() == {"type": True, "narrowed_to": True, "account": False, "used_on": True}
    assert (form.type.value, form.narrowed_to.value) == ("accounts", "4")
    panel.list.selected = "BUDOWY/ETAPY"
    assert fields() == {"type": True, "narrowed_to": False, "account": False, "used_on": False}
    assert form.code.disabled, "an element straight below it is used"
    panel.list.selected = "BUDOWY/1_19"
    assert fields() == {"type": False, "narrowed_to": False, "account": True, "used_on": False}
    assert (form.account.value, form.code.disabled) == ("501-1_19", False)


def test_an_element_is_added_cleaned_and_undone(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    panel.list.selected = "BUDOWY/ETAPY"
    panel.actions["add_element"].click()
    panel.form.code.value, panel.form.account.value = "Etap 3/b", "501-3"
    panel.accept.click()
    assert panel.list.selected == "BUDOWY/ETAPY/Etap_3_b"
    kept = shown.ledger.elements.set_index("element")
    assert kept.loc["Etap_3_b", "account"] == "501-3", "the account need not exist"
    assert len(shown.memory._open().audit(CLIENT)) == 1
    panel.undo.click()
    assert "BUDOWY/ETAPY/Etap_3_b" not in listed(panel)


def test_reserved_and_repeated_codes_are_refused_and_can_be_mended(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    panel.actions["add_dimension"].click()
    panel.form.code.value = "PROJEKT"
    panel.accept.click()
    assert M_05 in panel.told.value
    panel.form.code.value = "budowy"
    panel.accept.click()
    assert "BUDOWY" in panel.told.value and M_05 not in panel.told.value
    panel.form.code.value, panel.form.required.value = "PROJEKTY", True
    panel.form.used_on.value = ("cost_record", "account")
    panel.accept.click()
    kept = shown.ledger.dimensions.set_index("dimension").loc["PROJEKTY"]
    assert (bool(kept["required"]), set(kept["used_on"].split("; "))) == (True, {"cost_record", "account"})


def test_name_flags_and_narrowing_are_one_change(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    panel.list.selected = "KONTA_4"
    panel.form.name.value, panel.form.narrowed_to.value, panel.form.required.value = "Konta rodzajowe", "41", True
    panel.accept.click()
    kept = shown.ledger.dimensions.set_index("dimension").loc["KONTA_4"]
    assert (kept["name"], kept["narrowed_to"], bool(kept["required"])) == ("Konta rodzajowe", "41", True)
    panel.accept.click()
    assert "wb-good" not in panel.told.value, "nothing was changed a second time"
    panel.undo.click()
    assert shown.ledger.dimensions.set_index("dimension").loc["KONTA_4", "narrowed_to"] == "4"


def test_a_type_that_is_in_use_stays(shown: Shown[DimensionTree]) -> None:
    shown.panel.list.selected = "BUDOWY"
    shown.panel.form.type.value = "accounts"
    shown.panel.accept.click()
    assert "BUDOWY" in shown.panel.told.value and "wb-good" not in shown.panel.told.value
    assert shown.ledger.dimensions["type"].tolist()[0] == "descriptive"


def test_a_new_code_takes_descriptions_along_in_one_change(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    panel.list.selected = "BUDOWY"
    panel.form.code.value = "INWESTYCJE"
    panel.accept.click()
    assert panel.list.selected == "INWESTYCJE"
    assert shown.ledger.descriptions["elements"].tolist() == ["INWESTYCJE=ETAPY/E1"]
    panel.undo.click()
    assert shown.ledger.descriptions["elements"].tolist() == ["BUDOWY=ETAPY/E1"]
    assert "BUDOWY/ETAPY/E1" in listed(panel)


def test_a_code_that_drivers_of_the_books_name_is_refused(tmp_path: Path) -> None:
    driven = {
        "keys": [
            {"key": "NAJEM", "valid_from": "2020-01-01", "line": "1", "elements": "BUDOWY=ETAPY/E1", "driver": "m2"},
        ],
        "drivers": [{"driver": "m2", "month": "2020-01-01", "element": "BUDOWY=ETAPY/E1", "quantity": "1"}],
    }
    made = Shown(DimensionTree, books(**driven), tmp_path / "office.liczydlo")
    made.panel.list.selected = "BUDOWY"
    made.panel.form.code.value = "INWESTYCJE"
    made.panel.accept.click()
    assert "m2" in made.panel.told.value
    assert made.ledger.keys["elements"].tolist() == ["BUDOWY=ETAPY/E1"]


def test_inactive_branches_are_hidden_or_marked(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    panel.list.selected = "BUDOWY/ETAPY"
    panel.form.inactive.value = True
    panel.accept.click()
    assert listed(panel)[:3] == ["BUDOWY", "BUDOWY/1_19", "KONTA_4"]
    panel.inactive.value = True
    kinds = {row["key"]: row["kind"] for row in panel.list.view["rows"]}
    assert kinds["BUDOWY/ETAPY/E1"] == "wb-inactive" and kinds["BUDOWY"] == ""
    panel.list.selected = "BUDOWY/ETAPY/E1"
    panel.form.inactive.value = False
    panel.accept.click()
    assert "BUDOWY/ETAPY" in panel.told.value and "wb-good" not in panel.told.value


def test_used_and_predefined_places_are_not_deleted(shown: Shown[DimensionTree]) -> None:
    for path in ("BUDOWY", "DOSTAWCY"):
        shown.panel.list.selected = path
        shown.panel.delete.click()
        assert path in shown.panel.told.value and path in listed(shown.panel)
    shown.panel.list.selected = "BUDOWY/1_19"
    shown.panel.delete.click()
    assert "BUDOWY/1_19" not in listed(shown.panel) and shown.panel.list.selected == "BUDOWY"


def test_unused_places_are_deleted_after_they_were_shown(shown: Shown[DimensionTree]) -> None:
    panel = shown.panel
    panel.find_unused.click()
    assert panel.confirm.layout.display == ""
    for path in ("BUDOWY/ETAPY/E2", "KONTA_4", "DOSTAWCY"):
        assert path in panel.unused.value
    assert len(shown.memory._open().audit(CLIENT)) == 0, "only shown so far"
    panel.dismiss.click()
    assert panel.confirm.layout.display == "none"
    panel.find_unused.click()
    panel.delete_unused.click()
    assert listed(panel) == ["BUDOWY", "BUDOWY/ETAPY", "BUDOWY/ETAPY/E1", "DOSTAWCY"]
    panel.find_unused.click()
    assert panel.confirm.layout.display == "none" and panel.told.value
    panel.undo.click()
    assert "KONTA_4" in listed(panel)


def test_without_a_store_the_tree_is_only_looked_at() -> None:
    panel = Shown(DimensionTree, books()).panel
    panel.list.selected = "BUDOWY"
    assert panel.accept.disabled and panel.delete.disabled and panel.find_unused.disabled and panel.undo.disabled
    assert "WORKBENCH_STORE" in panel.accept.tooltip


def test_books_without_dimensions_get_their_first_one(tmp_path: Path) -> None:
    made = Shown(DimensionTree, EMPTY, tmp_path / "office.liczydlo")
    assert listed(made.panel) == [] and offered(made.panel) == ["add_dimension"]
    made.panel.actions["add_dimension"].click()
    made.panel.form.code.value = "BUDOWY"
    made.panel.accept.click()
    assert listed(made.panel) == ["BUDOWY"] and offered(made.panel)[-1] == "add_element"


def test_the_list_is_taken_away(shown: Shown[DimensionTree]) -> None:
    _name, content = shown.panel.csv._make()
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[2].startswith("BUDOWY/1_19,Budowa 1,") and lines[2].endswith("501-1_19")


@pytest.fixture
def items(tmp_path: Path) -> Iterator[Shown[DimensionTree]]:
    with i18n.in_language("pl"):
        made = Shown(DimensionTree, books(item_descriptions=OWN), tmp_path / "office.liczydlo")
        made.panel.items.dictionary.value = "account"
        yield made


def described(shown: Shown[DimensionTree]) -> list[list[object]]:
    return shown.ledger.item_descriptions[["item", "elements"]].to_numpy().tolist()


def add(panel: Items, element: str, percent: str) -> None:
    panel.elements.lists["BUDOWY"].value = element
    panel.percent.value = percent
    panel.add.click()


def test_items_show_whose_description_they_have(items: Shown[DimensionTree]) -> None:
    rows = items.panel.items.items.rows.set_index("item")
    assert rows["description"].str.replace(" %", "%").to_dict() == {
        "4": "100% BUDOWY=1_19",
        "41": "100% BUDOWY=1_19",
        "411": "100% BUDOWY=ETAPY/E1",
    }
    assert rows["source"]["4"] == rows["source"]["411"] != rows["source"]["41"]
    assert "4" in rows["source"]["41"]


def test_an_item_is_described_to_exactly_one_hundred_percent(items: Shown[DimensionTree]) -> None:
    panel = items.panel.items
    panel.items.selected = "411"
    panel.own.selected = "1"
    panel.percent.value = "60"
    panel.change.click()
    assert panel.percent.value == "40", "what is left is offered"
    panel.accept.click()
    assert "60" in panel.told.value and "wb-good" not in panel.told.value
    add(panel, "1_19", "40")
    panel.accept.click()
    assert "wb-good" in panel.told.value
    assert described(items) == [["4", "BUDOWY=1_19"], ["411", "BUDOWY=ETAPY/E1"], ["411", "BUDOWY=1_19"]]


def test_an_inherited_description_is_where_an_own_one_begins(items: Shown[DimensionTree]) -> None:
    panel = items.panel.items
    panel.items.selected = "41"
    assert panel.lines == (("BUDOWY=1_19", 100_000_000),)
    assert panel.accept.disabled and panel.delete.disabled


def test_descriptions_lost_below_are_listed_before(items: Shown[DimensionTree]) -> None:
    panel = items.panel.items
    panel.items.selected = "4"
    assert "411" in panel.below.value
    panel.own.selected = "1"
    panel.elements.lists["BUDOWY"].value = "ETAPY/E2"
    panel.change.click()
    panel.accept.click()
    assert described(items) == [["4", "BUDOWY=1_19"], ["411", "BUDOWY=ETAPY/E1"]], "told first"
    assert panel.told.value
    panel.accept.click()
    assert described(items) == [["4", "BUDOWY=ETAPY/E2"]]
    items.panel.undo.click()
    assert sorted(described(items)) == [["4", "BUDOWY=1_19"], ["411", "BUDOWY=ETAPY/E1"]]


def test_an_own_description_is_removed(items: Shown[DimensionTree]) -> None:
    panel = items.panel.items
    panel.items.selected = "411"
    panel.delete.click()
    assert described(items) == [["4", "BUDOWY=1_19"]]
    assert panel.lines == (("BUDOWY=1_19", 100_000_000),), "it inherits one again"


def test_a_line_without_elements_is_refused(items: Shown[DimensionTree]) -> None:
    panel = items.panel.items
    panel.items.selected = "411"
    add(panel, "", "10")
    assert panel.told.value and len(panel.lines) == 1
    add(panel, "1_19", "dużo")
    assert "dużo" in panel.told.value and len(panel.lines) == 1
    add(panel, "1_19", "")
    assert "dużo" not in panel.told.value and panel.told.value and len(panel.lines) == 1


def test_it_speaks_english() -> None:
    with i18n.in_language("en"):
        panel = Shown(DimensionTree, books()).panel
        assert panel.list.view["rows"][0]["cells"][2] == "Descriptive"
        assert panel.title == "Dimensions"
