"""The what-if panel: a key's shares as sliders, what every element would get, and the key kept or taken back."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import exports, html, i18n, money
from ...costs.exploring.cube import cube
from ...costs.keys.history import key_history
from ...costs.keys.restated import with_key
from ...costs.keys.versions import key_versions
from ...costs.keys.whatif import Scenario, scenario
from ...days import Month
from ...errors import DescriptionError
from ...i18n import N_, _, ngettext
from ...ledger import Ledger, elements
from ...store.changes import moment
from ..chart import Chart
from ..layout import column, details, row
from ..markup import MarkupBox
from ..memory import Memory
from ..sliders import Slider, Sliders
from ..table import Download, Shown, Table
from .keeper import Keeper
from .question import Question

MORE, LESS = "#1b7f4b", "#b3541e"


class WhatIf:
    """Key and dimension at the top, sliders beside their effect; `reload` makes the page read what is remembered anew."""

    title = N_("What if")

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self.question: Question | None = None
        self.scenario: Scenario | None = None
        self._setting = False
        self._in_all: pd.Series[int] = pd.Series(dtype="int64")
        self.key = ipywidgets.Dropdown(description=_("Allocation key"))
        self.dimension = ipywidgets.Dropdown(description=_("Move the shares of"))
        self.effect_on = ipywidgets.Dropdown(description=_("Show the effect on"))
        self.sliders = Sliders(self._move, self._lock)
        self.state = MarkupBox()
        self.told = MarkupBox(class_="wb-told")
        self._keeper = Keeper(memory, reload, self.told)
        self.effect = Table(_("Before, after and difference"), _("The key describes no documents."))
        self.chart = Chart(title=_("What each element would get more or less"))
        self.reset = ipywidgets.Button(description=_("Back to the key"))
        self.accept = self._keeper.button(_("Accept the new key"), self._keep, "wb-accept", button_style="primary")
        self.undo = self._keeper.undo_button(lambda: self.question)
        self.history = MarkupBox()
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        self.xlsx = Download(
            "XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("What if"): self._taken()[0]}, self._taken()[1]))
        )
        for control, action in ((self.key, self._choose_key), (self.dimension, self._start), (self.effect_on, self._show_on)):
            control.observe(lambda change, action=action: None if self._setting else action(), "value")
        self.reset.on_click(lambda button: self._start())
        self.reset.add_class("wb-reset")
        controls = row(self.key, self.dimension, self.effect_on, class_="wb-question")
        buttons = row(self.reset, self.accept, self.undo, self.csv, self.xlsx, class_="wb-tools")
        left = column(self.state, self.sliders, buttons, self.told, class_="wb-half wb-card")
        right = column(self.effect, self.chart, class_="wb-half")
        self.box = column(controls, row(left, right, class_="wb-halves"), details(_("History of the key"), self.history))

    def show(self, question: Question) -> None:
        """The panel for a question; the chosen key stays chosen where the books have it."""
        self.question = question
        keys = sorted(set(question.ledger.keys["key"]))
        movable = [key for key in keys if _movable(question.ledger, key)]
        chosen = self.key.value if self.key.value in movable else next(iter(movable), None)
        self._setting = True
        self.key.options = movable
        self.key.value = chosen
        self._setting = False
        self._choose_key()

    def _choose_key(self) -> None:
        assert self.question is not None
        if self.key.value is None:
            self.state.show(html.tag("p", _("The books have no allocation key with fixed percents."), class_="wb-empty"))
            self.sliders.show([])
            return
        dimensions = _dimensions(self.question.ledger, self.key.value)
        options = [(self.question.title(dimension), dimension) for dimension in dimensions]
        moved = self.dimension.value if self.dimension.value in dimensions else dimensions[-1]
        shown = self.effect_on.value if self.effect_on.value in dimensions else dimensions[0]
        self._setting = True
        self.dimension.options = self.effect_on.options = options
        self.dimension.value, self.effect_on.value = moved, shown
        self._setting = False
        self.history.show(self._history())
        self._start()

    def _start(self) -> None:
        """The key as it is, nothing locked."""
        assert self.question is not None
        self.told.show(html.join([]))
        self.scenario = scenario(self.question.ledger, self.key.value, self.dimension.value)
        self._show_on()

    def _show_on(self) -> None:
        """The effect on another dimension, beside all of its costs, which are summed once and not at every move."""
        self._in_all = self._costs()
        self._show()

    def _move(self, element: str, percent: str) -> None:
        if self.scenario is None:
            return
        try:
            self.scenario = self.scenario.move(element, percent)
            self.told.show(html.join([]))
        except DescriptionError as error:
            self.told.show(html.tag("p", str(error)))
        self._show()

    def _lock(self, element: str, locked: bool) -> None:
        if self.scenario is not None:
            now = self.scenario.locked
            self.scenario = self.scenario.lock(now | {element} if locked else now - {element})
            self._show_sliders()

    def _show(self) -> None:
        if self.scenario is None or self.question is None:
            return
        self._show_sliders()
        effect = self.scenario.effect(self.effect_on.value)
        label = self.question.label
        frame = effect.assign(
            label=[label(self.effect_on.value, code) for code in effect["element"]],
            in_all=effect["element"].map(self._in_all).fillna(0).astype("int64") + effect["difference"],
        )
        columns = {
            "label": Shown(self.question.title(self.effect_on.value)),
            "before": Shown(_("Before (PLN)"), "amount"),
            "after": Shown(_("After (PLN)"), "amount"),
            "difference": Shown(_("Difference (PLN)"), "amount"),
            "in_all": Shown(_("All costs after (PLN)"), "amount"),
        }
        foot = [_("Total"), *(int(frame[name].sum()) for name in list(columns)[1:])]
        self.effect.show(frame, columns, "element", lambda of: "wb-moved" if of.difference else "", foot)
        self.chart.layout.display = "" if self.scenario.changed else "none"
        self.chart.figure = differences(frame)

    def _costs(self) -> "pd.Series[int]":
        """All costs by element in the time of the key's version, whichever documents they are of."""
        assert self.scenario is not None and self.question is not None
        last = Month.of(self.scenario.valid_to) if self.scenario.valid_to else None
        made = cube(self.question.ledger, self.effect_on.value, from_=Month.of(self.scenario.valid_from), to=last)
        return made.cells["total"]

    def _show_sliders(self) -> None:
        assert self.scenario is not None and self.question is not None
        start = self.scenario.reset().shares
        self.sliders.show(
            [
                Slider(
                    key=element,
                    label=self.question.label(self.dimension.value, element),
                    value=f"{share:f}",
                    text=percent_text(share),
                    locked=element in self.scenario.locked,
                    start=_("was {percent} %").format(percent=percent_text(start[element])) if share != start[element] else "",
                )
                for element, share in self.scenario.shares.items()
            ]
        )
        count = ngettext("{count} document", "{count} documents", self.scenario.documents).format(count=self.scenario.documents)
        since = _("version from {day}").format(day=i18n.day(self.scenario.valid_from))
        total = i18n.amount(int(self.scenario.before.sum()), "PLN")
        changed = _("changed, not kept yet") if self.scenario.changed else _("as it is kept")
        self.state.show(html.tag("p", f"{self.key.value}, {since}: {count}, {total} ({changed})", class_="wb-who"))
        self.accept.disabled = not self.scenario.changed or bool(self._keeper.hindrance)
        self.accept.tooltip = self._keeper.hindrance
        self.reset.disabled = not self.scenario.changed

    def _keep(self) -> None:
        """Remember the key and the descriptions made by it, as one change."""
        assert self.scenario is not None and self.question is not None
        asked, moved = self.question, self.scenario
        what = _("Allocation key {key} changed").format(key=moved.key)
        changed = with_key(asked.ledger, moved.key_rows(), moved.rule)
        self._keeper.keep(asked, what, changed)

    def _history(self) -> Markup:
        """The versions of the key with what they moved, and who changed it when."""
        assert self.question is not None
        versions: list[Any] = list(key_history(self.question.ledger, self.key.value).itertuples())
        rows = [
            (
                i18n.day(of.valid_from),
                "" if pd.isna(of.valid_to) else i18n.day(of.valid_to),
                of.elements,
                "" if of.share_before is None else percent_text(of.share_before),
                percent_text(of.share_now),
                i18n.amount(of.moved),
            )
            for of in versions
        ]
        heads = [_("From"), _("To"), _("Elements"), _("Before (%)"), _("Now (%)"), _("What the change moved (PLN)")]
        return html.join([html.table(heads, rows, classes=["", "", "", "amount", "amount", "amount"]), self._changes()])

    def _changes(self) -> Markup:
        """Who changed the key here, and when."""
        assert self.question is not None
        kept = self._keeper.memory.history(self.question.client, "key", self.key.value)
        if kept is None or kept.empty:
            return html.tag("p", _("Nobody has changed this key here; it is as the books have it."), class_="wb-who")
        changes: list[Any] = list(kept.itertuples())
        rows = [(", ".join(moment(of.at.to_pydatetime()).values()), of.user, of.what) for of in changes]
        return html.table([_("When"), _("Who"), _("What was done")], rows)

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        assert self.scenario is not None and self.question is not None
        effect = self.scenario.effect(self.effect_on.value)
        titles = {"before": _("Before (PLN)"), "after": _("After (PLN)"), "difference": _("Difference (PLN)")}
        named = effect.assign(element=[self.question.label(self.effect_on.value, code) for code in effect["element"]])
        return named.rename(columns={"element": self.question.title(self.effect_on.value), **titles}), list(titles.values())

    def _workbook(self) -> bytes:
        effect, amounts = self._taken()
        return exports.to_xlsx({_("What if"): effect}, amounts)

    def _file(self, ending: str) -> str:
        assert self.question is not None
        return "_".join([_("what-if"), self.question.client, f"{self.key.value}.{ending}"])


