"""The tricky cases of the reference on VAT, section 7, that are about days: which term, which day, which month.

Each invoice is 1 000 net, 230 VAT, unpaid. The other cases are in test_relief_cases.py.
"""

from __future__ import annotations

from datetime import date

import pandas
import pytest

import workbench
from tests.books import books, ledger_of, sale


def month_after(month: str, steps: int) -> str:
    months = int(month[:4]) * 12 + int(month[5:]) - 1 + steps
    return f"{months // 12}-{months % 12 + 1:02d}"


def assert_counted(due: str, effective: str, relief_day: str) -> None:
    """The term moves to ``effective``; the invoice is on the notice of the relief day's month and on no other."""
    ledger = ledger_of(books(sale("FS/1", issued=due, due=due, lines=[("23", "1000.00")])))
    month = relief_day[:7]
    (line,) = workbench.relief.notice(ledger, side="sale", period=month).lines.to_dict("records")
    days = line["due_date"], line["effective_due_date"], line["relief_date"]
    assert days == tuple(map(pandas.Timestamp, (due, effective, relief_day)))
    assert (line["kind"], line["net"], line["vat"]) == ("unpaid", 1000_00, 230_00)
    for other in (month_after(month, steps) for steps in (-3, -2, -1, 1, 2, 3)):
        if other >= "2013-01":
            assert workbench.relief.notice(ledger, side="sale", period=other).lines.empty


def test_case_01_saturday_moves_the_month() -> None:
    assert_counted("2019-06-01", "2019-06-03", "2019-09-01")


def test_case_02_saturday_of_the_manual() -> None:
    assert_counted("2020-07-18", "2020-07-20", "2020-10-18")


@pytest.mark.parametrize("due", ["2026-04-06", "2026-04-05", "2026-04-04"])
def test_case_03_easter(due: str) -> None:
    assert_counted(due, "2026-04-07", "2026-07-06")


def test_case_04_corpus_christi() -> None:
    assert_counted("2026-06-04", "2026-06-05", "2026-09-03")


def test_case_05_first_of_may_before_a_weekend() -> None:
    assert_counted("2026-05-01", "2026-05-04", "2026-08-02")


def test_case_06_all_saints_on_saturday() -> None:
    assert_counted("2025-11-01", "2025-11-03", "2026-02-01")


def test_case_07_christmas_eve_2024_is_a_working_day() -> None:
    assert_counted("2024-12-24", "2024-12-24", "2025-03-24")


def test_case_08_christmas_eve_2025_is_a_holiday() -> None:
    assert_counted("2025-12-24", "2025-12-29", "2026-03-29")


def test_case_09_one_off_holiday_of_2018() -> None:
    assert_counted("2018-11-12", "2018-11-13", "2019-02-11")


def test_case_10_saturday_before_2017_does_not_move() -> None:
    assert_counted("2016-09-03", "2016-09-03", "2017-01-31")


def test_case_11_day_90_on_the_last_day_of_2018_means_150_days() -> None:
    assert_counted("2018-10-02", "2018-10-02", "2019-03-01")


def test_case_12_day_90_on_new_year_2019_means_90_days() -> None:
    assert_counted("2018-10-03", "2018-10-03", "2019-01-01")


def test_case_13_saturday_and_the_switch_together() -> None:
    assert_counted("2018-09-29", "2018-10-01", "2019-02-28")


def test_case_14_150_days_live_on_in_2019() -> None:
    assert_counted("2018-09-28", "2018-09-28", "2019-02-25")


@pytest.mark.parametrize(
    ("due", "last_day"), [("2026-04-01", "2026-06-30"), ("2026-07-02", "2026-09-30"), ("2025-12-31", "2026-03-31")]
)
def test_case_66_last_day_of_a_month_belongs_to_it(due: str, last_day: str) -> None:
    assert_counted(due, due, last_day)


def test_case_67_a_day_later_is_the_next_month() -> None:
    assert_counted("2026-04-02", "2026-04-02", "2026-07-01")


def test_a_sunday_before_2017_moves() -> None:
    """Only the Saturday rule is new in 2017: Sunday 2016-09-04 always moved."""
    assert_counted("2016-09-04", "2016-09-05", "2017-02-02")


def test_the_first_saturday_of_2017_moves() -> None:
    assert_counted("2017-01-07", "2017-01-09", "2017-06-08")


def test_the_relief_began_in_2013() -> None:
    """R-008: day 150 on 2012-12-31 is out of scope, on 2013-01-01 it is the first that counts."""
    assert_counted("2012-08-04", "2012-08-04", "2013-01-01")
    early = ledger_of(books(sale("FS/1", issued="2012-08-03", due="2012-08-03", lines=[("23", "1000.00")])))
    notice = workbench.relief.notice(early, side="sale", period="2013-01")
    assert list(notice.candidates["reason"]) == ["too_early_law"]
    assert notice.lines.empty


def test_a_notice_before_2013_is_refused() -> None:
    ledger = ledger_of(books(sale("FS/1", issued="2012-05-01", due="2012-05-10", lines=[("23", "1000.00")])))
    with pytest.raises(workbench.errors.WorkbenchError, match="2013"):
        workbench.relief.notice(ledger, side="sale", period="2012-12")


def test_dates_may_be_given_as_dates() -> None:
    ledger = ledger_of(books(sale("FS/1", issued="2020-08-20", due="2020-08-27", lines=[("23", "1000.00")])))
    notices = [
        workbench.relief.notice(ledger, side="sale", period="2020-11", as_of=day)
        for day in (None, "2020-12-25", date(2020, 12, 25))
    ]
    for notice in notices[1:]:
        pandas.testing.assert_frame_equal(notice.lines, notices[0].lines)
