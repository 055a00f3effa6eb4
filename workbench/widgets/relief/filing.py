"""When to file: what each day of filing gives, and the day taken into the question of the page (feature 11)."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html, relief
from ...errors import WorkbenchError
from ...i18n import _
from ...ledger import Ledger
from ...relief.filing_days import filing_days
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Filing:
    """The table of spans of days, and a button for the chosen one. `books`: those to reckon with, promises included."""

    def __init__(self, page: "ReliefPage", books: Callable[[Asked], Ledger]) -> None:
        self._page, self._books = page, books
        self._asked: Asked | None = None
        self._spans = pd.DataFrame()
        self.table = Table(_("What filing on these days gives"), _("Nothing is known of these days."))
        self.day = ipywidgets.DatePicker(description=_("Day of filing"))
        self.take = ipywidgets.Button(description=_("Take this day as “As of”"))
        self.told = MarkupBox(class_="wb-told")
        self.table.observe(lambda change: self._choose(), "selected")
        self.take.on_click(lambda pressed: self._take())
        taken = downloads(_("Days of filing"), lambda: page.file_stem("vat-zd-filing-days"), self._shows)
        self.box = column(
            MarkupBox(html.tag("h2", _("When to file"))),
            self.told,
            self.table,
            row(self.day, self.take, class_="wb-question"),
            row(*taken, class_="wb-tools"),
        )

    def show(self, asked: Asked) -> None:
        """The spans of the notice that is asked about. Promised payments that cannot be are told where they were typed."""
        self._asked = asked
        locked = _("The notice is locked: its day is fixed.") if asked.kept is not None and asked.kept.locked else ""
        purchase = _("A notice of purchases looks at the last day of its period, whatever day it is filed on.")
        against = purchase if asked.side == "purchase" else locked
        self.take.disabled, self.take.tooltip = bool(against), against
        self.day.disabled = bool(against)
        self.told.show(html.tag("p", against, class_="wb-good") if against else html.join([]))
        try:
            spans = filing_days(self._books(asked), asked.side, asked.period, filed=asked.desk.filed(asked.side))
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error), role="alert"))
            return
        spans["key"] = spans["first_day"].dt.strftime("%Y-%m-%d")
        titles = {"default": _("by the rule"), "deadline": _("statutory deadline"), "best": _("best")}
        marked = spans[list(titles)].itertuples(index=False, name=None)
        spans["marks"] = [", ".join(title for title, set_ in zip(titles.values(), row, strict=True) if set_) for row in marked]
        self._spans = spans
        self.table.show(*self._shows(), "key", lambda row: "wb-moved" if row.best else "")
        self.table.selected = str(spans.loc[spans["best"], "key"].iloc[0])
        self._choose()

    def _shows(self) -> Shows:
        columns = {
            "first_day": Shown(_("From day"), "date"),
            "last_day": Shown(_("To day"), "date"),
            "marks": Shown(_("Which days they are")),
            "documents": Shown(_("Documents"), "count"),
            "net": Shown(_("Net (PLN)"), "amount"),
            "vat": Shown(_("VAT (PLN)"), "amount"),
            "net_difference": Shown(_("Net against the rule (PLN)"), "amount"),
            "vat_difference": Shown(_("VAT against the rule (PLN)"), "amount"),
            "changes": Shown(_("What changes on the first day")),
        }
        return self._spans, columns

    def _choose(self) -> None:
        """The day of the chosen span: that of the rule or the deadline where it holds one, else its last."""
        chosen = self._spans[self._spans["key"] == self.table.selected] if len(self._spans) else self._spans
        if self._asked is None or chosen.empty:
            return
        first, last = (chosen[name].iloc[0].date() for name in ("first_day", "last_day"))
        usual = (relief.default_as_of("sale", self._asked.period), relief.statutory_deadline(self._asked.period))
        self.day.value = next((day for day in usual if first <= day <= last), last)

    def _take(self) -> None:
        day: date | None = self.day.value
        if day is not None:
            self._page.question.as_of.value = day
