"""Service centers that serve each other: textbook solutions, an iterative oracle, and sums that are exact for any shares."""

import itertools
import math
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import i18n
from workbench.costs.keys.reciprocal import Reciprocal, reciprocal
from workbench.costs.splitting.remainders import made_whole
from workbench.costs.splitting.whole_flows import whole_flow
from workbench.errors import DescriptionError

Shares = dict[str, dict[str, Fraction]]

TEXTBOOK = [
    # maintenance M and systems S serve each other and two plants:
    # M = 600 000 + S / 10, S = 116 000 + 2 M / 10, so M = 624 081 63/98 and S = 240 816 ...
    (
        {"M": 600_000_00, "S": 116_000_00, "P1": 0, "P2": 0},
        {"M": {"S": "20", "P1": "30", "P2": "50"}, "S": {"M": "10", "P1": "80", "P2": "10"}},
        {"M": Fraction(611_600_00 * 100, 98), "S": Fraction(236_000_00 * 100, 98)},
        # P1 = 0.3 M + 0.8 S, P2 = 0.5 M + 0.1 S
        {"P1": 379_877_55, "P2": 336_122_45},
    ),
    # three in a ring, everything that is not kept goes on: A = 100 + C/2, B = A/2, C = B/2, so A = 8/7 of 100
    (
        {"A": 700_00},
        {
            "A": {"B": "50", "plant": "50"},
            "B": {"C": "50", "plant": "50"},
            "C": {"A": "50", "plant": "50"},
        },
        {"A": Fraction(800_00), "B": Fraction(400_00), "C": Fraction(200_00)},
        {"plant": 700_00},
    ),
    # own consumption: of 90 zł of power a tenth is used by the power station, so it produces for 100
    (
        {"power": 90_00, "plant": 5_00},
        {"power": {"power": "10", "plant": "60", "office": "30"}},
        {"power": Fraction(100_00)},
        {"plant": 65_00, "office": 30_00},
    ),
    # a center that repays: negative costs are allocated like positive ones
    (
        {"fund": -100_00, "a": 10_00},
        {"fund": {"a": Fraction(100, 3), "b": Fraction(200, 3)}},
        {"fund": Fraction(-100_00)},
        {"a": -23_33, "b": -66_67},
    ),
]


@pytest.mark.parametrize(("direct", "shares", "full", "amounts"), TEXTBOOK)
def test_textbook_solutions(direct: dict[str, int], shares: Shares, full: dict[str, Fraction], amounts: dict[str, int]) -> None:
    solved = reciprocal(direct, shares)
    assert solved.full == full
    assert solved.amounts == amounts


def test_the_methods_are_compared_by_hand() -> None:
    """M 600 000, S 116 000. Direct: M 3:5, S 8:1. Step-down, M first: S gets 120 000 and gives 236 000 as 8:1."""
    direct, shares, *_rest = TEXTBOOK[0]
    table = reciprocal(direct, shares).comparison.set_index("center")
    assert list(table.columns) == ["direct_cost", "direct_method", "step_down", "reciprocal"]
    assert table["direct_cost"].to_dict() == direct
    assert table["direct_method"].to_dict() == {"M": 0, "S": 0, "P1": 328_111_11, "P2": 387_888_89}
    assert table["step_down"].to_dict() == {"M": 0, "S": 0, "P1": 389_777_78, "P2": 326_222_22}
    assert table["reciprocal"].to_dict() == {"M": 0, "S": 0, "P1": 379_877_55, "P2": 336_122_45}


def test_centers_may_be_called_like_the_margins_and_hold_any_amount() -> None:
    with i18n.in_language("en"):
        matrix = reciprocal({"Given on": 2 * 10**17 + 1, "Total": 10**17}, {"Given on": {"Total": "50", "X": "50"}}).matrix
    assert matrix.columns.tolist() == ["Given on", "Total", "X", "Total"]
    assert matrix.iloc[-1].tolist() == [0, 2 * 10**17 + 1, 10**17, 3 * 10**17 + 1]
    assert matrix.iloc[1].tolist() == [0, 10**17 + 1, 10**17, 2 * 10**17 + 1]


def test_what_a_shortcut_cannot_give_away_stays_in_its_row() -> None:
    """A gives only to B: the direct method leaves its cost on it; B, closed first, gives to the plant only."""
    table = reciprocal({"B": 10_00, "A": 7_00}, {"B": {"A": "50", "plant": "50"}, "A": {"B": "100"}}).comparison
    rows = table.set_index("center")
    assert rows["direct_method"].to_dict() == {"B": 0, "A": 7_00, "plant": 10_00}
    assert rows["step_down"].to_dict() == {"B": 0, "A": 12_00, "plant": 5_00}
    assert rows["reciprocal"].to_dict() == {"B": 0, "A": 0, "plant": 17_00}


