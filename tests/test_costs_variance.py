"""Differences explained: hand-computed tables, and effects that add up to the grosz for any amounts."""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import bill, cost_ledger, described
from workbench import Ledger, i18n
from workbench.costs.exploring.variance import EFFECTS, STEPS, Variance, lines_of, variance, variance_of_keys, variance_table
from workbench.costs.keys.restated import with_key
from workbench.costs.keys.versions import key_rows
from workbench.days import Month
from workbench.errors import DescriptionError, PeriodError

Line = tuple[str, str, int]


def lines(*rows: Line) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account", "element", "amount"]).astype(
        {"account": "str", "element": "str", "amount": "int64"}
    )


def explained(before: list[Line], after: list[Line]) -> Variance:
    return variance_table(lines(*before), lines(*after))


def rows_of(of: Variance) -> dict[str, list[int]]:
    table = of.table.set_index("element")
    return {str(element): row.tolist() for element, row in table.iterrows()}


BEFORE = [("401", "P1", 600), ("401", "P2", 400), ("402", "P1", 500), ("402", "P2", 300), ("402", "", 200)]

WORKED = {
    # every cell half as much again
    "volume": (
        BEFORE,
        [(account, element, amount * 3 // 2) for account, element, amount in BEFORE],
        {"": [200, 100, 0, 0, 0, 300], "P1": [1_100, 550, 0, 0, 0, 1_650], "P2": [700, 350, 0, 0, 0, 1_050]},
    ),
    # the same total, account 401 three quarters of it instead of a half
    "mix": (
        BEFORE,
        [("401", "P1", 900), ("401", "P2", 600), ("402", "P1", 250), ("402", "P2", 150), ("402", "", 100)],
        {"": [200, 0, -100, 0, 0, 100], "P1": [1_100, 0, 50, 0, 0, 1_150], "P2": [700, 0, 50, 0, 0, 750]},
    ),
    # 401 is split 50/50 instead of 60/40
    "key": (
        BEFORE,
        [("401", "P1", 500), ("401", "P2", 500), *BEFORE[2:]],
        {"": [200, 0, 0, 0, 0, 200], "P1": [1_100, 0, 0, -100, 0, 1_000], "P2": [700, 0, 0, 100, 0, 800]},
    ),
    # all of 402 is described, in the same proportions
    "data quality": (
        BEFORE,
        [*BEFORE[:2], ("402", "P1", 625), ("402", "P2", 375)],
        {"": [200, 0, 0, 0, -200, 0], "P1": [1_100, 0, 0, 0, 125, 1_225], "P2": [700, 0, 0, 0, 75, 775]},
    ),
    # everything at once: 2 000 -> 3 000; 401 is 1 000 of it, 402 2 000; 402 is split 1:3 and described to 90 %, it was 80 %.
    # volume: P1 1650, P2 1050, "" 300; mix: 401 -> 600/400, 402 -> 1000/600/400: P1 1600, P2 1000, "" 400;
    # key: 402 described 1 600 -> 400/1 200: P1 1 000, P2 1 600; data quality: 402 described 1 800 -> 450/1 350
    "all": (
        BEFORE,
        [*BEFORE[:2], ("402", "P1", 450), ("402", "P2", 1_350), ("402", "", 200)],
        {
            "": [200, 100, 100, 0, -200, 200],
            "P1": [1_100, 550, -50, -600, 50, 1_050],
            "P2": [700, 350, -50, 600, 150, 1_750],
        },
    ),
    # account 403 is new: its 1 000 are split like everything was (55/35/10) first, then like itself
    "new account": (
        BEFORE,
        [*BEFORE, ("403", "P2", 1_000)],
        {
            "": [200, 100, 0, 0, -100, 200],
            "P1": [1_100, 550, 0, -550, 0, 1_100],
            "P2": [700, 350, 0, 550, 100, 1_700],
        },
    ),
    # account 402 is gone
    "vanished account": (
        BEFORE,
        BEFORE[:2],
        {"": [200, -100, -100, 0, 0, 0], "P1": [1_100, -550, 50, 0, 0, 600], "P2": [700, -350, 50, 0, 0, 400]},
    ),
    "nothing before": (
        [],
        BEFORE,
        {"": [0, 200, 0, 0, 0, 200], "P1": [0, 1_100, 0, 0, 0, 1_100], "P2": [0, 700, 0, 0, 0, 700]},
    ),
    "nothing after": (
        BEFORE,
        [],
        {"": [200, -200, 0, 0, 0, 0], "P1": [1_100, -1_100, 0, 0, 0, 0], "P2": [700, -700, 0, 0, 0, 0]},
    ),
    "nothing at all": ([], [], {"": [0, 0, 0, 0, 0, 0]}),
    # a third of 100 each, then two thirds to P1: 33.33 grosze rounded by the largest remainder
    "thirds": (
        [("401", "P1", 1), ("401", "P2", 1), ("401", "P3", 1)],
        [("401", "P1", 100)],
        {"": [0] * 6, "P1": [1, 33, 0, 66, 0, 100], "P2": [1, 32, 0, -33, 0, 0], "P3": [1, 32, 0, -33, 0, 0]},
    ),
    # not described at all, then described: no key to compare with
    "described for the first time": (
        [("401", "", 100)],
        [("401", "P1", 70), ("401", "P2", 30)],
        {"": [100, 0, 0, 0, -100, 0], "P1": [0, 0, 0, 0, 70, 70], "P2": [0, 0, 0, 0, 30, 30]},
    ),
    "described no longer": (
        [("401", "P1", 100)],
        [("401", "", 100)],
        {"": [0, 0, 0, 0, 100, 100], "P1": [100, 0, 0, 0, -100, 0]},
    ),
}


@pytest.mark.parametrize("case", WORKED)
def test_worked_examples(case: str) -> None:
    before, after, expected = WORKED[case]
    assert rows_of(explained(before, after)) == expected


amounts = st.integers(-20, 20) | st.integers(-(10**6), 10**6) | st.integers(-(10**14), 10**14)
line = st.tuples(st.sampled_from(["401", "402", "403", ""]), st.sampled_from(["", "P1", "P2", "P3"]), amounts)
many = st.lists(line, max_size=10)


def by_element(of: list[Line]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for _account, element, amount in of:
        sums[element] = sums.get(element, 0) + amount
    return sums


@given(many, many)
@settings(max_examples=80)
def test_the_effects_add_up_for_any_amounts(before: list[Line], after: list[Line]) -> None:
    of = explained(before, after)
    old, new = by_element(before), by_element(after)
    for element, *amounts in of.table.itertuples(index=False):
        assert amounts[0] == old.get(element, 0) and amounts[-1] == new.get(element, 0)
        assert sum(amounts[:-1]) == amounts[-1]
    assert {*old, *new} <= set(of.table["element"])
    assert of.table.dtypes[list(STEPS)].eq("int64").all()
    total = of.total
    assert total["volume"] == sum(new.values()) - sum(old.values())
    assert [total[effect] for effect in EFFECTS[1:]] == [0, 0, 0]


@given(many, many)
@settings(max_examples=40)
def test_the_steps_are_rounded_by_less_than_a_grosz_and_explained_by_account(before: list[Line], after: list[Line]) -> None:
    of = explained(before, after)
    for element, *amounts in of.table.itertuples(index=False):
        level = amounts[0]
        for cells, effect in zip(of.stages[1:], amounts[1:-1], strict=True):
            level += effect
            assert abs(level - sum(account.get(element, 0) for account in cells.values())) < 1
        reasons = of.explain(element)
        sums = reasons.groupby("effect")["amount"].sum().to_dict()
        assert [sums.get(effect, 0) for effect in EFFECTS] == amounts[1:-1]


@given(many)
@settings(max_examples=40)
def test_the_same_twice_has_no_effects(of: list[Line]) -> None:
    assert not explained(of, of[::-1]).table[list(EFFECTS)].to_numpy().any()


@given(many, many)
@settings(max_examples=40)
def test_backwards_the_difference_is_the_opposite(before: list[Line], after: list[Line]) -> None:
    there, back = explained(before, after), explained(after, before)
    assert there.total["volume"] == -back.total["volume"]
    changes = {}
    for of, sign in ((there, 1), (back, -1)):
        changes[sign] = {
            row.element: sign * (row.after - row.before) for row in of.table.itertuples() if row.after != row.before
        }
    assert changes[1] == changes[-1]


@given(many, many)
@settings(max_examples=40)
def test_the_mirror_image_has_the_mirrored_effects(before: list[Line], after: list[Line]) -> None:
    there = explained(before, after)
    mirrored = explained([(a, e, -amount) for a, e, amount in before], [(a, e, -amount) for a, e, amount in after])
    assert (there.table[list(STEPS)] == -mirrored.table[list(STEPS)]).all(axis=None)


@given(many, st.integers(2, 5))
@settings(max_examples=40)
def test_growing_alike_is_volume_only(of: list[Line], times: int) -> None:
    grown = explained(of, [(account, element, amount * times) for account, element, amount in of])
    only_volume = sum(amount for _account, _element, amount in of) != 0
    if only_volume:
        assert not grown.table[["mix", "key", "data_quality"]].to_numpy().any()


positive = st.lists(
    st.tuples(st.sampled_from(["401", "402"]), st.sampled_from(["", "P1", "P2"]), st.integers(1, 10**6)), min_size=1, max_size=8
)


def slow_levels(before: list[Line], after: list[Line]) -> list[dict[str, Fraction]]:
    """The definition written as products, for accounts that all have something described before and after: total x part of
    the account x described part x split."""

    def factors(of: list[Line]) -> tuple[int, dict[str, Fraction], dict[str, Fraction], dict[tuple[str, str], Fraction]]:
        total = sum(amount for *_names, amount in of)
        accounts = {account: sum(amount for one, _e, amount in of if one == account) for account, *_rest in of}
        known = {account: sum(amount for one, e, amount in of if one == account and e) for account in accounts}
        split = {
            (account, element): Fraction(sum(x for a, e, x in of if (a, e) == (account, element)), known[account])
            for account in accounts
            for element in ("P1", "P2")
        }
        parts = {account: Fraction(amount, total) for account, amount in accounts.items()}
        return total, parts, {account: Fraction(known[account], accounts[account]) for account in accounts}, split

    old, new = factors(before), factors(after)
    levels = []
    for substituted in range(5):
        # the order of substitution: total, parts, split, described part
        total = (new if substituted > 0 else old)[0]
        parts = (new if substituted > 1 else old)[1]
        split = (new if substituted > 2 else old)[3]
        known = (new if substituted > 3 else old)[2]
        level = {
            element: sum((total * parts[a] * known[a] * split[a, element] for a in parts), Fraction(0))
            for element in ("P1", "P2")
        }
        levels.append(level | {"": total - sum(level.values())})
    return levels


@given(positive, positive)
@settings(max_examples=40)
def test_the_steps_are_the_products_of_the_definition(before: list[Line], after: list[Line]) -> None:
    both = [(account, "P1", 7) for account in ("401", "402")]
    before, after = before + both, after + both
    of = explained(before, after)
    for cells, expected in zip(of.stages, slow_levels(before, after), strict=True):
        for element, level in expected.items():
            assert sum((account.get(element, Fraction(0)) for account in cells.values()), Fraction(0)) == level


def test_the_waterfall_has_the_steps_in_order() -> None:
    of = explained(*WORKED["all"][:2])
    of_p2 = of.waterfall("P2")
    assert list(of_p2.columns) == ["step", "amount"]
    assert of_p2["step"].tolist() == ["before", "volume", "mix", "key", "data_quality", "after"]
    assert of_p2["amount"].tolist() == [700, 350, -50, 600, 150, 1_750]
    assert of.waterfall()["amount"].tolist() == [2_000, 1_000, 0, 0, 0, 3_000]
    with pytest.raises(DescriptionError):
        of.waterfall("P9")


def test_the_table_is_shown_with_its_total_and_escaped() -> None:
    with i18n.in_language("en"):
        shown = explained([("1", "", 5), ("1", "<b>", 100_000)], [("1", "<b>", 200_005)])._repr_html_()
    assert "<b>" not in shown and "not described" in shown
    assert ">1,000.05<" in shown and ">2,000.05<" in shown


def test_the_explanation_names_the_accounts() -> None:
    of = explained(*WORKED["all"][:2])
    with i18n.in_language("en"):
        reasons = of.explain("P2")
        not_described = of.explain("")
    assert reasons[["effect", "account", "amount"]].values.tolist() == [
        ["volume", "401", 200],
        ["volume", "402", 150],
        ["mix", "401", -200],
        ["mix", "402", 150],
        ["key", "402", 600],
        ["data_quality", "402", 150],
    ]
    assert reasons["text"].tolist() == [
        "Account 401: all accounts together went from 20.00 to 30.00.",
        "Account 402: all accounts together went from 20.00 to 30.00.",
        "Account 401: it is 33.33% of all costs, it was 50.00%.",
        "Account 402: it is 66.67% of all costs, it was 50.00%.",
        "Account 402: P2 has 75.00% of what is described, it had 37.50%.",
        "Account 402: 90.00% of it is described, it was 80.00%.",
    ]
    assert not_described["effect"].tolist() == ["volume", "mix", "data_quality"]


def books() -> Ledger:
    """December and two months of the next year; F4 is not described, F5's VAT cannot be deducted and is a cost."""
    return cost_ledger(
        bill("F1", ("100.00", "401"), day="2025-12-31"),
        described("F1", ("P=P1", "60", "60.00"), ("P=P2", "40", "40.00"), key="K"),
        bill("F2", ("100.00", "401"), day="2026-01-01"),
        described("F2", ("P=P1", "60", "60.00"), ("P=P2", "40", "40.00"), key="K"),
        bill("F3", ("50.00", "402"), day="2026-02-28"),
        described("F3", ("P=P1; T=Z1", "100", "50.00")),
        bill("F4", ("10.00", "402"), day="2026-02-28"),
        bill("F5", ("10.00", "402", "no"), day="2026-03-01"),
        {
            "keys": [
                {"key": "K", "valid_from": "2025-01-01", "line": "1", "elements": "P=P1", "percent": "60"},
                {"key": "K", "valid_from": "2025-01-01", "line": "2", "elements": "P=P2", "percent": "40"},
            ]
        },
    )


def test_two_periods_of_the_books() -> None:
    """December: P1 60, P2 40. January and February: 401 60/40 of 100, 402 50 of 60 to P1. The new 60 are split 60/40 first."""
    ledger = books()
    of = variance(ledger, "2025-12", ("2026-01", Month("2026-02")), "P")
    assert rows_of(of) == {
        "": [0, 0, 0, 0, 10_00, 10_00],
        "P1": [60_00, 36_00, 0, 24_00, -10_00, 110_00],
        "P2": [40_00, 24_00, 0, -24_00, 0, 40_00],
    }
    assert rows_of(variance(ledger, "2026-03", Month("2026-03"), "P")) == {"": [12_30, 0, 0, 0, 0, 12_30]}
    assert variance(ledger, "2025-12", "2026-01", "P", register="revenue").total == dict.fromkeys(STEPS, 0)


def test_lines_are_the_allocation_by_account_and_element() -> None:
    whole = lines_of(books(), "T")
    assert sorted(whole.itertuples(index=False, name=None)) == [("401", "", 200_00), ("402", "", 22_30), ("402", "Z1", 50_00)]


def test_two_keys_for_the_same_period() -> None:
    ledger = books()
    changed = with_key(ledger, key_rows("K", date(2026, 1, 1), {"P=P1": "25", "P=P2": "75"}))
    of = variance_of_keys(ledger, changed, "P", ("2026-01", "2026-02"))
    assert rows_of(of) == {
        "": [10_00, 0, 0, 0, 0, 10_00],
        "P1": [110_00, 0, 0, -35_00, 0, 75_00],
        "P2": [40_00, 0, 0, 35_00, 0, 75_00],
    }
    assert rows_of(variance_of_keys(ledger, changed, "P"))["P1"] == [170_00, 0, 0, -35_00, 0, 135_00]


def test_what_cannot_be_asked_is_refused() -> None:
    ledger = books()
    with pytest.raises(DescriptionError, match="X"):
        variance(ledger, "2026-01", "2026-02", "X")
    with i18n.in_language("en"), pytest.raises(PeriodError, match="ends in January 2026, before it begins in February 2026"):
        variance(ledger, "2025-12", ("2026-02", "2026-01"), "P")


def test_amounts_beyond_int64_are_refused_not_wrapped() -> None:
    """All before is one grosz, its cells a million million zloty: growing alike leaves what int64 holds."""
    huge = 10**14
    with pytest.raises(OverflowError):
        explained([("1", "P1", huge), ("1", "P2", 1 - huge)], [("1", "P1", huge)])


def test_amounts_of_any_size_are_exact() -> None:
    huge = 10**17
    of = explained([("1", "P1", huge), ("1", "P2", 1)], [("1", "P1", 1), ("1", "P2", huge)])
    assert rows_of(of)["P1"] == [huge, 0, 0, 1 - huge, 0, 1]
    assert sum(of.total[effect] for effect in EFFECTS) == 0
