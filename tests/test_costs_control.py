"""The control of descriptions: every planted fault is found and named, sound books have none (A-041, A-052, A-054, M-06)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost_books import Rows, bill, cost_ledger, described, record
from workbench import i18n
from workbench.costs.descriptions.control import control, control_items
from workbench.costs.descriptions.lines import percents_from, table_of
from workbench.costs.splitting import splits
from workbench.ledger import Ledger

TREE: Rows = {
    "dimensions": [
        {"dimension": "PROJEKTY", "required": "true"},
        {"dimension": "ODDZIAŁ"},
        {"dimension": "TOWARY", "used_on": "sales_invoice"},
    ],
    "elements": [
        {"dimension": "PROJEKTY", "element": "P1"},
        {"dimension": "PROJEKTY", "element": "P2"},
        {"dimension": "ODDZIAŁ", "element": "LUBLIN"},
        {"dimension": "TOWARY", "element": "T1"},
    ],
}


def books(*pieces: Rows) -> Ledger:
    return cost_ledger(bill("F1", "100.00"), bill("F2", "60.00", "40.00"), TREE, *pieces)


def faults(ledger: Ledger) -> list[tuple[str, str, int, int, str]]:
    found = control(ledger)[["document_id", "position", "position_line", "line", "code"]]
    return list(found.itertuples(index=False, name=None))


def only(ledger: Ledger) -> dict[str, Any]:
    found = control(ledger)
    assert len(found) == 1
    return {str(name): value for name, value in found.iloc[0].items()}


SOUND = (
    described("F1", ("PROJEKTY=P1", "45", "45.00"), ("PROJEKTY=P2", "55", "55.00")),
    described("F2", ("PROJEKTY=P1", "100", "60.00"), position_line=1),
    described(
        "F2",
        ("PROJEKTY=P1; ODDZIAŁ=LUBLIN", "33.333333", "13.33"),
        ("PROJEKTY=P2", "66.666667", "26.67"),
        position_line=2,
        first=2,
    ),
)


def test_sound_books_have_no_fault() -> None:
    assert control(books(*SOUND)).empty
    assert control(books()).empty


def test_below_100_names_what_is_missing() -> None:
    fault = only(books(described("F1", ("PROJEKTY=P1", "60.5", "60.50"))))
    assert (fault["code"], fault["position"], fault["line"]) == ("below_100", "document", 0)
    assert (fault["percent"], fault["missing_percent"]) == (Decimal("60.5"), Decimal("39.5"))
    assert (fault["value"], fault["amount"], fault["missing_amount"]) == (6_050, 10_000, 3_950)


def test_above_100_names_what_is_too_much() -> None:
    fault = only(books(described("F1", ("PROJEKTY=P1", "60", "60.00"), ("PROJEKTY=P2", "60", "60.00"))))
    assert (fault["code"], fault["missing_percent"], fault["missing_amount"]) == ("above_100", Decimal(-20), -2_000)


@pytest.mark.parametrize("code", ["below_100", "amount_changed"])
def test_the_text_names_document_percent_and_grosze(code: str) -> None:
    lines = {"below_100": ("PROJEKTY=P1", "60.5", "60.50"), "amount_changed": ("PROJEKTY=P1", "100", "90.00")}[code]
    with i18n.in_language("en"):
        text = only(books(described("F1", lines)))["text"].replace("\u00a0", " ")
    assert (
        text
        == {
            "below_100": "F1, whole document: described 60.5 %, missing 39.5 % (PLN 39.50).",
            "amount_changed": "F1, whole document: described for PLN 90.00, but the amount is PLN 100.00. Describe it again.",
        }[code]
    )


def test_a054_an_amount_that_changed() -> None:
    fault = only(books(described("F1", ("PROJEKTY=P1", "45", "36.00"), ("PROJEKTY=P2", "55", "44.00"))))
    assert (fault["code"], fault["value"], fault["amount"]) == ("amount_changed", 8_000, 10_000)


def test_values_that_are_no_split_of_anything() -> None:
    fault = only(books(described("F1", ("PROJEKTY=P1", "45", "80.00"), ("PROJEKTY=P2", "55", "8.00"))))
    assert (fault["code"], fault["line"]) == ("value_differs", 0)


def test_values_that_add_up_but_are_not_their_percents() -> None:
    found = faults(books(described("F1", ("PROJEKTY=P1", "45", "55.00"), ("PROJEKTY=P2", "55", "45.00"))))
    assert found == [("F1", "document", 0, line, "value_differs") for line in (1, 2)]


def test_a054_a_position_that_is_gone() -> None:
    found = faults(books(described("F1", ("PROJEKTY=P1", "100", "1.00"), position_line=7)))
    assert found == [("F1", "line", 1, 0, "position_new"), ("F1", "line", 7, 0, "position_gone")]


def test_a054_a_document_that_is_gone() -> None:
    ledger = books(*SOUND)
    gone = replace(
        ledger, documents=ledger.documents[ledger.documents["document_id"] == "F2"], vat_lines=ledger.vat_lines.iloc[1:]
    )
    assert faults(gone) == [("F1", "document", 0, 0, "position_gone")]


def test_a054_a_new_position() -> None:
    found = faults(books(described("F2", ("PROJEKTY=P1", "100", "60.00"), position_line=1)))
    assert found == [("F2", "line", 2, 0, "position_new")]


def test_a068_a_journal_voucher_need_not_describe_all_accounts() -> None:
    lines = [{"document_id": "PK", "kind": "debit", "line": n, "amount": "5.00", "account": ""} for n in "12"]
    one = {"descriptions": [{"document_id": "PK", "line": "1", "position": "debit", "position_line": "1"}]}
    one["descriptions"][0] |= {"elements": "PROJEKTY=P1", "percent": "100", "value": "5.00"}
    assert control(books(record("PK", "0.00", type="journal_voucher"), {"record_lines": lines}, one)).empty


def test_a_document_described_twice() -> None:
    twice = described("F2", ("PROJEKTY=P1", "100", "100.00"), first=9)
    assert faults(books(*SOUND, twice)) == [("F2", "document", 0, 0, "described_twice")]


def test_a062_a_description_that_should_be_gone() -> None:
    ledger = cost_ledger(bill("F1", "100.00", status="cancelled"), TREE, SOUND[0])
    assert faults(ledger) == [("F1", "document", 0, 0, "not_describable")]


def test_a040_m04_a030_faults_of_elements() -> None:
    ledger = books(described("F1", ("ODDZIAŁ=LUBLIN", "45", "45.00"), ("PROJEKTY=P2; TOWARY=T1", "55", "55.00")))
    found = control(ledger)
    assert found[["line", "code", "dimension"]].to_numpy().tolist() == [
        [1, "missing_required", "PROJEKTY"],
        [2, "unavailable_dimension", "TOWARY"],
    ]
    blank = replace(ledger, descriptions=ledger.descriptions.assign(elements=pd.Series(["", "PROJEKTY"], dtype="str")))
    assert faults(blank) == [("F1", "document", 0, line, "no_elements") for line in (1, 2)]


def test_the_columns() -> None:
    for table in (control(books()), control(books(described("F1", ("PROJEKTY=P1", "60", "60.00"))))):
        assert table.dtypes.map(str).to_dict() == {
            "document_id": "str",
            "position": "category",
            "position_line": "int64",
            "line": "int64",
            "code": "category",
            "dimension": "str",
            "percent": "decimal128(18, 6)[pyarrow]",
            "value": "int64",
            "amount": "int64",
            "missing_percent": "decimal128(18, 6)[pyarrow]",
            "missing_amount": "int64",
            "text": "str",
        }


def test_a041_m06_letter_for_letter() -> None:
    items = [
        {"dictionary": "contractor", "item": item, "line": str(line), "elements": "PROJEKTY=P1", "percent": percent}
        for item, percents in {"A": ("60", "0.5"), "B": ("60", "40"), "C": ("100", "0.000001")}.items()
        for line, percent in enumerate(percents, 1)
    ]
    with i18n.in_language("pl"):
        found = control_items(books({"item_descriptions": items}))
    assert found[["item", "percent", "missing_percent"]].to_numpy().tolist() == [
        ["A", Decimal("60.5"), Decimal("39.5")],
        ["C", Decimal("100.000001"), Decimal("-0.000001")],
    ]
    message = "Opis analityczny słownika musi sumować się do 100%. Suma wynosi {}%."
    assert found["text"].tolist() == [message.format(percent) for percent in ("60,5", "100,000001")]


DOCUMENTS, LINES = 6, 3
BASE = cost_ledger(*[bill(f"F{n}", "1.00") for n in range(DOCUMENTS)], TREE)


def sound(amounts: list[int], percents: list[int]) -> Ledger:
    """Documents of these amounts, each split over three elements."""
    weights = np.array(percents, np.int64)
    values = splits.split_rows(np.array(amounts, np.int64), weights, np.arange(0, len(weights) + 1, LINES))
    rows = [
        (f"F{row // LINES}", row % LINES + 1, "document", 0, f"PROJEKTY=P{row % 2 + 1}", 0, int(value), None)
        for row, value in enumerate(values)
    ]
    lines = table_of("descriptions", rows).assign(percent=percents_from(weights))
    return replace(BASE, vat_lines=BASE.vat_lines.assign(net=amounts), descriptions=lines)


thirds = (
    st.tuples(st.integers(1, splits.WHOLE - 2), st.integers(1, splits.WHOLE - 2))
    .map(sorted)
    .filter(lambda pair: pair[0] < pair[1])
)


@st.composite
def split_books(draw: st.DrawFn) -> Ledger:
    sizes = draw(st.lists(st.integers(1_000, 10**13), min_size=DOCUMENTS, max_size=DOCUMENTS))
    signs = draw(st.lists(st.sampled_from((1, -1)), min_size=DOCUMENTS, max_size=DOCUMENTS))
    cuts = draw(st.lists(thirds, min_size=DOCUMENTS, max_size=DOCUMENTS))
    percents = [part for low, high in cuts for part in (low, high - low, splits.WHOLE - high)]
    return sound([size * sign for size, sign in zip(sizes, signs, strict=True)], percents)


@settings(max_examples=25, deadline=None)
@given(split_books())
def test_whatever_is_split_is_sound(ledger: Ledger) -> None:
    assert control(ledger).empty


def percent_plus(lines: pd.DataFrame, row: int) -> pd.DataFrame:
    millionths = [int(percent.scaleb(6)) for percent in lines["percent"]]
    millionths[row] += 1
    return lines.assign(percent=percents_from(np.array(millionths)))


def value_plus(lines: pd.DataFrame, row: int) -> pd.DataFrame:
    return lines.assign(value=lines["value"] + (np.arange(len(lines)) == row))


def emptied(lines: pd.DataFrame, row: int) -> pd.DataFrame:
    return lines.assign(elements=lines["elements"].where(np.arange(len(lines)) != row, ""))


def elsewhere(lines: pd.DataFrame, row: int) -> pd.DataFrame:
    return lines.assign(position_line=lines["position_line"].where(np.arange(len(lines)) != row, 9))


PLANTED: dict[str, tuple[Callable[[pd.DataFrame, int], pd.DataFrame], set[str]]] = {
    "percent": (percent_plus, {"above_100"}),
    "value": (value_plus, {"amount_changed", "value_differs"}),
    "removed": (lambda lines, row: lines.drop(index=row), {"below_100"}),
    "repeated": (lambda lines, row: pd.concat([lines, lines.iloc[[row]].assign(line=99)], ignore_index=True), {"above_100"}),
    "emptied": (emptied, {"no_elements"}),
    "elsewhere": (elsewhere, {"below_100", "position_gone"}),
}


@settings(max_examples=40, deadline=None)
@given(split_books(), st.sampled_from(sorted(PLANTED)), st.integers(0, DOCUMENTS * LINES - 1))
def test_every_planted_fault_is_found_and_nothing_else(ledger: Ledger, name: str, row: int) -> None:
    plant, expected = PLANTED[name]
    found = control(replace(ledger, descriptions=plant(ledger.descriptions, row)))
    assert set(found["document_id"]) == {f"F{row // LINES}"}
    assert set(found["code"]) <= expected and len(found)
    if name == "elsewhere":
        assert set(found["code"]) == expected


@settings(max_examples=25, deadline=None)
@given(split_books(), st.integers(0, DOCUMENTS - 1), st.integers(1, 10**12))
def test_a054_every_changed_amount_is_found(ledger: Ledger, document: int, more: int) -> None:
    net = ledger.vat_lines["net"] + more * (np.arange(DOCUMENTS) == document)
    found = control(replace(ledger, vat_lines=ledger.vat_lines.assign(net=net)))
    assert found[["document_id", "code"]].to_numpy().tolist() == [[f"F{document}", "amount_changed"]]
    assert found["missing_amount"].tolist() == [more]
