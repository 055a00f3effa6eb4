"""Correction entries: rates, kinds and deductions, differences against earlier entries, both modes, what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.books import TABLES, Books, books, decimal_text, purchase, sale
from workbench.days import Month
from workbench.errors import ReliefError
from workbench.i18n import in_language
from workbench.ledger import Ledger
from workbench.relief import Side
from workbench.relief.life import entries
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration

TODAY = date(2026, 11, 22)
MONTH = "2026-09"  # invoices due 2026-06-10 reach day 90 on 2026-09-08
DUE = "2026-06-10"
KINDS = {
    "goods": "goods",
    "services": "goods",
    "fuel": "goods",
    "other": "goods",
    "fixed_assets": "fixed_assets",
    "vehicles": "fixed_assets",
    "real_estate": "fixed_assets",
}


def ledger_of(source: Books, kinds: dict[str, list[str]] | None = None) -> Ledger:
    """The books with the kinds of their VAT lines: a list of them a document."""
    tables = {name: pandas.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
    lines = tables["vat_lines"]
    given = kinds or {}
    place = lines["line"].astype(int) - 1
    lines["kind"] = [given.get(document, ["goods"] * 9)[at] for document, at in zip(lines["document_id"], place, strict=True)]
    return workbench.read_ledger(tables)


def invoice(document_id: str = "F/1", side: Side = "sale", **values: Any) -> Books:
    one = sale if side == "sale" else purchase
    return one(document_id, **{"issued": "2026-06-01", "due": DUE, "lines": [("23", "1000.00")], **values})


def locked(ledger: Ledger, side: Side, month: str = MONTH, chain: Chain | None = None) -> Chain:
    """The month's notice made, or the chain's newest recalculated, and locked."""
    notice = workbench.relief.notice(ledger, side, month)
    if chain is None:
        return Chain(side, Month(month)).made(notice, TODAY).locked()
    return chain.amended(TODAY).recalculated(notice, TODAY).locked()


def generated(ledger: Ledger, side: Side, month: str = MONTH, chain: Chain | None = None, **options: Any) -> Chain:
    return locked(ledger, side, month, chain).with_entries(ledger, "VAT", Declaration(Month(month)), **options)


def rows(table: pandas.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(table[list(names)].itertuples(index=False, name=None))


FULL = ("document_id", "state", "rate", "kind", "deductible", "net", "vat")


def test_a_sale_gets_one_entry_with_a_line_a_rate_and_the_kind_goods() -> None:
    """R-024 to R-026, J-015: whatever the kind of the invoice's lines."""
    ledger = ledger_of(
        books(
            invoice("F/1", lines=[("23", "1000.00"), ("8", "100.00"), ("zw", "50.00")]),
            invoice("F/2", lines=[("23", "10.00")]),
        ),
        {"F/1": ["services", "vehicles", "goods"]},
    )
    chain = generated(ledger, "sale")
    assert rows(chain.entries, "entry", "line", *FULL) == [
        (1, 1, "F/1", "unpaid", "23", "goods", "yes", -1000_00, -230_00),
        (1, 2, "F/1", "unpaid", "8", "goods", "yes", -100_00, -8_00),
        (2, 1, "F/2", "unpaid", "23", "goods", "yes", -10_00, -2_30),
    ]
    assert chain.newest is not None
    assert (chain.newest.register, chain.newest.mode) == ("VAT", "individual")


@pytest.mark.parametrize(("kind", "entered"), KINDS.items())
def test_the_kind_of_a_purchase_is_mapped(kind: str, entered: str) -> None:
    """R-034, J-018; VAT alone, R-032."""
    ledger = ledger_of(books(invoice(side="purchase")), {"F/1": [kind]})
    assert rows(generated(ledger, "purchase").entries, *FULL) == [("F/1", "unpaid", "23", entered, "yes", 0, -230_00)]


def test_both_parts_of_one_invoice_are_one_entry() -> None:
    """J-027, R-052: a payment split into net and VAT, both parts due on one day."""
    one = invoice("F/1", parts=[(DUE, "1000.00"), (DUE, "230.00")], due=None)
    chain = generated(ledger_of(books(one)), "sale")
    assert chain.newest is not None
    assert len(chain.newest.lines) == 2
    assert rows(chain.entries, "entry", *FULL) == [(1, "F/1", "unpaid", "23", "goods", "yes", -1000_00, -230_00)]


