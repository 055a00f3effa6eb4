"""How a format writes texts: the data that the rules of characters and cutting work from."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What a bank's file allows in a text.

    `letters`: polish keeps the 18 Polish letters and replaces other letters outside ASCII, ascii replaces the Polish ones too.
    `dropped` characters are left out, `forbidden` ones become a space; control characters and line breaks always become a
    space. `alphabet`: the only characters that may stand (empty: no such list); others become a space. `upper`: capitals only.
    The title has `lines` lines of `width` characters. `separate_lines`: the bank description lines of a single payment each
    begin a line where all of them fit; else they are joined by a space and cut every `width` characters. `markers`: the groups
    of a split payment or tax title each begin a line where they fit in all lines. `title`: text lines 1 to 4, or the document
    number with what overflows (T-048, T-050); with numbers, `first_line` is the bank description line that follows the number
    (T-049: 2), and `booking` says that the format has a field for the booking text, which overflowing numbers fill before they
    come to the lines. `encoding`: name of the code page; every character that it lacks is replaced.
    """

    letters: Literal["polish", "ascii"] = "polish"
    dropped: str = ""
    forbidden: str = ""
    alphabet: str = ""
    upper: bool = False
    width: int = 35
    lines: int = 4
    separate_lines: bool = True
    markers: bool = True
    title: Literal["lines", "numbers"] = "lines"
    first_line: int = 2
    booking: bool = False
    encoding: str = "utf-8"
