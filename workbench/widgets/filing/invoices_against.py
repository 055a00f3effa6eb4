"""Where KSeF invoices differ from the books of the client: document by document."""

import pandas as pd

from ... import html
from ...filing import ksef
from ...filing.ksef import comparing
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads

_KINDS = {"extra": "wb-found-error", "different": "wb-found-warning", "missing": "wb-found-warning"}


class InvoicesAgainst:
    """The sentence that says it all, and what differs."""

    def __init__(self) -> None:
        self._found = pd.DataFrame()
        self.told = MarkupBox()
        self.table = Table(_("Differences from the books"), _("Invoices and books agree."))
        taken = downloads(_("Differences"), lambda: _("ksef-differences"), lambda: invoice_differences(self._found))
        self._listed = column(self.table, row(*taken, class_="wb-tools"))
        title = MarkupBox(html.tag("h3", _("Against the books of the client")))
        self.box = column(title, self.told, self._listed)

    def show(self, found: ksef.InvoiceComparison) -> None:
        """Show a comparison."""
        self._found = found.differences
        agreed = html.tag("p", _("Invoices and books agree."), class_="wb-good-news")
        plain = html.tag("p", comparing.counted(found), class_="wb-bad-news" if len(found.differences) else "wb-who")
        self.told.show(plain if len(found.differences) else html.join([agreed, plain]))
        self._listed.layout.display = "" if len(found.differences) else "none"
        self.table.show(*invoice_differences(found.differences), "key", lambda row: _KINDS[row.change])


def invoice_differences(found: pd.DataFrame) -> Shows:
    """What differs, and how it is shown."""
    told = found.assign(
        key=found.index.astype("str"),
        field=[comparing.told(field, rate) for field, rate in zip(found["field"], found["rate"], strict=True)],
        **{side: [comparing.value(one) for one in found[side].tolist()] for side in ("file", "books")},
    )
    columns = {
        "change": Shown(_("Difference"), "sign", {code: _(title) for code, title in comparing.CHANGES.items()}),
        "register": Shown(_("Register"), words={code: _(title) for code, title in comparing.REGISTERS.items()}),
        "document": Shown(_("Document")),
        "name": Shown(_("Counterparty")),
        "tax_id": Shown(_("Tax number")),
        "field": Shown(_("Field")),
        "file": Shown(_("In the invoice")),
        "books": Shown(_("In the books")),
        "ksef_number": Shown(_("KSeF number"), "account"),
    }
    return told, columns
