"""Account numbers and BICs as pain.001 writes them.

>>> iban("27114020040000300201355387"), iban("DE89370400440532013000"), iban("000123456789")
('PL27114020040000300201355387', 'DE89370400440532013000', '')
"""

import re

from .iso import Version

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_OTHER = re.compile(r"[A-Za-z0-9/?:().,'+ -]{1,34}")
_VALUES = {ord(letter): str(value) for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10)}
_NRB_LENGTH = 26
_BICS: dict[Version, re.Pattern[str]] = {
    "03": re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?"),
    "09": re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?"),
}


def iban(account: str) -> str:
    """The IBAN of an account number, "" where it is of another form; a bare NRB is a Polish one. Its check digits are not
    looked at."""
    if len(account) == _NRB_LENGTH and account.isascii() and account.isdigit():
        return f"PL{account}"
    return account if _IBAN.fullmatch(account) else ""


def is_polish(number: str) -> bool:
    """Whether an IBAN is of a Polish account."""
    return number.startswith("PL")


def right(number: str) -> bool:
    """Whether the check digits of an IBAN are right (mod 97), and a Polish one has its 28 characters."""
    if is_polish(number):
        # most accounts: letters of the country only, already as numbers
        digits = f"{number[4:]}2521{number[2:4]}"
        return len(number) == _NRB_LENGTH + 2 and digits.isdigit() and int(digits) % 97 == 1
    return int((number[4:] + number[:4]).translate(_VALUES)) % 97 == 1


def writable(account: str) -> bool:
    """Whether a number that is no IBAN can stand in the file as another account number."""
    return _OTHER.fullmatch(account) is not None


def is_bic(text: str, version: Version) -> bool:
    """Whether a text has the form of a BIC that the schema of this version takes."""
    return _BICS[version].fullmatch(text) is not None
