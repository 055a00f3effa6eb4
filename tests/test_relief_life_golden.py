"""The worked examples of the manuals through the whole life: notice, lock, entries, correction; figures written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import Books, ledger_of
from tests.golden import WORKED
from workbench.days import Month
from workbench.relief import Filed, FiledNotice, Side
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration

Row = tuple[str, str, str, int, int]
TODAY = date(2026, 11, 22)


def filed_months(source: Books, side: Side, months: dict[str, str | None]) -> dict[str, Chain]:
    """The chains of months made one after another, each locked and carried, later ones starting from what was filed."""
    ledger = ledger_of(source)
    chains: dict[str, Chain] = {}
    filed: dict[Any, FiledNotice] = {}
    for month, as_of in months.items():
        period = Month(month)
        notice = workbench.relief.notice(
            ledger, side, period, as_of=as_of, filed=Filed(side, dict(filed), Month(next(iter(months))))
        )
        chain = Chain(side, period).made(notice, TODAY).locked().with_entries(ledger, "VAT", Declaration(period))
        assert chain.state == "carried"
        chains[month] = chain
        filed[period] = chain.filed()  # type: ignore[assignment]
    return chains


def entered(chain: Chain) -> list[Row]:
    columns = ["document_id", "state", "rate", "net", "vat"]
    return sorted(chain.entries[columns].itertuples(index=False, name=None))


R_069 = {
    "2020-01": [("GR-1", "unpaid", "23", -500_00, -115_00), ("GR-1", "unpaid", "8", -200_00, -16_00)],
    "2020-02": [],
    "2020-03": [("GR-1", "unpaid", "23", -500_00, -115_00), ("GR-1", "unpaid", "8", -200_00, -16_00)],
    "2020-05": [("GR-1", "paid_back", "23", 1000_00, 230_00), ("GR-1", "paid_back", "8", 400_00, 32_00)],
}
J_031_DEFAULT = {
    "2020-10": [("GJ-1", "unpaid", "23", -500_00, -115_00), ("GJ-1", "unpaid", "8", -200_00, -16_00)],
    "2020-11": [],
    "2020-12": [("GJ-1", "paid_back", "23", 500_00, 115_00), ("GJ-1", "paid_back", "8", 200_00, 16_00)],
}
J_031_EARLIER = {
    "2020-10": [("GJ-1", "unpaid", "23", -500_00, -115_00), ("GJ-1", "unpaid", "8", -200_00, -16_00)],
    "2020-11": [("GJ-1", "unpaid", "23", -500_00, -115_00), ("GJ-1", "unpaid", "8", -200_00, -16_00)],
    "2020-12": [("GJ-1", "paid_back", "23", 1000_00, 230_00), ("GJ-1", "paid_back", "8", 400_00, 32_00)],
}
R_074 = {
    "2020-01": [("GR-6a", "unpaid", "23", -200_00, -46_00)],
    "2020-02": [("GR-6b", "unpaid", "23", -500_00, -115_00)],
    "2020-03": [("GR-6a", "paid_back", "23", 81_30, 18_70), ("GR-6c", "unpaid", "23", -300_00, -69_00)],
}
J_036 = {
    "2020-10": [("GJ-6a", "unpaid", "23", -200_00, -46_00)],
    "2020-11": [("GJ-6b", "unpaid", "23", -500_00, -115_00)],
    "2020-12": [("GJ-6a", "paid_back", "23", 81_30, 18_70), ("GJ-6c", "unpaid", "23", -300_00, -69_00)],
}
R_072 = {"2020-05": [("GR-4", "unpaid", "23", 0, -93_49)]}
J_034 = {"2020-10": [("GJ-4", "unpaid", "23", 0, -93_49)]}
R_073 = {
    "2020-04": [("GR-5b", "unpaid", "23", 0, -4358_50)],
    "2020-05": [("GR-5a", "unpaid", "23", 0, -230_00), ("GR-5b", "paid_back", "23", 0, 4358_50)],
}
J_035 = {
    "2020-09": [("GJ-5b", "unpaid", "23", 0, -4358_50)],
    "2020-10": [("GJ-5a", "unpaid", "23", 0, -186_99), ("GJ-5b", "paid_back", "23", 0, 4358_50)],
}


@pytest.mark.parametrize(
    ("example", "side", "expected", "as_of"),
    [
        pytest.param("GR-1", "sale", R_069, {}, id="R-069"),
        pytest.param("GJ-1", "sale", J_031_DEFAULT, {}, id="J-031 as of 25.12"),
        pytest.param("GJ-1", "sale", J_031_EARLIER, {"2020-11": "2020-12-15"}, id="J-031 as of 15.12"),
        pytest.param("GR-6", "sale", R_074, {}, id="R-074"),
        pytest.param("GJ-6", "sale", J_036, {}, id="J-036"),
        pytest.param("GR-4", "purchase", R_072, {}, id="R-072"),
        pytest.param("GJ-4", "purchase", J_034, {}, id="J-034"),
        pytest.param("GR-5", "purchase", R_073, {}, id="R-073"),
        pytest.param("GJ-5", "purchase", J_035, {}, id="J-035"),
    ],
)
def test_the_entries_of_a_worked_example_month_by_month(
    example: str, side: Side, expected: dict[str, list[Row]], as_of: dict[str, str]
) -> None:
    chains = filed_months(WORKED[example], side, {month: as_of.get(month) for month in expected})
    assert {month: entered(chain) for month, chain in chains.items()} == expected


@pytest.mark.parametrize(
    ("first", "both", "month"),
    [pytest.param("GR-2", "GR-3", "2020-04", id="R-070, R-071"), pytest.param("GJ-2", "GJ-3", "2020-11", id="J-032, J-033")],
)
def test_a_correction_enters_the_added_invoice_alone(first: str, both: str, month: str) -> None:
    """S1 has 1 593.50 / 366.50, and one entry of -1 000.00 / -230.00 (R-061, C-06, C-07)."""
    ledger, later = ledger_of(WORKED[first]), ledger_of(WORKED[both])
    period, declaration = Month(month), Declaration(Month(month))
    notice = workbench.relief.notice(ledger, "sale", period)
    original = Chain("sale", period).made(notice, TODAY).locked().with_entries(ledger, "VAT", declaration)
    assert entered(original) == [(first, "unpaid", "23", -593_50, -136_50)]

    amended = original.amended(TODAY).recalculated(workbench.relief.notice(later, "sale", period), TODAY).locked()
    amended = amended.with_entries(later, "VAT", declaration)
    assert amended.newest is not None
    assert amended.newest.lines[["net", "vat"]].sum().tolist() == [1593_50, 366_50]
    assert amended.newest.entries[["entry", "line", "document_id", "kind", "net", "vat"]].to_numpy().tolist() == [
        [1, 1, both, "goods", -1000_00, -230_00]
    ]
    assert amended.entries["notice"].tolist() == ["S", "S1"]
