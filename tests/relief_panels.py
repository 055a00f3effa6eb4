"""The relief page on books held in memory, for the tests of its panels."""

from datetime import date
from typing import TypeVar

from tests.books import Books, ledger_of
from workbench.days import Month
from workbench.ledger import Ledger
from workbench.relief import Side
from workbench.widgets.memory import Memory
from workbench.widgets.panels import Panel
from workbench.widgets.relief.page import PANELS, ReliefPage
from workbench.widgets.relief.view import Asked

P = TypeVar("P", bound=Panel)


class OneClient:
    """The books of one client."""

    names = ("klient",)

    def __init__(self, books: Ledger) -> None:
        self._books = books

    def ledger(self, name: str) -> Ledger:
        return self._books


def opened(source: Books | Ledger, period: str, side: Side = "sale", *, store: str = "", today: date) -> ReliefPage:
    """The page asked about a notice; without a store nothing is kept."""
    books = source if isinstance(source, Ledger) else ledger_of(source)
    page = ReliefPage(OneClient(books), Memory(store), lambda: None, today)  # type: ignore[arg-type]
    page.question.go(Month(period), side)
    assert page.question.period.value == Month(period) and page.problem.value == ""
    return page


def look_at(page: ReliefPage, kind: type[P]) -> P:
    """The panel after a click on its tab."""
    page.tabs.selected_index = PANELS.index(kind)
    return page.panel(kind)


def asked(page: ReliefPage) -> Asked:
    assert page.asked is not None
    return page.asked
