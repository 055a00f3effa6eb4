"""Joint splits: the manuals' example, what is impossible, what cannot be read, and cases on which known libraries fail."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from workbench import i18n
from workbench.costs.joint.showing import percent_text
from workbench.costs.joint.solving import JointSplit, solve_joint
from workbench.errors import DescriptionError

SHARES = {
    "ZESPÓŁ": {"Z1": "40", "Z2": "50", "Z3": "10"},
    "PROJEKTY": {"P1": "90", "P2": "10"},
    "ODDZIAŁ": {"KRAKÓW": "65", "LUBLIN": "35"},
}
STORY = [
    ("Z1", "P1", "LUBLIN"),
    ("Z2", "P1", "KRAKÓW"),
    ("Z3", "P1", "KRAKÓW"),
    ("Z1", "P2", "KRAKÓW"),
    ("Z3", "P2", "KRAKÓW"),
]
ADDED = ("Z1", "P1", "KRAKÓW")


def with_place(krakow: str, lublin: str) -> dict[str, dict[str, str]]:
    return {**SHARES, "ODDZIAŁ": {"KRAKÓW": krakow, "LUBLIN": lublin}}


def conflict(split: JointSplit) -> list[tuple[Any, ...]]:
    return list(split.conflict.itertuples(index=False, name=None))


# The manuals' example (A-012 to A-014)


def test_the_manuals_example_has_one_split() -> None:
    split = solve_joint(SHARES, STORY)
    assert (split.status, split.rank, split.degrees_of_freedom) == ("unique", 5, 0)
    assert split.shares == dict(zip(STORY, map(Fraction, (35, 50, 5, 5, 5)), strict=True))
    assert dict(split.ranges) == {cell: (share, share) for cell, share in split.shares.items()}
    assert split.conflict.empty


def test_the_manuals_invoice() -> None:
    shares = solve_joint(SHARES, STORY).shares.values()
    assert [share * 35_000 / 100 for share in shares] == [12_250, 17_500, 1_750, 1_750, 1_750]


def test_with_all_combinations_seven_degrees_of_freedom_are_left() -> None:
    split = solve_joint(SHARES)
    assert (split.status, split.rank, split.degrees_of_freedom) == ("free", 5, 7)
    assert split.shares["Z1", "P1", "LUBLIN"] == Fraction("12.6")  # 40 % of 90 % of 35 %
    assert split.ranges["Z2", "P1", "KRAKÓW"] == (5, 50)


def test_with_one_combination_more_one_degree_of_freedom_is_left() -> None:
    split = solve_joint(SHARES, [*STORY, ADDED])
    assert (split.status, split.rank, split.degrees_of_freedom) == ("free", 5, 1)
    assert split.ranges[ADDED] == (0, 5)
    assert split.ranges["Z1", "P1", "LUBLIN"] == (35, 35)
    assert split.ranges["Z3", "P2", "KRAKÓW"] == (5, 10)


def test_forbidden_combinations_say_the_same_as_the_allowed_ones() -> None:
    every = list(product(*SHARES.values()))
    by_forbidding = solve_joint(SHARES, forbidden=[cell for cell in every if cell not in STORY])
    assert by_forbidding.status == "unique"
    assert dict(by_forbidding.shares) == dict(solve_joint(SHARES, STORY).shares)


def test_a_split_can_be_unique_although_the_equations_leave_a_choice() -> None:
    """Nothing can be taken from a share of zero."""
    shares = {"A": {"a": "100", "b": "0"}, "B": {"c": "100", "d": "0"}}
    split = solve_joint(shares)
    assert (split.status, split.rank, split.degrees_of_freedom) == ("unique", 3, 1)
    assert split.shares == {("a", "c"): 100, ("a", "d"): 0, ("b", "c"): 0, ("b", "d"): 0}
    assert split.ranges["b", "d"] == (0, 0)


def test_a_combination_that_can_have_no_share_is_found_without_an_element_of_zero() -> None:
    """c can only go with b, which has no more than c has: nothing is left for b with d."""
    shares = {"A": {"a": "60", "b": "40"}, "B": {"c": "40", "d": "30", "e": "30"}}
    allowed = [("b", "c"), ("b", "d"), ("b", "e"), ("a", "d"), ("a", "e")]
    split = solve_joint(shares, allowed)
    assert (split.status, split.degrees_of_freedom) == ("unique", 1)
    assert list(split.shares.values()) == [40, 0, 0, 30, 30]


def test_combinations_that_can_have_no_share_are_left_out_of_the_most_even_answer() -> None:
    """The first four cells and the last four are two blocks; the block sums agree only if the cell between them has nothing."""
    shares = {"A": {"a": "30", "b": "20", "c": "25", "d": "25"}, "B": {"e": "25", "f": "25", "g": "10", "h": "40"}}
    blocks = [*product("ab", "ef"), *product("cd", "gh")]
    split = solve_joint(shares, [*blocks, ("a", "g")])
    assert split.status == "free"
    assert split.shares["a", "g"] == 0
    assert split.ranges["a", "g"] == (0, 0)
    assert split.shares["a", "e"] == 15
    assert split.shares["c", "g"] == 5


# What is impossible


def test_a_clash_is_named_with_the_smallest_change() -> None:
    """Team 1 works in Lublin on P1 and in Kraków on P2 only, so Lublin's 45 is more than team 1 has."""
    split = solve_joint(with_place("55", "45"), STORY)
    assert split.status == "impossible"
    assert (dict(split.shares), dict(split.ranges)) == ({}, {})
    named = {(row.dimension, row.element): row.change for row in split.conflict.itertuples()}
    assert {("ZESPÓŁ", "Z1"), ("ODDZIAŁ", "LUBLIN")} <= set(named)
    assert sum(map(abs, named.values())) == 10


