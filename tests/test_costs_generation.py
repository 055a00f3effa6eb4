"""A document's description generated from its goods or accounts (A-038, A-039, A-057, A-058, A-061, A-063, A-066, A-068)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import Rows, bill, cost_ledger, record
from workbench.costs.descriptions.control import control
from workbench.costs.descriptions.describing import describe, with_description, without_description
from workbench.costs.descriptions.generation import Generation, generate
from workbench.costs.descriptions.inheritance import describe_item
from workbench.costs.descriptions.lines import percents_from, table_of
from workbench.costs.splitting import splits
from workbench.errors import DescriptionError
from workbench.ledger import Ledger, elements

TREE: Rows = {
    "dimensions": [{"dimension": "PROJEKTY"}, {"dimension": "ODDZIAŁ", "used_on": "goods; account; journal_voucher; receipt"}],
    "elements": [
        *({"dimension": "PROJEKTY", "element": element} for element in ("P1", "P2")),
        *({"dimension": "ODDZIAŁ", "element": element} for element in ("LUBLIN", "KRAKÓW")),
    ],
}
GOODS: Rows = {
    "goods_groups": [{"group_id": "G", "name": "Spoiwa"}],
    "goods": [
        {"goods_id": "CEMENT", "name": "Cement", "default_group": "G"},
        {"goods_id": "PIASEK", "name": "Piasek", "default_group": ""},
    ],
}
ACCOUNTS: Rows = {
    "accounts": [
        {"account": "4", "name": "Koszty", "summary": ""},
        {"account": "411", "name": "Materiały", "summary": "4"},
        {"account": "201", "name": "Rozrachunki", "summary": ""},
    ]
}


def lines(document_id: str, *amounts: str, goods: str = "CEMENT", cost: str = "0") -> Rows:
    head = {"document_id": document_id, "kind": "line", "goods_id": goods, "purchase_cost": cost}
    return {"record_lines": [head | {"line": str(number), "amount": amount} for number, amount in enumerate(amounts, 1)]}


def books(*pieces: Rows, type: str = "purchase_invoice", **values: str) -> Ledger:
    return cost_ledger(bill("VAT", "1.00"), record("D", "100.00", type=type, **values), TREE, GOODS, ACCOUNTS, *pieces)


def of_goods(ledger: Ledger, *shares: tuple[str, str], item: str = "CEMENT") -> Ledger:
    return describe_item(ledger, "goods", item, shares)


def generated(generation: Generation) -> list[tuple[str, int, str, Decimal, int]]:
    table = generation.description.lines[["position", "position_line", "elements", "percent", "value"]]
    return [(str(position), *rest) for position, *rest in table.itertuples(index=False, name=None)]


def test_a057_each_line_by_its_goods() -> None:
    ledger = of_goods(books(lines("D", "0.10", "-35000.00")), ("PROJEKTY=P1", "45"), ("PROJEKTY=P2", "55"))
    generation = generate(ledger, "D")
    assert generated(generation) == [
        ("line", 1, "PROJEKTY=P1", Decimal(45), 5),
        ("line", 1, "PROJEKTY=P2", Decimal(55), 5),
        ("line", 2, "PROJEKTY=P1", Decimal(45), -1_575_000),
        ("line", 2, "PROJEKTY=P2", Decimal(55), -1_925_000),
    ]
    assert generation.left_out.empty and generation.overwritten.empty
    assert control(with_description(ledger, generation.description)).empty


def test_c39_the_rule_for_the_grosz_is_chosen() -> None:
    thirds = [("PROJEKTY=P1", "33.333333"), ("PROJEKTY=P2", "33.333333"), ("PROJEKTY=P1; ODDZIAŁ=LUBLIN", "33.333334")]
    ledger = of_goods(books(lines("D", "1.00"), type="receipt"), *thirds)
    assert [line[-1] for line in generated(generate(ledger, "D"))] == [33, 33, 34]
    halves = of_goods(books(lines("D", "1.01"), type="receipt"), ("PROJEKTY=P1", "25"), ("PROJEKTY=P2", "75"))
    assert [line[-1] for line in generated(generate(halves, "D", "largest"))] == splits.split(101, ["25", "75"], "largest")


def test_a046_goods_take_it_from_their_group() -> None:
    ledger = describe_item(books(lines("D", "9.00")), "goods_group", "G", [("PROJEKTY=P1", 100)])
    assert generated(generate(ledger, "D")) == [("line", 1, "PROJEKTY=P1", Decimal(100), 900)]


def test_a038_nothing_is_stored_before_it_is_accepted() -> None:
    ledger = of_goods(books(lines("D", "9.00")), ("PROJEKTY=P1", "100"))
    generation = generate(ledger, "D")
    assert ledger.descriptions.empty
    assert with_description(ledger, generation.description).descriptions["value"].tolist() == [900]


def test_a039_what_is_overwritten_is_shown() -> None:
    ledger = of_goods(books(lines("D", "9.00")), ("PROJEKTY=P1", "100"))
    by_hand = with_description(ledger, describe(ledger, "D").add("document", 0, "PROJEKTY=P2", percent=100))
    again = generate(by_hand, "D")
    pd.testing.assert_frame_equal(again.overwritten, by_hand.descriptions)
    assert with_description(by_hand, again.description).descriptions["elements"].tolist() == ["PROJEKTY=P1"]


def test_a058_the_same_dimensions_transfer_in_full() -> None:
    ledger = of_goods(books(lines("D", "9.00"), type="receipt"), ("PROJEKTY=P1; ODDZIAŁ=LUBLIN", "100"))
    assert generated(generate(ledger, "D")) == [("line", 1, "PROJEKTY=P1; ODDZIAŁ=LUBLIN", Decimal(100), 900)]


def test_a058_elements_of_shared_dimensions_only_and_equal_lines_together() -> None:
    shares = (
        ("PROJEKTY=P1; ODDZIAŁ=LUBLIN", "20"),
        ("ODDZIAŁ=KRAKÓW; PROJEKTY=P2", "50"),
        ("ODDZIAŁ=KRAKÓW; PROJEKTY=P1", "30"),
    )
    generation = generate(of_goods(books(lines("D", "0.01")), *shares), "D")
    assert generated(generation) == [("line", 1, "PROJEKTY=P1", Decimal(50), 1), ("line", 1, "PROJEKTY=P2", Decimal(50), 0)]
    assert generation.left_out.empty


def test_a058_what_shares_no_dimension_is_left_out_and_named() -> None:
    ledger = of_goods(books(lines("D", "10.00")), ("PROJEKTY=P1", "60"), ("ODDZIAŁ=LUBLIN", "40"))
    generation = generate(ledger, "D")
    assert generated(generation) == [("line", 1, "PROJEKTY=P1", Decimal(60), 600)]
    assert generation.left_out.to_dict("records") == [
        {"position": "line", "position_line": 1, "item": "CEMENT", "elements": "ODDZIAŁ=LUBLIN", "percent": Decimal(40)}
    ]
    found = control(with_description(ledger, generation.description))
    assert found[["code", "missing_percent"]].to_numpy().tolist() == [["below_100", Decimal(40)]]


def test_goods_without_a_description_are_named() -> None:
    two = lines("D", "10.00")["record_lines"] + [{**lines("D", "5.00", goods="PIASEK")["record_lines"][0], "line": "2"}]
    generation = generate(of_goods(books({"record_lines": two}), ("PROJEKTY=P1", "100")), "D")
    assert generation.left_out[["position_line", "item", "percent"]].to_numpy().tolist() == [[2, "PIASEK", Decimal(100)]]


def test_nothing_to_generate_from_overwrites_nothing() -> None:
    with pytest.raises(DescriptionError, match="D"):
        generate(books(lines("D", "10.00")), "D")


@pytest.mark.parametrize("type", ["cost_record", "revenue_record"])
def test_a066_records_are_described_by_hand(type: str) -> None:
    with pytest.raises(DescriptionError, match="D"):
        generate(of_goods(books(lines("D", "10.00"), type=type), ("PROJEKTY=P1", "100")), "D")


def test_a063_vat_registers_are_described_by_hand() -> None:
    with pytest.raises(DescriptionError, match="VAT"):
        generate(books(), "VAT")


def test_a055_a_locked_document_is_generated_from_the_list_only() -> None:
    ledger = of_goods(books(lines("D", "9.00"), locked="true"), ("PROJEKTY=P1", "100"))
    with pytest.raises(DescriptionError):
        generate(ledger, "D")
    assert len(generate(ledger, "D", from_list=True).description.lines) == 1


def test_a061_a_goods_issued_note_with_its_cost() -> None:
    ledger = of_goods(
        books(lines("D", "10.00", cost="7.01"), type="goods_issued"), ("PROJEKTY=P1", "50"), ("PROJEKTY=P2", "50")
    )
    generation = generate(ledger, "D")
    assert [(position, value) for position, _line, _text, _percent, value in generated(generation)] == [
        ("line", 500),
        ("line", 500),
        ("line_cost", 351),
        ("line_cost", 350),
    ]


def test_a061_only_after_saving() -> None:
    unsaved = of_goods(books(lines("D", "10.00"), type="goods_issued"), ("PROJEKTY=P1", "100"))
    with pytest.raises(DescriptionError, match="D"):
        generate(unsaved, "D")


def test_a061_changed_by_hand_after_a_change_of_quantity() -> None:
    ledger = of_goods(books(lines("D", "10.00", cost="7.00"), type="goods_issued"), ("PROJEKTY=P1", "100"))
    saved = with_description(ledger, generate(ledger, "D").description)
    assert len(generate(saved, "D").overwritten) == 2
    changed = replace(saved, record_lines=saved.record_lines.assign(amount=2_000, purchase_cost=1_400))
    with pytest.raises(DescriptionError, match="D"):
        generate(changed, "D")
    assert set(control(changed)["code"]) == {"amount_changed"}
    assert generated(generate(without_description(changed, "D"), "D"))[0][-1] == 2_000


def test_a068_a_journal_voucher_by_its_accounts_own_or_inherited() -> None:
    rows = [
        {"document_id": "D", "kind": kind, "line": "1", "amount": amount, "account": account}
        for kind, amount, account in (("debit", "10.01", "411"), ("credit", "10.01", "201"))
    ]
    ledger = books({"record_lines": rows}, type="journal_voucher")
    ledger = describe_item(ledger, "account", "4", [("PROJEKTY=P1", "45"), ("PROJEKTY=P2; ODDZIAŁ=LUBLIN", "55")])
    generation = generate(ledger, "D")
    assert generated(generation) == [
        ("debit", 1, "PROJEKTY=P1", Decimal(45), 450),
        ("debit", 1, "PROJEKTY=P2; ODDZIAŁ=LUBLIN", Decimal(55), 551),
    ]
    assert generation.left_out["item"].tolist() == ["201"]
    assert control(with_description(ledger, generation.description)).empty


ONE = books(lines("D", "1.00", "1.00"))
FULL = ("PROJEKTY=P1", "PROJEKTY=P2", "PROJEKTY=P1; ODDZIAŁ=LUBLIN", "ODDZIAŁ=KRAKÓW; PROJEKTY=P2", "ODDZIAŁ=KRAKÓW")


@st.composite
def shares(draw: st.DrawFn) -> list[tuple[str, int]]:
    cuts = sorted(draw(st.lists(st.integers(0, splits.WHOLE), max_size=5)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, splits.WHOLE], strict=True)]
    return [(draw(st.sampled_from(FULL)), part) for part in parts]


@settings(max_examples=25, deadline=None)
@given(
    shares(),
    st.lists(st.integers(-(10**15), 10**15), min_size=2, max_size=2),
    st.sampled_from(("last", "largest")),
    st.sampled_from(("purchase_invoice", "receipt")),
)
def test_what_is_generated_adds_up(described: list[tuple[str, int]], amounts: list[int], rule: splits.Rule, type: str) -> None:
    rows = [("goods", "CEMENT", number, text, 0) for number, (text, _) in enumerate(described, 1)]
    entered = table_of("item_descriptions", rows).assign(percent=percents_from(np.array([part for _, part in described])))
    ledger = replace(
        ONE,
        item_descriptions=entered,
        records=ONE.records.assign(type=pd.Categorical([type], dtype=ONE.records["type"].dtype)),
        record_lines=ONE.record_lines.assign(amount=amounts),
    )
    usable = {"PROJEKTY"} | ({"ODDZIAŁ"} if type == "receipt" else set())
    expected: Counter[frozenset[tuple[str, str]]] = Counter()
    for text, part in described:
        expected[frozenset((code, element) for code, element in elements.parse(text).items() if code in usable)] += part
    lost = expected.pop(frozenset(), 0)
    if not expected:
        with pytest.raises(DescriptionError):
            generate(ledger, "D", rule)
        return
    generation = generate(ledger, "D", rule)
    for number, amount in enumerate(amounts, 1):
        found = [line for line in generation.description.entries if line.position_line == number]
        assert {frozenset(elements.parse(line.elements).items()): line.percent for line in found} == expected
        if not lost:
            assert sum(line.value for line in found) == amount
        left = generation.left_out[generation.left_out["position_line"] == number]
        assert sum(left["percent"], Decimal(0)) == Decimal(lost).scaleb(-6)
    faults = control(with_description(ledger, generation.description))
    assert set(faults["code"]) == ({"below_100"} if lost else set())
