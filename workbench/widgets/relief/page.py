"""The page of the bad-debt relief: a question at the top, below it the life of the notice, below that the panels."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import ipywidgets
from markupsafe import Markup

from ... import html, relief
from ...errors import ConflictError, WorkbenchError
from ...i18n import _
from ...ledger import Ledger
from ...relief.listing import heading
from ...store.relief_desk import ReliefDesk
from ..clients import Clients, OneLedger, clients_of
from ..layout import column, problem, row
from ..markup import MarkupBox
from ..memory import Memory
from ..panels import Panel, Panels, language_switch, page_of
from .debtors_panel import Debtors
from .declaration_panel import DeclarationPanel
from .events_panel import Events
from .history_panel import History
from .jpk import Jpk
from .life_strip import LifeStrip
from .notice_panel import Notice
from .outlook_panel import Outlook
from .question import Question
from .view import Asked, last_month, periods_offered
from .what_if_panel import WhatIf

PANELS: tuple[type[Panel[Asked]], ...] = (Notice, DeclarationPanel, Jpk, Events, WhatIf, Debtors, History, Outlook)
P = TypeVar("P", bound=Panel[Asked])


def relief_page(books: Ledger | Path | str | None = None, store: str | None = None) -> ipywidgets.Widget:
    """The relief page for one ledger, or for the clients in a folder (by default the office's, see `books_folder`). `store`
    names the file or database in which notices are kept (by default the one in WORKBENCH_STORE)."""
    memory = Memory(store)
    return page_of(lambda rebuild: ReliefPage(clients_of(books, memory.ksef_answers), memory, rebuild).box)


class ReliefPage:
    """The controls, the life of the notice and the panels; a panel is filled when it is looked at.

    `desk`: the client's books with what is kept of their relief. `asked`: what is shown. `today`: the day of the page.
    `rebuild` makes the page anew in another language.
    """

    def __init__(
        self, clients: Clients | OneLedger, memory: Memory, rebuild: Callable[[], None], today: date | None = None
    ) -> None:
        self._clients, self.memory = clients, memory
        self.today = today or date.today()
        self.desk: ReliefDesk | None = None
        self.asked: Asked | None = None
        self._make_controls()
        self.box = self._arranged(language_switch(rebuild))
        self.reload()

    def _make_controls(self) -> None:
        self.question = Question(self._clients.names, self._open_client, self.ask, self._day)
        self.problem = MarkupBox(class_="wb-problem")
        self.title = MarkupBox(class_="wb-title")
        self.life = LifeStrip(self)
        self._panels = Panels(PANELS, lambda kind: kind(self), self.problem)
        self.tabs = self._panels.tabs

    def _arranged(self, language: ipywidgets.Widget) -> ipywidgets.Widget:
        name = MarkupBox(html.tag("h1", _("Bad-debt relief (VAT-ZD)")))
        head = row(name, language, class_="wb-head")
        self.answers = column(self.title, self.life.box, self.tabs)
        return column(head, self.question.box, self.problem, self.answers)

    def _open_client(self) -> None:
        self.life.forget()
        self.reload()

    def reload(self) -> None:
        """Read the client's books and what is kept of them; what is wrong is shown in place of the answers."""
        if self._read():
            self.question.ask_anew()

    def _read(self) -> bool:
        """Whether books and store could be read."""
        try:
            books = self._clients.ledger(self.question.client.value)
            self.desk = ReliefDesk.opened(self.memory.store, self.question.client.value, books, self.today)
            periods = periods_offered(self.desk)
        except WorkbenchError as error:
            self.desk = None
            self._show_problem(problem(error))
            return False
        self.question.offer(periods, last_month(self.desk.ledger))
        return True

    def _day(self) -> date:
        """As of which day a side and period are asked about: that of the kept notice, else the rule's."""
        side, period = self.question.side.value, self.question.period.value
        kept = self.desk.chain(side, period).notices if self.desk is not None else ()
        return kept[-1].as_of if kept else relief.default_as_of(side, period)

    def ask(self) -> None:
        """Compute the answer and show it."""
        if self.desk is None or self.question.as_of.value is None:
            return
        asked = Asked(self.desk, self.question.side.value, self.question.period.value, self.question.as_of.value)
        try:
            title = html.tag("h2", heading(asked.notice))
        except WorkbenchError as error:
            self._show_problem(html.tag("p", str(error)))
            return
        self.asked = asked
        self.problem.show(html.join([]))
        self.answers.layout.display = ""
        self.title.show(title)
        self.question.fix(asked.kept is not None and asked.kept.locked)
        self._panels.show(asked)
        self.life.show(asked)

    def act(self, step: Callable[[ReliefDesk], ReliefDesk]) -> str:
        """Take a step that is kept, and show what came of it; what is said against it, empty where it was taken.

        What is kept is then read anew, so that the step can be repeated where somebody else was faster.
        """
        if self.desk is None:
            return ""
        try:
            self.desk = step(self.desk)
        except ConflictError as error:
            self.reload()
            return str(error)
        except WorkbenchError as error:
            if self._read():
                self.ask()
            return str(error)
        self.question.offer(periods_offered(self.desk), self.question.period.value)
        self.question.ask_anew()
        return ""

    def mark(self, documents: frozenset[str]) -> None:
        """These documents of the list are marked."""
        self.life.mark(documents)

    def panel(self, kind: type[P]) -> P:
        """The panel of a kind, made when it is first looked at."""
        return self._panels.panel(kind)

    def file_name(self, kind: str, ending: str) -> str:
        """The name of a file that is taken away."""
        return f"{self.file_stem(kind)}.{ending}"

    def file_stem(self, kind: str) -> str:
        """The same without its ending: what it is, whose, of which side and period."""
        side = {"sale": _("sale"), "purchase": _("purchase")}[self.question.side.value]
        return f"{kind}_{self.question.client.value}_{side}_{self.question.period.value}"

    def _show_problem(self, markup: Markup) -> None:
        self.problem.show(markup)
        self.answers.layout.display = "none"
