"""Events the manuals are silent about: reference on VAT, section 7 rows 38 to 45, by hand (feature 34)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import Books, books, ledger_of, sale
from tests.notices import BACK, DECEMBER, DUE, OCTOBER, SEPTEMBER, WHOLE, invoice
from workbench.days import Month, Quarter
from workbench.errors import ReliefError, UnknownDocumentError
from workbench.relief import Filed, FiledNotice, notice
from workbench.relief.events import Event, applied, consequences, guide, kept_off, refused, types

PARTS = [(DUE, "615.00"), ("2026-07-10", "615.00")]
NEITHER: list[tuple[str, int, int]] = []
SIDES = ("sale", "purchase")


def event(type: str, day: str, choice: str, amount: int = 0, **values: Any) -> Event:
    known = {"id": "e1", "side": "sale", "document_id": "FS/1", "payment_id": "", **values}
    return Event(type=type, date=date.fromisoformat(day), amount=amount, choice=choice, **known)


def with_events(source: Books, *events: Event, filed: tuple[Filed, ...] = ()) -> workbench.Ledger:
    return applied(ledger_of(source), events, filed)


def lines(ledger: workbench.Ledger, month: str, side: Any = "sale", **options: Any) -> list[tuple[str, int, int]]:
    found = notice(ledger, side, month, **options).lines
    return list(zip(found["kind"], found["net"].tolist(), found["vat"].tolist(), strict=True))


def test_row_38_a_claim_sold_on_day_80_gives_no_relief() -> None:
    ledger = with_events(invoice(), event("assignment", "2026-08-29", "disposed"))
    assert lines(ledger, SEPTEMBER) == NEITHER
    assert lines(ledger, "2026-08") == NEITHER


@pytest.mark.parametrize(("day", "september"), [("2026-10-25", NEITHER), ("2026-10-26", WHOLE)])
def test_a_claim_sold_on_the_day_of_filing_gives_no_relief_one_sold_the_day_after_does(day: str, september: object) -> None:
    ledger = with_events(invoice(), event("assignment", day, "disposed"))
    assert lines(ledger, SEPTEMBER) == september
    assert lines(ledger, OCTOBER) == (BACK if september else NEITHER)


@pytest.mark.parametrize(
    ("choice", "december"),
    [("whole", BACK), ("obtained", [("paid_back", 200_00, 46_00)])],
)
def test_row_39_a_claim_sold_after_the_relief_below_its_face_value(choice: str, december: object) -> None:
    ledger = with_events(invoice(), event("assignment_below", "2026-12-05", choice, 246_00))
    assert lines(ledger, SEPTEMBER) == WHOLE
    assert lines(ledger, DECEMBER) == december


@pytest.mark.parametrize("day", ["2026-10-10", "2026-10-25"])
def test_row_39_of_a_claim_sold_by_the_filing_nothing_is_left_whatever_the_choice(day: str) -> None:
    ledger = with_events(invoice(), event("assignment_below", day, "obtained", 246_00))
    assert lines(ledger, SEPTEMBER) == NEITHER


def test_row_39_the_real_day_of_filing_decides_what_came_first() -> None:
    plain = notice(ledger_of(invoice()), "sale", SEPTEMBER, as_of="2026-10-08")
    filed = Filed("sale", {Month(SEPTEMBER): FiledNotice(Month(SEPTEMBER), date(2026, 10, 8), plain.lines)})
    sold = event("assignment_below", "2026-10-10", "obtained", 246_00)
    ledger = with_events(invoice(), sold, filed=(filed,))
    assert lines(ledger, OCTOBER, filed=filed) == [("paid_back", 200_00, 46_00)]


@pytest.mark.parametrize(("choice", "september"), [("stays_sold", NEITHER), ("never_sold", WHOLE)])
def test_row_40_a_claim_the_factor_gave_back_on_day_120(choice: str, september: object) -> None:
    sold = event("assignment", "2026-08-29", "disposed")
    back = event("back_assignment", "2026-10-08", choice, id="e2")
    assert lines(with_events(invoice(), sold, back), SEPTEMBER) == september
    assert lines(with_events(invoice(), back, sold), SEPTEMBER) == september


def test_row_40_a_claim_sold_again_after_it_came_back_is_sold() -> None:
    back = event("back_assignment", "2026-10-08", "never_sold", id="e2")
    again = event("assignment", "2026-10-09", "disposed", id="e3")
    assert lines(with_events(invoice(), back, again), SEPTEMBER) == NEITHER


def test_row_40_only_the_part_that_came_back_counts_as_never_sold() -> None:
    sold = event("assignment", "2026-08-29", "disposed")
    back = event("back_assignment", "2026-10-08", "never_sold", id="e2", payment_id="FS/1/1")
    ledger = with_events(invoice(parts=PARTS), sold, back)
    assert lines(ledger, SEPTEMBER) == [("unpaid", 500_00, 115_00)]
    assert lines(ledger, OCTOBER) == NEITHER


@pytest.mark.parametrize("side", SIDES)
def test_row_41_a_set_off_on_day_85_for_the_whole_settles_it(side: str) -> None:
    ledger = with_events(invoice(side), event("set_off", "2026-09-03", "settled", 1230_00, side=side))
    assert lines(ledger, SEPTEMBER, side) == NEITHER


@pytest.mark.parametrize("side", SIDES)
def test_a_set_off_of_a_half_after_the_relief_pays_back_a_half(side: str) -> None:
    ledger = with_events(invoice(side), event("set_off", "2026-12-05", "settled", 615_00, side=side))
    assert lines(ledger, SEPTEMBER, side) == WHOLE
    assert lines(ledger, DECEMBER, side) == [("paid_back", 500_00, 115_00)]


def test_row_42_a_credit_note_set_off_before_day_90_reduces_the_claim() -> None:
    ledger = with_events(invoice(), event("credit_note", "2026-08-01", "compensated", 246_00))
    assert lines(ledger, SEPTEMBER) == [("unpaid", 800_00, 184_00)]


@pytest.mark.parametrize("side", SIDES)
def test_row_43_a_credit_note_after_the_relief_is_not_reduced_twice(side: str) -> None:
    """The paid-back line raises what the credit note's own row in the register lowers: together zero."""
    source = invoice(side)
    credit = sale("KOR/1", issued="2026-12-04", due="2026-12-04", lines=[("23", "-200.00")], corrects="FS/1")
    credit["documents"][0]["register"] = side
    source = books(*[{name: rows for name, rows in of.items() if name != "parties"} for of in (source, credit)])
    credited = event("credit_note", "2026-12-05", "compensated", 246_00, side=side)
    ledger = with_events(source, credited)
    assert lines(ledger, SEPTEMBER, side) == WHOLE
    assert lines(ledger, DECEMBER, side) == [("paid_back", 200_00, 46_00)]
    register = ledger.vat_lines[ledger.vat_lines["document_id"] == "KOR/1"]
    entries = consequences(ledger_of(source), None, credited)
    assert entries["entry_vat"].sum() + int(register["vat"].sum()) == 0
    assert entries["entry_net"].sum() == (200_00 if side == "sale" else 0)
    assert lines(with_events(source, event("credit_note", "2026-12-05", "left", side=side)), DECEMBER, side) == NEITHER


