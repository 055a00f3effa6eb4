"""`workbench relief office`: all clients of the office, month by month."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from .. import exports, i18n
from ..days import Month
from ..i18n import _, ngettext
from ..relief.listing import SIDE_TITLES
from ..relief.office import STATES, Office, office
from ..widgets.clients import Clients
from .forms import add_forms, answer, print_table
from .relief_question import add_store
from .remembered import opened

AMOUNTS = ("net", "vat", "paid_back_net", "paid_back_vat", "difference_net", "difference_vat")


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
    found = office(
        Clients(options.folder).sources,
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
        csv=lambda: exports.to_csv(grid, AMOUNTS),
        xlsx=lambda: exports.to_xlsx({_("Office"): grid}, AMOUNTS),
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
