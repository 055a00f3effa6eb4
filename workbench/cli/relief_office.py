"""`workbench relief office`: all clients of the office, month by month."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from .. import exports, i18n
from ..days import Month
from ..i18n import N_, _, ngettext
from ..relief.life.declarations import STATUS_TITLES
from ..relief.listing import SIDE_TITLES
from ..relief.office import STATES, Office, office
from ..widgets.clients import Clients
from .forms import add_forms, answer, print_table
from .relief_question import add_store
from .remembered import opened

AMOUNTS = ("net", "vat", "paid_back_net", "paid_back_vat", "difference_net", "difference_vat")
TITLES = {
    "client": N_("Client"),
    "month": N_("Month"),
    "side": N_("Side"),
    "period": N_("Period of the notice"),
    "mark": N_("Notice"),
    "state": N_("State"),
    "missing": N_("Next step"),
    "documents": N_("Documents"),
    "net": N_("Net, unpaid (PLN)"),
    "vat": N_("VAT, unpaid (PLN)"),
    "paid_back_net": N_("Net, paid (PLN)"),
    "paid_back_vat": N_("VAT, paid (PLN)"),
    "declaration": N_("Declaration"),
    "deadline": N_("Deadline"),
    "days_left": N_("Days left"),
    "differs": N_("Differs from the books"),
    "difference_net": N_("Net the books would change (PLN)"),
    "difference_vat": N_("VAT the books would change (PLN)"),
}
"""Titles of the grid as it is taken away to be read; JSON keeps the codes."""


def add_word(words: Any) -> None:
    parser = words.add_parser("office", help=_("all clients by month: state, amounts, what is missing, deadlines"))
    parser.add_argument("folder", type=Path, help=_("folder with the books of one client in each folder"))
    parser.add_argument("--month", metavar="YYYY-MM", help=_("the last month to look at (by default the one before this)"))
    parser.add_argument("--months", type=int, default=24, metavar="N", help=_("how many months"))
    parser.add_argument("--to-do", action="store_true", help=_("only where something has to be done"))
    add_store(parser)
    add_forms(parser, run=_office)


def _office(options: argparse.Namespace) -> int:
    today = date.today()
    with opened(options.store, make=False) as kept:
        records = kept.relief.records() if kept is not None else {}
        sources = Clients(options.folder, lambda name: None if kept is None else kept.filing.record_of(name).answers).sources
    found = office(
        sources,
        options.month or Month.of(today) - 1,
        options.months,
        records,
        today=today,
    )
    grid = found.grid[found.grid["missing"] != ""] if options.to_do else found.grid
    for row in found.problems.itertuples():
        print(f"{row.client}: {row.reason}", file=sys.stderr)
    answer(
        options,
        json=lambda: _json(found, grid),
        csv=lambda: exports.to_csv(*_titled(grid)),
        xlsx=lambda: _workbook(grid),
        table=lambda: _print(found, grid),
    )
    return 1 if len(found.problems) else 0


def _json(found: Office, grid: pd.DataFrame) -> dict[str, Any]:
    """Amounts as text with a decimal point, days in ISO form."""
    return {
        "month": str(found.month),
        "today": found.today.isoformat(),
        "grid": exports.records(grid, AMOUNTS),
        "problems": exports.records(found.problems),
    }


def _titled(grid: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The grid with titles and words in the user's language, and the titles of its amounts."""
    words: dict[str, Mapping[Any, str]] = {"side": SIDE_TITLES, "state": STATES, "declaration": STATUS_TITLES}
    told = {name: [_(titles[code]) for code in grid[name]] for name, titles in words.items()}
    told["differs"] = [_("yes") if differs else _("no") for differs in grid["differs"]]
    shown = grid.assign(**told)[list(TITLES)].rename(columns={name: _(title) for name, title in TITLES.items()})
    return shown, [_(TITLES[name]) for name in AMOUNTS]


def _workbook(grid: pd.DataFrame) -> bytes:
    shown, amounts = _titled(grid)
    return exports.to_xlsx({_("Office"): shown}, amounts)


def _print(found: Office, grid: pd.DataFrame) -> None:
    count = len(found.clients)
    clients = ngettext("{count} client", "{count} clients", count).format(count=count)
    print(f"{i18n.month(found.month)}, {clients}, {i18n.day(found.today)}")
    shown = pd.DataFrame(
        {
            _("Client"): grid["client"],
            _("Month"): grid["month"],
            _("Side"): [_(SIDE_TITLES[side]) for side in grid["side"]],
            _("Notice"): grid["mark"],
            _("State"): [_(STATES[state]) for state in grid["state"]],
            _("Documents"): grid["documents"],
            _("VAT (PLN)"): grid["vat"],
            _("Next step"): grid["missing"],
            _("Deadline"): grid["deadline"],
        }
    )
    print_table(shown, [_("VAT (PLN)")])