def test_what_is_unpaid_and_what_is_paid_back_of_one_invoice_are_one_entry() -> None:
    """R-025: of two parts one reaches day 90 in September, the other (reported in August) is paid in September."""
    parts = [("2026-05-10", "615.00", [("2026-09-28", "615.00")]), (DUE, "615.00")]
    chain = generated(ledger_of(books(invoice("F/1", parts=parts, due=None))), "sale")
    assert rows(chain.entries, "entry", "line", *FULL) == [
        (1, 1, "F/1", "unpaid", "23", "goods", "yes", -500_00, -115_00),
        (1, 2, "F/1", "paid_back", "23", "goods", "yes", 500_00, 115_00),
    ]


# Deductions by date


@pytest.mark.parametrize(
    ("issued", "due", "month", "deductible"),
    [
        # day 150 of 2016-08-03 is 2016-12-31, of 2016-08-04 it is 2017-01-01
        ("2016-07-01", "2016-08-03", "2016-12", "no"),
        ("2016-07-01", "2016-08-04", "2017-01", "conditional"),
    ],
)
def test_the_deduction_of_an_unpaid_purchase_by_date(issued: str, due: str, month: str, deductible: str) -> None:
    """R-035, R-036: up to December 2016 "no", then as on the original."""
    one = invoice(side="purchase", issued=issued, due=due, lines=[("23", "1000.00", "230.00", "conditional")])
    chain = generated(ledger_of(books(one)), "purchase", month)
    assert rows(chain.entries, "deductible", "vat") == [(deductible, -230_00)]


def test_an_entry_that_restores_vat_takes_the_original_deduction_in_2016_too() -> None:
    """R-035: unpaid on the notice of October 2016, paid in December 2016."""
    one = invoice(
        side="purchase",
        issued="2016-05-01",
        due="2016-05-31",
        lines=[("23", "1000.00", "230.00", "conditional")],
        paid=[("2016-12-05", "1230.00")],
    )
    ledger = ledger_of(books(one))
    assert rows(generated(ledger, "purchase", "2016-10").entries, "state", "deductible", "vat") == [("unpaid", "no", -230_00)]
    restored = generated(ledger, "purchase", "2016-12").entries
    assert rows(restored, "state", "deductible", "vat") == [("paid_back", "conditional", 230_00)]


# Groups of one rate


MIXED = [("23", "1000.00", "230.00", "yes"), ("23", "500.00", "115.00", "conditional"), ("23", "100.00", "23.00", "no")]


