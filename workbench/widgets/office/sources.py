"""Where the books of the clients lie, and looking at them one after the other for a panel."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from markupsafe import Markup

from ... import html, store
from ...errors import WorkbenchError
from ...i18n import _
from ...store.relief_desk import ReliefDesk
from ..clients import Clients
from .running import Progress

T = TypeVar("T")


@dataclass(frozen=True)
class OfClients(Generic[T]):
    """What was made of the books of each client, and why nothing could be made of some. `whole`: nobody stopped it."""

    made: dict[str, T] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    def told(self) -> Markup:
        """Which clients are missing and why; nothing where none is."""
        missing = [html.tag("li", html.tag("strong", name), f": {reason}") for name, reason in self.problems.items()]
        parts = [html.tag("ul", *missing, class_="wb-findings wb-warning")] if missing else []
        if not self.whole:
            parts.insert(0, html.tag("p", _("Stopped before the end: some clients are missing."), class_="wb-warning"))
        return html.join(parts)


@dataclass(frozen=True)
class Books:
    """The books of the clients with what is remembered of them, on a day."""

    clients: Clients
    kept: store.Store | None
    today: date

    def desk(self, name: str) -> ReliefDesk:
        """One client's. Raises as `read_ledger`."""
        return ReliefDesk.opened(self.kept, name, self.clients.ledger(name), self.today)

    def of_all(self, make: Callable[[ReliefDesk], T], progress: Progress) -> OfClients[T]:
        """`make` of each client. Books with faults keep their client out, not the others."""
        made: dict[str, T] = {}
        problems: dict[str, str] = {}
        names = self.clients.names
        for place, name in enumerate(names):
            if not progress(place, len(names)):
                return OfClients(made, problems, whole=False)
            try:
                made[name] = make(self.desk(name))
            except WorkbenchError as error:
                problems[name] = short_reason(str(error))
        return OfClients(made, problems)


def short_reason(reason: str) -> str:
    """Why books cannot be used: what is said first, and of many faults the first."""
    return " ".join(line.strip() for line in reason.splitlines()[:2])
