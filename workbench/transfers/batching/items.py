"""The chosen payments as plain records, in the order in which they come to the bank."""

import datetime
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple, cast

import pandas as pd

from ...errors import TransferError
from ...i18n import _
from ..orders import Kind
from ..schedule import Schedule
from .choices import Choice

Lines = tuple[str, str, str, str]

COLUMNS = (
    *(
        "payment_id",
        "party_id",
        "party_name",
        "account",
        "currency",
        "sepa",
        "kind",
        "remaining",
        "amount",
        "number",
        "bank_name",
        "bic",
    ),
    *("booking_text", "priority", "split_payment", "split_vat", "supplier_tax_id", "text_source", "settlement_status", "state"),
    *("side", "bank_register", "reasons"),
)


class Item(NamedTuple):
    """A payment of the schedule: its columns (see `payment_columns`) and the date that its transfer is to have."""

    payment_id: str
    party_id: str
    party_name: str
    account: str
    currency: str
    sepa: bool
    kind: Kind
    remaining: int
    amount: int
    number: str
    bank_name: str
    bic: str
    booking_text: str
    priority: str
    split_payment: bool
    split_vat: int
    supplier_tax_id: str
    text_source: str
    settlement_status: str
    state: str
    side: str
    bank_register: str
    reasons: tuple[str, ...]
    texts: Lines
    document_date: datetime.date | None
    date: datetime.date


def items_of(table: pd.DataFrame, dates: pd.Series | Sequence[datetime.date]) -> list[Item]:
    """The rows of a schedule's table as items, in the same order, with these dates of their transfers."""
    columns = [table[name].tolist() for name in COLUMNS]
    texts = cast(list[Lines], list(zip(*(table[f"text{number}"].tolist() for number in range(1, 5)), strict=True)))
    of_transfers = _days(dates) if isinstance(dates, pd.Series) else dates
    return list(map(Item._make, zip(*columns, texts, _days(table["document_date"]), of_transfers, strict=True)))


def chosen_items(schedule: Schedule, payments: Sequence[str], choice: Choice, today: datetime.date) -> list[Item]:
    """The chosen payments: by their date, then party, number and id; in the given order where that is asked for (T-025).

    TransferError for an id that is not a payment of the register.
    """
    ids = list(dict.fromkeys(payments))
    rows = pd.Index(schedule.payments["payment_id"]).get_indexer(pd.Index(ids, dtype="str"))
    if unknown := [payment for payment, row in zip(ids, rows.tolist(), strict=True) if row < 0]:
        message = _("The register {register} has no payments {payments}.")
        raise TransferError(message.format(register=schedule.register, payments=", ".join(unknown)))
    table = schedule.payments.take(rows)
    items = items_of(table, _transfer_dates(table, choice, today))
    if choice.list_order and not choice.collective:
        return items
    return sorted(items, key=attrgetter("date", "party_name", "party_id", "number", "payment_id"))


def _transfer_dates(table: pd.DataFrame, choice: Choice, today: datetime.date) -> pd.Series | list[datetime.date]:
    """The date of each payment's transfer (T-028, T-034 to T-036); the due date where there is no document date."""
    if choice.dates == "document":
        return table["document_date"].fillna(table["due_date"])
    if isinstance(choice.date, datetime.date):
        return [choice.date] * len(table)
    return [today] * len(table) if choice.date == "today" else table[f"{choice.date}_date"]


def _days(column: pd.Series) -> list[datetime.date | None]:
    return cast(list[datetime.date | None], column.to_numpy().astype("datetime64[D]").astype(object).tolist())
