"""What the form of a payment holds, the books with what is typed in it, and the transfer that it would make."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ...errors import TransferError
from ...i18n import _
from ...ledger import Ledger
from ...transfers import Choice, TextStyle, Transfer
from ...transfers.batching import gather
from ...transfers.identifiers import normalised
from ...transfers.orders import Kind
from ...transfers.schedule import REASONS, Schedule
from ...transfers.schedule.accounts import is_wrong
from ...transfers.schedule.columns import payment_columns

Values = Mapping[str, Any]
"""By column of the payments what it holds, None where nothing."""
LINES = ("text1", "text2", "text3", "text4")
TYPED = (*LINES, "booking_text", "category", "account", "execution_date", "priority", "sepa")
"""The columns that can be typed in."""


def values_of(ledger: Ledger, payment: str) -> dict[str, Any]:
    """What stands on a payment itself, before anything is taken from its document, category or party."""
    row = ledger.payments.loc[(ledger.payments["payment_id"] == payment).to_numpy(bool), list(TYPED)].iloc[0]
    values = {name: None if pd.isna(value) else value for name, value in row.to_dict().items()}
    day = values["execution_date"]
    return {str(name): value for name, value in values.items()} | {
        "execution_date": None if day is None else pd.Timestamp(day).date(),
        "sepa": bool(values["sepa"]),
    }


def changed(before: Values, typed: Values) -> dict[str, Any]:
    """What is typed anew. An account is compared and kept without blanks and dashes."""
    found = {name: value for name, value in typed.items() if value != before[name]}
    if "account" in found:
        found["account"] = normalised(found["account"] or "") or None
        if found["account"] == normalised(before["account"] or ""):
            del found["account"]
    return found


def with_edits(ledger: Ledger, payment: str, edits: Values) -> Ledger:
    """The books with these values on a payment."""
    payments = ledger.payments.copy()
    place = int(np.flatnonzero((payments["payment_id"] == payment).to_numpy(bool))[0])
    for name, value in edits.items():
        column = payments[name].copy()
        column.iloc[place] = pd.Timestamp(value) if isinstance(value, date) else value
        payments[name] = column
    return replace(ledger, payments=payments)


def row_of(ledger: Ledger, payment: str) -> pd.DataFrame:
    """The one row of the schedule that a payment makes, as if it might go."""
    place = np.flatnonzero((ledger.payments["payment_id"] == payment).to_numpy(bool))
    return payment_columns(ledger, place).assign(reasons=pd.Series([()], dtype="object"))


def transfer_of(
    schedule: Schedule, ledger: Ledger, row: pd.DataFrame, today: date, style_of: Callable[[Kind], TextStyle]
) -> Transfer:
    """The transfer of a payment alone, by its row in these books. TransferError where nobody knows whom it is for, or where its
    category has a macro that cannot be read."""
    if not row["party_name"].iloc[0].strip():
        reason = REASONS["no_party"]
        raise TransferError(_(reason))
    if row["text_fault"].iloc[0]:
        raise TransferError(row["text_fault"].iloc[0])
    alone = replace(schedule, ledger=ledger, payments=row)
    return gather(alone, row["payment_id"].tolist(), Choice(), today=today, style_of=style_of).transfers[0]


def refuse_wrong(ledger: Ledger, payment: str, edits: Values) -> None:
    """TransferError where edits give a payment an account that cannot be right for its kind."""
    if not edits.get("account"):
        return
    row = row_of(with_edits(ledger, payment, edits), payment)
    if is_wrong(row["account"].tolist(), row["kind"].tolist())[0]:
        reason = REASONS["wrong_account"]
        raise TransferError(f"{edits['account']}: {_(reason)}")
