"""The page of the office: which months and what of them at the top, below the panels that look at them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TypeVar

import ipywidgets

from ... import html, i18n
from ...days import Month
from ...i18n import _
from ...relief.office import Office, office
from ..clients import Clients, books_folder
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from ..panels import Panel, Panels, language_switch, page_of
from .debtors import Debtors
from .forecast import Forecasts
from .grid import Grid
from .paying import Paying
from .running import Progress, Running
from .sources import Books
from .symmetry import Symmetry
from .to_do import ToDo

RANGES = (12, 24)
FEW = 8
"""Clients whose books are read before anybody looks: a kernel standing ready must not keep the processors busy with more."""
FRESH = 5.0
"""Seconds for which what was read counts as new."""
MONTHS_AHEAD, MONTHS_BACK = 1, 36


PANELS: tuple[type[Panel[Office]], ...] = (Grid, ToDo, Forecasts, Symmetry, Debtors, Paying)
P = TypeVar("P", bound=Panel[Office])


def office_page(books: Path | str | None = None, store: str | None = None) -> ipywidgets.Widget:
    """The page for the clients in a folder (by default the office's, see `books_folder`). `store` names the file or database
    that remembers the notices (by default the one in WORKBENCH_STORE)."""
    memory = Memory(store)
    clients = Clients(Path(books or books_folder()), memory.ksef_answers)
    return page_of(lambda rebuild: OfficePage(clients, memory, rebuild).box)


class OfficePage:
    """The controls and the panels. The books are read beside the page; a panel is filled when it is looked at.

    `office`: what is shown, None until it was read. `today`: the day of the page; a reading takes it anew unless it is given.
    """

    def __init__(self, clients: Clients, memory: Memory, rebuild: Callable[[], None], today: date | None = None) -> None:
        self.clients, self.memory = clients, memory
        self._given_day = today
        self.today = today or date.today()
        self.office: Office | None = None
        self._read_at = monotonic()
        self.running = Running()
        self._make_controls()
        self.box = self._arranged(language_switch(rebuild))
        self.panel(Grid)  # which tells when a browser shows the page
        if len(clients.names) <= FEW:
            self.reload()

    def _make_controls(self) -> None:
        last = Month.of(self.today) - 1
        months = [last + step for step in range(MONTHS_AHEAD, -MONTHS_BACK - 1, -1)]
        self.month = ipywidgets.Dropdown(
            options=[(i18n.month(month), month) for month in months], value=last, description=_("Up to month")
        )
        self.months = ipywidgets.ToggleButtons(options=RANGES, description=_("Months"))
        self.again = ipywidgets.Button(description=_("Read anew"))
        self.problem = MarkupBox(class_="wb-problem")
        self._panels = Panels(PANELS, lambda kind: kind(self), self.problem)
        self.tabs = self._panels.tabs
        for widget, name in ((self.month, "wb-month"), (self.months, "wb-side")):
            widget.add_class(name)
        self.month.observe(lambda change: self.reload(), "value")
        self.months.observe(lambda change: self.reload(), "value")
        self.again.on_click(lambda pressed: self.reload())

    def _arranged(self, language: ipywidgets.Widget) -> ipywidgets.Widget:
        name = MarkupBox(html.tag("h1", _("The office: bad-debt relief of all clients")))
        question = row(self.month, self.months, self.again, class_="wb-question")
        return column(row(name, language, class_="wb-head"), question, self.running.box, self.problem, self.tabs)

    def reload(self) -> None:
        """Read the books of all clients and what is remembered of them; what is shown stays until they are read."""
        self.today = self._given_day or date.today()
        month, months, today = self.month.value, self.months.value, self.today

        def read(progress: Progress) -> Office:
            records = store.relief.records() if (store := self.memory.store) is not None else {}
            return office(self.clients.sources, month, months, records, today=today, progress=progress)

        self.running.start(_("Reading the books of the clients…"), read, self._take_over)

    def opened(self) -> None:
        """A browser begins to show the page: what a kernel has read long before that, standing ready, may be old."""
        if not self.running.running and (self.office is None or monotonic() - self._read_at > FRESH):
            self.reload()

    @property
    def books(self) -> Books:
        """The books of the clients with what is remembered of them now."""
        return Books(self.clients, self.memory.store, self.today)

    def _take_over(self, found: Office) -> None:
        self.office, self._read_at = found, monotonic()
        self._panels.show(found)

    def panel(self, kind: type[P]) -> P:
        """The panel of a kind."""
        return self._panels.panel(kind)
