"""The picture of the coming months: VAT that comes back above the line, VAT to give back below it."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from .. import html, i18n, money, relief
from ..days import Month
from ..i18n import _
from ..ledger import Ledger
from ..relief.listing import SIDE_TITLES
from .chart import Chart

COMES_BACK, GIVEN_BACK = "#1b7f4b", "#b3541e"


def outlook_chart(ledger: Ledger, from_: str | Month, months: int) -> Chart:
    """The picture of `relief.calendar` for these months."""
    return Chart(figure=outlook_figure(relief.calendar(ledger, from_, months)), title=outlook_title())


def outlook_title() -> str:
    return _("VAT of the coming months if nobody pays")


def outlook_figure(calendar: pd.DataFrame) -> dict[str, Any]:
    """A Plotly figure of a `relief.calendar`, in zloty; the customdata of a bar is its month and side."""
    currency = "\u00a0zł" if i18n.language() == "pl" else "\u00a0PLN"
    return {
        "data": [
            _bars(calendar[calendar["side"] == "sale"], _("VAT comes back"), 1, COMES_BACK),
            _bars(calendar[calendar["side"] == "purchase"], _("VAT to give back"), -1, GIVEN_BACK),
        ],
        "layout": {
            "barmode": "relative",
            "height": 320,
            "margin": {"t": 8, "r": 8, "b": 40, "l": 84},
            "legend": {"orientation": "h", "y": -0.18},
            "yaxis": {"ticksuffix": currency, "tickformat": ",.0f", "zeroline": True},
            "xaxis": {"type": "category"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }


def outlook_table(calendar: pd.DataFrame) -> Markup:
    """The numbers behind the picture."""
    rows: list[Any] = list(calendar.itertuples())
    sides = {side: _(title) for side, title in SIDE_TITLES.items()}
    return html.table(
        [_("Month"), _("Side"), _("Documents"), _("Net (PLN)"), _("VAT (PLN)")],
        [
            (i18n.month(Month(row.month)), sides[row.side], str(row.documents), i18n.amount(row.net), i18n.amount(row.vat))
            for row in rows
        ],
        classes=["", "", "amount", "amount", "amount"],
    )


def _bars(rows: pd.DataFrame, name: str, sign: int, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": [i18n.month(Month(month), short=True) for month in rows["month"]],
        "y": [float(money.to_decimal(sign * vat)) for vat in rows["vat"]],
        "customdata": rows[["month", "side"]].to_numpy().tolist(),
        "text": [i18n.amount(vat, "PLN") for vat in rows["vat"]],
        "textposition": "none",
        "hovertemplate": "%{x}: %{text}",
        "marker": {"color": colour},
    }
