"""Technical documents of the purchase register (J-013): entered by hand, listed, withdrawn."""

from typing import TYPE_CHECKING
from uuid import uuid4

import ipywidgets
import pandas as pd

from ... import html, money
from ...days import Month
from ...errors import ReliefError, WorkbenchError
from ...i18n import _
from ...relief.life.entry_list import DEDUCTIBLE_TITLES, ENTRY_KIND_TITLES
from ...relief.life.technical import ATTRIBUTE_TITLES, DEDUCTIBLE, ENTRY_KINDS, TechnicalDocument
from ...relief.parts import TAXED_RATES
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .asking import Asking
from .tables import rates
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Technical:
    """The documents of the period and a form for a further one; in sight on the purchase side only."""

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self.table = Table(_("Technical documents"), _("No technical documents."))
        self.attribute = ipywidgets.Dropdown(
            options=[(_(title), code) for code, title in ATTRIBUTE_TITLES.items()], description=_("Attribute")
        )
        self.number = ipywidgets.Text(description=_("Number"))
        self.document = ipywidgets.Text(
            description=_("Corrected purchase"), placeholder=_("its number or identifier, if known")
        )
        self.rate = ipywidgets.Dropdown(options=[(f"{rate}\u00a0%", rate) for rate in TAXED_RATES], description=_("Rate"))
        self.vat = ipywidgets.Text(description=_("VAT (PLN)"))
        self.kind = ipywidgets.Dropdown(
            options=[(_(ENTRY_KIND_TITLES[kind]), kind) for kind in ENTRY_KINDS], description=_("Kind")
        )
        self.deductible = ipywidgets.Dropdown(
            options=[(_(DEDUCTIBLE_TITLES[code]), code) for code in DEDUCTIBLE], description=_("Deductions")
        )
        self.note = ipywidgets.Text(description=_("Note"))
        self.add = ipywidgets.Button(description=_("Add the technical document"))
        self.withdraw = ipywidgets.Button(description=_("Withdraw the chosen one"))
        self.asking = Asking()
        self.told = MarkupBox(class_="wb-told")
        self.add.on_click(lambda pressed: self._add())
        self.withdraw.on_click(lambda pressed: self._withdraw())
        self.table.observe(lambda change: self._allow(), "selected")
        taken = downloads(_("Technical documents"), lambda: page.file_stem("technical"), self._shows)
        fields = row(self.attribute, self.number, self.document, self.rate, self.vat, self.kind, self.deductible, self.note)
        form = column(fields, row(self.add), self.asking.box, self.told, class_="wb-question")
        title = MarkupBox(html.tag("h2", _("Technical documents")))
        self.box = column(title, self.table, row(*taken, self.withdraw, class_="wb-tools"), form)

    def show(self, asked: Asked) -> None:
        self._asked = asked
        self.box.layout.display = "" if asked.side == "purchase" else "none"
        self.asking.withdraw()
        self.told.show(html.join([]))
        if asked.side != "purchase":
            return
        frame, columns = self._shows()
        self.table.show(frame, columns, "id", lambda row: f"wb-{row.attribute}")
        if self.table.selected not in set(frame["id"]):
            self.table.selected = ""
        self._allow()

    @property
    def _month(self) -> Month:
        assert self._asked is not None
        return Month.of(self._asked.period.last)

    def _shows(self) -> Shows:
        assert self._asked is not None
        of_period = [one for one in self._asked.desk.technical.values() if one.period.first in self._asked.period]
        frame = pd.DataFrame(
            [
                {"id": one.id, "attribute": one.attribute, "title": one.title, "number": one.number}
                | {"document": one.document_id, "rate": one.rate, "vat": int(one.entry["vat"].iloc[0])}
                | {"kind": one.kind, "deductible": one.deductible, "note": one.note}
                for one in of_period
            ],
            columns=["id", "attribute", "title", "number", "document", "rate", "vat", "kind", "deductible", "note"],
        )
        columns = {
            "number": Shown(_("Number")),
            "title": Shown(_("Attribute")),
            "document": Shown(_("Corrected purchase")),
            "rate": rates(),
            "vat": Shown(_("VAT (PLN)"), "amount"),
            "kind": Shown(_("Kind"), words={kind: _(title) for kind, title in ENTRY_KIND_TITLES.items()}),
            "deductible": Shown(_("Deductions"), words={code: _(title) for code, title in DEDUCTIBLE_TITLES.items()}),
            "note": Shown(_("Note")),
        }
        return frame, columns

    def _allow(self) -> None:
        assert self._asked is not None
        unkept = _("Nothing can be kept: WORKBENCH_STORE names no file.") if self._asked.desk.kept is None else ""
        self.add.disabled, self.add.tooltip = bool(unkept), unkept
        unchosen = "" if self.table.selected else _("Choose a technical document.")
        self.withdraw.disabled, self.withdraw.tooltip = bool(unkept or unchosen), unkept or unchosen

    def _add(self) -> None:
        assert self._asked is not None
        self.told.show(html.join([]))
        try:
            document = self._typed()
            warnings = self._asked.desk.check_technical(document)["warning"].tolist()
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        if warnings:
            self.asking.ask(" ".join(warnings), {_("Add it nevertheless"): lambda: self._keep(document)})
        else:
            self._keep(document)

    def _keep(self, document: TechnicalDocument) -> None:
        self._page.life.take(lambda desk: desk.add_technical(document), _("The technical document was added."))

    def _withdraw(self) -> None:
        chosen = self.table.selected
        self._page.life.take(lambda desk: desk.remove_technical(chosen), _("The technical document was withdrawn."))

    def _typed(self) -> TechnicalDocument:
        """What the form says. ReliefError where something is missing or is no amount."""
        number = self.number.value.strip()
        if not number:
            raise ReliefError(_("The technical document has no number: type one."))
        return TechnicalDocument(
            id=uuid4().hex,
            period=self._month,
            attribute=self.attribute.value,
            document_id=self._purchase(self.document.value.strip()),
            number=number,
            rate=self.rate.value,
            vat=self._amount(self.vat.value),
            kind=self.kind.value,
            deductible=self.deductible.value,
            note=self.note.value.strip(),
        )

    @staticmethod
    def _amount(text: str) -> int:
        try:
            return money.parse(text.strip().replace("\u00a0", "").replace(" ", "").replace(",", "."))
        except ValueError:
            raise ReliefError(_("{text}: an amount is written such as 93,49.").format(text=text)) from None

    def _purchase(self, named: str) -> str:
        """The identifier of the purchase with this number or identifier; empty where none is named, what was typed where the
        books hold none, which is warned of. ReliefError where they hold several."""
        assert self._asked is not None
        if not named:
            return ""
        documents = self._asked.desk.ledger.documents
        purchases = documents[documents["register"] == "purchase"]
        if (purchases["document_id"] == named).any():
            return named
        found = purchases.loc[(purchases["number"] == named) | (purchases["foreign_number"] == named), "document_id"]
        if len(found) > 1:
            told = _("{document}: the books hold several such purchases; type the identifier of one.")
            raise ReliefError(told.format(document=named))
        return named if found.empty else str(found.iloc[0])
