"""The log of exports: what was sent and what failed, the files again, the orders of an export (T-040, T-078)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ... import html
from ...i18n import N_, _
from ...store import Store
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download, Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .log_view import ROW_KINDS, entry_card, log_shows
from .unplaced import Unplaced
from .withdrawing import Withdrawing

if TYPE_CHECKING:
    from .page import TransfersPage


class Log:
    """The log, the newest entry first; below it the orders of the chosen export."""

    title = N_("Log")

    def __init__(self, page: "TransfersPage") -> None:
        self._batch: Batch | None = None
        self._frame = pd.DataFrame()
        self.why_not = MarkupBox()
        self.unplaced = Unplaced(page)
        self.withdrawing = Withdrawing(page)
        self.table = Table(_("Log"), _("Nothing was exported yet."), ".wb-logged")
        self.card = MarkupBox(class_="wb-explanation wb-card wb-logged")
        self.file = Download(_("Download the exported file"), self._content)
        self.table.observe(lambda change: self._choose(), "selected")
        taken = downloads(_("Log"), lambda: "_".join([_("log"), self._client]), self._shows)
        listed = column(self.table, row(*taken, class_="wb-tools"), class_="wb-notice")
        chosen = column(self.card, row(self.file, class_="wb-tools"))
        self.kept = column(self.unplaced.box, row(listed, chosen, class_="wb-answer"), self.withdrawing.box)
        self.box = column(self.why_not, self.kept)

    def show(self, batch: Batch) -> None:
        self._batch = batch
        none = batch.desk.kept is None
        self.kept.layout.display = "none" if none else ""
        text = _("Nothing can be kept: WORKBENCH_STORE names no file.")
        self.why_not.show(html.tag("p", text, class_="wb-error") if none else html.join([]))
        if none:
            return
        self.unplaced.show(batch)
        self._frame, columns = self._shows()
        columns = {name: shown for name, shown in columns.items() if name != "error"}  # the card tells it
        self.table.show(self._frame, columns, "key", lambda row: ROW_KINDS.get(row.fate, ""))
        if self.table.selected not in set(self._frame["key"]):
            self.table.selected = self._frame["key"].iloc[0] if len(self._frame) else ""
        self._choose()

    @property
    def _client(self) -> str:
        assert self._batch is not None
        return self._batch.client

    @property
    def _store(self) -> Store:
        assert self._batch is not None and self._batch.desk.kept is not None
        return self._batch.desk.kept

    @property
    def _chosen(self) -> Any:
        """The chosen entry, None where there is none."""
        return next((entry for entry in self._frame.itertuples() if entry.key == self.table.selected), None)

    def _shows(self) -> Shows:
        return log_shows(self._store.transfers.log(self._client))

    def _choose(self) -> None:
        if self._batch is None or self._batch.desk.kept is None:
            return
        entry = self._chosen
        if entry is None:
            self.card.show(html.tag("p", _("Choose an entry to see its orders."), class_="wb-empty"))
        else:
            self.card.show(entry_card(entry))
        export = None if entry is None or pd.isna(entry.export) else int(entry.export)
        self.file.layout.display = "none" if export is None else ""
        self.withdrawing.show(self._batch, export)

    def _content(self) -> tuple[str, bytes]:
        """The file of the chosen export, byte for byte."""
        entry = self._chosen
        return Path(entry.file).name, self._store.transfers.content(int(entry.export))
