"""Scenario "the customer pays x on day y": books with payments that are only promised, and what they change (feature 27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .. import i18n
from ..days import Month
from ..errors import ReliefError, UnknownDocumentError
from ..i18n import _
from ..ledger import Ledger
from .columns import KINDS
from .events.claims import Addition, Claim, claims_of, spread, with_settlements
from .filed import Filed
from .notices import notice
from .parts import Side

SOURCE = "scenario"
_AMOUNTS = ("net", "vat")
_KEYS = ["month", "document_id", "kind"]
_SUMS = ["net_before", "vat_before", "net_after", "vat_after"]
_NOTHING = pd.DataFrame(
    {**{name: pd.Series(dtype="str") for name in _KEYS}, **{name: pd.Series(dtype="int64") for name in _SUMS}}
)


@dataclass(frozen=True)
class Payment:
    """A payment that is only supposed: of a payment part or document (`what`: a payment_id, a document_id, or a number that one
    document has), on a day, of an amount (minor units of the payment's currency; None: all that is unpaid)."""

    what: str
    day: date
    amount: int | None = None


def scenario(ledger: Ledger, payments: Sequence[Payment]) -> Ledger:
    """The books as if the payments had been made: settlements with source "scenario", the part first to fall due first.

    UnknownDocumentError where `what` names nothing or several things; ReliefError for more than is unpaid (counting every
    settlement the books hold, also later ones), an amount of zero or below, or a document that is paid already.
    """
    found = [_named(ledger, payment.what) for payment in payments]
    claims = _claims(ledger, found)
    additions: list[Addition] = []
    for payment, (document, part) in zip(payments, found, strict=True):
        of_document = claims[document]
        concerned = [claim for claim in of_document if part in ("", claim.payment_id)]
        additions += _paid(payment, concerned)
    return with_settlements(ledger, additions)


def scenario_effect(
    ledger: Ledger, payments: Sequence[Payment], side: Side, months: Sequence[str | Month], filed: Filed | None = None
) -> pd.DataFrame:
    """What a scenario changes for its documents of a side on the notices and returns of months.

    One row a month, document and kind (unpaid, paid_back) that is there before or after: month, document_id, kind, net_before,
    vat_before, net_after, vat_after, net, vat (the difference on the notice), return_net, return_vat (the difference on the
    return, where sales count unpaid negative and paid back positive, purchases the tax only). int64 grosze. Errors as
    `scenario` and `notice`.
    """
    after = scenario(ledger, payments)
    named = {document for document, _part in (_named(ledger, payment.what) for payment in payments)}
    stands = [_lines(ledger, side, month, filed, named, "before") for month in months]
    stands += [_lines(after, side, month, filed, named, "after") for month in months]
    table = pd.concat([_NOTHING, *stands]).groupby(_KEYS, sort=False)[_SUMS].sum().reset_index()
    listed = [str(month) for month in months]
    months_rank = table["month"].map(listed.index).to_numpy()
    kinds_rank = table["kind"].map(KINDS.index).to_numpy()
    order = np.lexsort([kinds_rank, pd.factorize(table["document_id"], sort=True)[0], months_rank])
    table = table.take(order).reset_index(drop=True)
    sign = np.where(table["kind"] == "unpaid", -1, 1)
    for name in _AMOUNTS:
        table[name] = table[f"{name}_after"] - table[f"{name}_before"]
    table["return_net"] = table["net"] * (sign if side == "sale" else 0)
    table["return_vat"] = table["vat"] * sign
    return table


def _named(ledger: Ledger, what: str) -> tuple[str, str]:
    """The document_id, and the payment_id where a single part is meant ("" otherwise)."""
    payments, documents = ledger.payments, ledger.documents
    parts = payments[(payments["payment_id"] == what) & payments["document_id"].notna()]
    found = [(str(row.document_id), str(row.payment_id)) for row in parts.itertuples()]
    for column in ("document_id", "number", "foreign_number"):
        if not found:
            found = [(str(document), "") for document in documents.loc[documents[column] == what, "document_id"]]
    if not found:
        raise UnknownDocumentError(_("{what}: there is no such payment or document in the books.").format(what=what))
    if len(found) > 1:
        known = ", ".join(document for document, _part in found)
        raise UnknownDocumentError(
            _("{what}: several documents have this number; give the document_id, one of: {known}.").format(
                what=what, known=known
            )
        )
    return found[0]


def _claims(ledger: Ledger, found: Sequence[tuple[str, str]]) -> dict[str, list[Claim]]:
    wanted = {document for document, _part in found}
    documents = ledger.documents[ledger.documents["document_id"].isin(wanted)]
    claims: dict[str, list[Claim]] = {}
    sides: tuple[Side, ...] = ("sale", "purchase")
    for side in sides:
        claims |= claims_of(ledger, side, documents.loc[documents["register"] == side, "document_id"])
    return claims


def _paid(payment: Payment, claims: Sequence[Claim]) -> list[Addition]:
    open_parts = [(claim, min(claim.unpaid(payment.day), claim.unpaid(date.max))) for claim in claims]
    owed = sum(unpaid for _claim, unpaid in open_parts)
    currency = claims[0].currency if claims else "PLN"
    amount = owed if payment.amount is None else payment.amount
    if not owed:
        raise ReliefError(_("{what}: nothing of it is unpaid, so nothing can be paid.").format(what=payment.what))
    if not 0 < amount <= owed:
        raise ReliefError(
            _("{what}: the amount {amount} cannot be paid; {owed} is unpaid.").format(
                what=payment.what, amount=i18n.amount(amount, currency), owed=i18n.amount(owed, currency)
            )
        )
    return spread(open_parts, payment.day, amount, SOURCE)


def _lines(ledger: Ledger, side: Side, month: str | Month, filed: Filed | None, named: set[str], name: str) -> pd.DataFrame:
    """Lines of the named documents, their amounts under net_<name>, vat_<name>; the other columns of amounts are zero."""
    lines = notice(ledger, side, month, filed=filed).lines
    mine = lines[lines["document_id"].isin(named)]
    amounts: dict[str, Any] = dict.fromkeys(_SUMS, 0) | {f"{amount}_{name}": mine[amount] for amount in _AMOUNTS}
    return mine[["document_id", "kind"]].assign(month=str(month), **amounts)[[*_KEYS, *_SUMS]]
