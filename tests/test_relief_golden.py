"""The golden table and every worked example of the manuals, with the values contradictions.md corrects.

The engine must give the same on the books of tests/golden.py and on ``sample_data/examples``, and so must
the oracle the properties rely on.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas
import pytest

import workbench
from tests.books import books, ledger_of, purchase, sale
from tests.golden import GOLDEN, WORKED, Golden, thousand
from tests.oracle import oracle_lines, oracle_totals

EXAMPLES = Path(__file__).parent.parent / "sample_data" / "examples"


every_row = pytest.mark.parametrize("row", GOLDEN, ids=[row.name for row in GOLDEN])


def examples(example: str) -> list[workbench.Ledger]:
    return [ledger_of(WORKED[example]), workbench.read_ledger(EXAMPLES / example)]


@every_row
def test_the_oracle_reproduces_the_golden_table(row: Golden) -> None:
    assert date.fromisoformat(row.due) + timedelta(row.days) == date.fromisoformat(row.unshifted)
    found = [
        line
        for line in oracle_lines(WORKED[row.example], row.side, row.month, row.moved_as_of)
        if (line.kind, line.rate, str(line.due_date)) == ("unpaid", row.rate, row.due)
    ]
    if row.unpaid == (0, 0):
        assert found == []
        return
    (line,) = found
    assert (line.net, line.vat) == row.unpaid
    assert (str(line.effective_due_date), str(line.relief_date)) == (row.effective, row.day_n)
    totals = oracle_totals(found, "sale")
    assert (totals["net_rounded"]["unpaid"], totals["vat_rounded"]["unpaid"]) == tuple(-100 * n for n in row.rounded)


@pytest.mark.parametrize("source", ["written here", "sample_data"])
@every_row
def test_a_row_of_the_golden_table(row: Golden, source: str) -> None:
    ledger = ledger_of(WORKED[row.example]) if source == "written here" else workbench.read_ledger(EXAMPLES / row.example)
    lines = workbench.relief.notice(ledger, side=row.side, period=row.month, as_of=row.moved_as_of).lines
    found = lines[(lines["kind"] == "unpaid") & (lines["rate"] == row.rate) & (lines["due_date"] == row.due)]
    if row.unpaid == (0, 0):
        assert found.empty
        return
    (line,) = found.to_dict("records")
    assert (line["net"], line["vat"]) == row.unpaid
    assert [line["effective_due_date"], line["relief_date"]] == [
        pandas.Timestamp(row.effective),
        pandas.Timestamp(row.day_n),
    ]
    assert pandas.isna(line["payment_date"])


@pytest.mark.parametrize(("days_late", "expected"), [(0, []), (1, ["unpaid"])])
@pytest.mark.parametrize("row", [row for row in GOLDEN if not row.moved_as_of], ids=lambda row: row.name)
def test_the_default_as_of_day_of_a_row(row: Golden, days_late: int, expected: list[str]) -> None:
    """Settled on the default "Na dzień" the part is not on the notice any more, settled a day later it still is."""
    paid = date.fromisoformat(row.as_of) + timedelta(days_late)
    one = sale if row.side == "sale" else purchase
    invoice = one("FS/1", issued=row.due, due=row.due, lines=[("23", "100.00")], paid=[(str(paid), "123.00")])
    lines = workbench.relief.notice(ledger_of(books(invoice)), side=row.side, period=row.month).lines
    assert list(lines["kind"]) == expected


def months(ledger: workbench.Ledger, side: str, periods: list[str], **options: object) -> dict[str, dict[str, tuple[int, int]]]:
    """period -> rate -> (net, vat) as the register would show them, unpaid negative; empty months are left out."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for period in periods:
        lines = workbench.relief.notice(ledger, side=side, period=period, **options).lines
        for rate, of_rate in lines.groupby("rate"):
            sign = of_rate["kind"].map({"unpaid": -1, "paid_back": 1})
            entry = int((of_rate["net"] * sign).sum()), int((of_rate["vat"] * sign).sum())
            found.setdefault(period, {})[str(rate)] = entry
    return found


def boxes(ledger: workbench.Ledger, side: str, period: str, **options: object) -> dict[str, dict[str, int]]:
    totals = workbench.relief.notice(ledger, side=side, period=period, **options).totals
    assert list(totals.columns) == ["correction", "vat_zd", "unpaid", "paid_back"]
    return {str(row): {str(box): int(value) for box, value in values.items()} for row, values in totals.iterrows()}


HALF = {"23": (-500_00, -115_00), "8": (-200_00, -16_00)}
ALL_BACK = {"23": (1000_00, 230_00), "8": (400_00, 32_00)}
HALF_BACK = {"23": (500_00, 115_00), "8": (200_00, 16_00)}


