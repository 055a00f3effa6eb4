"""The panel of descriptions without a browser: type into its fields, press its buttons, look at messages and the store."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import workbench
from tests.cost_books import key, record
from tests.described_books import bill, described_ledger
from tests.panels import CLIENT, Shown
from workbench import i18n
from workbench.days import Month
from workbench.widgets.costs.describing import Describing

M_04 = "Opis analityczny jest niepełny. Nie wybrano elementu dla wymiaru [BUDOWY]."
DIMENSIONS = [{"dimension": "BUDOWY", "name": "Budowy", "required": "true"}, {"dimension": "KONTA_4"}]
DONE = ["45 BUDOWY=1_19; KONTA_4=419", "55 BUDOWY=2_19; KONTA_4=419"]


def books(*more: dict[str, list[dict[str, str]]]) -> workbench.Ledger:
    """E1 is not described, D1 in full, W1 to nine tenths, C1 is cancelled; all in categories 501."""
    return described_ledger(
        bill("D1", "1000.00", lines=DONE, day="2020-05-07"),
        bill("W1", "200.00", lines=["90 BUDOWY=1_19"], day="2020-05-06"),
        bill("E1", "1000.00", party="K2"),
        bill("C1", "10.00", status="cancelled"),
        *more,
        accounts=["501", "501-1_19", "419"],
        categories=["501"],
        dimensions=DIMENSIONS,
    )


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown[Describing]]:
    with i18n.in_language("pl"):
        yield Shown(Describing, books(), tmp_path / "office.liczydlo")


def enter(panel: Describing, *chosen: str, percent: str = "", value: str = "") -> None:
    """Type a line and add it; `chosen` are elements of the dimensions in their order."""
    for field, element in zip(panel.form.elements.lists.values(), chosen, strict=False):
        field.value = element
    if percent:
        panel.form.percent.value = percent
    if value:
        panel.form.value.value = value
    panel.add.click()


def lines(panel: Describing) -> list[list[str]]:
    """The lines shown, without hard spaces and places where a browser may break them."""
    return [[cell.replace("\u00a0", " ").replace("\u200b", "") for cell in row["cells"]] for row in panel.lines.view["rows"]]


def accounts(panel: Describing) -> list[tuple[str, int]]:
    assert panel.postings.postings is not None
    return list(panel.postings.postings.entries[["account", "amount"]].itertuples(index=False, name=None))


def test_documents_to_work_on_come_first(shown: Shown[Describing]) -> None:
    listed = shown.panel.documents.rows
    assert listed["document_id"].tolist() == ["E1", "W1", "D1", "C1"]
    assert listed["state"].tolist() == ["open", "wrong", "described", "refused"]
    assert shown.panel.documents.selected == "E1"


def test_documents_are_searched_by_number_and_counterparty(shown: Shown[Describing]) -> None:
    for words, found in (("w1", ["W1"]), ("dostawca", ["E1", "W1", "D1", "C1"]), ("dostawca w1", ["W1"]), ("nikt", [])):
        shown.panel.words.value = words
        assert shown.panel.documents.rows["document_id"].tolist() == found


def test_the_worked_example_is_described_and_posted(shown: Shown[Describing]) -> None:
    panel = shown.panel
    enter(panel, "1_19", "419", percent="45")
    assert "brakuje 55%" in panel.control.value, "what is missing is told at once"
    assert panel.form.percent.value == "55", "what is left is offered"
    enter(panel, "2_19", "419")
    assert lines(panel) == [
        ["Pozycja/Dokument/Netto/1 000,00", "1_19", "419", "45", "450,00"],
        ["Pozycja/Dokument/Netto/1 000,00", "2_19", "419", "55", "550,00"],
    ]
    assert "wb-good" in panel.control.value
    assert accounts(panel) == [("501-1_19-419", 45_000), ("501-2_19-419", 55_000)]
    assert "501-2_19-419" in panel.postings.created.value


def test_percent_and_value_give_each_other_while_typing(shown: Shown[Describing]) -> None:
    form = shown.panel.form
    form.percent.value = "33,333333"
    assert form.value.value == "333,33"
    form.value.value = "450"
    assert form.percent.value == "45"
    form.value.value = "45o"
    assert form.percent.value == ""
    enter(shown.panel, "1_19")
    assert "45o" in shown.panel.told.value
    assert lines(shown.panel) == []


@pytest.mark.parametrize("text", ["dużo", "1e999999999", "33,3333333", "1/0", "nan"])
def test_what_is_no_percent_is_refused_at_once(shown: Shown[Describing], text: str) -> None:
    enter(shown.panel, "1_19", percent=text)
    assert shown.panel.told.value and lines(shown.panel) == []


def test_a_line_without_a_required_element_is_refused(shown: Shown[Describing]) -> None:
    enter(shown.panel, "", "419", percent="100")
    assert M_04 in shown.panel.told.value
    assert lines(shown.panel) == []


def test_a_line_without_elements_is_refused(shown: Shown[Describing]) -> None:
    enter(shown.panel, percent="100")
    assert shown.panel.told.value
    assert lines(shown.panel) == []


def test_a_chosen_line_is_changed_and_removed(shown: Shown[Describing]) -> None:
    panel = shown.panel
    assert panel.change.disabled
    panel.documents.selected = "D1"
    panel.lines.selected = "2"
    assert (panel.form.elements.chosen, panel.form.percent.value) == ({"BUDOWY": "2_19", "KONTA_4": "419"}, "55")
    panel.form.value.value = "400"
    panel.change.click()
    assert [line[-2:] for line in lines(panel)] == [["45", "450,00"], ["40", "400,00"]]
    assert "brakuje 15%" in panel.control.value
    panel.lines.selected = "1"
    panel.remove.click()
    assert [line[1] for line in lines(panel)] == ["2_19"]
    panel.reset.click()
    assert len(lines(panel)) == 2


def test_a_line_of_a_dimension_no_longer_ticked_can_only_be_removed() -> None:
    unticked = described_ledger(
        bill("D1", "10.00", lines=["100 A=A1; B=B1"]), dimensions=[{"dimension": "A", "used_on": "sale_register"}]
    )
    panel = Shown(Describing, unticked).panel
    assert list(panel.form.elements.lists) == ["B"]
    assert lines(panel)[0][1:3] == ["A1", "B1"], "how it was described is still shown"
    panel.lines.selected = "1"
    panel.form.percent.value = "90"
    panel.change.click()
    assert "A" in panel.told.value and lines(panel)[0][3] == "100"
    panel.remove.click()
    assert lines(panel) == []


def test_what_is_accepted_is_kept_and_can_be_undone(shown: Shown[Describing]) -> None:
    panel = shown.panel
    enter(panel, "1_19", percent="100")
    assert len(shown.ledger.descriptions) == 3, "nothing is kept before"
    panel.accept.click()
    kept = shown.ledger.descriptions.query("document_id == 'E1'")
    assert kept[["elements", "value"]].to_numpy().tolist() == [["BUDOWY=1_19", 100_000]]
    assert panel.documents.selected == "E1"
    assert panel.documents.rows.set_index("document_id")["state"]["E1"] == "described"
    assert panel.accept.disabled and panel.reset.disabled
    panel.undo.click()
    assert "E1" not in set(shown.ledger.descriptions["document_id"])
    assert lines(panel) == []


def test_a_description_is_removed_as_a_whole(shown: Shown[Describing]) -> None:
    assert shown.panel.delete.disabled
    shown.panel.documents.selected = "D1"
    shown.panel.delete.click()
    assert "D1" not in set(shown.ledger.descriptions["document_id"])
    shown.panel.undo.click()
    assert len(lines(shown.panel)) == 2


def test_a_change_by_somebody_else_is_not_overwritten(shown: Shown[Describing], tmp_path: Path) -> None:
    other = Shown(Describing, books(), tmp_path / "office.liczydlo").panel
    enter(other, "2_19", percent="100")
    other.accept.click()
    enter(shown.panel, "1_19", percent="100")
    shown.panel.accept.click()
    assert "E1" in shown.panel.told.value
    assert lines(shown.panel)[0][1] == "1_19", "what was entered is still there"
    assert shown.ledger.descriptions.query("document_id == 'E1'")["elements"].tolist() == ["BUDOWY=2_19"]


def test_drafts_wait_while_other_documents_are_looked_at(shown: Shown[Describing]) -> None:
    panel = shown.panel
    enter(panel, "1_19", percent="100")
    panel.documents.selected = "W1"
    enter(panel, "2_19", percent="10")
    panel.accept.click()
    panel.documents.selected = "E1"
    assert len(lines(panel)) == 1 and not panel.accept.disabled
    shown.months = (Month("2020-05"), Month("2020-05"))
    shown.show()
    assert panel.documents.selected == "E1" and len(lines(panel)) == 1


def test_without_a_store_everything_but_keeping_works() -> None:
    panel = Shown(Describing, books()).panel
    enter(panel, "1_19", percent="100")
    assert lines(panel)[0][-1] == "1 000,00"
    assert panel.accept.disabled and panel.undo.disabled
    assert "WORKBENCH_STORE" in panel.accept.tooltip


def test_a_cancelled_document_is_not_described(shown: Shown[Describing]) -> None:
    panel = shown.panel
    panel.documents.selected = "C1"
    assert panel.editor.layout.display == "none"
    assert panel.postings.box.layout.display == "none"
    assert "C1" in panel.told.value and panel.accept.disabled


VOUCHER = {
    **record("PK1", "100.00", type="journal_voucher", day="2020-05-09"),
    "record_lines": [{"document_id": "PK1", "kind": "debit", "line": "1", "account": "419", "amount": "100.00"}],
    "item_descriptions": [
        {"dictionary": "account", "item": "419", "line": str(line), "elements": f"BUDOWY={site}", "percent": percent}
        for line, site, percent in ((1, "1_19", "30"), (2, "2_19", "70"))
    ],
}


def test_lightning_shows_what_it_overwrites_and_waits(tmp_path: Path) -> None:
    made = Shown(Describing, books(VOUCHER), tmp_path / "office.liczydlo")
    panel = made.panel
    panel.documents.selected = "E1"
    assert panel.lightning.disabled, "a VAT register is described by hand only"
    panel.documents.selected = "PK1"
    assert not panel.lightning.disabled
    enter(panel, "2_19", percent="100")
    panel.lightning.click()
    assert panel.proposing.layout.display == ""
    assert panel.proposed.value.count("wb-table") == 2, "the proposal, and what it overwrites"
    assert len(lines(panel)) == 1, "nothing is taken over yet"
    panel.dismiss.click()
    assert (panel.proposing.layout.display, len(lines(panel))) == ("none", 1)
    panel.lightning.click()
    panel.take.click()
    assert [line[1:2] + line[-2:] for line in lines(panel)] == [["1_19", "30", "30,00"], ["2_19", "70", "70,00"]]
    panel.accept.click()
    assert made.ledger.descriptions.query("document_id == 'PK1'")["value"].tolist() == [3_000, 7_000]


def test_a_document_is_described_by_a_key(tmp_path: Path) -> None:
    rent = key("NAJEM", {"BUDOWY=1_19": "33.333333", "BUDOWY=2_19": "66.666667"}, valid_from="2020-01-01")
    made = Shown(Describing, books(rent), tmp_path / "office.liczydlo")
    made.panel.use_key.click()
    made.panel.take.click()
    made.panel.accept.click()
    kept = made.ledger.descriptions.query("document_id == 'E1'")
    assert kept[["value", "key"]].to_numpy().tolist() == [[33_333, "NAJEM"], [66_667, "NAJEM"]]


def test_a_key_that_says_nothing_for_the_day_is_told() -> None:
    late = key("NAJEM", {"BUDOWY=1_19": "100"}, valid_from="2021-01-01")
    panel = Shown(Describing, books(late)).panel
    panel.use_key.click()
    assert "NAJEM" in panel.told.value and panel.proposal is None


def test_books_without_dimensions_refuse_lines_and_say_why() -> None:
    bare = described_ledger(bill("E1", "10.00"))
    panel = Shown(Describing, bare).panel
    enter(panel, percent="100")
    assert panel.told.value and lines(panel) == []
    assert panel.postings.expression.value == "@KategoriaNag"


def test_an_expression_is_tried_and_its_error_points_at_the_column(shown: Shown[Describing]) -> None:
    panel = shown.panel
    panel.documents.selected = "D1"
    preview = panel.postings
    preview.expression.value = "@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWA')"
    assert "43" in preview.told.value and "^" in preview.told.value
    assert preview.entries.view["rows"] == []
    preview.expression.value = "@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWY')"
    assert [account for account, _amount in accounts(panel)] == ["501-1_19", "501-2_19"]
    assert "501-1_19" not in preview.created.value and "501-2_19" in preview.created.value
    preview.side.value = "credit"
    preview.create.value = False
    assert [account for account, _amount in accounts(panel)] == ["501-1_19"]
    assert "501-2_19" in preview.told.value


def test_lines_and_postings_are_taken_away(shown: Shown[Describing]) -> None:
    shown.panel.documents.selected = "D1"
    name, content = shown.panel.csv._make()
    assert CLIENT in name and "D1" in name
    assert content.decode("utf-8-sig").splitlines()[1].endswith("1_19,419,45,450.00")
    name, content = shown.panel.postings.xlsx._make()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "D1" and "501-1_19-419" in sheet[1] and 450.0 in sheet[1]


def test_it_speaks_both_languages() -> None:
    with i18n.in_language("en"):
        panel = Shown(Describing, books()).panel
        assert panel.documents.view["rows"][0]["cells"][-1] == "not described"
        assert next(iter(panel.form.position.options))[0] == "Position/Document/Net/1,000.00"
        panel.form.percent.value = "12.5"
        assert panel.form.value.value == "125.00"
