"""The engine against the oracle on generated books, and what must hold for any books at all."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.books import TABLES, Books, books, decimal_text, document, ledger_of
from tests.oracle import (
    Line,
    apportion,
    default_as_of,
    grosze,
    half_up,
    last_day,
    month_of,
    oracle_lines,
    oracle_reasons,
    oracle_totals,
    relief_date,
)

SIDES = ("sale", "purchase")
SWITCHES = tuple(
    map(
        date.fromisoformat,
        (
            "2012-08-04",
            "2016-09-03",
            "2017-01-07",
            "2018-10-02",
            "2019-11-09",
            "2020-12-24",
            "2021-07-03",
            "2025-11-01",
        ),
    )
)
"""Due dates where a rule changes: 2013, Saturdays, 150 or 90 days, holidays in a row, October 2021, Christmas Eve."""
FLAWS = ("credit note", "no vat", "old", "party", "transaction", "return", "cash")
TRANSACTIONS = ("domestic_reverse_charge", "intra_eu", "export", "import", "other")
LARGEST = 10**14  # grosze: 10^12 zloty


def examples_of(count: int) -> Callable[[Any], Any]:
    return settings(max_examples=count, deadline=None, derandomize=bool(os.environ.get("CI")))


@st.composite
def vat_lines(draw: st.DrawFn, largest: int) -> list[tuple[str, str, str, str]]:
    """1-6 lines in 1-4 rates: mostly the rate's tax, sometimes a grosz or two off, equal gross amounts, a discount."""
    rates = draw(st.lists(st.sampled_from(["23", "8", "5", "zw", "22", "7", "0", "np"]), min_size=1, max_size=4))
    lines = []
    for rate in rates + draw(st.lists(st.sampled_from(rates), max_size=2)):
        percent = int(rate) if rate.isdigit() else 0
        deductible = draw(st.sampled_from(["yes", "yes", "conditional", "no"]))
        if draw(st.booleans()):
            net = half_up(Fraction(123_00 * 100, 100 + percent))
            lines.append((rate, net, 123_00 - net, deductible))
        else:
            net = draw(st.integers(1, 500) | st.integers(1, 10**7) | st.integers(1, largest))
            vat = half_up(Fraction(net * percent, 100)) + draw(st.sampled_from([0, 0, 0, 1, -2]))
            lines.append((rate, net, max(vat, 0) if percent else 0, deductible))
    if draw(st.booleans()):
        rate, net, vat, deductible = lines[0]
        lines.append((rate, -(net // 3), -(vat // 3), deductible))
    return [(rate, decimal_text(net), decimal_text(vat), deductible) for rate, net, vat, deductible in lines]


@st.composite
def settlements(draw: st.DrawFn, due: date, amount: int) -> list[tuple[str, str]]:
    """0-6 settlements, many on the days where it matters; they may sum up to less, all or more than the part."""
    probable = relief_date(due)
    turns = [probable, *(default_as_of(side, month_of(probable)) for side in SIDES)]
    day = st.sampled_from([turn + timedelta(days) for turn in turns for days in (-1, 0, 1)])
    day |= st.integers(-120, 200).map(lambda days: probable + timedelta(days))
    paid, left = [], amount
    for part in draw(st.lists(st.integers(1, amount) | st.integers(1, 300), max_size=4)):
        paid.append((draw(day), part))
        left -= part
    if left > 0 and draw(st.booleans()):
        paid.append((draw(day), left))
    if paid and draw(st.booleans()):
        paid.append((paid[-1][0], draw(st.integers(1, 5000))))
    return [(on.isoformat(), decimal_text(part)) for on, part in paid]


@st.composite
def documents(draw: st.DrawFn, number: int, switch: date, largest: int) -> Books:
    """A document with 1-3 parts due around the switch; many have nothing that keeps them off a notice."""
    flaws = draw(st.lists(st.sampled_from(FLAWS), unique=True, max_size=2))
    lines = draw(vat_lines(largest))
    if "credit note" in flaws:
        lines = [(rate, decimal_text(-grosze(net)), decimal_text(-grosze(vat)), kept) for rate, net, vat, kept in lines]
    if "no vat" in flaws:
        lines = [(rate, net, "0.00", kept) for rate, net, _, kept in lines]
    gross = sum(grosze(net) + grosze(vat) for _, net, vat, _ in lines)
    currency = draw(st.sampled_from(["PLN", "PLN", "PLN", "EUR"])) if gross > 100 else "PLN"
    to_pay = half_up(Fraction(gross * 100, 425)) if currency == "EUR" else gross
    weights = draw(st.lists(st.sampled_from([1, 1, 2, 5]), min_size=1, max_size=3))
    dues = sorted(switch + timedelta(draw(st.integers(-1, 1) | st.integers(-12, 12))) for _ in weights)
    amounts = apportion(to_pay, weights) if to_pay > 0 else [to_pay, *(0 for _ in weights[1:])]
    years = draw(st.integers(1, 4)) if "old" in flaws else 0
    return document(
        f"D/{number}",
        draw(st.sampled_from(SIDES)),
        issued=(date(relief_date(dues[0]).year - years, 12, 20) if years else dues[0] - timedelta(7)).isoformat(),
        lines=lines,
        parts=[
            (due.isoformat(), decimal_text(amount), draw(settlements(due, amount)) if amount > 0 else [])
            for due, amount in zip(dues, amounts, strict=True)
        ],
        party="inactive" if "party" in flaws else "active",
        transaction=draw(st.sampled_from(TRANSACTIONS)) if "transaction" in flaws else "domestic",
        in_vat_return="false" if "return" in flaws else "true",
        cash_accounting="true" if "cash" in flaws else "false",
        currency=currency,
        fx_rate="4.25" if currency == "EUR" else "1",
        relief_proof=draw(st.sampled_from([None, None, "enforcement", "debt_register", "consumer_bankruptcy"])),
    )


@st.composite
def generated_books(draw: st.DrawFn, switch: date | None = None, largest: int = 10**9) -> Books:
    """1-6 documents whose parts are due around one of the switches."""
    around = switch or draw(st.sampled_from(SWITCHES))
    return books(*(draw(documents(number, around, largest)) for number in range(1, draw(st.integers(1, 6)) + 1)))


@st.composite
def filing_days(draw: st.DrawFn, source: Books, side: str) -> dict[str, str]:
    """Month -> as-of day of notices not made on their default day: from early in the month to long after it."""
    chosen = draw(st.lists(st.sampled_from(months_that_matter(source) or ["2020-01"]), unique=True, max_size=3))
    earliest = {"sale": -45, "purchase": -27}[side]  # a notice is not made before its month begins
    return {month: (default_as_of(side, month) + timedelta(draw(st.integers(earliest, 45)))).isoformat() for month in chosen}


def months_that_matter(source: Books) -> list[str]:
    """The months of relief days and of settlements, within the scope of the law; in all others nothing can happen."""
    days = [relief_date(date.fromisoformat(str(row["due_date"]))) for row in source["payments"]]
    days += [date.fromisoformat(str(row["date"])) for row in source["settlements"]]
    return sorted({month_of(day) for day in days if day >= date(2013, 1, 1)})


def options_of(month: str, filed: dict[str, str]) -> dict[str, Any]:
    """The notice's own as-of day and those of the other months."""
    return {"as_of": filed.get(month), "filed": {other: day for other, day in filed.items() if other != month}}


def engine_lines(notice: Any) -> list[Line]:
    lines = notice.lines
    assert {str(lines[name].dtype) for name in ("net", "vat", "unpaid", "net_left", "vat_left")} == {"int64"}
    found = [
        Line(
            *(str(row[name]) for name in ("document_id", "payment_id", "rate", "kind")),
            *(int(row[name]) for name in ("net", "vat", "unpaid", "net_left", "vat_left")),
            *(row[name].date() for name in ("due_date", "effective_due_date", "relief_date")),
            None if pandas.isna(row["payment_date"]) else row["payment_date"].date(),
        )
        for row in lines.to_dict("records")
    ]
    return sorted(found, key=lambda line: line[:4])


def assert_like_the_oracle(source: Books, ledger: workbench.Ledger, side: str, month: str, filed: dict[str, str]) -> None:
    """The lines, the boxes and the reasons of one notice; "on_notice" is exactly what has an unpaid line."""
    options = options_of(month, filed)
    notice = workbench.relief.notice(ledger, side=side, period=month, **options)
    expected = oracle_lines(source, side, month, **options)
    assert engine_lines(notice) == expected
    totals = {str(row): {str(box): int(value) for box, value in of.items()} for row, of in notice.totals.iterrows()}
    assert totals == oracle_totals(expected, side)
    reasons = dict(zip(notice.candidates["payment_id"], notice.candidates["reason"], strict=True))
    assert reasons == oracle_reasons(source, side, month, options["as_of"])
    unpaid = {line.payment_id for line in expected if line.kind == "unpaid"}
    assert {payment_id for payment_id, reason in reasons.items() if reason == "on_notice"} == unpaid


@pytest.mark.parametrize("switch", SWITCHES, ids=str)
@examples_of(12)
@given(st.data(), st.sampled_from(SIDES))
def test_the_engine_equals_the_oracle(switch: date, data: st.DataObject, side: str) -> None:
    """Lines, boxes and reasons, over all months in which something happens and one after."""
    source = data.draw(generated_books(switch))
    filed = data.draw(filing_days(source, side))
    ledger = ledger_of(source)
    months = months_that_matter(source)
    for month in months[:8] + [month_of(last_day(month) + timedelta(1)) for month in months[-1:]]:
        assert_like_the_oracle(source, ledger, side, month, filed)


@examples_of(20)
@given(generated_books(largest=LARGEST), st.sampled_from(SIDES))
def test_amounts_up_to_a_trillion_zloty_are_exact(source: Books, side: str) -> None:
    ledger = ledger_of(source)
    for month in months_that_matter(source)[:4]:
        assert_like_the_oracle(source, ledger, side, month, {})


@examples_of(25)
@given(st.data(), generated_books(), st.sampled_from(SIDES))
def test_the_lines_of_a_paid_part_add_up_to_zero(data: st.DataObject, source: Books, side: str) -> None:
    """R-067: whatever was taken for a part comes back to the grosz, rate by rate, once the part is paid."""
    filed = data.draw(filing_days(source, side))
    ledger = ledger_of(source)
    balance: dict[tuple[str, str], list[int]] = {}
    for month in months_that_matter(source):
        for line in engine_lines(workbench.relief.notice(ledger, side=side, period=month, **options_of(month, filed))):
            sign = -1 if line.kind == "unpaid" else 1
            sums = balance.setdefault((line.payment_id, line.rate), [0, 0])
            sums[0] += sign * line.net
            sums[1] += sign * line.vat
    settled: dict[str, int] = {}
    for row in source["settlements"]:
        payment = str(row["payment_id"])
        settled[payment] = settled.get(payment, 0) + int(str(row["amount"]).replace(".", ""))
    paid = {
        str(row["payment_id"])
        for row in source["payments"]
        if settled.get(str(row["payment_id"]), 0) >= int(str(row["amount"]).replace(".", ""))
    }
    for (payment_id, rate), sums in balance.items():
        if payment_id in paid:
            assert sums == [0, 0], (payment_id, rate)
        else:
            assert max(sums) <= 0, (payment_id, rate)


@examples_of(15)
@given(generated_books(), st.sampled_from(SIDES), st.integers(0, 2**32))
def test_the_order_of_rows_does_not_matter(source: Books, side: str, seed: int) -> None:
    shuffled: Books = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in source.items()}
    one, other = ledger_of(source), ledger_of(shuffled)
    for month in months_that_matter(source)[:3]:
        notices = [workbench.relief.notice(ledger, side=side, period=month) for ledger in (one, other)]
        assert engine_lines(notices[0]) == engine_lines(notices[1])
        reasons = [dict(zip(notice.candidates["payment_id"], notice.candidates["reason"], strict=True)) for notice in notices]
        assert reasons[0] == reasons[1]
        pandas.testing.assert_frame_equal(notices[0].totals, notices[1].totals)


@examples_of(6)
@given(generated_books(), st.sampled_from(SIDES))
def test_the_ledger_is_left_as_it_was(source: Books, side: str) -> None:
    ledger = ledger_of(source)
    before = {name: getattr(ledger, name).copy() for name in TABLES}
    for month in months_that_matter(source)[:2]:
        workbench.relief.notice(ledger, side=side, period=month)
    for name, table in before.items():
        pandas.testing.assert_frame_equal(getattr(ledger, name), table)
