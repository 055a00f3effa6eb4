"""What is in a file: a JPK_V7 file or KSeF invoices that the user gives to the page. Nothing of it is booked."""

from io import BytesIO
from typing import TYPE_CHECKING

import ipywidgets

from ... import html
from ...errors import WorkbenchError
from ...filing import safe_xml
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from .dropped_jpk import DroppedJpk
from .ksef_dropped import DroppedKsef
from .uploading import LARGEST, Given, given

if TYPE_CHECKING:
    from .jpk_panel import JpkPanel


class Dropped:
    """The button that takes files, and what they hold."""

    def __init__(self, panel: "JpkPanel") -> None:
        self._panel = panel
        self.upload = ipywidgets.FileUpload(multiple=True, accept=".xml,.zip", description=_("Choose files"))
        self.upload.add_class("wb-jpk-file")
        self.told = MarkupBox(class_="wb-told")
        self.jpk = DroppedJpk(panel.in_the_books)
        self.ksef = DroppedKsef(panel)
        self.upload.observe(lambda change: self._read(), "value")
        note = _(
            "A JPK_V7 or JPK_VAT file, or KSeF invoices (XML files or a ZIP archive), together at most {size} MB. They are "
            "only shown; nothing is booked."
        )
        head = html.tag("h2", _("What is in a file"))
        text = html.tag("p", note.format(size=LARGEST), class_="wb-who")
        self.box = column(
            MarkupBox(html.join([head, text])), row(self.upload, class_="wb-tools"), self.told, self.jpk.box, self.ksef.box
        )
        self.forget()

    def forget(self) -> None:
        """What was shown goes: it belongs to another client."""
        self.told.show(html.join([]))
        self.jpk.box.layout.display = self.ksef.box.layout.display = "none"

    def _read(self) -> None:
        if not self.upload.value:
            return
        value, self.upload.value = self.upload.value, ()
        self.forget()
        try:
            self._show(given(value))
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error), role="alert"))

    def _show(self, files: Given) -> None:
        """One XML file that is no invoice is read as a JPK file, which says what is wrong with it; all else as invoices."""
        name, content = next(iter(files.items()))
        if len(files) == 1 and not name.lower().endswith(".zip") and not _is_invoice(name, content):
            self.jpk.show(name, content, self._panel.tax_id)
            self.jpk.box.layout.display = ""
        else:
            self.ksef.show(files)
            self.ksef.box.layout.display = ""


def _is_invoice(name: str, content: bytes) -> bool:
    return safe_xml.root_of(BytesIO(content), name).endswith("}Faktura")
