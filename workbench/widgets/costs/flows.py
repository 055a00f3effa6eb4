"""The Sankey picture: from the accounts through the dimensions; a click on a link lists the documents behind it."""

from itertools import permutations
from typing import Any

import ipywidgets
import pandas as pd

from ... import html, i18n, money
from ...costs.exploring.flow import OTHERS, Flow, flow
from ...i18n import N_, _
from ..chart import Chart
from ..layout import COLOURS, column, details, row
from ..markup import MarkupBox
from ..table import Shown, Table
from .documents import Documents
from .question import Question

LONGEST_WAY = 3
"""Dimensions a way leads through behind the account."""


class Flows:
    """The picture, its numbers, and the documents behind a link."""

    title = N_("Flow")

    def __init__(self) -> None:
        self.question: Question | None = None
        self.flow: Flow | None = None
        self._setting = False
        self.way = ipywidgets.Dropdown(description=_("Way"))
        self.way.add_class("wb-way")
        self.chart = Chart(title=_("Flow of the costs; a click on a band shows its documents"))
        self.note = MarkupBox()
        self.numbers = Table(_("Amounts of the flow"), _("No documents in these months."))
        self.documents = Documents()
        self.way.observe(lambda change: self._ask(), "value")
        self.chart.observe(lambda change: self._open(change["new"].get("customdata")), "clicked")
        self.numbers.observe(lambda change: self._open_row(self.numbers.selected), "selected")
        self.box = column(
            row(self.way, class_="wb-question"),
            column(self.chart, class_="wb-picture"),
            self.note,
            self.documents.box,
            details(_("Show the numbers"), self.numbers),
        )

    def show(self, question: Question) -> None:
        """The panel for a question; the chosen way stays chosen where the books have it."""
        ways = ways_of(question)
        chosen = self.way.value if self.way.value in ways else ways[0]
        self.question = question
        self._setting = True
        self.way.options = [(" → ".join(map(question.title, way)), way) for way in ways]
        self.way.value = chosen
        self._setting = False
        self._ask()

    def _ask(self) -> None:
        if self._setting or self.question is None:
            return
        asked = self.question
        self.flow = flow(asked.ledger, self.way.value, register=asked.register, from_=asked.from_, to=asked.to)
        self.chart.figure = sankey(self.flow, asked)
        negative = int(self.flow.links.loc[(self.flow.links["stage"] == 0) & (self.flow.links["amount"] < 0), "amount"].sum())
        told = _("Not drawn: negative amounts, {amount}").format(amount=i18n.amount(negative, "PLN"))
        total = _("In total {amount}").format(amount=i18n.amount(self.flow.total, "PLN"))
        self.note.show(html.tag("p", f"{total}. {told}." if negative else f"{total}.", class_="wb-who"))
        self._show_numbers()
        self.documents.clear()

    def _show_numbers(self) -> None:
        assert self.flow is not None and self.question is not None
        links = self.flow.links
        frame = pd.DataFrame(
            {
                "key": [f"{place}" for place in range(len(links))],
                "from_": [self._named(int(stage), code) for stage, code in zip(links["stage"], links["source"], strict=True)],
                "to": [self._named(int(stage) + 1, code) for stage, code in zip(links["stage"], links["target"], strict=True)],
                "amount": links["amount"],
            }
        )
        columns = {"from_": Shown(_("From")), "to": Shown(_("To")), "amount": Shown(_("Amount (PLN)"), "amount")}
        self.numbers.selected = ""
        self.numbers.show(frame, columns, "key")

    def _named(self, place: int, code: str) -> str:
        assert self.flow is not None and self.question is not None
        field = self.flow.fields[place]
        name = others(self.flow, field) if code == OTHERS else self.question.label(field, code)
        return f"{self.question.title(field)}: {name}"

    def _open_row(self, key: str) -> None:
        if key and self.flow is not None:
            link = self.flow.links.iloc[int(key)]
            self._open([int(link["stage"]), link["source"], link["target"]])

    def _open(self, link: list[Any] | None) -> None:
        """The documents of a link: its stage, source and target."""
        if link and len(link) == 3 and self.flow is not None and self.question is not None:
            stage, source, target = int(link[0]), str(link[1]), str(link[2])
            heading = f"{self._named(stage, source)} → {self._named(stage + 1, target)}"
            self.documents.show(self.question, self.flow.where(stage, source, target), heading)


def ways_of(question: Question) -> list[tuple[str, ...]]:
    """The ways to choose from: the account, then the dimensions in any order, first the one that ends with the second one (from
    the account through team and project to branch, where the books list project, branch, team)."""
    dimensions = question.dimensions
    if not dimensions:
        return [("account", "category"), ("category", "account"), ("account", "month")]
    first = (*dimensions[2:3], dimensions[0], *dimensions[1:2])
    ways = [first, *permutations(dimensions, min(len(dimensions), LONGEST_WAY))]
    return [("account", *way) for way in dict.fromkeys(ways)]


def sankey(made: Flow, asked: Question) -> dict[str, Any]:
    """The flow as a Plotly figure in zloty; the customdata of a link are its stage, source and target."""
    links = made.links[made.links["amount"] > 0]
    places: dict[tuple[int, str], int] = {}
    for stage, source, target in zip(links["stage"], links["source"], links["target"], strict=True):
        for node in ((int(stage), source), (int(stage) + 1, target)):
            places.setdefault(node, len(places))
    colours = [COLOURS[place % len(COLOURS)] for place in range(len(places))]
    pairs = list(zip(links["stage"].tolist(), links["source"], links["target"], strict=True))
    labels = [
        others(made, made.fields[stage]) if code == OTHERS else asked.label(made.fields[stage], code) for stage, code in places
    ]
    sources = [places[stage, source] for stage, source, _target in pairs]
    unit = _("PLN")
    trace = {
        "type": "sankey",
        "arrangement": "snap",
        "valueformat": ",.2f",
        "valuesuffix": f" {unit}",
        "node": {"label": labels, "color": colours, "pad": 14, "thickness": 16, "line": {"width": 0}},
        "link": {
            "source": sources,
            "target": [places[stage + 1, target] for stage, _source, target in pairs],
            "value": [float(money.to_decimal(amount)) for amount in links["amount"].tolist()],
            "color": [f"{colours[source]}55" for source in sources],
            "customdata": [list(pair) for pair in pairs],
            "hovertemplate": "%{source.label} → %{target.label}: %{value}",
        },
    }
    layout = {
        "height": 560,
        "margin": {"t": 12, "r": 12, "b": 12, "l": 12},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12},
    }
    return {"data": [trace], "layout": layout}


def others(made: Flow, field: str) -> str:
    """The name of the labels put together."""
    return _("{count} others").format(count=len(made.members[field]))
