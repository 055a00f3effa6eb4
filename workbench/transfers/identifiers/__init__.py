"""Identifiers in transfers: bank accounts, accounts of the state, taxpayers, tax periods and forms."""

from ...ledger.numbers import is_nip
from .accounts import (
    BankName,
    bank_list,
    bank_of,
    country_of,
    has_ibans,
    iban_fault,
    in_sepa_area,
    is_bic,
    is_iban,
    is_nrb,
    normalised,
)
from .official import (
    CONTRIBUTIONS,
    contribution_account,
    contribution_account_holder,
    is_micro_account,
    micro_account,
    micro_account_holder,
)
from .periods import TaxPeriod, is_tax_period, period_text, tax_period
from .tax_forms import account_kind
from .taxpayers import IDENTIFIERS, is_pesel, is_regon, nip

__all__ = [
    "CONTRIBUTIONS",
    "IDENTIFIERS",
    "BankName",
    "TaxPeriod",
    "account_kind",
    "bank_list",
    "bank_of",
    "contribution_account",
    "contribution_account_holder",
    "country_of",
    "has_ibans",
    "iban_fault",
    "in_sepa_area",
    "is_bic",
    "is_iban",
    "is_micro_account",
    "is_nip",
    "is_nrb",
    "is_pesel",
    "is_regon",
    "is_tax_period",
    "micro_account",
    "micro_account_holder",
    "nip",
    "normalised",
    "period_text",
    "tax_period",
]
