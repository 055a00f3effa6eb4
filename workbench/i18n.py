"""Texts, amounts and dates in the user's language: Polish by default, English on request.

The texts in the code are English and are the keys of the gettext catalogue `locale/pl`. The language is that of the
environment variable WORKBENCH_LANG (pl or en) until `set_language` says otherwise.
"""

import errno
import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from . import money
from .days import Month

Language = Literal["pl", "en"]
LANGUAGES: tuple[Language, ...] = ("pl", "en")

_LOCALE = Path(__file__).parent / "locale"
_chosen: Language | None = None
_within: ContextVar[Language | None] = ContextVar("language", default=None)
"""The language of a `with` block: of this thread alone, while others go on in theirs."""


def language() -> Language:
    """The language in use."""
    chosen = _within.get() or _chosen or os.environ.get("WORKBENCH_LANG", "pl")
    return "en" if chosen == "en" else "pl"


def set_language(code: Language) -> None:
    """Use a language from here on, in the whole process (a page has a process of its own)."""
    global _chosen
    _chosen = code
    if _within.get() is not None:
        _within.set(code)


@contextmanager
def in_language(code: Language) -> Iterator[None]:
    """Use a language inside a `with` block."""
    before = _within.set(code)
    try:
        yield
    finally:
        _within.reset(before)


def _(text: str) -> str:
    """The text in the user's language."""
    return _catalogue(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that goes with a number."""
    return _catalogue(language()).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 (gettext's customary name for "translate later")
    """Mark a text for the catalogue where it is only stored and translated when shown."""
    return text


_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)


def amount(grosze: int, currency: str = "") -> str:
    """1 234,56 (with the currency: 1 234,56 zł) in Polish, 1,234.56 (PLN 1,234.56) in English."""
    text = money.to_text(int(grosze), language())
    if not currency:
        return text
    if language() == "pl":
        return f"{text}\u00a0{'zł' if currency == 'PLN' else currency}"
    return f"{currency}\u00a0{text}"


def day(value: date) -> str:
    """25.11.2020 in Polish, 25 Nov 2020 in English."""
    if language() == "pl":
        return f"{value:%d.%m.%Y}"
    return f"{value.day} {_SHORT_MONTHS[value.month - 1]} {value.year}"


def month(value: Month, *, short: bool = False) -> str:
    """listopad 2020 or November 2020; short: lis 2020 or Nov 2020."""
    names = _SHORT_MONTHS if short else _MONTHS
    return f"{_(names[value.first.month - 1])} {value.year}"


_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("you may not open or write it"),
    errno.EPERM: N_("you may not open or write it"),
    errno.EEXIST: N_("a file of that name is already there"),
    errno.ENOTDIR: N_("a part of its path is a file, not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("nothing may be written on that disk"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


def system_reason(error: OSError) -> str:
    """Why the system could not do something with a file; what it seldom says stays in its own words."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error) or type(error).__name__


@lru_cache
def _catalogue(code: Language) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("workbench", _LOCALE, [code])