def test_the_vat_of_a_rate_is_spread_over_kinds_and_deductions() -> None:
    """What was not deducted (23.00) has no group; 345.00 unpaid falls apart as 230.00 and 115.00."""
    ledger = ledger_of(books(invoice(side="purchase", lines=MIXED)), {"F/1": ["vehicles", "fuel", "goods"]})
    assert sorted(rows(generated(ledger, "purchase").entries, *FULL)) == [
        ("F/1", "unpaid", "23", "fixed_assets", "yes", 0, -230_00),
        ("F/1", "unpaid", "23", "goods", "conditional", 0, -115_00),
    ]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(1, 99_999), st.sampled_from(["yes", "conditional"]), st.sampled_from(list(KINDS))),
        min_size=2,
        max_size=4,
    ),
    st.lists(st.integers(1, 99), min_size=1, max_size=4),
)
def test_every_group_returns_to_zero_once_all_is_paid(lines: list[tuple[int, str, str]], steps: list[int]) -> None:
    """Instalments of any size in October to January: per kind and deduction the entries of all months add up to zero."""
    vat_lines = [("23", decimal_text(net), decimal_text((net * 23 + 50) // 100), deductible) for net, deductible, _ in lines]
    gross = sum(net + (net * 23 + 50) // 100 for net, *_ in lines)
    left, paid = gross, []
    months = ["2026-10", "2026-11", "2026-12", "2027-01"]
    for month, percent in zip(months, steps, strict=False):
        amount = left * percent // 100
        left -= amount
        if amount:
            paid.append((f"{month}-15", decimal_text(amount)))
    paid.append(("2027-02-15", decimal_text(left)))
    one = invoice(side="purchase", lines=vat_lines, paid=paid)
    ledger = ledger_of(books(one), {"F/1": [kind for *_, kind in lines]})
    sums: dict[tuple[str, str], int] = {}
    first = None
    for month in [MONTH, *months, "2027-02"]:
        for kind, deductible, vat in rows(generated(ledger, "purchase", month).entries, "kind", "deductible", "vat"):
            sums[kind, deductible] = sums.get((kind, deductible), 0) + vat
        first = first or dict(sums)
    assert first is not None
    assert -sum(first.values()) == sum((net * 23 + 50) // 100 for net, *_ in lines)
    assert set(sums.values()) <= {0}


# Corrections


def test_every_correction_enters_the_difference_to_all_earlier_entries() -> None:
    """R-060 takes the value of the last entry: with -1 000 on S, -700 on S1 and -400 on S2 it would enter -400 - 300 = -700 as
    S2, which leaves -1 400 in the register instead of -400. The sum of all earlier entries is right."""
    chain = None
    for paid in ("0.00", "369.00", "738.00"):
        settled = [] if paid == "0.00" else [("2026-07-01", paid)]
        chain = generated(ledger_of(books(invoice(paid=settled))), "sale", chain=chain)
    assert chain is not None
    assert rows(chain.entries, "notice", "net", "vat") == [
        ("S", -1000_00, -230_00),
        ("S1", 300_00, 69_00),
        ("S2", 300_00, 69_00),
    ]
    assert chain.entries["net"].sum() == -400_00


def test_an_invoice_that_left_the_notice_is_reversed_whole() -> None:
    first = generated(ledger_of(books(invoice("F/1"), invoice("F/2", lines=[("23", "10.00")]))), "sale")
    chain = generated(ledger_of(books(invoice("F/1"))), "sale", chain=first)
    assert chain.newest is not None
    assert rows(chain.newest.entries, "entry", *FULL) == [(1, "F/2", "unpaid", "23", "goods", "yes", 10_00, 2_30)]


def test_no_difference_makes_no_entry() -> None:
    """R-061."""
    ledger = ledger_of(books(invoice()))
    chain = generated(ledger, "sale", chain=generated(ledger, "sale"))
    assert chain.newest is not None
    assert len(chain.newest.entries) == 0
    assert chain.state == "carried"


def test_a_purchase_that_left_the_books_is_reversed_in_the_groups_of_its_entries() -> None:
    source, kinds = books(invoice(side="purchase", lines=MIXED)), {"F/1": ["vehicles", "fuel", "goods"]}
    first = generated(ledger_of(source, kinds), "purchase")
    chain = generated(ledger_of(books()), "purchase", chain=first)
    assert sorted(rows(chain.entries, "notice", "kind", "deductible", "vat")) == [
        ("Z", "fixed_assets", "yes", -230_00),
        ("Z", "goods", "conditional", -115_00),
        ("Z1", "fixed_assets", "yes", 230_00),
        ("Z1", "goods", "conditional", 115_00),
    ]


def test_a_copied_position_of_a_purchase_gone_from_the_books_keeps_its_groups() -> None:
    """An amended notice that was not recalculated still has the positions: nothing differs, so nothing is entered."""
    source, kinds = books(invoice(side="purchase", lines=MIXED)), {"F/1": ["vehicles", "fuel", "goods"]}
    first = generated(ledger_of(source, kinds), "purchase")
    chain = first.amended(TODAY).locked().with_entries(ledger_of(books()), "VAT", Declaration(Month(MONTH)))
    assert chain.newest is not None
    assert len(chain.newest.entries) == 0


def test_a_purchase_gone_from_the_books_without_entries_is_goods_deductible() -> None:
    kept = locked(ledger_of(books(invoice(side="purchase", lines=MIXED)), {"F/1": ["vehicles", "fuel", "goods"]}), "purchase")
    chain = kept.with_entries(ledger_of(books()), "VAT", Declaration(Month(MONTH)))
    assert rows(chain.entries, *FULL) == [("F/1", "unpaid", "23", "goods", "yes", 0, -345_00)]


# Modes


def old(document_id: str, net: str, paid: list[tuple[str, str]] | None = None) -> Books:
    """A sale on the notice of May 2020: due 2020-02-10, day 90 on 2020-05-10."""
    return invoice(document_id, issued="2020-02-01", due="2020-02-10", lines=[("23", net), ("8", net)], paid=paid or [])


def test_collective_entries_are_totals_and_their_differences() -> None:
    """R-059: the newest total minus the sum of all earlier entries, twice."""
    steps = [[old("F/1", "100.00"), old("F/2", "10.00")], [old("F/1", "100.00")], [old("F/1", "100.00"), old("F/3", "1.00")]]
    chain = None
    for place, documents in enumerate(steps):
        # the mode of a correction is the original's, whatever is asked for
        mode = "individual" if place else "collective"
        chain = generated(ledger_of(books(*documents)), "sale", "2020-05", chain, mode=mode)
    assert chain is not None
    assert {one.mode for one in chain.notices} == {"collective"}
    assert rows(chain.entries, "notice", "entry", "line", "document_id", "rate", "net", "vat") == [
        ("S", 1, 1, "", "23", -110_00, -25_30),
        ("S", 1, 2, "", "8", -110_00, -8_80),
        ("S1", 1, 1, "", "23", 10_00, 2_30),
        ("S1", 1, 2, "", "8", 10_00, 80),
        ("S2", 1, 1, "", "23", -1_00, -23),
        ("S2", 1, 2, "", "8", -1_00, -8),
    ]
    assert chain.state == "carried"


@pytest.mark.parametrize(("due", "month", "allowed"), [("2020-06-30", "2020-09", True), ("2020-07-20", "2020-10", False)])
def test_collective_entries_end_with_september_2020(due: str, month: str, allowed: bool) -> None:
    """R-025, J-015, C-25."""
    ledger = ledger_of(books(invoice(issued="2020-06-01", due=due)))
    if allowed:
        assert generated(ledger, "sale", month, mode="collective").entries["document_id"].tolist() == [""]
    else:
        with pytest.raises(ReliefError, match="2020"):
            generated(ledger, "sale", month, mode="collective")


def test_the_register_of_a_correction_is_that_of_the_original() -> None:
    """R-058."""
    first, later = ledger_of(books(invoice("F/1"))), ledger_of(books(invoice("F/1"), invoice("F/2")))
    chain = locked(later, "sale", chain=generated(first, "sale")).with_entries(later, "OTHER", Declaration(Month(MONTH)))
    assert chain.newest is not None
    assert (len(chain.newest.entries), chain.newest.register) == (1, "VAT")


# Refused


def test_entries_need_a_locked_notice() -> None:
    """R-023."""
    ledger = ledger_of(books(invoice()))
    draft = Chain("sale", Month(MONTH)).made(workbench.relief.notice(ledger, "sale", MONTH), TODAY)
    with in_language("en"), pytest.raises(ReliefError, match="lock it"):
        draft.with_entries(ledger, "VAT", Declaration(Month(MONTH)))


@pytest.mark.parametrize("state", ["locked", "sent", "received"])
def test_a_declaration_that_is_not_open_refuses_entries_with_m_03(state: str) -> None:
    """J-009."""
    ledger = ledger_of(books(invoice()))
    declaration = Declaration(Month(MONTH)).locked()
    declaration = declaration if state == "locked" else declaration.sent(TODAY)
    declaration = declaration.received() if state == "received" else declaration
    with in_language("en"), pytest.raises(ReliefError, match=r"^The correction cannot be generated"):
        locked(ledger, "sale").with_entries(ledger, "VAT", declaration)


def test_entries_need_a_register_and_the_declaration_of_their_period() -> None:
    ledger = ledger_of(books(invoice()))
    with pytest.raises(ReliefError):
        locked(ledger, "sale").with_entries(ledger, " ", Declaration(Month(MONTH)))
    with in_language("en"), pytest.raises(ReliefError, match="not the declaration of September 2026"):
        locked(ledger, "sale").with_entries(ledger, "VAT", Declaration(Month("2026-10")))


def test_entries_are_not_generated_twice() -> None:
    ledger = ledger_of(books(invoice()))
    with in_language("en"), pytest.raises(ReliefError, match="generated already"):
        generated(ledger, "sale").with_entries(ledger, "VAT", Declaration(Month(MONTH)))


def test_entries_of_no_notice_have_the_columns_all_the_same() -> None:
    assert entries.no_entries().dtypes.astype(str).to_dict() == entries.COLUMNS
    assert list(Chain("sale", Month(MONTH)).entries.columns) == ["notice", *entries.COLUMNS]
    empty = generated(ledger_of(books()), "purchase")
    assert (len(empty.entries), empty.state) == (0, "carried")
