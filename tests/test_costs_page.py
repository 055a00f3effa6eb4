"""The costs page without a browser: what is chosen changes what is shown, and nothing is kept before it is accepted."""

import getpass
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import workbench
from tests.cost_books import bill, cost_ledger, described
from workbench import i18n, store
from workbench.costs import cube
from workbench.days import Month
from workbench.widgets.clients import OneLedger, clients_of
from workbench.widgets.costs import CostsPage, costs_page
from workbench.widgets.costs.flows import Flows
from workbench.widgets.costs.overview import Overview
from workbench.widgets.costs.what_if import WhatIf
from workbench.widgets.memory import Memory
from workbench.widgets.shortcuts import Shortcuts

OFFICE = Path(__file__).parents[1] / "sample_data" / "office"
OVERVIEW, FLOW, WHAT_IF = range(3)

Make = Callable[[], CostsPage]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The page on the sample office, with a store of its own."""
    return lambda: CostsPage(clients_of(OFFICE), Memory(str(tmp_path / "office.liczydlo")), lambda: None)


def overview(page: CostsPage) -> Overview:
    page.tabs.selected_index = OVERVIEW
    return page.panel(Overview)


def flows(page: CostsPage) -> Flows:
    page.tabs.selected_index = FLOW
    return page.panel(Flows)


def what_if(page: CostsPage) -> WhatIf:
    page.tabs.selected_index = WHAT_IF
    panel = page.panel(WhatIf)
    panel.key.value, panel.dimension.value, panel.effect_on.value = "OGÓLNE", "ZESPÓŁ", "PROJEKTY"
    return panel


def test_it_opens_with_described_books_and_their_last_year(make: Make) -> None:
    page = make()
    assert (page.client.value, page.from_.value, page.to.value) == ("wektor", Month("2025-11"), Month("2026-10"))
    panel = overview(page)
    assert (panel.rows.value, panel.columns.value) == ("PROJEKTY", "ODDZIAŁ")
    assert panel.cube is not None
    assert panel.cube.total == cube(page._ledger, "type", from_="2025-11", to="2026-10").total
    assert panel.pivot.view["foot"][-1] == i18n.amount(panel.cube.total)


def test_every_control_changes_the_pivot(make: Make) -> None:
    page = make()
    panel = overview(page)
    page.from_.value = page.to.value = Month("2026-03")
    panel.rows.value, panel.columns.value = "account", ""
    assert panel.cube is not None and panel.cube.total == cube(page._ledger, "type", from_="2026-03", to="2026-03").total
    assert [column["title"] for column in panel.pivot.view["columns"]] == ["Konto", "Suma (PLN)"]
    page.register.value = "revenue"
    assert panel.cube.total == cube(page._ledger, "type", register="revenue", from_="2026-03", to="2026-03").total
    page.client.value = "budmar"
    assert panel.rows.value == "account" and "BUDOWY" in dict(panel.rows.options).values()


def test_months_in_the_wrong_order_are_told(make: Make) -> None:
    page = make()
    page.to.value = Month("2025-01")
    assert "miesiąc" in page.problem.value and page.tabs.layout.display == "none"
    page.to.value = Month("2026-01")
    assert page.problem.value == "" and page.tabs.layout.display == ""


def test_a_row_and_a_sector_show_their_documents(make: Make) -> None:
    panel = overview(make())
    assert panel.cube is not None
    panel.pivot.selected = "1"
    code = panel.cube.cells.index[1]
    assert panel.documents.frame["amount"].sum() == panel.cube.cells.loc[code].sum()
    panel.chart.clicked = {"customdata": ["P1", "KRAKÓW"], "click": 1}
    assert panel.documents.frame["amount"].sum() == panel.cube.cells.loc["P1", "KRAKÓW"]
    name, content = panel.documents.csv._make()
    assert name == "wektor_dokumenty.csv" and content.decode("utf-8-sig").startswith("Dokument,Data,")


def test_the_picture_holds_the_positive_cells_and_names_the_rest() -> None:
    ledger = cost_ledger(bill("A", "100.00"), described("A", ("P=A", "150", "150.00"), ("P=B", "-50", "-50.00")))
    page = CostsPage(OneLedger(ledger), Memory(""), lambda: None)
    figure = overview(page).chart.figure
    assert figure["data"][0]["values"][0] == 150.0
    assert "-50,00" in figure["layout"]["annotations"][0]["text"]


def test_the_workbook_taken_away_is_the_pivot(make: Make, tmp_path: Path) -> None:
    panel = overview(make())
    name, content = panel.xlsx._make()
    (tmp_path / name).write_bytes(content)
    header, *rows = CalamineWorkbook.from_path(tmp_path / name).get_sheet_by_name("Koszty").to_python()
    assert panel.cube is not None
    assert header[0] == "PROJEKTY" and round(rows[-1][-1] * 100) == panel.cube.total


def test_a_link_of_the_flow_shows_its_documents(make: Make) -> None:
    panel = flows(make())
    assert panel.way.value == ("account", "ZESPÓŁ", "PROJEKTY", "ODDZIAŁ")
    assert panel.flow is not None
    link = panel.flow.links[panel.flow.links["stage"] == 1].iloc[2]
    panel.chart.clicked = {"customdata": [1, link["source"], link["target"]], "click": 1}
    assert panel.documents.frame["amount"].sum() == link["amount"]
    panel.numbers.selected = "0"
    assert panel.documents.frame["amount"].sum() == panel.flow.links["amount"].iloc[0]
    values = panel.chart.figure["data"][0]["link"]["value"]
    assert round(sum(values) * 100) == panel.flow.links.query("amount > 0")["amount"].sum()


def test_a_slider_shows_what_would_change_and_keeps_nothing(make: Make) -> None:
    page = make()
    panel = what_if(page)
    panel.sliders._receive(None, {"event": "move", "key": "Z1", "value": "41,5"}, [])
    shown = {row["key"]: row["text"] for row in panel.sliders.rows}
    assert shown["Z1"] == "41,50" and sum(float(text.replace(",", ".")) for text in shown.values()) == pytest.approx(100)
    assert panel.effect.rows["difference"].sum() == 0 and panel.effect.rows["difference"].abs().max() > 0
    assert panel.effect.view["foot"][3] == "0,00"
    assert page._memory.versions("wektor") == {}
    panel.sliders._receive(None, {"event": "lock", "key": "Z2", "value": True}, [])
    panel.sliders._receive(None, {"event": "move", "key": "Z2", "value": "1"}, [])
    assert "Z2" in panel.told.value
    panel.reset.click()
    assert panel.scenario is not None and not panel.scenario.changed and panel.accept.disabled


def test_an_accepted_key_is_kept_with_its_descriptions_and_can_be_undone(make: Make, tmp_path: Path) -> None:
    page = make()
    panel = what_if(page)
    panel.sliders._receive(None, {"event": "move", "key": "Z1", "value": "60"}, [])
    assert panel.scenario is not None
    promised = panel.scenario.effect("PROJEKTY").set_index("element")["after"]
    panel.accept.click()
    assert "Zachowano" in panel.told.value and panel.scenario.shares["Z1"] == 60
    assert panel.scenario.effect("PROJEKTY").set_index("element")["before"].equals(promised.rename("before"))
    again = what_if(make())
    assert again.scenario is not None and again.scenario.shares["Z1"] == 60, "another page finds it"
    assert getpass.getuser() in panel.history.value and "Zmieniono klucz podziału OGÓLNE" in panel.history.value
    panel.undo.click()
    assert panel.scenario.shares["Z1"] == 35
    with store.open_store(tmp_path / "office.liczydlo", "test") as kept:
        assert len(kept.history("wektor", "key", "OGÓLNE")) == 2


def test_the_manuals_keys(make: Make) -> None:
    """A-037: Ctrl+F7 opens the description; A-038: F8 generates, but only where the lightning is."""
    page = make()
    (keys,) = [widget for widget in page.box.children if isinstance(widget, Shortcuts)]
    assert keys.bound == ["Ctrl+F7", "F8"]
    keys._receive(None, {"key": "F8"}, [])
    assert page.tabs.selected_index == OVERVIEW
    keys._receive(None, {"key": "Ctrl+F7"}, [])
    assert page.tabs.titles[page.tabs.selected_index] == "Opis dokumentu"


def test_who_comes_second_is_told_of_the_conflict(make: Make) -> None:
    first, second = what_if(make()), what_if(make())
    for panel, percent in ((first, "50"), (second, "20")):
        panel.sliders._receive(None, {"event": "move", "key": "Z1", "value": percent}, [])
    first.accept.click()
    second.accept.click()
    assert "Niczego nie zapisano" in second.told.value
    third = what_if(make())
    assert third.scenario is not None and third.scenario.shares["Z1"] == 50


def test_without_a_store_everything_works_but_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    panel = what_if(CostsPage(clients_of(OFFICE), Memory(), lambda: None))
    panel.sliders._receive(None, {"event": "move", "key": "Z1", "value": "60"}, [])
    assert panel.accept.disabled and "WORKBENCH_STORE" in panel.accept.tooltip


def test_books_without_descriptions_are_shown_too(make: Make) -> None:
    page = make()
    page.client.value = "kram"
    assert page.problem.value == ""
    for place in range(len(page.tabs.children)):
        page.tabs.selected_index = place
        assert page.problem.value == ""


def test_the_page_speaks_english_and_tells_of_broken_books(tmp_path: Path) -> None:
    with i18n.in_language("en"):
        page = CostsPage(clients_of(OFFICE), Memory(""), lambda: None)
        assert page.tabs.titles[:3] == ("Overview", "Flow", "What if")
        assert overview(page).pivot.view["words"]["title"] == "Costs by rows and columns"
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "documents.csv").write_text("x\n1\n")
    shown = costs_page(tmp_path)
    assert "broken" in str(shown.children[0].children[1].children[0].options)


def test_the_same_figures_in_a_notebook() -> None:
    ledger = workbench.read_ledger(OFFICE / "wektor")
    assert "P1" in workbench.costs.cube(ledger, "PROJEKTY", "ODDZIAŁ")._repr_html_()
