"""Single values of a KSeF invoice: amounts, days, rates of exchange, texts; a FilingError for what they cannot be."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ... import days
from ...errors import FilingError
from ...i18n import _

LARGEST_AMOUNT = 10**13 * 100
"""Grosze: more the books do not hold."""
Texts = Mapping[str, str]

_AMOUNT = re.compile(r"(-?)([0-9]{1,16})(?:\.([0-9]{1,2})0{0,6})?", re.ASCII)
_RATE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6}0*)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_KSEF = re.compile(
    r"(?<![0-9A-Z])(?:[0-9]{10}|M[0-9]{9}|[A-Z]{3}[0-9]{7})-(20[0-9]{6})-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}(?![0-9A-Z])",
    re.ASCII,
)


def amount(field: str, text: str) -> int:
    """Minor units of an amount such as -12.5."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is not None:
        sign, whole, part = found.groups()
        units = int(whole + part) if part and len(part) == 2 else int(whole) * 100 + int((part or "0").ljust(2, "0"))
        if units <= LARGEST_AMOUNT:
            return -units if sign else units
    raise wrong(field, text, _("an amount with a decimal point and at most two decimals, such as 1234.56"))


@lru_cache(maxsize=2**14)
def day(field: str, text: str) -> str:
    """The same day in ISO form, checked."""
    text = text.strip()
    try:
        if _DAY.fullmatch(text) and days.FIRST_DAY <= date.fromisoformat(text) <= days.LAST_DAY:
            return text
    except ValueError:
        pass
    raise wrong(field, text, _("a date such as 2026-01-31, from 1990 to 2100"))


def rate(field: str, text: str) -> Decimal:
    """A rate of exchange above zero, with at most six decimals."""
    text = text.strip()
    if _RATE.fullmatch(text) and (value := Decimal(text)) > 0:
        return value
    raise wrong(field, text, _("a rate above zero with at most six decimals, such as 4.2512"))


@lru_cache(maxsize=2**14)
def plain(text: str | None) -> str:
    """A text without line ends, its blanks single."""
    return " ".join(text.split()) if text else ""


def ksef_number(text: str) -> str:
    """The KSeF number in a name of a file, or ""."""
    found = _KSEF.search(text)
    return found[0] if found else ""


def ksef_day(number: str) -> str | None:
    """The day KSeF gave a number, which is when the buyer received the invoice (art. 106na)."""
    found = _KSEF.fullmatch(number)
    try:
        return date.fromisoformat(found[1]).isoformat() if found else None
    except ValueError:
        return None


def wrong(field: str, text: str, expected: str) -> FilingError:
    """What is said of a value that cannot be read."""
    shown = text if len(text) <= 80 else text[:79] + "…"
    return FilingError(_("{field}: {value} – expected {expected}").format(field=field, value=shown or "–", expected=expected))
