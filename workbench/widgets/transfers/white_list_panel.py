"""The white list of VAT payers: what must be checked before the export, its proofs, and new accounts (T-018 to T-023)."""

from typing import TYPE_CHECKING

import pandas as pd

from ...i18n import N_, _
from ..layout import column, details, row
from ..markup import MarkupBox
from ..table import Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .new_accounts import NewAccounts
from .white_list_checking import Checking
from .white_list_view import ROW_KINDS, check_table, columns, history, law, listed, summary

if TYPE_CHECKING:
    from .page import TransfersPage


class WhiteList:
    """The payments of the batch that must be checked, with the check and its proofs."""

    title = N_("White list")

    def __init__(self, page: "TransfersPage") -> None:
        self._batch: Batch | None = None
        self._frame = pd.DataFrame()
        self.summary = MarkupBox()
        self.checking = Checking(page)
        self.accounts = NewAccounts(page)
        self.table = Table(_("Payments to check"), _("No payment of the batch must be checked in the white list."))
        self.history = Table(_("History of the proofs"), _("Nothing was checked yet."))
        taken = downloads(_("White list"), lambda: "_".join([_("white-list"), self._name]), self._shown)
        proofs = downloads(_("Proofs"), lambda: "_".join([_("white-list-proofs"), self._client]), self._history)
        self.box = column(
            self.summary,
            self.checking.box,
            column(self.table, row(*taken, class_="wb-tools")),
            MarkupBox(law()),
            details(_("History of the proofs"), column(self.history, row(*proofs, class_="wb-tools"))),
            self.accounts.box,
        )

    def show(self, batch: Batch) -> None:
        self._batch, self._frame = batch, check_table(batch)
        self.summary.show(summary(self._frame))
        self.checking.show(batch)
        self.table.show(self._frame, listed(self._frame), "payment_id", lambda row: ROW_KINDS.get(row.result, ""))
        self.history.show(*self._history(), "key", lambda row: ROW_KINDS.get(row.result, ""))
        self.accounts.show(batch)

    @property
    def _client(self) -> str:
        assert self._batch is not None
        return self._batch.client

    @property
    def _name(self) -> str:
        assert self._batch is not None
        return f"{self._batch.client}_{self._batch.register}"

    def _shown(self) -> Shows:
        return self._frame, columns(self._frame)

    def _history(self) -> Shows:
        """From the store, else what this page was answered."""
        assert self._batch is not None
        desk = self._batch.desk
        return history(desk.kept.transfers.all_proofs(desk.client) if desk.kept is not None else desk.proofs)