def test_only_what_contradicts_is_marked_not_what_has_to_follow() -> None:
    """Two elements of 70 % that must not meet: the third dimension has no part in it, nor have the other elements."""
    thirds = {"1": "70", "2": "10", "3": "20"}
    shares = {name: {f"{name}{number}": share for number, share in thirds.items()} for name in "ABC"}
    split = solve_joint(shares, forbidden=[("A1", "B1", f"C{number}") for number in thirds])
    assert [row[1] for row in conflict(split) if row[-1]] == ["A1", "B1"]
    assert sum(map(abs, split.conflict["change"])) == 80  # 70 + 70 is 40 too much; what is taken off goes to others


def test_shares_that_do_not_add_up_are_a_conflict_of_their_own() -> None:
    split = solve_joint(with_place("70", "35"), STORY)
    assert (split.status, split.wrong_totals) == ("impossible", ("ODDZIAŁ",))
    assert conflict(split) == [
        ("ODDZIAŁ", "KRAKÓW", 70, 70, 0, True),
        ("ODDZIAŁ", "LUBLIN", 35, 30, -5, True),
    ]


def test_a_share_without_an_allowed_combination_is_named() -> None:
    split = solve_joint(SHARES, [cell for cell in STORY if cell[0] != "Z2"])
    assert split.status == "impossible"
    assert [row[1] for row in conflict(split) if row[-1]] == ["Z2"]
    needed = {row[1]: row[3] for row in conflict(split)}
    assert needed["Z2"] == 0


def test_a_contradiction_far_smaller_than_a_float_tells_is_seen() -> None:
    little = Fraction(1, 10**9)
    shares = {"A": {"a": 50 + little, "b": 50 - little}, "B": {"c": Fraction(50), "d": Fraction(50)}}
    split = solve_joint(shares, [("a", "c"), ("b", "d")])
    assert split.status == "impossible"
    assert sum(map(abs, split.conflict["change"])) == 2 * little


