"""The variance panel without a browser: periods and dimension chosen, steps, effects and reasons shown."""

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cost_books import bill, cost_books, cost_ledger, described
from workbench import Ledger, i18n, read_ledger
from workbench.costs.exploring.variance import STEPS, variance
from workbench.days import Month
from workbench.widgets.clients import OneLedger
from workbench.widgets.costs.page import PANELS, CostsPage
from workbench.widgets.costs.variance import Variances, default_months, waterfall
from workbench.widgets.memory import Memory

WEKTOR = read_ledger(Path(__file__).parents[1] / "sample_data" / "office" / "wektor")
BEFORE, AFTER = ("2024-11", "2025-10"), ("2025-11", "2026-10")


def opened(ledger: Ledger) -> tuple[CostsPage, Variances]:
    page = CostsPage(OneLedger(ledger), Memory(""), lambda: None)
    page.tabs.selected_index = PANELS.index(Variances)
    panel = page.panel(Variances)
    return page, panel


@pytest.fixture
def panel() -> Variances:
    return opened(WEKTOR)[1]


def months(*names: str) -> tuple[Month, ...]:
    return tuple(map(Month, names))


def test_it_compares_the_last_year_with_the_one_before(panel: Variances) -> None:
    assert tuple(control.value for control in panel.months) == months(*BEFORE, *AFTER)
    expected = variance(WEKTOR, BEFORE, AFTER, "PROJEKTY")
    assert panel.variance is not None and panel.variance.table.equals(expected.table)
    assert panel.effects.view["foot"] == ["Suma", *(i18n.amount(expected.total[step]) for step in STEPS)]
    assert panel.element.value == -1 and panel.reasons.layout.display == "none"


def test_the_picture_begins_before_and_ends_after(panel: Variances) -> None:
    assert panel.variance is not None
    bars = panel.chart.figure["data"][0]
    assert bars["type"] == "waterfall" and bars["measure"] == ["absolute", *["relative"] * 4, "total"]
    total = panel.variance.total
    assert bars["x"][0] == total["before"] / 100 and bars["x"][-1] == total["after"] / 100
    assert sum(bars["x"][:-1]) == pytest.approx(bars["x"][-1])
    least, most = panel.chart.figure["layout"]["xaxis"]["range"]
    assert least <= 0 and most > max(bars["x"])


def test_a_row_shows_the_steps_and_reasons_of_its_element(panel: Variances) -> None:
    assert panel.variance is not None
    place = list(panel.variance.table["element"]).index("P7")
    panel.effects.selected = str(place)
    assert panel.element.value == place and "P7" in panel.head.value
    assert panel.chart.figure["data"][0]["x"][-1] == panel.variance.table["after"].iloc[place] / 100
    row = panel.variance.table.iloc[place]
    assert panel.reasons.layout.display == "" and panel.reasons.rows["amount"].sum() == row["after"] - row["before"]
    assert list(panel.reasons.rows["text"]) == list(panel.variance.explain("P7")["text"])
    panel.element.value = -1
    assert panel.effects.selected == "" and panel.reasons.layout.display == "none"


def test_what_is_not_described_can_be_looked_at(panel: Variances) -> None:
    assert panel.variance is not None and panel.variance.table["element"].iloc[0] == ""
    panel.effects.selected = "0"
    assert panel.chart.figure["data"][0]["x"][0] == panel.variance.table["before"].iloc[0] / 100


def test_other_months_and_dimensions_ask_anew(panel: Variances) -> None:
    panel.dimension.value = "ZESPÓŁ"
    panel.before_from.value = Month("2025-05")
    panel.after_to.value = Month("2026-04")
    expected = variance(WEKTOR, ("2025-05", "2025-10"), ("2025-11", "2026-04"), "ZESPÓŁ")
    assert panel.variance is not None and panel.variance.table.equals(expected.table)


def test_the_register_of_the_page_counts() -> None:
    page, panel = opened(WEKTOR)
    page.register.value = "revenue"
    expected = variance(WEKTOR, BEFORE, AFTER, "PROJEKTY", "revenue")
    assert panel.variance is not None and panel.variance.total == expected.total


def test_a_period_that_ends_before_it_begins_is_said(panel: Variances) -> None:
    panel.before_to.value = Month("2024-10")
    assert panel.variance is None and panel.answer.layout.display == "none" and "2024" in panel.told.value
    panel.before_to.value = Month("2025-10")
    assert panel.variance is not None and panel.answer.layout.display == "" and panel.told.value == ""


def test_the_chosen_months_stay_when_the_question_changes() -> None:
    page, panel = opened(WEKTOR)
    panel.before_from.value = Month("2025-05")
    page.from_.value = Month("2026-01")
    assert panel.before_from.value == Month("2025-05")


def test_the_files_hold_effects_and_reasons(panel: Variances) -> None:
    assert panel.variance is not None
    lines = panel.csv._make()[1].decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(panel.variance.table) + 1
    after = panel.variance.total["after"]
    assert lines[-1].startswith("Suma,") and lines[-1].endswith(f",{after / 100:.2f}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(panel.xlsx._make()[1]))
    effects, reasons = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert effects[-1][-1] == after / 100
    moved = sum(row[3] for row in reasons[1:])  # type: ignore[misc]
    assert moved == pytest.approx((after - panel.variance.total["before"]) / 100)


def test_books_without_dimensions() -> None:
    panel = opened(cost_ledger(cost_books(bill("F1", "100.00"))))[1]
    assert panel.variance is None and panel.told.value and panel.answer.layout.display == "none"


def test_nothing_changed() -> None:
    books = cost_books(bill("F1", "100.00"), described("F1", ("P=P1", "100", "100.00")))
    panel = opened(cost_ledger(books))[1]
    assert tuple(control.value for control in panel.months) == months(*["2026-01"] * 4)
    panel.element.value = list(panel.variance.table["element"]).index("P1") if panel.variance else -1
    assert panel.reasons.rows.empty and panel.reasons.layout.display == ""


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (30, ("2025-07", "2026-06", "2026-07", "2027-06")),
        (24, ("2025-01", "2025-12", "2026-01", "2026-12")),
        (12, ("2025-01", "2025-06", "2025-07", "2025-12")),
        (5, ("2025-02", "2025-03", "2025-04", "2025-05")),
        (1, ("2025-01", "2025-01", "2025-01", "2025-01")),
    ],
)
def test_the_months_compared_at_first(count: int, expected: tuple[str, ...]) -> None:
    assert default_months([Month("2025-01") + number for number in range(count)]) == months(*expected)


def test_a_picture_below_zero_has_room() -> None:
    books = cost_books(
        bill("F1", "-100.00", day="2026-01-10"), described("F1", ("P=P1", "100", "-100.00")),
        bill("F2", "50.00", day="2026-02-10"), described("F2", ("P=P1", "100", "50.00")),
    )  # fmt: skip
    figure = waterfall(variance(cost_ledger(books), "2026-01", "2026-02", "P").waterfall())
    assert figure["layout"]["xaxis"]["range"] == [-175.0, 125.0]


def test_english() -> None:
    with i18n.in_language("en"):
        panel = opened(WEKTOR)[1]
        assert panel.title == "Variance"
        assert panel.effects.view["foot"][0] == "Total"
        assert panel.chart.figure["data"][0]["y"][0] == "Before"
        assert "PLN" in panel.head.value
