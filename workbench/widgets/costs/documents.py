"""The documents behind a figure: a heading, the list, and the list to take away."""

import ipywidgets
import pandas as pd

from ... import exports, html, i18n
from ...costs.exploring.cube import Where, documents_behind
from ...i18n import _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from .question import Question


class Documents:
    """The list of a figure's documents. `show` fills it; `box` is to be put on the page."""

    def __init__(self) -> None:
        self.frame = pd.DataFrame()
        self._name = ""
        self.head = MarkupBox(class_="wb-behind-head")
        self.table = Table(_("Documents behind the figure"), _("Choose a figure to see its documents."))
        self.csv = Download(
            "CSV", lambda: (f"{self._name}.csv", exports.to_csv(self._titled(), self._amounts).encode("utf-8-sig"))
        )
        self.xlsx = Download(
            "XLSX", lambda: (f"{self._name}.xlsx", exports.to_xlsx({_("Documents"): self._titled()}, self._amounts))
        )
        self.box: ipywidgets.Widget = column(
            row(self.head, self.csv, self.xlsx, class_="wb-tools"), self.table, class_="wb-behind"
        )
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.box.layout.display = "none"

    def show(self, question: Question, where: Where, heading: str) -> None:
        """The documents of the question's months and register that have these labels."""
        self.frame = documents_behind(question.ledger, where, register=question.register, from_=question.from_, to=question.to)
        self._name = "_".join([question.client, _("documents")])
        count = ngettext("{count} document line", "{count} document lines", len(self.frame)).format(count=len(self.frame))
        total = i18n.amount(int(self.frame["amount"].sum()), "PLN")
        self.head.show(html.join([html.tag("h3", heading), html.tag("p", f"{count}, {total}")]))
        self.table.show(self.frame, self._columns(), "document_id")
        self.box.layout.display = ""

    @property
    def _amounts(self) -> list[str]:
        return [_("Amount (PLN)")]

    def _columns(self) -> dict[str, Shown]:
        return {
            "number": Shown(_("Document")),
            "date": Shown(_("Date"), "date"),
            "party": Shown(_("Counterparty")),
            "account": Shown(_("Account")),
            "elements": Shown(_("Elements")),
            "amount": Shown(_("Amount (PLN)"), "amount"),
        }

    def _titled(self) -> pd.DataFrame:
        columns = self._columns()
        return self.frame[list(columns)].rename(columns={name: shown.title for name, shown in columns.items()})
