"""The relief in the file: its rows, and the table that must be all zeros."""

from collections.abc import Callable, Mapping

import pandas as pd

from ... import html, i18n, money
from ...filing import fields
from ...filing.files import JpkFile
from ...filing.reconciliation import DIFFERENCES, TELLINGS
from ...filing.rows import purchase_columns, sale_columns, table
from ...i18n import N_, _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from ..taking_away import Shows, downloads
from .figures import whole
from .quarters import quarter_told
from .register_rows import row_shows
from .view import Filed

_TITLES: Mapping[str, str] = {
    "notice": N_("Notices (zł)"),
    "entries": N_("Correction entries (zł)"),
    "rows": N_("Rows of the file (zł)"),
    "declared": N_("Declaration (zł)"),
    "entries_difference": N_("Entries against notices"),
    "rows_difference": N_("Rows against entries"),
    "declared_difference": N_("Declaration against rows"),
}


class Reconciled:
    """Relief rows of sales and purchases, what a quarterly payer should know of them, the reconciliation with its documents.

    `stem` gives a name to what is taken away."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._filed: Filed | None = None
        self.sales = Table(_("Relief rows of sales"), _("No relief rows of sales in this file."))
        self.purchases = Table(_("Relief rows of purchases"), _("No relief rows of purchases in this file."))
        self.traps = MarkupBox()
        self.table = Table(_("Reconciliation"), _("Nothing to reconcile: there is no relief in this file."))
        self.documents = Table(_("Documents behind the differences"), _("No document differs."))
        taken = downloads(_("Reconciliation"), lambda: stem(_("reconciliation")), self._taken)
        self._rows = column(
            MarkupBox(html.tag("h2", _("Relief in the records"))),
            MarkupBox(html.tag("h3", _("Sales (art. 89a)"))),
            self.sales,
            row(*self._downloads(_("Relief rows of sales"), stem, _("relief-sales"), "sale"), class_="wb-tools"),
            MarkupBox(html.tag("h3", _("Purchases (art. 89b)"))),
            self.purchases,
            row(*self._downloads(_("Relief rows of purchases"), stem, _("relief-purchases"), "purchase"), class_="wb-tools"),
        )
        self._documents = column(MarkupBox(html.tag("h3", _("Documents behind the differences"))), self.documents)
        text = _("Four tellings of the same relief, field by field. Every difference must be zero.")
        head = html.join([html.tag("h2", _("Reconciliation")), html.tag("p", text, class_="wb-who")])
        self.box = column(self._rows, self.traps, MarkupBox(head), self.table, self._documents, row(*taken, class_="wb-tools"))

    def show(self, filed: Filed) -> None:
        """The relief of a file; its rows where it holds the record part."""
        self._filed = filed
        self._rows.layout.display = "" if filed.file.sales is not None else "none"
        self.traps.show(quarter_told(filed))
        for shown, side in ((self.sales, "sale"), (self.purchases, "purchase")):
            frame, columns = row_shows(relief_rows(filed.file, side))
            shown.show(frame, columns, "key", lambda row: "wb-paid_back" if _is_back(row) else "")
        self.table.show(
            told(filed.of.reconciliation), _columns("zloty"), "field", lambda row: "wb-not-zero" if row.differs else ""
        )
        documents = filed.of.unreconciled
        self._documents.layout.display = "" if len(documents) else "none"
        self.documents.show(*document_shows(documents), "key", lambda row: "wb-not-zero")

    def _downloads(self, title: str, stem: Callable[[str], str], what: str, side: str) -> tuple[Download, Download]:
        def shown() -> Shows:
            assert self._filed is not None
            return row_shows(relief_rows(self._filed.file, side))

        return downloads(title, lambda: stem(what), shown)

    def _taken(self) -> Shows:
        assert self._filed is not None
        return in_grosze(self._filed.of.reconciliation), _columns("amount")


def relief_rows(file: JpkFile, side: str) -> pd.DataFrame:
    """The rows of the record part that are relief; none of a file without it."""
    if file.sales is None or file.purchases is None:
        return table(sale_columns("V7M") if side == "sale" else purchase_columns("V7M"))
    if side == "sale":
        return file.sales[file.sales["relief"]]
    return file.purchases[(file.purchases["K_46"] != 0) | (file.purchases["K_47"] != 0)]


def in_grosze(reconciled: pd.DataFrame) -> pd.DataFrame:
    """A reconciliation with all its amounts in grosze, those of the declaration too; missing is 0."""
    factor = reconciled["unit"].map({"grosze": 1, "zloty": money.ZLOTY}).astype("int64")
    amounts = {name: reconciled[name].fillna(0).astype("int64") * factor for name in (*TELLINGS, *DIFFERENCES)}
    return reconciled.assign(**amounts, title=[fields.title(name) for name in reconciled["field"]])


def told(reconciled: pd.DataFrame) -> pd.DataFrame:
    """A reconciliation with its amounts as texts, to the grosz of the records, to the zloty of the declaration; without the
    fields that are 0 in every telling."""
    exact = (reconciled["unit"] == "grosze").tolist()
    texts = {
        name: [
            "" if pd.isna(value) else i18n.amount(value) if grosze else whole(int(value))
            for value, grosze in zip(reconciled[name].tolist(), exact, strict=True)
        ]
        for name in (*TELLINGS, *DIFFERENCES)
    }
    differs = reconciled[list(DIFFERENCES)].ne(0).any(axis=1)
    found = reconciled.assign(**texts, title=[fields.title(name) for name in reconciled["field"]], differs=differs)
    return found[reconciled[list(_TITLES)].fillna(0).ne(0).any(axis=1)]


def _columns(kind: str) -> dict[str, Shown]:
    amounts = {name: Shown(_(title), kind) for name, title in _TITLES.items()}
    return {"field": Shown(_("Field")), "title": Shown(_("What it is")), **amounts}


def document_shows(documents: pd.DataFrame) -> Shows:
    """The documents that differ and how they are shown."""
    frame = documents.assign(
        key=documents.index.astype("str"),
        document_id=[document or _("all documents together") for document in documents["document_id"].tolist()],
    )
    columns = {
        "document_id": Shown(_("Document")),
        "field": Shown(_("Field")),
        **{name: Shown(_(_TITLES[name]), "amount") for name in ("notice", "entries", "rows")},
    }
    return frame, columns


def _is_back(row: object) -> bool:
    """Whether a relief row gives back what was taken: of a sale that was paid, of a purchase that was."""
    return not pd.isna(getattr(row, "payment_date", pd.NaT)) or getattr(row, "K_47", 0) != 0
