"""What an event would change, before it is recorded: with all that is recorded already, and what was really filed."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from ... import relief
from ...days import Month
from ...relief.events import Event
from ...relief.filed import Period
from ...relief.periods import months_of
from ...store.relief_desk import ReliefDesk


def with_event(desk: ReliefDesk, event: Event) -> ReliefDesk:
    """The desk as if the event were recorded; nothing is kept."""
    return replace(desk, record=replace(desk.record, events={**desk.events, event.id: event}))


def effect(desk: ReliefDesk, event: Event) -> pd.DataFrame:
    """The lines of the event's document that differ on the notices of its relief months, of the months of its settlements
    and of the event's.

    One row a line: month (or quarter, where one was filed), the columns of `relief.compare`, and entry_net, entry_vat: the
    difference as the correction entries carry it (sale: unpaid negative, paid back positive; purchase: the tax only). Unlike
    `events.consequences` it counts the events that are recorded, which this one may undo. Errors as `events.applied`.
    """
    after = with_event(desk, event)
    filed = desk.filed(event.side).notices
    found = []
    for period in _periods(desk, after, event, filed):
        as_of = filed[period].as_of if period in filed else None
        notices = [of.notice(event.side, period, as_of).lines for of in (desk, after)]
        before, now = (lines[lines["document_id"] == event.document_id] for lines in notices)
        found.append(relief.compare(before, now).assign(month=str(period)))
    table = pd.concat(found, ignore_index=True)
    table = table[table["change"] != "same"].reset_index(drop=True)
    sign = np.where(table["kind"] == "unpaid", -1, 1)
    table["entry_net"] = table["net"] * (sign if event.side == "sale" else 0)
    table["entry_vat"] = table["vat"] * sign
    return table


def _periods(desk: ReliefDesk, after: ReliefDesk, event: Event, filed: Iterable[Period]) -> list[Period]:
    """The months in which the document can have lines that differ, in their order; a quarter that was filed instead of its
    months."""
    happened = Month.of(event.date)
    candidates = desk.notice(event.side, happened).candidates
    relief_days = candidates.loc[candidates["document_id"] == event.document_id, "relief_date"]
    first = Month.of(relief_days.min().date()) if len(relief_days) else happened
    payments = desk.books.payments
    mine = payments.loc[payments["document_id"] == event.document_id, "payment_id"]
    settled = [of.ledger.settlements for of in (desk, after)]
    paid = [day for table in settled for day in table.loc[table["payment_id"].isin(mine), "date"]]
    months = {happened, *(Month.of(day.date()) for day in (*relief_days, *paid))}
    quarters = {month: period for period in filed for month in months_of(period)}
    return list(dict.fromkeys(quarters.get(month, month) for month in sorted(months) if not month < first))
