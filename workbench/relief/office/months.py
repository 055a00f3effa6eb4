"""The months of one client: what is on each notice, how far it is, what is missing (feature 5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ... import money
from ...days import Month
from ...ledger import Ledger
from ..events import applied, kept_off
from ..filed import Filed, Period
from ..life.chain import KeptNotice
from ..life.entries import signed
from ..notices import notice
from ..outlook import SIDES
from ..parts import Side
from ..periods import months_of
from .record import Record, filed_of
from .states import state_of

_COLUMNS = {
    **dict.fromkeys(("month", "side", "period", "mark", "state", "missing"), "str"),
    **dict.fromkeys(("documents", "net", "vat", "paid_back_net", "paid_back_vat"), "int64"),
    "declaration": "str",
    "deadline": "datetime64[s]",
    "days_left": "int64",
    "differs": "bool",
    **dict.fromkeys(("difference_net", "difference_vat"), "int64"),
}
_LINE = ["document_id", "payment_id", "rate", "kind", "net", "vat"]


def client_months(ledger: Ledger, record: Record, months: Sequence[Month], today: date) -> pd.DataFrame:
    """One row a month and side of a client.

    month ("2026-11"), side; period (that of its notice, a quarter's where one was made for it), mark (S, S1, Z ...; "" where
    none was made), state (a code of `STATES`), missing (the next step in the user's language, "" for none), documents (their
    number on the notice), net, vat (of the unpaid lines), paid_back_net, paid_back_vat (int64 grosze): of the notice that
    was made, else as the rule gives them today; a quarter's stand in its last month. declaration (open, locked, sent,
    received), deadline (of the next step, moved to a working day), days_left (negative: it has passed); differs: a locked
    notice that the books of today contradict, difference_net, difference_vat: by how much its entries would change
    (signed as entries are). Raises PeriodError as `notice`.
    """
    filed = {side: filed_of(record.chains, side) for side in SIDES}
    if record.events:
        ledger = applied(ledger, record.events, [each for each in filed.values() if each is not None])
    rows = [_row(ledger, record, month, side, filed[side], today) for month in months for side in SIDES]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def no_months() -> pd.DataFrame:
    """The table of `client_months` without rows."""
    return pd.DataFrame(columns=list(_COLUMNS)).astype(_COLUMNS)


def _row(ledger: Ledger, record: Record, month: Month, side: Side, filed: Filed | None, today: date) -> dict[str, Any]:
    chain = record.chain(side, month)
    newest = chain.newest if chain else None
    period: Period = chain.period if chain else month
    closing = months_of(period)[-1] == month
    now = _by_rule(ledger, record, side, period, filed, newest)
    shown = newest.lines if newest else now
    state = state_of(record, chain, month, today, since=filed.since if filed else None, has_lines=bool(len(shown)))
    difference = _difference(newest.lines, now, side) if newest and newest.locked and closing else None
    return {
        "month": str(month),
        "side": side,
        "period": str(period),
        "mark": chain.mark(newest.number) if chain and newest else "",
        "state": state.state,
        "missing": state.next_step(difference is not None),
        **_amounts(shown if closing else shown.iloc[:0]),
        "declaration": state.declaration,
        "deadline": state.deadline,
        "days_left": (state.deadline - today).days,
        "differs": difference is not None,
        "difference_net": difference[0] if difference else 0,
        "difference_vat": difference[1] if difference else 0,
    }


def _by_rule(
    ledger: Ledger, record: Record, side: Side, period: Period, filed: Filed | None, newest: KeptNotice | None
) -> pd.DataFrame:
    """The lines the notice would have today, without what the user took off and what events keep off."""
    lines = notice(ledger, side, period, newest.as_of if newest else None, filed).lines
    removed = newest.removed if newest else ()
    off = (*removed, *(kept_off(record.events, ledger, side, period) if record.events else ()))
    return lines[~lines["document_id"].isin(off)] if off else lines


def _amounts(lines: pd.DataFrame) -> dict[str, int]:
    unpaid = (lines["kind"] == "unpaid").to_numpy(bool)
    net, vat = lines["net"].to_numpy(np.int64), lines["vat"].to_numpy(np.int64)
    return {
        "documents": int(lines["document_id"].nunique()),
        "net": money.total(net[unpaid]),
        "vat": money.total(vat[unpaid]),
        "paid_back_net": money.total(net[~unpaid]),
        "paid_back_vat": money.total(vat[~unpaid]),
    }


def _difference(then: pd.DataFrame, now: pd.DataFrame, side: Side) -> tuple[int, int] | None:
    """Signed net and VAT by which the entries of a locked notice would change; None where every line is the same."""
    if _same(then, now):
        return None
    key = _LINE[:-2]
    tables = (table[_LINE].astype(dict.fromkeys(key, "str")) for table in (then, now))
    before, after = (table.sort_values(key, ignore_index=True) for table in tables)
    if _same(before, after):
        return None
    was, would = signed(before, side), signed(after, side)
    net, vat = (money.total(would[name].to_numpy()) - money.total(was[name].to_numpy()) for name in ("net", "vat"))
    return net, vat


def _same(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether the lines are the same in the same order."""
    return len(before) == len(after) and all(before[name].tolist() == after[name].tolist() for name in _LINE)
