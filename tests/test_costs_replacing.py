"""Suggestions of the completeness scan put in place: what counts as certain, and that only the position concerned changes."""

from collections.abc import Iterator

import pytest

from tests.described_books import bill, described_ledger
from workbench import i18n
from workbench.costs.descriptions.control import control
from workbench.costs.gaps.completeness import completeness
from workbench.costs.gaps.replacing import certain, with_suggestions

SPLIT_LINES = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2; ODDZIAŁ=KRAKÓW"]
NEW = "NEW"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def test_few_documents_or_one_that_differs_are_not_certain() -> None:
    late = {"day": "2021-01-05"}
    two = described_ledger(
        *(bill(f"M{n}", "1.00", lines=SPLIT_LINES, day="2020-01-05") for n in range(2)), bill(NEW, "1.00", **late)
    )
    assert completeness(two)["of"].tolist() == [2]
    assert not certain(completeness(two)).any()
    year = [bill(f"M{n}", "1.00", lines=SPLIT_LINES, day="2020-01-05") for n in range(5)]
    other = bill("X", "1.00", lines=["100 PROJEKTY=P9"], day="2020-01-05")
    assert certain(completeness(described_ledger(*year, bill(NEW, "1.00", **late)))).tolist() == [True]
    assert not certain(completeness(described_ledger(*year, other, bill(NEW, "1.00", **late)))).any()


def test_a_suggestion_describes_its_position_and_no_other() -> None:
    teacher = [bill(f"T{n}", "5.00", account="401", lines=["100 PROJEKTY=P1"], day="2020-01-05") for n in range(3)]
    pupil = bill("A", "1.00", "2.00", lines=["100 PROJEKTY=P2"], position_line=1, day="2021-01-05")
    pupil["vat_lines"][1]["account"] = "401"
    ledger = described_ledger(*teacher, pupil)
    found = completeness(ledger)
    assert found["kind"].tolist() == ["position_new"]
    made = with_suggestions(ledger, found)
    lines = made.ledger.descriptions
    lines = lines[(lines["document_id"] == "A").to_numpy()]
    assert lines[["line", "position_line", "elements", "value"]].to_numpy().tolist() == [
        [1, 1, "PROJEKTY=P2", 100],
        [2, 2, "PROJEKTY=P1", 200],
    ]
    assert made.changes["position_line"].tolist() == [2]
    assert control(made.ledger).empty


def test_a_contradiction_is_repaired_as_its_dictionary_says() -> None:
    rows = [{"dictionary": "account", "item": "419", "line": "1", "elements": "PROJEKTY=P2", "percent": "100"}]
    ledger = described_ledger(bill("A", "3.00", lines=["100 PROJEKTY=P1"]), accounts=["419"], item_descriptions=rows)
    found = completeness(ledger)
    assert found["kind"].tolist() == ["contradicts_dictionary"]
    assert not certain(found).any()
    made = with_suggestions(ledger, found)
    assert made.changes[["elements_before", "elements_after"]].to_numpy().tolist() == [["PROJEKTY=P1", "PROJEKTY=P2"]]
