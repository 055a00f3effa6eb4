"""Amount and date of a transfer, and whether the same one is already there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from ... import days
from ...i18n import amount, day
from ..orders import Finding, Kind, Payer, Transfer
from ..texts import Laid
from .rules import finding

IN_PLN: tuple[Kind, ...] = ("split_payment", "tax_office", "social_insurance")
"""Kinds that exist in PLN only (T-041, banks.md 1.4)."""
FROM_VAT_ACCOUNT = IN_PLN
"""Kinds that a VAT account may pay; the bank refuses others."""

_SIGNS = re.compile(r"[\W_]+")
"""What may differ between two writings of one title: blanks, cuts, marks."""

_SHOWN = 5
"""Payments that a message about doubles names."""


def amounts(transfer: Transfer, remaining: Mapping[str, int]) -> Iterator[Finding]:
    """The amount is more than zero, and no payment is paid more than is left of it (T-042). `remaining`: grosze by id."""
    if transfer.amount <= 0:
        yield finding("amount_not_positive", amount=amount(transfer.amount, transfer.currency))
    for payment, paid in zip(transfer.payments, transfer.amounts, strict=True):
        left = remaining.get(payment, paid)
        if paid > left:
            shown = {"amount": amount(paid, transfer.currency), "remaining": amount(left, transfer.currency)}
            yield finding("amount_above_remaining", (payment,), payment=payment, **shown)


def currencies(payer: Payer, kind: Kind, currency: str) -> Iterator[Finding]:
    """Split payments, taxes and contributions are in PLN on both sides; SEPA transfers are in EUR (T-079). What is in another
    currency than the register is converted by the bank."""
    if kind in IN_PLN and (currency != "PLN" or payer.currency != "PLN"):
        yield finding("currency_not_pln", currency=currency if currency != "PLN" else payer.currency)
    elif kind == "sepa" and currency != "EUR":
        yield finding("sepa_currency", currency=currency)
    elif currency != payer.currency:
        yield finding("currency_converted", register=payer.register, own=payer.currency, currency=currency)


def vat_account(payer: Payer, kind: Kind) -> Iterator[Finding]:
    """From a VAT account money goes only by split payment, to tax offices and to social insurance."""
    if payer.vat_account and kind not in FROM_VAT_ACCOUNT:
        yield finding("vat_account", register=payer.register)


def dates(on: date, instant: bool, today: date) -> Iterator[Finding]:
    """The date is not past, at most a year ahead, and a banking day; instant transfers are executed on every day."""
    if on < today:
        yield finding("date_past", date=day(on))
    elif (on.year - today.year, on.month, on.day) > (1, today.month, today.day):
        yield finding("date_far", date=day(on))
    elif not instant and on <= days.LAST_DAY and not days.is_working_day(on):
        yield finding("date_free", date=day(on), next=day(days.next_working_day(on)))


def title_of(transfer: Transfer) -> str:
    """What a transfer is for, before any format's rules: the same payment is told by it whichever file it goes into."""
    split, tax = transfer.split, transfer.tax
    of_split = (split.invoice, split.text) if split else ()
    of_tax = (tax.identifier, tax.period, tax.form, tax.liability) if tax else ()
    return " ".join(part for part in (*of_split, *of_tax, *transfer.texts) if part)


def doubles(transfers: Sequence[Transfer], laid: Sequence[Laid]) -> dict[int, Finding]:
    """The transfers, by their places, whose account, amount and title another one of the batch has too."""
    alike: dict[tuple[str, int], list[int]] = {}
    for place, transfer in enumerate(transfers):
        alike.setdefault((transfer.payee.account, transfer.amount), []).append(place)
    found = {}
    for places in alike.values():
        by_title: dict[str, list[int]] = {}
        for place in places if len(places) > 1 else ():
            by_title.setdefault(_key("".join(laid[place].lines)), []).append(place)
        for same in by_title.values():
            for place in same if len(same) > 1 else ():
                others = [payment for other in same[: _SHOWN + 1] if other != place for payment in transfers[other].payments]
                found[place] = finding("duplicate_in_batch", transfers[place].payments, others=_listed(others))
    return found


class Sent:
    """What was sent before to the accounts of a batch.

    `sent`: one row a payment: payment_id, amount (grosze), and the account and title (as `title_of` makes it) of its transfer.
    """

    def __init__(self, sent: pd.DataFrame | None, transfers: Sequence[Transfer]) -> None:
        self._payments: dict[tuple[str, int], dict[str, list[str]]] = {}
        if sent is None or not len(sent):
            return
        pairs = {(transfer.payee.account, paid) for transfer in transfers for paid in (transfer.amount, *transfer.amounts)}
        columns = (sent[name].tolist() for name in ("payment_id", "account", "amount", "title"))
        for payment, account, paid, title in zip(*columns, strict=True):
            if (account, paid) in pairs:
                by_title = self._payments.setdefault((account, paid), {})
                by_title.setdefault(_key(title) if isinstance(title, str) else "", []).append(str(payment))

    def again(self, transfer: Transfer) -> Iterator[Finding]:
        """The transfer, or a payment of a collective one, was sent before with the same account, amount and title."""
        account = transfer.payee.account
        found: dict[str, None] = {}
        for paid in dict.fromkeys((transfer.amount, *transfer.amounts)):
            by_title = self._payments.get((account, paid))
            if by_title:
                found |= dict.fromkeys(by_title.get(_key(title_of(transfer)), ()))
        if found:
            yield finding("duplicate_sent", transfer.payments, others=_listed(list(found)))


def _listed(payments: Sequence[str]) -> str:
    return ", ".join([*payments[:_SHOWN], *(["…"] if len(payments) > _SHOWN else [])])


def _key(title: str) -> str:
    return _SIGNS.sub("", title).casefold()
