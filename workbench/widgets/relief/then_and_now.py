"""Two results of one notice side by side: the sums of both and the lines that differ."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import html, i18n, relief
from ...errors import WorkbenchError
from ...i18n import _
from ...relief.life.lists import CHANGE_TITLES
from ...relief.listing import KIND_TITLES, period_title
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .tables import rates, states
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class ThenAndNow:
    """Empty until `show` is called. `title`: of the table and of the sheet that is taken away; `name`: of its file."""

    def __init__(self, page: "ReliefPage", title: str, name: str) -> None:
        self._shown: Shows = pd.DataFrame(), {}
        self._asked: Asked | None = None
        self.told = MarkupBox(class_="wb-told")
        self.sums = MarkupBox()
        self.only_changes = ipywidgets.Checkbox(value=True, description=_("Only what differs"), indent=False)
        self.table = Table(title, _("Nothing differs."))
        self.only_changes.observe(lambda change: self._list(), "value")
        self._lines = pd.DataFrame()
        taken = downloads(title, lambda: page.file_stem(name), lambda: self._shown)
        self.result = column(self.sums, row(*taken, self.only_changes, class_="wb-tools"), self.table)
        self.box = column(self.told, self.result)
        self.clear()

    def show(self, asked: Asked, before: pd.DataFrame, after: pd.DataFrame) -> None:
        """`before`, `after`: lines of notices (see `relief.notice`)."""
        self._asked = asked
        self._lines = relief.compare(before, after)
        self.told.show(html.join([]))
        self.result.layout.display = ""
        self.sums.show(_sums(self._lines, asked.side))
        self._list()

    def clear(self, error: WorkbenchError | None = None) -> None:
        """Show nothing, or what is wrong."""
        self.told.show(html.join([]) if error is None else html.tag("p", str(error), role="alert"))
        self.result.layout.display = "none"

    def _list(self) -> None:
        if self._asked is None:
            return
        lines = self._lines
        if self.only_changes.value:
            lines = lines[lines["change"] != "same"].reset_index(drop=True)
        columns = {
            "number": Shown(_("Document")),
            "party": Shown(_("Counterparty")),
            "state": states(),
            "rate": rates(),
            "change": changes(),
            **_amount_columns(self._asked.side),
        }
        self._shown = self._asked.named(lines).rename(columns={"kind": "state"}), columns
        among_others = not self.only_changes.value
        self.table.show(*self._shown, "document_id", lambda row: "wb-moved" if among_others and row.change != "same" else "")


def changes() -> Shown:
    """The column that says what became of a line."""
    return Shown(_("Change"), words={code: _(title) for code, title in CHANGE_TITLES.items()})


def period_words(periods: Iterable[str]) -> dict[str, str]:
    """The titles of periods such as "2026-10" and "2019Q4"."""
    return {period: period_title(relief.period_of(period)) for period in sorted(set(periods))}


def _amount_columns(side: str) -> dict[str, Shown]:
    """Net and VAT then and now; of purchases the tax alone is corrected (R-032)."""
    titles = {
        "net_before": _("Net then (PLN)"),
        "net_after": _("Net now (PLN)"),
        "vat_before": _("VAT then (PLN)"),
        "vat_after": _("VAT now (PLN)"),
        "vat": _("VAT difference (PLN)"),
    }
    return {name: Shown(title, "amount") for name, title in titles.items() if side == "sale" or "net" not in name}


def _sums(lines: pd.DataFrame, side: str) -> Markup:
    """The amounts of both results, unpaid and paid back apart."""
    columns = _amount_columns(side)
    rows = []
    for kind, title in KIND_TITLES.items():
        mine = lines[lines["kind"] == kind]
        rows.append((_(title), *(i18n.amount(int(mine[name].sum())) for name in columns)))
    header = [_("Sums"), *(shown.title for shown in columns.values())]
    return html.table(header, rows, classes=["", *["amount"] * len(columns)])
