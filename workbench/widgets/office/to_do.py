"""What is to be done now, in all the office, the nearest deadline first."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html, i18n
from ...days import Month
from ...i18n import N_, _, ngettext
from ...relief.listing import SIDE_TITLES
from ...relief.office import Office
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .card import Card
from .view import to_do

if TYPE_CHECKING:
    from .page import OfficePage

EVERY_DAY = 10**6


class ToDo:
    """Which deadlines at the top, the list, and the card of the chosen row."""

    title = N_("To do")

    def __init__(self, page: "OfficePage") -> None:
        self._page = page
        self._all = pd.DataFrame()
        self.listed = pd.DataFrame()
        self.within = ipywidgets.Dropdown(
            options=[
                (_("all"), (-EVERY_DAY, EVERY_DAY)),
                (_("passed"), (-EVERY_DAY, -1)),
                (_("today and in the next 7 days"), (0, 7)),
                (_("today and in the next 30 days"), (0, 30)),
            ],
            description=_("Deadlines"),
        )
        self.words = ipywidgets.Text(placeholder=_("Client, month, step"), description=_("Search"))
        self.words.add_class("wb-search")
        self.told = MarkupBox(class_="wb-who")
        self.table = Table(_("What is to be done"), _("Nothing is to be done."), ".wb-behind-row")
        self.card = Card("wb-behind-row")
        self.taken = downloads(_("To do"), lambda: f"vat-zd-to-do_{page.today}", self._shown)
        self.within.observe(lambda change: self._list(), "value")
        self.words.observe(lambda change: self.table.search(self.words.value), "value")
        self.table.observe(lambda change: self._explain(), "selected")
        self.box = column(
            row(self.within, class_="wb-question"),
            self.told,
            row(self.words, *self.taken, class_="wb-tools"),
            self.table,
            self.card.box,
        )

    def show(self, office: Office) -> None:
        self._all = to_do(office)
        self._list()

    def _list(self) -> None:
        self.listed = self._all[self._all["days_left"].between(*self.within.value)]
        count = ngettext("{count} thing to do", "{count} things to do", len(self.listed)).format(count=len(self.listed))
        self.told.show(html.tag("p", count))
        self.table.show(*self._shown(), "key", lambda row: "wb-found-error" if row.days_left < 0 else "")
        if self.table.selected not in set(self.listed["key"]):
            self.table.selected = ""
        self._explain()

    def _explain(self) -> None:
        self.card.show(self.listed[self.listed["key"] == self.table.selected], self._page.books)

    def _shown(self) -> Shows:
        months = self._all["month"].unique()
        columns = {
            "deadline": Shown(_("Deadline"), "date"),
            "days_left": Shown(_("Days left"), "count"),
            "client": Shown(_("Client")),
            "month": Shown(_("Month"), words={month: i18n.month(Month(month)) for month in months}),
            "side": Shown(_("Side"), words={side: _(title) for side, title in SIDE_TITLES.items()}),
            "missing": Shown(_("Next step")),
            "documents": Shown(_("Documents"), "count"),
            "money_back": Shown(_("Comes back (PLN)"), "amount"),
            "money_due": Shown(_("Falls due (PLN)"), "amount"),
        }
        return self.listed, columns
