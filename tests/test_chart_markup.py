"""Pictures show texts from the books as they are: nothing in them is markup for Plotly."""

from datetime import date

import pandas as pd

from workbench.widgets.chart import Chart, without_markup
from workbench.widgets.office.forecast import forecast_figure
from workbench.widgets.timeline import timeline_figure

HOSTILE = '<a href="https://example.com">Firma</a> <b>&'


def texts(figure: object) -> list[str]:
    """Every text of a figure, but that of customdata."""
    if isinstance(figure, str):
        return [figure]
    if isinstance(figure, dict):
        return [text for key, value in figure.items() if key != "customdata" for text in texts(value)]
    return [text for value in figure for text in texts(value)] if isinstance(figure, list) else []


def drawn(figure: dict[str, object]) -> list[str]:
    """The texts that the browser gets, and that some of them are hostile."""
    assert any("<a" in text or "<b" in text for text in texts(figure))
    return texts(Chart(figure=figure, title="x").figure)


def test_names_of_debtors_and_documents_are_no_markup() -> None:
    parts = pd.DataFrame(
        {
            "debtor": [HOSTILE],
            "key": [HOSTILE],
            "number": [HOSTILE],
            "relief_date": pd.to_datetime([date(2026, 12, 1)]),
            "days_until": [9],
            "vat": [100],
        }
    )
    figure = timeline_figure(parts, date(2026, 11, 22))
    assert not [text for text in drawn(figure) if "<a" in text or "<b" in text or "</" in text]
    assert Chart(figure=figure, title="x").figure["data"][0]["customdata"] == [HOSTILE], "it names what is clicked"


def test_names_of_clients_are_no_markup() -> None:
    coming = pd.DataFrame(
        {"client": [HOSTILE], "month": ["2026-12"], "side": ["sale"], "documents": [1], "money_back": [100], "money_due": [0]}
    )
    assert not [text for text in drawn(forecast_figure(coming)) if "<a" in text or "<b" in text or "</" in text]


def test_what_is_no_markup_stays_as_it_is() -> None:
    figure = {
        "data": [{"x": [1, 2.5, None], "name": "Żółw & syn > 3", "hovertemplate": "%{x}: %{text}"}],
        "layout": {"a": True},
    }
    assert without_markup(figure) == figure
    assert Chart(figure=figure, title="x").figure == figure


def test_a_new_figure_is_cleaned_too() -> None:
    chart = Chart(title="x")
    chart.figure = {"data": [{"name": "<b>x"}]}
    assert chart.figure["data"][0]["name"].replace("\u200d", "") == "<b>x" != chart.figure["data"][0]["name"]
