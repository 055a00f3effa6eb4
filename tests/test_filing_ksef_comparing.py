"""KSeF invoices beside the books of the client: what differs, what lacks on either side (issue 6 section 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.filing_ksef import BUYER, SELLER, due, invoice
from workbench import i18n
from workbench.filing import ksef
from workbench.filing.ksef.comparing import told
from workbench.ledger import Ledger

OTHER = "7831916366"
DUE = due("2026-06-10")
SAME: dict[str, Any] = {"number": "FV/1", "paying": DUE}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def name(number: int) -> str:
    return f"{SELLER}-20260602-{number:012X}-AA"


def files(*given: Mapping[str, Any]) -> dict[str, bytes]:
    """Invoices of the seller, named by their KSeF numbers 1, 2 ..."""
    return {f"{name(place)}.xml": invoice(**one) for place, one in enumerate(given, start=1)}


def books(*given: Mapping[str, Any], tax_id: str = SELLER) -> ksef.KsefBooks:
    return ksef.ledger_of(ksef.read_invoices(files(*given)), tax_id)


def without_ksef(ledger: Ledger) -> Ledger:
    """Books that know no KSeF numbers."""
    return replace(ledger, documents=ledger.documents.assign(ksef_number=pd.array([None] * len(ledger.documents), dtype="str")))


def differences(invoices: ksef.KsefBooks, ledger: Ledger) -> list[tuple[str, str, str, Any, Any]]:
    found = ksef.compare(invoices, ledger).differences
    rows = found[["change", "document", "field", "rate", "file", "books"]].itertuples(index=False, name=None)
    return [(change, document, told(field, rate), file, kept) for change, document, field, rate, file, kept in rows]


def test_the_same_invoices_agree() -> None:
    """On both sides of the books."""
    for tax_id in (SELLER, BUYER):
        one = books(SAME, {"number": "FV/2", "paying": DUE}, tax_id=tax_id)
        found = ksef.compare(one, one.ledger)
        assert (len(found.differences), found.invoices, found.same) == (0, 2, 2)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"number": "FV/7"}, ("Number", "FV/1", "FV/7")),
        ({"buyer": OTHER}, ("Tax number", BUYER, OTHER)),
        ({"issued": "2026-03-05"}, ("Issued", "2 Mar 2026", "5 Mar 2026")),
        ({"sold": "2026-02-28"}, ("Sold", "1 Mar 2026", "28 Feb 2026")),
        ({"paying": due("2026-06-10", "2026-07-10") + "<FormaPlatnosci>6</FormaPlatnosci>"}, None),
        ({"paying": due("2026-06-11")}, ("Due dates", "10 Jun 2026", "11 Jun 2026")),
        ({"totals": {"P_13_1": "1000.01", "P_14_1": "229.99"}}, ("Net 23%", 1000_00, 1000_01)),
    ],
)
def test_each_field_is_compared(changed: dict[str, Any], expected: tuple[Any, ...] | None) -> None:
    """Against books with one thing changed; due dates without amounts are asked for, so the books have no payment to tell."""
    kept = books(SAME | changed, {"number": "FV/2", "buyer": OTHER, "paying": DUE})
    given = books(SAME, {"number": "FV/2", "buyer": OTHER, "paying": DUE})
    expected = expected or ("Due dates", "10 Jun 2026", "")
    found = differences(given, kept.ledger)
    assert ("different", "FV/1", *expected) in found
    assert {document for _change, document, *_rest in found} == {"FV/1"}
    assert ksef.compare(given, kept.ledger).same == 1
    if "totals" in changed:
        assert ("different", "FV/1", "VAT 23%", 230_00, 229_99) in found and len(found) == 2
    else:
        assert len(found) == 1


def test_another_rate_is_told_on_both_sides() -> None:
    kept = books(SAME | {"totals": {"P_13_2": "1138.89", "P_14_2": "91.11"}})
    assert differences(books(SAME, {**SAME, "number": "FV/2", "buyer": OTHER}), kept.ledger)[:4] == [
        ("different", "FV/1", "Net 23%", 1000_00, 0),
        ("different", "FV/1", "Net 8%", 0, 1138_89),
        ("different", "FV/1", "VAT 23%", 230_00, 0),
        ("different", "FV/1", "VAT 8%", 0, 91_11),
    ]


def test_amounts_stay_whole_numbers() -> None:
    """Also of a rate that one side alone has: no float holds money."""
    kept = books(SAME | {"totals": {"P_13_2": "1138.89", "P_14_2": "91.11"}})
    found = ksef.compare(books(SAME), kept.ledger).differences
    assert {type(value) for side in ("file", "books") for value in found[side]} == {int}


def test_what_lacks_on_either_side() -> None:
    """In the books alone: only what has a KSeF number and was issued in the days of the invoices."""
    told_apart = {"number": "FV/1"}, {"number": "FV/2", "issued": "2026-03-09"}, {"number": "FV/3", "issued": "2026-03-05"}
    parties = [{"sold": "", "paying": DUE, "buyer": buyer} for buyer in (BUYER, OTHER) * 2]
    given = [party | one for party, one in zip(parties, (*told_apart, {"number": "FV/4"}), strict=True)]
    every, some_files = books(*given), files(*given)
    del some_files[f"{name(3)}.xml"]
    fewer = ksef.ledger_of(ksef.read_invoices(some_files), SELLER)
    assert differences(every, fewer.ledger) == [("extra", "FV/3", "", "", "")]
    assert differences(fewer, every.ledger) == [("missing", "FV/3", "", "", "")]
    del some_files[f"{name(2)}.xml"]  # the last day: nobody can say that it lacks
    fewer = ksef.ledger_of(ksef.read_invoices(some_files), SELLER)
    assert differences(fewer, every.ledger) == []
    assert differences(fewer, without_ksef(every.ledger)) == [
        ("different", "FV/1", "KSeF number", name(1), ""),
        ("different", "FV/4", "KSeF number", name(4), ""),
    ]


def test_books_without_ksef_numbers_are_found_by_number_and_party() -> None:
    """The number by its words and numbers alone; of purchases the supplier's."""
    given = books(SAME, tax_id=BUYER)
    kept = without_ksef(books({**SAME, "number": "fv 001"}, tax_id=BUYER).ledger)
    assert kept.documents["foreign_number"].tolist() == ["fv 001"]
    assert differences(given, kept) == [("different", "FV/1", "KSeF number", name(1), "")]
    elsewhere = without_ksef(books({**SAME, "seller": OTHER}, tax_id=BUYER).ledger)
    assert [row[0] for row in differences(given, elsewhere)] == ["extra"]


