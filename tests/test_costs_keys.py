"""Allocation keys: dated and unambiguous, their shares by percent or by a driver."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from tests.cost_books import Rows, bill, cost_ledger, key
from tests.key_books import HALVES, driven, measured, refused
from workbench import Ledger, i18n
from workbench.costs.keys.restated import apply_key
from workbench.costs.keys.versions import KeyPeriod, key_periods, key_rows, key_versions, version_at
from workbench.days import Month
from workbench.errors import DescriptionError

# Versions


def test_versions_come_in_the_order_of_their_dates() -> None:
    ledger = cost_ledger(
        key("K", HALVES, "2026-04-01"), key("K", {"P=P1": "33.333333", "P=P2": "66.666667"}, "2026-01-01", "2026-03-31")
    )
    first, second = key_versions(ledger, "K")
    assert (first.valid_from, first.valid_to) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (second.valid_from, second.valid_to) == (date(2026, 4, 1), None)
    assert first.lines["elements"].tolist() == ["P=P1", "P=P2"]
    assert first.lines["share"].tolist() == [Fraction(33_333_333, 10**6), Fraction(66_666_667, 10**6)]
    assert version_at(ledger, "K", date(2026, 3, 31)).valid_from == date(2026, 1, 1)
    assert version_at(ledger, "K", date(2040, 1, 1)).valid_from == date(2026, 4, 1)


def test_overlapping_versions_are_refused_with_both_named() -> None:
    ledger = cost_ledger(key("K", HALVES, "2026-01-01", "2026-03-31"), key("K", HALVES, "2026-03-31"))
    assert refused(lambda: key_versions(ledger, "K")) == (
        "Two versions of a key are valid on 31 Mar 2026: K from 1 Jan 2026 to 31 Mar 2026 and K from 31 Mar 2026. "
        "End one before the other begins."
    )


def test_versions_of_other_keys_may_overlap() -> None:
    ledger = cost_ledger(key("K", HALVES, "2026-01-01"), key("L", HALVES, "2026-02-01"))
    assert len(key_versions(ledger, "L")) == 1


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2025, 12, 31), "it lies before the first one, K from 1 Jan 2026 to 31 Jan 2026."),
        (
            date(2026, 2, 15),
            "it lies in the gap between K from 1 Jan 2026 to 31 Jan 2026 and K from 1 Mar 2026 to 31 Mar 2026.",
        ),
        (date(2026, 4, 1), "it lies behind the last one, K from 1 Mar 2026 to 31 Mar 2026."),
    ],
)
def test_a_day_in_a_gap_is_refused_with_the_gap_named(day: date, message: str) -> None:
    ledger = cost_ledger(
        key("K", HALVES, "2026-01-01", "2026-01-31"),
        key("K", HALVES, "2026-03-01", "2026-03-31"),
        bill("F1", "1.00", day=day.isoformat()),
    )
    assert refused(lambda: version_at(ledger, "K", day)).endswith(message)
    assert refused(lambda: apply_key(ledger, "K", ["F1"])).endswith(message)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (key("K", {"P=P1": "33.333333", "P=P2": "66.666666"}), "its percents add up to 99.999999 %, not to 100 %"),
        (key("K", {"P=P1": "100", "P=P2": "0.5"}), "its percents add up to 100.5 %, not to 100 %"),
        (key("K", {"P=P1": "150", "P=P2": "-50"}), "P=P2 has a negative percent"),
        (key("K", {"P=P1; T=Z": "50", "T=Z; P=P1": "50"}), "P=P1; T=Z stands twice"),
        (key("K", HALVES, "2026-02-01", "2026-01-31"), "it ends before it begins"),
        (driven("K", {"P=P1": "M2", "P=P2": "HOURS"}), "it has several drivers: HOURS, M2"),
        (driven("K", {"P=P1": "100 %", "P=P2": "M2"}), "its percents add up to 100 % and leave nothing for the driver"),
        (driven("K", {"P=P1": "", "P=P2": "M2"}), "P=P1 needs either a percent or a driver"),
    ],
)
def test_a_version_that_does_not_say_who_gets_what_is_refused(rows: Rows, fault: str) -> None:
    ledger = cost_ledger(rows)
    start = version_start(ledger)
    assert refused(lambda: key_versions(ledger, "K")) == f"Key K from {start}: {fault}."


def version_start(ledger: Ledger) -> str:
    row = ledger.keys.iloc[0]
    with i18n.in_language("en"):
        start = i18n.day(row["valid_from"].date())
        return start if pd.isna(row["valid_to"]) else f"{start} to {i18n.day(row['valid_to'].date())}"


def test_lines_of_a_version_end_together_and_name_elements() -> None:
    ledger = cost_ledger(key("K", HALVES))
    ends = ledger.keys.copy()
    ends["valid_to"] = np.array(["2026-03-31", "2026-04-30"], "datetime64[s]")
    assert "its lines have different last days" in refused(lambda: key_versions(replace(ledger, keys=ends), "K"))
    lost = ledger.keys.assign(elements=pd.Series(["P1", "P=P2"], dtype="str"))
    assert "P1 are no elements such as" in refused(lambda: key_versions(replace(ledger, keys=lost), "K"))


def test_an_unknown_key_is_refused() -> None:
    assert refused(lambda: key_versions(cost_ledger(key("K", HALVES)), "L")) == "There is no key L."


# Drivers


def test_a_driver_decides_month_by_month_and_the_latest_earlier_month_fills_a_gap() -> None:
    ledger = cost_ledger(
        driven("K", {"P=P1": "M2", "P=P2": "M2"}, "2026-02-15", "2026-06-30"),
        measured("M2", "2025-11", P1="9", P2="1"),
        measured("M2", "2026-01", P1="1", P2="2"),
        measured("M2", "2026-04", P1="1.5", P2="0.5"),
        measured("M2", "2026-09", P1="1", P2="1"),
        measured("OTHER", "2026-03", P1="1", P2="1"),
    )
    assert key_periods(ledger, "K") == (
        KeyPeriod(
            date(2026, 2, 15), date(2026, 3, 31), ("P=P1", "P=P2"), (Fraction(100, 3), Fraction(200, 3)), Month("2026-01")
        ),
        KeyPeriod(date(2026, 4, 1), date(2026, 6, 30), ("P=P1", "P=P2"), (Fraction(75), Fraction(25)), Month("2026-04")),
    )


def test_percents_come_first_and_the_driver_divides_the_rest() -> None:
    ledger = cost_ledger(
        driven("K", {"P=P1": "M2", "P=P2": "10 %", "P=P3": "M2"}), measured("M2", "2026-01", P1="1", P3="2", P9="100")
    )
    assert key_periods(ledger, "K")[0].shares == (Fraction(30), Fraction(10), Fraction(60))


def test_a_driver_names_elements_by_text_or_code_the_text_first() -> None:
    ledger = cost_ledger(
        driven("K", {"P=P1": "M2", "P=P2; T=Z": "M2"}),
        {
            "drivers": [
                {"driver": "M2", "month": "2026-01-31", "element": element, "quantity": quantity}
                for element, quantity in (("P1", "7"), ("P=P1", "1"), ("T=Z; P=P2", "3"), ("P2", "50"))
            ]
        },
    )
    assert key_periods(ledger, "K")[0].shares == (Fraction(25), Fraction(75))


@pytest.mark.parametrize(
    ("quantities", "message"),
    [
        ({"P1": "1"}, "Driver M2 has no quantity of P=P2 in January 2026."),
        ({"P1": "1", "P2": "-1"}, "Driver M2 has a negative quantity of P=P2 in January 2026."),
        ({"P1": "0", "P2": "0"}, "Driver M2 cannot divide January 2026: the quantities of the key's elements add up to zero."),
    ],
)
def test_quantities_that_do_not_divide_are_refused(quantities: dict[str, str], message: str) -> None:
    ledger = cost_ledger(driven("K", {"P=P1": "M2", "P=P2": "M2"}), measured("M2", "2026-01", **quantities))
    assert refused(lambda: key_periods(ledger, "K")) == message


def test_two_quantities_of_one_month_are_refused() -> None:
    twice = measured("M2", "2026-01", P1="1")["drivers"] + [
        {"driver": "M2", "month": "2026-01-15", "element": "P1", "quantity": "2"}
    ]
    ledger = cost_ledger(driven("K", {"P=P1": "M2"}), {"drivers": twice})
    assert refused(lambda: key_periods(ledger, "K")) == "Driver M2 has two quantities of P1 in January 2026."


def test_a_document_before_the_first_month_of_the_driver_is_refused() -> None:
    ledger = cost_ledger(
        driven("K", {"P=P1": "M2"}, "2026-01-01"), measured("M2", "2026-03", P1="1"), bill("F1", "1.00", day="2026-02-28")
    )
    assert refused(lambda: apply_key(ledger, "K", ["F1"])) == (
        "Driver M2 has no quantities for February 2026, nor for any month before it."
    )
    without = cost_ledger(driven("K", {"P=P1": "M2"}), bill("F1", "1.00"))
    assert "has no quantities for January 2026" in refused(lambda: apply_key(without, "K", ["F1"]))


def test_rows_of_a_key_take_percents_exactly_or_not_at_all() -> None:
    ledger = cost_ledger(key("K", HALVES))
    rows = key_rows("K", date(2026, 1, 1), {"P=P1": "33,333333", "P=P2": Fraction(1, 2), "P=P3": None}, driver="M2")
    assert rows.dtypes.to_dict() == ledger.keys.dtypes.to_dict()
    assert rows["percent"].tolist()[:2] == [Decimal("33.333333"), Decimal("0.5")]
    for wrong in (Fraction(100, 3), 12.5, "x"):
        with pytest.raises(DescriptionError):
            key_rows("K", date(2026, 1, 1), {"P=P1": wrong})  # type: ignore[dict-item]