@pytest.mark.parametrize("side", SIDES)
def test_row_45_a_debt_forgiven_after_the_relief_is_not_settled(side: str) -> None:
    books_of = invoice(side)
    forgiven = event("forgiveness", "2026-12-05", "unsettled", 1230_00, side=side)
    assert lines(with_events(books_of, forgiven), DECEMBER, side) == NEITHER
    settled = event("forgiveness", "2026-12-05", "settled", 1230_00, side=side)
    assert lines(with_events(books_of, settled), DECEMBER, side) == BACK


@pytest.mark.parametrize("side", SIDES)
def test_a_debt_turned_into_shares_is_paid_back_when_the_arrangement_is_final(side: str) -> None:
    ledger = with_events(invoice(side), event("conversion", "2026-12-05", "settled", 1230_00, side=side))
    assert lines(ledger, DECEMBER, side) == BACK


def test_a_debt_sold_by_the_supplier_stays_unpaid_for_the_debtor() -> None:
    sold = event("assignment", "2026-08-29", "still_owed", side="purchase")
    assert lines(with_events(invoice("purchase"), sold), SEPTEMBER, "purchase") == WHOLE


def test_an_amount_settles_the_part_first_to_fall_due_first_and_says_where_it_comes_from() -> None:
    ledger = with_events(invoice(parts=PARTS[::-1]), event("set_off", "2026-08-01", "settled", 700_00))
    found = ledger.settlements[["payment_id", "amount", "source"]].values.tolist()
    assert found == [["FS/1/2", 615_00, "event:set_off"], ["FS/1/1", 85_00, "event:set_off"]]
    assert ledger.settlements["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-08-01"] * 2


