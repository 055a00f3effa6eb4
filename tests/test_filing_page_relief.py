"""The relief in the panel JPK_V7: its rows, the table that must be all zeros, what a payer by the quarter is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books import purchase, sale
from tests.filing_pages import is_shown, listed, opened, taken, with_entries
from workbench import i18n
from workbench.widgets.filing import JpkPanel
from workbench.widgets.relief.page import ReliefPage


@pytest.fixture(autouse=True, params=["pl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.in_language(request.param):
        yield request.param


def by_the_quarter(month: str) -> tuple[ReliefPage, JpkPanel]:
    """A client who declares by the quarter, with a sale and a purchase of July's notices paid in September."""
    sold = sale("FS/1", issued="2026-04-01", due="2026-04-20", lines=[("23", "1000.00")], paid=[("2026-09-10", "1230.00")])
    bought = purchase("FZ/1", issued="2026-04-01", due="2026-04-20", lines=[("23", "500.00")], paid=[("2026-09-11", "615.00")])
    other = sale("FS/2", issued="2026-07-10", due="2026-12-10", lines=[("23", "2000.00")])
    return opened(sold, bought, other, month=month, vat_period="quarter")


def test_j_024_relief_rows_stand_with_their_dates() -> None:
    _page, panel = opened()
    rows = panel.relief.sales.table.rows
    assert rows[["document", "K_19", "K_20"]].values.tolist() == [["FS/1", -593_50, -136_50], ["FS/2", 81_30, 18_70]]
    cells = listed(panel.relief.sales.table)
    titles = [column["title"] for column in panel.relief.sales.table.view["columns"]]
    due, paid = titles.index("TerminPlatnosci"), titles.index("DataZaplaty")
    assert [(row[due], row[paid]) for row in cells] == [
        (i18n.day(rows["due_date"].iloc[0]), ""),
        ("", i18n.day(rows["payment_date"].iloc[1])),
    ]
    assert panel.relief.purchases.table.rows[["document", "K_46", "K_47"]].values.tolist() == [
        ["FZ/1", -93_49, 0],
        ["FZ/2", 0, 4358_50],
    ]


def test_all_differences_of_the_worked_example_are_zero() -> None:
    _page, panel = opened()
    shown = panel.relief.table.rows
    assert not shown["standing"].any() and not is_shown(panel.relief._documents)
    assert panel.relief.table_box.selected_index is None
    assert set(shown["field"]) >= {"K_19", "K_20", "K_46", "K_47", "P_19", "P_48", "P_68", "P_69"}
    assert "K_15" not in set(shown["field"]), "0 in every telling"


def test_a_difference_is_red_and_stops_the_verdict() -> None:
    """One grosz between the rows and the entries."""
    _page, panel = opened()
    filed = panel._filed
    assert filed is not None
    table = filed.of.reconciliation.copy()
    table.loc[table["field"] == "K_20", ["rows", "rows_difference"]] += 1
    filed.of.__dict__["reconciliation"] = table
    for name in ("unreconciled", "standings"):
        filed.of.__dict__.pop(name, None)
    panel._show_file(filed)
    assert "wb-jpk-bad" in panel.verdict.value.split("h2")[0]
    assert f"K_20 {i18n.amount(1, 'PLN')}" in panel.verdict.value
    assert [row["key"] for row in panel.relief.table.view["rows"] if row["kind"] == "wb-not-zero"] == ["K_20"]
    assert panel.relief.table_box.selected_index == 0


def test_j_008_by_the_rule_the_entries_are_those_that_would_be_generated(tmp_path: Path) -> None:
    """With a store and no notice; the column says that nothing was generated."""
    _page, panel = opened(store=tmp_path / "office.liczydlo")
    assert not panel.relief.table.rows["standing"].any()
    titles = [column["title"] for column in panel.relief.table.view["columns"]]
    page, panel = opened(store=tmp_path / "office.liczydlo")
    with_entries(page)
    assert titles[3] != panel.relief.table.view["columns"][3]["title"]
    assert not panel.relief.table.rows["standing"].any()


def test_j_008_entries_that_a_kept_notice_lacks_are_amber(tmp_path: Path) -> None:
    """Sales lack them; purchases, of which no notice is kept, agree."""
    page, panel = opened(store=tmp_path / "office.liczydlo")
    page.act(lambda desk: desk.make("sale", "2026-09").lock("sale", "2026-09"))
    shown = panel.relief.table.rows.set_index("field")["standing"]
    lacking = shown.index[shown == "lacking"].tolist()
    assert lacking == ["K_19", "K_20", "P_19", "P_20", "P_37", "P_38", "P_68", "P_69"] and not (shown == "different").any()
    assert {row["kind"] for row in panel.relief.table.view["rows"]} == {"", "wb-not-yet"}
    assert "wb-jpk-warning" in panel.verdict.value.split("h2")[0] and panel.relief.table_box.selected_index is None


def test_what_has_no_rows_offers_nothing_to_take_away() -> None:
    plain = sale("FS/1", issued="2026-09-10", due="2026-12-10", lines=[("23", "1000.00")])
    _page, panel = opened(plain)
    assert not is_shown(panel.relief.sales.tools) and "2" not in panel.relief.rows_box.titles[0]
    _page, panel = opened()
    assert is_shown(panel.relief.sales.tools)
    assert panel.relief.rows_box.titles[0].count("2") == 2, "of each side one row that takes off, one that gives back"


def test_the_reconciliation_can_be_taken_away_as_numbers() -> None:
    _page, panel = opened()
    frame, columns = panel.relief._taken()
    assert columns["declared"].kind == "amount"
    assert frame.loc[frame["field"] == "P_69", "declared"].tolist() == [-137_00]


def test_j_020_a_payer_by_the_quarter_files_records_alone_before_the_closing_month() -> None:
    _page, panel = by_the_quarter("2026-08")
    assert "JPK_V7K (3)" in panel.heading.value and i18n.month(panel._filed.month + 1) in panel.heading.value  # type: ignore[union-attr]
    assert [part for _title, part in panel.parts.options] == ["record"]
    assert not is_shown(panel.fields.box) and not is_shown(panel.entering.box)
    assert taken(panel.taking.download)[0] == "JPK_V7K_wektor_2026-08.xml"


def test_j_020_the_closing_month_declares_the_quarter_with_the_rows_of_its_months() -> None:
    _page, panel = by_the_quarter("2026-09")
    panel.fields.table.selected = "P_20"
    assert panel.fields.behind.table.rows["document"].tolist() == ["FS/2", "FS/1", "FS/1"], "July, then relief and its return"


def test_the_two_traps_of_quarterly_payers_are_told_with_their_documents() -> None:
    """Reference vat.md 2.4: paid within the quarter, paid before the quarter is filed."""
    _page, panel = by_the_quarter("2026-09")
    told = panel.relief.traps.value
    assert "FS/1" in told and "FZ/1" in told and "89b" in told and "89a" in told
    _page, monthly = opened()
    assert monthly.relief.traps.value == ""
