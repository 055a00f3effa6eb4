"""The as-of helper (feature 11): J-031 with C-15, C-16 and C-17 by hand, and against a count day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.books import Books, books, decimal_text, document, ledger_of, sale
from tests.golden import WORKED, thousand
from tests.notices import SEPTEMBER, THOUSAND, invoice
from workbench import i18n
from workbench.errors import PeriodError
from workbench.relief import notice
from workbench.relief.events import Event, applied
from workbench.relief.filing_days import filing_days
from workbench.relief.scenarios import Payment, scenario

COLUMNS = ["first_day", "last_day", "net", "vat", "documents", "vat_difference", "default", "deadline", "best"]
NOVEMBER = "2020-11"


def spans(ledger: workbench.Ledger, period: str, side: Any = "sale", **options: Any) -> list[tuple[Any, ...]]:
    """Days as month and day, amounts in zloty, the marks that a span has."""
    rows = filing_days(ledger, side, period, **options)[COLUMNS].to_dict("records")
    return [
        (
            f"{row['first_day']:%m-%d}",
            f"{row['last_day']:%m-%d}",
            row["net"] / 100,
            row["vat"] / 100,
            row["documents"],
            row["vat_difference"] / 100,
            " ".join(name for name in ("default", "deadline", "best") if row[name]),
        )
        for row in rows
    ]


def test_c_15_the_second_part_is_on_the_november_notice_only_before_its_payment() -> None:
    """J-031: paid 2020-12-20; the default day is 25 December, the deadline Monday the 28th."""
    ledger = ledger_of(WORKED["GJ-1"])
    assert spans(ledger, NOVEMBER) == [
        ("12-01", "12-19", 700, 131, 1, 131, "best"),
        ("12-20", "12-28", 0, 0, 0, 0, "default deadline"),
    ]
    assert spans(ledger, "2020-10") == [("11-01", "11-25", 700, 131, 1, 0, "default deadline best")]
    with i18n.in_language("en"):
        assert filing_days(ledger, "sale", NOVEMBER)["changes"].tolist() == ["", "GJ-1: PLN\u00a0831.00 paid on 20 Dec 2020"]


def test_c_16_paid_between_the_end_of_the_month_and_the_deadline() -> None:
    february = thousand("R", "2017-09-01", "2017-09-15", (("2018-03-03", "1230.00"),))
    assert spans(ledger_of(books(february)), "2018-02") == [
        ("03-01", "03-02", 1000, 230, 1, 230, "best"),
        ("03-03", "03-26", 0, 0, 0, 0, "default deadline"),
    ]
    september = thousand("J", "2020-06-01", "2020-06-15", (("2020-10-10", "1230.00"),))
    assert spans(ledger_of(books(september)), "2020-09") == [
        ("10-01", "10-09", 1000, 230, 1, 230, "best"),
        ("10-10", "10-26", 0, 0, 0, 0, "default deadline"),
    ]


def test_c_17_filed_on_the_real_deadline_the_invoice_is_paid() -> None:
    """R.5: paid 2019-12-27, the day the deadline moves to behind Christmas."""
    assert spans(ledger_of(WORKED["GR.5"]), "2019-11") == [
        ("12-01", "12-26", 1000, 230, 1, 0, "default best"),
        ("12-27", "12-27", 0, 0, 0, -230, "deadline"),
    ]


def test_paid_on_the_first_day_and_on_the_second() -> None:
    ledger = ledger_of(invoice(paid=[("2026-10-01", "246.00"), ("2026-10-02", "984.00")]))
    assert spans(ledger, SEPTEMBER) == [
        ("10-01", "10-01", 800, 184, 1, 184, "best"),
        ("10-02", "10-26", 0, 0, 0, 0, "default deadline"),
    ]


def test_a_promised_payment_is_told_as_one() -> None:
    ledger = scenario(ledger_of(invoice()), [Payment("FS/1", date(2026, 10, 12), 615_00)])
    assert spans(ledger, SEPTEMBER) == [
        ("10-01", "10-11", 1000, 230, 1, 115, "best"),
        ("10-12", "10-26", 500, 115, 1, 0, "default deadline"),
    ]
    with i18n.in_language("en"):
        assert filing_days(ledger, "sale", SEPTEMBER)["changes"][1] == "FS/1: PLN\u00a0615.00 promised for 12 Oct 2026"


def test_an_event_is_told_with_its_name() -> None:
    sold = Event("e", "sale", "FS/1", "", "assignment", date(2026, 10, 12), 0, "disposed")
    with i18n.in_language("en"):
        changes = filing_days(applied(ledger_of(invoice()), [sold]), "sale", SEPTEMBER)["changes"].tolist()
    assert changes == ["", "FS/1: PLN\u00a01,230.00 on 12 Oct 2026, sale or assignment of the claim"]


def test_the_end_of_the_limit_of_years_is_a_change() -> None:
    """An invoice of 2023 may be used until 31 December 2026: the November notice not later than that."""
    ledger = ledger_of(books(sale("S", issued="2023-02-01", due="2026-08-31", lines=THOUSAND)))
    assert spans(ledger, "2026-11", until="2027-01-20") == [
        ("12-01", "12-31", 1000, 230, 1, 0, "default deadline best"),
        ("01-01", "01-20", 0, 0, 0, -230, ""),
    ]
    with i18n.in_language("en"):
        found = filing_days(ledger, "sale", "2026-11", until="2027-01-20")["changes"]
    assert found[1] == "S: the limit of years has passed on 1 Jan 2027"


def test_a_purchase_does_not_depend_on_the_day_of_filing() -> None:
    source = invoice("purchase", paid=[("2026-10-10", "1230.00")])
    assert spans(ledger_of(source), SEPTEMBER, "purchase") == [("10-01", "10-26", 1000, 230, 1, 0, "default deadline best")]


def test_before_its_period_has_ended_nothing_is_filed() -> None:
    with pytest.raises(PeriodError):
        filing_days(ledger_of(invoice()), "sale", SEPTEMBER, until="2026-09-30")


@st.composite
def open_books(draw: st.DrawFn) -> Books:
    """Invoices around the notice of November 2026, old ones too, with payments (and a return) around its days of filing."""
    invoices = []
    for number in range(draw(st.integers(1, 4))):
        issued = draw(st.sampled_from(["2023-05-04", "2026-07-01"]))
        amount = 1230_00
        due = date(2026, 8, 1) + timedelta(draw(st.integers(0, 40)))
        days = st.integers(0, 60).map(lambda later: str(date(2026, 11, 25) + timedelta(later)))
        paid = draw(st.lists(st.tuples(days, st.sampled_from([-100_00, 1, 200_00, 615_00, 1230_00])), max_size=4))
        settled = [(day, decimal_text(sum_)) for day, sum_ in paid]
        parts = [(str(due), decimal_text(amount), settled)]
        invoices.append(document(f"S{number}", "sale", issued=issued, lines=THOUSAND, parts=parts))
    return books(*invoices)


@settings(max_examples=25, deadline=None)
@given(source=open_books(), length=st.integers(0, 55))
def test_the_spans_say_what_a_notice_of_each_day_says(source: Books, length: int) -> None:
    ledger = ledger_of(source)
    first = date(2026, 12, 1)
    last = first + timedelta(length)
    found = filing_days(ledger, "sale", "2026-11", last)
    by_day = []
    for span in found.to_dict("records"):
        count = (span["last_day"] - span["first_day"]).days + 1
        assert count > 0
        by_day += [(span["net"], span["vat"], span["documents"])] * count
    expected, contents = [], []
    for step in range(length + 1):
        lines = notice(ledger, "sale", "2026-11", as_of=first + timedelta(step)).lines
        lines = lines[lines["kind"] == "unpaid"]
        expected.append((int(lines["net"].sum()), int(lines["vat"].sum()), lines["document_id"].nunique()))
        contents.append(lines[["payment_id", "net", "vat"]].values.tolist())
    assert by_day == expected
    changes = [day for day in range(1, length + 1) if contents[day] != contents[day - 1]]
    assert [(start.date() - first).days for start in found["first_day"][1:]] == changes
    assert all(found["changes"][1:]) and found["changes"][0] == ""
    assert found["vat"][found["best"]].tolist() == [found["vat"].max()]