def test_six_places_of_a_third_are_a_contradiction_with_the_fraction() -> None:
    third = Fraction(100, 3)
    shares = {"A": {"a": "33.333333", "b": "66.666667"}, "B": {"c": third, "d": 100 - third}}
    allowed = [("a", "c"), ("b", "d")]
    assert solve_joint(shares, allowed).status == "impossible"
    assert solve_joint({**shares, "A": shares["B"]}, [("c", "c"), ("d", "d")]).shares["c", "c"] == third


def test_the_conflict_is_the_same_every_time() -> None:
    first, second = (solve_joint(with_place("20", "80")) for _time in range(2))
    assert conflict(first) == conflict(second)


# Cases on which libraries for proportional fitting fail


def test_a_combination_is_missing_where_a_share_needs_one() -> None:
    """A zero cell with a target that is not zero: elsewhere a division by zero."""
    split = solve_joint({"A": {"a": "30", "b": "70"}, "B": {"c": "60", "d": "40"}}, [("b", "c"), ("b", "d")])
    assert split.status == "impossible"
    assert conflict(split) == [("A", "a", 30, 0, -30, True), ("A", "b", 70, 100, 30, False)]


def test_three_dimensions_that_share_pairs_are_fitted_exactly() -> None:
    """Elsewhere three marginals with a column in common stop early with a bad fit."""
    shares = {
        "A": {"a": "12.5", "b": "20", "c": "67.5"},
        "B": {"d": "33.333333", "e": "33.333333", "f": "33.333334"},
        "C": {"g": "5", "h": "95"},
    }
    allowed = [cell for number, cell in enumerate(product(*shares.values())) if number % 4]
    split = solve_joint(shares, allowed)
    assert split.status == "free"
    for place, elements in enumerate(shares.values()):
        for element, share in elements.items():
            assert sum(value for cell, value in split.shares.items() if cell[place] == element) == Fraction(share)
    assert sum(split.shares.values()) == 100


def test_a_tight_problem_does_not_end_after_some_rounds() -> None:
    """Proportional fitting of the manuals' example gives 5.003 after 100 rounds."""
    assert solve_joint(SHARES, STORY).shares["Z3", "P1", "KRAKÓW"] == 5


def test_the_smallest_shares_keep_their_part_of_the_entropy() -> None:
    shares = {"A": {"a": "0.000001", "b": "99.999999"}, "B": {"c": "0.000001", "d": "49.999999", "e": "50"}}
    split = solve_joint(shares, forbidden=[("a", "c")])
    assert split.status == "free"
    assert split.shares["a", "d"] + split.shares["a", "e"] == Fraction("0.000001")
    assert float(split.shares["a", "d"] / split.shares["a", "e"]) == pytest.approx(49.999999 / 50)


# What cannot be read


