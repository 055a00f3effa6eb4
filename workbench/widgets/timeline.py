"""The picture of what tips over: each unpaid part on its relief date, a debtor a row, what tips over soonest at the top."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from .. import i18n, money
from ..i18n import N_, _, ngettext

MOST_DEBTORS = 20
"""Rows of the picture; the debtors beyond it share one more."""
SOON = 14
"""Days before the relief date from which a part counts as tipping over soon."""
URGENCY = {"tipped": N_("tipped over"), "soon": N_("tips over within 14 days"), "later": N_("tips over later")}
_LOOKS = {"tipped": ("#b3541e", "square"), "soon": ("#9a7b12", "diamond"), "later": ("#1f5fa8", "circle")}
_SMALLEST, _LARGEST = 8, 34
_ROW, _FRAME = 26, 110
_LONGEST_NAME = 20
_DASHED = {"color": "#1c2430", "width": 1.5, "dash": "dot"}


def urgency(days_until: "pd.Series[int]") -> "pd.Series[str]":
    """The code of `URGENCY` by the days until the relief date."""
    return pd.Series("later", index=days_until.index).mask(days_until <= SOON, "soon").mask(days_until <= 0, "tipped")


def timeline_figure(parts: pd.DataFrame, today: date) -> dict[str, Any]:
    """A Plotly figure of the parts that `tipping` of the office gives, with columns debtor (the name of its row) and key (the
    customdata of its point). The area of a point is its VAT."""
    coming = parts["relief_date"].mask(parts["days_until"] <= 0)  # what has tipped over no longer presses
    soonest = coming.groupby(parts["debtor"], sort=False).min().sort_values(kind="stable").index.tolist()
    rows = [*soonest[:MOST_DEBTORS], *([_others(len(soonest) - MOST_DEBTORS)] if len(soonest) > MOST_DEBTORS else [])]
    placed = parts.assign(
        row=parts["debtor"].where(parts["debtor"].isin(rows[:MOST_DEBTORS]), rows[-1] if rows else ""),
        urgency=urgency(parts["days_until"]),
        size=_sizes(parts["vat"]),
    )
    days = "%d.%m" if i18n.language() == "pl" else "%d %b"
    line = {"type": "line", "x0": str(today), "x1": str(today), "y0": 0, "y1": 1, "yref": "paper", "line": _DASHED}
    return {
        "data": [_points(placed[placed["urgency"] == code], code) for code in URGENCY if (placed["urgency"] == code).any()],
        "layout": {
            "height": _FRAME + _ROW * max(len(rows), 4),
            "margin": {"t": 28, "r": 16, "b": 40, "l": 16},
            "legend": {"orientation": "h", "y": -40 / (_ROW * max(len(rows), 4))},
            "xaxis": {
                "type": "date",
                "range": _span(parts, today),
                "tickformat": days,
            },
            "yaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": rows[::-1],
                "range": [-0.7, len(rows) - 0.3],
                "automargin": True,
                "tickvals": rows,
                "ticktext": [_short(name) for name in rows],
            },
            "shapes": [line],
            "annotations": [
                {
                    "x": str(today),
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "showarrow": False,
                    "text": _("today: {day}").format(day=i18n.day(today)),
                }
            ],
            "hovermode": "closest",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }


def _points(parts: pd.DataFrame, code: str) -> dict[str, Any]:
    colour, symbol = _LOOKS[code]
    told: list[Any] = list(parts.itertuples())
    vat = _("VAT")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _(URGENCY[code]),
        "x": [f"{part.relief_date:%Y-%m-%d}" for part in told],
        "y": parts["row"].tolist(),
        "customdata": parts["key"].tolist(),
        "text": [f"{part.number} · {i18n.day(part.relief_date)} · {vat} {i18n.amount(part.vat, 'PLN')}" for part in told],
        "hovertemplate": "%{y}: %{text}",
        "hoverlabel": {"namelength": 0},
        "marker": {
            "color": colour,
            "symbol": symbol,
            "size": parts["size"].tolist(),
            "opacity": 0.8,
            "line": {"color": "#ffffff", "width": 1},
        },
    }


def _sizes(vat: "pd.Series[int]") -> "pd.Series[float]":
    """Widths in pixels that make the areas the VAT."""
    zloty = vat.map(lambda grosze: float(money.to_decimal(grosze)))
    most = zloty.max() if len(zloty) else 0.0
    return (_LARGEST * (zloty / (most or 1.0)) ** 0.5).clip(lower=_SMALLEST)


def _span(parts: pd.DataFrame, today: date) -> list[str]:
    """The days shown: all of the parts, and today, with some air."""
    known = [day.date() for day in (parts["relief_date"].min(), parts["relief_date"].max()) if not pd.isna(day)]
    days = [today, today + timedelta(days=SOON), *known]
    return [str(min(days) - timedelta(days=4)), str(max(days) + timedelta(days=4))]


def _others(count: int) -> str:
    return ngettext("{count} other debtor", "{count} other debtors", count).format(count=count)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
