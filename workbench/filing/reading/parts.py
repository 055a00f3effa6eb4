"""The parts of a JPK file other than its rows, from the texts of their elements."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from ...days import Month, Quarter
from ...i18n import _
from .. import structure
from ..files import Control, DeclarationPart, Header, Purpose, Taxpayer
from ..values import day, grosze, whole
from ..versions import Version
from .faults import Faults

Texts = Mapping[str, str]
_Value = TypeVar("_Value")

_HEADER_VAT = ["KodFormularza", "WariantFormularza", "DataWytworzeniaJPK", "NazwaSystemu", "CelZlozenia", "DataOd", "DataDo"]
_PARTY = {
    "NIP": "tax_id",
    "PelnaNazwa": "name",
    "Email": "email",
    "Telefon": "phone",
    "ImiePierwsze": "first_name",
    "Nazwisko": "last_name",
}
_TEXT_FIELDS = ("P_61", "P_ORDZU")
_NO_MONTH = Month("2020-10")
"""Stands for a month that could not be read, until the faults are told."""


def header(version: Version, texts: Texts | None, faults: Faults) -> Header:
    """Naglowek. JPK_VAT (3) names the first and last day instead of the month, and every correction by its number."""
    old = version.form == "VAT"
    part = _Part("Naglowek", texts, _HEADER_VAT if old else structure.names(version, "header"), faults)
    if old:
        months = {
            part.value(name, _("a day such as 2026-09-30"), lambda text: Month.of(day(text)), _NO_MONTH) for name in _DAYS
        }
        month = min(months)
        if len(months) > 1:
            faults.add("Naglowek", "DataDo", part.texts.get("DataDo", ""), _("a day in the month of DataOd"))
    else:
        year = part.value("Rok", _("a year"), _year, _NO_MONTH.year)
        month = part.value("Miesiac", _("a month from 1 to 12"), lambda text: Month(f"{year:04}-{whole(text):02}"), _NO_MONTH)
    return Header(
        version,
        month,
        part.value("CelZlozenia", "0, 1, 2" if old else "1, 2", _purpose_before if old else _purpose, 1),
        part.texts.get("KodUrzedu", "").strip(),
        part.value("DataWytworzeniaJPK", _("a time such as 2026-10-20T12:00:00Z"), _time, datetime(2020, 10, 1, tzinfo=UTC)),
        _collapsed(part.texts.get("NazwaSystemu", "")),
    )


def taxpayer(texts: Texts | None, faults: Faults) -> Taxpayer:
    """Podmiot1. A person has no full name."""
    part = _Part("Podmiot1", texts, {*_PARTY, "DataUrodzenia"}, faults)
    given: dict[str, Any] = {column: _collapsed(part.texts.get(name, "")) for name, column in _PARTY.items()}
    if "DataUrodzenia" not in part.texts:
        return Taxpayer(**given)
    born = part.value("DataUrodzenia", _("a day such as 2026-09-30"), day, None)
    return Taxpayer(**given, birth_date=born)


def declaration(version: Version, month: Month, header: Texts | None, texts: Texts, faults: Faults) -> DeclarationPart:
    """Naglowek of Deklaracja and PozycjeSzczegolowe: P_61 and P_ORDZU as they stand, all other fields as whole numbers."""
    above = _Part("Deklaracja/Naglowek", header, structure.names(version, "declaration_header"), faults)
    part = _Part("Deklaracja", texts, structure.names(version, "fields"), faults)
    expected = _("a whole number of zloty")
    fields: dict[str, int | str] = {
        name: text if name in _TEXT_FIELDS else part.value(name, expected, whole, 0) for name, text in part.texts.items()
    }
    if version.form != "V7K":
        return DeclarationPart(month, fields)
    closed = Quarter.of(month.first)
    period = above.value("Kwartal", _("a quarter from 1 to 4"), lambda text: Quarter(f"{month.year:04}Q{whole(text)}"), closed)
    return DeclarationPart(period, fields)


def control(texts: Texts, place: str, faults: Faults) -> Control:
    """SprzedazCtrl or ZakupCtrl."""
    count, tax = _CONTROLS[place]
    part = _Part(place, texts, (count, tax), faults)
    return Control(
        part.value(count, _("a whole number"), whole, 0), part.value(tax, _("an amount such as -1234.56"), grosze, 0)
    )


_DAYS = ("DataOd", "DataDo")
_CONTROLS = {
    "SprzedazCtrl": ("LiczbaWierszySprzedazy", "PodatekNalezny"),
    "ZakupCtrl": ("LiczbaWierszyZakupow", "PodatekNaliczony"),
}


class _Part:
    """The texts of one element; elements in it that are not known are faults."""

    def __init__(self, place: str, texts: Texts | None, known: Collection[str], faults: Faults) -> None:
        self.place, self.faults = place, faults
        self.texts = {name: text for name, text in (texts or {}).items() if name in known}
        for name in texts or {}:
            if name not in known:
                faults.add(
                    place, name, texts[name] if texts else "", _("no such element; this structure does not have it here")
                )

    def value(self, name: str, expected: str, read: Callable[[str], Any], otherwise: Any) -> Any:
        text = self.texts.get(name, "")
        try:
            return read(text.strip(" \t\r\n"))
        except (ValueError, OverflowError):
            self.faults.add(self.place, name, text, expected)
            return otherwise


def _collapsed(text: str) -> str:
    return re.sub("[ \t\r\n]+", " ", text).strip(" ")


def _year(text: str) -> int:
    year = whole(text)
    if not 1900 <= year <= date.max.year:
        raise ValueError(text)
    return year


def _purpose(text: str) -> Purpose:
    if whole(text) not in (1, 2):
        raise ValueError(text)
    return 1 if whole(text) == 1 else 2


def _purpose_before(text: str) -> Purpose:
    return 2 if whole(text) else 1


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
