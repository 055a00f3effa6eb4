"""Exports that are recorded but whose file is not in place: a process was killed, a disk was full, another file stood there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets

from ... import html
from ...errors import WorkbenchError
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .log_view import unplaced_shows

if TYPE_CHECKING:
    from .page import TransfersPage


class Unplaced:
    """The files that wait, and the button that puts the chosen one where it was to go, or to another path."""

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._batch: Batch | None = None
        self.table = Table(_("Files that are not in place"), _("Every file is in place."))
        self.path = ipywidgets.Text(description=_("Target file"), continuous_update=False)
        self.button = ipywidgets.Button(description=_("Put the file in place"))
        self.told = MarkupBox(class_="wb-told")
        self.path.add_class("wb-path")
        self.table.observe(lambda change: self._propose(), "selected")
        self.button.on_click(lambda pressed: self._place())
        text = _("These exports are recorded and their payments sent, but the bank's file is not where it was to go.")
        taken = downloads(_("Files"), lambda: "_".join([_("files-not-in-place"), self._client]), self._shows)
        self.waiting = column(
            MarkupBox(html.join([html.tag("h2", _("Files that are not in place")), html.tag("p", text, class_="wb-error")])),
            self.table,
            row(*taken, class_="wb-tools"),
            row(self.path, self.button, class_="wb-question wb-sending"),
        )
        self.box = column(self.waiting, self.told)

    def show(self, batch: Batch) -> None:
        """List the files of the client that wait; nothing is shown where there are none."""
        if self._batch is not None and self._batch.client != batch.client:
            self.told.show(html.join([]))
        self._batch = batch
        if batch.desk.kept is None:
            self.waiting.layout.display = "none"
            return
        frame, columns = self._shows()
        self.waiting.layout.display = "" if len(frame) else "none"
        self.table.show(frame, columns, "key")
        if self.table.selected not in set(frame["key"]):
            self.table.selected = frame["key"].iloc[0] if len(frame) else ""
        self._propose()

    @property
    def _client(self) -> str:
        assert self._batch is not None
        return self._batch.client

    def _shows(self) -> Shows:
        assert self._batch is not None and self._batch.desk.kept is not None
        return unplaced_shows(self._batch.desk.kept.transfers.unplaced(), self._batch.client)

    def _chosen(self) -> Any:
        """The chosen export, None where there is none."""
        if self._batch is None or self._batch.desk.kept is None:
            return None
        return next((row for row in self._shows()[0].itertuples() if row.key == self.table.selected), None)

    def _propose(self) -> None:
        chosen = self._chosen()
        self.path.value = "" if chosen is None else chosen.file
        self.button.disabled = chosen is None

    def _place(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._batch is None or self._batch.desk.kept is None:
            return
        elsewhere = None if self.path.value.strip() in ("", chosen.file) else Path(self.path.value.strip())
        try:
            stands = self._batch.desk.kept.transfers.place(chosen.export, elsewhere)
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self._page.reload()
        text = _("The file of export number {number} is now {file}.").format(number=chosen.export, file=stands)
        self.told.show(html.tag("p", text, class_="wb-good"))
