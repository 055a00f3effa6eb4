"""The books of a client as its relief is computed from them: with events, and with what was filed."""

from dataclasses import replace
from datetime import date

from .. import relief
from ..days import Month
from ..ledger import Ledger
from ..relief import Filed, Period, ReliefNotice, Side
from ..relief.events import Event, applied, kept_off
from .relief import Chains, Record


def filed_of(chains: Chains, side: Side) -> Filed:
    """What was filed of a side: the newest notice of each period, and since when notices are made here."""
    mine = [chain for chain in chains.values() if chain.side == side]
    newest = {chain.period: notice for chain in mine if (notice := chain.filed()) is not None}
    return Filed(side, newest, Month.of(mine[0].period.first) if mine else None)


def with_events(books: Ledger, record: Record) -> Ledger:
    """The books with the settlements that events amount to; the books themselves where there are none."""
    events = _of_books(books, record.events)
    return applied(books, events, [filed_of(record.chains, side) for side in ("sale", "purchase")]) if events else books


def computed(
    ledger: Ledger, record: Record, side: Side, period: str | Period, as_of: date | str | None, remembered: bool
) -> ReliefNotice:
    """The notice by the rule, without the unpaid lines of documents that events keep off it."""
    filed = filed_of(record.chains, side)
    notice = relief.notice(ledger, side, period, as_of, filed if remembered else None)
    off = kept_off(_of_books(ledger, record.events), ledger, side, notice.period, notice.as_of)
    if not off:
        return notice
    lines = notice.lines
    listed = ~(lines["document_id"].isin(off) & (lines["kind"] == "unpaid"))
    return replace(notice, lines=lines[listed].reset_index(drop=True))


def _of_books(books: Ledger, events: dict[str, Event]) -> list[Event]:
    """The events whose document and payment the books still hold: what became of a deleted one no longer matters (R-016)."""
    if not events:
        return []
    documents = dict(zip(books.documents["document_id"], books.documents["register"], strict=True))
    payments = dict(zip(books.payments["payment_id"], books.payments["document_id"], strict=True))
    return [
        event
        for event in events.values()
        if documents.get(event.document_id) == event.side
        and (not event.payment_id or payments.get(event.payment_id) == event.document_id)
    ]
