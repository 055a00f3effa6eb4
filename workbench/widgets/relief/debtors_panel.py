"""Debtors: the day on which each unpaid part tips over; and which purchases to pay before (features 18, 29)."""

from typing import TYPE_CHECKING

from ... import html
from ...i18n import N_, _
from ...ledger import Ledger
from ...relief.office import tipping
from ..advice import Advice
from ..layout import column, row
from ..markup import MarkupBox
from ..taking_away import downloads
from ..tipping import Tipping
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Debtors:
    """The side is that of the page's question; the parts are those of today, whichever month is asked about."""

    title = N_("Debtors")

    def __init__(self, page: "ReliefPage") -> None:
        self._asked: Asked | None = None
        self._page = page
        self.tipping = Tipping(
            lambda: page.today,
            lambda shown: downloads(_("Debtors"), lambda: page.file_stem("vat-zd-debtors"), shown),
            with_client=False,
        )
        self.advice = Advice(
            lambda: page.today,
            self._books,
            lambda shown: downloads(_("Payment advice"), lambda: page.file_stem("vat-zd-payment-advice"), shown),
        )
        self.tipping.ahead.observe(lambda change: self._list(), "value")
        self.told = MarkupBox()
        self.heading = MarkupBox()
        self.paying = column(
            MarkupBox(html.tag("h2", _("Payment advice"))),
            row(self.advice.month, self.advice.cash, class_="wb-question"),
            self.advice.problem,
            self.advice.answer,
        )
        self.box = column(
            self.heading, row(self.tipping.ahead, class_="wb-question"), self.told, self.tipping.parts_box, self.paying
        )

    def show(self, asked: Asked) -> None:
        before, self._asked = self._asked, asked
        if before is not None and before.desk is asked.desk and before.side == asked.side:
            return
        bought = asked.side == "purchase"
        sold_title, bought_title = _("Who owes, and when it tips over"), _("What to pay before its VAT is to be given back")
        self.heading.show(html.tag("h2", bought_title if bought else sold_title))
        self.paying.layout.display = "" if bought else "none"
        self._list()
        if bought:
            self.advice.advise()

    def _list(self) -> None:
        asked = self._asked
        if asked is not None:
            parts = tipping(asked.desk.ledger, self._page.today, asked.side, self.tipping.ahead.value, asked.desk.filed_by_side)
            self.told.show(html.tag("p", self.tipping.list_parts({asked.desk.client: parts}), class_="wb-who"))

    def _books(self) -> Ledger:
        assert self._asked is not None
        return self._asked.desk.ledger
