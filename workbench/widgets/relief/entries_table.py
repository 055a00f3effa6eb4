"""The correction entries of a side and period, all notices of the chain together."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Table
from ..taking_away import Shows, downloads
from .tables import entry_columns
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Entries:
    """The list, its downloads, and the button that deletes the entry of the chosen document."""

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self.table = Table(_("Correction entries"), _("No correction entries."))
        self.delete = ipywidgets.Button(description=_("Delete the chosen entry"))
        self.delete.on_click(lambda pressed: self._delete())
        self.table.observe(lambda change: self._allow(), "selected")
        taken = downloads(_("Entries"), lambda: page.file_stem("vat-zd-entries"), self._shows)
        self.box = column(
            MarkupBox(html.tag("h2", _("Correction entries"))), self.table, row(*taken, self.delete, class_="wb-tools")
        )

    def show(self, asked: Asked) -> None:
        self._asked = asked
        frame, columns = self._shows()
        self.table.show(frame, columns, "key", lambda row: f"wb-{row.state}")
        if self.table.selected not in set(frame["key"]):
            self.table.selected = ""
        self._allow()

    def _shows(self) -> Shows:
        assert self._asked is not None
        entries = self._asked.entries
        named = self._asked.named(entries)
        named["number"] = [number or _("all documents together") for number in named["number"]]
        named["key"] = self._keys(entries)
        return named, entry_columns(self._asked.side)

    @staticmethod
    def _keys(entries: pd.DataFrame) -> list[str]:
        return [f"{notice} {entry}" for notice, entry in zip(entries["notice"], entries["entry"], strict=True)]

    @property
    def _chosen(self) -> str:
        """The document of the chosen entry, where it is one that can be deleted alone: of the last notice that has entries."""
        if self._asked is None or not self.table.selected:
            return ""
        entries = self._asked.entries
        mine = entries[[key == self.table.selected for key in self._keys(entries)]]
        if mine.empty or mine["notice"].iloc[0] != entries["notice"].iloc[-1]:
            return ""
        return str(mine["document_id"].iloc[0])

    def _allow(self) -> None:
        self.delete.disabled = not self._chosen
        self.delete.tooltip = "" if self._chosen else _("Choose an entry of the newest notice that has entries.")

    def _delete(self) -> None:
        if self._chosen:
            self._page.life.delete_entry(self._chosen)
