"""What events do to the books: the settlements they add, and the documents they keep off a notice."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ...days import Month
from ...errors import ReliefError, UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from ..filed import Filed, Period
from ..parts import Side
from ..periods import default_as_of, months_of
from .claims import Addition, Claim, claims_of, spread, with_settlements
from .event import Event
from .rules import Option, rule
from .texts import EVENT_TITLES

SIDES: tuple[Side, ...] = ("sale", "purchase")


def applied(ledger: Ledger, events: Iterable[Event], filed: Iterable[Filed] = ()) -> Ledger:
    """The books with the settlements that events amount to: dated the event's day, source "event:<type>".

    An event settles all that is unpaid of its document or part on that day, or its amount, the part first to fall due first,
    never more than is unpaid. Events count in the order of their days and ids. `filed`: what was really filed, by side; it
    tells whether a part's relief stood before the event (other notices count as filed on their default day).

    UnknownDocumentError for a document or part that the books do not hold; ReliefError for a type, choice or amount that the
    rule of the event does not allow.
    """
    ordered = sorted(events, key=lambda event: (event.date, event.id))
    as_of = {of.side: _days_of_filing(of) for of in filed}
    additions: list[Addition] = []
    for side in SIDES:
        mine = [event for event in ordered if event.side == side]
        claims = claims_of(ledger, side, [event.document_id for event in mine])
        undone = _undone(mine, claims)
        for event in mine:
            concerned = [claim for claim in _claims(event, claims) if (event.id, claim.payment_id) not in undone]
            additions += _settled(event, concerned, as_of.get(side, {}))
    return with_settlements(ledger, additions)


def kept_off(events: Iterable[Event], ledger: Ledger, side: Side, period: Period, as_of: date | None = None) -> tuple[str, ...]:
    """The documents (ids, in the order of the events) that events keep off the unpaid lines of a notice.

    Sale: the event happened by the day before the filing (`as_of`, by default the notice's default day). Purchase: by the last
    day of the period. Errors as `applied`.
    """
    mine = [event for event in events if event.side == side]
    claims = claims_of(ledger, side, [event.document_id for event in mine])
    filing = as_of or default_as_of(side, period)
    documents = []
    for event in mine:
        for claim in _claims(event, claims):
            version = rule(event.type, side, claim.relief_date)
            last = period.last if version.judged == "period_end" else filing - timedelta(1)
            off = version.option(event.choice).effect == "off_notice"
            if off and claim.relief_date in period and event.date <= last:
                documents.append(event.document_id)
    return tuple(dict.fromkeys(documents))


def refused(ledger: Ledger, events: Iterable[Event]) -> dict[str, str]:
    """Recorded events that the books as they are now no longer allow (a document was deleted, a due date moved into other law):
    why, by id. `applied` takes the others without an error."""
    found = {}
    for event in events:
        try:
            applied(ledger, [event])
        except (ReliefError, UnknownDocumentError) as error:
            found[event.id] = str(error)
    return found


def concerned_by(document_id: str, payment_id: str, claims: dict[str, list[Claim]]) -> list[Claim]:
    """The claims of a document, or of one payment of it; UnknownDocumentError where it has no such payment."""
    of_document = claims[document_id]
    if not payment_id:
        return of_document
    concerned = [claim for claim in of_document if claim.payment_id == payment_id]
    if not concerned:
        raise UnknownDocumentError(
            _("{payment}: the document {document} has no such payment to claim; its payments are: {known}.").format(
                payment=payment_id,
                document=document_id,
                known=", ".join(claim.payment_id for claim in of_document),
            )
        )
    return concerned


def _claims(event: Event, claims: dict[str, list[Claim]]) -> list[Claim]:
    return concerned_by(event.document_id, event.payment_id, claims)


def _undone(events: Sequence[Event], claims: dict[str, list[Claim]]) -> set[tuple[str, str]]:
    """Pairs of event and part where a later event says that the earlier one counts as if it had not been."""
    undone = set()
    for later in events:
        for claim in _claims(later, claims):
            version = rule(later.type, later.side, claim.relief_date)
            if version.option(later.choice).effect == "undoes":
                undone |= {
                    (earlier.id, claim.payment_id)
                    for earlier in events
                    if earlier.document_id == later.document_id
                    and earlier.type in version.undoes
                    and earlier.date <= later.date
                }
    return undone


def _settled(event: Event, claims: Sequence[Claim], as_of: dict[Month, date]) -> list[Addition]:
    """The settlements of one event, and its claims with them."""
    source = f"event:{event.type}"
    in_full: list[tuple[Claim, int]] = []
    up_to_amount: list[tuple[Claim, int]] = []
    for claim in claims:
        version = rule(event.type, event.side, claim.relief_date)
        filing = as_of.get(claim.month) or default_as_of(event.side, claim.month)
        effect = _effect(version.option(event.choice), event.date, filing)
        if effect == "settles_all":
            in_full.append((claim, claim.unpaid(event.date)))
        elif effect == "settles_amount":
            up_to_amount.append((claim, claim.unpaid(event.date)))
    if up_to_amount and event.amount <= 0:
        raise ReliefError(
            _("{event} of {document}: give the amount, above zero.").format(
                event=_(EVENT_TITLES[event.type]), document=event.document_id
            )
        )
    whole = spread(in_full, event.date, sum(unpaid for _claim, unpaid in in_full), source)
    return whole + spread(up_to_amount, event.date, event.amount, source)


def _effect(option: Option, day: date, filing: date) -> str:
    return option.before_filing if day <= filing else option.effect


def _days_of_filing(filed: Filed) -> dict[Month, date]:
    """The real as-of day by month; that of a quarter holds for its three months."""
    found = {}
    for period, notice in filed.notices.items():
        for month in months_of(period):
            found[month] = notice.as_of
    return found
