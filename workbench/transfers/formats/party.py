"""A party's name and address as the four lines of a text file hold them.

The name is poured over lines 1 and 2, the address over lines 3 and 4 (banks.md 1.2, field 8): the street on a line of its own
and the place on the next, or, where the street is longer than a line, both poured one after the other.

>>> block_of("Aloza sp. z o.o.", "ul. Łąkowa 7", "40-001", "Katowice", TextStyle()).lines
('Aloza sp. z o.o.', '', 'ul. Łąkowa 7', '40-001 Katowice')
"""

from dataclasses import dataclass

from ..texts import Change, Cleaning, clean
from ..texts.style import TextStyle

NAME_LINES = 2


@dataclass(frozen=True, slots=True)
class PartyBlock:
    """Four lines, the characters of name and address that did not fit, and the changes cleaning has made, each with the text
    ("name", "address") that its position counts in."""

    lines: tuple[str, str, str, str]
    cut_name: str
    cut_address: str
    changes: tuple[tuple[str, Change], ...]


def block_of(name: str, street: str, postcode: str, city: str, style: TextStyle, cleaning: Cleaning = clean) -> PartyBlock:
    """The lines of a party in the style of a format; each has at most `style.width` characters. With `clean_unlisted` for
    `cleaning` the block has no changes."""
    place = " ".join(part for part in (postcode, city) if part)
    cleaned_name = cleaning(name, style, 0)
    address = [cleaning(part, style, 0) for part in (street, place) if part]
    width = style.width
    texts = [part.text for part in address]
    if any(len(text) > width for text in texts):
        texts = [" ".join(texts)]
        texts = [texts[0][:width], texts[0][width:]]
    third, fourth = (*texts, "", "")[:2]
    return PartyBlock(
        (cleaned_name.text[:width], cleaned_name.text[width : NAME_LINES * width], third, fourth[:width]),
        cleaned_name.text[NAME_LINES * width :],
        fourth[width:],
        (
            *(("name", change) for change in cleaned_name.changes),
            *(("address", change) for part in address for change in part.changes),
        ),
    )
