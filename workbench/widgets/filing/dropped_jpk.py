"""What a JPK_V7 or JPK_VAT file holds: header, control sums, declaration fields, rows, faults, differences from the books."""

from collections.abc import Callable

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...errors import WorkbenchError
from ...filing.checking.jpk import check_jpk
from ...filing.comparing import compare
from ...filing.files import Control, JpkFile
from ...filing.reading.jpk import read_jpk
from ...i18n import N_, _
from ..layout import column, fact_list
from ..markup import MarkupBox
from ..table import Table
from .declared_fields import DeclaredFields
from .declared_view import Declared
from .differences import Differences
from .faults import Faults, faults_told
from .register_rows import row_shows
from .verdict import PURPOSES

_NO_ROWS = {"sales": N_("The file has no sales."), "purchases": N_("The file has no purchases.")}


class DroppedJpk:
    """The sections for one file, below each other; what the file does not have is not shown.

    `books` gives the same file as the books of the client have it; it raises where they have none.
    """

    def __init__(self, books: Callable[[JpkFile], JpkFile]) -> None:
        self._books = books
        self.facts = MarkupBox()
        self.faults = Faults(lambda: "jpk-faults")
        self.refused = MarkupBox(class_="wb-told")
        self.differences = Differences()
        self.fields = DeclaredFields(lambda: "jpk-fields", "wb-jpk-file-behind")
        self.sales = Table(_("Sales"), _(_NO_ROWS["sales"]))
        self.purchases = Table(_("Purchases"), _(_NO_ROWS["purchases"]))
        self._compared = column(
            MarkupBox(html.tag("h2", _("Against the books of the client"))), self.refused, self.differences.box
        )
        self._rows = ipywidgets.Accordion(children=[self.sales, self.purchases], titles=[_("Sales"), _("Purchases")])
        self.box = column(self.facts, self.faults.box, self._compared, self.fields.box, self._rows)

    def show(self, name: str, content: bytes, client_tax_id: str) -> None:
        """Show a file; `client_tax_id`: whose books are chosen, "" where they do not say it. Raises as `filing.read_jpk`."""
        file = read_jpk(content)
        faults = check_jpk(content)
        self.facts.show(_head(name, file, faults, client_tax_id))
        self.faults.show(faults)
        self.fields.show(Declared.of_file(file))
        self._rows.layout.display = "" if file.sales is not None else "none"
        for table, rows, title, place in (
            (self.sales, file.sales, _("Sales ({count})"), 0),
            (self.purchases, file.purchases, _("Purchases ({count})"), 1),
        ):
            if rows is not None:
                table.show(*row_shows(rows), "key", _row_kind)
                self._rows.set_title(place, title.format(count=len(rows)))
        self._compare(file)

    def _compare(self, file: JpkFile) -> None:
        self._compared.layout.display = "" if file.sales is not None else "none"
        self.differences.box.layout.display = "none"
        self.refused.show(html.join([]))
        if file.sales is None:
            return
        try:
            self.differences.show(compare(file, self._books(file)))
        except WorkbenchError as error:
            self.refused.show(html.tag("p", str(error)))
        else:
            self.differences.box.layout.display = ""


def _row_kind(row: object) -> str:
    return "wb-moved" if getattr(row, "relief", False) else ""


def _head(name: str, file: JpkFile, faults: pd.DataFrame, client_tax_id: str) -> Markup:
    """Whose file it is, of which month, what stands in it."""
    header, taxpayer = file.header, file.taxpayer
    title = f"{header.version.name}, {i18n.month(header.month)}"
    facts = [
        (_("File"), name),
        (_("Taxpayer"), f"{taxpayer.name or ' '.join([taxpayer.first_name, taxpayer.last_name])}, NIP {taxpayer.tax_id}"),
        (_("Purpose"), _(PURPOSES[header.purpose])),
        (_("Tax office"), header.tax_office or "—"),
        (_("Made"), f"{i18n.day(header.made_at)} {header.made_at:%H:%M} UTC"),
        (_("Program"), header.system or "—"),
        (_("Declaration part"), _("yes") if file.declaration is not None else _("no")),
        *_register_facts(_("Sales"), file.sales, file.sales_control),
        *_register_facts(_("Purchases"), file.purchases, file.purchases_control),
        (_("Faults"), faults_told(faults)),
    ]
    other = []
    if client_tax_id not in ("", taxpayer.tax_id):
        text = _("This is a file of another taxpayer than the chosen client (NIP {tax_id}).").format(tax_id=client_tax_id)
        other = [html.tag("p", text, class_="wb-bad-news")]
    return html.join([html.tag("h3", title), *other, fact_list(facts)])


def _register_facts(title: str, rows: pd.DataFrame | None, control: Control | None) -> list[tuple[str, str]]:
    """Rows and tax of a register as its control sums say it."""
    if rows is None or control is None:
        return [(title, "—")]
    told = _("{rows} rows, tax {tax} by the control sums; {count} rows in the file")
    return [(title, told.format(rows=control.rows, tax=i18n.amount(control.tax, "PLN"), count=len(rows)))]
