"""Split payments, taxes and contributions: the data of their titles, and whether the account is the one they belong on."""

from collections.abc import Iterator

from ...i18n import amount
from ..identifiers import (
    CONTRIBUTIONS,
    IDENTIFIERS,
    account_kind,
    contribution_account,
    contribution_account_holder,
    is_micro_account,
    is_nip,
    is_pesel,
    is_tax_period,
    micro_account,
    micro_account_holder,
    nip,
)
from ..orders import Finding, SplitPayment, TaxData
from ..texts import TextStyle, clean
from ..texts.titles import LONGEST_INVOICE, VAT_END
from .rules import finding


def split_payment(split: SplitPayment | None, gross: int, style: TextStyle) -> Iterator[Finding]:
    """VAT above zero, not above the amount and of at most 10 digits before its comma, a correct NIP, and an invoice number that
    has up to 35 characters as the file writes it in its `style` (banks.md 1.4)."""
    if split is None:
        yield finding("split_missing")
        return
    if split.vat <= 0:
        yield finding("split_vat_not_positive", vat=amount(split.vat, "PLN"))
    elif split.vat > gross:
        yield finding("split_vat_above_amount", vat=amount(split.vat, "PLN"), amount=amount(gross, "PLN"))
    if split.vat >= VAT_END:
        yield finding("split_vat_long", vat=amount(split.vat, "PLN"))
    if not is_nip(nip(split.tax_id)):
        yield finding("split_nip", nip=split.tax_id)
    invoice = clean(split.invoice, style).text.rstrip()
    if not invoice.strip():
        yield finding("split_invoice_missing")
    elif len(invoice) > LONGEST_INVOICE:
        yield finding("split_invoice_long", invoice=invoice, length=len(invoice), longest=LONGEST_INVOICE)


def tax(data: TaxData | None, account: str, own_tax_id: str) -> Iterator[Finding]:
    """The identifier of its type, the period (OKR), the form (SFP), and an account that takes this form from this taxpayer."""
    if data is None:
        yield finding("tax_missing")
        return
    holds = IDENTIFIERS.get(data.identifier_type)
    own = nip(own_tax_id)
    if holds is None:
        yield finding("tax_identifier_type", type=data.identifier_type)
    elif not holds(data.identifier):
        yield finding("tax_identifier", identifier=data.identifier, type=data.identifier_type)
    else:
        if data.identifier_type == "N" and data.identifier != own:
            yield finding("tax_identifier_other", identifier=data.identifier, own=own)
        yield from _tax_account(data, account)
    if not is_tax_period(data.period):
        yield finding("tax_period", period=data.period)
    if not data.form.strip():
        yield finding("tax_form_missing")
    elif account_kind(data.form) is None:
        yield finding("tax_form_unknown", form=data.form)


def _tax_account(data: TaxData, account: str) -> Iterator[Finding]:
    """Judged for a correct identifier. A holder of another kind (a PESEL where the tax is paid by NIP) is not comparable."""
    kind = account_kind(data.form)
    holder = micro_account_holder(account)
    right = micro_account(data.identifier) if data.identifier_type in ("N", "P") else ""
    if not is_micro_account(account):
        if kind == "micro":
            yield finding("tax_account_not_micro", form=data.form, account=account, right=right)
    elif kind == "office":
        yield finding("tax_account_micro", form=data.form, account=account)
    elif holder is None:
        yield finding("micro_account_wrong", account=account, right=right)
    elif right and holder != data.identifier and is_pesel(holder) == (data.identifier_type == "P"):
        yield finding("micro_account_other", account=account, holder=holder, identifier=data.identifier, right=right)


def contributions(account: str, own_tax_id: str) -> Iterator[Finding]:
    """The account is a contribution account (sort code 60000002), ours by its NIP."""
    own = nip(own_tax_id)
    right = contribution_account(own) if is_nip(own) else ""
    if account[2:10] != CONTRIBUTIONS:
        yield finding("contribution_account", account=account, right=right)
    elif contribution_account_holder(account) != own:
        yield finding("contribution_nip", account=account, nip=own, right=right)