def test_an_event_of_one_payment_leaves_the_others_alone() -> None:
    ledger = with_events(invoice(parts=PARTS), event("assignment", "2026-08-29", "disposed", payment_id="FS/1/2"))
    assert ledger.settlements["payment_id"].tolist() == ["FS/1/2"]


def test_events_count_after_payments_and_in_the_order_of_their_days() -> None:
    """500 is paid first, 600 set off then, so a sale finds 130 left."""
    source = invoice(paid=[("2026-08-01", "500.00")])
    sold = event("assignment", "2026-08-20", "disposed", id="a")
    offset = event("set_off", "2026-08-10", "settled", 600_00, id="b")
    ledger = with_events(source, sold, offset)
    assert ledger.settlements["amount"].tolist() == [500_00, 600_00, 130_00]


def test_events_that_settle_nothing_leave_the_books_as_they_are() -> None:
    ledger = ledger_of(invoice())
    assert applied(ledger, [event("forgiveness", "2026-12-05", "unsettled")]) is ledger
    assert applied(ledger, []) is ledger


# Insolvency: the law by date


def insolvency_of(due: str, day: str, choice: str, side: str) -> tuple[workbench.Ledger, Event]:
    return ledger_of(invoice(side, issued="2014-12-01" if due < "2016" else "2021-06-01", due=due)), event(
        "insolvency", day, choice, side=side
    )


@pytest.mark.parametrize(
    ("side", "due", "relief", "offered", "default"),
    [
        ("sale", "2021-07-02", "2021-09-30", ["kept_off", "directive"], "kept_off"),
        ("sale", "2021-07-03", "2021-10-03", ["no_effect"], "no_effect"),
        ("purchase", "2015-01-30", "2015-06-29", ["no_effect"], "no_effect"),
        ("purchase", "2015-02-02", "2015-07-02", ["kept_off"], "kept_off"),
        ("purchase", "2021-07-02", "2021-09-30", ["kept_off"], "kept_off"),
        ("purchase", "2021-07-03", "2021-10-03", ["no_effect", "kept_off"], "no_effect"),
    ],
)
def test_insolvency_by_relief_date(side: Any, due: str, relief: str, offered: list[str], default: str) -> None:
    """Rows 32, 33, 36: before 1 October 2021 off the notice; the debtor from 1 July 2015 on; later no effect."""
    ledger, found = insolvency_of(due, "2014-12-05", default, side)
    assert notice(ledger, side, relief[:7]).candidates["relief_date"].dt.strftime("%Y-%m-%d").tolist() == [relief]
    guidance = guide(ledger, side, "FS/1", "insolvency")
    assert [choice.code for choice in guidance.choices] == offered
    assert guidance.default == default
    off = {"FS/1/1": date(2014, 12, 6 if side == "sale" else 5)} if default == "kept_off" else {}
    assert kept_off([found], ledger, side) == off
    assert kept_off([found], ledger, "purchase" if side == "sale" else "sale") == {}
    assert bool(lines(ledger, relief[:7], side, filed=Filed(side, kept_off=off))) == (not off)
    assert applied(ledger, [found]) is ledger


def test_insolvency_of_a_sale_counts_up_to_the_day_before_the_filing() -> None:
    for day, expected in (("2021-10-24", NEITHER), ("2021-10-25", WHOLE)):
        ledger, found = insolvency_of("2021-07-02", day, "kept_off", "sale")
        filed = Filed("sale", kept_off=kept_off([found], ledger, "sale"))
        assert lines(ledger, "2021-09", filed=filed) == expected
        assert lines(ledger, "2021-09", as_of="2021-10-12", filed=filed) == WHOLE
    ledger, found = insolvency_of("2021-07-02", "2021-10-24", "directive", "sale")
    assert kept_off([found], ledger, "sale") == {}


