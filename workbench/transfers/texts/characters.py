"""Texts in the characters that a bank's file may hold, with a list of everything that was lost or changed on the way.

Polish letters stay in domestic files and lose their marks in foreign and SEPA ones (T-089), every other letter is written in
ASCII (T-074), some characters are left out (W-020) or become a space. The text that comes out never needs cleaning again.

>>> clean("Zapłata – Müller & Söhne", TextStyle(letters="ascii", dropped="&")).text
'Zaplata - Mueller  Soehne'
>>> clean("Zapłata\\n„Żuk”", TextStyle(forbidden='"')).changes[0]
Change(position=7, original='\\n', replacement=' ', reason='control')
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from ...i18n import N_
from .encodings import holds
from .style import TextStyle

Reason = Literal["letter", "dropped", "forbidden", "alphabet", "control", "encoding", "case", "composed", "unknown"]

REASONS: dict[Reason, str] = {
    "letter": N_("replaced by its equivalent"),
    "dropped": N_("left out, the bank does not take it"),
    "forbidden": N_("replaced by a space, the bank does not take it"),
    "alphabet": N_("not in the bank's list of characters"),
    "control": N_("a line break or control character, replaced by a space"),
    "encoding": N_("not in the code page of the file"),
    "case": N_("written as a capital letter"),
    "composed": N_("a letter and its mark written as one character"),
    "unknown": N_("has no equivalent"),
}
"""What users read for the reason of a change."""

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_EQUIVALENTS: dict[str, str] = {character: written for table in _TABLES.values() for character, written in table.items()}
_PRINTABLE = "".join(map(chr, range(32, 127)))
_BREAKS = ("Cc", "Cs", "Zl", "Zp")
"""Categories of Unicode: control characters, halves of a character, breaks of lines and paragraphs."""
_PICTURE = re.compile(r":\w+:")
"""The name of an emoji, which says nothing on a transfer."""
_SMALL = "small"
_MARKS = 30
"""Most marks that one letter is taken together with, as in the stream-safe form of Unicode."""


class Change(NamedTuple):
    """One character, a letter with its combining marks, or adjacent small letters, that are not written as they were.

    `position`: where `original` stands in the text before cleaning, counted from 0. `replacement`: "" where it is left out.
    """

    position: int
    original: str
    replacement: str
    reason: Reason


class Cleaned(NamedTuple):
    """A text that the file can hold, and all changes to the original, in their order and without overlap."""

    text: str
    changes: tuple[Change, ...] = ()


def clean(text: str, style: TextStyle, place: int = 0) -> Cleaned:
    """The text in the characters of a style; the original with `changes` put in place is exactly the cleaned text.

    `place`: where the text begins in a longer one, for the positions of the changes. A space may always stand, whatever the
    style says. TransferError for a code page that does not exist.
    """
    others = _others(style)
    first = others.search(text)
    if first is None:
        return Cleaned(text)
    changes = []
    written = []
    done = 0
    for run in others.finditer(text, first.start()):
        if run.lastgroup == _SMALL:
            changes.append(Change(place + run.start(), run[0], run[0].upper(), "case"))
            written += [text[done : run.start()], run[0].upper()]
            done = run.end()
            continue
        for start, end in _letters(text, *run.span()):
            original = text[start:end]
            replacement, reason = _written(original, style, _among_capitals(text, start, end))
            changes.append(Change(place + start, original, replacement, reason))
            written += [text[done:start], replacement]
            done = end
    return Cleaned("".join([*written, text[done:]]), tuple(changes))


@lru_cache(maxsize=256)
def cleaner(style: TextStyle) -> Callable[[str], str]:
    """What makes the text of `clean` without the list of changes, in a fraction of the time.

    >>> cleaner(TextStyle(upper=True))("Müller")
    'MUELLER'
    """
    others = _others(style)
    table = _Replacements(style)

    def cleaned(text: str) -> str:
        if others.search(text) is None:
            return text
        try:
            return text.translate(table)
        except _NotAloneError:
            return clean(text, style).text

    return cleaned


def clean_unlisted(text: str, style: TextStyle, _place: int = 0) -> Cleaned:
    """As `clean`, without the changes: what writers need."""
    return Cleaned(cleaner(style)(text))


Cleaning = Callable[[str, TextStyle, int], Cleaned]
"""`clean` or `clean_unlisted`."""


class _NotAloneError(Exception):
    """What is written for a character hangs on those around it."""


class _Replacements(dict[int, str]):
    """What is written for a character, by its code point, found once each."""

    def __init__(self, style: TextStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, code: int) -> str:
        character = chr(code)
        written, _reason = _written(character, self._style, False)
        among_capitals = _written(character, self._style, character.isupper())[0]
        if character == "\r" or _is_mark(character) or written != among_capitals:
            raise _NotAloneError
        self[code] = written
        return written


@lru_cache(maxsize=256)
def _kept(style: TextStyle) -> frozenset[str]:
    """The characters that stay as they are."""
    polish = [letter for letter in POLISH if style.letters == "polish" and holds(style.encoding, letter)]
    return frozenset(
        character
        for character in [*_PRINTABLE, *polish]
        if character == " "
        or (
            character not in style.dropped
            and character not in style.forbidden
            and (not style.alphabet or character in style.alphabet)
            and (not style.upper or character == character.upper())
        )
    )


@lru_cache(maxsize=256)
def _others(style: TextStyle) -> re.Pattern[str]:
    """Runs of characters that do not stay: most texts have none, and one search tells. A group of its own are small letters of
    which each becomes its capital, whatever stands around them."""
    kept = re.escape("".join(sorted(_kept(style))))
    small = "".join(letter for letter in _PRINTABLE + POLISH if _written(letter, style, False)[1] == "case")
    capitals = f"(?P<{_SMALL}>[{small}]++)(?![^{kept}])|" if small else ""
    return re.compile(f"{capitals}[^{kept}]+")


def _letters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run that are replaced as one: a letter with its marks, CR LF, or a single character."""
    if start and _is_mark(text[start]):
        start -= 1
    while start < end:
        after = start + 1
        if text[start : start + 2] == "\r\n":
            after += 1
        while after < min(end, start + 1 + _MARKS) and _is_mark(text[after]):
            after += 1
        yield start, after
        start = after


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _among_capitals(text: str, start: int, end: int) -> bool:
    """Whether a capital letter stands in a word of capitals: Ü in MÜLLER is UE, in Über it is Ue."""
    if not text[start].isupper():
        return False
    after, before = text[end : end + 1], text[max(start - 1, 0) : start]
    return after.isupper() or (not after.isalpha() and before.isupper())


