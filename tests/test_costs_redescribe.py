"""Many documents described anew with a preview (beyond 21): only what was asked changes, and nothing before it is accepted."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import workbench
from tests.cost_books import Rows, described, record
from tests.described_books import bill, described_ledger
from workbench import i18n, money
from workbench.costs.descriptions.control import control
from workbench.costs.gaps.completeness import completeness
from workbench.costs.gaps.redescribe import FollowHistory, Redescription, SetElement, SetSplit, redescribe
from workbench.errors import DescriptionError, UnknownDocumentError
from workbench.ledger import elements

SPLIT = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2; ODDZIAŁ=KRAKÓW"]
OTHERS = bill("OTHER", "7.00", lines=["100 PROJEKTY=P3; ODDZIAŁ=GDYNIA; ZESPÓŁ=Z1"], party="K5", account="401", category="509")


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


def ledger_of(*documents: Rows, **tables: Any) -> workbench.Ledger:
    return described_ledger(*documents, OTHERS, **tables)


def lines_of(ledger: workbench.Ledger, document: str) -> list[tuple[Any, ...]]:
    lines = ledger.descriptions[(ledger.descriptions["document_id"] == document).to_numpy()]
    return list(lines[["line", "elements", "percent", "value"]].itertuples(index=False, name=None))


def reasons(preview: Redescription) -> dict[str, str]:
    return dict(preview.refused.itertuples(index=False, name=None))


def test_one_dimension_changes_and_nothing_else() -> None:
    """The mass change that users miss elsewhere: one plan on many lines."""
    ledger = ledger_of(bill("A", "100.00", lines=SPLIT), bill("B", "50.00", lines=SPLIT))
    preview = redescribe(ledger, ["A", "B"], SetElement("PROJEKTY", "P3"))
    assert lines_of(preview.ledger, "A") == [
        (1, "PROJEKTY=P3; ODDZIAŁ=LUBLIN", Decimal(60), 6000),
        (2, "PROJEKTY=P3; ODDZIAŁ=KRAKÓW", Decimal(40), 4000),
    ]
    assert preview.refused.empty
    moved = preview.moved("PROJEKTY")
    assert moved.to_numpy().tolist() == [["P1", 9000, 0, -9000], ["P2", 6000, 0, -6000], ["P3", 700, 15700, 15000]]
    assert preview.moved("ODDZIAŁ").empty


def test_the_preview_shows_each_line_before_and_after() -> None:
    preview = redescribe(ledger_of(bill("A", "100.00", lines=SPLIT)), ["A"], SetElement("PROJEKTY", "P3", was="P2"))
    assert preview.changes.to_dict("records") == [
        {
            "document_id": "A",
            "position": "document",
            "position_line": 0,
            "elements_before": "PROJEKTY=P2; ODDZIAŁ=KRAKÓW",
            "elements_after": "PROJEKTY=P3; ODDZIAŁ=KRAKÓW",
            "percent_before": Decimal(40),
            "percent_after": Decimal(40),
            "value_before": 4000,
            "value_after": 4000,
            "difference": 0,
        }
    ]


def test_nothing_is_changed_before_it_is_accepted() -> None:
    ledger = ledger_of(bill("A", "100.00", lines=SPLIT), bill("B", "50.00"))
    before = ledger.descriptions.copy(deep=True)
    for change in (SetElement("PROJEKTY", "P3"), SetSplit((("PROJEKTY=P3", "100"),)), FollowHistory()):
        preview = redescribe(ledger, ["A", "B"], change)
        assert preview.before is ledger
        assert_frame_equal(ledger.descriptions, before)
        assert_frame_equal(preview.ledger.descriptions.dtypes.to_frame(), before.dtypes.to_frame())
        assert preview.ledger.documents is ledger.documents


def test_a_blank_is_filled_and_an_element_below_a_subdimension_is_set() -> None:
    stage = bill("S", "1.00", lines=["100 BUDOWY=ETAPY/E1"])
    ledger = ledger_of(bill("A", "100.00", lines=["60 PROJEKTY=P1", "40 PROJEKTY=P2; BUDOWY=ETAPY/E1"]), stage,
                       dimensions=["BUDOWY/ETAPY"])  # fmt: skip
    filled = redescribe(ledger, ["A"], SetElement("BUDOWY", "ETAPY/E1", was=""))
    assert [text for _line, text, *_ in lines_of(filled.ledger, "A")] == [
        "PROJEKTY=P1; BUDOWY=ETAPY/E1",
        "PROJEKTY=P2; BUDOWY=ETAPY/E1",
    ]
    assert len(filled.changes) == 1


def test_a_split_takes_the_place_of_every_position() -> None:
    by_line = bill("A", "100.00", "0.01", "50.00", lines=SPLIT, position_line=1)
    ledger = ledger_of(by_line, bill("B", "10.00"))
    preview = redescribe(ledger, ["A", "B"], SetSplit((("PROJEKTY=P3", "33.333333"), ("ODDZIAŁ=GDYNIA", "66.666667"))))
    lines = preview.ledger.descriptions
    found = lines[(lines["document_id"] == "A").to_numpy()][["line", "position", "position_line", "value"]]
    assert found.to_numpy().tolist() == [
        [1, "line", 1, 3333],
        [2, "line", 1, 6667],
        [3, "line", 2, 0],
        [4, "line", 2, 1],
        [5, "line", 3, 1667],
        [6, "line", 3, 3333],
    ]
    assert [(text, value) for _line, text, _percent, value in lines_of(preview.ledger, "B")] == [
        ("PROJEKTY=P3", 333),
        ("ODDZIAŁ=GDYNIA", 667),
    ]
    assert control(preview.ledger).empty
    changes = preview.changes
    assert len(changes) == 8
    assert int(changes["difference"].sum()) == 1 + 5000 + 1000, "what was not described before"


def test_a_split_repairs_an_amount_that_has_changed() -> None:
    ledger = ledger_of(bill("A", "100.00", lines=SPLIT))
    changed = replace(ledger, vat_lines=ledger.vat_lines.assign(net=[20_000, 700]))
    assert control(changed)["code"].tolist() == ["amount_changed"]
    preview = redescribe(changed, ["A"], SetSplit(tuple((line[3:], line[:2]) for line in SPLIT)))
    assert control(preview.ledger).empty
    assert preview.changes["difference"].tolist() == [6000, 4000]


def test_history_repairs_what_the_scan_found() -> None:
    year = [bill(f"M{month}", "100.00", lines=SPLIT, day=f"2020-{month:02d}-05") for month in range(1, 13)]
    late = {"day": "2021-01-05"}
    documents = [*year, bill("NEW", "33.33", **late), bill("HALF", "10.00", lines=["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN"], **late)]
    ledger = ledger_of(*documents, bill("STRANGER", "1.00", party="K4", account="409", category="508", **late))
    found = completeness(ledger)
    assert found["document_id"].tolist() == ["NEW", "HALF", "STRANGER"]
    preview = redescribe(ledger, found["document_id"], FollowHistory())
    assert list(reasons(preview)) == ["STRANGER"]
    assert completeness(preview.ledger)["document_id"].tolist() == ["STRANGER"]
    assert [value for *_rest, value in lines_of(preview.ledger, "NEW")] == [2000, 1333]


def test_positions_without_a_suggestion_keep_what_they_have() -> None:
    """History knows one line's account only: the document stays whole rather than losing the other line."""
    teacher = bill("T", "1.00", account="401", party="K2", category="502", lines=["100 PROJEKTY=P1"], day="2020-01-01")
    pupil = bill("A", "1.00", "2.00", party="K3", category="503", lines=["100 PROJEKTY=P2"], position_line=2, day="2021-01-05")
    pupil["vat_lines"][0]["account"] = "401"
    pupil["vat_lines"][1]["account"] = "402"
    preview = redescribe(ledger_of(teacher, pupil), ["A"], FollowHistory())
    assert list(reasons(preview)) == ["A"]
    assert preview.changes.empty


