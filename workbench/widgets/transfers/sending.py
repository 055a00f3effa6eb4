"""The files of the batch, to the last character, and their export: with a confirmation, as a whole or not at all."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets
from markupsafe import Markup

from ... import html, i18n
from ...errors import WorkbenchError
from ...i18n import N_, _, ngettext
from ...store import Export
from ...transfers import BatchFile
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download
from .batch import Batch
from .file_view import file_view

if TYPE_CHECKING:
    from .page import TransfersPage

MOST_BUTTONS = 20
"""Files of an export that have a button; with a file for each transfer there may be hundreds."""


class Sending:
    """What will be written, what must be decided before, and the button that does it."""

    title = N_("File and export")

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._batch: Batch | None = None
        self._proposed = ""
        self._held = self._unlisted = True
        self.file = ipywidgets.Dropdown(description=_("File"))
        self.view = MarkupBox()
        self.path = ipywidgets.Text(description=_("Target file"), continuous_update=False)
        self.append = ipywidgets.Checkbox(description=_("Append to the file"), indent=False)
        self.decisions = MarkupBox()
        self.confirmed = ipywidgets.Checkbox(indent=False)
        self.unlisted = ipywidgets.Checkbox(
            description=_("Export all payments although the white list does not have some accounts"), indent=False
        )
        self.button = ipywidgets.Button(description=_("Export the transfers"), button_style="primary")
        self.told = MarkupBox(class_="wb-told")
        self.again = row()
        self.path.add_class("wb-path")
        self.file.add_class("wb-file-choice")
        self.button.add_class("wb-export")
        self.file.observe(lambda change: self._view_file(), "value")
        self.confirmed.observe(lambda change: self._allow(), "value")
        self.unlisted.observe(lambda change: self._allow(), "value")
        self.button.on_click(lambda pressed: self._export())
        ask = column(
            row(self.path, self.append, class_="wb-tools"),
            self.decisions,
            row(self.confirmed, self.unlisted, class_="wb-tools"),
            row(self.button, self.again),
            self.told,
            class_="wb-question wb-sending",
        )
        self.box = column(ask, row(self.file, class_="wb-tools"), self.view)

    def show(self, batch: Batch) -> None:
        self._batch = batch
        files = batch.preview.files
        if not self.path.value or self.path.value == self._proposed:
            self._proposed = self._proposal(batch)
            self.path.value = self._proposed
        self.file.options = [(_titled(file, number), number) for number, file in enumerate(files)]
        self.file.value = 0 if files else None
        self.file.layout.display = "" if len(files) > 1 else "none"
        self._view_file()
        self._ask(batch)
        self._allow()

    def _proposal(self, batch: Batch) -> str:
        """A file in the folder that was used last (T-040), else in the user's own one."""
        kept = batch.desk.kept
        folder = kept.transfers.last_folder(batch.client, batch.register) if kept is not None else None
        extension = batch.preview.files[0].format.extension if batch.preview.files else "txt"
        return str((folder or Path.home()) / f"przelewy-{batch.register}-{self._page.today:%Y-%m-%d}.{extension}")

    def _view_file(self) -> None:
        assert self._batch is not None
        files = self._batch.preview.files
        if not files or self.file.value is None:
            self.view.show(html.tag("p", _("No transfers: mark payments that may go."), class_="wb-empty"))
            return
        try:
            self.view.show(file_view(files[self.file.value], datetime.now(UTC)))
        except WorkbenchError as error:
            self.view.show(html.tag("p", str(error), class_="wb-error"))

    def _ask(self, batch: Batch) -> None:
        """What holds the export, and what its user must decide."""
        preview = batch.preview
        found = [finding for findings in preview.findings for finding in findings]
        errors = [finding.message for finding in found if finding.severity == "error"]
        errors += [refusal.message for refusal in preview.refused]
        warnings = [finding.message for finding in found if finding.severity == "warning"]
        self._held = bool(errors) or not preview.transfers or batch.desk.kept is None
        self._unlisted = any(finding.code == "white_list_missing" for finding in found)
        parts: list[Markup] = []
        if batch.desk.kept is None:
            parts.append(html.tag("p", _("Nothing can be kept: WORKBENCH_STORE names no file."), class_="wb-error"))
        parts += [_grouped(_("Errors hold the export"), errors, "wb-error"), _grouped(_("Warnings"), warnings, "wb-warning")]
        self.decisions.show(html.join(parts))
        count = len(warnings)
        self.confirmed.description = ngettext(
            "I have read {count} warning and want to export", "I have read {count} warnings and want to export", count
        ).format(count=count)
        self.confirmed.value = False
        self.confirmed.layout.display = "" if warnings else "none"
        self.unlisted.value = False
        self.unlisted.layout.display = "" if self._unlisted else "none"

    def _allow(self) -> None:
        undecided = (self.confirmed.layout.display == "" and not self.confirmed.value) or (
            self._unlisted and not self.unlisted.value
        )
        self.button.disabled = self._held or undecided

    def _export(self) -> None:
        assert self._batch is not None
        batch = self._batch
        self.told.show(html.join([]))
        self.again.children = ()
        try:
            made = batch.desk.export(
                batch.preview,
                Path(self.path.value),
                append=self.append.value,
                one_each=batch.one_each,
                unlisted=self.unlisted.value,
            )
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self._page.reload()
        count = sum(len(export.references) for export in made)
        told = ngettext("{count} transfer exported to {files}.", "{count} transfers exported to {files}.", count)
        files = ", ".join(str(export.path) for export in made)
        parts = [html.tag("p", told.format(count=count, files=files), class_="wb-good")]
        if len(made) > MOST_BUTTONS:
            parts.append(html.tag("p", _("The further files can be downloaded from the log.")))
        self.told.show(html.join(parts))
        self.again.children = [self._download(export, alone=len(made) == 1) for export in made[:MOST_BUTTONS]]

    def _download(self, export: Export, *, alone: bool) -> Download:
        """The button that takes away the file of an export, as it was recorded."""
        kept = self._page.memory.store
        assert kept is not None
        label = _("Download the exported file") if alone else _("Download {file}").format(file=export.path.name)
        return Download(label, lambda: (export.path.name, kept.transfers.content(export.id)))


def _titled(file: BatchFile, number: int) -> str:
    count = ngettext("{count} transfer", "{count} transfers", len(file.transfers)).format(count=len(file.transfers))
    return f"{number + 1}. {file.format.title}: {count}, {i18n.amount(file.amount, file.transfers[0].currency)}"


def _grouped(title: str, messages: list[str], class_: str) -> Markup:
    """Messages, each told once with how often it occurs."""
    if not messages:
        return html.join([])
    items = [
        html.tag("li", message if messages.count(message) == 1 else f"{message} ({messages.count(message)}×)")
        for message in dict.fromkeys(messages)
    ]
    return html.join([html.tag("h4", f"{title} ({len(messages)})"), html.tag("ul", *items, class_=f"wb-findings {class_}")])
