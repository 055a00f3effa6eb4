"""The joint-split panel without a browser: shares typed, combinations allowed, the answer, the key that is kept."""

import io
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cost_books import bill, cost_books, cost_ledger, key
from workbench import i18n, read_ledger
from workbench.costs.keys.versions import key_versions, version_at
from workbench.days import Month
from workbench.errors import DescriptionError
from workbench.widgets.clients import OneLedger
from workbench.widgets.costs.joint import Joint
from workbench.widgets.costs.joint_view import grid, plain_percent, starts, typed_percent
from workbench.widgets.costs.page import PANELS, CostsPage
from workbench.widgets.memory import Memory

WEKTOR = read_ledger(Path(__file__).parents[1] / "sample_data" / "office" / "wektor")
MANUALS: dict[tuple[str, ...], tuple[int, int]] = {
    ("P1", "LUBLIN", "Z1"): (35, 1_225_000),
    ("P1", "KRAKÓW", "Z2"): (50, 1_750_000),
    ("P1", "KRAKÓW", "Z3"): (5, 175_000),
    ("P2", "KRAKÓW", "Z1"): (5, 175_000),
    ("P2", "KRAKÓW", "Z3"): (5, 175_000),
}
"""The manuals' example (A-012): share in percent and grosze of an invoice of 35 000,00."""


def opened(memory: Memory, ledger: object = WEKTOR) -> tuple[CostsPage, Joint]:
    page = CostsPage(OneLedger(ledger), memory, lambda: None)  # type: ignore[arg-type]
    page.tabs.selected_index = PANELS.index(Joint)
    panel = page.panel(Joint)
    return page, panel


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(str(tmp_path / "kept.db"))


@pytest.fixture
def panel(memory: Memory) -> Joint:
    found = opened(memory)[1]
    found.start.value = 0
    return found


@pytest.fixture
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def test_it_opens_with_the_key_valid_in_the_last_month(memory: Memory) -> None:
    panel = opened(memory)[1]
    assert panel.start.label == "OGÓLNE od 01.01.2026"
    assert panel.view is not None and panel.view.split.status == "unique"
    assert panel.view.split.shares["P1", "KRAKÓW", "Z3"] == Fraction(9, 2)


def test_the_manuals_example_comes_out_exactly(panel: Joint) -> None:
    assert panel.view is not None
    found = {cell: (int(share), panel.view.amounts[cell]) for cell, share in panel.view.split.shares.items()}
    assert found == MANUALS and all(share.denominator == 1 for share in panel.view.split.shares.values())
    assert panel.view.split.status == "unique"
    assert (panel.view.split.rank, len(panel.view.split.shares)) == (5, 5)
    assert panel.table.view["foot"][-1] == "35\u00a0000,00"
    assert [row["kind"] for row in panel.table.view["rows"]].count("wb-out") == 12 - 5


def test_all_combinations_leave_a_choice_with_ranges(panel: Joint) -> None:
    panel.allow_all.click()
    assert panel.view is not None and panel.view.split.status == "free"
    frame = panel.view.frame
    assert len(frame) == 12 and frame["share"].sum() == 100
    assert (frame["low"] <= frame["share"]).all() and (frame["share"] <= frame["high"]).all()
    assert (frame["low"] < frame["high"]).any()
    bars = panel.chart.figure["data"][0]
    assert sum(bars["x"]) == pytest.approx(100)
    assert bars["x"][0] + bars["error_x"]["array"][0] == pytest.approx(float(frame["high"].iloc[frame["share"].argmax()]))
    assert frame["amount"].sum() == 3_500_000


def test_pairs_never_seen_are_offered_with_their_documents(panel: Joint) -> None:
    panel.allow_all.click()
    pairs = panel.never.rows
    assert ("LUBLIN", "Z2") in set(zip(pairs["element"], pairs["other_element"], strict=True))
    assert (pairs["documents"] > 0).all() and (pairs["other_documents"] > 0).all()
    panel.allow_seen.click()
    assert panel.view is not None
    seen = set(panel.view.split.shares)
    assert seen and not any(cell[1:] == ("LUBLIN", "Z2") or cell[:2] == ("P2", "LUBLIN") for cell in seen)
    assert set(MANUALS) <= seen


def test_a_click_on_a_pair_forbids_what_holds_it(panel: Joint) -> None:
    panel.allow_all.click()
    place = list(panel.never.rows["text"]).index(next(text for text in panel.never.rows["text"] if "LUBLIN" in text))
    pair = panel.never.rows.iloc[place]
    panel.never.selected = str(place)
    assert panel.view is not None
    out = set(panel.view.cells) - set(panel.view.split.shares)
    assert out and all({pair["element"], pair["other_element"]} <= set(cell) for cell in out)
    assert panel.never.selected == ""


