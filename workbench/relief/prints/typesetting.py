"""From plain values to PDF: the templates beside this file, typeset by Typst with the fonts it brings along.

Values reach a template as JSON, never as markup, so what a file contained prints as text. The bytes depend on the values alone:
no clock, no fonts of the machine, no network.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ... import money
from ..fingerprint import law_fingerprint, short, versions
from .printed import Printed

_FOLDER = Path(__file__).parent
_NARROW = 12.0
"""Widths of a letter M that the narrowest column of texts holds; longer words get places to break."""
_WORD = re.compile(r"[^\s-]+")
_WIDE = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ@%&mw]")
_BETWEEN_PARTS = re.compile(r"[/_.,:;|\\]")
_LONGEST = 500
"""Characters; a longer value of the books is cut, so that every row fits on a page. A name on VAT-ZD has at most 240."""
_LAST_LETTER_OF_THE_FONTS = 0x052F
"""Latin, Greek and Cyrillic letters lie before it; the fonts have few of the scripts behind."""
_LATIN_AND_SIGNS = range(0x1E00, 0x2600)
NOTHING = "–"


def typeset(template: str, printed: Printed, values: Mapping[str, Any], *, tagged: bool = True) -> bytes:
    """The PDF of a template (its name without .typ) with its values: JSON's types, texts made by the functions below.

    `tagged`: with the structure that screen readers follow; it makes long prints seven times as large.
    """
    import typst

    data = json.dumps({**_frame_of(printed), **values}, ensure_ascii=False)
    pdf: bytes = typst.compile(
        _FOLDER / f"{template}.typ",
        root=_FOLDER,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        timestamp=0,
        pdf_tags=tagged,
    )
    return pdf


def _frame_of(printed: Printed) -> dict[str, Any]:
    """What every print has: who, which notice, and the fingerprints at its foot."""
    company = printed.ledger.company.head(1).to_dict("records")
    return {
        "company": {key: text(value) for key, value in company[0].items()} if company else None,
        "sale": printed.side == "sale",
        "mark": printed.mark,
        "correction": printed.is_correction,
        "period": printed.period_title,
        "as_of": day(printed.as_of),
        "inputs": short(printed.inputs),
        "law_print": short(law_fingerprint()),
        "program": versions()["liczydlo"],
    }


def amount(grosze: int) -> str:
    """1 234,56, with hard spaces and a true minus."""
    return money.to_text(int(grosze), "pl").replace("-", "−")


def zloty(grosze: int) -> str:
    """An amount rounded to whole zloty, without the zeros of its grosze."""
    return amount(grosze)[:-3]


def day(value: date | None) -> str:
    """31.01.2026, or a dash for no day."""
    return f"{value:%d.%m.%Y}" if value is not None and value == value else NOTHING


def text(value: object) -> str:
    """A value of the books as one line of printable text, or nothing for an empty one.

    Line breaks and other control characters become spaces, marks that turn the direction of writing go, letters of scripts
    that the fonts do not have are written in ASCII, and long words may be broken.
    """
    if value is None or value != value:
        return ""
    shown = "".join(_shown(letter) for letter in unicodedata.normalize("NFC", str(value)[: _LONGEST + 1]))
    shown = re.sub(" +", " ", shown).strip()
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return _WORD.sub(lambda word: _breakable(word[0]), shown)


def _breakable(word: str) -> str:
    """A long word with places to break: behind a sign between its parts where there is one, else anywhere. Shorter words are
    left as they are, so that they are found when the PDF is searched."""
    pieces, start, width = [], 0, 0.0
    for place, letter in enumerate(word):
        width += 0.75 if _WIDE.match(letter) else 0.55
        if width > _NARROW:
            signs = [sign.end() for sign in _BETWEEN_PARTS.finditer(word, start, place)]
            cut = signs[-1] if signs else place
            pieces.append(word[start:cut])
            start, width = cut, 0.65 * (place + 1 - cut)
    return "\u200b".join([*pieces, word[start:]])


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cf":
        return ""
    if ord(letter) <= _LAST_LETTER_OF_THE_FONTS or ord(letter) in _LATIN_AND_SIGNS:
        return letter
    from anyascii import anyascii

    return anyascii(letter)
