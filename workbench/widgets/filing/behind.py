"""What is behind a field of the declaration: the rows of the register that it sums up, or the fields it is computed from."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from ... import html
from ...filing import fields
from ...i18n import N_, _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .declared_view import Declared
from .figures import whole, whole_pln

REGISTERS: Mapping[str, str] = {"sale": N_("sale"), "purchase": N_("purchase")}
RELIEF: Mapping[bool, str] = {True: N_("relief"), False: ""}


class Behind:
    """Filled for the field that is chosen; without one it says what to do."""

    def __init__(self, place: str) -> None:
        self._declared: Declared | None = None
        self._field = ""
        self.told = MarkupBox(class_=place)
        self.table = Table(_("Rows behind the field"), _("No row of the register is behind this field."))
        taken = downloads(_("Rows"), lambda: "_".join([_("rows-behind"), self._field]), self._shows)
        self._listed = column(self.table, row(*taken, class_="wb-tools"))
        self.box = column(self.told, self._listed)

    def show(self, declared: Declared, field: str) -> None:
        """What is behind a field; "" where none is chosen."""
        self._declared, self._field = declared, field
        listed = bool(field) and declared.has_rows and bool(fields.parts_of(field, declared.version))
        self._listed.layout.display = "" if listed else "none"
        self.told.show(_told(declared, field))
        if listed:
            frame, columns = self._shows()
            total = int(frame["amount"].sum())
            foot = [_("Total"), *({"amount": total}.get(name) for name in list(columns)[1:])]
            self.table.show(frame, columns, "key", lambda row: "wb-moved" if row.relief else "", foot)

    def _shows(self) -> Shows:
        assert self._declared is not None
        return behind_shows(self._declared.rows_behind(self._field))


def behind_shows(rows: pd.DataFrame) -> Shows:
    """The rows of `fields.rows_behind` and how they are shown."""
    told = rows.assign(key=rows.index.astype("str"))
    columns = {
        "document": Shown(_("Document")),
        "name": Shown(_("Counterparty")),
        "issue_date": Shown(_("Issued"), "date"),
        "field": Shown(_("Field")),
        "amount": Shown(_("Amount (zł)"), "amount"),
        "relief": Shown(_("Relief"), words={code: title and _(title) for code, title in RELIEF.items()}),
        "register": Shown(_("Register"), words={code: _(title) for code, title in REGISTERS.items()}),
        "row": Shown(_("Row"), "count"),
    }
    several = {"field": rows["field"].nunique() > 1, "register": rows["register"].nunique() > 1, "relief": rows["relief"].any()}
    return told, {name: shown for name, shown in columns.items() if several.get(name, True)}


def _told(declared: Declared, field: str) -> Markup:
    """The field with its amount, and the fields it is computed from, each with its own."""
    if not field:
        return html.tag("p", _("Click a field of the declaration to see what is behind it."), class_="wb-who")
    amounts = declared.amounts()
    head = html.tag("h3", f"{field} · {fields.title(field)}: {whole_pln(amounts.get(field, 0))}")
    parts = fields.parts_of(field, declared.version)
    if not parts:
        return html.join([head, html.tag("p", _("Entered by hand; no row of the register is behind it."), class_="wb-who")])
    if parts[0][0].startswith("K_"):
        names = " + ".join(name for name, _sign in parts)
        text = _("The sum of {fields} over the period, rounded to whole zloty.").format(fields=names)
        if field in fields.RELIEF_FIELDS:
            text = _("The sum of {fields} of the rows of art. 89a sec. 1 alone, rounded to whole zloty.").format(fields=names)
        return html.join([head, html.tag("p", text, class_="wb-who"), *_no_rows(declared)])
    rows = [
        ("−" if sign < 0 else "+", name, fields.title(name), whole(amounts[name])) for name, sign in parts if amounts.get(name)
    ]
    table = html.table(["", _("Field"), _("What it is"), _("Amount (zł)")], rows, classes=["", "", "", "zloty"])
    return html.join([head, html.tag("p", _("Computed from these fields:"), class_="wb-who"), table, *_no_rows(declared)])


def _no_rows(declared: Declared) -> list[Markup]:
    if declared.has_rows:
        return []
    return [html.tag("p", _("The rows behind it are not in this file."), class_="wb-who")]
