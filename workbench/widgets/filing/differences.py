"""Where a file differs from the books of the client: row by row, and in the fields of the declaration."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...filing import fields
from ...filing.comparing import Comparison
from ...i18n import N_, _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .figures import whole

REGISTERS: Mapping[str, str] = {"sales": N_("sales"), "purchases": N_("purchases")}
CHANGES: Mapping[str, str] = {
    "missing": N_("missing in the file"),
    "extra": N_("not in the books"),
    "different": N_("different"),
}
RELIEF: Mapping[bool, str] = {True: N_("relief"), False: ""}
_KINDS = {"missing": "wb-found-error", "extra": "wb-found-error", "different": "wb-found-warning"}


class Differences:
    """The sentence that says it all, the rows that differ, the fields of the declaration that do."""

    def __init__(self) -> None:
        self._found = pd.DataFrame()
        self.told = MarkupBox()
        self.table = Table(_("Differences from the books"), _("File and books agree row by row."))
        self.declared = MarkupBox()
        taken = downloads(_("Differences"), lambda: _("jpk-differences"), lambda: difference_shows(self._found))
        self._listed = column(self.table, row(*taken, class_="wb-tools"))
        self.box = column(self.told, self._listed, self.declared)

    def show(self, found: Comparison) -> None:
        """Show a comparison."""
        self._found = found.differences
        self.told.show(_counted(found))
        self._listed.layout.display = "" if len(found.differences) else "none"
        self.table.show(*difference_shows(found.differences), "key", lambda row: _KINDS[row.change])
        self.declared.show(_declared(found.declaration))


def difference_shows(found: pd.DataFrame) -> Shows:
    """The rows of a comparison that differ, and how they are shown: a relief row that no notice of the books gives is one."""
    told = found.assign(
        key=found.index.astype("str"),
        **{side: [_value(value) for value in found[side].tolist()] for side in ("file", "books")},
        **{name: [str(number or "") for number in found[name].tolist()] for name in ("row_file", "row_books")},
    )
    columns = {
        "change": Shown(_("Difference"), "sign", {code: _(title) for code, title in CHANGES.items()}),
        "register": Shown(_("Register"), words={code: _(title) for code, title in REGISTERS.items()}),
        "relief": Shown(_("Relief"), words={code: title and _(title) for code, title in RELIEF.items()}),
        "document": Shown(_("Document")),
        "name": Shown(_("Counterparty")),
        "tax_id": Shown(_("Tax number")),
        "field": Shown(_("Field")),
        "file": Shown(_("In the file")),
        "books": Shown(_("In the books")),
        "row_file": Shown(_("Row in the file")),
        "row_books": Shown(_("Row in the books")),
    }
    return told, columns


def _value(value: Any) -> str:
    """An amount in grosze with its unit, or a text as it is."""
    return value if isinstance(value, str) else i18n.amount(int(value), "PLN")


def _counted(found: Comparison) -> Markup:
    """How many rows there are on both sides, and how many are the same; whether that is all of them."""
    counts = {"file": found.rows_file, "books": found.rows_books, "same": found.same}
    told = _("Rows in the file: {file}, in the books: {books}, the same: {same}").format(**counts)
    if len(found.differences) or len(found.declaration):
        return html.tag("p", told, class_="wb-bad-news")
    good = html.tag("p", _("File and books agree row by row."), class_="wb-good-news")
    return html.join([good, html.tag("p", told, class_="wb-who")])


def _declared(declaration: pd.DataFrame) -> Markup:
    """The fields of the declaration that differ, in whole zloty."""
    if declaration.empty:
        return html.join([])
    rows = [
        (field, fields.title(field), *(_field(value) for value in (in_file, by_books)), _field(difference))
        for field, in_file, by_books, difference in declaration.itertuples(index=False, name=None)
    ]
    header = [_("Field"), _("What it is"), _("In the file (zł)"), _("In the books (zł)"), _("Difference (zł)")]
    return html.table(
        header, rows, classes=["", "", "zloty", "zloty", "zloty"], caption=_("Fields of the declaration that differ")
    )


def _field(value: Any) -> str:
    return value if isinstance(value, str) else whole(int(value))
