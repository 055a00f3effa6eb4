"""The page of the costs: the question at the top, below it a panel for each way of looking at it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import ipywidgets
from markupsafe import Markup

from ... import html, i18n
from ...errors import WorkbenchError
from ...i18n import _
from ...ledger import Ledger
from ..clients import Clients, OneLedger, clients_of
from ..layout import column, problem, row
from ..markup import MarkupBox
from ..memory import Memory
from ..panels import Panel, Panels, language_switch, page_of
from ..shortcuts import Shortcuts
from .describing import Describing
from .dimension_tree import DimensionTree
from .flows import Flows
from .gaps import Gaps
from .joint import Joint
from .overview import Overview
from .question import Question, months_of
from .variance import Variances
from .what_if import WhatIf

PANELS: tuple[type[Panel[Question]], ...] = (Overview, Flows, WhatIf, Joint, Variances, Gaps, Describing, DimensionTree)
KEEPING = (WhatIf, Joint, Gaps, Describing, DimensionTree)
"""The panels that keep what is accepted on them."""
P = TypeVar("P", bound=Panel[Question])


def costs_page(books: Ledger | Path | str | None = None, store: str | None = None) -> ipywidgets.Widget:
    """The page for one ledger, or for the clients in a folder (by default the office's). `store` names the file or database in
    which what is accepted is kept (by default the one in WORKBENCH_STORE)."""
    memory = Memory(store)
    return page_of(lambda rebuild: CostsPage(clients_of(books, memory.ksef_answers), memory, rebuild).box)


class CostsPage:
    """The controls and the panels. A panel is filled when it is looked at; `rebuild` makes the page in another language."""

    def __init__(self, clients: Clients | OneLedger, memory: Memory, rebuild: Callable[[], None]) -> None:
        self._clients, self._memory = clients, memory
        self._setting = False
        self.question: Question | None = None
        self._make_controls()
        self.box = self._arranged(language_switch(rebuild))
        self.reload()

    def _make_controls(self) -> None:
        names = self._clients.names
        self.client = ipywidgets.Dropdown(options=names, value=_described_first(self._clients), description=_("Client"))
        self.register = ipywidgets.ToggleButtons(
            options={_("Costs"): "cost", _("Revenue"): "revenue"}, description=_("Register")
        )
        self.from_ = ipywidgets.Dropdown(description=_("From month"))
        self.to = ipywidgets.Dropdown(description=_("To month"))
        self.problem = MarkupBox(class_="wb-problem")
        self._panels = Panels(PANELS, self._made, self.problem)
        self.tabs = self._panels.tabs
        for widget, name in (
            (self.client, "wb-client"),
            (self.register, "wb-side"),
            (self.from_, "wb-from"),
            (self.to, "wb-to"),
        ):
            widget.add_class(name)
        self.client.observe(lambda change: self.reload(), "value")
        for control in (self.register, self.from_, self.to):
            control.observe(lambda change: self._ask(), "value")

    def _arranged(self, language: ipywidgets.Widget) -> ipywidgets.Widget:
        name = MarkupBox(html.tag("h1", _("Costs over projects, teams and branches")))
        question = row(self.client, self.register, self.from_, self.to, class_="wb-question")
        keys = Shortcuts({"Ctrl+F7": self._describe, "F8": self._generate})
        return column(row(name, language, class_="wb-head"), question, self.problem, self.tabs, keys)

    def _describe(self) -> None:
        self.tabs.selected_index = PANELS.index(Describing)

    def _generate(self) -> None:
        """Press the lightning, where it is to be seen and may be pressed."""
        panel = self.panel(Describing)
        if PANELS[self.tabs.selected_index] is Describing and not panel.lightning.disabled:
            panel.lightning.click()

    def reload(self) -> None:
        """Read the client's books and what is remembered of them; what is wrong is shown in place of the panels."""
        try:
            books = self._clients.ledger(self.client.value)
            self._seen = self._memory.versions(self.client.value)
            self._ledger = self._memory.applied(self.client.value, books)
        except WorkbenchError as error:
            self._show_problem(problem(error))
            return
        months = months_of(self._ledger)
        first = self.from_.value if self.from_.value in months else months[max(len(months) - 12, 0)]
        last = self.to.value if self.to.value in months else months[-1]
        self._setting = True
        for control, chosen in ((self.from_, first), (self.to, last)):
            control.options = [(i18n.month(month), month) for month in reversed(months)]
            control.value = chosen
        self._setting = False
        self._ask()

    def _ask(self) -> None:
        if self._setting:
            return
        if self.to.value < self.from_.value:
            self._show_problem(html.tag("p", _("The last month lies before the first one.")))
            return
        months = self.from_.value, self.to.value
        self.question = Question(self.client.value, self._ledger, *months, self.register.value, self._seen)
        self._panels.show(self.question)

    def panel(self, kind: type[P]) -> P:
        """The panel of a kind."""
        return self._panels.panel(kind)

    def _made(self, kind: Any) -> Panel[Question]:
        return kind(self._memory, self.reload) if kind in KEEPING else kind()

    def _show_problem(self, markup: Markup) -> None:
        self.problem.show(markup)
        self.tabs.layout.display = "none"


def _described_first(clients: Clients | OneLedger) -> str:
    """The client the page opens with: the last one whose books have descriptions, else the first one."""
    if isinstance(clients, OneLedger):
        return clients.names[0]
    described = [name for name in clients.names if clients.describes_costs(name)]
    return described[-1] if described else clients.names[0]
