"""Unpaid parts by the day they tip over into the relief: a picture, a search and a table; for the office and for one client."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ipywidgets
import pandas as pd

from .. import i18n
from ..i18n import _, ngettext
from .chart import Chart
from .layout import column, row
from .table import Download, Shown, Table
from .timeline import URGENCY, timeline_figure, urgency

AHEAD = (30, 60, 90, 120)
Shows = tuple[pd.DataFrame, Mapping[str, Shown]]
"""A table and how its columns are shown."""
Taken = Callable[[Callable[[], Shows]], tuple[Download, Download]]
"""Makes the buttons by which what is shown is taken away."""


class Tipping:
    """The parts of one client, or of several (`with_client`). A click on a point finds its row.

    `today`: gives the day of the page. `parts`: what is shown; `parts_box`: picture, search, downloads and table.
    """

    def __init__(self, today: Callable[[], date], taken: Taken, *, with_client: bool) -> None:
        self._today, self._with_client = today, with_client
        self.parts = listed({}, with_client=with_client)
        self.ahead = ipywidgets.Dropdown(
            options=[(ngettext("{count} day", "{count} days", count).format(count=count), count) for count in AHEAD],
            value=60,
            description=_("Days ahead"),
        )
        self.words = ipywidgets.Text(placeholder=_("Number, counterparty, amount, date"), description=_("Search"))
        self.words.add_class("wb-search")
        self.chart = Chart(title=_("Unpaid parts on the day they tip over, the soonest at the top"))
        self.table = Table(_("Unpaid parts by the day they tip over"), _("Nothing tips over in these days."))
        self.taken = taken(self._shown)
        self.words.observe(lambda change: self.table.search(self.words.value), "value")
        self.chart.observe(lambda change: self._find(change["new"].get("customdata")), "clicked")
        self.parts_box = column(self.chart, row(self.words, *self.taken, class_="wb-tools"), self.table)

    def list_parts(self, tables: Mapping[str, pd.DataFrame]) -> str:
        """Show the parts of clients (what `tipping` gives of each); how many they are and their VAT, in words."""
        self.parts = listed(tables, with_client=self._with_client and len(tables) != 1)
        self.chart.figure = timeline_figure(self.parts, self._today())
        self.table.selected = ""
        self.table.show(*self._shown(), "key")
        count = ngettext("{count} part", "{count} parts", len(self.parts)).format(count=len(self.parts))
        return _("{parts} with {vat} of VAT").format(parts=count, vat=i18n.amount(int(self.parts["vat"].sum()), "PLN"))

    def _shown(self) -> Shows:
        columns = {
            "relief_date": Shown(_("Relief date"), "date"),
            "client": Shown(_("Client")),
            "party": Shown(_("Counterparty")),
            "number": Shown(_("Document")),
            "days_until": Shown(_("Days until"), "count"),
            "urgency": Shown(_("State"), words={code: _(title) for code, title in URGENCY.items()}),
            "unpaid": Shown(_("Unpaid"), "amount"),
            "currency": Shown(_("Currency")),
            "vat": Shown(_("VAT (PLN)"), "amount"),
        }
        if not self._with_client:
            del columns["client"]
        return self.parts, columns

    def _find(self, key: Any) -> None:
        """Bring the row of a point into view."""
        found = self.parts[self.parts["key"] == key]
        if len(found):
            self.words.value = str(found["number"].iloc[0])
            self.table.selected = str(key)


def listed(tables: Mapping[str, pd.DataFrame], *, with_client: bool) -> pd.DataFrame:
    """The parts of clients (see `tipping`) in one table by the day they tip over, the soonest that is still to come first.

    Further columns: client, debtor (the counterparty, `with_client` together with the client), key, urgency.
    """
    frames = [table.assign(client=name) for name, table in tables.items() if len(table)]
    if not frames:
        return pd.DataFrame(columns=list(_COLUMNS)).astype(
            {"relief_date": "datetime64[s]", "vat": "int64", "days_until": "int64"}
        )
    parts = pd.concat(frames, ignore_index=True)
    parts["debtor"] = parts["party"] + (" (" + parts["client"] + ")" if with_client else "")
    parts["key"] = parts["client"] + "/" + parts["payment_id"]
    parts["urgency"] = urgency(parts["days_until"])
    return parts.sort_values(["tipped", "relief_date", "vat"], ascending=[True, True, False], kind="stable", ignore_index=True)


_COLUMNS = (
    "client", "debtor", "key", "number", "party", "relief_date", "days_until", "urgency", "unpaid", "currency", "vat",
)  # fmt: skip