def test_changed_positions_are_no_longer_made_by_a_key() -> None:
    ledger = ledger_of(
        {**bill("A", "100.00"), **described("A", ("PROJEKTY=P1", "60", "60.00"), ("PROJEKTY=P2", "40", "40.00"), key="K")},
        {**bill("B", "100.00"), **described("B", ("PROJEKTY=P1", "100", "100.00"), key="K")},
        keys=[{"key": "K", "valid_from": "2020-01-01", "line": "1", "elements": "PROJEKTY=P1", "percent": "100"}],
    )
    changed = redescribe(ledger, ["A", "B"], SetElement("PROJEKTY", "P3", was="P2")).ledger.descriptions
    assert changed["key"].isna().tolist() == [True, True, False, True]


@pytest.mark.parametrize("status", ["original", "data_correction", "correcting_note", "cancelled"])
def test_what_may_not_be_described_is_refused(status: str) -> None:
    """A-062"""
    ledger = ledger_of(bill("A", "100.00", status=status), bill("B", "100.00"))
    preview = redescribe(ledger, ["A", "B"], SetSplit((("PROJEKTY=P3", "100"),)))
    assert list(reasons(preview)) == ["A"] and reasons(preview)["A"]
    assert set(preview.changes["document_id"]) == {"B"}


