"""The notices of a client by the rule, month after month, as columns: what they have in common is made once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from ...days import Month
from ...ledger import Ledger
from ..events import Event, allowed, applied, left_by_events
from ..filed import Filed, Period
from ..notices import days_made
from ..outlook import SIDES
from ..parts import Parts, Side, parts_of
from ..periods import default_as_of, months_of
from ..run import KINDS, UNPAID, Columns, Run
from .record import Record, filed_of


@dataclass(frozen=True, eq=False)
class Notices:
    """One side of a client: the parts of its books, what was filed, and the events that the books allow."""

    parts: Parts
    filed: Filed | None = None
    events: tuple[Event, ...] = ()

    def columns(self, period: Period, as_of: date | None = None, removed: tuple[str, ...] = ()) -> Columns:
        """The lines of the notice of a period as `notice` computes them, without those of the documents `removed` and those
        that events keep off; `as_of`: by default its default day."""
        side, months = self.parts.side, months_of(period)
        day = as_of or default_as_of(side, period)
        lines = Run(self.parts, period, {**self._made, **dict.fromkeys(months, day)}, self.filed).columns()
        if removed:
            lines = lines.take(~self.parts.document_ids(self.parts.document[lines.part]).isin(removed).to_numpy(bool))
        if not self._concerned.isdisjoint(month.number for month in months):
            documents = self.parts.document_ids(self.parts.document[lines.part])
            unpaid = lines.kind == KINDS.index(UNPAID)
            lines = lines.take(left_by_events(self.parts.ledger, self.events, side, period, day, documents, unpaid))
        return lines

    @cached_property
    def _made(self) -> dict[Month, date]:
        return days_made(self.filed) if self.filed else {}

    @cached_property
    def _concerned(self) -> set[int]:
        """The relief months (by their numbers) of documents that something happened to."""
        if not self.events:
            return set()
        documents = self.parts.ledger.documents["document_id"].isin([event.document_id for event in self.events])
        return set(np.unique(self.parts.month[documents.to_numpy(bool)[self.parts.document]]).tolist())


def notices_of(ledger: Ledger, record: Record) -> Mapping[Side, Notices]:
    """Both sides of a client: its books with the events that they still allow, and what was filed of it."""
    filed = {side: filed_of(record.chains, side) for side in SIDES}
    events = allowed(ledger, record.events)
    if events:
        ledger = applied(ledger, events, [each for each in filed.values() if each is not None])
    of_side = {side: tuple(event for event in events if event.side == side) for side in SIDES}
    return {side: Notices(parts_of(ledger, side), filed[side], of_side[side]) for side in SIDES}
