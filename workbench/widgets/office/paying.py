"""Which purchases of a client to pay before their VAT has to be given back."""

from typing import TYPE_CHECKING

import ipywidgets

from ...i18n import N_, _
from ...relief.office import Office
from ..advice import Advice
from ..layout import column, row
from ..taking_away import downloads

if TYPE_CHECKING:
    from .page import OfficePage


class Paying(Advice):
    """Client, month and cash at the top; what it keeps; the purchases in the order in which to pay them."""

    title = N_("Payment advice")

    def __init__(self, page: "OfficePage") -> None:
        super().__init__(
            lambda: page.today,
            lambda: page.books.desk(self.client.value).ledger,
            lambda shown: downloads(_("Payment advice"), self._name, shown),
        )
        self._setting = False
        self.client = ipywidgets.Dropdown(description=_("Client"))
        self.client.observe(lambda change: self._ask(), "value")
        self.box = column(row(self.client, self.month, self.cash, class_="wb-question"), self.problem, self.answer)

    def show(self, office: Office) -> None:
        names = list(office.clients)
        self._setting = True
        chosen = self.client.value if self.client.value in names else names[0]
        self.client.options = names
        self.client.value = chosen
        self._setting = False
        self._ask()

    def _ask(self) -> None:
        if not self._setting and self.client.value is not None:
            self.advise()

    def _name(self) -> str:
        return f"vat-zd-payment-advice_{self.client.value}_{self.month.value}"
