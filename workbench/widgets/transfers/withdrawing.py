"""The orders of an export, and taking back those that the bank refused or never got."""

from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from ... import html
from ...errors import WorkbenchError
from ...i18n import _, ngettext
from ...store import Store
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .log_view import ROW_KINDS, order_card, order_shows

if TYPE_CHECKING:
    from .page import TransfersPage


class Withdrawing:
    """The orders to mark, a reason, a confirmation, and the button that takes the marked ones back."""

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._kept: Store | None = None
        self._client = ""
        self._export = 0
        self._exported = pd.DataFrame()
        self.table = Table(_("Orders of the export"), _("The export has no orders."), ".wb-ordered")
        self.card = MarkupBox(class_="wb-explanation wb-card wb-ordered")
        self.reason = ipywidgets.Text(description=_("Reason"))
        self.confirmed = ipywidgets.Checkbox(
            description=_("The bank has not carried out the marked orders and will not: it refused them or never got them"),
            indent=False,
        )
        self.button = ipywidgets.Button(description=_("Take back the orders"))
        self.told = MarkupBox(class_="wb-told")
        self.reason.add_class("wb-path")
        self.table.observe(lambda change: self._hear_marks(), "marked")
        self.table.observe(lambda change: self._explain(), "selected")
        self.reason.observe(lambda change: self._allow(), "value")
        self.confirmed.observe(lambda change: self._allow(), "value")
        self.button.on_click(lambda pressed: self._withdraw())
        text = _(
            "Payments that are taken back can be changed and exported anew under new identifiers. The file itself stays where "
            "it is: do not send it to the bank."
        )
        asking = column(
            MarkupBox(html.tag("p", text)),
            row(self.reason),
            row(self.confirmed, class_="wb-tools"),
            row(self.button),
            class_="wb-question wb-sending",
        )
        taken = downloads(_("Orders"), lambda: "_".join([_("orders"), self._client, str(self._export)]), self._shows)
        listed = column(self.table, row(*taken, class_="wb-tools"), class_="wb-notice")
        self.orders = column(
            MarkupBox(html.tag("h2", _("Orders of the export"))), row(listed, self.card, class_="wb-answer"), asking
        )
        self.box = column(self.orders, self.told)

    def show(self, batch: Batch, export: int | None) -> None:
        """The orders of an export; None: no export is chosen."""
        if batch.client != self._client:
            self.told.show(html.join([]))
        other = (batch.client, export or 0) != (self._client, self._export)
        self._kept, self._client, self._export = batch.desk.kept, batch.client, export or 0
        self.orders.layout.display = "" if self._kept is not None and export is not None else "none"
        if self._kept is None or export is None:
            return
        if other:
            self.table.mark(frozenset())
        self._exported = self._kept.transfers.exported(self._client)
        frame, columns = self._shows()
        columns = {name: shown for name, shown in columns.items() if name != "title"}  # the card tells it
        open_ = frozenset(frame.loc[frame["state"] == "sent", "reference"])
        self.table.show(frame, columns, "reference", lambda row: ROW_KINDS.get(row.state, ""), markable=open_)
        self.table.mark(self.table.marked)
        if self.table.selected not in set(frame["reference"]):
            self.table.selected = frame["reference"].iloc[0]
        self._explain()
        self._allow()

    def _shows(self) -> Shows:
        assert self._kept is not None
        return order_shows(self._kept.transfers.orders(self._export), self._exported)

    def _hear_marks(self) -> None:
        """A confirmation is one of what was marked when it was given."""
        self.confirmed.value = False
        self._allow()

    def _explain(self) -> None:
        if self._kept is None or not self._export:
            return
        chosen: list[Any] = [order for order in self._shows()[0].itertuples() if order.reference == self.table.selected]
        if chosen:
            self.card.show(order_card(chosen[0], self._exported, self._client, self._kept))

    def _allow(self) -> None:
        self.button.disabled = not (self.table.marked and self.reason.value.strip() and self.confirmed.value)

    def _withdraw(self) -> None:
        if self._kept is None or self.button.disabled:
            return
        marked = self.table.marked
        of_them = self._exported["reference"].isin(marked) & ~self._exported["withdrawn"].astype(bool)
        payments = self._exported.loc[of_them, "payment_id"].tolist()
        try:
            self._kept.transfers.withdraw(self._client, payments, self.reason.value.strip())
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self.table.mark(frozenset())
        self.reason.value = ""
        self._page.reload()
        told = ngettext("{count} order was taken back.", "{count} orders were taken back.", len(marked))
        self.told.show(html.tag("p", told.format(count=len(marked)), class_="wb-good"))
