"""The first panel: sums, a pivot over any fields, and the same figures as a picture."""

from typing import Any

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import exports, html, i18n, money
from ...costs.exploring.cube import Cube, cube
from ...i18n import N_, _
from ..chart import Chart
from ..layout import COLOURS, column, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from .documents import Documents
from .question import Question

NOTHING = ""
SHOWN_COLUMNS = 36


class Overview:
    """Boxes with the sums, the pivot, the treemap, and the documents behind what is clicked."""

    title = N_("Overview")

    def __init__(self) -> None:
        self.question: Question | None = None
        self.cube: Cube | None = None
        self._setting = False
        self.boxes = MarkupBox()
        self.rows = ipywidgets.Dropdown(description=_("Rows"))
        self.columns = ipywidgets.Dropdown(description=_("Columns"))
        self.pivot = Table(_("Costs by rows and columns"), _("No documents in these months."))
        self.chart = Chart(title=_("Shares of the elements; a click shows the documents"))
        self.documents = Documents()
        self.xlsx = Download("XLSX", lambda: (self._file("xlsx"), self._workbook()))
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        for control in (self.rows, self.columns):
            control.observe(lambda change: self._ask(), "value")
        self.pivot.observe(lambda change: self._open(self.pivot.selected), "selected")
        self.chart.observe(lambda change: self._open_sector(change["new"]), "clicked")
        tools = row(self.rows, self.columns, self.csv, self.xlsx, class_="wb-question wb-tools")
        table = column(self.pivot, class_="wb-notice")
        self.box = column(
            self.boxes, tools, row(table, column(self.chart, class_="wb-picture"), class_="wb-answer"), self.documents.box
        )

    def show(self, question: Question) -> None:
        """The panel for a question; the chosen fields stay chosen where the books have them."""
        fields = question.fields
        first, second = [*question.dimensions, "account", "category"][:2]
        rows = self.rows.value if self.question and self.rows.value in fields.values() else first
        columns = self.columns.value if self.question and self.columns.value in {*fields.values(), NOTHING} else second
        self.question = question
        self._setting = True
        self.rows.options = list(fields.items())
        self.columns.options = [(_("sum only"), NOTHING), *fields.items()]
        self.rows.value, self.columns.value = rows, columns
        self._setting = False
        self._ask()

    def _ask(self) -> None:
        if self._setting or self.question is None:
            return
        asked, rows, columns = self.question, self.rows.value, self.columns.value
        across = [columns] if columns not in (NOTHING, rows) else []
        self.cube = cube(asked.ledger, rows, across, register=asked.register, from_=asked.from_, to=asked.to)
        self.boxes.show(self._sums())
        self._show_pivot(self.cube)
        self.chart.figure = treemap(self.cube, asked)
        self.documents.clear()

    def _show_pivot(self, made: Cube) -> None:
        assert self.question is not None
        names = [str(name) for name in made.cells.columns]
        frame = pd.DataFrame({f"c{place}": made.cells[name].to_numpy() for place, name in enumerate(names)})
        frame.insert(0, "label", [self.question.label(made.rows[0], code) for code in made.cells.index])
        frame["place"] = [str(place) for place in range(len(frame))]
        frame["sum"] = made.cells.sum(axis=1).to_numpy()
        shown = {"label": Shown(self.question.title(made.rows[0]))}
        if made.columns:
            shown |= {
                f"c{place}": Shown(self.question.label(made.columns[0], name), "amount")
                for place, name in enumerate(names[:SHOWN_COLUMNS])
            }
        shown["sum"] = Shown(_("Total (PLN)"), "amount")
        foot = [_("Total"), *(int(frame[name].sum()) for name in list(shown)[1:])]
        self.pivot.selected = ""
        self.pivot.show(frame, shown, "place", foot=foot)

    def _open(self, place: str) -> None:
        """The documents of a row of the pivot."""
        if place and self.question and self.cube:
            field, code = self.cube.rows[0], str(self.cube.cells.index[int(place)])
            heading = f"{self.question.title(field)}: {self.question.label(field, code)}"
            self.documents.show(self.question, {field: code}, heading)

    def _open_sector(self, clicked: dict[str, Any]) -> None:
        labels = clicked.get("customdata")
        if not labels or not self.question or not self.cube:
            return
        where = dict(zip([*self.cube.rows, *self.cube.columns], labels, strict=False))
        heading = ", ".join(
            f"{self.question.title(field)}: {self.question.label(field, code)}" for field, code in where.items()
        )
        self.documents.show(self.question, where, heading)

    def _sums(self) -> Markup:
        assert self.question is not None and self.cube is not None
        asked, total = self.question, self.cube.total
        boxes = [(_("Costs in total") if asked.register == "cost" else _("Revenue in total"), i18n.amount(total, "PLN"), "")]
        for dimension in asked.dimensions[:3]:
            sums = cube(asked.ledger, dimension, register=asked.register, from_=asked.from_, to=asked.to).cells["total"]
            missing = int(sums.get("", 0))
            part = _("part of the amount: {percent} %").format(percent=_percent(total - missing, total))
            boxes.append(
                (_("With an element of {name}").format(name=asked.title(dimension)), i18n.amount(total - missing, "PLN"), part)
            )
        return html.tag("div", *(_box(*box) for box in boxes), class_="wb-boxes")

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        assert self.cube is not None
        flat = self.cube.flat()
        return flat, list(flat.columns[len(self.cube.rows) :])

    def _workbook(self) -> bytes:
        flat, amounts = self._taken()
        return exports.to_xlsx({_("Costs"): flat}, amounts)

    def _file(self, ending: str) -> str:
        assert self.question is not None
        months = f"{self.question.from_}_{self.question.to}"
        return "_".join([_("costs"), self.question.client, f"{months}.{ending}"])


