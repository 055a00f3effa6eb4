"""What is in a file: a JPK_V7 file or KSeF invoices that the user gives to the page. Nothing of it is booked."""

from io import BytesIO
from typing import TYPE_CHECKING

import ipywidgets

from ... import html
from ...errors import FilingError, WorkbenchError
from ...filing import safe_xml
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from .dropped_jpk import DroppedJpk
from .dropping import Dropping
from .ksef_dropped import DroppedKsef
from .uploading import LARGEST, Given

if TYPE_CHECKING:
    from .jpk_panel import JpkPanel

_INVOICE, _JPK = "}Faktura", "}JPK"


class Dropped:
    """The place that takes files, and what they hold."""

    def __init__(self, panel: "JpkPanel") -> None:
        self._panel = panel
        self._files: Given = {}
        self.upload = Dropping(self.forget, self._read, self._refuse)
        self.upload.add_class("wb-jpk-file")
        self.told = MarkupBox(class_="wb-told")
        self.choice = ipywidgets.Dropdown(description=_("File"))
        self.choice.observe(lambda change: self._choose(), "value")
        self._choosing = row(self.choice, class_="wb-question")
        self.jpk = DroppedJpk(panel.in_the_books)
        self.ksef = DroppedKsef(panel)
        note = _(
            "A JPK_V7 or JPK_VAT file, or KSeF invoices (XML files, a folder of them or a ZIP archive), together at most "
            "{size} MB. They are only shown; nothing is booked."
        )
        head = html.tag("h2", _("What is in a file"))
        text = html.tag("p", note.format(size=LARGEST), class_="wb-who")
        self.box = column(
            MarkupBox(html.join([head, text])), self.upload, self._choosing, self.told, self.jpk.box, self.ksef.box
        )
        self.forget()

    def forget(self) -> None:
        """What was shown goes, and what is on its way: it belongs to another client, or other files are given."""
        self.upload.stop()
        self._files, self.choice.options = {}, ()
        self.told.show(html.join([]))
        for box in (self._choosing, self.jpk.box, self.ksef.box):
            box.layout.display = "none"

    def _read(self, files: Given) -> None:
        try:
            self._show(files)
        except WorkbenchError as error:
            self._refuse(error)

    def _refuse(self, error: WorkbenchError) -> None:
        self.told.show(html.tag("p", str(error), role="alert"))

    def _show(self, files: Given) -> None:
        """Invoices together, of JPK files one at a time."""
        if not _are_jpk(files):
            self.ksef.show(files)
            self.ksef.box.layout.display = ""
            return
        self._files, self.choice.options = files, sorted(files)
        self.choice.value = self.choice.options[0]
        self._choosing.layout.display = "" if len(files) > 1 else "none"

    def _choose(self) -> None:
        """What the chosen file holds; the first one is chosen when files arrive."""
        name = self.choice.value
        self.told.show(html.join([]))
        self.jpk.box.layout.display = "none"
        if name is None:
            return
        try:
            self.jpk.show(name, self._files[name], self._panel.tax_id)
        except WorkbenchError as error:
            self._refuse(error)
        else:
            self.jpk.box.layout.display = ""


def _are_jpk(files: Given) -> bool:
    """Whether files are read as JPK files: the only one is no invoice (reading it says what is wrong with it), or among several
    is a JPK file and no invoice. FilingError where the only file is no XML."""
    if any(name.lower().endswith(".zip") for name in files):
        return False
    if len(files) == 1:
        return not any(_root(name, content).endswith(_INVOICE) for name, content in files.items())
    found = False
    for name, content in files.items():
        try:
            root = _root(name, content)
        except FilingError:
            continue
        if root.endswith(_INVOICE):
            return False
        found = found or root.endswith(_JPK)
    return found


def _root(name: str, content: bytes) -> str:
    return safe_xml.root_of(BytesIO(content), name)
