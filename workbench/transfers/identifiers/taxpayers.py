"""Identifiers of taxpayers with their check digits: NIP, REGON, PESEL, and the type letters of a tax office transfer.

A NIP is judged by `ledger.numbers`, as the books' are.

>>> nip("PL 595-141-61-68"), is_nip("5951416168"), is_pesel("44051401359"), is_regon("192598184")
('5951416168', True, True, True)
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from ...ledger.numbers import is_nip

LONGEST = 14
"""Characters of an identifier in a tax or split payment title."""

_BLANKS = re.compile(r"[\s\-‐‑–—]+")
_OTHER = re.compile(rf"[0-9A-Z]{{1,{LONGEST}}}")


@lru_cache(maxsize=16_384)
def nip(tax_id: str) -> str:
    """A NIP without blanks, dashes and its PL; other texts only without blanks and dashes, in capitals."""
    bare = _BLANKS.sub("", tax_id).upper()
    return bare[2:] if bare.startswith("PL") and len(bare) == 12 else bare


def is_regon(text: str) -> bool:
    """Whether a bare text is a REGON: nine digits, or fourteen whose first nine are one."""
    if _digits(text, 14):
        return is_regon(text[:9]) and _weighted(text, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)) % 11 % 10 == int(text[13])
    return _digits(text, 9) and text != "0" * 9 and _weighted(text, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == int(text[8])


def is_pesel(text: str) -> bool:
    """Whether a bare text is a PESEL: eleven digits, not all zero, weighted sum modulo 10."""
    return _digits(text, 11) and text != "0" * 11 and -_weighted(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10 == int(text[10])


def _is_document(text: str) -> bool:
    return _OTHER.fullmatch(text) is not None


IDENTIFIERS: dict[str, Callable[[str], bool]] = {
    "N": is_nip,
    "R": is_regon,
    "P": is_pesel,
    "1": _is_document,
    "2": _is_document,
    "3": _is_document,
}
"""The check of each type letter: NIP, REGON, PESEL, identity card, passport, another document."""


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def _weighted(text: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))