def test_r_069_two_instalments_of_2019_are_both_90_day_parts() -> None:
    """January, March and May 2020; C-03 corrects which part is in which month."""
    for ledger in examples("GR-1"):
        every_month = [f"2020-{month:02}" for month in range(1, 7)]
        assert months(ledger, "sale", every_month) == {"2020-01": HALF, "2020-03": HALF, "2020-05": ALL_BACK}
        parts = [workbench.relief.notice(ledger, side="sale", period=period).lines for period in ("2020-01", "2020-03")]
        assert [str(lines["due_date"].iloc[0].date()) for lines in parts] == ["2019-10-24", "2019-11-30"]
        back = workbench.relief.notice(ledger, side="sale", period="2020-05").lines
        assert set(back["payment_date"]) == {pandas.Timestamp("2020-05-26")}


def test_r_070_half_paid_sale() -> None:
    for ledger in examples("GR-2"):
        assert boxes(ledger, "sale", "2020-04") == {
            "net": {"correction": -593_50, "vat_zd": -593_50, "unpaid": -593_50, "paid_back": 0},
            "vat": {"correction": -136_50, "vat_zd": -136_50, "unpaid": -136_50, "paid_back": 0},
            "net_rounded": {"correction": -594_00, "vat_zd": -594_00, "unpaid": -594_00, "paid_back": 0},
            "vat_rounded": {"correction": -137_00, "vat_zd": -137_00, "unpaid": -137_00, "paid_back": 0},
        }


@pytest.mark.parametrize(
    ("first", "amended", "period"), [("GR-2", "GR-3", "2020-04"), ("GJ-2", "GJ-3", "2020-11")], ids=["R-071", "J-033"]
)
def test_r_071_j_033_amendment_with_one_more_sale(first: str, amended: str, period: str) -> None:
    """S1 holds 1 593.50 / 366.50 (C-06), rounded 1 594 / 367; against S an entry of -1 000.00 / -230.00 more (C-07)."""
    for before, after in zip(examples(first), examples(amended), strict=True):
        totals, earlier = boxes(after, "sale", period), boxes(before, "sale", period)
        assert (totals["net"]["correction"], totals["vat"]["correction"]) == (-1593_50, -366_50)
        for box in ("correction", "vat_zd", "unpaid"):
            assert (totals["net_rounded"][box], totals["vat_rounded"][box]) == (-1594_00, -367_00)
        delta = {amount: totals[amount]["unpaid"] - earlier[amount]["unpaid"] for amount in ("net", "vat")}
        assert delta == {"net": -1000_00, "vat": -230_00}


@pytest.mark.parametrize(("example", "period"), [("GR-4", "2020-05"), ("GJ-4", "2020-10")], ids=["R-072", "J-034"])
def test_r_072_j_034_half_paid_purchase_corrects_vat_only(example: str, period: str) -> None:
    for ledger in examples(example):
        assert months(ledger, "purchase", [period]) == {period: {"23": (-406_51, -93_49)}}
        assert boxes(ledger, "purchase", period) == {
            "vat": {"correction": -93_49, "vat_zd": -93_49, "unpaid": -93_49, "paid_back": 0},
            "vat_rounded": {"correction": -93_00, "vat_zd": -93_00, "unpaid": -93_00, "paid_back": 0},
        }


@pytest.mark.parametrize(
    ("example", "before", "period", "unpaid", "rounded"),
    [("GR-5", "2020-04", "2020-05", 230_00, 230_00), ("GJ-5", "2020-09", "2020-10", 186_99, 187_00)],
    ids=["R-073", "J-035"],
)
def test_r_073_j_035_one_purchase_unpaid_another_paid_back(
    example: str, before: str, period: str, unpaid: int, rounded: int
) -> None:
    """C-05 corrects J-035; C-08: the boxes hold 4 358.50 and show 4 359 next to it, with the sign of the box."""
    for ledger in examples(example):
        assert months(ledger, "purchase", [before]) == {before: {"23": (-18950_00, -4358_50)}}
        assert boxes(ledger, "purchase", before)["vat_rounded"]["correction"] == -4359_00
        totals = boxes(ledger, "purchase", period)
        assert totals["vat"] == {
            "correction": 4358_50 - unpaid, "vat_zd": -unpaid, "unpaid": -unpaid, "paid_back": 4358_50,
        }  # fmt: skip
        assert (totals["vat_rounded"]["unpaid"], totals["vat_rounded"]["paid_back"]) == (-rounded, 4359_00)
        lines = workbench.relief.notice(ledger, side="purchase", period=period).lines.sort_values("kind")
        assert list(lines["kind"]) == ["paid_back", "unpaid"]
        assert list(lines["net"])[0] == 18950_00


