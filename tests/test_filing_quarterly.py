"""What a quarterly taxpayer must know: files by month, the declaration by quarter, the two traps (vat.md 2.4, J-020, R-044)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.books import books, sale
from tests.filing_relief import of, shown
from tests.notices import THOUSAND, invoice
from workbench.days import Month, Quarter
from workbench.filing.quarterly import declared_months, files_of, traps
from workbench.filing.relief_rows import jpk_rows
from workbench.i18n import in_language
from workbench.relief import Side
from workbench.relief.life.declarations import Declaration
from workbench.relief.life.quarterly import decisive_day, paid_within_quarter

Q3 = Quarter("2026Q3")
MAY = {"issued": "2026-04-20", "due": "2026-05-05"}  # day 90 is 2026-08-03


def found(side: Side, paid: list[tuple[str, str]], sent_on: date | None = None, **states: str) -> pd.DataFrame:
    """The traps of the third quarter of 2026 of one invoice of 1 230 due 2026-05-05."""
    source = invoice(side, paid=paid, **MAY)
    made = [of(source, str(month), side) for month in Q3.months]
    lines = pd.concat(
        [one.lines.assign(month=str(one.period), as_of=pd.Timestamp(one.as_of)) for one in made], ignore_index=True
    )
    declaration = Declaration(Q3) if sent_on is None else Declaration(Q3).locked().sent(sent_on)
    until = decisive_day(side, Q3, declaration)
    by_relief = [
        (str(one.period), name)
        for one in made
        for name in paid_within_quarter(one.lines, one.ledger.settlements, one.as_of, until)
    ]
    result = traps(
        side, Q3, lines, made[0].ledger.settlements, {Month(f"2026-{name[1:]}"): of for name, of in states.items()}, until
    )
    assert list(zip(result["month"], result["document_id"], strict=True)) == by_relief  # the same rule as the relief's warning
    return result


def told(result: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (row["document_id"], row["month"], str(row["paid_on"].date()), row["trap"], row["sent"])
        for row in result.to_dict("records")
    ]


def test_case_54_a_debtor_who_pays_within_the_quarter_corrects_nothing() -> None:
    result = found("purchase", [("2026-09-25", "1230.00")], m08="received")
    assert told(result) == [("FS/1", "2026-08", "2026-09-25", "debtor_paid", True)]
    with in_language("en"):
        (row,) = found("purchase", [("2026-09-25", "1230.00")], m08="sent").to_dict("records")
    assert row["text"].startswith("FS/1: corrected in the register of August 2026 (K_46), but paid on 25 Sep 2026")
    assert "art. 89b sec. 1a" in row["text"]
    assert row["remedy"].startswith("Correct the record part of August 2026 (purpose 2)")
    assert "K_47 stands in September 2026, the month of payment" in row["remedy"]


def test_before_the_month_s_file_is_sent_the_document_is_taken_off() -> None:
    with in_language("en"):
        (row,) = found("purchase", [("2026-09-25", "1230.00")], m08="locked").to_dict("records")
    assert row["sent"] is False
    assert row["remedy"].startswith("The file of August 2026 was not sent yet: take the document off its notice")


def test_case_55_a_creditor_paid_before_the_quarter_is_filed_has_no_relief() -> None:
    result = found("sale", [("2026-10-20", "1230.00")], m08="received")
    assert told(result) == [("FS/1", "2026-08", "2026-10-20", "creditor_paid", True)]
    with in_language("en"):
        (row,) = found("sale", [("2026-10-20", "1230.00")], m08="received").to_dict("records")
    assert "art. 89a sec. 3" in row["text"]
    assert row["remedy"].startswith("Correct the record part of August 2026 (purpose 2)")
    assert "where the notice of October 2026 was made" in row["remedy"]


@pytest.mark.parametrize(
    ("side", "paid", "sent_on", "trapped"),
    [
        ("purchase", "2026-08-31", None, False),  # before the notice of August was made: not on it
        ("purchase", "2026-09-30", None, True),
        ("purchase", "2026-10-01", None, False),  # after the quarter
        ("sale", "2026-09-25", None, False),
        ("sale", "2026-10-26", None, True),  # the day of filing, the 25th is a Sunday
        ("sale", "2026-10-27", None, False),
        ("sale", "2026-10-20", date(2026, 10, 12), False),  # filed before
    ],
)
def test_the_days_that_decide(side: Side, paid: str, sent_on: date | None, trapped: bool) -> None:
    assert bool(len(found(side, [(paid, "1230.00")], sent_on))) == trapped


def test_the_first_payment_in_time_is_named_and_a_reversed_one_is_none() -> None:
    result = found("purchase", [("2026-09-03", "-10.00"), ("2026-09-10", "100.00"), ("2026-09-25", "300.00")])
    assert told(result) == [("FS/1", "2026-08", "2026-09-10", "debtor_paid", False)]
    assert len(found("purchase", [])) == 0


def test_only_the_third_month_declares() -> None:
    assert declared_months(Month("2026-09")) == Q3.months
    assert declared_months(Month("2026-07")) == declared_months(Month("2026-08")) == ()


def test_the_first_quarter_of_2026_is_filed_in_two_structures() -> None:
    """vat.md 2.1: January in (2), February and March with the declaration in (3); the 25th of April 2026 is a Saturday."""
    assert [tuple(map(str, row)) for row in files_of(Quarter("2026Q1")).itertuples(index=False)] == [
        ("2026-01", "JPK_V7K (2)", "False", "2026-02-25 00:00:00"),
        ("2026-02", "JPK_V7K (3)", "False", "2026-03-25 00:00:00"),
        ("2026-03", "JPK_V7K (3)", "True", "2026-04-27 00:00:00"),
    ]


def test_case_56_the_row_is_in_the_month_of_day_90_and_the_declaration_in_december() -> None:
    """J-021: due 2020-08-27: record part of November, declaration of the quarter in the file of December."""
    source = books(sale("FS/7", issued="2020-08-20", lines=THOUSAND, due="2020-08-27"))
    rows = {month: shown(jpk_rows(of(source, str(month)))) for month in Quarter("2020Q4").months}
    assert {str(month) for month, found in rows.items() if found} == {"2020-11"}
    assert declared_months(Month("2020-11")) == ()
    assert Month("2020-11") in declared_months(Month("2020-12"))
