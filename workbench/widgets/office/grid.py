"""The grid: every client, side and month with its state and VAT; a click on a cell shows what is behind it."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...i18n import N_, _, ngettext
from ...relief.listing import SIDE_TITLES
from ...relief.office import STATES, Office
from ..advice import boxes
from ..layout import column, details, row
from ..markup import MarkupBox
from ..table import Shown
from ..taking_away import Shows, downloads
from .card import Card
from .cells import Cells
from .states import EVERYTHING, TO_DO, asked_for, choices, legend, words
from .view import columns_of, lines_of, totals_by_month, with_money

if TYPE_CHECKING:
    from .page import OfficePage

CELL = ["client", "side", "month"]
"""What names a cell."""


class Grid:
    """The sums of the office, the grid under its filters, and the card of the chosen cell."""

    title = N_("Grid")

    def __init__(self, page: "OfficePage") -> None:
        self._page = page
        self._office: Office | None = None
        self.sums = MarkupBox(class_="wb-sums")
        self.show_only = ipywidgets.Dropdown(options=choices(), value=EVERYTHING, description=_("Show"))
        self.show_only.add_class("wb-show")
        self.words = ipywidgets.Text(placeholder=_("Client"), description=_("Search"))
        self.words.add_class("wb-search")
        self.told = MarkupBox()
        self.cells = Cells(_("Clients by months"), _("No client has such a month."), ".wb-behind-cell", page.opened)
        self.card = Card("wb-behind-cell")
        self.taken = downloads(_("Office"), lambda: f"vat-zd-office_{page.month.value}", self._shown)
        self.show_only.observe(lambda change: self._list(), "value")
        self.words.observe(lambda change: self._list(), "value")
        self.cells.observe(lambda change: self._explain(), "selected")
        self.box = column(
            self.sums,
            row(self.show_only, self.words, *self.taken, class_="wb-tools"),
            self.told,
            self.cells,
            details(_("What the signs mean"), MarkupBox(legend())),
            self.card.box,
        )
        self._explain()

    def show(self, office: Office) -> None:
        self._office = office
        totals = totals_by_month(office.grid)
        self.sums.show(
            boxes(
                {
                    _("Comes back in all these months"): int(totals["money_back"].sum()),
                    _("Falls due in all these months"): int(totals["money_due"].sum()),
                    _("Balance"): int(totals["balance"].sum()),
                }
            )
        )
        self._list()
        self._explain()

    def _list(self) -> None:
        if self._office is None:
            return
        office = self._office
        totals = totals_by_month(office.grid)
        titles = {"money_back": _("Comes back"), "money_due": _("Falls due"), "balance": _("Balance")}
        foot = {title: [i18n.amount(amount) for amount in totals[name]] for name, title in titles.items()}
        lines = lines_of(office, self.show_only.value, self.words.value)
        self.cells.show(columns_of(office.grid), lines, words(), foot)
        self.told.show(counted(office))

    def _explain(self) -> None:
        chosen = list(self.cells.selected)
        grid = self._office.grid if self._office is not None and len(chosen) == len(CELL) else pd.DataFrame()
        self.card.show(grid[(grid[CELL] == chosen).all(axis=1)] if len(grid) else grid, self._page.books)

    def _shown(self) -> Shows:
        """The rows that are asked for, as they are taken away."""
        assert self._office is not None
        grid = with_money(self._office.grid)
        named = grid["client"].str.casefold().str.contains(self.words.value.casefold(), regex=False)
        return grid[asked_for(grid, self.show_only.value) & named], grid_columns()


def grid_columns() -> dict[str, Shown]:
    """The columns of the grid as a table."""
    return {
        "client": Shown(_("Client")),
        "month": Shown(_("Month")),
        "side": Shown(_("Side"), words={side: _(title) for side, title in SIDE_TITLES.items()}),
        "state": Shown(_("State"), words={state: _(title) for state, title in STATES.items()}),
        "missing": Shown(_("Next step")),
        "deadline": Shown(_("Deadline"), "date"),
        "days_left": Shown(_("Days left"), "count"),
        "documents": Shown(_("Documents"), "count"),
        "net": Shown(_("Net, unpaid (PLN)"), "amount"),
        "vat": Shown(_("VAT, unpaid (PLN)"), "amount"),
        "paid_back_net": Shown(_("Net, paid (PLN)"), "amount"),
        "paid_back_vat": Shown(_("VAT, paid (PLN)"), "amount"),
        "money_back": Shown(_("Comes back (PLN)"), "amount"),
        "money_due": Shown(_("Falls due (PLN)"), "amount"),
        "difference_vat": Shown(_("VAT the books would change (PLN)"), "amount"),
    }


def counted(office: Office) -> Markup:
    """How many clients, how much is to be done, the nearest deadline that has not passed, and whose books cannot be used."""
    count = ngettext("{count} client", "{count} clients", len(office.clients)).format(count=len(office.clients))
    waiting = office.grid[asked_for(office.grid, TO_DO)]
    things = ngettext("{count} thing to do", "{count} things to do", len(waiting)).format(count=len(waiting))
    late = int((waiting["days_left"] < 0).sum())
    parts = [count, things, ngettext("{count} of them late", "{count} of them late", late).format(count=late)]
    if len(office.problems):
        bad = ngettext(
            "books of {count} client cannot be used", "books of {count} clients cannot be used", len(office.problems)
        )
        parts.append(bad.format(count=len(office.problems)))
    return html.tag("p", " · ".join(parts), class_="wb-who")
