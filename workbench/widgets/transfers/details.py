"""The details of payments that are not sent yet: texts, account, date, priority, SEPA mark and additional SEPA data."""

from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from ... import html, i18n
from ...errors import TransferError, WorkbenchError
from ...i18n import N_, _, ngettext
from ...store.remembering import Change
from ...transfers import SepaParty
from ...transfers.choosing import formats_of
from ...transfers.listing import STATE_TITLES
from ...transfers.schedule.sepa import CHANGEABLE, sepa_markable
from ...transfers.texts import lay_out
from ..layout import column, fact_list, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .keeping import Keeping
from .payment_edits import changed, refuse_wrong, row_of, transfer_of, values_of, with_edits
from .payment_form import PaymentForm
from .ruler import ruler
from .sepa_form import SepaForm
from .sepa_sections import kept_sections, proposed_sections, refuse_wrong_sections, table_of, to_keep

if TYPE_CHECKING:
    from .page import TransfersPage


class Details:
    """The listed payments and, beside them, the form of the chosen one over the ruler of its title. Marked payments become
    SEPA transfers all at once (T-082)."""

    title = N_("Payment details")

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._batch: Batch | None = None
        self._edited = ""
        """The payment in the form, "" where none is."""
        self._edits: dict[str, dict[str, Any]] = {}
        """What the store has of payments, laid over the books."""
        self._before: dict[str, Any] = {}
        self._sections_before: dict[str, SepaParty] = {}
        self._setting = False
        self._keeping = Keeping(page)
        self.told = self._keeping.told
        self.table = Table(_("Payments"), _("No payments in these days. Change the dates above."), ".wb-explanation")
        self.head = MarkupBox()
        self.form = PaymentForm(self._show_typed)
        self.ruler = MarkupBox()
        self.sepa = SepaForm(self._show_buttons)
        self._make_buttons()
        self.table.observe(lambda change: self._choose(), "selected")
        self.table.observe(lambda change: self._show_buttons(), "marked")
        self.box = self._arranged()

    def _make_buttons(self) -> None:
        button = self._keeping.button
        self.keep = button(_("Keep the change"), self._keep, "wb-payment-keep", button_style="primary")
        self.discard = button(_("Discard changes"), self._fill, "wb-payment-discard")
        self.as_in_books = button(_("As in the books"), self._bring_back, "wb-payment-as-in-books")
        self.mark = button(_("Mark as SEPA transfer"), self._mark, "wb-sepa-mark")
        self.undo = self._keeping.undo_button(self._forget)

    def _arranged(self) -> ipywidgets.Widget:
        self.taking = downloads(_("Payments"), self._file, self._shows)
        acting = row(self.mark, self.undo, class_="wb-tools")
        listed = column(acting, self.table, row(*self.taking, class_="wb-tools"), class_="wb-half")
        keeping = row(self.keep, self.discard, self.as_in_books, class_="wb-tools")
        inside = (self.head, keeping, self.told, self.form.box, self.ruler, self.sepa.box)
        self.editing = column(*inside, class_="wb-half wb-card wb-explanation")
        return row(listed, self.editing, class_="wb-halves")

    def show(self, batch: Batch) -> None:
        """The panel for a batch. What is typed and not kept stays while its payment is listed."""
        is_same = self._batch is not None and (self._batch.client, self._batch.register) == (batch.client, batch.register)
        self._batch = batch
        kept = batch.desk.kept
        self._edits = {} if kept is None else kept.transfers.edits(batch.client)
        frame = self._frame()
        ids = frame["payment_id"].tolist()
        markable = frozenset(sepa_markable(batch.preview.schedule, ids)) - set(frame.loc[frame["sepa"] != "", "payment_id"])
        self.table.show(frame, _columns(), "payment_id", markable=markable or None)
        self.table.mark(batch.marked)
        if self.table.selected not in ids:
            self._select(ids[0] if ids else "")
        if not (is_same and self._edited == self.table.selected and self._is_dirty):
            self._fill()
        else:
            self._show_typed()

    def _frame(self) -> pd.DataFrame:
        """The listed outgoing payments as the table shows them."""
        assert self._batch is not None
        table = self._batch.payments
        table = table[(table["direction"] == "out").to_numpy(bool)]
        return pd.DataFrame(
            {
                "payment_id": table["payment_id"],
                "number": table["number"],
                "party": table["party_name"],
                "execution_date": table["execution_date"],
                "remaining": table["remaining"],
                "currency": table["currency"],
                "state": table["state"].astype("str"),
                "sepa": [_("yes") if ticked else "" for ticked in table["sepa"]],
            }
        ).reset_index(drop=True)

    def _file(self) -> str:
        return "_".join([_("payments"), self._page.client.value, self._page.register.value])

    def _shows(self) -> Shows:
        return self._frame(), _columns()

    @property
    def _typed(self) -> dict[str, Any]:
        """What is typed anew on the payment."""
        return changed(self._before, self.form.values)

    @property
    def _sections(self) -> dict[str, SepaParty] | None:
        """The additional SEPA data, where they are shown and typed anew."""
        sections = self.sepa.sections
        return sections if self.form.sepa.value and sections != self._sections_before else None

    @property
    def _is_dirty(self) -> bool:
        return bool(self._edited and (self._typed or self._sections is not None))

    @property
    def _row(self) -> Any:
        """The row of the chosen payment in the schedule."""
        assert self._batch is not None
        return self._batch.payments.loc[self._edited]

    def _choose(self) -> None:
        """The form of the chosen payment; what is typed must be kept or discarded first."""
        if self._setting or self._batch is None:
            return
        self._keeping.act(self._refuse_loss)
        if self._is_dirty:
            self._select(self._edited)
        else:
            self._fill()

    def _refuse_loss(self) -> None:
        if self._is_dirty:
            raise TransferError(_("What is typed about the payment is not kept yet: keep it, or discard the changes."))

    def _select(self, payment: str) -> None:
        self._setting = True
        self.table.selected = payment
        self._setting = False

    def _forget(self) -> None:
        """Let the form be filled anew."""
        self._edited = ""

    def _fill(self) -> None:
        """The form of the chosen payment; greyed where it is sent or carried out (T-076, T-090)."""
        assert self._batch is not None
        self._edited = self.table.selected
        self.editing.layout.display = "" if self._edited else "none"
        if self._edited:
            ledger, row = self._batch.desk.ledger, self._row
            locked = row["state"] not in CHANGEABLE
            markable = bool(sepa_markable(self._batch.preview.schedule, [self._edited]))
            self._before = values_of(ledger, self._edited)
            in_euro = row["currency"] == "EUR"
            self.form.show(self._before, ledger, locked=locked, in_euro=in_euro, markable=markable)
            sections = proposed_sections(ledger, row["party_id"]) | kept_sections(ledger, self._edited)
            self.sepa.show(sections, locked=locked)
            self._before, self._sections_before = self._before | self.form.values, self.sepa.sections
            self._show_head(row)
        self._show_typed()

    def _show_head(self, row: Any) -> None:
        state = STATE_TITLES[row["state"]]
        facts = [(_("Document"), row["number"]), (_("Due date"), i18n.day(row["due_date"])), (_("State"), _(state))]
        parts = [
            html.tag("h3", row["party_name"]),
            html.tag("p", html.tag("strong", i18n.amount(row["remaining"], row["currency"])), class_="wb-sum"),
            fact_list(facts),
        ]
        if row["state"] not in CHANGEABLE:
            parts.append(html.tag("p", _("The payment went to the bank. It can no longer be changed."), class_="wb-error"))
        self.head.show(html.join(parts))

    def _show_typed(self) -> None:
        """The ruler, the texts that stand for empty fields, the sections, the buttons."""
        self.ruler.show(html.join([]))
        if self._edited:
            try:
                self._show_ruler()
            except WorkbenchError as error:
                self.ruler.show(html.tag("p", str(error), class_="wb-error"))
        self._show_buttons()

    def _show_ruler(self) -> None:
        """The title of the payment's own transfer as the file would hold it, in the format of its kind."""
        assert self._batch is not None
        desk, options = self._batch.desk, self._page.options
        ledger = with_edits(desk.ledger, self._edited, self._typed)
        row = row_of(ledger, self._edited)
        self.form.hint(row.iloc[0])
        chosen, split = options.format.value or None, options.split_format.value or None
        formats = formats_of(ledger, self._batch.register, chosen, split, desk.own_formats)
        transfer = transfer_of(self._batch.preview.schedule, ledger, row, self._page.today, formats.style_of)
        style = formats.style_of(transfer.kind)
        head = html.tag("h4", _("Title, as the file will hold it"))
        self.ruler.show(html.join([head, ruler(lay_out(transfer, style), style)]))

    def _show_buttons(self) -> None:
        keeps = not self._keeping.hindrance
        self.sepa.box.layout.display = "" if self._edited and self.form.sepa.value else "none"
        self.keep.disabled = not (keeps and self._is_dirty)
        self.discard.disabled = not self._is_dirty
        self.as_in_books.disabled = not (keeps and self._edited and self._edited in self._edits)
        self.mark.disabled = not (keeps and self.table.marked)
        self.mark.layout.display = "" if self.table.view.get("marking") else "none"
        for button in (self.keep, self.as_in_books, self.mark):
            button.tooltip = self._keeping.hindrance

    def _version(self, kind: str, payment: str) -> int:
        assert self._batch is not None
        return self._batch.desk.seen.get((kind, payment), 0)

    def _keep(self) -> None:
        """Keep what is typed, texts and SEPA data as one change."""
        assert self._batch is not None
        client, payment, ledger = self._batch.client, self._edited, self._batch.desk.ledger
        typed, sections = self._typed, self._sections
        refuse_wrong(ledger, payment, typed)
        edits = {**self._edits.get(payment, {}), **typed}
        kept = {}
        if sections is not None:
            kept = to_keep(kept_sections(ledger, payment), proposed_sections(ledger, self._row["party_id"]), sections)
            refuse_wrong_sections(kept)

        def make(change: Change) -> None:
            if typed:
                change.set_payment(client, payment, edits, version=self._version("payment", payment))
            if sections is not None:
                change.set_sepa_parties(client, payment, table_of(kept), version=self._version("sepa_parties", payment))

        what = _("Details of the payment {number}").format(number=self._row["number"] or payment)
        self._keeping.keep(what, make, self._forget)

    def _bring_back(self) -> None:
        """The payment as the books have it; its SEPA data stay."""
        assert self._batch is not None
        client, payment, version = self._batch.client, self._edited, self._version("payment", self._edited)
        what = _("Payment {number} as in the books").format(number=self._row["number"] or payment)
        self._keeping.keep(what, lambda change: change.set_payment(client, payment, {}, version=version), self._forget)

    def _mark(self) -> None:
        """Make the marked payments SEPA transfers, as one change (T-082)."""
        assert self._batch is not None
        self._refuse_loss()
        batch = self._batch
        payments = sepa_markable(batch.preview.schedule, self.table.marked)
        edits = {payment: {**self._edits.get(payment, {}), "sepa": True} for payment in payments}

        def make(change: Change) -> None:
            for payment, values in edits.items():
                change.set_payment(batch.client, payment, values, version=self._version("payment", payment))

        count = ngettext("{count} payment marked as SEPA transfer", "{count} payments marked as SEPA transfers", len(edits))
        self._keeping.keep(count.format(count=len(edits)), make, self._forget)


def _columns() -> dict[str, Shown]:
    return {
        "number": Shown(_("Document")),
        "party": Shown(_("Party")),
        "execution_date": Shown(_("Execution date"), "date"),
        "remaining": Shown(_("Remaining"), "amount"),
        "currency": Shown(_("Currency")),
        "state": Shown(_("State"), words={state: _(title) for state, title in STATE_TITLES.items()}),
        "sepa": Shown("SEPA"),
    }
