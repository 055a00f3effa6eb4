"""Scenario "the customer pays x on day y": payments that are only promised, and what they would change (feature 27)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html, i18n, money
from ...days import Month
from ...errors import ReliefError, WorkbenchError
from ...i18n import _
from ...ledger import Ledger
from ...relief.scenarios import Payment, scenario, scenario_effect
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .documents import currency_of, document_box, document_named, offer
from .tables import states
from .then_and_now import period_words
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Promises:
    """The payments that were added, and the lines that change by month. Nothing of it is kept. `hear`: they have changed."""

    def __init__(self, page: "ReliefPage", hear: Callable[[Asked], None]) -> None:
        self._hear = hear
        self._asked: Asked | None = None
        self._effect = pd.DataFrame()
        self.payments: tuple[Payment, ...] = ()
        self.document = document_box()
        self.amount = ipywidgets.Text(description=_("Amount"), placeholder=_("empty: all that is unpaid"))
        self.day = ipywidgets.DatePicker(description=_("Paid on"))
        self.add = ipywidgets.Button(description=_("Add the payment"), button_style="primary")
        self.clear = ipywidgets.Button(description=_("Clear the scenario"))
        self.told = MarkupBox(class_="wb-told")
        self.listed = MarkupBox()
        self.total = MarkupBox()
        self.table = Table(_("What the payments change"), _("These payments change no notice."))
        self.add.on_click(lambda pressed: self._add())
        self.clear.on_click(lambda pressed: self._set(()))
        taken = downloads(_("Scenario"), lambda: page.file_stem("vat-zd-scenario"), self._shows)
        self.result = column(self.table, self.total, row(*taken, class_="wb-tools"))
        self.heading = MarkupBox()
        self.box = column(
            self.heading,
            row(self.document, self.amount, self.day, self.add, self.clear, class_="wb-question"),
            self.told,
            self.listed,
            self.result,
        )

    def show(self, asked: Asked) -> None:
        """The effect of the payments on the books as they are now; those of another client or side are dropped."""
        before, self._asked = self._asked, asked
        bought = asked.side == "purchase"
        self.heading.show(html.tag("h2", _("If you pay the supplier") if bought else _("If the customer pays")))
        offer(self.document, asked)
        if before is None or (before.desk.client, before.side) != (asked.desk.client, asked.side):
            self.payments = ()
            self.document.value = self.amount.value = ""
        self.told.show(html.join([]))
        self._list()

    def books(self, asked: Asked) -> Ledger:
        """The books with the payments; without them where they cannot be."""
        try:
            return scenario(asked.desk.ledger, self.payments)
        except WorkbenchError:
            return asked.desk.ledger

    def _add(self) -> None:
        """Add a payment that can be; what is against it is said."""
        assert self._asked is not None
        ledger = self._asked.desk.ledger
        try:
            typed = self.document.value.strip()
            if not typed or self.day.value is None:
                raise ReliefError(_("Give the document and the day of the payment."))
            document = document_named(ledger, self._asked.side, typed)
            payments = (*self.payments, Payment(document, self.day.value, self._amount()))
            scenario(ledger, payments)
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error), role="alert"))
            return
        self.document.value = self.amount.value = ""
        self._set(payments)

    def _set(self, payments: tuple[Payment, ...]) -> None:
        assert self._asked is not None
        self.payments = payments
        self.told.show(html.join([]))
        self._list()
        self._hear(self._asked)

    def _amount(self) -> int | None:
        text = self.amount.value.strip()
        if not text:
            return None
        try:
            return money.parse(text)
        except ValueError:
            raise ReliefError(_("{text}: an amount is written such as 93,49.").format(text=text[:40])) from None

    def _list(self) -> None:
        """The payments and what they change."""
        assert self._asked is not None
        self.clear.disabled = not self.payments
        self.result.layout.display = "" if self.payments else "none"
        text = _("Nothing of it is kept. Add one payment or several; “When to file” counts them.")
        if not self.payments:
            self.listed.show(html.tag("p", text, class_="wb-who"))
            return
        try:
            self._effect = effect_of(self._asked, self.payments)
        except WorkbenchError as error:  # the books have changed since the payments were added
            self.result.layout.display = "none"
            self.listed.show(html.join([]))
            self.told.show(html.tag("p", str(error), role="alert"))
            return
        self.listed.show(html.tag("ul", *(html.tag("li", one) for one in self._words()), class_="wb-submissions"))
        frame, columns = self._shows()
        self.table.show(frame, columns, "document_id", lambda row: f"wb-{row.state}")
        net, vat = (i18n.amount(int(frame[name].sum()), "PLN") for name in ("return_net", "return_vat"))
        told = _("Effect on the returns of these months in total: net {net}, VAT {vat}.")
        if self._asked.side == "purchase":
            told = _("Effect on the returns of these months in total: VAT {vat}.")
        total = told.format(net=net, vat=vat)
        self.total.show(html.tag("p", total, class_="wb-who"))

    def _words(self) -> list[str]:
        assert self._asked is not None
        ledger = self._asked.desk.ledger
        told = self._asked.named(pd.DataFrame({"document_id": [payment.what for payment in self.payments]}))
        return [
            _("{document}, {party}: {amount} on {day}").format(
                document=number,
                party=party,
                amount=_("all that is unpaid")
                if payment.amount is None
                else i18n.amount(payment.amount, currency_of(ledger, payment.what)),
                day=i18n.day(payment.day),
            )
            for payment, number, party in zip(self.payments, told["number"], told["party"], strict=True)
        ]

    def _shows(self) -> Shows:
        assert self._asked is not None
        frame = self._asked.named(self._effect).rename(columns={"kind": "state"})
        columns = {
            "month": Shown(_("Notice of"), words=period_words(frame["month"])),
            "number": Shown(_("Document")),
            "party": Shown(_("Counterparty")),
            "state": states(),
            "net_before": Shown(_("Net before (PLN)"), "amount"),
            "net_after": Shown(_("Net after (PLN)"), "amount"),
            "vat_before": Shown(_("VAT before (PLN)"), "amount"),
            "vat_after": Shown(_("VAT after (PLN)"), "amount"),
            "return_net": Shown(_("On the return: net (PLN)"), "amount"),
            "return_vat": Shown(_("On the return: VAT (PLN)"), "amount"),
        }
        if self._asked.side == "purchase":
            columns = {name: shown for name, shown in columns.items() if "net" not in name}
        return frame, columns


def effect_of(asked: Asked, payments: tuple[Payment, ...]) -> pd.DataFrame:
    """What the payments change (see `scenario_effect`) in the months of relief, of settlement and of payment of their
    documents. Errors as `scenario`."""
    ledger, named = asked.desk.ledger, {payment.what for payment in payments}
    candidates = asked.by_rule.candidates
    relief_days = candidates.loc[candidates["document_id"].isin(named), "relief_date"]
    parts = ledger.payments.loc[ledger.payments["document_id"].isin(named), "payment_id"]
    settled = ledger.settlements.loc[ledger.settlements["payment_id"].isin(parts), "date"]
    days = [*(payment.day for payment in payments), *(day.date() for day in (*relief_days, *settled))]
    months = sorted({Month.of(day) for day in days})
    filed = asked.desk.filed(asked.side) if asked.desk.kept is not None else None
    table = scenario_effect(ledger, payments, asked.side, months, filed)
    return table[(table["net"] != 0) | (table["vat"] != 0)].reset_index(drop=True)
