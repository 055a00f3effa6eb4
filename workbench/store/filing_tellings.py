"""What is reconciled of a period: the notices' lines, their entries, the rows of the record part, the technical documents."""

from collections.abc import Sequence

import pandas as pd

from ..days import Month
from ..filing.reconciliation import Tellings
from ..relief.life.entries import no_entries, targets
from .filing_notices import Basis
from .filing_rows import MonthRows, technical_table
from .relief_desk import ReliefDesk


def tellings(desk: ReliefDesk, months: Sequence[Month], rows: Sequence[MonthRows]) -> Tellings:
    """The tellings of months together; `rows`: the record part of each.

    The entries are those that are kept; where no notice is, those that one by the rule would generate.
    """
    bases = [basis for of_month in rows for basis in of_month.bases.values()]
    technical = [document for document in desk.technical.values() if document.period in months]
    return Tellings(
        lines=_together([basis.notice.lines.assign(side=basis.side) for basis in bases]),
        entries=_together([_entries(desk, basis).assign(side=basis.side) for basis in bases]),
        sales=_together([of_month.sales for of_month in rows]),
        purchases=_together([of_month.purchases for of_month in rows]),
        technical=technical_table(technical),
    )


def _entries(desk: ReliefDesk, basis: Basis) -> pd.DataFrame:
    if basis.source != "rule":
        return desk.record.chain(basis.side, basis.period).entries
    return targets(basis.notice.lines, basis.side, basis.period, desk.ledger, no_entries())


def _together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables of the same columns one after another; an empty one has no types to spoil those of the others."""
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
