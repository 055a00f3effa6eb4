"""Who owes, and the day on which each unpaid part tips over into the relief: a timeline with its table below."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html
from ...i18n import N_, _
from ...relief.office import Office, tipping
from ..layout import column, row
from ..markup import MarkupBox
from ..taking_away import downloads
from ..tipping import Tipping
from .running import Progress, Running
from .sources import OfClients

if TYPE_CHECKING:
    from .page import OfficePage

EVERYONE = ""


class Debtors(Tipping):
    """Client, side and how far ahead at the top; the picture; the table."""

    title = N_("Debtors")

    def __init__(self, page: "OfficePage") -> None:
        super().__init__(
            lambda: page.today,
            lambda shown: downloads(_("Debtors"), lambda: f"vat-zd-debtors_{page.today}", shown),
            with_client=True,
        )
        self._page = page
        self._of: OfClients[pd.DataFrame] = OfClients()
        self._setting = False
        self.running = Running()
        self.client = ipywidgets.Dropdown(options=[(_("all clients"), EVERYONE)], description=_("Client"))
        self.side = ipywidgets.ToggleButtons(options={_("Sale"): "sale", _("Purchase"): "purchase"}, description=_("Side"))
        self.side.add_class("wb-side")
        self.told = MarkupBox()
        self.client.observe(lambda change: self._list(), "value")
        self.side.observe(lambda change: self._read(), "value")
        self.ahead.observe(lambda change: self._read(), "value")
        self.box = column(
            row(self.client, self.side, self.ahead, class_="wb-question"),
            self.running.box,
            self.told,
            self.parts_box,
        )

    def show(self, office: Office) -> None:
        names = list(office.clients)
        chosen = self.client.value if self.client.value in names else EVERYONE
        self._setting = True
        self.client.options = [(_("all clients"), EVERYONE), *((name, name) for name in names)]
        self.client.value = chosen
        self._setting = False
        self._read()

    def _read(self) -> None:
        books, side, ahead = self._page.books, self.side.value, self.ahead.value

        def read(progress: Progress) -> OfClients[pd.DataFrame]:
            return books.of_all(lambda desk: tipping(desk.ledger, books.today, side, ahead, desk.filed_by_side), progress)

        self.running.start(_("Looking for what tips over…"), read, self._take_over)

    def _take_over(self, of: OfClients[pd.DataFrame]) -> None:
        self._of = of
        self._list()

    def _list(self) -> None:
        """The parts of the chosen client, or of all."""
        if self._setting:
            return
        chosen = [name for name in self._of.made if self.client.value in (EVERYONE, name)]
        total = self.list_parts({name: self._of.made[name] for name in chosen})
        self.told.show(html.join([html.tag("p", total, class_="wb-who"), self._of.told()]))
