"""Accounts that no payment went to before: somebody asks the payee and confirms them, one by one."""

from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from ... import html
from ...errors import WorkbenchError
from ...i18n import _
from ...transfers.checks import account_key
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .accounts import accounts
from .batch import Batch
from .card import grouped

if TYPE_CHECKING:
    from .page import TransfersPage


COLUMNS = ("key", "who", "payee", "tax_id", "account", "transfers", "amount", "currency")


class NewAccounts:
    """The new accounts of the batch and the button that confirms the chosen one."""

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._batch: Batch | None = None
        self.table = Table(_("New accounts"), _("The batch has no account that was not paid to before."))
        self.button = ipywidgets.Button(description=_("Confirm account"))
        self.why_not = MarkupBox()
        self.told = MarkupBox(class_="wb-told")
        self.table.observe(lambda change: self._allow(), "selected")
        self.button.on_click(lambda pressed: self._confirm())
        text = _("Ask the payee by a telephone number you know, not by the one on the invoice. Then choose the account here.")
        taken = downloads(_("New accounts"), lambda: "_".join([_("new-accounts"), self._name]), self._shown)
        self.box = column(
            MarkupBox(html.join([html.tag("h2", _("New accounts")), html.tag("p", text, class_="wb-who")])),
            self.table,
            row(self.button, *taken, class_="wb-tools"),
            self.why_not,
            self.told,
        )

    def show(self, batch: Batch) -> None:
        """List the new accounts of a batch."""
        if self._batch is not None and self._batch.client != batch.client:
            self.told.show(html.join([]))
        self._batch = batch
        frame, columns = self._shown()
        self.table.show(frame, columns, "key")
        if self.table.selected not in set(frame["key"]):
            self.table.selected = ""
        none = _("Nothing can be kept: WORKBENCH_STORE names no file.") if batch.desk.kept is None else ""
        self.why_not.show(html.tag("p", none, class_="wb-who") if none else html.join([]))
        self._allow()

    @property
    def _name(self) -> str:
        assert self._batch is not None
        return f"{self._batch.client}_{self._batch.register}"

    def _shown(self) -> Shows:
        assert self._batch is not None
        frame = new_accounts(self._batch)
        return frame, _columns(frame["account"])

    def _allow(self) -> None:
        self.button.disabled = not self.table.selected or self._batch is None or self._batch.desk.kept is None

    def _confirm(self) -> None:
        if self._batch is None or self._batch.desk.kept is None:
            return
        row: Any = next(new_accounts(self._batch).query("key == @self.table.selected").itertuples())
        try:
            self._batch.desk.kept.transfers.confirm_account(self._batch.client, row.who, row.account)
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self._page.reload()
        text = _("The account {account} of {name} is confirmed.").format(account=grouped(row.account), name=row.payee)
        self.told.show(html.tag("p", text, class_="wb-good"))


def new_accounts(batch: Batch) -> pd.DataFrame:
    """The accounts of the batch that were not paid to before, each once with the sum that goes there.

    Columns: key, who (what stands for the party), payee, tax_id, account, transfers, amount (grosze), currency.
    """
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for transfer, findings in zip(batch.preview.transfers, batch.preview.findings, strict=True):
        if not any(finding.code == "account_new" for finding in findings):
            continue
        who, account = account_key(transfer.payee)
        row = found.setdefault(
            (who, account, transfer.currency),
            {
                "key": f"{who} {account} {transfer.currency}",
                "who": who,
                "payee": transfer.payee.name,
                "tax_id": transfer.payee.tax_id,
                "account": account,
                "transfers": 0,
                "amount": 0,
                "currency": transfer.currency,
            },
        )
        row["transfers"] += 1
        row["amount"] += transfer.amount
    return pd.DataFrame(list(found.values()), columns=list(COLUMNS))


def _columns(numbers: "pd.Series[str]") -> dict[str, Shown]:
    return {
        "payee": Shown(_("Payee")),
        "tax_id": Shown(_("NIP")),
        "account": accounts(_("Bank account"), numbers),
        "transfers": Shown(_("Transfers")),
        "amount": Shown(_("Amount"), "amount"),
        "currency": Shown(_("Currency")),
    }
