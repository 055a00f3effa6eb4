"""Books, notices and their rows, entries and declaration for the tests of the relief in JPK_V7."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tests.books import Books, ledger_of
from workbench.days import Month, Quarter
from workbench.filing.declaration import declaration
from workbench.filing.files import DeclarationPart
from workbench.filing.reconciliation import Tellings
from workbench.filing.relief_rows import jpk_rows
from workbench.filing.versions import version_of
from workbench.ledger import Ledger
from workbench.relief import ReliefNotice, notice
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration

AMOUNTS = ("K_15", "K_16", "K_17", "K_18", "K_19", "K_20", "K_46", "K_47")
DATES = ("due_date", "payment_date")


def of(source: Books | Ledger, period: str, side: str = "sale", **options: Any) -> ReliefNotice:
    ledger = source if isinstance(source, Ledger) else ledger_of(source)
    return notice(ledger, side, period, **options)  # type: ignore[arg-type]


def shown(rows: pd.DataFrame) -> list[tuple[str, str, dict[str, int]]]:
    """Document, its date (of a minus its due date, of a plus the day of payment; of purchases none), amounts other than 0."""
    found = []
    for row in rows.to_dict("records"):
        dates = [str(row[name].date()) for name in DATES if name in row and not pd.isna(row[name])]
        amounts = {name: row[name] for name in AMOUNTS if row.get(name)}
        found.append((row["document"], " ".join(dates), amounts))
    return found


def carried(made: ReliefNotice) -> Chain:
    """The chain of a notice that was locked and whose entries were generated."""
    chain = Chain(made.side, made.period).made(made, date(2030, 1, 1)).locked()
    return chain.with_entries(made.ledger, "VAT", Declaration(made.period)) if len(made.lines) else chain


def tellings(*made: ReliefNotice, technical: pd.DataFrame | None = None, sales: pd.DataFrame | None = None) -> Tellings:
    """What notices of both sides say, with their entries and rows; `sales`: rows of sales besides."""
    lines = [one.lines.assign(side=one.side) for one in made]
    entries = [carried(one).entries.assign(side=one.side) for one in made]
    rows = {side: [jpk_rows(one, technical=technical) for one in made if one.side == side] for side in ("sale", "purchase")}
    empty = {side: jpk_rows(of(made[0].ledger, str(made[0].period), side)).head(0) for side in rows}
    tables = {side: pd.concat([empty[side], *found], ignore_index=True) for side, found in rows.items()}
    if sales is not None:
        tables["sale"] = pd.concat([sales, tables["sale"]], ignore_index=True)
    return Tellings(
        pd.concat(lines, ignore_index=True),
        pd.concat(entries, ignore_index=True),
        tables["sale"],
        tables["purchase"],
        technical,
    )


def declared(of_period: Tellings, period: Month | Quarter, **entered: int) -> DeclarationPart:
    form = "V7M" if isinstance(period, Month) else "V7K"
    version = version_of(form, Month.of(period.last))  # type: ignore[arg-type]
    return declaration(of_period.sales, of_period.purchases, period, version, entered)
