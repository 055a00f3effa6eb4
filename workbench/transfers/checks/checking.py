"""All checks of a batch before it is exported (reference/banks.md 13)."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from functools import cache

import pandas as pd

from ..formats.definable import TextFormat
from ..formats.format import Format
from ..formats.iso import IsoFormat
from ..orders import Finding, Kind, Payee, Payer, TaxData, Transfer
from ..texts import Laid
from . import abroad, accounts, amounts, defined, marked, own, texts


def check(
    payer: Payer,
    transfers: Sequence[Transfer],
    laid: Sequence[Laid],
    formats: Sequence[Format],
    *,
    today: date,
    remaining: Mapping[str, int],
    sent: pd.DataFrame | None = None,
    known_accounts: Container[tuple[str, str]] | None = None,
    white_list: Mapping[str, str] | None = None,
    source_totals: Mapping[str, int] | None = None,
) -> list[list[Finding]]:
    """What is found about each transfer, in their order; [] for one that may go as it is.

    `laid` and `formats`: title and format of each transfer. `remaining`: grosze left to pay by payment id; a payment that is
    not in it is not compared. `sent`: what was exported before, one row a payment: payment_id, amount (grosze), account and
    title (`title_of`) of its transfer. `known_accounts`: pairs of `account_key` that were paid before. `white_list`: results by
    payment id; `source_totals`: grosze of PLN of the documents that those pay (T-019). Without one of the last four its checks
    are left out.

    An error holds the export (so does the white list until the user has decided, T-022: it is a warning that asks for a
    confirmation, like every warning). Changes to our own name and address are told once for a format and kind.
    """
    by_code = {format.code: format for format in formats}
    payees: dict[tuple[str, Kind, Payee], tuple[Finding, ...]] = {}

    def of_payee(format: Format, transfer: Transfer) -> tuple[Finding, ...]:
        kind, payee = transfer.kind, transfer.payee
        key = format.code, kind, payee
        found = payees.get(key)
        if found is None:
            found = payees[key] = (
                *own.account_paid(payer, payee),
                *accounts.payee_account(kind, payee),
                *(accounts.first_payment(payee, known_accounts) if known_accounts is not None else ()),
                *(marked.contributions(payee.account, payer.tax_id) if kind == "social_insurance" else ()),
                *(abroad.payee_abroad(kind, payee) if kind in accounts.ABROAD else ()),
                *(abroad.countries(payer, payee) if isinstance(format, IsoFormat) else ()),
                *texts.party(format, kind, payee),
                *(defined.payee_fields(format, transfer) if isinstance(format, TextFormat) else ()),
            )
        return found

    @cache
    def of_kind(code: str, kind: Kind, currency: str) -> tuple[Finding, ...]:
        format = by_code[code]
        ours = (*own.own_account(payer), *own.own_bank(payer, format), *abroad.payer_abroad(kind, payer))
        theirs = (*own.carried(format, kind, currency), *amounts.currencies(payer, kind, currency))
        return *ours, *theirs, *amounts.vat_account(payer, kind)

    @cache
    def of_tax(tax: TaxData | None, account: str) -> tuple[Finding, ...]:
        return tuple(marked.tax(tax, account, payer.tax_id))

    @cache
    def of_date(on: date, instant: bool) -> tuple[Finding, ...]:
        return tuple(amounts.dates(on, instant, today))

    results = []
    told: set[tuple[str, Kind]] = set()
    doubles = amounts.doubles(transfers, laid)
    before = amounts.Sent(sent, transfers)
    for place, (transfer, title, format) in enumerate(zip(transfers, laid, formats, strict=True)):
        kind = transfer.kind
        of_transfer = [
            *of_kind(format.code, kind, transfer.currency),
            *of_payee(format, transfer),
            *amounts.amounts(transfer, remaining),
            *(() if _tells_the_document_date(format) else of_date(transfer.date, transfer.instant)),
            *before.again(transfer),
            *texts.title(title),
        ]
        if white_list:
            of_transfer += accounts.white_listed(transfer, white_list, source_totals)
        if transfer.instant:
            of_transfer += own.instant(transfer, format)
        if place in doubles:
            of_transfer.append(doubles[place])
        if kind == "split_payment":
            of_transfer += marked.split_payment(transfer.split, transfer.amount, format.style_of(kind))
        elif kind == "tax_office":
            of_transfer += of_tax(transfer.tax, transfer.payee.account)
        for party in transfer.sepa:
            of_transfer += abroad.sepa_data(party)
        if isinstance(format, TextFormat):
            of_transfer += defined.record(format, transfer, title)
        if (format.code, kind) not in told:
            told.add((format.code, kind))
            of_transfer += texts.party(format, kind, payer)
        results.append(of_transfer)
    return results


def _tells_the_document_date(format: Format) -> bool:
    """Whether the file tells the day of the document in place of a day of execution (T-034)."""
    return isinstance(format, TextFormat) and format.dates == "document"
