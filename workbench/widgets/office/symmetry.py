"""Clients that trade with each other: what the books of one say and those of the other do not."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html, i18n
from ...days import Month
from ...i18n import N_, _, ngettext
from ...ledger import Ledger
from ...relief.office import FINDINGS, Office, symmetry
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .running import Progress, Running
from .sources import OfClients

if TYPE_CHECKING:
    from .page import OfficePage

ERROR, NOTE = "✗", "i"


class Symmetry:
    """The month at the top, what was found below."""

    title = N_("Symmetry")

    def __init__(self, page: "OfficePage") -> None:
        self._page = page
        self._setting = False
        self.found = pd.DataFrame()
        self.running = Running()
        self.month = ipywidgets.Dropdown(description=_("Month"))
        self.month.add_class("wb-month")
        self.words = ipywidgets.Text(placeholder=_("Client, number, finding"), description=_("Search"))
        self.words.add_class("wb-search")
        self.told = MarkupBox()
        self.table = Table(_("What the books of two clients say differently"), _("The clients' books agree on this month."))
        self.taken = downloads(_("Symmetry"), lambda: f"vat-zd-symmetry_{self.month.value}", self._shown)
        self.month.observe(lambda change: self._read(), "value")
        self.words.observe(lambda change: self.table.search(self.words.value), "value")
        self.answer = column(self.told, row(self.words, *self.taken, class_="wb-tools"), self.table)
        self.box = column(row(self.month, class_="wb-question"), self.running.box, self.answer)
        self.answer.layout.display = "none"

    def show(self, office: Office) -> None:
        months = [office.month - step for step in range(office.grid["month"].nunique())] or [office.month]
        self._setting = True
        chosen = self.month.value if self.month.value in months else office.month
        self.month.options = [(i18n.month(month), month) for month in months]
        self.month.value = chosen
        self._setting = False
        self._read()

    def _read(self) -> None:
        if self._setting or self.month.value is None:
            return
        books, month = self._page.books, self.month.value

        def read(progress: Progress) -> tuple[OfClients[Ledger], pd.DataFrame]:
            of = books.of_all(lambda desk: desk.ledger, progress)
            return of, symmetry(of.made, month)

        self.running.start(_("Comparing the books of the clients…"), read, lambda result: self._take_over(month, *result))

    def _take_over(self, month: Month, of: OfClients[Ledger], found: pd.DataFrame) -> None:
        signs = found["is_error"].map({True: ERROR, False: NOTE})
        self.found = found.assign(key=[str(place) for place in range(len(found))], sign=signs)
        self.answer.layout.display = ""
        errors = int(found["is_error"].sum())
        count = ngettext("{count} contradiction", "{count} contradictions", errors).format(count=errors)
        told = _("{month}: {contradictions} between clients of the office").format(
            month=i18n.month(month), contradictions=count
        )
        self.told.show(html.join([html.tag("p", told, class_="wb-who"), of.told()]))
        self.table.show(*self._shown(), "key", lambda row: "wb-found-error" if row.is_error else "")

    def _shown(self) -> Shows:
        columns = {
            "sign": Shown("!", "sign"),
            "seller": Shown(_("Seller")),
            "buyer": Shown(_("Buyer")),
            "number": Shown(_("Document")),
            "finding": Shown(_("Finding"), words={code: _(title) for code, title in FINDINGS.items()}),
            "seller_says": Shown(_("Seller's books")),
            "buyer_says": Shown(_("Buyer's books")),
            "seller_vat": Shown(_("Seller's VAT (PLN)"), "amount"),
            "buyer_vat": Shown(_("Buyer's VAT (PLN)"), "amount"),
        }
        return self.found, columns
