"""The joint-split panel: shares of several dimensions typed, combinations allowed, and what every combination bears."""

from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd

from ... import exports, html, i18n, money
from ...costs.gaps.restrictions import restrictions
from ...costs.joint.problem import Combination
from ...costs.joint.showing import percent_text
from ...errors import DescriptionError
from ...i18n import N_, _, ngettext
from ..chart import Chart
from ..layout import column, details, problem, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Download, Shown, Table
from .joint_keeping import Keeping
from .joint_shares import HUNDRED, Shares
from .joint_view import DRAWN, MOST_DIMENSIONS, JointView, Start, grid, holding, joint_view, never_seen, starts
from .question import Question

INVOICE = 3_500_000
"""The invoice that is divided at first, in grosze: the manuals' example."""
NOTHING = -1
AT_FIRST = 3
"""Dimensions chosen where no key says which."""

Excluding = Callable[[list[Combination]], set[Combination]]
"""Which of some combinations may have no share."""


class Joint:
    """Start and dimensions at the top, a card of shares a dimension, the answer below; `reload` makes the page read what is
    remembered anew."""

    title = N_("Joint split")

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self.question: Question | None = None
        self.view: JointView | None = None
        self.shares: dict[str, Shares] = {}
        self.ticks: dict[str, ipywidgets.Checkbox] = {}
        self.keeping = Keeping(memory, reload)
        self._setting = False
        self._starts: list[Start] = []
        self._restricted = self._pairs = pd.DataFrame()
        self._excluding: Excluding = lambda cells: set()
        self._excluded: set[Combination] = set()
        self._known: set[Combination] = set()
        self._make_controls()
        self.box = self._arranged()

    def _make_controls(self) -> None:
        self.start = ipywidgets.Dropdown(description=_("Start from"))
        self.amount = ipywidgets.Text(
            value=money.to_text(INVOICE, "pl" if i18n.language() == "pl" else "plain"), description=_("Invoice (PLN)")
        )
        self.chosen, self.cards = row(class_="wb-tools"), row(class_="wb-halves")
        self.allow_all = ipywidgets.Button(description=_("Allow all"))
        self.allow_seen = ipywidgets.Button(description=_("Only those seen in the books"))
        self.allow_key = ipywidgets.Button(description=_("Only those of the key"))
        self.never = Table(_("Pairs never seen together; a click forbids them"), _("The books have seen all pairs."))
        self.told, self.answer_told = MarkupBox(class_="wb-told"), MarkupBox(class_="wb-card wb-told")
        self.table = Table(_("Combinations; a click allows or forbids one"), _("No combinations."))
        self.chart = Chart(title=_("Shares of the combinations, with what is possible of each"))
        self.drawn = MarkupBox()
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        self.xlsx = Download("XLSX", lambda: (self._file("xlsx"), self._workbook()))
        self.start.observe(lambda change: None if self._setting else self._begin(), "value")
        self.amount.observe(lambda change: self._answer(), "value")
        self.allow_all.on_click(lambda button: self._allow(lambda cells: set()))
        self.allow_seen.on_click(lambda button: self._allow(self._unseen))
        self.allow_key.on_click(lambda button: self._allow(self._outside_key))
        self.table.observe(lambda change: self._toggle(self.table.selected), "selected")
        self.never.observe(lambda change: self._forbid(self.never.selected), "selected")

    def _arranged(self) -> ipywidgets.Widget:
        controls = row(self.start, self.amount, class_="wb-question")
        allowing = row(self.allow_all, self.allow_seen, self.allow_key, self.csv, self.xlsx, class_="wb-tools")
        self.picture = column(self.chart, self.drawn, class_="wb-half")
        self.answer = row(column(self.table, class_="wb-half"), self.picture, class_="wb-halves")
        never = details(_("Never seen together in the books"), self.never)
        return column(
            controls, self.chosen, self.cards, allowing, self.answer_told, self.answer, never, self.keeping.box, self.told
        )

    def show(self, question: Question) -> None:
        """The panel for a question; what was typed stays while the client does and has the dimensions."""
        before, self.question = self.question, question
        kept = before is not None and before.client == question.client and set(self.shares) <= set(question.dimensions)
        started = self._started if kept else None
        self.told.show(html.join([]))
        self.keeping.show(question)
        try:
            self._starts = starts(question.ledger)
        except DescriptionError as error:
            self._starts = []
            self.told.show(problem(error))
        same = [place for place, start in enumerate(self._starts) if started and start.name == started.name]
        self._setting = True
        self.start.options = [(str(start.version), place) for place, start in enumerate(self._starts)] + [
            (_("empty fields"), NOTHING)
        ]
        self.start.value = next(iter(same), NOTHING if kept and not started else self._valid(question))
        self._setting = False
        if kept and self.shares:
            self._restrict()
        else:
            self._begin()

    def _valid(self, question: Question) -> int:
        """The first version that is valid in the last month of the question, else the first of all."""
        valid = [place for place, start in enumerate(self._starts) if question.to.first in start.version]
        return (valid or [0 if self._starts else NOTHING])[0]

    @property
    def _started(self) -> Start | None:
        return None if self.start.value in (None, NOTHING) else self._starts[self.start.value]

    def _begin(self) -> None:
        """The shares and combinations of the chosen version, or empty fields."""
        assert self.question is not None
        asked, start = self.question, self._started
        given = start.shares if start else {dimension: {} for dimension in asked.dimensions[:AT_FIRST]}
        self.ticks = {}
        for dimension in asked.dimensions:
            tick = ipywidgets.Checkbox(value=dimension in given, description=asked.title(dimension), indent=False)
            tick.observe(lambda change: self._choose_dimensions(), "value")
            self.ticks[dimension] = tick
        self.chosen.children = list(self.ticks.values())
        self.shares = {dimension: Shares(asked, dimension, of, self._answer) for dimension, of in given.items()}
        self.keeping.name.value = start.version.key if start else ""
        self._excluding = self._outside_key if start else (lambda cells: set())
        self._begin_combinations()

    def _choose_dimensions(self) -> None:
        """Other dimensions: what was typed of those that stay is kept, all combinations are allowed."""
        assert self.question is not None
        ticked = [dimension for dimension, tick in self.ticks.items() if tick.value]
        try:
            self.shares = {
                dimension: self.shares.get(dimension) or Shares(self.question, dimension, {}, self._answer)
                for dimension in ticked
            }
        except DescriptionError as error:
            self.told.show(problem(error))
            return
        self._excluding = lambda cells: set()
        self._begin_combinations()

    def _begin_combinations(self) -> None:
        self._known, self._excluded = set(), set()
        self.cards.children = [of.box for of in self.shares.values()]
        self._restrict()

    def _restrict(self) -> None:
        """The pairs the books have never seen, and the answer."""
        assert self.question is not None
        self._restricted = restrictions(self.question.ledger, list(self.shares))
        self._answer()

    def _allow(self, excluding: Excluding) -> None:
        self._excluding, self._known, self._excluded = excluding, set(), set()
        self._answer()

    def _unseen(self, cells: list[Combination]) -> set[Combination]:
        pairs: list[Any] = list(self._restricted.itertuples())
        return {cell for pair in pairs for cell in holding(cells, list(self.shares), _pair(pair))}

    def _outside_key(self, cells: list[Combination]) -> set[Combination]:
        return self._started.without(cells) if self._started else set()

    def _toggle(self, place: str) -> None:
        if place and self.view is not None:
            self.table.selected = ""
            self._excluded ^= {self.view.cells[int(place)]}
            self._answer()

    def _forbid(self, place: str) -> None:
        if place and self.view is not None:
            self.never.selected = ""
            self._excluded |= holding(self.view.cells, list(self.shares), _pair(self._pairs.iloc[int(place)]))
            self._answer()

    def _answer(self) -> None:
        """The split of what is typed and allowed; combinations that are new follow the rule chosen last."""
        assert self.question is not None
        self.view = None
        try:
            self.view = self._asked(self.question)
        except DescriptionError as error:
            self.answer_told.show(html.tag("p", str(error)))
        else:
            self.answer_told.show(self.view.told)
            self._show_combinations(self.view)
        self.answer.layout.display = "" if self.view else "none"
        possible = self.view is not None and self.view.split.status != "impossible"
        self.keeping.offer(self.view if possible else None)
        self.picture.layout.display = self.csv.layout.display = self.xlsx.layout.display = "" if possible else "none"
        started = self._started
        self.allow_key.disabled = started is None or list(started.shares) != list(self.shares)

    def _asked(self, question: Question) -> JointView:
        if len(question.dimensions) < 2:
            raise DescriptionError(_("A joint split needs two dimensions; the books have fewer."))
        if not 2 <= len(self.shares) <= MOST_DIMENSIONS:
            raise DescriptionError(_("Choose from {least} to {most} dimensions.").format(least=2, most=MOST_DIMENSIONS))
        try:
            amount = money.parse(self.amount.value)
        except ValueError as error:
            told = _("{value} is not an amount: write it like 35000 or 35000.50.")
            raise DescriptionError(told.format(value=self.amount.value[:40])) from error
        shares = {dimension: of.percents for dimension, of in self.shares.items()}
        cells = grid(shares)
        self._excluded |= self._excluding([cell for cell in cells if cell not in self._known])
        self._known.update(cells)
        self._show_pairs(never_seen(self._restricted, shares))
        return joint_view(question, shares, self._excluded, amount)

    def _show_pairs(self, pairs: pd.DataFrame) -> None:
        self._pairs = pairs
        columns = {
            "text": Shown(_("Pair")),
            "documents": Shown(_("Documents with the first"), "rate"),
            "other_documents": Shown(_("Documents with the second"), "rate"),
        }
        self.never.show(pairs.assign(place=[str(place) for place in range(len(pairs))]), columns, "place")

    def _show_combinations(self, view: JointView) -> None:
        allowed = {True: _("allowed"), False: _("not allowed")}
        frame = view.frame.assign(allowed=[cell not in self._excluded for cell in view.cells])
        columns = {f"e{place}": Shown(view.question.title(name)) for place, name in enumerate(self.shares)}
        columns["allowed"] = Shown(_("Combination"), words=allowed)
        foot: list[Any] = []
        if view.split.status != "impossible":
            shares = [HUNDRED, *view.split.shares.values(), *(end for ends in view.split.ranges.values() for end in ends)]
            words: Any = {share: percent_text(share) for share in shares}
            for name, title in (("share", _("Share")), ("low", _("At least")), ("high", _("At most"))):
                columns[name] = Shown(title, "rate", words)
            columns["amount"] = Shown(_("Amount (PLN)"), "amount")
            foot = [_("Total"), *[None] * len(self.shares), HUNDRED, None, None, sum(view.amounts.values())]
        page = self.table.view.get("page", 0)
        self.table.show(frame, columns, "place", lambda of: "" if of.allowed else "wb-out", foot)
        self.table.turn(page)
        self.chart.figure = view.figure
        more = len(view.split.shares) - DRAWN
        told = ngettext("Not drawn: {count} smaller combination", "Not drawn: {count} smaller combinations", more)
        self.drawn.show(html.tag("p", told.format(count=more), class_="wb-who") if more > 0 else html.join([]))

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        assert self.view is not None
        return self.view.taken()

    def _workbook(self) -> bytes:
        frame, amounts = self._taken()
        return exports.to_xlsx({_("Joint split"): frame}, amounts)

    def _file(self, ending: str) -> str:
        assert self.question is not None
        return "_".join([_("joint-split"), f"{self.question.client}.{ending}"])


def _pair(of: Any) -> dict[str, str]:
    """The two elements of a restriction, by dimension."""
    return {of.dimension: of.element, of.other_dimension: of.other_element}
