"""Which purchases to pay so that most VAT is kept with the least cash (feature 18), against trying every way to pay."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.books import Books, books, decimal_text, ledger_of, purchase
from workbench.relief.office.advice import payment_advice

TODAY = date(2026, 9, 10)
COMMON = {"issued": "2026-06-01", "due": "2026-06-10"}  # day 90 is 2026-09-08


def three() -> Books:
    """1 230 with 230 VAT, 1 080 with 80, and 1 230 of which only half carries VAT that was deducted."""
    return books(
        purchase("FZ/low", **COMMON, lines=[("8", "1000.00")]),
        purchase("FZ/half", **COMMON, lines=[("23", "500.00"), ("23", "500.00", None, "no")]),
        purchase("FZ/high", **COMMON, lines=[("23", "1000.00")], paid=[("2026-07-01", "500.00")]),
    )


def advised(source: Books, cash: int | None = None, today: date = TODAY) -> list[tuple[str, int, int, int, int]]:
    table = payment_advice(ledger_of(source), "2026-09", today, cash)
    return list(table[["document_id", "pay", "vat_kept", "pay_so_far", "kept_so_far"]].itertuples(index=False, name=None))


def test_the_parts_that_keep_most_a_zloty_come_first() -> None:
    """By hand: 18.70, 9.35 and 7.41 zloty of VAT by 100; of FZ/high 730.00 with 136.50 are still unpaid."""
    table = payment_advice(ledger_of(three()), "2026-09", TODAY)
    assert table[["document_id", "unpaid", "vat", "vat_per_100"]].to_numpy().tolist() == [
        ["FZ/high", 730_00, 136_50, 18_70],
        ["FZ/half", 1230_00, 115_00, 9_35],
        ["FZ/low", 1080_00, 80_00, 7_41],
    ]
    assert advised(three()) == [
        ("FZ/high", 730_00, 136_50, 730_00, 136_50),
        ("FZ/half", 1230_00, 115_00, 1960_00, 251_50),
        ("FZ/low", 1080_00, 80_00, 3040_00, 331_50),
    ]


def test_the_last_part_is_paid_as_far_as_the_cash_goes() -> None:
    """1 345.00 pay FZ/high and 615.00 of FZ/half, which is half of it: 57.50."""
    assert [row[1:3] for row in advised(three(), 1345_00)] == [(730_00, 136_50), (615_00, 57_50), (0, 0)]
    assert [row[1] for row in advised(three(), 0)] == [0, 0, 0]


def test_what_is_kept_is_what_the_notice_then_does_not_hold() -> None:
    """Paying as advised by the last day of the month (art. 89b ust. 1a) leaves exactly the rest on the notice."""
    source = three()
    advice = advised(source, 1345_00)
    before = workbench.relief.notice(ledger_of(source), "purchase", "2026-09").lines["vat"].sum()
    for document, pay, *_rest in advice:
        source["settlements"].append({"payment_id": f"{document}/1", "date": "2026-09-30", "amount": decimal_text(pay)})
    after = workbench.relief.notice(ledger_of(source), "purchase", "2026-09").lines["vat"].sum()
    assert before - after == advice[-1][-1] == 194_00


def test_only_parts_of_the_month_with_vat_to_keep_are_advised() -> None:
    source = books(
        purchase("FZ/1", **COMMON, lines=[("23", "1000.00")], paid=[("2026-09-09", "1230.00")]),
        purchase("FZ/2", **COMMON, lines=[("zw", "1000.00")]),
        purchase("FZ/3", **COMMON, lines=[("23", "1000.00", None, "no")]),
        purchase("FZ/4", issued="2026-06-01", due="2026-07-10", lines=[("23", "1000.00")]),
        purchase("FZ/5", **COMMON, lines=[("23", "1000.00")], party="inactive"),
        purchase("FZ/6", **COMMON, lines=[("23", "1000.00")], paid=[("2026-09-11", "1230.00")]),
    )
    assert sorted(row[0] for row in advised(source)) == ["FZ/5", "FZ/6"], "what is paid after today is not known today"


def test_once_the_month_is_over_nothing_can_be_kept() -> None:
    assert {row[1:3] for row in advised(three(), today=date(2026, 10, 1))} == {(0, 0)}
    assert advised(three(), today=date(2026, 9, 30))[0][1] == 730_00


def test_the_money_must_arrive_on_a_working_day_of_the_month() -> None:
    """The 31st of October 2026 is a Saturday."""
    source = books(purchase("FZ/1", issued="2026-06-01", due="2026-07-10", lines=[("23", "1000.00")]))
    assert payment_advice(ledger_of(source), "2026-10", TODAY)["pay_by"].iloc[0].date() == date(2026, 10, 30)


def test_behind_the_last_working_day_only_an_instant_transfer_still_arrives() -> None:
    """Saturday the 31st of October 2026, the day after the last working day; on the 30th an ordinary transfer still does."""
    source = books(purchase("FZ/1", issued="2026-06-01", due="2026-07-10", lines=[("23", "1000.00")]))
    told = [payment_advice(ledger_of(source), "2026-10", date(2026, *day)) for day in ((10, 30), (10, 31), (11, 1))]
    assert [table["instant_only"].tolist() for table in told] == [[False], [True], [False]]
    assert [table["pay"].tolist() for table in told] == [[1230_00], [1230_00], [0]]


def test_cash_below_zero_is_refused() -> None:
    with pytest.raises(workbench.WorkbenchError):
        payment_advice(ledger_of(three()), "2026-09", TODAY, -1)


def test_a_part_in_another_currency_costs_its_value_in_the_books() -> None:
    """1 000 EUR + 230 EUR at 4.25: 5 227.50 zloty, VAT 977.50 (kept in PLN: 230 * 4.25)."""
    source = books(
        purchase(
            "FZ/1", **{**COMMON, "due": None}, lines=[("23", "4250.00")], parts=[("2026-06-10", "1230.00")], currency="EUR"
        )
    )
    [row] = payment_advice(ledger_of(source), "2026-09", TODAY, 2613_75).to_dict("records")
    assert (row["unpaid"], row["unpaid_pln"], row["pay"], row["vat_kept"]) == (1230_00, 5227_50, 2613_75, 488_75)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["23", "8", "5"]), st.booleans()), min_size=1, max_size=3),
    st.integers(0, 30),
)
@settings(max_examples=60)
def test_no_other_way_to_spend_the_cash_keeps_more(invoices: list[tuple[int, str, bool]], cash: int) -> None:
    """Every way to pay whole grosze is tried; a payment keeps its share of the VAT of its part (art. 89b ust. 2)."""
    source = books(
        *(
            purchase(
                f"FZ/{place}",
                **COMMON,
                lines=[(rate, f"0.{net:02}", f"0.0{vat}"), *([("zw", "0.02", "0.00")] if mixed else [])],
            )
            for place, (net, rate, mixed) in enumerate(invoices)
            for vat in [1 + net // 4]
        )
    )
    rates = {
        f"FZ/{place}": Fraction(1 + net // 4, net + 1 + net // 4 + 2 * mixed)
        for place, (net, _rate, mixed) in enumerate(invoices)
    }
    owed = {f"FZ/{place}": net + 1 + net // 4 + 2 * mixed for place, (net, _rate, mixed) in enumerate(invoices)}
    best = max(
        sum(rates[name] * paid for name, paid in zip(owed, ways, strict=True))
        for ways in product(*(range(amount + 1) for amount in owed.values()))
        if sum(ways) <= cash
    )
    advice = advised(source, cash)
    assert {row[0] for row in advice} == set(owed)
    assert sum(rates[row[0]] * row[1] for row in advice) == best
    assert sum(row[1] for row in advice) == min(cash, sum(owed.values()))
    assert all(0 <= row[1] <= owed[row[0]] for row in advice)
    assert sum(0 < row[1] < owed[row[0]] for row in advice) <= 1, "one part at most is paid in part"
