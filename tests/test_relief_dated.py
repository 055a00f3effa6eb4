"""The lines of a notice by days of payment: cumulative, and exactly the line (R-067, J-012, case 22 of vat.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import Books, books, ledger_of, sale
from tests.notices import DECEMBER, DUE, THOUSAND, invoice
from tests.test_relief_filed_properties import changed_books, filed_histories
from tests.test_relief_properties import SIDES, examples_of, generated_books, months_that_matter
from workbench.days import Month
from workbench.relief import Filed, FiledNotice, ReliefNotice, dated, notice
from workbench.relief.events import Event, allowed, applied

SUMMED = ["payment_id", "rate", "kind"]


def rows(lines: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    """The rows of a table; days as texts."""
    names = names or ("kind", "rate", "payment_date", "net", "vat")
    found = [[None if value is pd.NaT else value for value in lines[name]] for name in names]
    return [
        tuple(str(value.date()) if isinstance(value, pd.Timestamp) else value for value in row)
        for row in zip(*found, strict=True)
    ]


def of(source: Books, period: str, side: str = "sale", **options: Any) -> ReliefNotice:
    return notice(ledger_of(source), side, period, **options)  # type: ignore[arg-type]


def test_case_22_three_payments_give_back_exactly_what_was_taken() -> None:
    """1 230 paid with 400, 400 and 430: the states 1230, 830, 430 and 0 have a net of 1000, 674.80, 349.59 and 0."""
    paid = [("2026-12-03", "400.00"), ("2026-12-10", "400.00"), ("2026-12-21", "430.00")]
    made = of(invoice(paid=paid), DECEMBER)
    assert rows(made.lines) == [("paid_back", "23", "2026-12-21", 1000_00, 230_00)]
    assert rows(dated(made), "payment_date", "net", "vat", "unpaid", "net_left", "vat_left") == [
        ("2026-12-03", 325_20, 74_80, 830_00, 674_80, 155_20),
        ("2026-12-10", 325_21, 74_79, 430_00, 349_59, 80_41),
        ("2026-12-21", 349_59, 80_41, 0, 0, 0),
    ]


def test_unpaid_lines_stay_as_they_are() -> None:
    made = of(invoice(), "2026-09")
    pd.testing.assert_frame_equal(dated(made), made.lines)


def test_settlements_of_one_day_are_one_row() -> None:
    paid = [("2026-12-03", "400.00"), ("2026-12-03", "100.00"), ("2026-12-04", "115.00")]
    assert rows(dated(of(invoice(paid=paid), DECEMBER))) == [
        ("paid_back", "23", "2026-12-03", 406_50, 93_50),  # 1000.00 - 593.50
        ("paid_back", "23", "2026-12-04", 93_50, 21_50),  # 593.50 - 500.00
    ]


def test_j_031_each_rate_is_split() -> None:
    """1000 at 23 % and 400 at 8 %, 831 of 1662 on the 20th, the rest on the 29th of December 2020."""
    source = books(
        sale(
            "FS/1",
            issued="2020-07-01",
            lines=[("23", "1000.00"), ("8", "400.00")],
            parts=[("2020-07-27", "1662.00", [("2020-12-20", "831.00"), ("2020-12-29", "831.00")])],
        )
    )
    assert sorted(rows(dated(of(source, "2020-12")))) == [
        ("paid_back", "23", "2020-12-20", 500_00, 115_00),
        ("paid_back", "23", "2020-12-29", 500_00, 115_00),
        ("paid_back", "8", "2020-12-20", 200_00, 16_00),
        ("paid_back", "8", "2020-12-29", 200_00, 16_00),
    ]


def test_foreign_currency_is_given_back_at_the_invoice_s_rate() -> None:
    """Case 47: EUR 1000 + 230 at 4.25; 615 EUR paid on each of two days."""
    source = invoice(
        lines=[("23", "4250.00", "977.50")],
        parts=[(DUE, "1230.00", [("2026-12-03", "615.00"), ("2026-12-30", "615.00")])],
        currency="EUR",
        fx_rate="4.25",
    )
    assert rows(dated(of(source, DECEMBER))) == [
        ("paid_back", "23", "2026-12-03", 2125_00, 488_75),
        ("paid_back", "23", "2026-12-30", 2125_00, 488_75),
    ]


def test_a_payment_that_was_taken_back_pays_nothing() -> None:
    """500 on the 3rd is taken back on the 10th, 730 on the 20th stay: one row, of the 20th."""
    paid = [("2026-12-03", "500.00"), ("2026-12-10", "-500.00"), ("2026-12-20", "730.00")]
    assert rows(dated(of(invoice(paid=paid), DECEMBER))) == [("paid_back", "23", "2026-12-20", 593_50, 136_50)]


def test_kept_lines_that_the_books_no_longer_give_stay_one_row() -> None:
    """R-016: a settlement deleted since, or the whole document: the kept line with its own day of payment."""
    paid = [("2026-12-03", "400.00"), ("2026-12-21", "830.00")]
    kept = of(invoice(paid=paid), DECEMBER).lines
    gone = {**books(sale("FS/2", issued="2026-06-01", lines=THOUSAND, due=DUE))}
    for changed in (invoice(paid=paid[1:]), invoice(paid=[("2026-12-03", "400.00"), ("2026-12-20", "830.00")]), gone):
        assert rows(dated(of(changed, DECEMBER), kept)) == [("paid_back", "23", "2026-12-21", 1000_00, 230_00)]
    assert len(dated(of(invoice(paid=paid), DECEMBER), kept)) == 2


def test_an_event_counts_as_the_payment_it_is() -> None:
    """A claim sold after relief: the settlement that the event amounts to gives its day."""
    ledger = ledger_of(invoice(paid=[("2026-12-03", "400.00")]))
    event = Event("1", "sale", "FS/1", "", "assignment", date(2026, 12, 10), 0, "disposed")
    after = applied(ledger, allowed(ledger, [event]), [Filed("sale"), Filed("purchase")])
    assert rows(dated(notice(after, "sale", DECEMBER)), "payment_date", "net") == [
        ("2026-12-03", 325_20),
        ("2026-12-10", 674_80),
    ]


def test_a_month_without_payments_gives_nothing_back() -> None:
    ledger = ledger_of(invoice())
    september = notice(ledger, "sale", "2026-09")
    filed = Filed("sale", {Month("2026-09"): FiledNotice(Month("2026-09"), september.as_of, september.lines)}, Month("2026-09"))
    assert len(dated(notice(ledger, "sale", "2026-10", None, filed))) == 0


def test_what_was_really_filed_is_split_too() -> None:
    """1 230 reported on the notice of September although 246 had been paid: they count as paid after it."""
    ledger = ledger_of(invoice(paid=[("2026-10-12", "246.00"), ("2026-10-15", "984.00")]))
    september = notice(ledger, "sale", "2026-09", as_of="2026-10-10")
    filed = Filed("sale", {Month("2026-09"): FiledNotice(Month("2026-09"), september.as_of, september.lines)}, Month("2026-09"))
    found = dated(notice(ledger, "sale", "2026-10", None, filed))
    assert rows(found) == [
        ("paid_back", "23", "2026-10-12", 200_00, 46_00),
        ("paid_back", "23", "2026-10-15", 800_00, 184_00),
    ]


def sums_of(lines: pd.DataFrame) -> dict[Any, Any]:
    return {key: tuple(row) for key, row in lines.groupby(SUMMED)[["net", "vat"]].sum().iterrows()}


@examples_of(15)
@given(st.data())
def test_rows_add_up_to_their_lines_exactly(data: st.DataObject) -> None:
    """Any books, any filed history, books that changed behind it: the rows of a line are the line, one a day, each after the
    one before it, and what is left runs to what is left of the line."""
    side = data.draw(st.sampled_from(SIDES))
    source = data.draw(generated_books())
    filed = data.draw(filed_histories(source, side))
    later = data.draw(changed_books(source)) if data.draw(st.booleans()) else source
    for month in months_that_matter(later):
        made = notice(ledger_of(later), side, month, None, filed)
        found = dated(made)
        assert sums_of(found) == sums_of(made.lines)
        assert not found.duplicated([*SUMMED, "payment_date"]).any()
        lines = made.lines.set_index(SUMMED)
        for key, rows_of in found[found["kind"] == "paid_back"].groupby(SUMMED):
            assert rows_of["payment_date"].is_monotonic_increasing
            assert rows_of["payment_date"].max() <= lines.loc[key, "payment_date"]
            last = rows_of.iloc[-1]
            assert (last["net_left"], last["vat_left"]) == tuple(lines.loc[key, ["net_left", "vat_left"]])
            states = [rows_of["net_left"].iloc[0] + rows_of["net"].iloc[0], *rows_of["net_left"]]
            assert [before - after for before, after in pairwise(states)] == rows_of["net"].tolist()


@examples_of(15)
@given(st.data())
def test_kept_lines_of_other_books_keep_their_sums(data: st.DataObject) -> None:
    side = data.draw(st.sampled_from(SIDES))
    source = data.draw(generated_books())
    later = data.draw(changed_books(source))
    for month in months_that_matter(source):
        kept = notice(ledger_of(source), side, month).lines
        assert sums_of(dated(notice(ledger_of(later), side, month), kept)) == sums_of(kept)


@pytest.mark.parametrize("law_at", [None, "2020-06-30"])
def test_a_notice_tells_by_which_law_it_was_made(law_at: str | None) -> None:
    made = of(invoice(), "2026-09", law_at=law_at)
    assert (made.law_at is None) == (law_at is None)
    assert replace(made, lines=made.lines.head(0)).law_at == made.law_at
