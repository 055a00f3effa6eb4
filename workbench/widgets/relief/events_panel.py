"""Events the manuals are silent about: the rule, what follows from it, and what was recorded (feature 34)."""

from typing import TYPE_CHECKING

import ipywidgets

from ... import html, i18n
from ...errors import WorkbenchError
from ...i18n import N_, _
from ...relief.events import Event, consequences
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .event_form import EventForm
from .event_list import EventList
from .notice_panel import Notice
from .tables import rates, states
from .then_and_now import changes, period_words
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Events:
    """The form, the lines and entries that would follow, the button that records, the list."""

    title = N_("Events")

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self.form = EventForm(self._preview)
        self.preview = Table(_("What follows"), _("Nothing changes on any notice."))
        self.told = MarkupBox()
        self.record = ipywidgets.Button(description=_("Record the event"), button_style="primary")
        self.record.on_click(lambda pressed: self._record())
        self.recorded = EventList(page)
        self._frame, self._columns = self.preview.rows, dict[str, Shown]()
        taken = downloads(_("What follows"), lambda: page.file_stem("event"), self._shows)
        self.total = MarkupBox()
        self.following = column(self.preview, self.total, row(*taken, class_="wb-tools"))
        self.box = column(
            MarkupBox(html.tag("h2", _("Something else happened to a claim than its payment"))),
            self.form.box,
            MarkupBox(html.tag("h2", _("What follows, before anything is recorded"))),
            self.told,
            self.following,
            row(self.record),
            self.recorded.box,
        )

    def show(self, asked: Asked) -> None:
        new = self._asked is None or not self._asked.same_chain(asked)
        self._asked = asked
        self.form.show(asked)
        chosen = self._page.panel(Notice).lines.selected
        if new and not self.form.document.value and chosen in set(asked.lines["document_id"]):
            self.form.document.value = chosen
        self.recorded.show(asked)

    def _preview(self) -> None:
        """Show what the event would change; what is missing is said, and then nothing can be recorded."""
        if self._asked is None:
            return
        try:
            event = self.form.event()
            self._foresee(self._asked, event)
        except WorkbenchError as error:
            self.following.layout.display = "none"
            begun = self.form.guidance is not None and self.form.day.value is not None
            self.told.show(html.tag("div", html.tag("p", str(error)), class_="wb-told" if begun else "wb-who"))
            against = str(error)
        else:
            self.following.layout.display = ""
            self.told.show(html.join([]))
            against = ""
        unkept = _("Nothing can be kept: WORKBENCH_STORE names no file.") if self._asked.desk.kept is None else ""
        self.record.disabled, self.record.tooltip = bool(unkept or against), unkept or against

    def _foresee(self, asked: Asked, event: Event) -> None:
        desk = asked.desk
        frame = consequences(desk.books, desk.filed(event.side), event, desk.events.values())
        frame["key"] = [str(place) for place in range(len(frame))]
        frame = frame.rename(columns={"kind": "state"})
        columns = {
            "month": Shown(_("Notice of"), words=period_words(frame["month"])),
            "state": states(),
            "rate": rates(),
            "change": changes(),
            "net_before": Shown(_("Net before (PLN)"), "amount"),
            "net_after": Shown(_("Net after (PLN)"), "amount"),
            "vat_before": Shown(_("VAT before (PLN)"), "amount"),
            "vat_after": Shown(_("VAT after (PLN)"), "amount"),
            "entry_net": Shown(_("Entry: net (PLN)"), "amount"),
            "entry_vat": Shown(_("Entry: VAT (PLN)"), "amount"),
        }
        if asked.side == "purchase":
            columns = {name: shown for name, shown in columns.items() if "net" not in name}
        self._frame, self._columns = frame, columns
        self.preview.show(frame, columns, "key", lambda row: f"wb-{row.state}")
        net, vat = (i18n.amount(int(frame[name].sum()), "PLN") for name in ("entry_net", "entry_vat"))
        told = _("Correction entries in total: net {net}, VAT {vat}.")
        if asked.side == "purchase":
            told = _("Correction entries in total: VAT {vat}.")
        total = told.format(net=net, vat=vat)
        self.total.show(html.tag("p", total, class_="wb-who"))

    def _shows(self) -> Shows:
        return self._frame, self._columns

    def _record(self) -> None:
        if self.record.disabled:  # pressed before the page showed that what was just typed cannot be
            return
        event = self.form.event()
        self._page.life.take(lambda desk: desk.record_event(event), _("The event was recorded."))
        if self._page.desk is not None and event.id in self._page.desk.events:
            self.form.clear()