@pytest.mark.parametrize(
    ("marginals", "options", "place"),
    [
        ({"A": {"a": "100"}}, {}, "at least two dimensions"),
        ([("A", {"a": "100"})], {}, "at least two dimensions"),
        ({"A": {"a": "100"}, "B": {}}, {}, "B:"),
        ({"A": {"a": "100"}, "B": ["b"]}, {}, "B:"),
        ({"A": {"a": 100.0}, "B": {"b": "100"}}, {}, "A, a: 100.0"),
        ({"A": {"a": float("nan")}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": True}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": None}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": "sto"}, "B": {"b": "100"}}, {}, "A, a: sto"),
        ({"A": {"a": "1e9999999"}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": Decimal("1e9999999")}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": Decimal("NaN")}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": "33.3333333"}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": Fraction(1, 10**40)}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": 10**5000}, "B": {"b": "100"}}, {}, "A, a"),
        ({"A": {"a": "100"}, "B": {"b": "110", "c": "-10"}}, {}, "B, c: the share -10 % may not be negative"),
        (SHARES, {"allowed": [("Z1", "P1")]}, "Combination 1 (Z1, P1)"),
        (SHARES, {"allowed": ["Z1,P1,LUBLIN"]}, "Combination 1"),
        (SHARES, {"allowed": [STORY[0], ("Z1", "P9", "LUBLIN")]}, "Combination 2 (Z1, P9, LUBLIN)"),
        (SHARES, {"allowed": [STORY[0], ("Z1", ["P1"], "LUBLIN")]}, "Combination 2"),
        (SHARES, {"allowed": [*STORY, STORY[0]]}, "Combination 6"),
        (SHARES, {"forbidden": [*STORY, STORY[0]]}, "Combination 6"),
        (SHARES, {"allowed": STORY, "forbidden": STORY}, "not both"),
        (SHARES, {"allowed": []}, "No combination is allowed"),
        (SHARES, {"forbidden": list(product(*SHARES.values()))}, "No combination is allowed"),
        ({name: {str(number): "1" for number in range(100)} for name in "ABCDEF"}, {}, "1000000000000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(marginals: Any, options: dict[str, Any], place: str) -> None:
    with i18n.in_language("en"), pytest.raises(DescriptionError) as refused:
        solve_joint(marginals, **options)
    assert place in str(refused.value)


def test_percents_may_be_texts_decimals_whole_numbers_and_fractions() -> None:
    shares = {"A": {"a": "12,5", "b": Decimal("37.5"), "c": 50}, "B": {"d": Fraction(100, 3), "e": Fraction(200, 3)}}
    assert solve_joint(shares).shares["a", "d"] == Fraction(25, 6)


# Showing


def test_no_float_is_in_any_table() -> None:
    for split in (solve_joint(SHARES), solve_joint(with_place("55", "45"), STORY), solve_joint(SHARES, STORY)):
        for table in (split.table, split.conflict):
            assert not any("float" in str(dtype) for dtype in table.dtypes)
            assert not any(isinstance(value, float) for value in table.to_numpy(object).ravel())


def test_the_table_has_a_row_a_combination() -> None:
    table = solve_joint(SHARES, [*STORY, ADDED]).table
    assert list(table.columns) == ["ZESPÓŁ", "PROJEKTY", "ODDZIAŁ", "share", "low", "high"]
    assert tuple(table.iloc[-1][:3]) == ADDED
    assert tuple(table.iloc[-1][-2:]) == (0, 5)


@pytest.mark.parametrize(
    ("share", "polish", "english"),
    [
        (Fraction(35), "35\u00a0%", "35\u00a0%"),
        (Fraction("12.5"), "12,5\u00a0%", "12.5\u00a0%"),
        (Fraction(100, 3), "≈\u00a033,333333\u00a0%", "≈\u00a033.333333\u00a0%"),
        (Fraction(-5), "-5\u00a0%", "-5\u00a0%"),
        (Fraction(1, 10**9), "≈\u00a00\u00a0%", "≈\u00a00\u00a0%"),
    ],
)
def test_percents_are_shown_in_the_users_language(share: Fraction, polish: str, english: str) -> None:
    assert percent_text(share) == polish
    with i18n.in_language("en"):
        assert percent_text(share) == english


def test_names_are_escaped_where_they_are_shown() -> None:
    name = "<script>alert(1)</script>"
    shares = {name: {name: "60", "b": "40"}, "B": {"c": "50", "d": "50"}}
    for split in (solve_joint(shares), solve_joint(shares, [(name, "c"), ("b", "d")])):
        shown = split._repr_html_()
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown


def test_long_answers_are_shown_in_part() -> None:
    shares = {name: {f"{name}{number}": "10" for number in range(10)} for name in "AB"}
    with i18n.in_language("en"):
        shown = solve_joint(shares)._repr_html_()
    assert shown.count("<tr>") == 21
    assert "... and 80 more" in shown
    assert "81 degrees of freedom" in shown
