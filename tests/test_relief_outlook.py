"""The coming months, and what Jupyter shows of a notice."""

from pathlib import Path

import pytest

import workbench
from tests.books import Books, books, ledger_of, sale
from workbench import i18n, relief
from workbench.days import Month
from workbench.widgets import outlook_chart

BUDMAR = Path(__file__).parents[1] / "sample_data" / "office" / "budmar"


@pytest.fixture(scope="module")
def budmar() -> workbench.Ledger:
    return workbench.read_ledger(BUDMAR)


def test_a_month_of_the_calendar_is_the_unpaid_part_of_its_notice(budmar: workbench.Ledger) -> None:
    calendar = relief.calendar(budmar, "2026-06", 12)
    assert len(calendar) == 24
    for row in calendar.itertuples():
        lines = relief.notice(budmar, row.side, row.month).lines
        unpaid = lines[lines["kind"] == "unpaid"]
        assert (row.documents, row.net, row.vat) == (
            unpaid["document_id"].nunique(),
            unpaid["net"].sum(),
            unpaid["vat"].sum(),
        )


def test_the_calendar_runs_month_by_month_over_the_end_of_a_year(budmar: workbench.Ledger) -> None:
    calendar = relief.calendar(budmar, Month("2026-11"), 3)
    assert calendar["month"].tolist() == ["2026-11", "2026-11", "2026-12", "2026-12", "2027-01", "2027-01"]
    assert calendar["side"].tolist() == ["sale", "purchase"] * 3


def test_a_month_that_is_none_is_refused(budmar: workbench.Ledger) -> None:
    with pytest.raises(workbench.PeriodError):
        relief.calendar(budmar, "2026-13", 3)


def test_the_picture_is_in_zloty_and_names_the_months(budmar: workbench.Ledger) -> None:
    with i18n.in_language("pl"):
        chart = outlook_chart(budmar, "2026-11", 2)
    sale_bars, purchase_bars = chart.figure["data"]
    assert sale_bars["x"] == ["lis 2026", "gru 2026"]
    november = relief.notice(budmar, "purchase", "2026-11").totals.loc["vat", "unpaid"]
    assert purchase_bars["y"][0] == november / 100


def hostile() -> Books:
    source = books(sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=[("23", "1000.00")]))
    source["parties"][0]["name"] = "<script>alert(1)</script>"
    return source


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_jupyter_shows_is_escaped(language: i18n.Language) -> None:
    notice = relief.notice(ledger_of(hostile()), "sale", "2026-09")
    with i18n.in_language(language):
        shown = notice._repr_html_() + notice.explain("FS/1")._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert ("Suma do korekty" in shown) == (language == "pl")
    assert ("Correction total" in shown) == (language == "en")


def test_a_document_without_payments_says_so() -> None:
    source = books(sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=[("23", "1000.00")]))
    source["payments"] = []
    with i18n.in_language("en"):
        explanation = relief.notice(ledger_of(source), "sale", "2026-09").explain("FS/1")
    assert explanation.title.endswith("the books hold no payment of this document")
    assert explanation.table.empty


def test_an_unknown_document_is_refused_with_its_name(budmar: workbench.Ledger) -> None:
    with pytest.raises(workbench.UnknownDocumentError, match="FS/999/1999"):
        relief.notice(budmar, "sale", "2026-09").explain("FS/999/1999")


def test_a_document_taken_off_goes_with_all_its_rates(budmar: workbench.Ledger) -> None:
    """R-054."""
    notice = relief.notice(budmar, "sale", "2026-09")
    document = notice.lines[notice.lines["document_id"] == "FS/34/2026"]
    assert document["rate"].tolist() == ["23", "8"]
    left = notice.without("FS/34/2026")
    assert len(left.lines) == len(notice.lines) - 2
    assert left.totals.loc["vat", "unpaid"] == notice.totals.loc["vat", "unpaid"] + document["vat"].sum()
    assert len(notice.lines[notice.lines["document_id"] == "FS/34/2026"]) == 2, "the notice itself is not changed"


def test_only_what_is_on_the_notice_can_be_taken_off(budmar: workbench.Ledger) -> None:
    with pytest.raises(workbench.UnknownDocumentError, match="FS/1/1999"):
        relief.notice(budmar, "sale", "2026-09").without("FS/1/1999")


def test_a_side_that_is_none_is_refused(budmar: workbench.Ledger) -> None:
    with pytest.raises(workbench.WorkbenchError, match="both"):
        relief.notice(budmar, "both", "2026-09")  # type: ignore[arg-type]
