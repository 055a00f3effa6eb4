"""The texts of a pain.001 file: cleaned, cut to what their element holds, escaped (T-074, T-089, W-020)."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from ..orders import Kind, Transfer
from ..texts import cleaner, lines_of
from ..texts.style import TextStyle
from .iso import IsoFormat

QUOTATION_MARK = '"'
"""Left out of a party's name in every kind (W-020), also where it is what a typographic one is replaced by."""

STREET, NUMBER, POSTCODE, TOWN, LINE, BANK, IDENTIFIER = 70, 16, 16, 35, 70, 140, 35
"""How many characters the elements of the schema hold."""

_HOUSE = re.compile(r"(\D.*?) +(\d+[A-Za-z]?(?: ?(?:[/-]|m\.?|lok\.?) ?\d+[A-Za-z]?)?)")

Fit = Callable[[str], str]
"""What makes a text ready for its element."""


@lru_cache(maxsize=256)
def name_style(style: TextStyle) -> TextStyle:
    """The style of a party's name: without quotation marks."""
    return replace(style, dropped=style.dropped + QUOTATION_MARK)


def house(street: str) -> tuple[str, str] | None:
    """Street and building number, None where they cannot be told apart; the number of a flat stands behind a hyphen, because a
    slash is left out of foreign texts and 12/4 would be read as 124.

    >>> house("ul. 3 Maja 12/4"), house("Königstraße 5"), house("Osiedle Zielone, budynek C")
    (('ul. 3 Maja', '12-4'), ('Königstraße', '5'), None)
    """
    found = _HOUSE.fullmatch(street.strip()) if len(street) <= STREET + NUMBER else None
    if found is None or len(found[2]) > NUMBER or len(found[1]) > STREET:
        return None
    return found[1], found[2].replace("/", "-")


def escape(text: str) -> str:
    """A text for the inside of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class KindTexts:
    """What makes the texts of one kind in one file. A text is cleaned first and then cut, because a replaced letter can take
    two places (ß)."""

    def __init__(self, format: IsoFormat, kind: Kind) -> None:
        style = format.style_of(kind)
        self._style = style
        self._clean = cleaner(style)
        self._room = style.width * style.lines
        self.name = _fit(cleaner(name_style(style)), format.name_width)
        self.street = _fit(self._clean, STREET)
        self.number = _fit(self._clean, NUMBER)
        self.postcode = _fit(self._clean, POSTCODE)
        self.town = _fit(self._clean, TOWN)
        self.line = _fit(self._clean, LINE)
        self.bank = _fit(self._clean, BANK)
        self.identifier = _fit(self._clean, IDENTIFIER)

    def title(self, transfer: Transfer) -> str:
        """The title: its lines without anything between them, up to 140 characters. Titles with marks are `lines_of`'s; others
        are the same as its, made faster."""
        if transfer.split is not None or transfer.tax is not None:
            return escape("".join(lines_of(transfer, self._style)))
        cleaned = [self._clean(text) for text in transfer.texts if text.strip()]
        return escape(" ".join(cleaned)[: self._room])


def _fit(cleaned: Fit, width: int) -> Fit:
    """Clean, cut and escape; names of towns and the like repeat and are remembered."""
    made: dict[str, str] = {}

    def fit(text: str) -> str:
        found = made.get(text)
        if found is None:
            found = made[text] = escape(cleaned(text)[:width].strip())
        return found

    return fit
