"""The relief in the file: its rows, and the table that must be all zeros."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from ... import html, i18n, money
from ...days import Quarter
from ...filing import fields
from ...filing.files import JpkFile
from ...filing.reconciliation import DIFFERENCES, TELLINGS
from ...filing.rows import purchase_columns, sale_columns, table
from ...i18n import N_, _, ngettext
from ..layout import column, details, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .agreement import Standing
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
_KINDS: Mapping[Standing, str] = {"": "", "lacking": "wb-not-yet", "different": "wb-not-zero"}


class ReliefRows:
    """The relief rows of one side with their downloads. `empty`: what stands there without any; `name`: of what is taken
    away, without its ending."""

    def __init__(self, heading: str, title: str, empty: str, name: Callable[[], str]) -> None:
        self._rows = pd.DataFrame()
        self.table = Table(title, empty)
        self.tools = row(*downloads(title, name, lambda: row_shows(self._rows)), class_="wb-tools")
        self.box = column(MarkupBox(html.tag("h3", heading)), self.table, self.tools)

    def show(self, rows: pd.DataFrame) -> None:
        """`rows`: those of `relief_rows`."""
        self._rows = rows
        self.tools.layout.display = "" if len(rows) else "none"
        frame, columns = row_shows(rows)
        self.table.show(frame, columns, "key", lambda row: "wb-paid_back" if _is_back(row) else "")


class Reconciled:
    """Relief rows of sales and purchases, what a quarterly payer should know of them, the reconciliation with its documents:
    each in a box that is closed, tells its result, and is opened where something is wrong.

    `stem` gives a name to what is taken away."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._filed: Filed | None = None
        self.sales = ReliefRows(
            _("Sales (art. 89a)"),
            _("Relief rows of sales"),
            _("No relief rows of sales in this file."),
            lambda: stem(_("relief-sales")),
        )
        self.purchases = ReliefRows(
            _("Purchases (art. 89b)"),
            _("Relief rows of purchases"),
            _("No relief rows of purchases in this file."),
            lambda: stem(_("relief-purchases")),
        )
        self.traps = MarkupBox()
        self.table = Table(_("Reconciliation"), _("Nothing to reconcile: there is no relief in this file."))
        self.documents = Table(_("Documents behind the differences"), _("No document differs."))
        self._tools = row(*downloads(_("Reconciliation"), lambda: stem(_("reconciliation")), self._taken), class_="wb-tools")
        self._documents = column(MarkupBox(html.tag("h3", _("Documents behind the differences"))), self.documents)
        text = _("Four tellings of the same relief, field by field. Every difference must be zero.")
        head = MarkupBox(html.tag("p", text, class_="wb-who"))
        self.rows_box = details("", column(self.sales.box, self.purchases.box))
        self.quarter_box = details(_("The quarter: three files, one declaration"), self.traps)
        self.table_box = details("", column(head, self.table, self._tools, self._documents))
        self.box = column(self.rows_box, self.quarter_box, self.table_box)

    def show(self, filed: Filed) -> None:
        """The relief of a file; its rows where it holds the record part."""
        self._filed = filed
        self.rows_box.layout.display = "" if filed.file.sales is not None else "none"
        rows = [relief_rows(filed.file, side) for side in ("sale", "purchase")]
        self.sales.show(rows[0])
        self.purchases.show(rows[1])
        self.rows_box.set_title(0, _rows_told(*rows))
        self._show_table(filed)

    def show_quarter(self, filed: Filed) -> None:
        """What a payer by the quarter should know; it takes the notices of three months."""
        quarterly = isinstance(filed.of.period, Quarter)
        self.quarter_box.layout.display = "" if quarterly else "none"
        self.traps.show(quarter_told(filed))
        self.quarter_box.selected_index = 0 if quarterly and len(filed.of.traps) else None

    def _show_table(self, filed: Filed) -> None:
        frame = told(filed.of.reconciliation, filed.of.standings)
        self.table.show(frame, _columns("zloty", filed), "field", lambda row: _KINDS[row.standing])
        self._tools.layout.display = "" if len(frame) else "none"
        documents = filed.of.unreconciled
        self._documents.layout.display = "" if len(documents) else "none"
        self.documents.show(*document_shows(documents), "key", lambda row: "wb-not-zero")
        self.table_box.set_title(0, _standing_told(filed))
        self.table_box.selected_index = 0 if filed.of.standing == "different" else None

    def _taken(self) -> Shows:
        assert self._filed is not None
        return in_grosze(self._filed.of.reconciliation), _columns("amount", self._filed)


def _rows_told(sales: pd.DataFrame, purchases: pd.DataFrame) -> str:
    """How many rows take something off the tax, and how many give it back."""
    back = [_is_back(row) for rows in (sales, purchases) for row in rows.itertuples()]
    if not back:
        return _("Relief in the records: no rows")
    return _("Relief in the records: {minus} minus, {plus} plus").format(minus=back.count(False), plus=back.count(True))


def _standing_told(filed: Filed) -> str:
    """The result of the reconciliation in a few words."""
    if filed.of.standing == "different":
        count = filed.of.standings.count("different")
        return ngettext("Reconciliation: {count} field differs", "Reconciliation: {count} fields differ", count).format(
            count=count
        )
    if filed.of.standing == "lacking":
        return _("Reconciliation: correction entries are missing")
    return _("Reconciliation: all differences are zero")


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


def told(reconciled: pd.DataFrame, standings: Sequence[Standing]) -> pd.DataFrame:
    """A reconciliation with its amounts as texts, to the grosz of the records, to the zloty of the declaration, and how each
    field stands; without the fields that are 0 in every telling."""
    exact = (reconciled["unit"] == "grosze").tolist()
    texts = {
        name: [
            "" if pd.isna(value) else i18n.amount(value) if grosze else whole(int(value))
            for value, grosze in zip(reconciled[name].tolist(), exact, strict=True)
        ]
        for name in (*TELLINGS, *DIFFERENCES)
    }
    found = reconciled.assign(**texts, title=[fields.title(name) for name in reconciled["field"]], standing=list(standings))
    return found[reconciled[list(_TITLES)].fillna(0).ne(0).any(axis=1)]


def _columns(kind: str, filed: Filed) -> dict[str, Shown]:
    amounts = {name: Shown(_(title), kind) for name, title in _TITLES.items()}
    computed = {basis.side for basis in filed.of.computed}
    if computed:
        entered = {basis.side for basis in filed.of.bases if len(basis.notice.lines)} - computed
        title = (
            _("Entries, in part computed, not generated yet (zł)") if entered else _("Entries computed, not generated yet (zł)")
        )
        amounts["entries"] = Shown(title, kind)
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
