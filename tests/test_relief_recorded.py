"""What is recorded beside the books: notices of other periods, events that keep parts off, kept lines and how they are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import Books, books, ledger_of, sale
from tests.notices import BACK, DECEMBER, OCTOBER, SEPTEMBER, THOUSAND, WHOLE, invoice, lines, reasons
from workbench import i18n
from workbench.days import Month, Quarter
from workbench.errors import ReliefError
from workbench.relief import Filed, FiledNotice, ReliefNotice, calendar, notice
from workbench.relief.events import Event, applied, check, consequences, kept_off
from workbench.relief.filing_days import filing_days
from workbench.relief.office import tipping
from workbench.relief.scenarios import Payment, scenario_effect

MOVED = "2026-07-10"  # day 90 is 2026-10-08, so October instead of September
EARLIER = "2026-05-11"  # day 90 is 2026-08-09
PAID = [("2026-12-05", "1230.00")]


def filed(source: Books, period: str = SEPTEMBER, side: Any = "sale", **values: Any) -> Filed:
    made = notice(ledger_of(source), side, period)
    return Filed(side, {made.period: FiledNotice(made.period, made.as_of, made.lines)}, **values)


def event(type: str, day: str, choice: str, amount: int = 0, **values: Any) -> Event:
    known = {"id": "e1", "side": "sale", "document_id": "FS/1", "payment_id": "", **values}
    return Event(type=type, date=date.fromisoformat(day), amount=amount, choice=choice, **known)


def keeping_off(source: Books, *events: Event, **values: Any) -> Filed:
    return Filed("sale", kept_off=kept_off(events, ledger_of(source), "sale"), **values)


# Parts that stand on the filed notice of another period


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_a_part_whose_due_date_changed_after_the_filing_is_reported_and_paid_back_once(side: Any) -> None:
    record = filed(invoice(side), side=side, since=Month(SEPTEMBER))
    source = invoice(side, due=MOVED, paid=PAID)
    assert lines(source, OCTOBER, side) == WHOLE
    assert lines(source, OCTOBER, side, filed=record) == []
    assert lines(source, DECEMBER, side, filed=record) == BACK
    assert lines(source, SEPTEMBER, side, filed=record) == []
    assert reasons(source, OCTOBER, side, filed=record) == {"FS/1/1": "filed_elsewhere"}
    assert reasons(source, SEPTEMBER, side, filed=record) == {"FS/1/1": "later_month"}


def test_a_part_that_moved_before_the_first_notice_is_paid_back_once() -> None:
    source = invoice(due=EARLIER, paid=PAID)
    assert lines(source, DECEMBER) == BACK
    assert lines(source, DECEMBER, filed=filed(invoice(), since=Month(SEPTEMBER))) == BACK


def test_after_the_amendment_the_part_is_on_its_new_month() -> None:
    amended = filed(invoice(due=MOVED), since=Month(SEPTEMBER))
    source = invoice(due=MOVED, paid=PAID)
    assert lines(source, OCTOBER, filed=amended) == WHOLE
    assert lines(source, DECEMBER, filed=amended) == []


def test_a_part_on_its_own_notice_or_on_that_of_the_quarter_is_not_elsewhere() -> None:
    assert lines(invoice(), SEPTEMBER, filed=filed(invoice())) == WHOLE
    old = invoice(issued="2019-05-01", due="2019-05-14")  # day 90 is 2019-08-12
    assert lines(old, "2019-08", filed=filed(old, "2019Q3")) == WHOLE
    assert lines(old, "2019Q3", filed=filed(old, "2019-08")) == WHOLE
    assert lines(invoice(issued="2019-05-01", due="2019-07-14"), "2019Q4", filed=filed(old, "2019Q3")) == []
    assert list(filed(old, "2019Q3").notices) == [Quarter("2019Q3")]


def test_the_explanation_names_the_notice_to_amend_first() -> None:
    ledger = ledger_of(invoice(due=MOVED))
    with i18n.in_language("en"):
        told = notice(ledger, "sale", OCTOBER, filed=filed(invoice())).explain("FS/1")
    first = told.table.iloc[0]
    assert (first["code"], bool(first["passed"])) == ("filed_elsewhere", False)
    assert first["value"] == "already on the notice of September 2026; amend that one first"
    assert told.parts["reason"].tolist() == ["filed_elsewhere"]
    assert "filed_elsewhere" not in set(notice(ledger, "sale", OCTOBER).explain("FS/1").table["code"])


# Events that keep parts off


def insolvency(**values: Any) -> Event:
    return event("insolvency", "2021-07-01", "kept_off", **values)


def test_nothing_is_paid_back_of_a_part_that_an_event_kept_off() -> None:
    source = invoice(issued="2021-04-01", due="2021-06-10", paid=[("2021-11-28", "1230.00")])
    assert lines(source, "2021-11") == BACK
    for since in (None, Month("2021-11")):
        assert lines(source, "2021-11", filed=keeping_off(source, insolvency(), since=since)) == []


def test_what_was_filed_before_the_event_was_recorded_is_given_back() -> None:
    source = invoice(issued="2021-04-01", due="2021-06-10", paid=[("2021-11-28", "1230.00")])
    off = kept_off([insolvency()], ledger_of(source), "sale")
    assert lines(source, "2021-11", filed=filed(source, "2021-09", kept_off=off)) == BACK


def test_an_event_of_one_payment_keeps_only_that_one_off() -> None:
    parts = [("2021-06-10", "615.00", [("2021-11-28", "615.00")]), ("2021-06-15", "615.00", [("2021-11-28", "615.00")])]
    source = invoice(issued="2021-04-01", parts=parts)
    record = keeping_off(source, insolvency(payment_id="FS/1/1"))
    assert lines(source, "2021-09", filed=record) == [("unpaid", 500_00, 115_00)]
    assert lines(source, "2021-11", filed=record) == [("paid_back", 500_00, 115_00)]
    assert reasons(source, "2021-09", filed=record) == {"FS/1/1": "kept_off", "FS/1/2": "on_notice"}
    seen = consequences(ledger_of(source), None, insolvency(payment_id="FS/1/1"))
    assert seen[["month", "payment_id", "change"]].values.tolist() == [
        ["2021-09", "FS/1/1", "removed"],
        ["2021-11", "FS/1/1", "removed"],
    ]


def test_the_explanation_names_the_event() -> None:
    source = invoice(issued="2021-04-01", due="2021-06-10")
    with i18n.in_language("en"):
        told = notice(ledger_of(source), "sale", "2021-09", filed=keeping_off(source, insolvency())).explain("FS/1")
        early = notice(ledger_of(source), "sale", "2021-09", "2021-09-05", filed=keeping_off(source, insolvency()))
    first = told.table.iloc[0]
    assert (first["code"], bool(first["passed"])) == ("kept_off", False)
    assert (
        first["value"].startswith("Bankruptcy, restructuring or liquidation of the debtor") and "2 Jul 2021" in first["value"]
    )
    assert "C-335/19" in first["source"]
    assert told.title.startswith("Not on the notice")
    assert early.lines.empty


def test_the_day_decides_also_in_the_explanation() -> None:
    source = invoice(issued="2021-04-01", due="2021-06-10")
    late = keeping_off(source, event("insolvency", "2021-10-20", "kept_off"))
    made = notice(ledger_of(source), "sale", "2021-09", "2021-10-20", filed=late)
    assert len(made.lines) == 1
    assert made.explain("FS/1").table["passed"].all()
    assert not notice(ledger_of(source), "sale", "2021-09", filed=late).explain("FS/1").table["passed"].all()


def test_the_days_of_filing_show_when_an_event_keeps_a_part_off() -> None:
    source = invoice(issued="2021-04-01", due="2021-06-10")
    late = keeping_off(source, event("insolvency", "2021-10-19", "kept_off"))
    with i18n.in_language("en"):
        spans = filing_days(ledger_of(source), "sale", "2021-09", filed=late)
    assert spans["vat"].tolist() == [230_00, 0]
    assert [day.date() for day in spans["first_day"]] == [date(2021, 10, 1), date(2021, 10, 20)]
    assert spans["changes"].tolist() == ["", "FS/1: kept off by an event, from 20 Oct 2021 on"]


def test_scenario_calendar_and_tipping_see_what_is_kept_off() -> None:
    source = invoice(issued="2021-04-01", due="2021-06-10")
    ledger, record = ledger_of(source), keeping_off(source, insolvency())
    paid = [Payment("FS/1", date(2021, 11, 28))]
    assert len(scenario_effect(ledger, paid, "sale", ["2021-11"])) == 1
    assert scenario_effect(ledger, paid, "sale", ["2021-11"], record).empty
    assert [calendar(ledger, "2021-09", 1, of)["vat"].sum() for of in (None, {"sale": record})] == [230_00, 0]
    seen = [tipping(ledger, date(2021, 8, 1), filed=of) for of in (None, {"sale": record}, {"sale": filed(source, "2021-09")})]
    assert [len(table) for table in seen] == [1, 0, 1]


def test_calendar_and_tipping_leave_out_what_stands_on_another_notice() -> None:
    ledger, record = ledger_of(invoice(due=MOVED)), {"sale": filed(invoice())}
    assert [calendar(ledger, OCTOBER, 1, of)["vat"].sum() for of in (None, record)] == [230_00, 0]
    assert [len(tipping(ledger, date(2026, 9, 1), filed=of)) for of in (None, record)] == [1, 0]


# Events beside those recorded


def test_consequences_count_the_events_that_are_recorded() -> None:
    ledger = ledger_of(invoice())
    sold = event("assignment", "2026-12-05", "disposed")
    back = event("back_assignment", "2027-01-10", "never_sold", id="e2")
    seen = consequences(ledger, None, back, [sold])
    assert seen[["month", "kind", "vat", "change"]].values.tolist() == [[DECEMBER, "paid_back", -230_00, "removed"]]
    assert consequences(ledger, None, back).empty


@pytest.mark.parametrize(
    ("type", "choice"), [("set_off", "settled"), ("credit_note", "compensated"), ("conversion", "settled")]
)
def test_an_amount_above_what_is_unpaid_is_refused_at_recording(type: str, choice: str) -> None:
    ledger = ledger_of(invoice(paid=[("2026-07-01", "230.00"), ("2026-12-24", "500.00")]))
    check(ledger, event(type, "2026-08-01", choice, 1000_00))
    too_much = event(type, "2026-08-01", choice, 1000_01)
    with i18n.in_language("en"), pytest.raises(ReliefError, match=r"1,000\.01.*1,000\.00"):
        check(ledger, too_much)
    with pytest.raises(ReliefError):
        consequences(ledger, None, too_much)
    assert applied(ledger, [too_much]).settlements["amount"].tolist() == [230_00, 500_00, 1000_00]


@pytest.mark.parametrize("day", ["2026-07-30", "2026-08-01", "2026-09-01"])
def test_what_other_events_settle_cannot_be_settled_again(day: str) -> None:
    ledger, first = ledger_of(invoice()), event("set_off", "2026-08-01", "settled", 800_00)
    second = event("credit_note", day, "compensated", 430_00, id="e2")
    check(ledger, second, [first])
    with i18n.in_language("en"), pytest.raises(ReliefError, match=r"430\.00"):
        check(ledger, replace(second, amount=430_01), [first])
    check(ledger, replace(first, amount=1230_00), [first])  # replaces itself


# Explanations of notices whose lines are kept


def kept(before: Books, after: Books, as_of: str | None = None) -> ReliefNotice:
    """The notice of September as it was made, on the books of today: as the page shows it."""
    made = notice(ledger_of(before), "sale", SEPTEMBER, as_of)
    return replace(notice(ledger_of(after), "sale", SEPTEMBER), as_of=made.as_of, lines=made.lines)


@pytest.mark.parametrize(
    "now",
    [
        {"lines": [("8", "1000.00", "230.00")]},
        {"lines": [("23", "900.00", "330.00")]},
        {"paid": [("2026-10-20", "500.00")]},
        {"parts": []},
        {"due": MOVED},
    ],
)
def test_a_kept_line_that_the_books_say_otherwise_is_told_as_it_is_kept(now: dict[str, Any]) -> None:
    with i18n.in_language("en"):
        told = kept(invoice(), invoice(**now)).explain("FS/1")
    assert told.title == "On the notice of September 2026: unpaid"
    assert [step.replace("\u00a0", " ") for step in told.steps] == [
        "FS/1/1, 23 %: by the notice as of 25 Oct 2026, 1,230.00 unpaid: net 1,000.00, VAT 230.00; "
        "the books of today say otherwise"
    ]


def test_a_kept_line_that_the_books_still_give_keeps_its_arithmetic() -> None:
    paid = [("2026-10-20", "500.00")]
    early = kept(invoice(), invoice(paid=paid), "2026-10-12").explain("FS/1")  # by its own day nothing was paid
    assert len(early.steps) == 1 and "230,00 / 1" not in early.steps[0]
    assert early.steps == notice(ledger_of(invoice()), "sale", SEPTEMBER).explain("FS/1").steps
    assert early.parts["unpaid"].tolist() == [1230_00]


def test_a_kept_paid_back_line_is_told_as_it_is_kept() -> None:
    before, after = invoice(paid=PAID), invoice(paid=[("2026-12-05", "615.00")])
    made = notice(ledger_of(before), "sale", DECEMBER)
    with i18n.in_language("en"):
        told = replace(notice(ledger_of(after), "sale", DECEMBER), lines=made.lines).explain("FS/1")
    assert "paid back, 0.00 left unpaid: net 1,000.00, VAT 230.00" in told.steps[0]
    assert told.title == "On the notice of December 2026: paid back"


def test_every_reason_has_a_title() -> None:
    from workbench.relief.conditions import REASON_TITLES

    assert list(REASON_TITLES) == list(workbench.relief.REASONS)


def test_two_parts_one_moved_away() -> None:
    """Only the part that stands elsewhere is left out; its sibling is reported."""
    before = books(
        sale("FS/1", issued="2026-06-01", parts=[("2026-06-10", "615.00"), ("2026-08-10", "615.00")], lines=THOUSAND)
    )
    after = books(sale("FS/1", issued="2026-06-01", parts=[("2026-08-10", "615.00"), ("2026-08-10", "615.00")], lines=THOUSAND))
    assert lines(after, "2026-11", filed=filed(before)) == [("unpaid", 500_00, 115_00)]
