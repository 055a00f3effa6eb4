"""What of the rows of a register the structure of JPK_V7 cannot hold: the first such value, as an error that names its row."""

import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import FilingError
from ...i18n import _
from . import xml_columns
from .layout import Element, Layout

LARGEST_AMOUNT = 10**18 - 1
"""Grosze: 18 digits."""
LARGEST_ROW = 10**14 - 1
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CHOICES = 40
"""More of them are not listed in a message."""


def check_rows(register: str, rows: pd.DataFrame, layout: Layout) -> None:
    """FilingError for the first value that the elements cannot hold; `register` is how the user knows the table."""
    for element in layout.elements:
        for place, fault in _faults(rows, element):
            number = int(rows["row"].iloc[place])
            told = _("{register}, row {row}, {field}: {fault}")
            raise FilingError(told.format(register=register, row=number, field=element.name, fault=fault))
    _check_amounts_held(register, rows, layout)
    if any(element.name == "TerminPlatnosci" for element in layout.elements):
        _check_relief_days(register, rows)


def text_fault(text: str, longest: int) -> str:
    """What keeps a text (as `xml_columns.plain` makes it) out of an element of so many characters; empty where nothing does."""
    if not text:
        return _("the value is missing; enter it.")
    found = _FORBIDDEN.search(text)
    if found is not None:
        reason = _("the text holds the character U+{code:04X}, which an XML file cannot carry; remove it.")
        return reason.format(code=ord(found.group()))
    if len(text) > longest:
        reason = _("the text has {length} characters and at most {longest} fit; shorten it.")
        return reason.format(length=len(text), longest=longest)
    return ""


def day_fault(day: np.datetime64, earliest: date, latest: date) -> str:
    """What keeps a day out of an element; empty where nothing does."""
    if np.isnat(day):
        return _("the date is missing; enter it.")
    if day < np.datetime64(earliest):
        reason = _("{day} is before {earliest}, the first day that the structure of the file can hold here.")
        return reason.format(day=day, earliest=earliest)
    if day > np.datetime64(latest):
        reason = _("{day} is after {latest}, the last day that the structure of the file can hold here.")
        return reason.format(day=day, latest=latest)
    return ""


def _faults(rows: pd.DataFrame, element: Element) -> Any:
    """The place of a wrong value of an element and what is wrong: of one at most."""
    match element.kind:
        case "whole":
            values = rows[element.column].to_numpy()
            yield from _first((values < 1) | (values > LARGEST_ROW), _("the number of a row is a whole number from 1 on."))
        case "amount":
            values = rows[element.column].to_numpy()
            too_large = (values > LARGEST_AMOUNT) | (values < -LARGEST_AMOUNT)
            yield from _first(too_large, _("the amount has more than 18 digits."))
        case "day":
            values = rows[element.column].to_numpy().astype("datetime64[D]")
            wrong = (values < np.datetime64(element.earliest)) | (values > np.datetime64(element.latest))
            for place in np.flatnonzero(wrong if element.optional else wrong | np.isnat(values))[:1]:
                yield place, day_fault(values[place], element.earliest, element.latest)
        case "text" if not element.choices:
            yield from _text_faults(rows, element)
        case "text" | "ksef" | "markers":
            yield from _word_faults(rows, element)


def _text_faults(rows: pd.DataFrame, element: Element) -> Any:
    column = xml_columns.texts(rows[element.column])
    length = pc.utf8_length(column)
    wrong = pc.or_(pc.greater(length, element.longest), pc.match_substring_regex(column, xml_columns.FORBIDDEN))
    if not element.optional:
        wrong = pc.or_(wrong, pc.equal(length, 0))
    for place in np.flatnonzero(wrong)[:1]:
        yield place, text_fault(column[place].as_py(), element.longest)


def _word_faults(rows: pd.DataFrame, element: Element) -> Any:
    """A value that is none of the choices; a KSeF number may stand in place of a marker."""
    column = xml_columns.texts(rows[element.column])
    different = column.dictionary_encode()
    wanted = {*element.choices, ""} if element.optional else set(element.choices)
    words = [value.split(" ") if element.kind == "markers" else [value] for value in different.dictionary.to_pylist()]
    known = [wanted.issuperset(one) for one in words]
    wrong = pc.invert(pc.take(pa.array(known, pa.bool_()), different.indices))
    if element.pattern:
        wrong = pc.and_(wrong, pc.invert(pc.match_substring_regex(column, element.pattern)))
    for place in np.flatnonzero(wrong)[:1]:
        yield place, _word_fault(column[place].as_py(), element)


def _word_fault(value: str, element: Element) -> str:
    if element.kind == "ksef":
        reason = _("{value} is neither a KSeF number nor one of {choices}; each row of this structure needs one of them.")
    elif len(element.choices) > _MOST_CHOICES:
        reason = _("{value} is no code that can stand here; look it up (Greece is EL, not GR).")
    else:
        reason = _("{value} has no place in this structure; possible: {choices}.")
    return reason.format(value=value or "-", choices=", ".join(element.choices))


def _check_amounts_held(register: str, rows: pd.DataFrame, layout: Layout) -> None:
    """K_360 has a place only from structure (3) on."""
    held = {element.column for element in layout.elements}
    for field in (name for name in rows.columns if str(name).startswith("K_") and name not in held):
        for place in np.flatnonzero(rows[field].to_numpy())[:1]:
            told = _("{register}, row {row}, {field}: this structure of the file has no such field; the amount has no place.")
            raise FilingError(told.format(register=register, row=int(rows["row"].iloc[place]), field=field))


def _check_relief_days(register: str, rows: pd.DataFrame) -> None:
    """A row with KorektaPodstawyOpodt has exactly one of both dates, any other row none."""
    relief = rows["relief"].to_numpy()
    dates = rows["due_date"].notna().to_numpy().astype(int) + rows["payment_date"].notna().to_numpy()
    for place in np.flatnonzero(dates != relief)[:1]:
        told = _(
            "{register}, row {row}: a row with KorektaPodstawyOpodt has exactly one date, TerminPlatnosci or DataZaplaty, "
            "and no other row has one; make a row for each date."
        )
        raise FilingError(told.format(register=register, row=int(rows["row"].iloc[place])))


def _first(wrong: xml_columns.Mask, fault: str) -> Any:
    for place in np.flatnonzero(wrong)[:1]:
        yield place, fault