def test_the_matrix_shows_every_step_with_exact_margins() -> None:
    solved = reciprocal(TEXTBOOK[0][0], TEXTBOOK[0][1])
    with i18n.in_language("en"):
        matrix = solved.matrix
        assert list(matrix.index) == ["Direct cost", "M", "S", "Given on", "Final amount"]
        assert list(matrix.columns) == ["M", "S", "P1", "P2", "Total"]
    assert matrix.dtypes.eq("int64").all()
    assert matrix.iloc[0].tolist() == [600_000_00, 116_000_00, 0, 0, 716_000_00]
    # M's full cost is 62 408 163.27 grosze (to S 12 481 632.65, P1 18 722 448.98, P2 31 204 081.63), S's 24 081 632.65
    assert matrix.iloc[1].tolist() == [0, 12_481_632, 18_722_449, 31_204_082, 62_408_163]
    assert matrix.iloc[2].tolist() == [2_408_163, 0, 19_265_306, 2_408_163, 24_081_632]
    assert matrix.iloc[3].tolist() == [-62_408_163, -24_081_632, 0, 0, -86_489_795]
    assert matrix.iloc[4].tolist() == [0, 0, 379_877_55, 336_122_45, 716_000_00]
    assert "379" in solved._repr_html_()


CLOSED = "Nothing leaves the circle of the service centers {}: one of them must give to another center."


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({"A": {"B": "60", "C": "39.5"}}, "The shares of service center A add up to 99.5 %, not to 100 %."),
        ({"A": {"B": "110", "C": "-10"}}, "Service center A gives a negative share to C."),
        ({"A": {}}, "The shares of service center A add up to 0 %, not to 100 %."),
        ({"A": {"A": "100"}}, CLOSED.format("A")),
        ({"A": {"B": "100", "C": "0"}, "B": {"A": "100"}, "D": {"A": "50", "C": "50"}}, CLOSED.format("A, B")),
    ],
)
def test_shares_that_cannot_be_solved_are_refused(shares: Shares, message: str) -> None:
    with i18n.in_language("en"), pytest.raises(DescriptionError) as raised:
        reciprocal({"A": 100}, shares)
    assert str(raised.value) == message


def test_a_float_is_no_percent() -> None:
    with pytest.raises(DescriptionError):
        reciprocal({"A": 100}, {"A": {"B": 100.0}})  # type: ignore[dict-item]


def test_largest_remainders_give_way_where_the_steps_could_not_add_up() -> None:
    """Two centers of a grosz each give it half and half to two pairs: every final amount is half a grosz, the grosze may not
    both end in the first pair."""
    halves = {"A": {"a1": "50", "a2": "50"}, "B": {"b1": "50", "b2": "50"}}
    assert reciprocal({"A": 1, "B": 1}, halves).amounts == {"a1": 1, "a2": 0, "b1": 1, "b2": 0}


@st.composite
def circles(draw: st.DrawFn) -> tuple[dict[str, int], Shares]:
    """Up to four service centers with any shares, each giving at least a little to one of up to four main ones."""
    services = [f"S{number}" for number in range(draw(st.integers(1, 4)))]
    mains = [f"M{number}" for number in range(draw(st.integers(1, 4)))]
    largest = draw(st.sampled_from([3, 1_000, 10**14]))
    direct = {center: draw(st.integers(-largest, largest)) for center in services + mains}
    shares: Shares = {}
    for center in services:
        weights = {receiver: draw(st.integers(0, 9)) for receiver in services + mains}
        weights[draw(st.sampled_from(mains))] += draw(st.integers(1, 20))
        total = sum(weights.values())
        shares[center] = {receiver: Fraction(100 * weight, total) for receiver, weight in weights.items()}
    return direct, shares


@given(circles())
@settings(max_examples=60)
def test_everything_adds_up(case: tuple[dict[str, int], Shares]) -> None:
    direct, shares = case
    solved = reciprocal(direct, shares)
    total = sum(direct.values())
    assert sum(solved.amounts.values()) == total
    for method in ("direct_method", "step_down", "reciprocal"):
        assert sum(solved.comparison[method].tolist()) == total
    assert_steps_add_up(solved)
    for center, full in solved.full.items():
        assert full == direct[center] + sum(solved.full[giver] * of[center] / 100 for giver, of in shares.items())


def assert_steps_add_up(solved: Reciprocal) -> None:
    steps = solved.steps
    gave, received = (steps.groupby(by)["amount"].sum().to_dict() for by in ("giver", "receiver"))
    for center, full in solved.full.items():
        assert gave[center] == solved.direct[center] + received.get(center, 0)
        assert abs(gave[center] - full) < 1
    for main, amount in solved.amounts.items():
        assert amount == solved.direct[main] + received.get(main, 0)
    assert all(abs(amount - exact) < 1 for amount, exact in zip(steps["amount"].tolist(), steps["exact"], strict=True))
    matrix = solved.matrix
    assert (matrix.iloc[:-1].sum() == matrix.iloc[-1]).all()
    assert (matrix.iloc[:, :-1].sum(axis=1) == matrix.iloc[:, -1]).all()


