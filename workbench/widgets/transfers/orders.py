"""The transfers that the marked payments make, in the order of the file, each with its card."""

from typing import Any

import pandas as pd

from ... import exports, html
from ...i18n import N_, _, ngettext
from ...transfers import Preview
from ...transfers.listing import KIND_TITLES, workbook_tables
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from .batch import Batch
from .card import refusal_markup, transfer_card
from .payments import SIGNS


class Orders:
    """The list of transfers and, beside it, the card of the chosen one. What was refused stands above."""

    title = N_("Transfers")

    def __init__(self, page: object) -> None:
        self._batch: Batch | None = None
        self.told = MarkupBox(class_="wb-orders-told")
        self.refused = MarkupBox(class_="wb-told")
        self.table = Table(_("Transfers"), _("No transfers: mark payments that may go."), ".wb-explanation")
        self.card = MarkupBox(class_="wb-explanation wb-card")
        self.table.observe(lambda change: self._explain(), "selected")
        taken = row(Download("XLSX", self._xlsx), class_="wb-tools")
        listed = column(self.table, taken, class_="wb-notice")
        self.box = column(self.told, self.refused, row(listed, self.card, class_="wb-answer"))

    def show(self, batch: Batch) -> None:
        self._batch = batch
        preview = batch.preview
        self.told.show(html.tag("p", counted(preview)))
        self.refused.show(html.join([refusal_markup(preview, refusal) for refusal in preview.refused]))
        frame = order_table(preview)
        self.table.show(frame, _columns(), "place", lambda row: f"wb-found-{row.worst}")
        if self.table.selected not in set(frame["place"]):
            self.table.selected = frame["place"].iloc[0] if len(frame) else ""
        self._explain()

    def _explain(self) -> None:
        if self._batch is not None and self.table.selected:
            self.card.show(transfer_card(self._batch.preview, int(self.table.selected) - 1))
        else:
            self.card.show(html.tag("p", _("Choose a transfer to see its title."), class_="wb-empty"))

    def _xlsx(self) -> tuple[str, bytes]:
        assert self._batch is not None
        tables, amounts = workbook_tables(self._batch.preview)
        name = "_".join([_("transfers"), self._batch.client, self._batch.register])
        return f"{name}.xlsx", exports.to_xlsx(tables, amounts)


def counted(preview: Preview) -> str:
    """How many transfers of how many payments, and how many remarks hold or ask."""
    payments = sum(len(transfer.payments) for transfer in preview.transfers)
    transfers = len(preview.transfers)
    parts = [
        ngettext("{count} transfer", "{count} transfers", transfers).format(count=transfers),
        ngettext("of {count} payment", "of {count} payments", payments).format(count=payments),
    ]
    return " ".join(parts)


def order_table(preview: Preview) -> pd.DataFrame:
    """The transfers as the table shows them; `place` is the number in the batch, from 1, as text."""
    order = list(SIGNS)
    rows: list[dict[str, Any]] = [
        {
            "place": str(number),
            "payee": transfer.payee.name,
            "date": pd.Timestamp(transfer.date),
            "amount": transfer.amount,
            "currency": transfer.currency,
            "kind": transfer.kind,
            "payments": len(transfer.payments),
            "title": " ".join(line for line in laid.lines if line),
            "worst": min((finding.severity for finding in found), key=order.index, default=""),
        }
        for number, (transfer, laid, found) in enumerate(
            zip(preview.transfers, preview.laid, preview.findings, strict=True), start=1
        )
    ]
    return pd.DataFrame(rows, columns=["place", *_columns()] if not rows else None)


def _columns() -> dict[str, Shown]:
    return {
        "worst": Shown("!", "sign", SIGNS),
        "payee": Shown(_("Payee")),
        "date": Shown(_("Date"), "date"),
        "amount": Shown(_("Amount"), "amount"),
        "currency": Shown(_("Currency")),
        "kind": Shown(_("Kind"), words={kind: _(title) for kind, title in KIND_TITLES.items()}),
        "payments": Shown(_("Payments")),
        "title": Shown(_("Title")),
    }
