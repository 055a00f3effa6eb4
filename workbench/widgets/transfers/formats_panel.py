"""The formats: the standard ones, and own text formats to be copied, edited, taken away and brought in (T-001 to T-012)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import ipywidgets
from markupsafe import Markup

from ... import html
from ...errors import TransferError, WorkbenchError
from ...i18n import N_, _
from ...transfers import Format
from ...transfers.formats import TextFormat, format_of, to_xml
from ...transfers.formats.format_xml import LARGEST
from ..layout import column, row
from ..markup import MarkupBox
from ..shortcuts import Shortcuts
from ..table import Download, Shown, Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .file_view import file_view
from .format_card import bank_form_card, fault_lists, format_card
from .format_edits import begun, brought_in, copy_of, format_table, refuse_unusable, refuse_used, remembered
from .format_form import FormatForm
from .keeping import Keeping
from .reading import Reading

if TYPE_CHECKING:
    from .page import TransfersPage

KEYS = ("Ctrl+Insert", "Ctrl++")
"""What copies the chosen format (T-008)."""
NO_COPY = N_("{format} cannot be copied: only text formats are put together of fields. Copy one of these, or begin a new one.")


class Formats:
    """The list, the card of the chosen format, the form of an own one and the file that the batch makes in it.

    An own format that is chosen can be edited; a copy, a new one and one brought in are drafts, which nothing but the form
    knows until they are kept.
    """

    title = N_("Formats")

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._batch: Batch | None = None
        self._own: dict[str, TextFormat] = {}
        self._versions: dict[str, int] = {}
        self._edited: str | None = None
        """The code of the own format in the form, "" for a draft, None where the form is empty."""
        self._looked_at = ""
        """The chosen format of the list, from before a choice that is refused."""
        self._version = 0
        self._as_begun: TextFormat | None = None
        self._setting = False
        self._keeping = Keeping(page)
        self.told = self._keeping.told
        self.bank = MarkupBox(class_="wb-card")
        self.table = Table(_("Transfer formats"), "", ".wb-explanation")
        self.card = MarkupBox(class_="wb-card")
        self.head = MarkupBox()
        self.form = FormatForm(self._hear)
        self.faults = MarkupBox()
        self.file = MarkupBox()
        self.reading = Reading(page)
        self.upload = ipywidgets.FileUpload(accept=".xml", multiple=False, description=_("Bring in XML"))
        self.xml = Download(_("Download XML"), self._xml)
        self.shortcuts = Shortcuts(dict.fromkeys(KEYS, lambda: self._keeping.act(self._copy)))
        self._make_buttons()
        self.table.observe(lambda change: self._choose(), "selected")
        self.upload.observe(lambda change: self._keeping.act(self._bring_in), "value")
        page.tabs.observe(lambda change: self._bind_keys(), "selected_index")
        self.box = self._arranged()

    def _make_buttons(self) -> None:
        button = self._keeping.button
        self.new = button(_("New format"), self._begin, "wb-format-new", icon="plus")
        self.copy = button(_("Copy"), self._copy, "wb-format-copy")
        self.keep = button(_("Keep the format"), self._keep, "wb-format-keep", button_style="primary")
        self.discard = button(_("Discard changes"), self._discard, "wb-format-discard")
        self.remove = button(_("Remove"), self._remove, "wb-format-remove")
        self.undo = self._keeping.undo_button(self._drop)

    def _arranged(self) -> ipywidgets.Widget:
        acting = row(self.new, self.copy, self.upload, self.xml, self.remove, self.undo, class_="wb-tools")
        self.taking = downloads(_("Formats"), lambda: "_".join([_("formats"), self._page.client.value]), self._shows)
        listed = column(self.table, row(*self.taking, class_="wb-tools"), class_="wb-notice")
        beside = column(self.card, self.bank, class_="wb-explanation")
        keeping = row(self.keep, self.discard, class_="wb-tools")
        self.editing = column(self.head, self.form.box, self.faults, keeping, self._file_box())
        self.chosen_file = self._file_box()
        shown = row(listed, beside, class_="wb-answer")
        return column(self.shortcuts, acting, self.told, self.editing, shown, self.chosen_file, self.reading.box)

    def _file_box(self) -> ipywidgets.Widget:
        """The file under its title: below the form while there is one, else below the list."""
        return column(MarkupBox(html.tag("h2", _("The file of the marked payments in this format"))), self.file)

    def show(self, batch: Batch) -> None:
        """The panel for a batch. What is typed and not kept stays, as long as the client does."""
        if self._batch is not None and self._batch.client != batch.client:
            self._drop()
        self._batch = batch
        self._versions, self._own = remembered(batch.desk)
        self.bank.show(bank_form_card(batch, self._page.options.format.value, self._page.options.split_format.value, self._own))
        frame = format_table(self._own)
        self.table.show(frame, _columns(), "code")
        if self.table.selected not in set(frame["code"]):
            self._select(frame["code"].iloc[0])
        if not self._is_dirty:
            self._fill()
        self._show_draft()
        self._bind_keys()

    @property
    def _is_dirty(self) -> bool:
        """Whether the form holds what is not kept."""
        return self._edited == "" or (self._edited is not None and self.form.format != self._as_begun)

    @property
    def _chosen(self) -> Format:
        """The format that the list shows as chosen."""
        return format_of(self.table.selected, self._own)

    @property
    def _shown(self) -> Format:
        """The format that the panel speaks of: the one in the form, else the chosen one."""
        return self._chosen if self._edited is None else self.form.format

    def _choose(self) -> None:
        """The card and the form of the chosen format; what is typed must be kept or discarded first."""
        if self._setting or self._batch is None or not self.table.selected:
            return
        self._keeping.act(self._refuse_loss)
        if self._is_dirty:
            self._select(self._looked_at)
            return
        self._fill()
        self._show_draft()

    def _refuse_loss(self) -> None:
        if self._is_dirty:
            raise TransferError(_("The format in the form is not kept yet: keep it, or discard the changes."))

    def _fill(self) -> None:
        """The form of the chosen format, where it is an own one."""
        code = self._looked_at = self.table.selected
        self._edited = code if code in self._own else None
        if self._edited is not None:
            self._version = self._versions.get(code, 0)
            self._edit(self._own[code], new=False)

    def _edit(self, format: TextFormat, *, new: bool) -> None:
        """Put a format into the form."""
        self._edited = "" if new else format.code
        self.form.show(format, new=new)
        self._as_begun = self.form.format

    def _begin(self) -> None:
        self._refuse_loss()
        self._edit(begun(self._own), new=True)
        self._show_draft()

    def _copy(self) -> None:
        """A draft that is a copy of the chosen format, if that is a text format (T-008)."""
        self._refuse_loss()
        chosen = self._chosen
        if not isinstance(chosen, TextFormat):
            raise TransferError(_(NO_COPY).format(format=chosen.title))
        self._edit(copy_of(chosen, self._own), new=True)
        self._show_draft()

    def _bring_in(self) -> None:
        """A draft of the uploaded file; where an own format has its code, an edit of that one."""
        if not self.upload.value:
            return
        file = self.upload.value[0]
        self.upload.value = ()
        self._refuse_loss()
        if file["size"] > LARGEST:
            raise TransferError(_("This file is too large for a transfer format."))
        format = brought_in(bytes(file["content"]), self._own)
        known = format.code in self._own
        if known:
            self._select(format.code)
            self._looked_at = format.code
            self._version = self._versions.get(format.code, 0)
        self._edit(format, new=not known)
        if known:
            self._as_begun = self._own[format.code]
        self._show_draft()
        told = _("There is a format {code} already: keeping this one takes its place.") if known else ""
        self._keeping.tell(told.format(code=format.code) or _("The format is in the form. Look at it and keep it."))

    def _keep(self) -> None:
        assert self._batch is not None
        client, format = self._batch.client, self.form.format
        others = [code for code in self._own if code != self._edited]
        refuse_unusable(format, others)
        version = self._version if self._edited else self._versions.get(format.code, 0)
        xml = to_xml(format)

        def kept() -> None:
            self._drop()
            self._select(format.code)

        what = _("Transfer format {code}").format(code=format.code)
        self._keeping.keep(what, lambda change: change.set_format(client, format.code, xml, version=version), kept)

    def _remove(self) -> None:
        assert self._batch is not None
        client, code, version = self._batch.client, self.table.selected, self._versions.get(self.table.selected, 0)
        refuse_used(self._batch.desk.ledger, code)
        what = _("Transfer format {code} removed").format(code=code)
        self._keeping.keep(what, lambda change: change.set_format(client, code, None, version=version), self._drop)

    def _discard(self) -> None:
        self._drop()
        self._fill()
        self._show_draft()

    def _drop(self) -> None:
        """Forget what is typed."""
        self._edited = self._as_begun = None

    def _select(self, code: str) -> None:
        """Choose a format of the list without filling the form."""
        self._setting = True
        self.table.selected = code
        self._setting = False

    def _hear(self) -> None:
        self._show_draft()

    def _show_draft(self) -> None:
        """Everything but the form: card, faults, buttons, the file."""
        format, keeps = self._shown, not self._keeping.hindrance
        is_text = isinstance(format, TextFormat)
        self.card.show(format_card(format))
        self.editing.layout.display = "" if self._edited is not None else "none"
        self.chosen_file.layout.display = "none" if self._edited is not None else ""
        self.head.show(html.tag("h2", _("New format") if self._edited == "" else format.title))
        self.faults.show(fault_lists(format) if self._edited is not None and isinstance(format, TextFormat) else html.join([]))
        self.copy.disabled = not isinstance(self._chosen, TextFormat)
        self.copy.tooltip = _(NO_COPY).format(format=self._chosen.title) if self.copy.disabled else ", ".join(KEYS)
        self.xml.layout.display = "" if is_text else "none"
        self.keep.disabled = not (keeps and self._is_dirty)
        self.discard.disabled = not self._is_dirty
        self.remove.disabled = not (keeps and self._edited)
        self.keep.tooltip = self.remove.tooltip = self._keeping.hindrance
        self.file.show(self._file_in(format))
        self.reading.show(format)

    def _file_in(self, format: Format) -> Markup:
        """What the marked payments become in a format."""
        assert self._batch is not None
        batch = self._batch
        named = replace(format, code=format.code or "?")  # a code that is just being typed
        desk = replace(batch.desk, own_formats={**batch.desk.own_formats, named.code: named})
        try:
            made = desk.preview(batch.register, batch.preview.choice, batch.preview.chosen, named.code)
            files = [file for file in made.files if file.format.code == named.code]
            views = [file_view(file, datetime.now(UTC)) for file in files]
        except WorkbenchError as error:
            return html.tag("p", str(error), class_="wb-error")
        if not made.transfers:
            return html.tag("p", _("No transfers: mark payments that may go."), class_="wb-empty")
        return html.join(views or [html.tag("p", _("This format carries none of the marked payments."), class_="wb-empty")])

    def _bind_keys(self) -> None:
        """The keys copy a format only while this panel is looked at: elsewhere they are the browser's."""
        place = self._page.tabs.selected_index
        is_shown = place is not None and self.box in self._page.tabs.children[place].children
        self.shortcuts.bound = list(KEYS) if is_shown else []

    def _shows(self) -> Shows:
        return format_table(self._own), _columns()

    def _xml(self) -> tuple[str, bytes]:
        format = self._shown
        assert isinstance(format, TextFormat), "the button is shown for text formats"
        name = format.code or _("format")
        return f"{name}.xml", to_xml(format).encode()


def _columns() -> dict[str, Shown]:
    return {
        "code": Shown(_("Code")),
        "title": Shown(_("Name")),
        "kinds": Shown(_("Kinds of transfers")),
        "code_page": Shown(_("Code page")),
        "origin": Shown(_("Origin"), words={"own": _("own"), "standard": _("standard")}),
        "to_confirm": Shown(_("To be confirmed")),
    }
