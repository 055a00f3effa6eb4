"""Scenario "the customer pays x on day y" (feature 27): by hand, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import books, ledger_of, purchase, sale
from tests.notices import DECEMBER, DUE, OCTOBER, SEPTEMBER, THOUSAND, invoice
from workbench import i18n
from workbench.days import Month
from workbench.errors import ReliefError, UnknownDocumentError
from workbench.relief import Filed, FiledNotice, notice
from workbench.relief.scenarios import Payment, scenario, scenario_effect

MONTHS = [SEPTEMBER, OCTOBER, DECEMBER]
PARTS = [(DUE, "615.00"), ("2026-07-10", "615.00")]
LATER, EARLIER = date(2026, 12, 5), date(2026, 10, 20)


def effect(ledger: workbench.Ledger, *payments: Payment, side: Any = "sale", filed: Filed | None = None) -> list[list[Any]]:
    columns = ["month", "kind", "vat_before", "vat_after", "net", "vat", "return_net", "return_vat"]
    return scenario_effect(ledger, payments, side, MONTHS, filed)[columns].values.tolist()


def test_a_promise_kept_before_the_filing_takes_the_relief_away() -> None:
    ledger = ledger_of(invoice())
    assert effect(ledger, Payment("FS/1", EARLIER)) == [[SEPTEMBER, "unpaid", 230_00, 0, -1000_00, -230_00, 1000_00, 230_00]]
    assert notice(scenario(ledger, [Payment("FS/1", EARLIER)]), "sale", OCTOBER).lines.empty


def test_a_promise_kept_after_the_filing_is_given_back_in_the_month_of_payment() -> None:
    assert effect(ledger_of(invoice()), Payment("FS/1/1", LATER, 615_00)) == [
        [SEPTEMBER, "unpaid", 230_00, 230_00, 0, 0, 0, 0],
        [DECEMBER, "paid_back", 0, 115_00, 500_00, 115_00, 500_00, 115_00],
    ]


def test_a_purchase_changes_the_tax_of_the_return_only() -> None:
    """Row 17: paid on 20 October, after the end of September: K_46 in September stays, K_47 in October comes."""
    assert effect(ledger_of(invoice("purchase")), Payment("FS/1", EARLIER), side="purchase") == [
        [SEPTEMBER, "unpaid", 230_00, 230_00, 0, 0, 0, 0],
        [OCTOBER, "paid_back", 0, 230_00, 1000_00, 230_00, 0, 230_00],
    ]
    september = effect(ledger_of(invoice("purchase")), Payment("FS/1", date(2026, 9, 30)), side="purchase")
    assert september == [[SEPTEMBER, "unpaid", 230_00, 0, -1000_00, -230_00, 0, 230_00]]


def test_what_was_filed_early_is_given_back() -> None:
    """Row 18: filed on 12 October, paid on 20 October."""
    ledger = ledger_of(invoice())
    early = notice(ledger, "sale", SEPTEMBER, as_of="2026-10-12")
    filed = Filed("sale", {Month(SEPTEMBER): FiledNotice(Month(SEPTEMBER), early.as_of, early.lines)})
    rows = effect(ledger, Payment("FS/1", EARLIER), filed=filed)
    assert [OCTOBER, "paid_back", 0, 230_00, 1000_00, 230_00, 1000_00, 230_00] in rows


def test_the_part_first_to_fall_due_is_paid_first() -> None:
    ledger = scenario(ledger_of(invoice(parts=PARTS[::-1])), [Payment("FS/1", LATER, 700_00)])
    assert ledger.settlements[["payment_id", "amount", "source"]].values.tolist() == [
        ["FS/1/2", 615_00, "scenario"],
        ["FS/1/1", 85_00, "scenario"],
    ]


def test_several_payments_count_together_and_nothing_is_paid_twice() -> None:
    ledger = ledger_of(invoice(parts=PARTS))
    both = scenario(ledger, [Payment("FS/1", LATER, 700_00), Payment("FS/1", EARLIER)])
    assert both.settlements["amount"].tolist() == [615_00, 85_00, 530_00]
    assert both.settlements.groupby("payment_id")["amount"].sum().tolist() == [615_00, 615_00]


def test_payments_the_books_hold_on_later_days_are_not_paid_again() -> None:
    ledger = ledger_of(invoice(parts=[(*PARTS[0], [("2027-01-10", "615.00")]), PARTS[1]]))
    assert scenario(ledger, [Payment("FS/1", LATER)]).settlements["payment_id"].tolist() == ["FS/1/1", "FS/1/2"]


def test_months_stand_in_the_order_asked_and_without_lines_there_are_no_rows() -> None:
    ledger = ledger_of(invoice())
    columns = list(scenario_effect(ledger, [Payment("FS/1", LATER)], "sale", MONTHS).columns)
    backwards = scenario_effect(ledger, [Payment("FS/1", LATER)], "sale", MONTHS[::-1])
    assert backwards["month"].tolist() == [DECEMBER, SEPTEMBER]
    none = scenario_effect(ledger, [Payment("FS/1", LATER)], "sale", [])
    assert none.empty and list(none.columns) == columns
    assert set(backwards.dtypes[3:].astype(str)) == {"int64"}


@pytest.mark.parametrize(
    ("payments", "error", "told"),
    [
        ([Payment("FS/9", LATER)], UnknownDocumentError, "FS/9"),
        ([Payment("same", LATER)], UnknownDocumentError, "A, B"),
        ([Payment("FS/1", LATER, 1230_01)], ReliefError, "1,230.00"),
        ([Payment("FS/1", LATER, 0)], ReliefError, "0.00"),
        ([Payment("FS/1", LATER, -1)], ReliefError, "-0.01"),
        ([Payment("FS/1", LATER), Payment("FS/1/1", LATER, 1)], ReliefError, "nothing of it is unpaid"),
        ([Payment("KOR", LATER)], ReliefError, "nothing of it is unpaid"),
    ],
)
def test_what_cannot_be_paid_is_refused(payments: list[Payment], error: type[Exception], told: str) -> None:
    one, other = (
        sale("A", issued="2026-06-01", due=DUE, lines=THOUSAND),
        purchase("B", issued="2026-06-01", due=DUE, lines=THOUSAND),
    )
    for of in (one, other):
        of["documents"][0]["number"] = "same"
    credit = sale("KOR", issued="2026-06-01", due=DUE, lines=[("23", "-200.00")])
    source = books(sale("FS/1", issued="2026-06-01", due=DUE, lines=THOUSAND), one, other, credit)
    with i18n.in_language("en"), pytest.raises(error, match=told):
        scenario(ledger_of(source), payments)
