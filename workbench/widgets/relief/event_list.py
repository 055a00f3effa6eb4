"""The events that are recorded of a client, with those that the books of today no longer allow."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html
from ...i18n import _
from ...relief.events import EVENT_TITLES, refused
from ...relief.events.texts import OPTION_TITLES
from ...relief.listing import SIDE_TITLES
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .documents import currency_of
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class EventList:
    """The list, its downloads and the button that withdraws the chosen event."""

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self.table = Table(_("Recorded events"), _("No event is recorded."))
        self.withdraw = ipywidgets.Button(description=_("Withdraw the chosen event"))
        self.withdraw.on_click(lambda pressed: self._withdraw())
        self.table.observe(lambda change: self._allow(), "selected")
        taken = downloads(_("Events"), lambda: page.file_stem("events"), self._shows)
        self.box = column(
            MarkupBox(html.tag("h2", _("Recorded events"))), self.table, row(*taken, self.withdraw, class_="wb-tools")
        )

    def show(self, asked: Asked) -> None:
        self._asked = asked
        frame, columns = self._shows()
        self.table.show(frame, columns, "id", lambda row: "wb-inactive" if row.against else "")
        if self.table.selected not in set(frame["id"]):
            self.table.selected = ""
        self._allow()

    def _shows(self) -> Shows:
        assert self._asked is not None
        desk = self._asked.desk
        against = refused(desk.books, desk.events.values())
        documents = desk.books.documents.set_index("document_id")["number"]
        columns = ["id", "date", "side", "number", "type", "choice", "amount", "currency", "note", "against", "state"]
        frame = pd.DataFrame(
            [
                {"id": one.id, "date": pd.Timestamp(one.date), "side": one.side, "type": one.type, "choice": one.choice}
                | {"number": str(documents.get(one.document_id, one.document_id)), "amount": one.amount, "note": one.note}
                | {"currency": currency_of(desk.books, one.document_id) if one.amount else ""}
                | {"against": one.id in against, "state": against.get(one.id, _("counted"))}
                for one in desk.events.values()
            ],
            columns=columns,
        )
        titles = {
            "date": Shown(_("Day"), "date"),
            "number": Shown(_("Document")),
            "side": Shown(_("Side"), words={side: _(title) for side, title in SIDE_TITLES.items()}),
            "type": Shown(_("What happened"), words={type: _(title) for type, title in EVENT_TITLES.items()}),
            "choice": Shown(_("How it is treated"), words={code: _(title) for code, title in OPTION_TITLES.items()}),
            "amount": Shown(_("Amount"), "amount"),
            "currency": Shown(_("Currency")),
            "state": Shown(_("State")),
            "note": Shown(_("Note")),
        }
        return frame, titles

    def _allow(self) -> None:
        assert self._asked is not None
        unkept = _("Nothing can be kept: WORKBENCH_STORE names no file.") if self._asked.desk.kept is None else ""
        unchosen = "" if self.table.selected else _("Choose an event in the list.")
        self.withdraw.disabled, self.withdraw.tooltip = bool(unkept or unchosen), unkept or unchosen

    def _withdraw(self) -> None:
        chosen = self.table.selected
        self._page.life.take(lambda desk: desk.withdraw_event(chosen), _("The event was withdrawn."))
