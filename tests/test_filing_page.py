"""The panel JPK_V7 through its widgets: verdict, declaration fields with what is behind them, what is entered, the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books import purchase, sale
from tests.filing_desk import EXPECTED, example
from tests.filing_pages import is_shown, listed, opened, taken, with_entries
from workbench import i18n
from workbench.errors import FilingError
from workbench.filing.reading.jpk import read_jpk
from workbench.widgets.filing.figures import whole_pln

NBSP = "\u00a0"


@pytest.fixture(autouse=True, params=["pl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.in_language(request.param):
        yield request.param


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "office.liczydlo"


def test_j_022_the_fields_of_the_worked_example_stand_in_the_table() -> None:
    """vat.md 2.3, field by field, in whole zloty."""
    _page, panel = opened()
    shown = dict(zip(panel.fields.table.rows["field"], panel.fields.table.rows["zloty"], strict=True))
    assert {name: shown.get(name, 0) for name in EXPECTED} == EXPECTED
    cells = {row[0]: row[2] for row in listed(panel.fields.table)}
    thousands = NBSP if i18n.language() == "pl" else ","
    assert cells["P_48"] == f"5{thousands}416" and cells["P_46"] == "-93"


def test_behind_a_field_stand_its_rows_with_document_and_counterparty() -> None:
    _page, panel = opened()
    panel.fields.table.selected = "P_20"
    rows = panel.fields.behind.table.rows
    assert rows[["document", "amount"]].values.tolist() == [["FS/10", 2300_00], ["FS/1", -136_50], ["FS/2", 18_70]]
    assert set(rows["name"]) == {"Kwiaciarnia Pod Lipą"}
    assert panel.fields.behind.table.view["foot"][0] != "" and i18n.amount(2182_20) in panel.fields.behind.table.view["foot"]


def test_behind_a_computed_field_stand_the_fields_it_is_made_of() -> None:
    _page, panel = opened()
    panel.fields.table.selected = "P_48"
    told = panel.fields.behind.told.value
    assert all(name in told for name in ("P_43", "P_46", "P_47")) and "P_44" not in told


def test_p_68_is_made_of_the_minus_rows_alone() -> None:
    """J-023: what is paid back does not enter P_68 and P_69."""
    _page, panel = opened()
    panel.fields.table.selected = "P_69"
    assert panel.fields.behind.table.rows["document"].tolist() == ["FS/1"]


def test_a_chosen_field_that_the_file_does_not_have_is_let_go() -> None:
    page, panel = opened()
    panel.fields.table.selected = "P_46"
    page.question.period.value = page.question.period.value - 1
    assert panel.fields.table.selected == "" and not is_shown(panel.fields.behind._listed)


def test_the_file_is_taken_read_back_and_listed(store: Path, language: str) -> None:
    page, panel = opened(store=store)
    with_entries(page)
    assert "wb-jpk-good" in panel.verdict.value.split("h2")[0]
    name, content = taken(panel.taking.download)
    assert name == "JPK_V7M_wektor_2026-09.xml"
    file = read_jpk(content)
    assert file.declaration is not None and {**file.declaration.fields}["P_62"] == 3234
    assert panel.history.table.rows["file"].tolist() == [name]
    assert len(listed(panel.history.table)) == 1
    panel.purpose.value = 2
    taken(panel.taking.download)
    assert panel.history.table.rows["purpose"].tolist() == [2, 1]


def test_without_a_store_the_file_can_be_taken_and_nothing_is_kept() -> None:
    _page, panel = opened()
    assert taken(panel.taking.download)[1].startswith(b"<?xml")
    assert panel.entering.button.disabled and listed(panel.history.table) == []


def test_j_008_entries_that_are_missing_are_told(store: Path) -> None:
    page, panel = opened(store=store)
    assert "wb-jpk-warning" in panel.verdict.value.split("h2")[0]
    assert panel.faults.table.rows["code"].tolist() == ["no_entries", "no_entries"]
    with_entries(page)
    assert not is_shown(panel.faults.listed) and is_shown(panel.faults.none)


def test_a_file_with_errors_is_refused_with_the_reason() -> None:
    _page, panel = opened(tax_id="5260001247")
    assert "wb-jpk-bad" in panel.verdict.value.split("h2")[0]
    assert "5260001247" in panel.faults.table.rows["value"].tolist()
    with pytest.raises(FilingError, match="1"):
        taken(panel.taking.download)


def test_a_file_that_cannot_be_written_says_why() -> None:
    _page, panel = opened(email="zly")
    assert "wb-jpk-bad" in panel.verdict.value and "Email" in panel.verdict.value and not is_shown(panel._made_box)


def test_documents_without_a_place_are_told_and_the_file_can_be_taken() -> None:
    """A purchase taxed by the buyer whose rate the books do not know is missing in the file."""
    lines = [("np", "100.00", "0.00")]
    odd = purchase("FZ/11", issued="2026-09-12", due="2026-12-10", lines=lines, transaction="domestic_reverse_charge")
    _page, panel = opened(*example(), odd)
    head, told = panel.verdict.value.split("</h2>")
    assert "wb-jpk-warning" in head and "FZ/11" in told
    assert "FZ/11" in panel.faults.table.rows["value"].tolist()
    assert b"FZ/11" not in taken(panel.taking.download)[1]


def test_what_the_declaration_comes_to_is_one_sentence() -> None:
    _page, panel = opened()
    assert whole_pln(3234) in panel.figures.value.split("</p>")[0]
    _page, panel = opened(sale("FS/1", issued="2026-09-10", due="2026-12-10", lines=[("23", "1000.00")]))
    assert whole_pln(230) in panel.figures.value.split("</p>")[0]


def test_books_without_the_taxpayers_data_say_what_is_missing() -> None:
    _page, panel = opened(tax_office="")
    assert "wb-jpk-bad" in panel.verdict.value and not is_shown(panel._made_box)
    assert is_shown(panel.dropped.box)


def test_the_parts_are_chosen() -> None:
    _page, panel = opened()
    assert [part for _title, part in panel.parts.options] == ["both", "record", "declaration"]
    panel.parts.value = "record"
    assert not is_shown(panel.fields.box) and not is_shown(panel.entering.box) and panel.figures.value == ""
    assert read_jpk(taken(panel.taking.download)[1]).declaration is None
    panel.parts.value = "declaration"
    assert read_jpk(taken(panel.taking.download)[1]).sales is None


def test_r_048_what_is_entered_goes_into_the_declaration_and_is_kept(store: Path) -> None:
    page, panel = opened(store=store)
    panel.entering.amounts["P_54"].value = f"1{NBSP}000"
    panel.entering.refund.value = "P_58"
    panel.entering.flags["P_660"].value = True
    panel.entering.button.click()
    shown = dict(zip(panel.fields.table.rows["field"], panel.fields.table.rows["zloty"], strict=True))
    assert (shown["P_54"], shown["P_62"]) == (1000, 2234)
    assert "P_58" in panel.fields.marks.value and "P_660" in panel.fields.marks.value
    page.reload()
    assert panel.entering.amounts["P_54"].value == "1000" and panel.entering.flags["P_660"].value
    panel.entering.amounts["P_54"].value, panel.entering.refund.value = "", ""
    panel.entering.button.click()
    assert "P_54" not in panel.fields.table.rows["field"].tolist()


@pytest.mark.parametrize(("amount", "refund"), [("1000", ""), ("3235", "P_58"), ("10,50", "P_58"), ("-5", "P_58")])
def test_what_the_declaration_cannot_hold_is_refused_and_not_kept(store: Path, amount: str, refund: str) -> None:
    """A refund without its term, above P_53, with grosze, below zero."""
    page, panel = opened(store=store)
    panel.entering.amounts["P_54"].value, panel.entering.refund.value = amount, refund
    panel.entering.button.click()
    assert "P_54" in panel.entering.told.value
    page.reload()
    assert panel.entering.amounts["P_54"].value == ""


def test_the_surplus_of_the_month_before_is_offered_and_taken(store: Path) -> None:
    """P_39 is offered from P_62 of the month before and counts when it is taken."""
    _page, panel = opened(store=store, month="2026-10")
    offered = panel.entering._offered
    assert offered == 3234 and is_shown(panel.entering.offer) and "P_62" in panel.verdict.value
    assert "P_39" not in panel.fields.table.rows["field"].tolist()
    panel.entering.offer.click()
    shown = dict(zip(panel.fields.table.rows["field"], panel.fields.table.rows["zloty"], strict=True))
    assert shown["P_39"] == 3234 and not is_shown(panel.entering.offer) and "P_62" not in panel.verdict.value


def test_before_october_2020_vat_zd_is_taken_instead() -> None:
    """J-017; reference vat.md 3."""
    old = sale("FS/1", issued="2020-01-01", due="2020-01-28", lines=[("23", "1000.00")])
    page, panel = opened(old, month="2020-04")
    assert is_shown(panel.vat_zd.box) and not is_shown(panel._file_box)
    name, content = taken(panel.vat_zd.download)
    assert name.endswith("_2020-04.xml") and b"FS/1" in content
    page.question.side.value = "purchase"
    assert taken(panel.vat_zd.download) == (name, content), "the notice of sales, whichever side is looked at"
