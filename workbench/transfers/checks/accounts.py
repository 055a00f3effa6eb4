"""The payee's account: its form and check digits, its bank, whether it was paid before, and the white list."""

from collections.abc import Container, Iterator, Mapping

from ...i18n import amount
from ..formats.iso_accounts import writable
from ..identifiers import bank_list, bank_of, country_of, has_ibans, iban_fault, in_sepa_area, is_nrb, nip
from ..orders import Finding, Kind, Payee, Transfer
from ..white_list.needs import LIMIT
from .rules import finding

ABROAD: tuple[Kind, ...] = ("sepa", "foreign")
"""Kinds whose payees have IBANs or other accounts abroad; the others pay to a Polish NRB."""

_WHITE_LIST = {"not_found": "white_list_missing", "not_checked": "white_list_unchecked"}
"""The rule that a result of the white list breaks (T-021); the other results break none."""


def account_key(payee: Payee) -> tuple[str, str]:
    """What stands for a payee and account among those paid before: the bare tax id, or the party's id where there is none."""
    return nip(payee.tax_id) or payee.party_id, payee.account


def payee_account(kind: Kind, payee: Payee) -> Iterator[Finding]:
    """The account is there, its form and check digits are right, and its bank is known."""
    account = payee.account
    if not account:
        yield finding("account_missing", name=payee.name)
    elif kind in ABROAD:
        yield from _abroad(kind, payee)
    elif len(account) == 26 and account.isascii() and account.isdigit():
        if not is_nrb(account):
            yield finding("account_checksum", account=account)
        elif bank_of(account) is None:
            yield finding("bank_unknown", list=bank_list(), sort_code=account[2:10], account=account)
    elif country_of(account) not in ("", "PL"):
        yield finding("account_abroad", account=account)
    else:
        yield finding("account_form", account=account)


def _abroad(kind: Kind, payee: Payee) -> Iterator[Finding]:
    account = payee.account
    country = country_of(account)
    if has_ibans(country):
        fault = iban_fault(account)
        if fault == "check":
            yield finding("iban_checksum", account=account)
        elif fault is not None:
            yield finding("iban_form", account=account, country=country)
        elif kind == "sepa" and not in_sepa_area(country):
            yield finding("sepa_area", account=account)
    elif kind == "sepa":
        yield finding("sepa_area", account=account)
    elif not writable(account):
        yield finding("account_form", account=account)
    elif has_ibans(payee.country):
        yield finding("iban_expected", account=account, country=payee.country)


def first_payment(payee: Payee, known: Container[tuple[str, str]]) -> Iterator[Finding]:
    """The payee was paid to this account before. `known` holds pairs as `account_key` makes them."""
    if payee.account and account_key(payee) not in known:
        yield finding("account_new", name=payee.name, account=payee.account)


def white_listed(
    transfer: Transfer, results: Mapping[str, str], source_totals: Mapping[str, int] | None = None
) -> Iterator[Finding]:
    """The account is on the white list of VAT payers. `results` by payment id; those that need no check have none or "".

    At exactly the limit the check is made although the law asks for it only above (C-48). What counts is the total of the
    source document, grosze of PLN by payment id, whatever part of it is paid (T-019)."""
    totals = source_totals or {}
    by_rule: dict[str, list[str]] = {}
    for payment in transfer.payments:
        result = results.get(payment, "")
        if result in _WHITE_LIST:
            by_rule.setdefault(_WHITE_LIST[result], []).append(payment)
        if result and totals.get(payment) == LIMIT:
            yield finding("white_list_limit", (payment,), limit=amount(LIMIT, "PLN"))
    for code, payments in by_rule.items():
        yield finding(code, tuple(payments), account=transfer.payee.account, name=transfer.payee.name)
