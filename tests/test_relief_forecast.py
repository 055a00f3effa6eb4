"""What comes back and what is due in the coming months, and the day each debtor tips over (features 3 and 29)."""

from datetime import date, timedelta
from pathlib import Path

import pytest

import workbench
from tests.books import books, ledger_of, purchase, sale
from tests.notices import invoice
from workbench import relief
from workbench.days import Month
from workbench.relief.filed import Filed, FiledNotice
from workbench.relief.office.forecast import forecast, monthly_forecast, office_forecast
from workbench.relief.office.judging import notices_of
from workbench.relief.office.tipping import tipping
from workbench.relief.record import Record

BUDMAR = Path(__file__).parents[1] / "sample_data" / "office" / "budmar"
TODAY = date(2026, 9, 10)


@pytest.fixture(scope="module")
def budmar() -> workbench.Ledger:
    return workbench.read_ledger(BUDMAR)


def two_sides() -> workbench.Ledger:
    """Due 2026-06-10 and 2026-07-10: days 90 are 2026-09-08 and 2026-10-08. The old sale was on the notice of June."""
    return ledger_of(
        books(
            sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=[("23", "1000.00")]),
            sale("FS/2", issued="2026-06-01", due="2026-07-10", lines=[("23", "200.00"), ("8", "100.00")]),
            sale("FS/0", issued="2026-02-01", due="2026-03-10", lines=[("23", "100.00")], paid=[("2026-09-02", "61.50")]),
            purchase("FZ/1", issued="2026-06-01", due="2026-07-10", lines=[("23", "500.00")], party="inactive"),
        )
    )


def test_money_back_and_money_due_by_month_side_and_party() -> None:
    """By hand: 230 back in September, of which 11.50 of FS/0 (half of 23.00) are due again; 46 + 8 back, 115 due in October."""
    table = forecast(two_sides(), "2026-09", 2).by_party
    columns = ["month", "side", "party", "documents", "money_back", "money_due"]
    assert table[columns].to_numpy().tolist() == [
        ["2026-09", "sale", "Kwiaciarnia Pod Lipą", 2, 230_00, 11_50],
        ["2026-10", "sale", "Kwiaciarnia Pod Lipą", 1, 54_00, 0],
        ["2026-10", "purchase", "Jan Próbny", 1, 0, 115_00],
    ]
    assert table["first_day"].dt.strftime("%m-%d").tolist() == ["09-08", "10-08", "10-08"]


def test_each_part_names_the_day_it_tips_over() -> None:
    parts = forecast(two_sides(), "2026-09", 2).parts
    found = parts[["payment_id", "rate", "kind", "money_back", "money_due"]].to_numpy().tolist()
    assert sorted(map(tuple, found)) == [
        ("FS/0/1", "23", "paid_back", 0, 11_50),
        ("FS/1/1", "23", "unpaid", 230_00, 0),
        ("FS/2/1", "23", "unpaid", 46_00, 0),
        ("FS/2/1", "8", "unpaid", 8_00, 0),
        ("FZ/1/1", "23", "unpaid", 0, 115_00),
    ]
    tips_over = parts[parts["payment_id"] == "FS/1/1"]["relief_date"].dt.strftime("%Y-%m-%d")
    assert tips_over.tolist() == ["2026-09-08"]


def test_what_was_not_filed_gives_nothing_back() -> None:
    """With a first notice of August kept and FS/0 on none, its payment of September is nobody's correction."""
    nothing = relief.notice(two_sides(), "sale", "2026-08").lines.iloc[:0]
    filed = Filed("sale", {Month("2026-06"): FiledNotice(Month("2026-06"), date(2026, 7, 25), nothing)}, Month("2026-06"))
    assert forecast(two_sides(), "2026-09", 1, {"sale": filed}).by_month["money_due"].tolist() == [0]


