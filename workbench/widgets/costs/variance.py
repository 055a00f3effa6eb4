"""The variance panel: why the elements of a dimension cost something else in one period than in another."""

from typing import Any

import ipywidgets
import pandas as pd

from ... import exports, html, i18n, money
from ...costs.exploring.variance import EFFECTS, STEPS, Variance, variance
from ...days import Month
from ...errors import WorkbenchError
from ...i18n import N_, _
from ..chart import Chart
from ..layout import column, problem, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from .question import Question, months_of

LEVEL, MORE, LESS = "#1f5fa8", "#b3541e", "#1b7f4b"
"""The colours of the levels before and after, of what was added, and of what was taken away."""
ALL = -1
"""The choice of all elements together; one of them is chosen by its place in the table."""


class Variances:
    """Two periods and a dimension at the top; the waterfall, the effects on every element, and the reasons for one of them."""

    title = N_("Variance")

    def __init__(self) -> None:
        self.question: Question | None = None
        self.variance: Variance | None = None
        self._setting = False
        self.dimension = ipywidgets.Dropdown(description=_("Dimension"))
        self.before_from, self.before_to, self.after_from, self.after_to = self.months = [
            ipywidgets.Dropdown(description=title)
            for title in (_("Before: from month"), _("Before: to month"), _("After: from month"), _("After: to month"))
        ]
        self.element = ipywidgets.Dropdown(description=_("Show the steps of"))
        self.told = MarkupBox(class_="wb-told")
        self.head = MarkupBox()
        self.chart = Chart(title=_("Steps from the amount before to the amount after"))
        self.effects = Table(_("Effects on every element"), _("No documents in these months."))
        self.reasons_head = MarkupBox(class_="wb-behind-head")
        self.reasons = Table(_("Reasons by account"), _("Nothing changed."))
        self.csv = Download("CSV", lambda: (self._file("csv"), self._csv()))
        self.xlsx = Download("XLSX", lambda: (self._file("xlsx"), self._workbook()))
        for control in (self.dimension, *self.months):
            control.observe(lambda change: self._ask(), "value")
        self.element.observe(lambda change: self._show_element(), "value")
        self.effects.observe(lambda change: self._choose(self.effects.selected), "selected")
        controls = row(self.dimension, *self.months, class_="wb-question")
        tools = row(self.element, self.csv, self.xlsx, class_="wb-question wb-tools")
        why = column(self.reasons_head, self.reasons, class_="wb-half")
        picture = column(self.head, self.chart, class_="wb-half wb-behind-head")
        self.answer = column(tools, self.effects, row(picture, why, class_="wb-halves"))
        self.box = column(controls, self.told, self.answer)

    def show(self, question: Question) -> None:
        """The panel for a question; months and dimension stay chosen while the client does and has them."""
        months = months_of(question.ledger)
        same = self.question is not None and self.question.client == question.client
        self.question = question
        self._setting = True
        for control, month in zip(self.months, default_months(months), strict=True):
            chosen = control.value if same and control.value in months else month
            control.options = [(i18n.month(one), one) for one in reversed(months)]
            control.value = chosen
        chosen = self.dimension.value if self.dimension.value in question.dimensions else next(iter(question.dimensions), None)
        self.dimension.options = [(question.title(dimension), dimension) for dimension in question.dimensions]
        self.dimension.value = chosen
        self._setting = False
        self._ask()

    def _ask(self) -> None:
        """The effects anew; what is wrong with the question is said in their place."""
        if self._setting or self.question is None:
            return
        asked, self.variance = self.question, None
        self.answer.layout.display = "none"
        if self.dimension.value is None:
            self.told.show(html.tag("p", _("The books have no dimensions."), class_="wb-empty"))
            return
        first, second = ((one.value, other.value) for one, other in (self.months[:2], self.months[2:]))
        try:
            self.variance = variance(asked.ledger, first, second, self.dimension.value, asked.register)
        except WorkbenchError as error:
            self.told.show(problem(error))
            return
        self.told.show(html.join([]))
        self.answer.layout.display = ""
        codes = self.variance.table["element"]
        label = self.element.label
        options = [(_("all elements"), ALL), *((self._label(code), place) for place, code in enumerate(codes))]
        self._setting = True
        self.element.options = options
        self.element.value = dict(options).get(label, ALL)
        self._setting = False
        self._show_effects(self.variance)
        self._show_element()

    def _show_effects(self, made: Variance) -> None:
        frame = made.table.assign(
            key_of_row=[str(place) for place in range(len(made.table))],
            label=[self._label(code) for code in made.table["element"]],
        )
        assert self.question is not None
        columns = {"label": Shown(self.question.title(made.dimension))}
        columns |= {step: Shown(title, "amount") for step, title in step_titles(unit=True).items()}
        self.effects.show(frame, columns, "key_of_row", foot=[_("Total"), *made.total.values()])

    def _choose(self, key: str) -> None:
        if key:
            self.element.value = int(key)

    def _show_element(self) -> None:
        """The waterfall of the chosen element or of all, and the reasons of one."""
        if self._setting or self.variance is None:
            return
        place = self.element.value
        self.effects.selected = "" if place == ALL else str(place)
        code = None if place == ALL else str(self.variance.table["element"].iloc[place])
        steps = self.variance.waterfall(code)
        self.chart.figure = waterfall(steps)
        before, after = int(steps["amount"].iloc[0]), int(steps["amount"].iloc[-1])
        told = _("{before} before, {after} after: a difference of {difference}.").format(
            before=i18n.amount(before, "PLN"), after=i18n.amount(after, "PLN"), difference=i18n.amount(after - before, "PLN")
        )
        self.head.show(html.join([html.tag("h3", self.element.label), html.tag("p", told)]))
        if code is None:
            hint = _("A click on a row of the table shows the steps and the reasons of one element.")
            self.reasons_head.show(html.tag("p", hint))
            self.reasons.layout.display = "none"
            return
        heading = _("Why: {element}").format(element=self._label(code))
        self.reasons_head.show(html.tag("h3", heading))
        self.reasons.layout.display = ""
        found = self.variance.explain(code)
        found["effect"] = found["effect"].map(step_titles())
        columns = {"effect": Shown(_("Effect")), "text": Shown(_("Reason")), "amount": _amount()}
        self.reasons.show(found, columns, "text", foot=[_("Total"), "", int(found["amount"].sum())])

    def _label(self, code: str) -> str:
        assert self.question is not None
        return self.question.label(self.dimension.value, code)

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        """All elements with their effects, the total last."""
        assert self.variance is not None and self.question is not None
        made, titles = self.variance, step_titles(unit=True)
        total = pd.DataFrame([{"element": _("Total"), **made.total}])
        named = made.table.assign(element=[self._label(code) for code in made.table["element"]])
        frame = pd.concat([named, total], ignore_index=True)
        return frame.rename(columns={"element": self.question.title(made.dimension), **titles}), list(titles.values())

    def _csv(self) -> bytes:
        return exports.to_csv(*self._taken()).encode("utf-8-sig")

    def _workbook(self) -> bytes:
        """The effects on a sheet, and every element's reasons on another."""
        assert self.variance is not None and self.question is not None
        effects, amounts = self._taken()
        words = step_titles()
        reasons = [
            (self._label(element), words[of.effect], of.account, of.amount, of.text)
            for element in self.variance.table["element"]
            for of in _rows(self.variance.explain(element))
        ]
        titles = [self.question.title(self.variance.dimension), _("Effect"), _("Account"), _("Amount (PLN)"), _("Reason")]
        sheets = {_("Variance"): effects, _("Reasons"): pd.DataFrame(reasons, columns=titles)}
        return exports.to_xlsx(sheets, [*amounts, _("Amount (PLN)")])

    def _file(self, ending: str) -> str:
        assert self.question is not None
        first, last = self.before_from.value, self.after_to.value
        kind = _("variance")
        return f"{kind}_{self.question.client}_{self.dimension.value}_{first}_{last}.{ending}"


