"""`gather`: the chosen payments as transfers, one by one or collective (T-030 to T-063)."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date

from ...i18n import _
from ..orders import Kind, Transfer
from ..schedule import REASONS, Schedule
from ..texts import TextStyle
from .choices import Choice, Gathered, Refusal
from .items import Item, chosen_items
from .split_payments import SplitPayments, period_text, suppliers
from .transfers import Maker

ALWAYS_SINGLE: frozenset[Kind] = frozenset({"tax_office", "social_insurance"})
"""Kinds that are never joined: a tax office transfer names one form and one period, one of social insurance the contributions
of one declaration."""


def gather(
    schedule: Schedule,
    payments: Sequence[str],
    choice: Choice,
    *,
    today: date,
    style_of: Callable[[Kind], TextStyle],
) -> Gathered:
    """The transfers that pay these payments of the schedule, and what is refused.

    One by one each payment makes a transfer of its remaining amount. Collective: one a party, account, currency, SEPA flag and
    kind (and date, where dates are grouped; SEPA payments with other additional data stay apart); split payments one a
    supplier by rules of their own, tax office and social insurance payments always one by one. `style_of` tells how much text
    a kind's format holds. Transfers come by date, party and number, single ones in the order of `payments` where the list order
    is chosen. A payment that may not go (T-015) is refused with its reasons. Every payment is in one transfer or one refusal.
    TransferError for an id that the register does not have.
    """
    items = chosen_items(schedule, payments, choice, today)
    refused = [_held(item) for item in items if item.reasons]
    free = [item for item in items if not item.reasons]
    maker = Maker(schedule, choice, style_of)
    if not choice.collective:
        return Gathered(tuple(map(maker.single, free)), tuple(refused))
    transfers: list[Transfer] = []
    for group in _grouped(free, maker, choice):
        runs = maker.divided(group) if choice.divide and len(group) > 1 else [group]
        transfers += map(maker.collective, runs)
    by_supplier = suppliers([item for item in free if item.kind == "split_payment"])
    together = [item for group in by_supplier if len(group) > 1 for item in group]
    splits = SplitPayments(schedule, together) if together else None
    for group in by_supplier:
        refusal = splits.refusal(group) if splits is not None and len(group) > 1 else None
        if refusal is not None:
            refused.append(refusal)
        else:
            transfers.append(maker.collective_split(group, period_text(group)) if len(group) > 1 else maker.single(group[0]))
    place = {item.payment_id: number for number, item in enumerate(free)}
    return Gathered(tuple(sorted(transfers, key=lambda transfer: place[transfer.payments[0]])), tuple(refused))


def _grouped(items: Sequence[Item], maker: Maker, choice: Choice) -> list[list[Item]]:
    """All but split payments, those together that one transfer may pay (T-032, T-033, T-083). A format that only tells the
    document date has one transfer a document date, whatever the window says (T-034)."""
    by_date = choice.by_date or choice.dates == "document"

    def key(item: Item) -> Hashable:
        if item.kind in ALWAYS_SINGLE:
            return item.payment_id
        shared = (item.party_id, item.account, item.currency, item.sepa, item.kind, maker.sepa_of(item))
        return (*shared, item.date) if by_date else shared

    return _by(key, (item for item in items if item.kind != "split_payment"))


def _by(key: Callable[[Item], Hashable], items: Iterable[Item]) -> list[list[Item]]:
    """The items by their keys, in the order of the first one of each."""
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _held(item: Item) -> Refusal:
    why = " ".join(_(REASONS[reason]) for reason in item.reasons)
    message = _("Payment {number} may not go. {reasons}").format(number=item.number or item.payment_id, reasons=why)
    return Refusal((item.payment_id,), "held", message, reasons=item.reasons)
