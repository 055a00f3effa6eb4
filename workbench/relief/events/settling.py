"""What events do to the books: the settlements they add, and the parts they keep off notices."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ... import i18n
from ...days import Month
from ...errors import ReliefError, UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from ..filed import Filed
from ..parts import Side
from ..periods import default_as_of, months_of
from .claims import Addition, Claim, claims_of, spread, with_settlements
from .event import Event
from .rules import rule
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
    return with_settlements(ledger, _additions(ledger, events, filed))


def check(ledger: Ledger, event: Event, recorded: Iterable[Event] = (), filed: Iterable[Filed] = ()) -> None:
    """Whether an event can be recorded beside those that are: raises as `applied` of them together, and ReliefError for an
    amount above what is unpaid on its day and not settled by the others, also later ones.

    `ledger`: the books without events. An event recorded under the same id is the one to be replaced.
    """
    ways = list(filed)
    others = [one for one in allowed(ledger, recorded) if one.id != event.id and one.document_id == event.document_id]
    applied(ledger, [*others, event], ways)
    taken: dict[int, int] = {}
    for addition in _additions(ledger, others, ways):
        taken[addition.payment] = taken.get(addition.payment, 0) + addition.amount
    as_of = {of.side: _days_of_filing(of) for of in ways}.get(event.side, {})
    claims = _claims(event, claims_of(ledger, event.side, [event.document_id]))
    concerned = [claim for claim in claims if _effect_on(claim, event, as_of) == "settles_amount"]
    unpaid = sum(max(claim.unpaid(event.date) - taken.get(claim.payment, 0), 0) for claim in concerned)
    if concerned and event.amount > unpaid:
        currency = concerned[0].currency
        raise ReliefError(
            _("{event} of {document}: the amount {amount} is above what is unpaid on {day}, {unpaid}.").format(
                event=_(EVENT_TITLES[event.type]),
                document=event.document_id,
                amount=i18n.amount(event.amount, currency),
                day=i18n.day(event.date),
                unpaid=i18n.amount(unpaid, currency),
            )
        )


def _additions(ledger: Ledger, events: Iterable[Event], filed: Iterable[Filed]) -> list[Addition]:
    """The settlements that events amount to, see `applied`."""
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
    return additions


def kept_off(events: Iterable[Event], ledger: Ledger, side: Side) -> dict[str, date]:
    """The parts of a side (by payment_id) that events keep off the unpaid lines of notices, and since when: see
    `Filed.kept_off`.

    A rule judged on the day before the filing keeps them off notices made after the event's day; one judged at the end of the
    period already off those of that day. `events`: only such as the books allow; errors as `applied`.
    """
    mine = [event for event in events if event.side == side]
    claims = claims_of(ledger, side, [event.document_id for event in mine]) if mine else {}
    found: dict[str, date] = {}
    for event in mine:
        for claim in _claims(event, claims):
            version = rule(event.type, side, claim.relief_date)
            if version.option(event.choice).effect == "off_notice":
                day = event.date if version.judged == "period_end" else event.date + timedelta(1)
                found[claim.payment_id] = min(day, found.get(claim.payment_id, day))
    return found


def allowed(ledger: Ledger, events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that the books as they are now allow: what became of a deleted document no longer matters (R-016)."""
    recorded = tuple(events)
    no_longer = refused(ledger, recorded)
    return tuple(event for event in recorded if event.id not in no_longer)


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
        effect = _effect_on(claim, event, as_of)
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


def _effect_on(claim: Claim, event: Event, as_of: dict[Month, date]) -> str:
    """What an event does to a claim: that depends on whether the relief was filed by its day."""
    option = rule(event.type, event.side, claim.relief_date).option(event.choice)
    filing = as_of.get(claim.month) or default_as_of(event.side, claim.month)
    return option.before_filing if event.date <= filing else option.effect


def _days_of_filing(filed: Filed) -> dict[Month, date]:
    """The real as-of day by month; that of a quarter holds for its three months."""
    found = {}
    for period, notice in filed.notices.items():
        for month in months_of(period):
            found[month] = notice.as_of
    return found
