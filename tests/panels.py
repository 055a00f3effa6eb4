"""One panel of the costs page on its own, as the page would show it: books, what is remembered of them, the question."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from workbench.days import Month
from workbench.ledger import Ledger
from workbench.widgets.costs.question import Question
from workbench.widgets.memory import Memory
from workbench.widgets.panels import Panel

CLIENT = "klient"
P = TypeVar("P", bound=Panel)


class Shown(Generic[P]):
    """A panel that is shown, and shown anew whenever it asks for it; without a file nothing is remembered."""

    def __init__(self, make: Callable[[Memory, Callable[[], None]], P], ledger: Ledger, store: Path | None = None) -> None:
        self.books, self.memory = ledger, Memory(str(store) if store else "")
        self.months = (Month("2020-01"), Month("2020-12"))
        self.panel = make(self.memory, self.show)
        self.show()

    @property
    def ledger(self) -> Ledger:
        """The books with what is remembered of them."""
        return self.memory.applied(CLIENT, self.books)

    def show(self) -> None:
        self.panel.show(Question(CLIENT, self.ledger, *self.months, "cost", self.memory.versions(CLIENT)))
