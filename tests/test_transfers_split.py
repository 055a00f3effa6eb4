"""Collective split payments: the ABC example, the conditions, and the largest set against a brute force (T-057 to T-063, M-07,
M-08, C-42)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transfer_books import (
    ABC_OTHER_ACCOUNT,
    Rows,
    abc,
    ledger_of,
    nip,
    nrb,
    party,
    purchase,
    put_together,
    settled,
    typed,
)
from workbench import i18n
from workbench.transfers.batching import IN_THE_WAY, Choice, Gathered, Refusal, gather
from workbench.transfers.batching.split_periods import Invoice, Terms, judge, month_later
from workbench.transfers.schedule import REASONS, schedule
from workbench.transfers.texts import TextStyle

TODAY = date(2019, 11, 14)
COLLECTIVE = Choice(collective=True)
OTHERS_MEAN_NOTHING = Choice(collective=True, by_date=True, divide=True)
ABC = tuple(f"Fa/2019/000{number}/1" for number in (1, 2, 3, 4))

M_07 = (
    "Wybranych płatności {} nie można zapłacić zbiorczym przelewem. W komunikacie zbiorczym powinny się znaleźć wszystkie "
    "dokumenty wystawione przez kontrahenta ABC w zadanym okresie, nie dłuższym niż miesiąc kalendarzowy."
)
M_08 = (
    "Wybranych płatności {} nie można zapłacić zbiorczym przelewem. Wybrane są różne numery rachunków / numery NIP / "
    "waluty rozliczenia / ustawienia SEPA lub płatności pochodzą z dokumentów wystawionych w okresie dłuższym niż "
    "miesiąc kalendarzowy."
)


def gathered(*pieces: Rows, chosen: Sequence[str], choice: Choice = COLLECTIVE) -> Gathered:
    made = schedule(ledger_of(*pieces), "PLN")
    return gather(made, chosen, choice, today=TODAY, style_of=lambda kind: TextStyle())


def refused(*pieces: Rows, chosen: Sequence[str]) -> Refusal:
    result = gathered(*pieces, chosen=chosen)
    assert result.transfers == ()
    (refusal,) = result.refused
    assert refusal.payments == tuple(chosen)
    return refusal


def split(document_id: str, issued: str, gross: str = "123.00", **values: Any) -> Rows:
    return purchase(document_id, gross, issued=issued, due="2019-12-20", **{"party": "abc", "split_payment": "true", **values})


# the worked example T-062


def test_t062_two_of_three_documents_of_the_period() -> None:
    refusal = refused(abc(), chosen=ABC[:2])
    assert refusal.code == "M-07"
    assert (refusal.missing, refusal.in_the_way, refusal.largest) == ((ABC[2],), (), ABC[:3])


def test_t062_all_four_go_to_two_accounts() -> None:
    refusal = refused(abc(), chosen=ABC)
    assert refusal.code == "M-08"
    assert (refusal.missing, refusal.in_the_way, refusal.largest) == ((), ((ABC[3], "other_account"),), ABC[:3])


@pytest.mark.parametrize("choice", [COLLECTIVE, OTHERS_MEAN_NOTHING])
def test_t062_t063_the_first_three_are_one_transfer(choice: Choice) -> None:
    (transfer,) = gathered(abc(), chosen=ABC[:3], choice=choice).transfers
    assert (transfer.payments, transfer.amount, transfer.date) == (ABC[:3], 184_500, date(2019, 11, 14))
    assert transfer.split is not None
    assert (transfer.split.vat, transfer.split.tax_id) == (34_500, "9990000020")
    assert transfer.split.invoice == "08.11-12.11.2019"
    assert (transfer.kind, transfer.collective) == ("split_payment", True)


def test_t030_without_collective_transfers_each_goes_alone() -> None:
    result = gathered(abc(), chosen=ABC, choice=Choice())
    assert [each.split.invoice for each in result.transfers if each.split] == [payment.removesuffix("/1") for payment in ABC]


def test_one_payment_of_the_party_is_simply_paid() -> None:
    (transfer,) = gathered(abc(), chosen=ABC[:1]).transfers
    assert transfer.split is not None
    assert (transfer.split.invoice, transfer.collective) == ("Fa/2019/0001", False)


@pytest.mark.parametrize(
    ("count", "english"),
    [
        (
            2,
            "The chosen payments [Fa/2019/0001], [Fa/2019/0002] cannot be paid by a collective transfer. It must contain all "
            "documents issued by contractor ABC in the given period, which may not be longer than a calendar month.",
        ),
        (
            4,
            "The chosen payments [Fa/2019/0001], [Fa/2019/0002], [Fa/2019/0003], [Fa/2019/0004] cannot be paid by a collective "
            "transfer. Account numbers / tax numbers / settlement currencies / SEPA settings differ, or the documents were "
            "issued over more than a calendar month.",
        ),
    ],
)
def test_m07_m08_in_english(count: int, english: str) -> None:
    with i18n.in_language("en"):
        assert refused(abc(), chosen=ABC[:count]).message == english


@pytest.mark.parametrize(("count", "polish"), [(2, M_07), (4, M_08)])
def test_m07_m08_c42_letter_for_letter(count: int, polish: str) -> None:
    numbers = ", ".join(f"[Fa/2019/000{number}]" for number in range(1, count + 1))
    assert refused(abc(), chosen=ABC[:count]).message == polish.format(numbers)


# the conditions T-058 to T-061, one by one: F1 and F2 are chosen, F3 lies between them

ENDS = (split("F1", "2019-11-08"), split("F2", "2019-11-12"))


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        ("other_register", [split("F3", "2019-11-10", register="EURO")]),
        ("not_split_payment", [split("F3", "2019-11-10", split_payment="false")]),
        ("buffer", [split("F3", "2019-11-10", state="buffer")]),
        ("sent", [split("F3", "2019-11-10", state="sent")]),
        ("settled", [split("F3", "2019-11-10"), settled("F3/1", "123.00")]),
        ("partial", [split("F3", "2019-11-10"), settled("F3/1", "1.00")]),
        ("not_subject", [split("F3", "2019-11-10", not_subject="true")]),
        ("other_account", [split("F3", "2019-11-10", account=ABC_OTHER_ACCOUNT)]),
        ("other_currency", [split("F3", "2019-11-10", currency="EUR", account=nrb(200))]),
        ("other_sepa", [split("F3", "2019-11-10", sepa="true")]),
        (
            "other_tax_id",
            [
                party("other", "Inny", nrb(9), tax_id=nip("999000003")),
                split("F3", "2019-11-10", party="other", party_id="abc"),
            ],
        ),
    ],
)
def test_t061_each_condition_by_itself(code: str, pieces: list[Rows]) -> None:
    refusal = refused(*ENDS, *pieces, chosen=["F1/1", "F2/1"])
    assert (refusal.code, refusal.missing, refusal.in_the_way) == ("M-07", (), (("F3/1", code),))
    assert refusal.largest == ("F1/1",)
    assert code in IN_THE_WAY or code in REASONS


@pytest.mark.parametrize(
    "piece",
    [
        split("F3", "2019-11-07"),
        split("F3", "2019-11-13"),
        split("F3", "2019-11-10", party="aloza"),
        split("F3", "2019-11-10", direction="in"),
        split("F3", "2019-11-10", gross="0.00"),
        split("F3", "2019-11-10", document={"register": "sale"}),
        typed("F3/1", "1.00", party="abc", split_payment="true"),
    ],
)
def test_t058_what_does_not_belong_to_the_documents_of_the_period(piece: Rows) -> None:
    (transfer,) = gathered(*ENDS, piece, chosen=["F1/1", "F2/1"]).transfers
    assert transfer.amount == 24_600


def test_t060_a_typed_payment_counts_by_its_document_date() -> None:
    between = typed("T1", "1.00", party="abc", split_payment="true", document_date="2019-11-10", due="2019-12-01")
    assert refused(*ENDS, between, chosen=["F1/1", "F2/1"]).missing == ("T1",)
    (transfer,) = gathered(*ENDS, between, chosen=["F1/1", "F2/1", "T1"]).transfers
    assert transfer.payments == ("T1", "F1/1", "F2/1")


def test_t060_a_chosen_payment_without_a_date_belongs_to_no_period() -> None:
    without = typed("T1", "1.00", party="abc", split_payment="true", due="2019-12-31")
    refusal = refused(*ENDS, without, chosen=["F1/1", "F2/1", "T1"])
    assert (refusal.code, refusal.in_the_way) == ("M-07", (("T1", "no_document_date"),))
    assert refusal.largest == ("F1/1", "F2/1")


def test_t061_both_instalments_of_a_document_are_needed() -> None:
    piece = split("F3", "2019-11-10")
    piece["payments"] = [{**piece["payments"][0], "payment_id": f"F3/{part}", "amount": "61.50"} for part in (1, 2)]
    assert refused(*ENDS, piece, chosen=["F1/1", "F2/1", "F3/1"]).missing == ("F3/2",)


def test_a_single_day_is_a_period() -> None:
    (transfer,) = gathered(split("F1", "2019-11-08"), split("F2", "2019-11-08"), chosen=["F1/1", "F2/1"]).transfers
    assert transfer.split is not None
    assert transfer.split.invoice == "08.11-08.11.2019"


def test_a_period_over_new_year_names_both_years() -> None:
    (transfer,) = gathered(split("F1", "2019-12-20"), split("F2", "2020-01-10"), chosen=["F1/1", "F2/1"]).transfers
    assert transfer.split is not None
    assert transfer.split.invoice == "20.12.2019-10.01.2020"


@pytest.mark.parametrize(
    ("first", "last", "together"),
    [
        ("2019-11-01", "2019-11-30", True),
        ("2019-11-08", "2019-12-07", True),
        ("2019-11-08", "2019-12-08", False),
        ("2020-01-31", "2020-02-28", True),
        ("2020-01-31", "2020-02-29", False),
    ],
)
def test_t058_at_most_one_calendar_month(first: str, last: str, together: bool) -> None:
    pieces = split("F1", first), split("F2", last)
    if together:
        assert len(gathered(*pieces, chosen=["F1/1", "F2/1"]).transfers) == 1
        return
    refusal = refused(*pieces, chosen=["F1/1", "F2/1"])
    assert (refusal.code, refusal.in_the_way, refusal.largest) == ("M-08", (("F2/1", "other_period"),), ("F1/1",))


def test_a_held_payment_in_the_period_stops_the_others() -> None:
    """The one in the buffer is refused for itself, and no part of the rest goes without it."""
    pieces = [*ENDS, split("F3", "2019-11-10", state="buffer")]
    result = gathered(*pieces, chosen=["F1/1", "F2/1", "F3/1"])
    assert result.transfers == ()
    assert [(refusal.code, refusal.payments) for refusal in result.refused] == [("held", ("F3/1",)), ("M-07", ("F1/1", "F2/1"))]
    assert result.refused[1].in_the_way == (("F3/1", "buffer"),)


def test_suppliers_are_judged_apart_and_others_still_go() -> None:
    pieces = [
        *ENDS,
        split("F3", "2019-11-10"),
        split("A1", "2019-11-08", party="aloza"),
        split("A2", "2019-11-09", party="aloza"),
    ]
    result = gathered(*pieces, purchase("N1", "1.00"), chosen=["F1/1", "F2/1", "A1/1", "A2/1", "N1/1"])
    assert [transfer.payments for transfer in result.transfers] == [("A1/1", "A2/1"), ("N1/1",)]
    assert [refusal.payments for refusal in result.refused] == [("F1/1", "F2/1")]


def test_t052_t063_texts_work_as_in_ordinary_ones() -> None:
    pieces = [
        split("F1", "2019-11-08", texts=("Za dach", "rata 1")),
        split("F2", "2019-11-08"),
        split("F3", "2019-11-09", texts=("x",)),
    ]
    chosen = ["F1/1", "F2/1", "F3/1"]
    for choice, text in ((COLLECTIVE, "Za dach;x"), (Choice(collective=True, all_lines=True), "Za dach rata 1;x")):
        (transfer,) = gathered(put_together(*pieces), chosen=chosen, choice=choice).transfers
        assert transfer.split is not None
        assert transfer.split.text == text


# the largest set against all subsets

TERMS = [Terms("A", "PLN", "1", False), Terms("B", "PLN", "1", False)]


def works(picked: Sequence[Invoice], invoices: Sequence[Invoice]) -> bool:
    """The rule of T-058 to T-061 said plainly, with another library's month."""
    days = [pd.Timestamp(invoice.issued) for invoice in picked if invoice.issued is not None]
    if not days or len(days) < len(picked) or any(invoice.blocked for invoice in picked):
        return False
    if len({invoice.terms for invoice in picked}) > 1 or max(days) >= min(days) + pd.DateOffset(months=1):
        return False
    return {each.payment for each in picked} == {
        each.payment for each in invoices if each.issued is not None and min(days) <= pd.Timestamp(each.issued) <= max(days)
    }


