"""Collective split payments of a schedule: one transfer a supplier, or a refusal that says what is wrong (T-057 to T-063).

A supplier is told by the NIP that the split payment names and by the card of the party: cards with one NIP are one supplier.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from ...i18n import N_, _
from ..identifiers import nip
from ..schedule import Schedule
from .choices import Refusal
from .items import Item, items_of
from .split_periods import Invoice, Terms, judge

MESSAGES = {
    "M-07": N_(
        "The chosen payments {payments} cannot be paid by a collective transfer. It must contain all documents issued by "
        "contractor {party} in the given period, which may not be longer than a calendar month."
    ),
    "M-08": N_(
        "The chosen payments {payments} cannot be paid by a collective transfer. Account numbers / tax numbers / settlement "
        "currencies / SEPA settings differ, or the documents were issued over more than a calendar month."
    ),
}


Key = tuple[str, str]
"""What tells a supplier: the name of a column, and the card or the bare NIP in it."""


def suppliers(items: Sequence[Item]) -> list[list[Item]]:
    """The payments of one supplier together, in the order of the first one of each."""
    above: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while key in above:
            key = above[key]
        return key

    for item in items:
        first, *others = map(top, _keys(item))
        above |= {other: first for other in others if other != first}
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(top(_keys(item)[0]), []).append(item)
    return list(groups.values())


class SplitPayments:
    """The payments of the suppliers of some items, in all registers, as the rule of collective split payments sees them."""

    def __init__(self, schedule: Schedule, items: Iterable[Item]) -> None:
        self._register = schedule.register
        self._invoices: dict[Key, dict[str, Invoice]] = {key: {} for item in items for key in _keys(item)}
        for table in (schedule.payments, schedule.elsewhere):
            tax_ids = pd.Series([nip(tax_id) for tax_id in table["supplier_tax_id"]], index=table.index, dtype="str")
            asked = table["party_id"].isin(self._asked("party_id")) | tax_ids.isin(self._asked("supplier_tax_id"))
            table = table[asked.to_numpy(bool)]
            for item in items_of(table, table["document_date"]):
                for key in _keys(item) if self._counts(item) else ():
                    if key in self._invoices:
                        self._invoices[key][item.payment_id] = self._invoice(item)

    def refusal(self, items: Sequence[Item]) -> Refusal | None:
        """Why the chosen payments of one supplier cannot be paid together; None where they can."""
        invoices: dict[str, Invoice] = {}
        for key in dict.fromkeys(key for item in items for key in _keys(item)):
            invoices |= self._invoices[key]
        verdict = judge(list(invoices.values()), {item.payment_id for item in items})
        if not verdict.code:
            return None
        numbers = ", ".join(f"[{item.number or item.payment_id}]" for item in items)
        return Refusal(
            payments=tuple(item.payment_id for item in items),
            code=verdict.code,
            message=_(MESSAGES[verdict.code]).format(payments=numbers, party=items[0].party_name),
            missing=verdict.missing,
            in_the_way=verdict.in_the_way,
            largest=verdict.largest,
        )

    def _asked(self, column: str) -> list[str]:
        return [value for name, value in self._invoices if name == column]

    @staticmethod
    def _counts(item: Item) -> bool:
        """Whether a payment is for a document that the party has issued: outgoing, of no sale, and not of zero."""
        return "incoming" not in item.reasons and item.side != "sale" and item.amount != 0

    def _invoice(self, item: Item) -> Invoice:
        terms = Terms(item.account, item.currency, nip(item.supplier_tax_id), item.sepa)
        return Invoice(item.payment_id, item.document_date, item.remaining, terms, self._blocked(item))

    def _blocked(self, item: Item) -> str:
        """Why the payment can be in no collective split payment of the register, the plainest reason first."""
        if item.kind != "split_payment":
            return "not_split_payment"
        if item.reasons:
            return item.reasons[0]
        if item.settlement_status == "partial":
            return "partial"
        return "" if item.bank_register == self._register else "other_register"


def _keys(item: Item) -> list[Key]:
    """What a payment's supplier is told by; a card without a NIP stands for itself."""
    tax_id = nip(item.supplier_tax_id)
    return [("party_id", item.party_id), *([("supplier_tax_id", tax_id)] if tax_id else [])]


def period_text(items: Sequence[Item]) -> str:
    """The period of the payments as their transfer says it (T-060): 08.11-12.11.2019, or 20.12.2019-10.01.2020."""
    days = [item.document_date for item in items if item.document_date is not None]
    first, last = min(days), max(days)
    begin = f"{first:%d.%m}" if first.year == last.year else f"{first:%d.%m.%Y}"
    return f"{begin}-{last:%d.%m.%Y}"