@lru_cache(maxsize=4_096)
def _written(original: str, style: TextStyle, capitals: bool) -> tuple[str, Reason]:
    """What is written for a letter with its marks, and the first reason why it is not itself."""
    if original == "\r\n":
        return " ", "control"
    composed = unicodedata.normalize("NFC", original)
    if composed in _kept(style):
        return composed, "composed"
    parts = [_character(character, style, capitals) for character in composed]
    reasons = [reason for _text, reason in parts if reason is not None]
    return "".join(text for text, _reason in parts), reasons[0] if reasons else "composed"


def _character(character: str, style: TextStyle, capitals: bool) -> tuple[str, Reason | None]:
    """What is written for one character, and why; no reason where it stays."""
    kept = _kept(style)
    category = unicodedata.category(character)
    if character in kept:
        return character, None
    if character in style.dropped:
        return "", "dropped"
    if character in style.forbidden:
        return " ", "forbidden"
    if category in _BREAKS:
        return " ", "control"
    if style.upper and character.upper() in kept:
        return character.upper(), "case"
    if character.isascii():
        return " ", "alphabet"
    equivalent = _equivalent(character)
    if not equivalent:
        return "" if category[0] == "M" or category == "Cf" else " ", "unknown"
    parts = [_character(part, style, capitals) for part in (equivalent.upper() if capitals else equivalent)]
    lost = [reason for _text, reason in parts if reason not in (None, "case")]
    return "".join(text for text, _reason in parts), lost[0] if lost else _why(character, style)


def _why(character: str, style: TextStyle) -> Reason:
    """Why a character outside ASCII gives way to its equivalent."""
    if character not in POLISH or style.letters == "ascii":
        return "letter"
    return "alphabet" if style.alphabet and character not in style.alphabet else "encoding"


def _equivalent(character: str) -> str:
    """ASCII for a character: our table first, then the library; "" where there is nothing like it."""
    from anyascii import anyascii

    written = _EQUIVALENTS.get(character)
    if written is None:
        written = anyascii(character)
    return "" if _PICTURE.fullmatch(written) else written