def default_months(months: list[Month]) -> tuple[Month, Month, Month, Month]:
    """The first and last month before and after: the last 12 months of the books and the 12 before them; where the books have
    fewer than 24 months, their last half and the one before it. `months`: those of the books, the first one first."""
    length = min(12, max(len(months) // 2, 1))
    after = months[-length:]
    before = months[-2 * length : -length] or after
    return before[0], before[-1], after[0], after[-1]


def step_titles(unit: bool = False) -> dict[str, str]:
    """The titles of the steps, with the unit for heads of tables."""
    pln = _("PLN")
    return {step: f"{_(title)} ({pln})" if unit else _(title) for step, title in STEPS.items()}


def waterfall(steps: pd.DataFrame) -> dict[str, Any]:
    """The steps of `Variance.waterfall` as a Plotly figure in zloty."""
    titles = step_titles()
    amounts = steps["amount"].tolist()
    levels = [amounts[0], *(sum(amounts[: place + 1]) for place in range(1, 1 + len(EFFECTS))), amounts[-1]]
    least, most = (float(money.to_decimal(of([0, *levels]))) for of in (min, max))
    room = (most - least or 1.0) / 2  # for the amounts written beside the bars
    bars = {
        "type": "waterfall",
        "orientation": "h",
        "measure": ["absolute", *["relative"] * len(EFFECTS), "total"],
        "y": [titles[step] for step in steps["step"]],
        "x": [float(money.to_decimal(amount)) for amount in amounts],
        "text": [i18n.amount(amount) for amount in amounts],
        "textposition": "outside",
        "hovertemplate": "%{y}: %{text} " + _("PLN"),
        "increasing": {"marker": {"color": MORE}},
        "decreasing": {"marker": {"color": LESS}},
        "totals": {"marker": {"color": LEVEL}},
        "connector": {"line": {"color": "#8a94a0", "width": 1}},
        "name": "",
    }
    layout = {
        "height": 320,
        "margin": {"t": 8, "r": 12, "b": 48, "l": 8},
        "yaxis": {"automargin": True, "autorange": "reversed", "type": "category"},
        "xaxis": {
            "tickformat": ",.0f",
            "title": {"text": _("PLN")},
            "nticks": 4,
            "tickangle": 0,
            "range": [least - room if least < 0 else 0, most + room],
        },
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
    return {"data": [bars], "layout": layout}


def _amount() -> Shown:
    return Shown(_("Amount (PLN)"), "amount")


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))
