"""Texts of transfers: characters, code pages, titles, cutting, joining and macros."""

from .characters import REASONS, Change, Cleaned, Cleaning, Reason, clean, clean_unlisted, cleaner
from .cutting import Laid, fits, lay_out, lines_of
from .encodings import ENCODINGS, decode, encode
from .joining import component_texts, join
from .macros import MACROS, MacroValues, default_text, expand
from .style import TextStyle
from .titles import parse_markers, title_text

__all__ = [
    "ENCODINGS",
    "MACROS",
    "REASONS",
    "Change",
    "Cleaned",
    "Cleaning",
    "Laid",
    "MacroValues",
    "Reason",
    "TextStyle",
    "clean",
    "clean_unlisted",
    "cleaner",
    "component_texts",
    "decode",
    "default_text",
    "encode",
    "expand",
    "fits",
    "join",
    "lay_out",
    "lines_of",
    "parse_markers",
    "title_text",
]
