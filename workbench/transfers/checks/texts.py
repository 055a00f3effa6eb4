"""What becomes of the texts of a transfer in the file: cut ends, lost and replaced characters, each listed (T-074, T-089)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...i18n import N_, _
from ..formats.definable import TextFormat
from ..formats.format import Format
from ..formats.iso import IsoFormat
from ..formats.iso_texts import LINE, NUMBER, POSTCODE, STREET, TOWN, house, name_style
from ..formats.party import NAME_LINES, block_of
from ..orders import Finding, Kind, Payee, Payer
from ..texts import Change, Laid, TextStyle, clean
from ..texts.macros import PAYMENT_FOR, WAGES_FOR
from .rules import finding

BARE = (PAYMENT_FOR, WAGES_FOR)
TITLE = N_("The title")
PAYEE = (N_("The payee's name"), N_("The payee's address"))
PAYER = (N_("Our name"), N_("Our address"))

_NAME_FIELDS = ("payee_name", "payer_name")
_ADDRESS_FIELDS = tuple(f"{party}_{part}" for party in ("payee", "payer") for part in ("street", "p", "city", "address"))
_HARMLESS = ("case", "composed")
"""Reasons of changes that take nothing from a text."""
_LONGEST_SHOWN = 200
_MOST_SHOWN = 12


class Written(NamedTuple):
    """A text and what the file holds of it."""

    where: str
    original: str
    result: str
    cut: str
    changes: Sequence[Change]


def title(laid: Laid) -> Iterator[Finding]:
    """The title says something, fits, and keeps its characters. What a payment without a document number gets by default says
    nothing behind its phrase (T-095)."""
    if not laid.whole.strip():
        yield finding("text_empty")
    elif laid.original.strip() in BARE:
        yield finding("text_number_missing", text=laid.original.strip())
    if laid.cut.strip():
        yield finding("text_cut", where=_(TITLE), cut=shown(laid.cut))
    if laid.changes:
        yield from changed(Written(TITLE, laid.original, laid.whole, "", laid.changes))


def party(format: Format, kind: Kind, of: Payee | Payer) -> Iterator[Finding]:
    """Name and address of the payee or of our company in the lines or elements that the format has for them."""
    for written in _written(format, kind, of):
        if written.cut.strip():
            yield finding("name_cut", where=_(written.where), cut=shown(written.cut))
        if written.changes:
            yield from changed(written)
        if written.where == PAYEE[0] and not written.result.strip():
            yield finding("name_missing")


def _written(format: Format, kind: Kind, of: Payee | Payer) -> Iterator[Written]:
    name, address = PAYEE if isinstance(of, Payee) else PAYER
    style = format.style_of(kind)
    if isinstance(format, IsoFormat):
        parts = house(of.street)  # street and number, in elements of their own
        places = [(parts[0], STREET), (parts[1], NUMBER)] if parts else [(of.street, LINE)]
        yield _fitted(name, of.name, name_style(style), format.name_width)
        for text, width in (*places, (of.postcode, POSTCODE), (of.city, TOWN)):
            yield _fitted(address, text, style, width)
        return
    place = " ".join(filter(None, (of.postcode, of.city)))
    whole = ", ".join(filter(None, (of.street, place)))
    if isinstance(format, TextFormat):
        for where, text, prefixes in ((name, of.name, _NAME_FIELDS), (address, whole, _ADDRESS_FIELDS)):
            if any(code.startswith(prefixes) for code in format.codes):
                cleaned = clean(text, style)
                yield Written(where, text, cleaned.text, "", cleaned.changes)
        return
    block = block_of(of.name, of.street, of.postcode, of.city, style)
    changes = {part: [change for text, change in block.changes if text == part] for part in ("name", "address")}
    yield Written(name, of.name, "".join(block.lines[:NAME_LINES]), block.cut_name, changes["name"])
    yield Written(address, whole, ", ".join(filter(None, block.lines[NAME_LINES:])), block.cut_address, changes["address"])


def _fitted(where: str, text: str, style: TextStyle, width: int) -> Written:
    cleaned = clean(text, style)
    return Written(where, text, cleaned.text[:width].strip(), cleaned.text[width:], cleaned.changes)


def changed(written: Written) -> Iterator[Finding]:
    """The characters that are lost, and those that are written as others."""
    listings: dict[str, dict[str, None]] = {"text_lost": {}, "text_replaced": {}}
    for change in written.changes:
        if change.reason not in _HARMLESS:
            code, told = _told(change.original, change.replacement)
            listings[code][told] = None
    for code, listed in listings.items():
        if listed:
            listing = ", ".join([*list(listed)[:_MOST_SHOWN], *(["…"] if len(listed) > _MOST_SHOWN else [])])
            original, result = shown(written.original), shown(written.result)
            yield finding(code, where=_(written.where), changes=listing, original=original, result=result)


@lru_cache(maxsize=4_096)
def _told(original: str, replacement: str) -> tuple[str, str]:
    """The rule that a change breaks, and how it is listed. A line break that becomes a space is no loss."""
    if replacement.strip() or original.isspace():
        return "text_replaced", f"{_visible(original)} → {_visible(replacement)}"
    return "text_lost", _visible(original)


def _visible(text: str) -> str:
    """Characters for a list: a space and what cannot be seen by their names."""
    return "".join(sign if sign.isprintable() and sign != " " else f"U+{ord(sign):04X}" for sign in text)


def shown(text: str) -> str:
    """A text for a sentence, its unseen characters as blanks, cut where it is very long."""
    if len(text) > _LONGEST_SHOWN:
        text = f"{text[:_LONGEST_SHOWN]}…"
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
