"""Which purchases of a client to pay before their VAT has to be given back: most VAT kept with the cash there is."""

from collections.abc import Callable
from datetime import date

import ipywidgets
import pandas as pd
from markupsafe import Markup

from .. import html, i18n, money
from ..days import Month
from ..errors import ReliefError, WorkbenchError
from ..i18n import _
from ..ledger import Ledger
from ..relief.office import payment_advice
from .layout import column, problem, row
from .markup import MarkupBox
from .table import Shown, Table
from .tipping import Shows, Taken

MONTHS_OFFERED = 4
SUMMED = ("unpaid_pln", "vat", "pay", "vat_kept")


class Advice:
    """Month and cash are asked for; what that keeps, and the purchases in the order in which to pay them, stand in `answer`.

    `advice`: what is shown. `today` gives the day of the page, `books` the client's ledger; what is wrong with it is said in
    `problem`.
    """

    def __init__(self, today: Callable[[], date], books: Callable[[], Ledger], taken: Taken) -> None:
        self._today, self._books = today, books
        self.advice = pd.DataFrame()
        first = Month.of(today())
        months = [first + step for step in range(MONTHS_OFFERED)]
        self.month = ipywidgets.Dropdown(
            options=[(i18n.month(month), month) for month in months], description=_("VAT to give back in")
        )
        self.cash = ipywidgets.Text(
            placeholder=_("empty: enough for all"), description=_("Cash available (PLN)"), continuous_update=False
        )
        self.problem = MarkupBox(class_="wb-problem")
        self.sums = MarkupBox(class_="wb-sums")
        self.table = Table(_("Purchases in the order in which to pay them"), _("No unpaid purchases tip over in this month."))
        self.note = MarkupBox(class_="wb-who")
        self.taken = taken(self._shown)
        for widget in (self.month, self.cash):
            widget.observe(lambda change: self.advise(), "value")
        self.answer = column(self.sums, row(*self.taken, class_="wb-tools"), self.table, self.note)

    def advise(self) -> None:
        """Ask anew, with the books as they are."""
        try:
            self.advice = payment_advice(self._books(), self.month.value, self._today(), self._cash())
        except WorkbenchError as error:
            self.problem.show(problem(error))
            self.answer.layout.display = "none"
            return
        self.problem.show(html.join([]))
        self.answer.layout.display = ""
        self.sums.show(_sums(self.advice))
        shown, columns = self._shown()
        foot = [_("Total"), None, None, None, *(int(shown[name].sum()) for name in SUMMED)]  # those behind have no sum
        self.table.show(shown, columns, "payment_id", lambda row: "" if row.pay else "wb-out", foot=foot)
        days = "" if self.advice.empty else i18n.day(self.advice["pay_by"].iloc[0])
        told = _("What is paid in the month keeps its VAT (art. 89b ust. 1a). The last day for a transfer: {day}.")
        if self.advice["instant_only"].any():
            told = _("The last day for a transfer was {day}: only an instant transfer still arrives within the month.")
        self.note.show(html.tag("p", told.format(day=days)) if days else html.join([]))

    def _cash(self) -> int | None:
        """The typed cash in grosze; None where nothing was typed."""
        text = self.cash.value.strip()
        if not text:
            return None
        try:
            return money.parse(text)
        except ValueError as error:
            told = _("{value} is not an amount: write it like 35000 or 35000.50.")
            raise ReliefError(told.format(value=text[:40])) from error

    def _shown(self) -> Shows:
        columns = {
            "number": Shown(_("Document")),
            "party": Shown(_("Counterparty")),
            "due_date": Shown(_("Due date"), "date"),
            "relief_date": Shown(_("Relief date"), "date"),
            "unpaid_pln": Shown(_("Unpaid (PLN)"), "amount"),
            "vat": Shown(_("VAT at stake (PLN)"), "amount"),
            "pay": Shown(_("Pay (PLN)"), "amount"),
            "vat_kept": Shown(_("VAT kept (PLN)"), "amount"),
            "vat_per_100": Shown(_("VAT a 100 zloty"), "amount"),
            "kept_so_far": Shown(_("Kept so far (PLN)"), "amount"),
            "how": Shown(_("How to pay")),
        }
        instant = [_("only by instant transfer") if only else "" for only in self.advice["instant_only"]]
        return self.advice.assign(how=instant), columns


def _sums(advice: pd.DataFrame) -> Markup:
    """What is at stake, what to pay, and what that keeps, as boxes."""
    at_stake, kept = int(advice["vat"].sum()), int(advice["vat_kept"].sum())
    return boxes(
        {
            _("VAT at stake"): at_stake,
            _("To pay"): int(advice["pay"].sum()),
            _("VAT kept"): kept,
            _("VAT to give back all the same"): at_stake - kept,
        }
    )


def boxes(sums: dict[str, int]) -> Markup:
    """Sums in grosze under their titles."""
    made = [
        html.tag(
            "dl",
            html.tag("dt", title),
            html.tag("dd", html.tag("strong", i18n.amount(amount, "PLN"), class_="wb-figure")),
            class_="wb-box",
        )
        for title, amount in sums.items()
    ]
    return html.tag("div", *made, class_="wb-boxes")
