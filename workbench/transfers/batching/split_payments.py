"""Collective split payments of a schedule: one transfer a party, or a refusal that says what is wrong (T-057 to T-063)."""

from collections.abc import Collection, Sequence

from ...i18n import N_, _
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


class SplitPayments:
    """The payments of parties, in all registers, as the rule of collective split payments sees them."""

    def __init__(self, schedule: Schedule, parties: Collection[str]) -> None:
        self._register = schedule.register
        self._names: dict[str, str] = {}
        self._invoices: dict[str, list[Invoice]] = {}
        for table in (schedule.payments, schedule.elsewhere):
            table = table[table["party_id"].isin(list(parties))]
            self._names |= dict(zip(table["party_id"], table["party_name"], strict=True))
            for item in items_of(table, table["document_date"]):
                if self._counts(item):
                    self._invoices.setdefault(item.party_id, []).append(self._invoice(item))

    def refusal(self, items: Sequence[Item]) -> Refusal | None:
        """Why the chosen payments of one party cannot be paid together; None where they can."""
        party = items[0].party_id
        verdict = judge(self._invoices[party], {item.payment_id for item in items})
        if not verdict.code:
            return None
        numbers = ", ".join(f"[{item.number or item.payment_id}]" for item in items)
        return Refusal(
            payments=tuple(item.payment_id for item in items),
            code=verdict.code,
            message=_(MESSAGES[verdict.code]).format(payments=numbers, party=self._names[party]),
            missing=verdict.missing,
            in_the_way=verdict.in_the_way,
            largest=verdict.largest,
        )

    @staticmethod
    def _counts(item: Item) -> bool:
        """Whether a payment is for a document that the party has issued: outgoing, of no sale, and not of zero."""
        return "incoming" not in item.reasons and item.side != "sale" and item.amount != 0

    def _invoice(self, item: Item) -> Invoice:
        terms = Terms(item.account, item.currency, item.supplier_tax_id, item.sepa)
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


def period_text(items: Sequence[Item]) -> str:
    """The period of the payments as their transfer says it (T-060): 08.11-12.11.2019, or 20.12.2019-10.01.2020."""
    days = [item.document_date for item in items if item.document_date is not None]
    first, last = min(days), max(days)
    begin = f"{first:%d.%m}" if first.year == last.year else f"{first:%d.%m.%Y}"
    return f"{begin}-{last:%d.%m.%Y}"