def test_two_ksef_numbers_are_two_invoices() -> None:
    other = {f"{name(9)}.xml": invoice(**SAME)}
    kept = ksef.ledger_of(ksef.read_invoices(other), SELLER).ledger
    assert [row[0] for row in differences(books(SAME), kept)] == ["extra", "missing"]


def test_amounts_that_wait_for_an_answer_are_not_compared() -> None:
    """In a currency without a rate of exchange; a due date that waits hides no amount."""
    given = books({**SAME, "currency": "EUR"})
    assert "fx" in given.needs["need"].tolist()
    assert [row[2] for row in differences(given, books(SAME).ledger)] == ["Currency"]
    given = books({"number": "FV/1"})
    changed = {"totals": {"P_13_1": "1000.00", "P_14_1": "230.01"}, "total": "1230.01"}
    assert differences(given, books({**SAME, **changed}).ledger) == [("different", "FV/1", "VAT 23%", 230_00, 230_01)]


@given(some.lists(some.tuples(some.booleans(), some.booleans(), some.integers(0, 2)), min_size=1, max_size=8))
def test_any_two_piles_are_counted(pile: list[tuple[bool, bool, int]]) -> None:
    """Against what a person would count: each invoice is on one side, on both, or on both with another tax."""
    sides: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})
    expected = []
    for place, (here, there, more) in enumerate(pile):
        for side, is_in, tax in ((0, here, 0), (1, there, more)):
            if is_in:
                totals = {"P_13_1": "1000.00", "P_14_1": f"230.0{tax}"}
                sides[side][f"{name(place)}.xml"] = invoice(number=f"FV/{place}", paying=DUE, totals=totals)
        if here or there:
            change = "extra" if not there else "missing" if not here else "different" if more else "same"
            expected.append((f"FV/{place}", change))
    left, right = (ksef.ledger_of(ksef.read_invoices(side), SELLER) if side else None for side in sides)
    if left is None or right is None:
        return
    found = ksef.compare(left, right.ledger)
    assert sorted(found.differences[["document", "change"]].itertuples(index=False, name=None)) == sorted(
        (document, change) for document, change in expected if change != "same"
    )
    assert found.same == sum(change == "same" for _document, change in expected)