def treemap(made: Cube, asked: Question) -> dict[str, Any]:
    """The cube's positive cells as a treemap, in zloty; the customdata of a sector are its labels. What is negative cannot be
    drawn and is said below the picture."""
    ids, labels, parents, values, data = [], [], [], [], []
    negative = 0
    for place, (code, cells) in enumerate(zip(made.cells.index, made.cells.to_numpy(), strict=True)):
        positive = [int(value) for value in cells if value > 0]
        negative += sum(int(value) for value in cells if value < 0)
        if not positive:
            continue
        ids.append(f"r{place}")
        labels.append(asked.label(made.rows[0], str(code)))
        parents.append("")
        values.append(float(money.to_decimal(sum(positive))))
        data.append([str(code)])
        for number, (name, value) in enumerate(zip(made.cells.columns, cells.tolist(), strict=True)):
            if made.columns and value > 0:
                ids.append(f"r{place}c{number}")
                labels.append(asked.label(made.columns[0], str(name)))
                parents.append(f"r{place}")
                values.append(float(money.to_decimal(value)))
                data.append([str(code), str(name)])
    note = _("Not drawn: negative amounts, {amount}").format(amount=i18n.amount(negative, "PLN")) if negative else ""
    trace = {
        "type": "treemap",
        "ids": ids,
        "labels": labels,
        "parents": parents,
        "values": values,
        "customdata": data,
        "branchvalues": "total",
        "textinfo": "label+percent root",
        "tiling": {"pad": 2},
        "hovertemplate": "%{label}: %{value:,.2f} " + _("PLN") + " (%{percentRoot:.1%})",
        "hoverlabel": {"namelength": 0},
        "name": "",
    }
    layout: dict[str, Any] = {"height": 420, "treemapcolorway": list(COLOURS), "uniformtext": {"minsize": 10, "mode": "hide"}}
    layout |= {"margin": {"t": 8, "r": 4, "b": 28 if note else 4, "l": 4}, "paper_bgcolor": "rgba(0,0,0,0)"}
    if note:
        text = {"text": note, "x": 0, "y": -0.06, "xref": "paper", "yref": "paper", "showarrow": False, "xanchor": "left"}
        layout["annotations"] = [text]
    return {"data": [trace], "layout": layout}


def _box(title: str, amount: str, note: str) -> Markup:
    lines = [html.tag("dd", html.tag("strong", amount), class_="wb-figure")]
    if note:
        lines.append(html.tag("dd", html.tag("span", note, class_="wb-rounded"), class_="wb-figure"))
    return html.tag("dl", html.tag("dt", title), *lines, class_="wb-box")


def _percent(part: int, whole: int) -> str:
    """Percent with one decimal place, half-up, in the user's language."""
    tenths = money.mul_div(part, 1000, whole) if whole else 0
    return money.to_text(tenths * 10, i18n.language())[:-1]
