"""Notices that start from what was really filed: its day, its documents, its amounts (R-016, R-017, R-047, R-054, R-067)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas
import pytest

import workbench
from tests.books import Books, books, decimal_text, ledger_of, sale
from tests.golden import instalments
from tests.notices import BACK, DECEMBER, OCTOBER, SEPTEMBER, THOUSAND, WHOLE, invoice, lines
from workbench.days import Month, Quarter
from workbench.errors import PeriodError, ReliefError
from workbench.relief import Filed, FiledNotice, ReliefNotice, default_as_of, period_of, period_title, statutory_deadline

NOVEMBER = "2026-11"
PAID = [("2026-10-15", "1230.00")]


def filed(source: Books, *made: Sequence[Any], side: str = "sale", since: str | None = None) -> Filed:
    """What was filed from the books: (period, as-of day or None, documents taken off...) for each notice."""
    notices = {}
    for period, as_of, *removed in made:
        notice = workbench.relief.notice(ledger_of(source), side, period, as_of).without(*removed)
        notices[notice.period] = FiledNotice(notice.period, notice.as_of, notice.lines)
    return Filed(side, notices, None if since is None else Month(since))


def left(notice: ReliefNotice) -> list[tuple[str, int, int, int]]:
    return [(row["kind"], row["unpaid"], row["net_left"], row["vat_left"]) for row in notice.lines.to_dict("records")]


def test_case_17_the_debtor_gives_back_what_was_filed() -> None:
    source = invoice("purchase", paid=PAID)
    record = filed(source, (SEPTEMBER, None), side="purchase")
    assert lines(source, OCTOBER, "purchase", filed=record) == BACK
    assert lines(invoice(paid=PAID), OCTOBER, filed=filed(invoice(paid=PAID), (SEPTEMBER, None))) == []


def test_case_18_filed_before_the_payment() -> None:
    source = invoice(paid=PAID)
    assert lines(source, OCTOBER, filed=filed(source, (SEPTEMBER, "2026-10-12"))) == BACK
    back = workbench.relief.notice(ledger_of(source), "sale", OCTOBER, filed=filed(source, (SEPTEMBER, "2026-10-12")))
    assert list(back.lines["payment_date"]) == [pandas.Timestamp("2026-10-15")]


def test_case_19_paid_on_the_filing_day() -> None:
    source = invoice(paid=PAID)
    assert lines(source, OCTOBER, filed=filed(source, (SEPTEMBER, "2026-10-15"))) == []


def test_case_21_half_paid_after_relief() -> None:
    source = invoice(paid=[("2026-12-05", "615.00")])
    record = filed(source, (SEPTEMBER, None))
    assert lines(source, DECEMBER, filed=record) == [("paid_back", 500_00, 115_00)]
    assert left(workbench.relief.notice(ledger_of(source), "sale", DECEMBER, filed=record)) == [
        ("paid_back", 615_00, 500_00, 115_00)
    ]


def test_case_22_three_payments_add_up_exactly_and_say_what_is_left() -> None:
    paid = [("2026-11-05", "400.00"), ("2026-12-05", "400.00"), ("2027-01-05", "430.00")]
    source = invoice(paid=paid)
    record = filed(source, (SEPTEMBER, None))
    assert left(workbench.relief.notice(ledger_of(source), "sale", SEPTEMBER)) == [("unpaid", 1230_00, 1000_00, 230_00)]
    later = [
        workbench.relief.notice(ledger_of(source), "sale", month, filed=record) for month in (NOVEMBER, DECEMBER, "2027-01")
    ]
    # 830 x 1000/1230 = 674.80, 430 x 1000/1230 = 349.59
    assert [left(notice) for notice in later] == [
        [("paid_back", 830_00, 674_80, 155_20)],
        [("paid_back", 430_00, 349_59, 80_41)],
        [("paid_back", 0, 0, 0)],
    ]
    assert sum(int(notice.lines["net"].sum()) for notice in later) == 1000_00
    assert sum(int(notice.lines["vat"].sum()) for notice in later) == 230_00


@pytest.mark.parametrize(
    ("november", "december"),
    [
        ("2020-12-15", [("paid_back", 500_00, 115_00), ("paid_back", 200_00, 16_00)] * 2),
        (None, [("paid_back", 500_00, 115_00), ("paid_back", 200_00, 16_00)]),
    ],
)
def test_case_23_two_instalments_by_the_day_november_was_filed(november: str | None, december: list[Any]) -> None:
    """J-031, C-15: filed before the payment of 2020-12-20 both parts come back, on the default day only the first."""
    source = books(instalments("GJ-1", "2020-07-13", ("2020-07-27", "2020-08-31"), "2020-12-20"))
    record = filed(source, ("2020-10", None), ("2020-11", november))
    assert sorted(lines(source, "2020-12", filed=record)) == sorted(december)


def test_case_26_three_rates_come_back_as_the_rule_splits_them() -> None:
    """1 767.00 of which 767.00 is paid: 1 000.00 stands as 565.93/130.17, 226.37/18.11 and 56.59/2.83."""
    three = [("23", "1000.00"), ("8", "400.00"), ("5", "100.00")]
    source = invoice(lines=three, paid=[("2026-12-05", "767.00")])
    notice = workbench.relief.notice(ledger_of(source), "sale", DECEMBER, filed=filed(source, (SEPTEMBER, None)))
    assert left(notice) == [
        ("paid_back", 1000_00, 565_93, 130_17),
        ("paid_back", 1000_00, 226_37, 18_11),
        ("paid_back", 1000_00, 56_59, 2_83),
    ]
    assert [(row.net, row.vat) for row in notice.lines.itertuples()] == [(434_07, 99_83), (173_63, 13_89), (43_41, 2_17)]


def test_what_a_filed_notice_paid_back_is_not_taken_for_unpaid() -> None:
    source = invoice(paid=[("2026-11-05", "615.00"), ("2026-12-05", "615.00")])
    record = filed(source, (SEPTEMBER, None), (NOVEMBER, "2026-11-30"))
    assert [len(notice.lines) for notice in record.notices.values()] == [1, 1]
    assert lines(source, DECEMBER, filed=record) == [("paid_back", 500_00, 115_00)]


def test_r054_a_document_taken_off_gives_nothing_back() -> None:
    """J-028: all its rates and parts, and only its own."""
    two_rates = [("23", "100.00"), ("8", "50.00")]
    source = books(
        sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=two_rates, paid=[("2026-12-05", "177.00")]),
        sale("FS/2", issued="2026-06-01", due="2026-06-10", lines=THOUSAND, paid=[("2026-12-05", "1230.00")]),
    )
    assert lines(source, DECEMBER, filed=filed(source, (SEPTEMBER, None, "FS/1"))) == BACK
    assert len(lines(source, DECEMBER, filed=filed(source, (SEPTEMBER, None)))) == 3


def test_r016_a_document_deleted_from_the_books_is_not_shown_later() -> None:
    source = invoice(paid=[("2026-12-05", "615.00")])
    record = filed(source, (SEPTEMBER, None))
    assert lines(books(), DECEMBER, filed=record) == []


def test_months_without_a_notice_count_by_the_rule_only_before_the_first_one() -> None:
    source = invoice(paid=[("2026-12-05", "1230.00")])
    assert lines(source, DECEMBER, filed=Filed("sale")) == BACK
    assert lines(source, DECEMBER, filed=Filed("sale", since=Month(OCTOBER))) == BACK
    assert lines(source, DECEMBER, filed=Filed("sale", since=Month(SEPTEMBER))) == []
    assert lines(source, DECEMBER, filed=filed(books(), (SEPTEMBER, None))) == []


def test_the_notice_asked_for_is_made_by_the_rule_whatever_was_filed_for_it() -> None:
    source = invoice(paid=[("2026-10-15", "1230.00")])
    record = filed(source, (SEPTEMBER, "2026-10-12"), since=SEPTEMBER)
    assert lines(source, SEPTEMBER, filed=record) == []
    assert lines(source, SEPTEMBER, as_of="2026-10-12", filed=record) == WHOLE
    paid_in_september = invoice(paid=[("2026-09-20", "1230.00")])
    early = filed(paid_in_september, (SEPTEMBER, "2026-09-10"))
    assert lines(paid_in_september, SEPTEMBER, filed=early) == []
    assert lines(paid_in_september, SEPTEMBER, as_of="2026-09-10", filed=early) == [*BACK, *WHOLE]


def test_r017_a_payment_is_shown_in_its_month_years_after_the_notice() -> None:
    source = invoice(paid=[("2031-03-05", "1230.00")])
    assert lines(source, "2031-03", filed=filed(source, (SEPTEMBER, None))) == BACK


@pytest.mark.parametrize("day", ["2026-10-20", "2026-10-25"])
def test_a_settlement_of_up_to_the_filing_day_entered_later_is_no_payment_of_a_later_month(day: str) -> None:
    """It belongs to a correction of the filed month: later months give back only what is still unpaid."""
    record = filed(invoice(), (SEPTEMBER, None))
    source = invoice(paid=[(day, "500.00"), ("2026-12-05", "730.00")])
    assert lines(source, OCTOBER, filed=record) == []
    assert lines(source, DECEMBER, filed=record) == [("paid_back", 593_50, 136_50)]


@pytest.mark.parametrize(
    ("now", "half"),
    [
        ([("23", "1000.00")], ("23", 500_00, 115_00)),
        # 615 of 1230 filed as 1000 + 230: in proportion, though the books now say 8 % and another net
        ([("8", "1138.89", "91.11")], ("23", 500_00, 115_00)),
        ([("23", "900.00", "330.00")], ("23", 500_00, 115_00)),
        ([("zw", "1230.00")], ("23", 500_00, 115_00)),
    ],
)
def test_vat_lines_changed_after_filing_come_back_as_they_were_filed(now: list[Any], half: tuple[Any, ...]) -> None:
    record = filed(invoice(), (SEPTEMBER, None))
    source = invoice(lines=now, paid=[("2026-11-05", "615.00"), ("2026-12-05", "615.00")])
    found = [
        [(row["rate"], row["net"], row["vat"]) for row in notice.lines.to_dict("records")]
        for notice in (
            workbench.relief.notice(ledger_of(source), "sale", month, filed=record) for month in (NOVEMBER, DECEMBER)
        )
    ]
    assert found == [[half], [half]]


def test_a_part_whose_due_date_was_moved_after_filing_still_comes_back() -> None:
    record = filed(invoice(), (SEPTEMBER, None), since=SEPTEMBER)
    source = invoice(due="2026-07-15", paid=[("2026-12-05", "1230.00")])
    assert lines(source, DECEMBER, filed=record) == BACK


def test_a_part_that_stands_on_two_notices_comes_back_from_both_in_one_line() -> None:
    """It was filed in September and, its due date moved, again in October: nothing may be left standing once it is paid."""
    first = filed(invoice(), (SEPTEMBER, None))
    second = filed(invoice(due="2026-07-15"), (OCTOBER, None))
    record = Filed("sale", {**first.notices, **second.notices})
    source = invoice(due="2026-07-15", paid=[("2026-12-05", "615.00"), ("2027-01-05", "615.00")])
    notice = workbench.relief.notice(ledger_of(source), "sale", DECEMBER, filed=record)
    assert left(notice) == [("paid_back", 615_00, 1000_00, 230_00)]
    assert lines(source, DECEMBER, filed=record) == [("paid_back", 1000_00, 230_00)]
    assert lines(source, "2027-01", filed=record) == [("paid_back", 1000_00, 230_00)]


def test_a_month_of_its_own_counts_before_its_quarter() -> None:
    source = GR_6_OF_2018
    quarter = filed(source, ("2018Q2", None, "A"))
    month = filed(source, ("2018-04", None))
    record = Filed("sale", {**quarter.notices, **month.notices})
    assert [row[0] for row in lines(source, "2018-08", filed=record)] == ["paid_back"] * 2


def test_the_record_of_the_other_side_is_refused() -> None:
    with pytest.raises(ReliefError, match="purchase"):
        workbench.relief.notice(ledger_of(invoice()), "purchase", OCTOBER, filed=Filed("sale"))


# Quarters: due 2017-11-10 and 2018-01-10 are 150 days before 2018-04-09 and 2018-06-09

GR_6_OF_2018 = books(
    sale("A", issued="2017-11-02", due="2017-11-10", lines=THOUSAND, paid=[("2018-07-24", "246.00"), ("2018-08-01", "984.00")]),
    sale("B", issued="2018-01-02", due="2018-01-10", lines=THOUSAND, paid=[("2018-07-26", "615.00"), ("2018-08-03", "615.00")]),
    sale("C", issued="2018-02-02", due="2018-02-09", lines=THOUSAND),
)


def test_r047_the_notice_of_a_quarter_takes_its_three_months() -> None:
    """As of 2018-07-25: 246 of A is paid in time (984 = 800 + 184 left), nothing of B; C (day 150 is 2018-07-09) is later."""
    notice = workbench.relief.notice(ledger_of(GR_6_OF_2018), "sale", "2018Q2")
    assert (notice.period, str(notice.as_of)) == (Quarter("2018Q2"), "2018-07-25")
    assert left(notice) == [("unpaid", 984_00, 800_00, 184_00), ("unpaid", 1230_00, 1000_00, 230_00)]
    reasons = dict(zip(notice.candidates["document_id"], notice.candidates["reason"], strict=True))
    assert reasons == {"A": "on_notice", "B": "on_notice", "C": "later_month"}
    assert {part.reason for part in notice.explain("A").parts.itertuples()} == {"on_notice"}
    assert notice.explain("A").table["passed"].all()


def test_r047_later_months_and_quarters_start_from_the_quarter() -> None:
    record = filed(GR_6_OF_2018, ("2018Q2", None))
    assert lines(GR_6_OF_2018, "2018-07", filed=record) == [("paid_back", 500_00, 115_00), ("unpaid", 1000_00, 230_00)]
    assert lines(GR_6_OF_2018, "2018-08", filed=record) == [("paid_back", 800_00, 184_00), ("paid_back", 500_00, 115_00)]
    assert lines(GR_6_OF_2018, "2018Q3", filed=record) == [
        ("paid_back", 800_00, 184_00),
        ("paid_back", 1000_00, 230_00),
        ("unpaid", 1000_00, 230_00),
    ]


def test_r047_settlements_of_the_quarter_after_an_early_day_are_paid_back_in_it() -> None:
    source = books(sale("A", issued="2017-11-02", due="2017-11-10", lines=THOUSAND, paid=[("2018-06-20", "1230.00")]))
    assert lines(source, "2018Q2", as_of="2018-06-10") == [*BACK, *WHOLE]


def test_r031_the_default_day_of_a_quarter() -> None:
    assert [str(default_as_of(side, Quarter("2019Q4"))) for side in ("sale", "purchase")] == ["2020-01-25", "2019-12-31"]
    assert str(statutory_deadline(Quarter("2019Q4"))) == "2020-01-27"  # the 25th is a Saturday
    assert period_title(Quarter("2019Q4")) in ("quarter 4 of 2019", "4. kwartał 2019 r.")


@pytest.mark.parametrize("period", ["2020Q1", "2026Q3", "2019Q5", "2012Q4", "2019"])
def test_r044_no_notice_is_made_for_a_quarter_after_2019(period: str) -> None:
    with pytest.raises(PeriodError, match=period):
        period_of(period)


def test_a_mapping_of_days_may_name_quarters() -> None:
    source = books(sale("A", issued="2017-11-02", due="2017-11-10", lines=THOUSAND, paid=[("2018-07-24", "1230.00")]))
    assert lines(source, "2018-07") == BACK  # April as of 2018-05-25
    assert lines(source, "2018-07", filed={"2018Q2": "2018-07-25"}) == []
    assert lines(source, "2018-07", filed={"2018Q2": "2018-07-25", "2018-04": "2018-05-25"}) == BACK


def test_amounts_of_a_trillion_zloty_come_back_exactly() -> None:
    net = 10**14
    source = invoice(
        lines=[("23", decimal_text(net))], paid=[("2026-12-05", "0.01"), ("2027-01-05", decimal_text(net * 123 // 100 - 1))]
    )
    record = filed(source, (SEPTEMBER, None))
    changed = {**source, "vat_lines": [{**row, "rate": "8"} for row in source["vat_lines"]]}
    for now in (source, changed):
        back = [row for month in (DECEMBER, "2027-01") for row in lines(now, month, filed=record)]
        assert (sum(row[1] for row in back), sum(row[2] for row in back)) == (net, net * 23 // 100)