def test_a_click_on_a_row_allows_and_forbids(panel: Joint) -> None:
    assert panel.view is not None
    cell = ("P1", "LUBLIN", "Z1")
    place = str(panel.view.cells.index(cell))
    panel.table.selected = place
    assert panel.view is not None and panel.view.split.status == "impossible", "LUBLIN has 35 % and no combination left"
    assert "share" not in panel.view.frame and panel.chart.figure == {}
    assert panel.keeping.keep.disabled
    panel.table.selected = place
    assert panel.view is not None and panel.view.split.shares[cell] == 35


def test_the_row_clicked_stays_on_its_page(memory: Memory) -> None:
    panel = opened(memory)[1]
    panel.shares["PROJEKTY"].more.value = "P3"
    panel.shares["PROJEKTY"].inputs["P3"].value = "0"
    panel.allow_all.click()
    panel.table.turn(1)
    panel.table.selected = panel.table.view["rows"][0]["key"]
    assert panel.table.view["page"] == 1


def test_the_sum_is_shown_while_typing(panel: Joint) -> None:
    branch = panel.shares["ODDZIAŁ"]
    assert "wb-good" in branch.sum.value
    branch.inputs["LUBLIN"].value = "30,5"
    assert "95,5" in branch.sum.value and "4,5" in branch.sum.value and "wb-good" not in branch.sum.value
    assert panel.view is not None and panel.view.split.wrong_totals == ("ODDZIAŁ",)
    assert "ODDZIAŁ" in panel.answer_told.value
    branch.inputs["KRAKÓW"].value = "69.5 %"
    assert "wb-good" in branch.sum.value
    assert panel.view is not None and panel.view.split.shares["P1", "LUBLIN", "Z1"] == Fraction(61, 2)


def test_shares_that_clash_are_named_with_the_smallest_change(panel: Joint) -> None:
    for element, text in (("LUBLIN", "45"), ("KRAKÓW", "55")):
        panel.shares["ODDZIAŁ"].inputs[element].value = text
    assert panel.view is not None and panel.view.split.status == "impossible", "only Z1 is in LUBLIN, and Z1 has 40 %"
    conflict = panel.view.split.conflict
    assert conflict["change"].map(abs).sum() == 10
    assert all(f">{element}<" in panel.answer_told.value for element in conflict["element"])


def test_what_is_no_percent_is_said_and_answers_nothing(panel: Joint) -> None:
    panel.shares["ODDZIAŁ"].inputs["LUBLIN"].value = "<b>dużo</b>"
    assert panel.view is None and panel.answer.layout.display == "none"
    assert "&lt;b&gt;dużo" in panel.answer_told.value and "<b>" not in panel.answer_told.value
    panel.shares["ODDZIAŁ"].inputs["LUBLIN"].value = "35"
    assert panel.view is not None and panel.answer.layout.display == ""


def test_the_amount_is_the_users(panel: Joint) -> None:
    panel.amount.value = "100,01"
    assert panel.view is not None and sum(panel.view.amounts.values()) == 10_001
    panel.amount.value = "sto"
    assert panel.view is None and "sto" in panel.answer_told.value


def test_an_element_that_is_added_is_allowed_everywhere(panel: Joint) -> None:
    panel.shares["PROJEKTY"].more.value = "P3"
    panel.shares["PROJEKTY"].inputs["P3"].value = "10"
    panel.shares["PROJEKTY"].inputs["P1"].value = "80"
    assert panel.view is not None
    assert {cell for cell in panel.view.cells if cell[0] == "P3"} <= set(panel.view.split.shares)
    assert panel.view.split.status != "impossible"


def test_other_dimensions_keep_what_was_typed(panel: Joint) -> None:
    panel.ticks["PROJEKTY"].value = False
    assert list(panel.shares) == ["ODDZIAŁ", "ZESPÓŁ"]
    assert panel.view is not None and len(panel.view.split.shares) == 6
    assert panel.allow_key.disabled
    panel.ticks["ODDZIAŁ"].value = False
    assert panel.view is None and panel.answer.layout.display == "none"


def test_the_split_is_kept_as_a_key_and_taken_back(memory: Memory) -> None:
    page, panel = opened(memory)
    panel.start.value = 0
    panel.keeping.name.value = "WSPÓLNE"
    panel.keeping.from_.value = Month("2027-01")
    panel.keeping.keep.click()
    assert page.question is not None and "wb-good" in panel.keeping.told.value
    version = version_at(page.question.ledger, "WSPÓLNE", date(2027, 1, 1))
    assert list(version.lines["share"]) == [share for share, _amount in MANUALS.values()]
    assert version.lines["elements"][0] == "PROJEKTY=P1; ODDZIAŁ=LUBLIN; ZESPÓŁ=Z1"
    assert panel.view is not None and set(panel.view.split.shares) == set(MANUALS), "what was typed stays"
    panel.keeping.undo.click()
    assert "WSPÓLNE" not in set(page.question.ledger.keys["key"])