def test_what_a_rule_refuses_stays_with_its_reason() -> None:
    """M-04 where a required element would be missing, A-030 where a dimension is not for the type, A-069 for old lines."""
    required = ["ODDZIAŁ", {"dimension": "PROJEKTY", "required": "true"}, {"dimension": "ZESPÓŁ", "used_on": "cost_record"}]
    documents = [bill("A", "100.00", lines=["100 PROJEKTY=P1"]), bill("B", "100.00", lines=["100 PROJEKTY=P1; ZESPÓŁ=Z1"])]
    ledger = ledger_of(*documents, record("EK/1", "10.00"), dimensions=required)
    missing = redescribe(ledger, ["A"], SetSplit((("ODDZIAŁ=GDYNIA", "100"),)))
    assert "PROJEKTY" in reasons(missing)["A"] and missing.changes.empty
    other_type = redescribe(ledger, ["A", "EK/1"], SetSplit((("PROJEKTY=P3; ZESPÓŁ=Z1", "100"),)))
    assert list(reasons(other_type)) == ["A"] and "ZESPÓŁ" in reasons(other_type)["A"]
    assert set(other_type.changes["document_id"]) == {"EK/1"}
    edited = redescribe(ledger, ["A", "B"], SetElement("PROJEKTY", "P3"))
    assert list(reasons(edited)) == ["B"]
    assert set(edited.changes["document_id"]) == {"A"}


def test_an_element_for_a_document_not_described_has_nothing_to_stand_on() -> None:
    preview = redescribe(ledger_of(bill("A", "100.00")), ["A"], SetElement("PROJEKTY", "P3"))
    assert reasons(preview) == {"A": "there is nothing to describe it by"}


@pytest.mark.parametrize(
    "change",
    [
        SetElement("PROJEKT", "P1"),
        SetElement("PROJEKTY", "P9"),
        SetSplit((("PROJEKTY=P9", "100"),)),
        SetSplit((("PROJEKTY", "100"),)),
        SetSplit((("", "100"),)),
        SetSplit((("PROJEKTY=P1", "99.999999"),)),
        SetSplit((("PROJEKTY=P1", "50"), ("PROJEKTY=P2", "50.0000001"))),
        SetSplit(()),
    ],
)
def test_a_wrong_change_is_refused_as_a_whole(change: SetElement | SetSplit) -> None:
    with pytest.raises(DescriptionError):
        redescribe(ledger_of(bill("A", "100.00", lines=SPLIT)), ["A"], change)


def test_a_document_that_is_not_in_the_books() -> None:
    with pytest.raises(UnknownDocumentError, match="NOWHERE"):
        redescribe(ledger_of(bill("A", "100.00")), ["NOWHERE"], FollowHistory())


