"""The page of transfers: the register and the dates at the top, the options of the export, below them the panels."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import ipywidgets
from markupsafe import Markup

from ... import html
from ...errors import WorkbenchError
from ...i18n import _
from ...ledger import Ledger
from ...store.desk import Desk
from ...transfers import Choice
from ...transfers.formats import standard_formats
from ..clients import Clients, OneLedger, clients_of
from ..layout import column, problem, row
from ..markup import MarkupBox
from ..memory import Memory
from ..panels import Panel, Panels, language_switch, page_of
from .batch import Batch
from .details import Details
from .filters import Filters
from .formats_panel import Formats
from .log_panel import Log
from .options import Options
from .orders import Orders
from .payments import Payments
from .sending import Sending
from .white_list_panel import WhiteList

PANELS: tuple[type[Panel[Batch]], ...] = (Payments, Orders, WhiteList, Sending, Log, Details, Formats)
P = TypeVar("P", bound=Panel[Batch])


def transfers_page(books: Ledger | Path | str | None = None, store: str | None = None) -> ipywidgets.Widget:
    """The page for one ledger, or for the clients in a folder (by default the office's). `store` names the file or database in
    which exports are recorded (by default the one in WORKBENCH_STORE)."""
    memory = Memory(store)
    return page_of(lambda rebuild: TransfersPage(clients_of(books, memory.ksef_answers), memory, rebuild).box)


class TransfersPage:
    """The controls and the panels. Any change makes the batch anew; a panel is filled when it is looked at.

    `desk`: the client's books with what is remembered of them. `batch`: what is shown. `today`: the day of the page.
    """

    def __init__(
        self, clients: Clients | OneLedger, memory: Memory, rebuild: Callable[[], None], today: date | None = None
    ) -> None:
        self._clients, self.memory = clients, memory
        self.today = today or date.today()
        self._setting = False
        self.desk: Desk | None = None
        self.batch: Batch | None = None
        self._unmarked: set[str] = set()
        self._make_controls()
        self.box = self._arranged(language_switch(rebuild))
        self.reload()

    def _make_controls(self) -> None:
        self.client = ipywidgets.Dropdown(options=self._clients.names, description=_("Client"))
        self.register = ipywidgets.Dropdown(description=_("Bank register"))
        self.filters = Filters(self.ask, self.today)
        self.options = Options(self.ask)
        self.problem = MarkupBox(class_="wb-problem")
        self._panels = Panels(PANELS, lambda kind: kind(self), self.problem)
        self.tabs = self._panels.tabs
        for widget, name in ((self.client, "wb-client"), (self.register, "wb-register")):
            widget.add_class(name)
        self.client.observe(lambda change: self.reload(), "value")
        self.register.observe(lambda change: self.ask(), "value")

    def _arranged(self, language: ipywidgets.Widget) -> ipywidgets.Widget:
        name = MarkupBox(html.tag("h1", _("Transfers")))
        question = row(self.client, self.register, *self.filters.controls, class_="wb-question")
        return column(row(name, language, class_="wb-head"), question, self.options.box, self.problem, self.tabs)

    def reload(self) -> None:
        """Read the client's books and what is remembered of them; what is wrong is shown in place of the panels."""
        try:
            books = self._clients.ledger(self.client.value)
            self.desk = Desk.opened(self.memory.store, self.client.value, books, self.today)
        except WorkbenchError as error:
            self._show_problem(problem(error))
            return
        registers: list[Any] = list(books.bank_registers.query("type == 'bank'").itertuples())
        codes = [one.register for one in registers]
        chosen = self.register.value if self.register.value in codes else next(iter(codes), None)
        self._setting = True
        self.register.options = [(f"{one.register} · {one.name} · {one.currency}", one.register) for one in registers]
        self.register.value = chosen
        self.options.offer({**standard_formats(), **self.desk.own_formats}, self.today)
        self._setting = False
        self.ask()

    def ask(self) -> None:
        """Make the batch of what is marked and chosen, and show it."""
        if self._setting or self.desk is None:
            return
        if self.register.value is None:
            self._show_problem(html.tag("p", _("These books have no bank register (table bank_registers).")))
            return
        told = html.join([])
        try:
            self.batch = self._made(self.desk)
        except WorkbenchError as error:
            told = problem(error)
            self.batch = self._without_payments(self.desk)
        self._panels.show(self.batch)
        if told:
            self.problem.show(told)

    def _made(self, desk: Desk) -> Batch:
        chosen_format, split_format = self.options.format.value or None, self.options.split_format.value or None
        of_register = desk.schedule(self.register.value, chosen_format)
        listed = self._ordered(self.filters.listed(of_register))
        free = frozenset(of_register.free)
        going = [payment for payment in listed if payment in free and payment not in self._unmarked]
        made = desk.preview(self.register.value, self.options.choice, going, chosen_format, split_format)
        return Batch(desk, self.register.value, made, listed, frozenset(going), self.options.one_each.value)

    def _without_payments(self, desk: Desk) -> Batch:
        """What is shown where the batch cannot be made: the other panels may help."""
        made = desk.preview(self.register.value, Choice(), ())
        return Batch(desk, self.register.value, made, (), frozenset(), self.options.one_each.value)

    def _ordered(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        """The listed payments in the order that the list is sorted in, where the file is to have it (T-025)."""
        if not self.options.choice.list_order or not self._panels.is_made(Payments):
            return listed
        place = {payment: at for at, payment in enumerate(self.panel(Payments).order)}
        return tuple(sorted(listed, key=lambda payment: place.get(payment, len(place))))

    def mark(self, marked: frozenset[str]) -> None:
        """These listed payments are to go, the other listed ones not."""
        assert self.batch is not None
        self._unmarked = (self._unmarked | (set(self.batch.listed) - marked)) - marked
        self.ask()

    def panel(self, kind: type[P]) -> P:
        """The panel of a kind, made when it is first looked at."""
        return self._panels.panel(kind)

    def _show_problem(self, markup: Markup) -> None:
        self.problem.show(markup)
        self.tabs.layout.display = "none"
