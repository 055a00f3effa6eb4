"""Single values of a JPK file: amounts, days and whole numbers as XML Schema writes them."""

import re
from datetime import date

_AMOUNT = re.compile(r"([+-]?)([0-9]*)\.?([0-9]{0,2})0*")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_GROSZE = 10**18
_BLANKS = " \t\r\n"


def grosze(text: str) -> int:
    """An amount as xsd:decimal writes it, below 10^18 grosze. ValueError for anything else, also for parts of a grosz."""
    found = _AMOUNT.fullmatch(text.strip(_BLANKS))
    if found is None or not (found[2] or found[3]):
        raise ValueError(f"not an amount: {text!r}")
    value = int(f"{found[2]}{found[3]:0<2}")
    if value >= _MOST_GROSZE:
        raise ValueError(f"not an amount: {text!r}")
    return -value if found[1] == "-" else value


def day(text: str) -> date:
    """A day as the structures write it. ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def whole(text: str) -> int:
    """A whole number as xsd:integer writes it, of at most 18 digits. ValueError for anything else."""
    digits = text.lstrip("+-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18 and len(text) - len(digits) <= 1):
        raise ValueError(text)
    return int(text)
