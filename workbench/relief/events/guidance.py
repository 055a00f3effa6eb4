"""What the user is told about an event: questions, the rule with its source and certainty, options; and what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from ...days import Month
from ...errors import ReliefError
from ...i18n import _
from ...ledger import Ledger
from ..comparing import compare
from ..filed import Filed, Period
from ..notices import notice
from ..parts import Side
from ..periods import months_of
from .claims import Claim, claims_of
from .event import Event
from .rules import Certainty, Rule, rule
from .settling import allowed, applied, check, concerned_by, kept_off
from .texts import (
    AMOUNT_QUESTIONS,
    CERTAINTY_TITLES,
    DATE_QUESTIONS,
    EVENT_TITLES,
    OPTION_TITLES,
    RULES,
    WARNINGS,
)


@dataclass(frozen=True)
class Choice:
    """An option as the user sees it: its code, what it means, whether it is the one proposed."""

    code: str
    title: str
    default: bool


@dataclass(frozen=True)
class Guidance:
    """How an event of a document is to be treated, in the user's language.

    `amount_question` is empty where the event has no amount. `since`, `until`: the relief dates the rule is for (None: still in
    force). `choices`: at least one, exactly one of them the default.
    """

    type: str
    title: str
    date_question: str
    amount_question: str
    rule: str
    since: date
    until: date | None
    source: str
    certainty: Certainty
    certainty_title: str
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]

    @property
    def default(self) -> str:
        """The code of the option that is proposed."""
        return next(choice.code for choice in self.choices if choice.default)


def guide(ledger: Ledger, side: Side, document_id: str, type: str, payment_id: str = "") -> Guidance:
    """The guidance for an event of a document, or of one payment of it; by the law of its first relief date.

    UnknownDocumentError for a document or payment that the books do not hold; ReliefError for an event the side does not know,
    or a document without a claim.
    """
    claims = _found(ledger, side, document_id, payment_id)
    versions = {rule(type, side, claim.relief_date): None for claim in sorted(claims, key=lambda claim: claim.relief_date)}
    version = next(iter(versions))
    warnings = [*version.warnings, *(["several_laws"] if len(versions) > 1 else [])]
    return Guidance(
        type=type,
        title=_(EVENT_TITLES[type]),
        date_question=_(DATE_QUESTIONS[type]),
        amount_question=_(AMOUNT_QUESTIONS[version.amount]) if version.amount else "",
        rule=_(RULES[version.text]),
        since=version.since,
        until=version.until,
        source=version.source,
        certainty=version.certainty,
        certainty_title=_(CERTAINTY_TITLES[version.certainty]),
        choices=_choices(version),
        warnings=tuple(_(WARNINGS[name]) for name in warnings),
    )


def consequences(ledger: Ledger, filed: Filed | None, event: Event, recorded: Iterable[Event] = ()) -> pd.DataFrame:
    """What an event changes on the notices of its document's side, in the relief months, the month of the event and those of
    the document's settlements.

    `ledger`: the books without events; `recorded`: those that are recorded (the one with the event's id is replaced). One row a
    line that differs: month (or quarter, where one was filed), the columns of `compare` (net_before, vat_before, net_after,
    vat_after, net, vat: the difference; int64 grosze, the sign lies in kind; change), and entry_net, entry_vat: the difference
    as the correction entries carry it (sale: unpaid negative, paid back positive; purchase: tax only). Errors as `check`.
    """
    _found(ledger, event.side, event.document_id, event.payment_id)
    before = [one for one in allowed(ledger, recorded) if one.side == event.side]
    after = [*(one for one in before if one.id != event.id), event]
    filed = filed or Filed(event.side)
    check(ledger, event, before, [filed])
    stands = [_with_events(ledger, filed, events) for events in (before, after)]
    found = []
    for period in _periods([books for books, _filed in stands], event, filed):
        as_of = filed.notices[period].as_of if period in filed.notices else None
        lines = [notice(books, event.side, period, as_of, really).lines for books, really in stands]
        mine = [one[one["document_id"] == event.document_id] for one in lines]
        found.append(compare(mine[0], mine[1]).assign(month=str(period)))
    table = pd.concat(found, ignore_index=True)
    table = table[table["change"] != "same"].reset_index(drop=True)
    sign = np.where(table["kind"] == "unpaid", -1, 1)
    table["entry_net"] = table["net"] * (sign if event.side == "sale" else 0)
    table["entry_vat"] = table["vat"] * sign
    return table[["month", *table.columns.drop("month")]]


def _found(ledger: Ledger, side: Side, document_id: str, payment_id: str) -> list[Claim]:
    claims = concerned_by(document_id, payment_id, claims_of(ledger, side, [document_id]))
    if not claims:
        raise ReliefError(_("{document}: the books hold no claim of this document.").format(document=document_id))
    return claims


def _with_events(ledger: Ledger, filed: Filed, events: Sequence[Event]) -> tuple[Ledger, Filed]:
    """The books with what events settle, and what was filed with what they keep off."""
    return applied(ledger, events, [filed]), replace(filed, kept_off=kept_off(events, ledger, filed.side))


def _periods(stands: Iterable[Ledger], event: Event, filed: Filed) -> list[Period]:
    """The months in which the document can have lines, in their order; a quarter that was filed instead of its months."""
    claims = [claim for books in stands for claim in claims_of(books, event.side, [event.document_id])[event.document_id]]
    months = {Month.of(event.date)}
    for claim in claims:
        months |= {claim.month, *(Month.of(day) for day, _amount in claim.settled)}
    first = min(claim.month for claim in claims)
    quarters = {month: period for period in filed.notices for month in months_of(period)}
    return list(dict.fromkeys(quarters.get(month, month) for month in sorted(months) if not month < first))


def _choices(version: Rule) -> tuple[Choice, ...]:
    return tuple(
        Choice(option.code, _(OPTION_TITLES[option.code]), option.code == version.default) for option in version.options
    )