@pytest.mark.parametrize(
    ("example", "periods"),
    [("GR-6", ("2020-01", "2020-02", "2020-03")), ("GJ-6", ("2020-10", "2020-11", "2020-12"))],
    ids=["R-074", "J-036"],
)
def test_r_074_j_036_three_months_of_a_quarterly_payer(example: str, periods: tuple[str, str, str]) -> None:
    """C-09: all three months are negative; the third also gives 81.30 / 18.70 back, 19 when rounded (C-08)."""
    for ledger in examples(example):
        first, second, third = (boxes(ledger, "sale", period) for period in periods)
        assert (first["net"]["unpaid"], first["vat"]["unpaid"], first["vat_rounded"]["correction"]) == (
            -200_00,
            -46_00,
            -46_00,
        )
        assert (second["net"]["unpaid"], second["vat_rounded"]["correction"]) == (-500_00, -115_00)
        assert third["net"] == {"correction": -218_70, "vat_zd": -300_00, "unpaid": -300_00, "paid_back": 81_30}
        assert third["vat"] == {"correction": -50_30, "vat_zd": -69_00, "unpaid": -69_00, "paid_back": 18_70}
        assert third["vat_rounded"] == {"correction": -50_00, "vat_zd": -69_00, "unpaid": -69_00, "paid_back": 19_00}


def test_j_031_with_the_default_day_the_second_part_never_qualifies() -> None:
    """C-15: paid 2020-12-20, before the November notice's 2020-12-25; only the first part is given back in December."""
    for ledger in examples("GJ-1"):
        found = months(ledger, "sale", ["2020-09", "2020-10", "2020-11", "2020-12", "2021-01"])
        assert found == {"2020-10": HALF, "2020-12": HALF_BACK}


def test_j_031_with_an_earlier_day_the_manuals_values_hold() -> None:
    for ledger in examples("GJ-1"):
        assert months(ledger, "sale", ["2020-11"], as_of="2020-12-15") == {"2020-11": HALF}
        assert months(ledger, "sale", ["2020-12"], filed={"2020-11": "2020-12-15"}) == {"2020-12": ALL_BACK}


def test_j_032_half_paid_sale_of_august_2020() -> None:
    for ledger in examples("GJ-2"):
        totals = boxes(ledger, "sale", "2020-11")
        assert (totals["net"]["unpaid"], totals["vat"]["unpaid"]) == (-593_50, -136_50)
        assert (totals["net_rounded"]["correction"], totals["vat_rounded"]["correction"]) == (-594_00, -137_00)


@pytest.mark.parametrize(
    ("due", "month", "not_in"),
    [
        ("2019-06-01", "2019-09", "2019-08"),
        ("2020-07-18", "2020-10", "2020-11"),
        ("2020-08-02", "2020-11", "2020-10"),
        ("2020-05-01", "2020-08", "2020-07"),
        ("2021-10-02", "2022-01", "2021-12"),
    ],
    ids=["R-020", "J-014", "J-014 Sunday", "J-014 holiday", "J-014 Saturday"],
)
def test_r_020_j_014_the_term_moves_from_a_free_day(due: str, month: str, not_in: str) -> None:
    ledger = ledger_of(books(thousand("FS/1", due, due)))
    assert months(ledger, "sale", [month, not_in]) == {month: {"23": (-1000_00, -230_00)}}


def test_r_046_notice_in_november_paid_back_in_december() -> None:
    """C-17: it qualifies on the default 2019-12-25, not on the legal deadline 2019-12-27, the day of payment."""
    whole = {"23": (-1000_00, -230_00)}
    back = {"23": (1000_00, 230_00)}
    for ledger in examples("GR.5"):
        assert months(ledger, "sale", ["2019-10", "2019-11", "2019-12", "2020-01"]) == {
            "2019-11": whole,
            "2019-12": back,
        }
        assert months(ledger, "sale", ["2019-11"], as_of="2019-12-27") == {}
        assert months(ledger, "sale", ["2019-12"], filed={"2019-11": "2019-12-27"}) == {}


def test_j_021_quarterly_payer_november_2020() -> None:
    for ledger in examples("GJ.q"):
        assert months(ledger, "sale", ["2020-10", "2020-11", "2020-12"]) == {"2020-11": {"23": (-1000_00, -230_00)}}


def test_the_later_part_can_come_first_around_the_switch() -> None:
    """Part 1 needs 150 days (February 2019), part 2 needs 90 (January 2019)."""
    for ledger in examples("switch-150-90"):
        found = months(ledger, "sale", ["2018-12", "2019-01", "2019-02", "2019-03"])
        assert found == {"2019-01": HALF, "2019-02": HALF}