def differences(effect: pd.DataFrame) -> dict[str, object]:
    """A bar for each element's difference, in zloty."""
    amounts = effect["difference"].tolist()
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": effect["label"].tolist(),
        "x": [amount / 100 for amount in amounts],
        "text": [i18n.amount(amount, "PLN") for amount in amounts],
        "hovertemplate": "%{y}: %{text}",
        "marker": {"color": [MORE if amount >= 0 else LESS for amount in amounts]},
        "name": "",
    }
    layout = {
        "height": 90 + 30 * len(effect),
        "margin": {"t": 8, "r": 24, "b": 36, "l": 8},
        "yaxis": {"automargin": True, "autorange": "reversed", "type": "category"},
        "xaxis": {"tickformat": ",.0f", "ticksuffix": " " + _("PLN"), "zeroline": True, "rangemode": "tozero"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
    return {"data": [bars], "layout": layout}


def percent_text(share: Fraction | Decimal) -> str:
    """A percent with two decimal places, up to six where it has more, in the user's language."""
    millionths = money.mul_div(Fraction(share).numerator, 10**6, Fraction(share).denominator)
    whole, part = divmod(abs(millionths), 10**6)
    mark = "," if i18n.language() == "pl" else "."
    return f"{'-' if millionths < 0 else ''}{whole}{mark}{f'{part:06d}'.rstrip('0').ljust(2, '0')}"


def _movable(ledger: Ledger, key: str) -> bool:
    """Whether the last version of a key has percents, not a driver."""
    rows = ledger.keys[ledger.keys["key"] == key]
    return bool(rows[rows["valid_from"] == rows["valid_from"].max()]["driver"].isna().all())


def _dimensions(ledger: Ledger, key: str) -> list[str]:
    """The dimensions that the last version of a key divides by."""
    lines = key_versions(ledger, key)[-1].lines["elements"]
    return list(dict.fromkeys(dimension for text in lines for dimension in elements.parse(text)))
