"""Our side of a transfer: the account of the bank register, and what the format can carry."""

from collections.abc import Iterator

from ...i18n import N_, _
from ..formats.elixir import ElixirFormat
from ..formats.format import Format
from ..formats.iso import IsoFormat
from ..identifiers import bank_of, country_of, is_bic, is_iban
from ..orders import Finding, Kind, Payee, Payer, Transfer
from .rules import finding

KIND_TITLES: dict[Kind, str] = {
    "ordinary": N_("ordinary transfer"),
    "split_payment": N_("split payment"),
    "tax_office": N_("transfer to a tax office"),
    "social_insurance": N_("transfer to social insurance"),
    "sepa": N_("SEPA transfer"),
    "foreign": N_("foreign transfer"),
}
"""How a kind is called in a sentence."""

_INSTITUTION = 4
"""The first characters of a BIC name the institution, the rest its place and branch."""


def own_account(payer: Payer) -> Iterator[Finding]:
    """The register's account is a correct one and kept at the register's bank."""
    if not is_iban(payer.account):
        yield finding("own_account", register=payer.register, account=payer.account)
    elif country_of(payer.account) == "PL" and payer.bic:
        bank = bank_of(payer.account)
        if bank is not None and bank.bic and bank.bic[:_INSTITUTION] != payer.bic[:_INSTITUTION]:
            yield finding("own_bank", register=payer.register, bank=bank.name, bic=bank.bic, own_bic=payer.bic)


def account_paid(payer: Payer, payee: Payee) -> Iterator[Finding]:
    """The money goes to another account than it comes from."""
    if payee.account and payee.account == payer.account:
        yield finding("own_account_paid", register=payer.register)


def carried(format: Format, kind: Kind, currency: str) -> Iterator[Finding]:
    """The format can carry the kind and the currency."""
    if kind not in format.kinds:
        yield finding("kind_format", format=format.title, kind=_(KIND_TITLES[kind]))
    elif format.currencies and currency not in format.currencies:
        yield finding("currency_format", format=format.title, currency=currency)


def own_bank(payer: Payer, format: Format) -> Iterator[Finding]:
    """The BIC of our bank is there where the format needs it (T-066), and one wherever it is written."""
    if isinstance(format, IsoFormat) and (not is_bic(payer.bic) if payer.bic else format.needs_bic):
        yield finding("own_bic", format=format.title, own_bic=payer.bic)


def instant(transfer: Transfer, format: Format) -> Iterator[Finding]:
    """The format can say that the transfer is an instant one."""
    if transfer.instant and isinstance(format, ElixirFormat) and not format.says_instant(transfer):
        yield finding("instant_plain", format=format.title)