def test_the_forecast_is_the_calendar_told_in_parts(budmar: workbench.Ledger) -> None:
    calendar = relief.calendar(budmar, "2026-12", 5)
    found = forecast(budmar, "2026-12", 5)
    for row in calendar[calendar["documents"] > 0].itertuples():
        mine = found.by_month[(found.by_month["month"] == row.month) & (found.by_month["side"] == row.side)].iloc[0]
        expected = (row.vat, 0) if row.side == "sale" else (0, row.vat)
        assert (mine["money_back"], mine["money_due"], mine["documents"]) == (*expected, row.documents)
    assert found.by_party["money_back"].sum() == found.by_month["money_back"].sum() > 0


def test_the_short_way_and_the_office_add_up_to_the_same(budmar: workbench.Ledger) -> None:
    found = forecast(budmar, "2026-10", 4)
    columns = ["month", "side", "documents", "money_back", "money_due"]
    assert monthly_forecast(notices_of(budmar, Record()), "2026-10", 4).equals(found.by_month[columns])
    office = office_forecast({"one": found, "other": found})
    assert (office["money_due"] == 2 * found.by_month["money_due"]).all()
    assert set(office["clients"]) == {2}
    assert office_forecast({}).empty


def test_books_without_anything_open_have_an_empty_forecast() -> None:
    assert forecast(ledger_of(books()), "2026-09", 3).by_party.empty


# The day each debtor tips over


def test_the_timeline_shows_who_tips_over_and_who_just_did() -> None:
    table = tipping(two_sides(), TODAY)
    assert table[["payment_id", "days_until", "tipped", "month"]].to_numpy().tolist() == [
        ["FS/1/1", -2, True, "2026-09"],
        ["FS/2/1", 28, False, "2026-10"],
    ]
    assert table[["unpaid", "net", "vat"]].to_numpy().tolist() == [[1230_00, 1000_00, 230_00], [354_00, 300_00, 54_00]]
    assert tipping(two_sides(), TODAY, "purchase")["payment_id"].tolist() == ["FZ/1/1"]


def test_the_timeline_ends_after_the_days_asked_for() -> None:
    assert tipping(two_sides(), TODAY, days=27)["payment_id"].tolist() == ["FS/1/1"]
    assert tipping(two_sides(), TODAY, days=28)["payment_id"].tolist() == ["FS/1/1", "FS/2/1"]


@pytest.mark.parametrize(("today", "shown"), [("2026-10-26", 1), ("2026-10-27", 0)])
def test_a_part_that_tipped_over_stays_until_the_file_of_its_month_is_due(today: str, shown: int) -> None:
    """Day 90 is 2026-09-08; the 25th of October 2026 is a Sunday."""
    assert len(tipping(ledger_of(invoice()), date.fromisoformat(today))) == shown


def test_payments_count_up_to_today_and_the_day_itself_has_come() -> None:
    ledger = ledger_of(invoice(paid=[("2026-08-01", "500.00"), ("2026-08-20", "730.00")]))
    assert tipping(ledger, date(2026, 8, 10))["unpaid"].tolist() == [730_00]
    assert tipping(ledger, date(2026, 8, 20)).empty
    on_the_day = tipping(ledger_of(invoice()), date(2026, 9, 8)).iloc[0]
    assert (on_the_day["days_until"], on_the_day["tipped"]) == (0, True)


@pytest.mark.parametrize(
    "values", [{"in_vat_return": "false"}, {"transaction": "export"}, {"party": "inactive"}, {"issued": "2022-06-01"}]
)
def test_what_no_notice_can_hold_is_not_on_the_timeline(values: dict[str, str]) -> None:
    assert tipping(ledger_of(invoice(**values)), TODAY).empty


def test_the_timeline_is_what_the_notices_will_hold(budmar: workbench.Ledger) -> None:
    today = date(2026, 11, 20)
    table = tipping(budmar, today, days=(Month("2027-02").last - today).days)
    assert table["relief_date"].is_monotonic_increasing
    for month in ("2026-11", "2026-12", "2027-01", "2027-02"):
        lines = relief.notice(budmar, "sale", month).lines
        unpaid = lines[lines["kind"] == "unpaid"].groupby("payment_id")["vat"].sum()
        mine = table[table["month"] == month].set_index("payment_id")["vat"]
        assert mine.to_dict() == unpaid.to_dict()
    assert (table["relief_date"] <= str(today + timedelta(days=110))).all()
