"""Descriptions of dictionary items: own, inherited, overwritten, carried to a new period (A-040 to A-048, M-06, C-38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import Rows, bill, cost_ledger
from workbench import i18n
from workbench.costs.descriptions.control import control_items
from workbench.costs.descriptions.inheritance import affected, describe_item, effective, effective_all, remove_item_description
from workbench.costs.descriptions.periods import carry_to_added, carry_to_new_period
from workbench.errors import DescriptionError
from workbench.ledger import Ledger

SITES = {f"BUDOWY=B{n}": f"B{n}" for n in range(1, 6)}
TREE: Rows = {
    "dimensions": [{"dimension": "BUDOWY"}, {"dimension": "ODDZIAŁ", "used_on": "purchase_register"}],
    "elements": [{"dimension": "BUDOWY", "element": element} for element in SITES.values()]
    + [{"dimension": "ODDZIAŁ", "element": "LUBLIN"}],
}


def accounts(**summaries: str) -> Rows:
    """Accounts ("a401=...") below their summary account, which comes earlier or is empty."""
    return {"accounts": [{"account": code[1:], "name": code, "summary": above} for code, above in summaries.items()]}


CHART = accounts(a4="", a401="4", a402="4", a501="", a501_1="501", a501_1_1="501_1")


def items(dictionary: str, **described: str) -> Rows:
    """One line of 100 % an item: its site."""
    head = {"dictionary": dictionary, "line": "1", "percent": "100"}
    return {"item_descriptions": [head | {"item": item[1:], "elements": f"BUDOWY={site}"} for item, site in described.items()]}


def books(*pieces: Rows) -> Ledger:
    return cost_ledger(bill("F", "1.00"), TREE, *pieces)


def sites(ledger: Ledger, dictionary: str = "account") -> dict[str, tuple[str, str | None]]:
    """By item: its site, and where it is inherited from."""
    found = effective_all(ledger, dictionary).astype(object)
    return {
        item: (SITES[text], source if isinstance(source, str) else None)
        for item, text, source in zip(found["item"], found["elements"], found["inherited_from"], strict=True)
    }


def test_a042_a_summary_accounts_description_passes_down() -> None:
    ledger = describe_item(books(CHART), "account", "501", [("BUDOWY=B1", "60"), ({"BUDOWY": "B2"}, "40")])
    lines = effective(ledger, "account", "501_1_1")
    assert lines["elements"].tolist() == ["BUDOWY=B1", "BUDOWY=B2"]
    assert lines["percent"].tolist() == [Decimal(60), Decimal(40)] and lines["line"].tolist() == [1, 2]
    assert lines["inherited_from"].tolist() == ["501", "501"]
    assert effective(ledger, "account", "501")["inherited_from"].isna().all()
    assert effective(ledger, "account", "401").empty


def test_a042_a_detail_account_may_have_its_own() -> None:
    ledger = describe_item(books(CHART, items("account", a501="B1")), "account", "501_1", [("BUDOWY=B2", 100)])
    assert sites(ledger) == {"501": ("B1", None), "501_1": ("B2", None), "501_1_1": ("B2", "501_1")}


def test_a042_a045_an_account_added_later_inherits() -> None:
    ledger = books(accounts(a501="", a501_1="501"), items("account", a501="B1"))
    later = replace(ledger, accounts=books(accounts(a501="", a501_1="501", a501_2="501")).accounts)
    assert sites(later)["501_2"] == ("B1", "501")


def test_a044_describing_the_summary_account_removes_what_was_entered_below() -> None:
    ledger = books(CHART, items("account", a501="B1", a501_1="B2", a501_1_1="B3", a401="B4"))
    changed = describe_item(ledger, "account", "501", [("BUDOWY=B5", 100)])
    assert sites(changed) == {"501": ("B5", None), "501_1": ("B5", "501"), "501_1_1": ("B5", "501"), "401": ("B4", None)}
    assert changed.item_descriptions["item"].tolist() == ["401", "501"]


def test_c38_what_is_affected_is_listed_before() -> None:
    ledger = books(CHART, items("account", a501="B1", a501_1_1="B3"))
    assert affected(ledger, "501").to_dict("list") == {
        "dictionary": ["account", "account"],
        "item": ["501_1", "501_1_1"],
        "name": ["a501_1", "a501_1_1"],
        "own": [False, True],
    }
    assert affected(ledger, "501_1_1").empty


def test_removing_the_description_of_a_detail_account_lets_it_inherit() -> None:
    ledger = books(CHART, items("account", a501="B1", a501_1="B2", a501_1_1="B3"))
    assert sites(remove_item_description(ledger, "account", "501_1")) == {
        "501": ("B1", None),
        "501_1": ("B1", "501"),
        "501_1_1": ("B3", None),
    }


@pytest.mark.parametrize("percents", [("60", "39.999999"), ("60", "40.000001"), ("100", "100"), ()])
def test_a041_m06_refused_unless_exactly_100(percents: tuple[str, ...]) -> None:
    with i18n.in_language("pl"), pytest.raises(DescriptionError) as refused:
        describe_item(books(CHART), "account", "501", [("BUDOWY=B1", percent) for percent in percents])
    total = str(sum(map(Decimal, percents), Decimal(0))).replace(".", ",")
    assert str(refused.value) == f"Opis analityczny słownika musi sumować się do 100%. Suma wynosi {total}%."


@pytest.mark.parametrize("chosen", ["", "BUDOWY=B9", "NIC=1", "ODDZIAŁ=LUBLIN"])
def test_a040_a030_lines_that_may_not_be_saved(chosen: str) -> None:
    with pytest.raises(DescriptionError):
        describe_item(books(CHART), "account", "501", [(chosen, 100)])


def test_m04_a_required_dimension_on_a_dictionary() -> None:
    tree: Rows = {
        "dimensions": [{"dimension": "BUDOWY"}, {"dimension": "X", "required": "true", "used_on": "account"}],
        "elements": [{"dimension": "BUDOWY", "element": "B1"}, {"dimension": "X", "element": "1"}],
    }
    ledger = cost_ledger(bill("F", "1.00"), tree, CHART, {"goods": [{"goods_id": "G", "name": "G"}]})
    with pytest.raises(DescriptionError, match=r"\[X\]"):
        describe_item(ledger, "account", "501", [("BUDOWY=B1", 100)])
    assert not effective(describe_item(ledger, "goods", "G", [("BUDOWY=B1", 100)]), "goods", "G").empty


def test_an_item_that_is_not_there() -> None:
    for dictionary, item in (("account", "999"), ("contractor", "nobody"), ("goods", "G")):
        with pytest.raises(DescriptionError, match=item):
            describe_item(books(CHART), dictionary, item, [("BUDOWY=B1", 100)])


def test_other_dictionaries_have_their_own_descriptions_only() -> None:
    ledger = describe_item(books(), "fixed_asset", "KOPARKA", [("BUDOWY=B1", 100)])
    assert sites(describe_item(ledger, "contractor", "active", [("BUDOWY=B2", 100)]), "contractor") == {"active": ("B2", None)}
    assert sites(ledger, "fixed_asset") == {"KOPARKA": ("B1", None)}
    assert affected(books(CHART), "active", "contractor").empty


def group(group_id: str, parent: str = "", modified: str = "") -> dict[str, str]:
    return {"group_id": group_id, "name": group_id, "parent": parent, "modified": modified}


def goods(groups: Sequence[dict[str, str]], **of: Sequence[str]) -> Rows:
    """Groups, and goods in them: the first group of each is the default one, "" for none."""
    return {
        "goods_groups": list(groups),
        "goods": [
            {"goods_id": name, "name": name, "default_group": inside[0] if inside else ""} for name, inside in of.items()
        ],
        "goods_in_groups": [{"goods_id": name, "group_id": one} for name, inside in of.items() for one in inside[1:]],
    }


def test_a046_a_group_passes_to_sub_groups_and_goods() -> None:
    ledger = books(goods([group("G"), group("H", "G")], cement=["H"], piasek=["G"], inne=[]), items("goods_group", aG="B1"))
    assert sites(ledger, "goods_group") == {"G": ("B1", None), "H": ("B1", "G")}
    assert sites(ledger, "goods") == {"cement": ("B1", "G"), "piasek": ("B1", "G")}
    own = describe_item(ledger, "goods", "cement", [("BUDOWY=B2", 100)])
    assert sites(own, "goods")["cement"] == ("B2", None)


def test_a047_the_default_group_then_the_most_recently_modified() -> None:
    groups = [
        group("D", modified="2026-01-01"),
        group("N", modified="2026-02-01"),
        group("E", modified="2026-03-01"),
        group("O"),
    ]
    ledger = books(
        goods(groups, new=["D"], many=["D", "N", "O"], empty=["D", "E"]), items("goods_group", aD="B1", aN="B2", aO="B3")
    )
    assert sites(ledger, "goods") == {"new": ("B1", "D"), "many": ("B2", "N"), "empty": ("B1", "D")}


def test_a047_modified_on_one_day_the_default_group_decides() -> None:
    groups = [group("A", modified="2026-01-01"), group("D", modified="2026-01-01"), group("Z", modified="2026-01-01")]
    ledger = books(goods(groups, one=["D", "A", "Z"]), items("goods_group", aA="B1", aD="B2", aZ="B3"))
    assert sites(ledger, "goods") == {"one": ("B2", "D")}


def test_a048_removing_a_groups_description_takes_it_from_all_below() -> None:
    tree = goods([group("G"), group("H", "G"), group("X")], cement=["H"], piasek=["X", "G"], inne=["X"])
    ledger = books(tree, items("goods_group", aG="B1", aH="B2", aX="B3"))
    ledger = describe_item(
        describe_item(ledger, "goods", "cement", [("BUDOWY=B4", 100)]), "goods", "inne", [("BUDOWY=B5", 100)]
    )
    assert affected(ledger, "G", "goods_group")[["dictionary", "item", "own"]].to_numpy().tolist() == [
        ["goods_group", "H", True],
        ["goods", "cement", True],
        ["goods", "piasek", False],
    ]
    left = remove_item_description(ledger, "goods_group", "G")
    assert sites(left, "goods_group") == {"X": ("B3", None)}
    assert sites(left, "goods") == {"piasek": ("B3", "X"), "inne": ("B5", None)}


def carried(descriptions: pd.DataFrame, chart: Rows) -> dict[str, tuple[str, str | None]]:
    return sites(replace(books(chart), item_descriptions=descriptions))


def test_a043_a_new_period_keeps_every_accounts_description() -> None:
    old = books(CHART, items("account", a501="B1", a401="B2"), items("contractor", aactive="B3"))
    chart = accounts(a4="", a401="4", a501_1="", a501_1_1="501_1", a501_1_2="501_1")
    new = carry_to_new_period(old.item_descriptions, old.accounts, books(chart).accounts)
    assert carried(new, chart) == {
        "401": ("B2", None),
        "501_1": ("B1", None),  # its summary account is gone
        "501_1_1": ("B1", "501_1"),
        "501_1_2": ("B1", "501_1"),
    }
    assert "active" in new["item"].tolist() and "501" not in new["item"].tolist()


def test_a043_the_same_chart_carries_the_same_table() -> None:
    old = books(CHART, items("account", a501="B1", a501_1="B2"))
    pd.testing.assert_frame_equal(carry_to_new_period(old.item_descriptions, old.accounts, old.accounts), old.item_descriptions)


def test_a043_an_update_of_the_chart_reaches_added_accounts_only() -> None:
    old = books(CHART, items("account", a501="B1", a501_1_1="B2", a401="B3", a402="B4"))
    present = books(accounts(a4="", a401="4", a501="", a501_1="501"), items("account", a501="B5"))
    updated = books(CHART).accounts
    new = carry_to_added(present.item_descriptions, present.accounts, old.item_descriptions, old.accounts, updated)
    assert carried(new, CHART) == {
        "501": ("B5", None),
        "501_1": ("B5", "501"),
        "501_1_1": ("B5", "501"),  # a newly added one always takes it from above
        "402": ("B4", None),  # nothing above: from the previous period; 401 was there and stays
    }


trees = st.lists(st.one_of(st.none(), st.integers(0, 11)), min_size=12, max_size=12)
"""The item above each item, if any: circles among them, which books should not have but may."""
owners = st.dictionaries(st.integers(0, 11), st.sampled_from(["B1", "B2", "B3"]), max_size=6)
EMPTY = books(
    accounts(**{f"a{n}": "" for n in range(12)}),
    goods([group(str(n)) for n in range(12)], **{f"g{n}": ["0"] for n in range(6)}),
)


def oracle(above: Sequence[int | None], own: Mapping[int, str], item: int, seen: tuple[int, ...] = ()) -> int | None:
    """Upwards step by step."""
    if item in own:
        return item
    parent = above[item]
    return None if parent is None or item in seen else oracle(above, own, parent, (*seen, item))


def with_own(ledger: Ledger, dictionary: str, own: Mapping[int, str]) -> Ledger:
    described = items(dictionary, **{f"a{item}": site for item, site in own.items()})
    base = books(described).item_descriptions if own else EMPTY.item_descriptions
    return replace(ledger, item_descriptions=base)


@settings(max_examples=40, deadline=None)
@given(trees, owners)
def test_accounts_against_a_slow_oracle(above: list[int | None], own: dict[int, str]) -> None:
    summary = pd.Series([None if one is None else str(one) for one in above], dtype="str")
    ledger = with_own(replace(EMPTY, accounts=EMPTY.accounts.assign(summary=summary)), "account", own)
    expected = {}
    for item in range(12):
        source = oracle(above, own, item)
        if source is not None:
            expected[str(item)] = (own[source], None if source == item else str(source))
    assert sites(ledger) == expected


days = st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=12, max_size=12)
memberships = st.lists(st.lists(st.integers(0, 11), unique=True, max_size=4), min_size=6, max_size=6)


@settings(max_examples=40, deadline=None)
@given(trees, owners, days, memberships)
def test_goods_against_a_slow_oracle(
    above: list[int | None], own: dict[int, str], modified: list[int | None], inside: list[list[int]]
) -> None:
    groups = EMPTY.goods_groups.assign(
        parent=pd.Series([None if one is None else str(one) for one in above], dtype="str"),
        modified=pd.to_datetime(pd.Series([None if day is None else f"2026-01-0{day}" for day in modified])).astype(
            "datetime64[s]"
        ),
    )
    rows = [(f"g{good}", str(one)) for good, of in enumerate(inside) for one in of[1:]]
    default = pd.Series([str(of[0]) if of else None for of in inside], dtype="str")
    ledger = replace(
        EMPTY,
        goods_groups=groups,
        goods=EMPTY.goods.assign(default_group=default),
        goods_in_groups=pd.DataFrame(rows, columns=["goods_id", "group_id"]).astype("str"),
    )
    found = sites(with_own(ledger, "goods_group", own), "goods")
    for good, of in enumerate(inside):
        sources = {one: oracle(above, own, one) for one in of}
        candidates = [one for one in of if sources[one] is not None]
        if not candidates:
            assert f"g{good}" not in found
            continue
        latest = max(modified[one] or 0 for one in candidates)
        allowed = [one for one in candidates if (modified[one] or 0) == latest]
        if of[0] in allowed:
            allowed = [of[0]]
        site, source = found[f"g{good}"]
        assert source in {str(sources[one]) for one in allowed} and own[int(str(source))] == site


def test_control_items_agrees_with_what_is_refused() -> None:
    ledger = describe_item(books(CHART), "account", "501", [("BUDOWY=B1", "33.333333"), ("BUDOWY=B2", "66.666667")])
    assert control_items(ledger).empty
