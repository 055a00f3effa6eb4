"""Elements suggested from history ("12 of 12"), dimension by dimension, and combinations never seen (beyond 25 and 32)."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.described_books import bill, described_ledger
from workbench import i18n
from workbench.costs.gaps.history import running_mode
from workbench.costs.gaps.restrictions import allowed_combinations, restrictions
from workbench.costs.gaps.suggestions import suggest
from workbench.errors import DescriptionError, UnknownDocumentError

BOTH = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2; ODDZIAŁ=KRAKÓW"]


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


def one(ledger: workbench.Ledger, document: str) -> dict[str, Any]:
    return suggest(ledger, [document]).table.iloc[0].to_dict()


def said(ledger: workbench.Ledger, document: str) -> tuple[str, str]:
    row = one(ledger, document)
    return row["suggestion"], row["reason"]


def year(**values: Any) -> list[Any]:
    """Twelve bills, a month each."""
    return [
        bill(f"{values.get('party', 'K1')}/{month}", "100.00", day=f"2020-{month:02d}-05", **values) for month in range(1, 13)
    ]


def test_twelve_of_twelve() -> None:
    ledger = described_ledger(*year(lines=BOTH), bill("NEW", "50.00", day="2021-01-05"))
    found = suggest(ledger, ["NEW"])
    row = found.table.iloc[0]
    assert row["suggestion"] == "60 % PROJEKTY=P1; ODDZIAŁ=LUBLIN | 40 % PROJEKTY=P2; ODDZIAŁ=KRAKÓW"
    assert row["reason"] == "same supplier, same account: 12 of 12"
    assert (row["agreeing"], row["of"]) == (12, 12)
    assert found.lines[["line", "elements", "percent"]].to_numpy().tolist() == [
        [1, "PROJEKTY=P1; ODDZIAŁ=LUBLIN", Decimal(60)],
        [2, "PROJEKTY=P2; ODDZIAŁ=KRAKÓW", Decimal(40)],
    ]
    i18n.set_language("pl")
    assert "12" in one(ledger, "NEW")["reason"]


def test_only_what_was_before_the_documents_date_counts() -> None:
    ledger = described_ledger(*year(lines=BOTH), bill("OLD", "1.00", day="2020-06-05"), bill("FIRST", "1.00", day="2020-01-05"))
    assert one(ledger, "OLD")["of"] == 5
    assert said(ledger, "FIRST") == ("", "")
    assert one(ledger, "K1/6")["of"] == 5, "a described document does not learn from itself"


def test_what_is_not_described_to_the_end_teaches_nothing() -> None:
    ledger = described_ledger(bill("HALF", "1.00", lines=["60 P=P1"], day="2020-01-01"), bill("NEW", "1.00", day="2020-02-01"))
    assert said(ledger, "NEW") == ("", "")


def test_the_closest_group_that_has_a_habit_is_asked() -> None:
    ledger = described_ledger(
        bill("A", "1.00", party="K1", account="401", lines=["100 P=P1"], day="2020-01-01"),
        bill("B", "1.00", party="K2", account="402", lines=["100 P=P2"], day="2020-01-01", category="502"),
        bill("SAME", "1.00", party="K1", account="401", day="2020-02-01"),
        bill("SUPPLIER", "1.00", party="K1", account="402", day="2020-02-01"),
        bill("ACCOUNT", "1.00", party="K3", account="402", day="2020-02-01"),
        bill("CATEGORY", "1.00", party="K3", account="409", category="502", day="2020-02-01"),
        bill("NOTHING", "1.00", party="K3", account="409", category="503", day="2020-02-01"),
    )
    assert said(ledger, "SAME") == ("100 % P=P1", "same supplier, same account: 1 of 1")
    assert said(ledger, "SUPPLIER") == ("100 % P=P1", "same supplier: 1 of 1")
    assert said(ledger, "ACCOUNT") == ("100 % P=P2", "same account: 1 of 1")
    assert said(ledger, "CATEGORY") == ("100 % P=P2", "same category: 1 of 1")
    assert said(ledger, "NOTHING") == ("", "")


def test_each_dimension_is_learned_on_its_own() -> None:
    """The branch from the supplier, the project from the account: neither wins over the other."""
    ledger = described_ledger(
        bill("S1", "1.00", account="402", lines=["100 ODDZIAŁ=LUBLIN; PROJEKTY=P7"], day="2020-01-01"),
        bill("S2", "1.00", account="403", lines=["100 ODDZIAŁ=LUBLIN; PROJEKTY=P8"], day="2020-01-02"),
        bill(
            "A1",
            "1.00",
            party="K2",
            account="401",
            lines=["70 PROJEKTY=P1; ODDZIAŁ=GDYNIA", "30 PROJEKTY=P2"],
            day="2020-01-03",
        ),
        bill("NEW", "1.00", account="401", day="2020-02-01"),
    )
    suggestion, reason = said(ledger, "NEW")
    assert suggestion == "70 % ODDZIAŁ=LUBLIN; PROJEKTY=P1 | 30 % ODDZIAŁ=LUBLIN; PROJEKTY=P2"
    assert reason == "ODDZIAŁ: same supplier: 2 of 2; PROJEKTY: same account: 1 of 1"


def test_two_splits_that_nobody_joined_are_multiplied_exactly() -> None:
    thirds = ["33.333333 P=P1", "33.333333 P=P2", "33.333334 P=P3"]
    ledger = described_ledger(
        bill("S1", "1.00", account="402", lines=["50 O=A; P=X", "50 O=B; P=X"], day="2020-01-01"),
        bill("S2", "1.00", account="403", lines=["50 O=A; P=Y", "50 O=B; P=Y"], day="2020-01-02"),
        bill("A1", "1.00", party="K2", account="401", lines=thirds, day="2020-01-03"),
        bill("NEW", "1.00", account="401", day="2020-02-01"),
    )
    percents = suggest(ledger, ["NEW"]).lines["percent"].tolist()
    assert len(percents) == 6
    assert sum(percents) == 100
    assert percents[0] == Decimal("16.666667")


def test_a_group_that_agrees_on_nothing_is_passed_over() -> None:
    """1 of 2 is no habit."""
    ledger = described_ledger(
        bill("A", "1.00", lines=["100 P=P1"], day="2020-01-01"),
        bill("B", "1.00", lines=["100 P=P2"], day="2020-01-02"),
        bill("NEW", "1.00", day="2020-02-01"),
    )
    assert said(ledger, "NEW") == ("", "")


@pytest.mark.parametrize("required", ["false", "true"])
def test_a_habit_of_having_no_element_counts_unless_it_is_required(required: str) -> None:
    ledger = described_ledger(
        *year(lines=["100 PROJEKTY=P1"]),
        bill("A", "1.00", party="K2", lines=["100 PROJEKTY=P1; ODDZIAŁ=LUBLIN"], day="2020-01-01", category="509"),
        bill("B", "1.00", party="K2", lines=["100 PROJEKTY=P1; ODDZIAŁ=LUBLIN"], day="2020-01-02", category="509"),
        bill("NEW", "1.00", day="2021-01-05", category="509"),
        dimensions=["PROJEKTY", {"dimension": "ODDZIAŁ", "required": required}],
    )
    suggestion, reason = said(ledger, "NEW")
    assert ("ODDZIAŁ=LUBLIN" in suggestion) == (required == "true")
    if required == "true":
        assert reason == "PROJEKTY: same supplier, same account: 12 of 12; ODDZIAŁ: same category: 2 of 2"
        assert one(ledger, "NEW")["of"] == 2, "the least certain dimension counts"


def test_lines_learn_from_their_own_account() -> None:
    ledger = described_ledger(
        bill("A", "1.00", account="401", lines=["100 P=P1"], day="2020-01-01"),
        bill("B", "1.00", account="402", lines=["100 P=P2"], day="2020-01-02"),
        bill("NEW", "1.00", "2.00", account="402", day="2020-02-01"),
    )
    places = pd.DataFrame({"document_id": ["NEW", "NEW"], "position": "line", "position_line": [1, 2]})
    assert suggest(ledger, places).table["suggestion"].tolist() == ["100 % P=P2"] * 2


def test_no_history_and_no_questions() -> None:
    ledger = described_ledger(bill("A", "1.00"))
    assert said(ledger, "A") == ("", "")
    assert suggest(ledger, []).table.empty and suggest(ledger, []).lines.empty
    with pytest.raises(UnknownDocumentError, match="NOWHERE"):
        suggest(ledger, ["NOWHERE"])


numbers = st.lists(st.tuples(st.integers(-1, 2), st.integers(0, 5), st.integers(0, 2)), max_size=20)


@given(numbers, st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 6)), max_size=8))
def test_the_running_mode_is_that_of_a_slow_count(units: list[tuple[int, int, int]], asked: list[tuple[int, int]]) -> None:
    columns = [np.array(column, np.int64) for column in (zip(*units, strict=True) if units else ([], [], []))]
    questions = [np.array(column, np.int64) for column in (zip(*asked, strict=True) if asked else ([], []))]
    found = running_mode(*columns, *questions)
    for row, (group, day) in enumerate(asked):
        earlier = [profile for of, when, profile in units if of == group >= 0 and when < day]
        counts = Counter(earlier)
        assert found.of[row] == len(earlier)
        assert found.agreeing[row] == max(counts.values(), default=0)
        assert counts[int(found.profile[row])] == found.agreeing[row]


def test_many_documents_at_once() -> None:
    ledger = described_ledger(*year(lines=BOTH), bill("NEW", "50.00", day="2021-01-05"))
    many = pd.concat([ledger.documents.tail(1)] * 10_000, ignore_index=True)
    many["document_id"] = [f"N{number}" for number in range(len(many))]
    books = replace(ledger, documents=pd.concat([ledger.documents, many], ignore_index=True))
    found = suggest(books, many["document_id"])
    assert set(found.table["of"]) == {12}
    assert len(found.lines) == 20_000


def test_pairs_never_seen_are_told_with_their_support() -> None:
    ledger = described_ledger(
        *year(lines=["60 ZESPÓŁ=Z1; ODDZIAŁ=LUBLIN", "40 ZESPÓŁ=Z2; ODDZIAŁ=KRAKÓW"]),
        bill("A", "1.00", lines=["100 ZESPÓŁ=Z3; ODDZIAŁ=KRAKÓW", "0 ZESPÓŁ=Z3; ODDZIAŁ=LUBLIN"]),
        bill("B", "1.00", lines=["100 ZESPÓŁ=Z4"]),
    )
    found = restrictions(ledger, ["ZESPÓŁ", "ODDZIAŁ"])
    assert found[["element", "other_element", "documents", "other_documents"]].to_numpy().tolist() == [
        ["Z1", "KRAKÓW", 12, 13],
        ["Z2", "LUBLIN", 12, 12],
        ["Z3", "LUBLIN", 1, 12],
    ]
    assert found["text"].tolist() == ["Z1 never in KRAKÓW", "Z2 never in LUBLIN", "Z3 never in LUBLIN"]
    with pytest.raises(DescriptionError, match="PROJEKTY"):
        restrictions(ledger, ["ZESPÓŁ", "PROJEKTY"])


def test_accepted_restrictions_leave_the_cells_of_the_manual() -> None:
    """A-012, A-013: from documents described by the story's five combinations come just these five cells."""
    cells = ["Z1 P1 LUBLIN", "Z2 P1 KRAKÓW", "Z3 P1 KRAKÓW", "Z1 P2 KRAKÓW", "Z3 P2 KRAKÓW"]
    split = [
        f"{percent} ZESPÓŁ={team}; PROJEKTY={project}; ODDZIAŁ={place}"
        for percent, (team, project, place) in zip((35, 50, 5, 5, 5), map(str.split, cells), strict=True)
    ]
    ledger = described_ledger(bill("A", "35000.00", lines=split))
    marginals = {"ZESPÓŁ": ["Z1", "Z2", "Z3"], "PROJEKTY": ["P1", "P2"], "ODDZIAŁ": ["LUBLIN", "KRAKÓW"]}
    allowed = allowed_combinations(restrictions(ledger, list(marginals)), marginals)
    assert {*map(tuple, map(str.split, cells))} <= set(allowed) < set(product(*marginals.values()))
    assert ("Z2", "P2", "KRAKÓW") not in allowed and ("Z1", "P2", "LUBLIN") not in allowed


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("XYZ")), min_size=1, max_size=6))
def test_restrictions_are_all_pairs_less_those_seen(pairs: list[tuple[str, str]]) -> None:
    ledger = described_ledger(*(bill(f"D{row}", "1.00", lines=[f"100 P={a}; O={b}"]) for row, (a, b) in enumerate(pairs)))
    found = restrictions(ledger, ["P", "O"])
    every = set(product({a for a, _b in pairs}, {b for _a, b in pairs}))
    assert set(found[["element", "other_element"]].itertuples(index=False, name=None)) == every - set(pairs)
