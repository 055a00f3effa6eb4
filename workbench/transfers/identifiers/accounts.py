"""Bank accounts: the Polish NRB, the IBAN of every country, and whose bank an account is kept at.

An NRB is 26 digits: two check digits, the bank's sort code (digits 3 to 10), the account. Names and BICs of banks and the form
of foreign IBANs come from the package schwifty, loaded when first asked for; its version is the date of its list.

>>> normalised("pl 27 1140-2004 0000 3002 0135 5387"), is_nrb("27114020040000300201355387")
('27114020040000300201355387', True)
>>> iban_fault("DE89370400440532013000"), iban_fault("DE8937040044053201300")
(None, 'length')
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .areas import SEPA_AREA

IbanFault = Literal["country", "length", "form", "check"]
"""No IBANs in this country, another length than its IBANs have, letters where digits belong, wrong check digits."""

NRB_DIGITS = 26
_BLANKS = re.compile(r"[\s\-‐‑–—]+")
_COUNTRY = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+")
_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?")
_IN_DIGITS = {chr(letter): str(letter - ord("A") + 10) for letter in range(ord("A"), ord("Z") + 1)}
_TO_DIGITS = str.maketrans(_IN_DIGITS)


@dataclass(frozen=True, slots=True)
class BankName:
    """A bank as the list of banks knows it: its name and its BIC ("" where the list has none)."""

    name: str
    bic: str


def normalised(account: str) -> str:
    """The account as it is compared and written: without blanks and dashes, in capitals; an NRB without its PL."""
    bare = _BLANKS.sub("", account).upper()
    return bare[2:] if len(bare) == NRB_DIGITS + 2 and bare.startswith("PL") and _digits(bare[2:]) else bare


def is_nrb(account: str) -> bool:
    """Whether a normalised account is an NRB whose check digits (ISO 7064, modulo 97) hold."""
    return len(account) == NRB_DIGITS and _digits(account) and int(account[2:] + "2521" + account[:2]) % 97 == 1


def nrb_with_check(rest: str) -> str:
    """The NRB that these 24 digits (sort code and account) make: their check digits in front."""
    return f"{98 - int(rest + '252100') % 97:02d}{rest}"


def country_of(account: str) -> str:
    """The country of a normalised account: PL for 26 digits, the letters of an IBAN, "" for what is neither."""
    if len(account) == NRB_DIGITS and _digits(account):
        return "PL"
    return account[:2] if _COUNTRY.fullmatch(account) else ""


def is_iban(account: str) -> bool:
    """Whether a normalised account (an NRB counts as Polish) is an IBAN: form and length of its country, check digits."""
    return iban_fault(account) is None


def iban_fault(account: str) -> IbanFault | None:
    """What keeps a normalised account from being an IBAN; None: nothing."""
    if len(account) == NRB_DIGITS and _digits(account):
        return None if is_nrb(account) else "check"
    form = _iban_form(account[:2])
    if form is None or not _COUNTRY.fullmatch(account):
        return "country" if form is None else "form"
    length, bban = form
    if len(account) != length:
        return "length"
    if not bban.fullmatch(account[4:]):
        return "form"
    return None if int((account[4:] + account[:4]).translate(_TO_DIGITS)) % 97 == 1 else "check"


def has_ibans(country: str) -> bool:
    """Whether accounts of a country (two letters) are IBANs."""
    return _iban_form(country) is not None


def in_sepa_area(country: str) -> bool:
    """Whether the accounts of a country are reached by SEPA transfers."""
    return country in SEPA_AREA


def bank_of(account: str) -> BankName | None:
    """The Polish bank that keeps an NRB, by its sort code; None where the list does not have the code."""
    return _bank(account[2:10])


def bank_list() -> str:
    """Which list of banks this is, with its date: "schwifty 2026.10.1"."""
    from importlib.metadata import version

    return f"schwifty {version('schwifty')}"


def is_bic(bic: str) -> bool:
    """Whether a text has the form of a BIC (ISO 9362, as strict as pain.001.001.03): 8 or 11 characters, the country in the
    fifth and sixth."""
    return _BIC.fullmatch(bic) is not None and _is_country(bic[4:6])


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


@lru_cache
def _is_country(code: str) -> bool:
    from schwifty import BIC

    return code == "XK" or BIC(f"AAAA{code}AA", allow_invalid=True).country is not None


@lru_cache
def _iban_form(country: str) -> tuple[int, re.Pattern[str]] | None:
    """Length and form of the IBANs of a country, read once a country: its checks then run at our own speed."""
    from schwifty import registry
    from schwifty.exceptions import InvalidCountryCode

    try:
        spec = registry.get_iban_spec(country)
    except InvalidCountryCode:
        return None
    return spec.iban_length, re.compile(spec.regex.pattern.replace(r"\d", "[0-9]"))


@lru_cache(maxsize=8192)
def _bank(sort_code: str) -> BankName | None:
    from schwifty import registry

    return next((BankName(bank.name, bank.bic or "") for bank in registry.get_banks_by_code("PL", sort_code)), None)