def test_a_version_in_the_past_describes_its_documents_anew(memory: Memory) -> None:
    page, panel = opened(memory)
    assert page.question is not None
    before = page.question.ledger
    panel.allow_seen.click()
    panel.keeping.from_.value = Month("2026-09")
    panel.keeping.keep.click()
    after = page.question.ledger
    assert [version.valid_from for version in key_versions(after, "OGÓLNE")][-1] == date(2026, 9, 1)
    assert not after.descriptions.equals(before.descriptions)
    assert after.descriptions["value"].sum() == before.descriptions["value"].sum()


def test_without_a_store_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    panel = opened(Memory())[1]
    assert panel.keeping.keep.disabled and panel.keeping.undo.disabled and "WORKBENCH_STORE" in panel.keeping.keep.tooltip
    assert panel.view is not None


def test_a_refused_key_is_said(panel: Joint) -> None:
    panel.keeping.name.value = "  "
    assert panel.keeping.keep.disabled
    panel.keeping.name.value = "A\x00"
    panel.keeping.keep.click()
    assert panel.keeping.told.value and "wb-good" not in panel.keeping.told.value


def test_thirds_make_a_key_of_exactly_a_hundred(memory: Memory) -> None:
    books = cost_books(bill("F1", "100.00"), key("K", {"A=1; B=1": "50", "A=2; B=1": "25", "A=2; B=2": "25"}))
    panel = opened(memory, cost_ledger(books))[1]
    panel.allow_all.click()
    for element, text in (("1", "33,333333"), ("2", "66,666667")):
        panel.shares["A"].inputs[element].value = panel.shares["B"].inputs[element].value = text
    assert panel.view is not None
    rows = panel.view.key("K", date(2026, 5, 1))
    assert sum(map(Fraction, rows["percent"])) == 100
    assert len(rows) == 4


def test_the_files_hold_all_allowed_combinations(panel: Joint) -> None:
    assert panel.view is not None
    frame, amounts = panel.view.taken()
    assert amounts == [frame.columns[-1]] and len(frame) == 5 and frame[amounts[0]].sum() == 3_500_000
    name, content = panel.csv._make()
    assert name.endswith(".csv") and "P1,LUBLIN,Z1,35,35,35,12250.00" in content.decode("utf-8-sig")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(panel.xlsx._make()[1])).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["P1", "LUBLIN", "Z1", "35", "35", "35", 12250.0]


def test_books_without_keys_or_dimensions(memory: Memory) -> None:
    panel = opened(memory, cost_ledger(cost_books(bill("F1", "100.00"))))[1]
    assert panel.view is None and panel.answer_told.value
    assert panel.keeping.keep.disabled


def test_a_key_that_says_nothing_clear_is_told(memory: Memory) -> None:
    books = cost_books(bill("F1", "100.00"), key("K", {"A=1; B=1": "50", "A=2; B=1": "25"}))
    panel = opened(memory, cost_ledger(books))[1]
    assert "75" in panel.told.value
    assert panel.start.value == -1
    assert list(panel.shares) == ["A", "B"]


def test_english(english: None, memory: Memory) -> None:
    panel = opened(memory)[1]
    panel.start.value = 0
    assert panel.title == "Joint split" and panel.amount.value == "35000.00"
    assert "exactly one split" in panel.answer_told.value and "rank" in panel.answer_told.value
    assert panel.table.view["foot"][-1] == "35,000.00"


@pytest.mark.parametrize(
    ("text", "share"), [("12,5", "12.5"), (" 12.5 % ", "12.5"), ("0", "0"), ("33,333333", "33.333333"), ("", None), (" ", None)]
)
def test_percents_are_read_as_people_type_them(text: str, share: str | None) -> None:
    assert typed_percent(text) == (None if share is None else Fraction(share))


@pytest.mark.parametrize("text", ["x", "1/3", "1e9", "-5", "1,2,3", "33.3333333", "١٢", "1 0"])
def test_what_is_no_percent_is_refused(text: str) -> None:
    with pytest.raises(DescriptionError):
        typed_percent(text)


def test_keys_with_drivers_or_one_dimension_are_no_start() -> None:
    assert {start.version.key for start in starts(WEKTOR)} == {"OGÓLNE", "CHMURA"}
    assert set(WEKTOR.keys["key"]) > {"OGÓLNE", "CHMURA"}


def test_too_many_combinations_are_refused_before_they_are_listed() -> None:
    many = {f"D{number}": {str(element): Fraction(1) for element in range(1_000)} for number in range(4)}
    with pytest.raises(DescriptionError):
        grid(many)


def test_percents_in_files_are_plain() -> None:
    assert [plain_percent(Fraction(share)) for share in ("100/3", "200/3", "100", "0", "12.5")] == [
        "33.333333",
        "66.666667",
        "100",
        "0",
        "12.5",
    ]