def test_no_documents_change_nothing() -> None:
    ledger = ledger_of(bill("A", "100.00", lines=SPLIT))
    for change in (SetElement("PROJEKTY", "P3"), SetSplit((("PROJEKTY=P3", "100"),)), FollowHistory()):
        preview = redescribe(ledger, [], change)
        assert_frame_equal(preview.ledger.descriptions, ledger.descriptions)
        assert preview.changes.empty and preview.refused.empty and preview.moved("PROJEKTY").empty


amounts = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=4)
shares = st.lists(st.integers(1, 50), min_size=1, max_size=4)


@settings(max_examples=12)
@given(amounts, shares, st.booleans())
def test_a_split_keeps_every_amount_to_the_grosz(nets: list[int], parts: list[int], by_history: bool) -> None:
    """For any amounts and percents: the control finds nothing, and all dimensions' movements add up to zero."""
    percents = [Decimal(part * 100) / sum(parts) for part in parts]
    percents = [percent.quantize(Decimal("0.000001")) for percent in percents]
    percents[-1] += 100 - sum(percents)
    split = tuple((f"PROJEKTY=P{number}", percent) for number, percent in enumerate(percents))
    teacher = bill("T", "1.00", lines=[f"{percent} {text}" for text, percent in split], day="2020-01-01")
    documents = [bill(f"D{row}", money.to_text(net), day="2021-01-01") for row, net in enumerate(nets)]
    ledger = described_ledger(teacher, *documents)
    ids = [f"D{row}" for row in range(len(nets))]
    preview = redescribe(ledger, ids, FollowHistory() if by_history else SetSplit(split))
    lines = preview.ledger.descriptions
    for document, net in zip(ids, nets, strict=True):
        assert int(lines.loc[(lines["document_id"] == document).to_numpy(), "value"].sum()) == net
    assert control(preview.ledger).empty
    assert int(preview.moved("PROJEKTY")["difference"].sum()) == 0


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(["P1", "P2", ""]), st.sampled_from(["O1", ""])), min_size=1, max_size=6), st.data())
def test_setting_an_element_is_what_a_loop_would_do(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = [row if any(row) else ("P1", "") for row in rows]
    chosen = [{name: code for name, code in zip(("P", "O"), row, strict=True) if code} for row in rows]
    documents = [bill(f"D{row}", "1.00", lines=[f"100 {elements.to_text(one)}"]) for row, one in enumerate(chosen)]
    ledger = described_ledger(*documents, bill("X", "1.00", lines=["100 P=P1; O=O1", "0 P=P2"]))
    was = data.draw(st.sampled_from([None, "", "P1"]))
    picked = data.draw(st.sets(st.sampled_from([f"D{row}" for row in range(len(rows))])))
    after = redescribe(ledger, sorted(picked), SetElement("P", "P2", was)).ledger.descriptions
    for row, one in enumerate(chosen):
        fits = f"D{row}" in picked and (was is None or one.get("P", "") == was)
        expected = {**one, "P": "P2"} if fits else one
        assert elements.parse(after["elements"].iat[row]) == expected


def test_many_documents_at_once() -> None:
    ledger = ledger_of(bill("A", "100.00", lines=SPLIT))
    heads, lines, texts = (
        pd.concat([table[(table["document_id"] == "A").to_numpy()]] * 4_000, ignore_index=True)
        for table in (ledger.documents, ledger.vat_lines, ledger.descriptions)
    )
    ids = pd.Series([f"N{number}" for number in range(4_000)], dtype="str")
    many = replace(
        ledger,
        documents=heads.assign(document_id=ids),
        vat_lines=lines.assign(document_id=ids),
        descriptions=texts.assign(document_id=ids.repeat(2).to_numpy()),
    )
    preview = redescribe(many, ids, SetSplit((("PROJEKTY=P3", "100"),)))
    assert len(preview.ledger.descriptions) == 4_000
    assert len(preview.changes) == 8_000
    assert len(redescribe(many, ids, SetElement("PROJEKTY", "P3")).changes) == 8_000