@st.composite
def parties(draw: Any) -> tuple[list[Invoice], set[str]]:
    """Up to eight payments of a party on few days around the length of a month, and some of them chosen."""
    start = date(2020, 1, draw(st.sampled_from([1, 28, 29, 30, 31])))
    distances = st.sampled_from([0, 1, 2, 15, 27, 28, 29, 30, 31, 32, 60])
    invoices = [
        Invoice(
            payment=f"F{number}",
            issued=draw(st.one_of(*[distances.map(lambda days: start + timedelta(days))] * 6, st.none())),
            amount=draw(st.integers(1, 4)),
            terms=draw(st.sampled_from([TERMS[0]] * 3 + [TERMS[1]])),
            blocked=draw(st.sampled_from([""] * 4 + ["buffer"])),
        )
        for number in range(draw(st.integers(1, 8)))
    ]
    free = [invoice.payment for invoice in invoices if not invoice.blocked]
    return invoices, set(draw(st.lists(st.sampled_from(free), min_size=1, unique=True))) if free else set()


@given(case=parties())
def test_the_verdict_is_that_of_the_plain_rule_and_the_largest_set_is_found(case: tuple[list[Invoice], set[str]]) -> None:
    invoices, chosen = case
    if not chosen:
        return
    ours = [invoice for invoice in invoices if invoice.payment in chosen]
    verdict = judge(invoices, chosen)
    assert (verdict.code == "") == works(ours, invoices)
    if verdict.code == "":
        return
    by_id = {invoice.payment: invoice for invoice in invoices}
    days = [invoice.issued for invoice in ours if invoice.issued is not None]
    period = [each for each in invoices if each.issued is not None and days and min(days) <= each.issued <= max(days)]
    subsets = chain.from_iterable(combinations(period, count) for count in range(1, len(period) + 1))
    sizes = [
        (len(picked), sum(each.amount for each in picked))
        for picked in subsets
        if chosen & {each.payment for each in picked} and works(picked, invoices)
    ]
    largest = [by_id[payment] for payment in verdict.largest]
    assert (len(largest), sum(each.amount for each in largest)) == max(sizes, default=(0, 0))
    assert not largest or works(largest, invoices)
    differ = len({each.terms for each in ours}) > 1
    too_long = bool(days) and pd.Timestamp(max(days)) >= pd.Timestamp(min(days)) + pd.DateOffset(months=1)
    assert verdict.code == ("M-08" if differ or too_long else "M-07")
    outside = {payment for payment, _ in verdict.in_the_way}
    assert not outside & set(verdict.missing)
    assert outside | set(verdict.missing), "a refusal says what it is about"
    assert set(verdict.missing) == {
        each.payment
        for each in period
        if each.payment not in chosen and not each.blocked and each.terms == (largest or ours)[0].terms
    }
    assert {each.payment for each in period if each.blocked} <= outside


def test_the_largest_set_holds_a_chosen_payment() -> None:
    """C and D could be paid together, but nobody has asked for them."""
    days = {"A": 1, "X": 2, "C": 3, "D": 4, "Y": 5, "B": 6}
    invoices = [Invoice(name, date(2020, 1, day), 1, TERMS[0], "buffer" if name in "XY" else "") for name, day in days.items()]
    assert judge(invoices, {"A", "B"}).largest == ("A",)


@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_month_later_is_what_another_library_says(day: date) -> None:
    assert month_later(day) == (pd.Timestamp(day) + pd.DateOffset(months=1)).date()


def test_many_documents_are_judged_quickly() -> None:
    """20 000 documents of one supplier: all subsets, or all pairs of days, would take minutes."""
    invoices = [
        Invoice(f"F{number}", date(1990, 1, 1) + timedelta(number // 2), 1, TERMS[0], "buffer" if number % 99 == 0 else "")
        for number in range(20_000)
    ]
    chosen = {invoice.payment for invoice in invoices if not invoice.blocked}
    verdict = judge(invoices, chosen)
    assert verdict.code == "M-08"
    assert 40 < len(verdict.largest) < 99