def test_insolvency_of_a_purchase_counts_up_to_the_last_day_of_the_period() -> None:
    for day, expected in (("2021-09-30", NEITHER), ("2021-10-01", WHOLE)):
        ledger, found = insolvency_of("2021-07-02", day, "kept_off", "purchase")
        filed = Filed("purchase", kept_off=kept_off([found], ledger, "purchase"))
        for as_of in ("2021-09-20", None, "2021-10-10"):
            assert lines(ledger, "2021-09", "purchase", as_of=as_of, filed=filed) == expected


def test_a_document_whose_payments_fall_under_different_law_is_recorded_by_payment() -> None:
    source = invoice(issued="2021-06-01", parts=[("2021-07-02", "615.00"), ("2021-07-05", "615.00")])
    ledger = ledger_of(source)
    assert len(guide(ledger, "sale", "FS/1", "insolvency").warnings) == 2
    assert len(guide(ledger, "sale", "FS/1", "insolvency", "FS/1/1").warnings) == 1
    whole = event("insolvency", "2021-07-10", "kept_off")
    with pytest.raises(ReliefError, match="kept_off"):
        kept_off([whole], ledger, "sale")
    one = event("insolvency", "2021-07-10", "kept_off", payment_id="FS/1/1")
    assert kept_off([one], ledger, "sale") == {"FS/1/1": date(2021, 7, 11)}


# What is refused


@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        (event("set_off", "2026-08-01", "settled"), ReliefError, "above zero"),
        (event("set_off", "2026-08-01", "settled", -5), ReliefError, "above zero"),
        (event("set_off", "2026-08-01", "whole", 5), ReliefError, "settled"),
        (event("gift", "2026-08-01", "whole"), ReliefError, "assignment_below"),
        (
            event("assignment_below", "2026-08-01", "whole", side="purchase", document_id="FZ/1"),
            ReliefError,
            "there is no such event",
        ),
        (event("assignment", "2026-08-01", "disposed", document_id="FS/2"), UnknownDocumentError, "FS/2"),
        (event("assignment", "2026-08-01", "disposed", payment_id="FS/1/9"), UnknownDocumentError, "FS/1/1"),
    ],
)
def test_what_the_rule_does_not_allow_is_refused(wrong: Event, error: type[Exception], told: str) -> None:
    from workbench import i18n

    other = invoice("purchase")
    for rows in other.values():
        for row in rows:
            row.update({name: value.replace("FS", "FZ") for name, value in row.items() if value and value.startswith("FS")})
    source = books(*[{name: rows for name, rows in of.items() if name != "parties"} for of in (invoice(), other)])
    with i18n.in_language("en"), pytest.raises(error, match=told):
        applied(ledger_of(source), [wrong])


def test_an_event_whose_document_was_deleted_does_not_stop_the_others() -> None:
    gone = event("assignment", "2026-12-05", "disposed", id="gone", document_id="FS/2")
    kept = event("assignment", "2026-12-05", "disposed")
    ledger = ledger_of(invoice())
    found = refused(ledger, [gone, kept])
    assert list(found) == ["gone"] and "FS/2" in found["gone"]
    assert lines(applied(ledger, [of for of in (gone, kept) if of.id not in found]), DECEMBER) == BACK


@pytest.mark.parametrize("side", SIDES)
def test_every_event_has_guidance_in_full(side: Any) -> None:
    ledger = ledger_of(invoice(side))
    assert set(types("purchase")) < set(types("sale"))
    for type in types(side):
        guidance = guide(ledger, side, "FS/1", type)
        assert all((guidance.title, guidance.date_question, guidance.rule, guidance.source, guidance.certainty_title))
        assert [choice.default for choice in guidance.choices].count(True) == 1
        assert guidance.certainty != "doubtful" or (len(guidance.choices) > 1 and guidance.warnings)
        asked = event(type, "2026-08-01", guidance.default, 1 if guidance.amount_question else 0, side=side)
        assert applied(ledger, [asked]) is not None


