"""The notices of a client by the rule, month after month, as columns: what they have in common is made once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...days import Month
from ...ledger import Ledger
from ..columns import Columns
from ..filed import Filed, Period
from ..notices import days_made
from ..outlook import SIDES
from ..parts import Parts, Side, parts_of
from ..periods import default_as_of, months_of
from ..record import Record
from ..run import Run


@dataclass(frozen=True, eq=False)
class Notices:
    """One side of a client: the parts of its books with the events, and what was filed."""

    parts: Parts
    filed: Filed

    def columns(self, period: Period, as_of: date | None = None, removed: tuple[str, ...] = ()) -> Columns:
        """The lines of the notice of a period as `notice` computes them, without those of the documents `removed`; `as_of`: by
        default its default day."""
        day = as_of or default_as_of(self.parts.side, period)
        lines = Run(self.parts, period, {**self._made, **dict.fromkeys(months_of(period), day)}, self.filed).columns()
        if removed:
            lines = lines.take(~self.parts.document_ids(self.parts.document[lines.part]).isin(removed).to_numpy(bool))
        return lines

    @cached_property
    def _made(self) -> dict[Month, date]:
        return days_made(self.filed)


def notices_of(ledger: Ledger, record: Record) -> Mapping[Side, Notices]:
    """Both sides of a client: its books with the events that they still allow, and what was filed of it."""
    books = record.books(ledger)
    return {side: Notices(parts_of(books, side), record.filed(side, ledger)) for side in SIDES}