@given(circles())
@settings(max_examples=60)
def test_many_rounds_of_giving_come_to_the_same(case: tuple[dict[str, int], Shares]) -> None:
    """The oracle gives away what the service centers hold, round after round, in whole parts of 10^-20 grosz."""
    direct, shares = case
    unit = 10**20
    holds = {center: direct.get(center, 0) * unit for center in {*direct, *(one for of in shares.values() for one in of)}}
    for _round in range(3_000):
        pools = {center: holds[center] for center in shares}
        if not any(pools.values()):
            break
        for center in shares:
            holds[center] = 0
        for center, pool in pools.items():
            for receiver, share in shares[center].items():
                holds[receiver] += int(pool * share / 100)
    solved = reciprocal(direct, shares)
    assert all(abs(Fraction(holds[main], unit) - amount) <= 1 for main, amount in solved.amounts.items())


@given(circles())
@settings(max_examples=150)
def test_final_amounts_are_those_of_the_largest_remainder_the_steps_allow(case: tuple[dict[str, int], Shares]) -> None:
    """Against every way to round the steps of small books (the arcs of `whole_flow`), one after the other."""
    direct, shares = case
    arcs = [(f"from {giver}", f"to {receiver}") for giver, of in shares.items() for receiver in of]
    if len(arcs) > 8:
        return
    solved = reciprocal(direct, shares)
    exact = {
        main: direct[main] + sum(solved.full[giver] * of[main] / 100 for giver, of in shares.items())
        for main in direct
        if main not in shares
    }
    wishes = sorted(exact, key=lambda main: math.floor(exact[main]) - exact[main])
    best = max(
        tuple(final[main] > math.floor(exact[main]) for main in wishes) for final in finals(direct, shares, solved, arcs)
    )
    assert tuple(solved.amounts[main] > math.floor(exact[main]) for main in wishes) == best


def finals(direct: Mapping[str, int], shares: Shares, solved: Reciprocal, arcs: list[tuple[str, str]]) -> list[dict[str, int]]:
    """The final amounts of every way to round the steps so that the service centers give what they have."""
    gifts = [
        (giver, receiver, solved.full[giver] * part / 100) for giver, of in shares.items() for receiver, part in of.items()
    ]
    assert len(gifts) == len(arcs)
    found = []
    for rounded in itertools.product(*({math.floor(amount), math.ceil(amount)} for _giver, _receiver, amount in gifts)):
        gave, received = dict.fromkeys(direct, 0), dict(direct)
        for (giver, receiver, _exact), amount in zip(gifts, rounded, strict=True):
            gave[giver] += amount
            received[receiver] += amount
        if all(gave[center] == received[center] and abs(gave[center] - solved.full[center]) < 1 for center in shares):
            found.append({main: received[main] for main in direct if main not in shares})
    return found


def test_a_single_service_center_is_rounded_by_the_largest_remainder() -> None:
    shares = {f"M{number}": Fraction(100, 7) for number in range(7)}
    amounts = reciprocal({"S": 100}, {"S": shares}).amounts
    assert list(amounts.values()) == [15, 15, 14, 14, 14, 14, 14]


def test_a_flow_is_whole_and_stays_one() -> None:
    arcs = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("x", "end"), ("y", "end")]
    amounts = [Fraction(1, 3), Fraction(2, 3), Fraction(2, 3), Fraction(4, 3), Fraction(1), Fraction(2)]
    whole = whole_flow(arcs, amounts, [4, 5])
    assert whole[4:] == [1, 2]
    assert whole[0] + whole[1] == 1 and whole[2] + whole[3] == 2
    assert whole[0] + whole[2] == 1 and whole[1] + whole[3] == 2


fractions = st.lists(st.fractions(min_value=-1_000, max_value=1_000, max_denominator=12), min_size=1, max_size=8)


@given(fractions)
def test_made_whole_is_exact_and_mirrored(values: list[Fraction]) -> None:
    values = [*values, math.ceil(sum(values)) - sum(values, Fraction(0))]
    amounts = made_whole(values)
    assert sum(amounts) == sum(values)
    assert all(abs(amount - value) < 1 for amount, value in zip(amounts, values, strict=True))
    assert made_whole([-value for value in values]) == [-amount for amount in amounts]


@given(fractions, st.integers(-3_000, 3_000))
def test_made_whole_reaches_a_total_that_lies_elsewhere(values: list[Fraction], total: int) -> None:
    amounts = made_whole(values, total)
    assert sum(amounts) == total
    moved = [amount - value for amount, value in zip(amounts, values, strict=True)]
    assert max(moved) - min(moved) < 2


def test_made_whole_asks_for_a_whole_sum() -> None:
    with pytest.raises(ValueError, match="1/2"):
        made_whole([Fraction(1, 2)])
    with pytest.raises(ValueError, match="anybody"):
        made_whole([], 1)
