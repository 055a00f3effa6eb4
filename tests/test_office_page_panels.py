"""The panels of the office beside its grid: forecast, symmetry, debtors, payment advice."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.office_pages import TODAY, look_at, office_folder, opened
from workbench import i18n
from workbench.widgets.layout import COLOURS
from workbench.widgets.office.debtors import Debtors
from workbench.widgets.office.forecast import Forecasts, forecast_figure
from workbench.widgets.office.page import OfficePage
from workbench.widgets.office.paying import Paying
from workbench.widgets.office.symmetry import Symmetry
from workbench.widgets.timeline import MOST_DEBTORS, timeline_figure


@pytest.fixture
def page(tmp_path: Path) -> OfficePage:
    i18n.set_language("en")
    return opened(office_folder(tmp_path / "office"))


def test_the_forecast_by_counterparty_adds_up_to_the_sums(page: OfficePage) -> None:
    """Feature 3: in November FS/2 comes back; FZ/1 and FZ/2 fall due."""
    panel = look_at(page, Forecasts)
    rows = {(row.month, row.side): (row.money_back, row.money_due) for row in panel.table.rows.itertuples()}
    assert rows == {("2026-11", "sale"): (4600, 0), ("2026-11", "purchase"): (0, 13100)}
    assert page.office is not None
    assert page.office.forecast[["money_back", "money_due"]].sum().tolist() == [4600, 13100]
    assert "PLN\u00a046.00 comes back and PLN\u00a0131.00 falls due" in panel.told.value
    assert "gamma" in panel.missing.value
    panel.client.value = "beta"
    assert panel.table.rows.empty and "PLN\u00a00.00" in panel.told.value


def test_the_picture_of_the_forecast_stacks_the_clients(page: OfficePage) -> None:
    panel = look_at(page, Forecasts)
    drawn = {(trace["name"], sum(trace["y"]) < 0): sum(trace["y"]) for trace in panel.chart.figure["data"] if any(trace["y"])}
    assert drawn == {("alfa", False): 46.0, ("alfa", True): -131.0}


def test_clients_without_a_colour_of_their_own_share_one() -> None:
    names = [f"k{number:02d}" for number in range(30)]
    sums = pd.DataFrame({"client": names, "month": "2026-11", "money_back": range(100, 3100, 100), "money_due": 0})
    data = forecast_figure(sums)["data"]
    assert len({trace["name"] for trace in data}) == len(COLOURS)
    assert sum(sum(trace["y"]) for trace in data) == sum(range(1, 31))


def test_symmetry_finds_what_the_other_client_does_not_have(page: OfficePage) -> None:
    """Feature 20: alfa sold FS/2 to beta, whose books do not hold it; its relief falls in November."""
    panel = look_at(page, Symmetry)
    assert "FS/2" not in set(panel.table.rows["number"])
    page.month.value = page.month.value + 1
    page.running.wait()
    panel = look_at(page, Symmetry)
    panel.month.value = page.month.value
    panel.running.wait()
    found = panel.table.rows[["seller", "buyer", "number", "finding"]].to_numpy().tolist()
    assert ["alfa", "beta", "FS/2", "missing"] in found


def test_debtors_stand_by_the_day_they_tip_over(page: OfficePage) -> None:
    """Feature 29: what is still to come first; FS/1 tipped over in October, whose file can still be sent."""
    panel = look_at(page, Debtors)
    rows = [(row.client, row.number, row.days_until, row.urgency, row.vat) for row in panel.table.rows.itertuples()]
    assert rows == [("alfa", "FS/2", 8, "soon", 4600), ("alfa", "FS/1", -49, "tipped", 23000)]
    panel.side.value = "purchase"
    panel.running.wait()
    assert panel.table.rows["number"].tolist() == ["FZ/2", "FZ/1"]
    panel.client.value = "beta"
    assert panel.table.rows.empty


def test_a_point_finds_its_row(page: OfficePage) -> None:
    panel = look_at(page, Debtors)
    key = next(trace for trace in panel.chart.figure["data"] if trace["name"] == "tipped over")["customdata"][0]
    panel.chart.clicked = {"customdata": key, "click": 1}
    assert panel.table.selected == key
    assert panel.table.rows["number"].tolist() == ["FS/1"]


def parts(count: int) -> pd.DataFrame:
    """Parts of as many debtors, the last one the first to tip over."""
    return pd.DataFrame(
        {
            "debtor": [f"d{number}" for number in range(count)],
            "key": [str(number) for number in range(count)],
            "number": "FS/1",
            "relief_date": pd.to_datetime([date(2026, 12, 31)] * count) - pd.to_timedelta(range(count), unit="D"),
            "days_until": [39 - number for number in range(count)],
            "vat": [(number + 1) ** 2 * 100 for number in range(count)],
        }
    )


def test_the_timeline_has_today_and_the_soonest_at_the_top() -> None:
    figure = timeline_figure(parts(5), TODAY)
    assert figure["layout"]["yaxis"]["categoryarray"] == ["d0", "d1", "d2", "d3", "d4"]  # from the bottom
    assert figure["layout"]["shapes"][0]["x0"] == "2026-11-22"
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == len(figure["data"])


def test_the_area_of_a_point_is_its_vat() -> None:
    (points,) = timeline_figure(parts(5), TODAY)["data"]
    sizes = points["marker"]["size"]
    assert sizes[4] / sizes[2] == pytest.approx(5 / 3)


def test_debtors_beyond_the_first_share_a_row() -> None:
    layout = timeline_figure(parts(MOST_DEBTORS + 3), TODAY)["layout"]
    assert len(layout["yaxis"]["categoryarray"]) == MOST_DEBTORS + 1
    assert layout["yaxis"]["categoryarray"][0].startswith("3 ")


def test_a_timeline_without_parts_is_empty() -> None:
    assert timeline_figure(parts(0), TODAY)["data"] == []


def test_advice_spends_the_cash_where_it_keeps_most_vat(page: OfficePage) -> None:
    """Feature 18: 23 % keeps more a zloty than 8 %. Of FZ/1 565.00 stays unpaid: its VAT is 105.65, so 9.35 is kept."""
    panel = look_at(page, Paying)
    assert panel.advice[["number", "pay", "vat_kept"]].to_numpy().tolist() == [["FZ/1", 61500, 11500], ["FZ/2", 21600, 1600]]
    panel.cash.value = "50,00"
    assert panel.advice[["number", "pay", "vat_kept"]].to_numpy().tolist() == [["FZ/1", 5000, 935], ["FZ/2", 0, 0]]
    assert "PLN\u00a0121.65" in panel.sums.value  # to be given back all the same
    panel.month.value = panel.month.value + 1
    assert panel.advice.empty


@pytest.mark.parametrize(("typed", "told"), [("dużo", "dużo is not an amount"), ("-1", "cannot be below zero")])
def test_cash_that_cannot_be_is_refused(page: OfficePage, typed: str, told: str) -> None:
    panel = look_at(page, Paying)
    panel.cash.value = typed
    assert told in panel.problem.value and panel.answer.layout.display == "none"
    panel.cash.value = ""
    assert panel.problem.value == "" and panel.answer.layout.display == ""


def test_advice_for_broken_books_says_what_is_wrong(page: OfficePage) -> None:
    panel = look_at(page, Paying)
    panel.client.value = "gamma"
    assert "kiedyś" in panel.problem.value
