"""The texts of a pain.001 file: cleaned, cut to what their element holds, escaped (T-074, T-089, W-020)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..orders import Kind, Payer, Transfer
from ..texts import Change, clean, lay_out
from ..texts.style import TextStyle
from .iso import IsoFormat

QUOTATION_MARK = '"'
"""Left out of a party's name in every kind (W-020), also where it is what a typographic one is replaced by."""

STREET, NUMBER, POSTCODE, TOWN, LINE, BANK, IDENTIFIER = 70, 16, 16, 35, 70, 140, 35
"""How many characters the elements of the schema hold."""

_COMMON = "".join(map(chr, range(32, 127))) + "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_HOUSE = re.compile(r"(\D.*?) +(\d+[A-Za-z]?(?: ?(?:[/-]|m\.?|lok\.?) ?\d+[A-Za-z]?)?)")

Fit = Callable[[str], str]
"""What makes a text ready for its element."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as the file holds it: `text`, the characters `cut` off behind it and the `changes` that cleaning made."""

    original: str
    text: str
    cut: str
    changes: tuple[Change, ...]


def changed_texts(format: IsoFormat, payer: Payer, transfer: Transfer) -> Iterator[Fitted]:
    """The names and addresses of a transfer that its file holds changed or cut, for the preview: no character is lost without
    being listed."""
    style = format.style_of(transfer.kind)
    for party in (payer, transfer.payee):
        address = ((party.street, LINE), (party.postcode, POSTCODE), (party.city, TOWN))
        places = [(party.name, format.name_width, name_style(style)), *((text, width, style) for text, width in address)]
        for text, width, of_place in places:
            cleaned = clean(text, of_place)
            cut = cleaned.text[width:]
            if cleaned.changes or cut:
                yield Fitted(text, cleaned.text[:width].strip(), cut, cleaned.changes)


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


def cleaner(style: TextStyle) -> Fit:
    """What cleans texts without listing the changes: `clean` in a quarter of the time.

    Texts of ASCII and Polish letters are most of all, and each of these characters is replaced the same wherever it stands;
    every other text goes through `clean`.
    """
    written = {character: clean(character, style).text for character in _COMMON}
    replaced = {character: text for character, text in written.items() if text != character}
    kept = "".join(character for character in _COMMON if character not in replaced)
    others = re.compile(f"[^{re.escape(kept)}]")

    def cleaned(text: str) -> str:
        try:
            return others.sub(lambda found: replaced[found[0]], text)
        except KeyError:  # a character that is not common
            return clean(text, style).text

    return cleaned


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
        """The title: its lines without anything between them, up to 140 characters. Titles with marks are `lay_out`'s; others
        are the same as its, made faster."""
        if transfer.split is not None or transfer.tax is not None:
            return escape("".join(lay_out(transfer, self._style).lines))
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
