"""The files that were taken away, the newest first: when, by whom, what stood in them."""

import pandas as pd

from ...filing.versions import versions
from ...i18n import _
from ...store.filing_desk import FilingDesk
from ..table import Shown, Table
from ..taking_away import Shows, moments
from .verdict import PART_TITLES, PURPOSES


class History:
    """The list for one client, all months together."""

    def __init__(self) -> None:
        self.table = Table(_("Files taken away"), _("No file was taken away yet."))

    def show(self, desk: FilingDesk) -> None:
        self.table.show(*history_shows(desk), "key")


def history_shows(desk: FilingDesk) -> Shows:
    """The files and how they are shown; empty where nothing is kept."""
    kept = desk.relief.kept
    if kept is None:
        return pd.DataFrame(columns=["key"]), {}
    files = pd.DataFrame([vars(one) | {"key": one.key} for one in desk.record.files], columns=["key", *_COLUMNS])
    told = files.merge(kept.filing.taken(desk.client), on="key").iloc[::-1].reset_index(drop=True)
    return told, {
        "at": moments(_("When"), told["at"]),
        "user": Shown(_("Who")),
        "period": Shown(_("Month")),
        "structure": Shown(_("Structure"), words={version.id: version.name for version in versions()}),
        "purpose": Shown(_("Purpose"), words={code: _(title) for code, title in PURPOSES.items()}),
        "parts": Shown(_("Parts"), words={code: _(title) for code, title in PART_TITLES.items()}),
        "sale_tax": Shown(_("Output tax (zł)"), "amount"),
        "purchase_tax": Shown(_("Input tax (zł)"), "amount"),
        "file": Shown(_("File")),
        "sha256": Shown("SHA-256"),
    }


_COLUMNS = ("period", "structure", "purpose", "parts", "sale_tax", "purchase_tax", "file", "sha256")
