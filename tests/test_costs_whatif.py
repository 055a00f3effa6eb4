"""Sliders: the shares stay at 100 %, and the effect shown is what splitting every document would give."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import bill, cost_ledger, described, key
from tests.split_oracle import split_slowly
from workbench.costs.keys import whatif
from workbench.costs.keys.restated import with_key
from workbench.costs.splitting.splits import Rule
from workbench.errors import DescriptionError
from workbench.ledger import Ledger

MANUAL = {
    "ZESPÓŁ=Z1; PROJEKTY=P1; ODDZIAŁ=LUBLIN": "35",
    "ZESPÓŁ=Z2; PROJEKTY=P1; ODDZIAŁ=KRAKÓW": "50",
    "ZESPÓŁ=Z3; PROJEKTY=P1; ODDZIAŁ=KRAKÓW": "5",
    "ZESPÓŁ=Z1; PROJEKTY=P2; ODDZIAŁ=KRAKÓW": "5",
    "ZESPÓŁ=Z3; PROJEKTY=P2; ODDZIAŁ=KRAKÓW": "5",
}
RULES: list[Rule] = ["last", "largest"]


def books(*amounts: int, shares: dict[str, str] = MANUAL, rule: Rule = "last") -> Ledger:
    """A bill an amount (grosze), described by a key with these shares."""
    pieces = [key("K", shares)]
    percents = [Decimal(share) for share in shares.values()]
    for number, amount in enumerate(amounts):
        parts = split_slowly(amount, percents, rule)
        pieces.append(bill(f"F{number}", text(amount)))
        lines = zip(shares, shares.values(), map(text, parts), strict=True)
        pieces.append(described(f"F{number}", *lines, key="K"))
    return cost_ledger(*pieces)


def text(grosze: int) -> str:
    return f"{'-' if grosze < 0 else ''}{abs(grosze) // 100}.{abs(grosze) % 100:02d}"


def test_the_manuals_key_before_any_move() -> None:
    scenario = whatif.scenario(books(3_500_000), "K", "ZESPÓŁ")
    assert scenario.shares == {"Z1": 40, "Z2": 50, "Z3": 10}
    assert not scenario.changed
    effect = scenario.effect("PROJEKTY")
    assert effect.to_numpy().tolist() == [["P1", 3_150_000, 3_150_000, 0], ["P2", 350_000, 350_000, 0]]


def test_a_moved_share_takes_from_the_others_in_proportion() -> None:
    moved = whatif.scenario(books(3_500_000), "K", "ZESPÓŁ").move("Z1", "46")
    assert moved.shares == {"Z1": 46, "Z2": 45, "Z3": 9}
    assert moved.effect("ZESPÓŁ")["difference"].tolist() == [210_000, -175_000, -35_000]
    assert moved.effect("PROJEKTY").to_numpy().tolist() == [
        ["P1", 3_150_000, 3_141_250, -8_750],
        ["P2", 350_000, 358_750, 8_750],
    ]


def test_a_locked_share_stays() -> None:
    moved = whatif.scenario(books(3_500_000), "K", "ZESPÓŁ").lock({"Z3"}).move("Z1", "45,5")
    assert moved.shares == {"Z1": Decimal("45.5"), "Z2": Decimal("44.5"), "Z3": 10}
    assert moved.most("Z2") == 90


def test_a_share_taken_to_nothing_comes_back_in_its_old_proportions() -> None:
    scenario = whatif.scenario(books(3_500_000), "K", "ZESPÓŁ")
    back = scenario.move("Z1", 0).move("Z1", 40)
    assert back.effect("PROJEKTY")["difference"].tolist() == [0, 0]
    assert scenario.move("Z1", 100).move("Z1", 60).shares == {"Z1": 60, "Z2": 20, "Z3": 20}


@pytest.mark.parametrize(
    ("element", "to", "locked"), [("Z1", "95", {"Z3"}), ("Z1", "-1", set()), ("Z1", "101", set()), ("Z1", "30", {"Z2", "Z3"}),
                                  ("Z1", "50", {"Z1"}), ("Z9", "1", set()), ("Z1", "x", set())],
)  # fmt: skip
def test_a_move_that_cannot_keep_100_is_refused(element: str, to: str, locked: set[str]) -> None:
    scenario = whatif.scenario(books(3_500_000), "K", "ZESPÓŁ").lock(locked)
    with pytest.raises(DescriptionError):
        scenario.move(element, to)


def test_only_documents_of_the_version_are_moved() -> None:
    ledger = cost_ledger(
        key("K", {"P=A": "50", "P=B": "50"}, "2025-01-01", "2025-12-31"), key("K", {"P=A": "60", "P=B": "40"}),
        bill("OLD", "100.00", day="2025-12-31"), described("OLD", ("P=A", "50", "50.00"), ("P=B", "50", "50.00"), key="K"),
        bill("NEW", "100.00"), described("NEW", ("P=A", "60", "60.00"), ("P=B", "40", "40.00"), key="K"),
    )  # fmt: skip
    assert whatif.scenario(ledger, "K", "P").effect("P")["before"].tolist() == [6000, 4000]
    assert whatif.scenario(ledger, "K", "P", day=date(2025, 3, 1)).effect("P")["before"].tolist() == [5000, 5000]


def test_a_wrong_question_is_told() -> None:
    ledger = books(100)
    for name, dimension in (("NO", "ZESPÓŁ"), ("K", "NO")):
        with pytest.raises(DescriptionError):
            whatif.scenario(ledger, name, dimension)


def test_fine_shares_are_moved_exactly_too() -> None:
    moved = whatif.scenario(books(10_000_001, 77, shares={"P=A": "33.333333", "P=B": "66.666667"}), "K", "P").move("A", "50")
    assert moved.after.tolist() == [5_000_001 + 39, 5_000_000 + 38]


moves = st.lists(st.tuples(st.sampled_from(["Z1", "Z2", "Z3"]), st.integers(0, 10_000)), min_size=1, max_size=4)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=30)
@given(
    amounts=st.lists(st.integers(-(10**8), 10**8) | st.integers(-300, 300), min_size=1, max_size=6),
    moves=moves,
    locked=st.sets(st.sampled_from(["Z1", "Z2", "Z3"]), max_size=1),
)
def test_sliders_never_leave_100_and_show_what_every_document_would_get(
    rule: Rule, amounts: list[int], moves: list[tuple[str, int]], locked: set[str]
) -> None:
    scenario = whatif.scenario(books(*amounts, rule=rule), "K", "ZESPÓŁ", rule=rule).lock(locked)
    kept = {name: scenario.shares[name] for name in locked}
    for element, hundredths in moves:
        if element not in locked and Decimal(hundredths) / 100 <= scenario.most(element):
            scenario = scenario.move(element, Decimal(hundredths) / 100)
            assert abs(scenario.shares[element] - Decimal(hundredths) / 100) == 0
    assert sum(scenario.shares.values()) == 100 and min(scenario.shares.values()) >= 0
    assert {name: scenario.shares[name] for name in locked} == kept
    percents = list(scenario.key_rows()["percent"])
    by_document = np.array([split_slowly(amount, percents, rule) for amount in amounts])
    assert sum(percents) == 100
    assert scenario.after.tolist() == by_document.sum(axis=0).tolist()
    assert scenario.effect("PROJEKTY")["difference"].sum() == 0


def test_accepting_a_move_gives_exactly_what_was_shown() -> None:
    ledger = books(3_500_000, 99_999, -12_345, 7)
    scenario = whatif.scenario(ledger, "K", "ZESPÓŁ").move("Z2", "41.37")
    accepted = with_key(ledger, scenario.key_rows())
    values = accepted.descriptions.groupby("elements")["value"].sum()
    assert {line: values[line] for line in scenario.lines} == dict(zip(scenario.lines, scenario.after.tolist(), strict=True))