def test_a_document_without_a_claim_has_no_events() -> None:
    source = books(sale("KOR/1", issued="2026-06-01", due=DUE, lines=[("23", "-200.00")]))
    with pytest.raises(ReliefError, match="KOR/1"):
        guide(ledger_of(source), "sale", "KOR/1", "set_off")


# Consequences


def told(ledger: workbench.Ledger, filed: Filed | None, of: Event) -> list[tuple[Any, ...]]:
    columns = ["month", "kind", "net", "vat", "change", "entry_net", "entry_vat"]
    return [tuple(row) for row in consequences(ledger, filed, of)[columns].values.tolist()]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-20", [(SEPTEMBER, "unpaid", -1000_00, -230_00, "removed", 1000_00, 230_00)]),
        ("2026-12-05", [(DECEMBER, "paid_back", 1000_00, 230_00, "added", 1000_00, 230_00)]),
    ],
)
def test_consequences_of_a_sale_of_the_claim(day: str, expected: object) -> None:
    assert told(ledger_of(invoice()), None, event("assignment", day, "disposed")) == expected


def test_consequences_reach_the_payments_that_were_booked_later() -> None:
    ledger = ledger_of(invoice(paid=[("2027-02-01", "1230.00")]))
    assert told(ledger, None, event("assignment", "2026-12-05", "disposed")) == [
        (DECEMBER, "paid_back", 1000_00, 230_00, "added", 1000_00, 230_00),
        ("2027-02", "paid_back", -1000_00, -230_00, "removed", -1000_00, -230_00),
    ]


def test_consequences_start_from_what_was_filed() -> None:
    ledger = ledger_of(invoice())
    early = notice(ledger, "sale", SEPTEMBER, as_of="2026-10-08")
    filed = Filed("sale", {Month(SEPTEMBER): FiledNotice(Month(SEPTEMBER), early.as_of, early.lines)})
    assert told(ledger, filed, event("assignment", "2026-10-20", "disposed")) == [
        (OCTOBER, "paid_back", 1000_00, 230_00, "added", 1000_00, 230_00)
    ]


def test_consequences_for_a_purchase_carry_the_tax_only() -> None:
    ledger = ledger_of(invoice("purchase"))
    assert told(ledger, None, event("set_off", "2026-12-05", "settled", 615_00, side="purchase")) == [
        (DECEMBER, "paid_back", 500_00, 115_00, "added", 0, 115_00)
    ]


def test_consequences_of_a_document_kept_off_take_its_later_lines_with_it() -> None:
    paid = invoice(issued="2021-06-01", due="2021-07-02", paid=[("2021-12-05", "1230.00")])
    assert told(ledger_of(paid), None, event("insolvency", "2021-08-01", "kept_off")) == [
        ("2021-09", "unpaid", -1000_00, -230_00, "removed", 1000_00, 230_00),
        ("2021-12", "paid_back", -1000_00, -230_00, "removed", -1000_00, -230_00),
    ]


def test_an_event_without_effect_has_no_consequences() -> None:
    assert told(ledger_of(invoice()), None, event("forgiveness", "2026-12-05", "unsettled")) == []


def test_consequences_on_a_quarter_that_was_filed() -> None:
    """R-047: day 90 is 2019-08-12; a claim sold on 20 September comes off the notice of the quarter, as it was filed."""
    ledger = ledger_of(invoice(issued="2019-05-01", due="2019-05-14"))
    quarter = Quarter("2019Q3")
    filed = Filed("sale", {quarter: FiledNotice(quarter, date(2019, 10, 12), notice(ledger, "sale", "2019Q3").lines)})
    sold = event("assignment", "2019-09-20", "disposed")
    assert ("2019Q3", "unpaid", -1000_00, -230_00, "removed", 1000_00, 230_00) in told(ledger, filed, sold)
    later = event("assignment", "2019-10-20", "disposed")
    assert told(ledger, filed, later) == [("2019-10", "paid_back", 1000_00, 230_00, "added", 1000_00, 230_00)]
