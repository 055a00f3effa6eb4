"""The two traps of those who declare by the quarter (vat.md 2.4), from notices, settlements and what was filed."""

from collections.abc import Mapping

import pandas as pd

from ..days import Month, Quarter
from ..filing.quarterly import traps
from ..relief import Side
from ..relief.outlook import SIDES
from ..relief.periods import statutory_deadline
from .filing import FilingRecord
from .filing_notices import basis_of
from .relief_desk import ReliefDesk


def traps_of(desk: ReliefDesk, record: FilingRecord, quarter: Quarter) -> pd.DataFrame:
    """The documents of a quarter that were paid so early that nothing was to be corrected: side, and the columns of
    `filing.quarterly.traps`. A month's file counts as sent where its declaration was, or where it was taken away."""
    states = _states(desk, record, quarter)
    declared = desk.declaration(quarter).newest
    until = {"sale": declared.sent_on or statutory_deadline(quarter), "purchase": quarter.last}
    found = [
        traps(side, quarter, _lines(desk, side, quarter), desk.ledger.settlements, states, until[side]).assign(side=side)
        for side in SIDES
    ]
    table = pd.concat(found, ignore_index=True)
    return table[["side", *(name for name in table.columns if name != "side")]]


def _lines(desk: ReliefDesk, side: Side, quarter: Quarter) -> pd.DataFrame:
    tables = []
    for month in quarter.months:
        notice = basis_of(desk, side, month).notice
        tables.append(notice.lines.assign(month=str(month), as_of=pd.Timestamp(notice.as_of)))
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)


def _states(desk: ReliefDesk, record: FilingRecord, quarter: Quarter) -> Mapping[Month, str]:
    taken = {file.period for file in record.files}
    states = {month: desk.declaration(month).newest.state for month in quarter.months}
    return {month: "sent" if state == "open" and str(month) in taken else state for month, state in states.items()}
