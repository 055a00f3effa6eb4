"""The panel of the gaps: findings with suggestions that are kept and undone, and many documents described anew, all or none."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import workbench
from tests.cost_books import key
from tests.described_books import bill, described_ledger
from workbench import i18n
from workbench.costs.gaps.completeness import KIND_TITLES, completeness
from workbench.costs.gaps.redescribe import redescribe
from workbench.costs.gaps.replacing import by_key, with_suggestions
from workbench.errors import DescriptionError, UnknownDocumentError
from workbench.widgets.clients import OneLedger
from workbench.widgets.costs.findings import kinds_of, shortened
from workbench.widgets.costs.gaps import LIST, MANY, Gaps
from workbench.widgets.costs.page import PANELS, CostsPage
from workbench.widgets.costs.redescribing import ELEMENT, EVERY, HISTORY, KEY, SPLIT, WITH, split_of
from workbench.widgets.memory import Memory

SPLIT_LINES = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2; ODDZIAŁ=KRAKÓW"]
NEW, HALF, STRANGER = "NEW", "HALF", "STRANGER"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def books() -> workbench.Ledger:
    """Twelve months of the same split, then a document without description, one described to 60 %, one of a supplier nobody
    knows, and one whose amount was raised later."""
    year = [bill(f"M{month:02d}", "100.00", lines=SPLIT_LINES, day=f"2020-{month:02d}-05") for month in range(1, 13)]
    late = {"day": "2021-01-05"}
    ledger = described_ledger(
        *year,
        bill(NEW, "33.33", **late),
        bill(HALF, "10.00", lines=SPLIT_LINES[:1], **late),
        bill(STRANGER, "1.00", party="K4", account="409", category="508", **late),
        bill("RAISED", "50.00", lines=["100 PROJEKTY=P3; ODDZIAŁ=GDYNIA"], party="K5", account="401", category="509", **late),
        key("EVEN", {"PROJEKTY=P1": "50", "PROJEKTY=P2": "50"}, "2020-06-01"),
    )
    net = ledger.vat_lines["net"].mask(ledger.vat_lines["document_id"] == "RAISED", 6000)
    return replace(ledger, vat_lines=ledger.vat_lines.assign(net=net))


def page_of(store: Path | None, ledger: workbench.Ledger | None = None) -> tuple[CostsPage, Gaps]:
    page = CostsPage(OneLedger(ledger or books()), Memory(str(store) if store else ""), lambda: None)
    page.tabs.selected_index = PANELS.index(Gaps)
    panel = page.panel(Gaps)
    page.from_.value = page.from_.options[-1][1]
    return page, panel


@pytest.fixture
def kept(tmp_path: Path) -> tuple[CostsPage, Gaps]:
    return page_of(tmp_path / "store.db")


def chosen(panel: Gaps, document: str) -> None:
    rows = panel.list.rows
    panel.list.selected = rows.loc[(rows["document_id"] == document).to_numpy(), "finding"].iloc[0]


def lines_of(page: CostsPage, document: str) -> list[tuple[str, Decimal, int]]:
    assert page.question is not None
    lines = page.question.ledger.descriptions
    lines = lines[(lines["document_id"] == document).to_numpy()].sort_values("line")
    return list(lines[["elements", "percent", "value"]].itertuples(index=False, name=None))


AS_SUGGESTED = [("PROJEKTY=P1; ODDZIAŁ=LUBLIN", Decimal(60), 2000), ("PROJEKTY=P2; ODDZIAŁ=KRAKÓW", Decimal(40), 1333)]


def test_the_kinds_are_counted_with_their_amounts(kept: tuple[CostsPage, Gaps]) -> None:
    _page, panel = kept
    found = {of.kind: (of.documents, of.amount) for of in kinds_of(panel.findings)}
    assert found == {"not_described": (2, 3433), "below_100": (1, 1000), "amount_changed": (1, 6000)}
    assert "2 documents" in panel.boxes.value and "PLN\u00a034.33" in panel.boxes.value
    panel.kind.value = "below_100"
    assert panel.list.rows["document_id"].tolist() == [HALF]
    panel.kind.value = ""
    panel.words.value = "stranger"
    assert panel.list.rows["document_id"].tolist() == [STRANGER]


def test_only_findings_of_the_months_and_the_register_are_listed(tmp_path: Path) -> None:
    sale = bill("SALE", "5.00", register="sale", day="2021-01-07")
    documents = (
        bill("OLD", "1.00", day="2020-01-05"),
        bill("NOW", "2.00", day="2021-01-31"),
        bill("DONE", "1.00", lines=["100 P=1"]),
    )
    page, panel = page_of(None, described_ledger(*documents, sale))
    page.from_.value = page.from_.options[0][1]
    assert panel.findings["document_id"].tolist() == ["NOW"]
    page.from_.value = page.from_.options[-1][1]
    assert panel.findings["document_id"].tolist() == ["OLD", "NOW"]
    page.register.value = "revenue"
    assert panel.findings["document_id"].tolist() == ["SALE"]


def test_a_click_shows_the_document_as_it_is_and_as_suggested(kept: tuple[CostsPage, Gaps]) -> None:
    _page, panel = kept
    assert panel.card.layout.display == "none"
    chosen(panel, HALF)
    assert panel.card.layout.display == ""
    assert "PROJEKTY=P1" in panel.present.value and "PROJEKTY=P2" not in panel.present.value
    assert "PROJEKTY=P2" in panel.suggested.value and "12 of 12" in panel.suggested.value
    chosen(panel, NEW)
    assert "not described" in panel.present.value
    chosen(panel, STRANGER)
    assert "no suggestion" in panel.suggested.value
    assert panel.accept.disabled


def test_a_suggestion_is_kept_and_taken_back(kept: tuple[CostsPage, Gaps]) -> None:
    page, panel = kept
    chosen(panel, NEW)
    panel.accept.click()
    assert lines_of(page, NEW) == AS_SUGGESTED
    assert NEW not in set(panel.findings["document_id"])
    assert "Kept" in panel.told.value
    panel.undo.click()
    assert lines_of(page, NEW) == []
    assert NEW in set(panel.findings["document_id"])


def test_all_certain_suggestions_are_shown_before_they_are_kept(kept: tuple[CostsPage, Gaps]) -> None:
    page, panel = kept
    panel.all.click()
    assert set(panel.preview.changes.rows["number"]) == {NEW, HALF, "RAISED"}
    assert lines_of(page, NEW) == [], "nothing is kept before it is accepted"
    panel.preview.accept.click()
    assert lines_of(page, NEW) == AS_SUGGESTED
    assert lines_of(page, "RAISED") == [("PROJEKTY=P3; ODDZIAŁ=GDYNIA", Decimal(100), 6000)]
    assert panel.findings["document_id"].tolist() == [STRANGER]
    assert panel.all.disabled
    panel.undo.click()
    assert len(panel.findings) == 4, "one change, taken back as one"


def test_what_a_rule_refuses_is_not_kept_and_said(tmp_path: Path) -> None:
    year = [bill(f"M{n}", "1.00", lines=["100 PROJEKTY=P1"], day="2020-01-05") for n in range(3)]
    required = {"dimension": "ODDZIAŁ", "name": "Oddział", "required": "true"}
    other = bill("B", "1.00", lines=["100 ODDZIAŁ=LUBLIN; PROJEKTY=P1"], party="K5", account="401", category="502")
    ledger = described_ledger(*year, other, bill(NEW, "1.00", day="2021-01-05"), dimensions=[required])
    found = completeness(ledger)
    made = with_suggestions(ledger, found[(found["document_id"] == NEW).to_numpy()])
    assert made.refused["document_id"].tolist() == [NEW]
    assert made.changes.empty
    _page, panel = page_of(tmp_path / "store.db", ledger)
    chosen(panel, NEW)
    assert "ODDZIAŁ" in panel.suggested.value
    assert panel.accept.disabled


def test_a_change_made_elsewhere_is_not_overwritten(tmp_path: Path) -> None:
    page, panel = page_of(tmp_path / "store.db")
    _other_page, other = page_of(tmp_path / "store.db")
    chosen(panel, NEW)
    chosen(other, NEW)
    other.accept.click()
    panel.accept.click()
    assert "was changed by" in panel.told.value
    assert lines_of(page, NEW) == []


def test_without_a_store_everything_but_keeping_works() -> None:
    page, panel = page_of(None)
    chosen(panel, NEW)
    assert panel.accept.disabled and "WORKBENCH_STORE" in panel.accept.tooltip
    assert panel.undo.disabled
    panel.all.click()
    assert len(panel.preview.changes.rows) == 4
    assert panel.preview.accept.disabled
    panel.preview.drop.click()
    assert panel.preview.box.layout.display == "none"
    assert lines_of(page, NEW) == []


def test_documents_are_chosen_by_filters_and_taken_out_by_a_click(kept: tuple[CostsPage, Gaps]) -> None:
    page, panel = kept
    page.from_.value = page.from_.options[-1][1]
    page.to.value = page.to.options[0][1]
    panel.view.value = MANY
    many = panel.many
    assert len(many.chosen) == 16
    many.party.value = "K1"
    assert len(many.chosen) == 14
    many.gap.value = "not_described"
    assert many.chosen == [NEW]
    many.gap.value = ""
    many.dimension.value = "PROJEKTY"
    many.element.value = (WITH, "P2")
    assert many.chosen == [f"M{month:02d}" for month in range(1, 13)]
    assert "12 documents chosen, PLN\u00a01,200.00" in many.count.value
    many.words.value = "m01"
    assert many.chosen == ["M01"]
    many.words.value = ""
    many.table.selected = "M01"
    assert "11 documents chosen, PLN\u00a01,100.00, 1 taken out" in many.count.value
    assert {row["key"]: row["kind"] for row in many.table.view["rows"]}["M01"] == "wb-out"
    many.table.selected = "M01"
    assert len(many.chosen) == 12, "a second click puts it back"
    many.out_all.click()
    assert many.chosen == []
    many.ask.click()
    assert "No document is chosen" in many.told.value
    many.in_all.click()
    assert len(many.chosen) == 12
    many.element.value = EVERY
    many.party.value = ""
    many.account.value = "409"
    many.dimension.value = ""
    assert many.chosen == [STRANGER]


def test_an_element_is_replaced_in_all_chosen_documents_or_in_none(kept: tuple[CostsPage, Gaps]) -> None:
    page, panel = kept
    page.from_.value = page.from_.options[-1][1]
    panel.view.value = MANY
    many = panel.many
    many.party.value = "K1"
    many.table.selected = "M03"
    assert many.how.value == ELEMENT
    many.change_in.value, many.was.value, many.becomes.value = "PROJEKTY", (WITH, "P2"), "P3"
    many.ask.click()
    changes = many.preview.changes.rows
    assert "M03" not in set(changes["number"]) and len(changes) == 11
    assert set(changes["before"]) == {"40.00 % PROJEKTY=P2; ODDZIAŁ=KRAKÓW"}
    effect = many.preview.effect.rows[["element", "difference"]].to_numpy().tolist()
    assert effect == [["P2", -44_000], ["P3", 44_000]]
    assert lines_of(page, "M01")[1][0].startswith("PROJEKTY=P2"), "nothing is written before"
    many.preview.accept.click()
    assert lines_of(page, "M01")[1] == ("PROJEKTY=P3; ODDZIAŁ=KRAKÓW", Decimal(40), 4000)
    assert lines_of(page, "M03")[1][0].startswith("PROJEKTY=P2")
    assert "Kept" in panel.told.value
    panel.undo.click()
    assert all(lines_of(page, f"M{month:02d}")[1][0].startswith("PROJEKTY=P2") for month in range(1, 13))


def test_a_preview_goes_when_the_documents_or_the_change_do(kept: tuple[CostsPage, Gaps]) -> None:
    _page, panel = kept
    panel.view.value = MANY
    many = panel.many
    many.how.value, many.lines.value = SPLIT, "PROJEKTY=P1 100"
    for other in (
        lambda: setattr(many.lines, "value", "PROJEKTY=P2 100"),
        lambda: setattr(many.table, "selected", NEW),
        lambda: setattr(many.gap, "value", "gap"),
        lambda: setattr(many.how, "value", HISTORY),
    ):
        many.ask.click()
        assert many.preview.made is not None
        other()
        assert many.preview.made is None
        assert many.preview.box.layout.display == "none"


def test_documents_are_split_by_typed_lines_by_a_key_and_by_history(kept: tuple[CostsPage, Gaps]) -> None:
    page, panel = kept
    panel.view.value = MANY
    many = panel.many
    many.words.value = "new"
    many.how.value, many.lines.value = SPLIT, "PROJEKTY=P1; ODDZIAŁ=LUBLIN 33,333333 %\n\nPROJEKTY=P2 66.666667\n"
    many.ask.click()
    assert many.preview.changes.rows["value_after"].tolist() == [1111, 2222]
    many.how.value = KEY
    many.ask.click()
    assert many.preview.changes.rows["after"].tolist() == ["50.00 % PROJEKTY=P1", "50.00 % PROJEKTY=P2"]
    many.preview.accept.click()
    assert lines_of(page, NEW) == [("PROJEKTY=P1", Decimal(50), 1667), ("PROJEKTY=P2", Decimal(50), 1666)]
    assert page.question is not None
    assert set(page.question.ledger.descriptions.loc[lambda rows: rows["document_id"] == NEW, "key"]) == {"EVEN"}
    many.how.value = HISTORY
    many.ask.click()
    many.preview.accept.click()
    assert lines_of(page, NEW) == AS_SUGGESTED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least one line"),
        ("PROJEKTY=P1 60\nPROJEKTY=P2", "Line 2"),
        ("PROJEKTY=P1 sixty", "Line 1"),
        ("100", "Line 1"),
        ("PROJEKTY=P1 NaN", "Line 1"),
        ("PROJEKTY=P1 60", "add up to 100"),
        ("PROJEKTY=P77 100", "P77"),
    ],
)
def test_a_split_that_cannot_be_read_is_said(kept: tuple[CostsPage, Gaps], text: str, message: str) -> None:
    _page, panel = kept
    panel.view.value = MANY
    panel.many.how.value, panel.many.lines.value = SPLIT, text
    panel.many.ask.click()
    assert message in panel.many.told.value
    assert panel.many.preview.made is None


def test_typed_lines_are_read() -> None:
    assert split_of("P=A; Q=B 60\nP=C 40%").lines == (("P=A; Q=B", Decimal(60)), ("P=C", Decimal(40)))
    ledger = books()
    preview = redescribe(ledger, [NEW], split_of("PROJEKTY=P1 12,5\nPROJEKTY=P2 87,5"))
    assert preview.changes["value_after"].tolist() == [417, 2916]


def test_a_key_replaces_all_and_names_what_it_cannot_describe() -> None:
    ledger = books()
    cancelled = ledger.documents["status"].mask(ledger.documents["document_id"] == HALF, "cancelled")
    ledger = replace(ledger, documents=ledger.documents.assign(status=cancelled))
    made = by_key(ledger, [NEW, HALF, "M12"], "EVEN")
    assert made.refused["document_id"].tolist() == [HALF]
    assert set(made.changes["document_id"]) == {NEW, "M12"}
    after = made.ledger.descriptions
    assert after.loc[(after["document_id"] == "M12").to_numpy(), "value"].tolist() == [5000, 5000]
    with pytest.raises(DescriptionError, match="EVEN"):
        by_key(ledger, ["M01"], "EVEN")
    with pytest.raises(UnknownDocumentError):
        by_key(ledger, ["NOBODY"], "EVEN")


def test_findings_and_changes_are_taken_away(kept: tuple[CostsPage, Gaps]) -> None:
    _page, panel = kept
    name, content = panel.csv._make()
    assert name.endswith(".csv")
    table = content.decode("utf-8-sig")
    assert "12 of 12" in table and "33.33" in table and table.count("\n") == 5
    panel.all.click()
    _name, content = panel.preview.csv._make()
    assert "PROJEKTY=P2; ODDZIAŁ=KRAKÓW" in content.decode("utf-8-sig")
    assert panel.preview.xlsx._make()[1][:2] == b"PK"
    assert panel.xlsx._make()[1][:2] == b"PK"


def test_a_long_suggestion_is_shortened_in_the_list() -> None:
    assert shortened("100 % P=1") == "100 % P=1"
    assert shortened(" | ".join(f"10 % PROJEKTY=P{number}" for number in range(10))) == "10 % PROJEKTY=P0 and 9 more lines"


def test_the_sample_books_show_their_planted_flaws_in_polish(tmp_path: Path) -> None:
    ledger = workbench.read_ledger(Path(__file__).parents[1] / "sample_data" / "office" / "wektor")
    with i18n.in_language("pl"):
        page, panel = page_of(tmp_path / "store.db", ledger)
        assert "FK/105/2026" in set(panel.findings["document_id"])
        assert panel.view.value == LIST
        assert set(panel.findings["kind"].astype("str")) <= set(KIND_TITLES)
        many = panel.many
        panel.view.value = MANY
        many.words.value = "FK/105/2026"
        many.how.value = HISTORY
        many.ask.click()
        many.preview.accept.click()
        assert sum(value for *_rest, value in lines_of(page, "FK/105/2026")) == 141_191
        assert "FK/105/2026" not in set(panel.findings["document_id"])
        assert pd.Series(many.preview.box.layout.display).eq("none").all()
