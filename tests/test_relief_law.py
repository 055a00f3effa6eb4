"""The law by date: which versions there are, where they are written, and notices by the law as it stood on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pandas
import pytest

import workbench
from tests.books import Books, books, ledger_of, purchase, sale
from tests.notices import THOUSAND, lines
from workbench import days
from workbench.errors import PeriodError
from workbench.relief import law

TURN = books(sale("FS/1", issued="2018-09-20", due="2018-10-03", lines=THOUSAND))
"""Case 12: day 90 is 2019-01-01; day 150 is 2019-03-02."""


def test_r007_the_first_day_90_of_the_new_law_is_day_150_of_the_old_one() -> None:
    assert lines(TURN, "2019-01") == [("unpaid", 1000_00, 230_00)]
    assert lines(TURN, "2019-03") == []
    for law_at in ("2018-12-31", date(2013, 1, 1)):
        assert lines(TURN, "2019-01", law_at=law_at) == []
        assert lines(TURN, "2019-03", law_at=law_at) == [("unpaid", 1000_00, 230_00)]


def test_the_explanation_names_the_law_that_was_asked_for() -> None:
    ledger = ledger_of(TURN)
    facts = {
        law_at: workbench.relief.notice(ledger, "sale", "2019-03", law_at=law_at).explain("FS/1")
        for law_at in ("2018-12-31", "2019-01-01", None)
    }
    assert [str(of.parts["relief_date"].iat[0]) for of in facts.values()] == ["2019-03-02", "2019-01-01", "2019-01-01"]
    sources = {law_at: of.table.set_index("code").loc["month", "source"] for law_at, of in facts.items()}
    assert "2012 poz. 1342" in sources["2018-12-31"]
    assert "2018 poz. 2244" in sources["2019-01-01"] == sources[None]


def inactive(side: str) -> Books:
    """Day 90 of a part due 2021-07-05 is 2021-10-03, in the first month of the law of 2021."""
    one = sale if side == "sale" else purchase
    return books(one("D", issued="2021-06-20", due="2021-07-05", lines=THOUSAND, party="inactive", relief_proof="enforcement"))


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_r010_an_inactive_debtor_of_october_2021_by_the_law_of_september(side: str) -> None:
    assert lines(inactive(side), "2021-10", side) == [("unpaid", 1000_00, 230_00)]
    assert lines(inactive(side), "2021-10", side, law_at="2021-10-01") == [("unpaid", 1000_00, 230_00)]
    assert lines(inactive(side), "2021-10", side, law_at="2021-09-30") == []


def test_r012_two_years_instead_of_three() -> None:
    source = books(sale("D", issued="2018-12-15", due="2021-07-30", lines=THOUSAND))  # case 30
    assert lines(source, "2021-10", law_at="2021-09-30") == []
    assert lines(source, "2021-10") == [("unpaid", 1000_00, 230_00)]


def test_the_effect_of_a_change_of_the_law_line_by_line() -> None:
    ledger = ledger_of(TURN)
    old, new = (workbench.relief.notice(ledger, "sale", "2019-01", law_at=law_at).lines for law_at in ("2018-12-31", None))
    found = workbench.relief.compare(old, new)
    assert [tuple(row) for row in found[["document_id", "net", "vat", "change"]].itertuples(index=False)] == [
        ("FS/1", 1000_00, 230_00, "added")
    ]


def test_law_of_before_2013_is_refused() -> None:
    with pytest.raises(PeriodError, match="2013"):
        lines(TURN, "2019-01", law_at="2012-12-31")


def test_parts_are_kept_once_a_state_of_the_law() -> None:
    """All days between two changes ask for the same parts, so a slider over days does not fill the memory."""
    ledger = ledger_of(TURN)
    kept = {id(workbench.relief.parts.parts_of(ledger, "sale", date(2013, 1, 1) + timedelta(30 * step))) for step in range(150)}
    assert len(kept) == 4  # of 2013, 2019, 2020 (quarters) and, like no day at all, of 2021
    assert id(workbench.relief.parts.parts_of(ledger, "sale")) in kept


def versions(rule: str, side: str = "sale") -> list[tuple[str, str]]:
    table = workbench.relief.law_versions()
    rows = table[(table["rule"] == rule) & (table["side"] == side)]
    return [(f"{row.since:%Y-%m-%d}", str(row.value)) for row in rows.itertuples()]


def test_the_versions_of_the_law_are_those_of_the_reference() -> None:
    for side in ("sale", "purchase"):
        assert versions("unpaid_days", side) == [("2013-01-01", "150"), ("2019-01-01", "90")]
        assert versions("quarterly_notices", side) == [("2013-01-01", "true"), ("2020-01-01", "false")]
        assert versions("cash_accounting", side) == [("2013-01-01", "")]
        assert versions("supported_from", side) == [("2013-01-01", "")]
    assert versions("limit_years") == [("2013-01-01", "2"), ("2021-10-01", "3")]
    assert versions("limit_years", "purchase") == []
    assert versions("party") == [("2013-01-01", "active"), ("2021-10-01", "active_or_proof")]
    assert versions("party", "purchase") == [("2013-01-01", "active"), ("2021-10-01", "any")]


def test_every_version_has_a_source_and_stands_once() -> None:
    table = workbench.relief.law_versions()
    assert table["source"].str.len().min() > 5
    assert not table.duplicated(["rule", "side", "since"]).any()
    assert table["since"].min() == pandas.Timestamp("2013-01-01")


@pytest.mark.parametrize("rule", law.CALENDAR)
def test_the_calendar_moves_terms_as_the_table_says(rule: str) -> None:
    """Days by rule: two Saturdays, Christmas Eve on working days, 12 November; a term on a free day moves."""
    judged = {
        "saturday_moves_terms": ["2016-12-03", "2017-01-07"],
        "free_christmas_eve": ["2024-12-24", "2025-12-24"],
        "free_2018_11_12": ["2018-11-12"],
    }[rule]
    found = [str(days.statutory_shift(date.fromisoformat(day)) != date.fromisoformat(day)).lower() for day in judged]
    assert found == [value for _since, value in versions(rule)]
    for day, (since, value) in zip(judged, versions(rule), strict=True):
        assert since <= day, value
