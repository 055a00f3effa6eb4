"""A JPK_V7M or JPK_V7K file checked: its structure by our own schema, then every rule that no schema holds.

The file is read once, row by row: each row is validated and judged alone and thrown away, and what is left, the file with
emptied rows (the frame), is validated at the end. So a file of a million rows takes no more memory than a few numbers a row.

Source: vat.md 2.1 to 2.5 (structure of JPK_V7).
"""

import re
from datetime import date
from typing import Any, BinaryIO

import pandas as pd
from lxml import etree
from lxml.etree import _Element

from ...days import Month
from ...errors import FilingError
from ...i18n import _
from .. import safe_xml, structure
from ..opening import Source, opened
from ..values import grosze
from ..versions import Version, version_in
from .faults import Faults
from .frames import ENDS, Frame
from .registers import SumsOfRows
from .rules_file import (
    check_against_rows,
    check_arithmetic,
    check_control,
    check_header,
    check_quarter,
    check_relief_sums,
)
from .rules_relief import OF_RELIEF
from .rules_rows import OF_PURCHASES, OF_SALES, Row, Settled
from .rules_structure import Place, explain, local_name

_ROWS = {
    "SprzedazWiersz": ("sale", "sales", "LpSprzedazy"),
    "ZakupWiersz": ("purchase", "purchases", "LpZakupu"),
}
"""By the name of a row: what it is in the structure, its part of the file, the element with its number."""
_RULES = {"sales": OF_SALES, "purchases": OF_PURCHASES}
_CONTROLS = {"sales": "SprzedazCtrl", "purchases": "ZakupCtrl"}
_PATHS = {"declaration": "Deklaracja", "record": "Ewidencja"}
_MARGINS = ("SprzedazVAT_Marza", "ZakupVAT_Marza")
_TEXTS = ("P_61", "P_ORDZU")
_NUMBER = re.compile(r"\s*\+?[0-9]{1,14}\s*")


def check_jpk(source: Source) -> pd.DataFrame:
    """All faults of a JPK_V7M or JPK_V7K file, in the user's language; an empty table for a file in order.

    `source`: a path, the content, or a binary stream, which is read from where it stands. Columns: part (header, taxpayer,
    declaration, sales, purchases, file), row (LpSprzedazy or LpZakupu; 0 for none), field, value, fault (what is wrong),
    remedy, severity (error: do not send the file; warning: look), code (a key of rules.RULES). Of each kind of fault the first
    hundred are told, then how many more there are. Where the structure of a row or of the declaration is wrong, only that is
    told of it.

    FilingError for what is no XML, is hostile (see `safe_xml`), or is no JPK_V7 at all.
    """
    with opened(source) as (content, name):
        tag = etree.QName(safe_xml.root_of(content, name))
        version = version_in(tag.namespace or "")
        if version.declaration is None:
            raise FilingError(
                _("{version} files can be read but not checked; only JPK_V7M and JPK_V7K are.").format(version=version.name)
            )
        faults = Faults()
        if tag.localname != "JPK":
            faults.add("root", "file", field=tag.localname)
            return faults.table()
        _Check(version, faults).run(content, name)
        return faults.table()


class _Check:
    """The check of one file."""

    def __init__(self, version: Version, faults: Faults) -> None:
        self._version = version
        self._faults = faults
        self._frame = Frame(version)
        self._schema = structure.row_schema(version)
        self._registers = {part: SumsOfRows(part) for part in _RULES}
        self._file: Settled | None = None
        self._space = len(version.namespace) + 2

    def run(self, content: BinaryIO, name: str) -> None:
        """Reads the file to its end and adds all its faults."""
        for element in safe_xml.elements(content, name, [f"{{{self._version.namespace}}}{end}" for end in ENDS]):
            self._frame.take(element)
            if self._frame.is_row(element):
                self._check_row(element)
        self._check_frame()
        self._check_header()
        self._check_record()
        if self._frame.find("Deklaracja") is not None and not self._faults.has_errors_in("declaration"):
            self._check_declaration()

    def _check_row(self, element: _Element) -> None:
        kind, part, numbered = _ROWS[str(element.tag)[self._space :]]
        texts = {str(child.tag)[self._space :]: child.text or "" for child in element}
        number = _whole(texts.get(numbered, ""))
        register = self._registers[part]
        if not self._schema.validate(element):
            explain(self._version, element, Place(kind, number), _log(self._schema), self._faults)
            register.add_unreadable(number, self._faults)
            return
        amounts = {name: grosze(text) for name, text in texts.items() if name[:2] == "K_" or name in _MARGINS}
        row = Row(part, number, texts, amounts)
        register.add(row, self._faults)
        file = self._settled()
        for rule in (*_RULES[part], *(OF_RELIEF if row.is_relief else ())):
            rule(row, file, self._faults)

    def _check_frame(self) -> None:
        schema, root = structure.frame_schema(self._version), self._frame.root
        if root is None:
            return
        try:
            if not schema.validate(root):
                explain(self._version, root, Place("JPK"), _log(schema), self._faults)
        except etree.XMLSchemaValidateError:
            # libxml2 gives up on a year of more digits than it can compare
            self._faults.add("structure", "header", field="Rok", value=self._frame.text("Naglowek/Rok"))

    def _check_header(self) -> None:
        parts = {name for name, path in _PATHS.items() if self._frame.find(path) is not None}
        check_header(self._settled(), parts, self._frame.text("Naglowek/CelZlozenia"), self._faults)

    def _check_record(self) -> None:
        for part, register in self._registers.items():
            register.tell_repeats(self._faults)
            control = self._frame.find(f"Ewidencja/{_CONTROLS[part]}")
            if control is not None:
                values = {local_name(child): child.text or "" for child in control}
                check_control(part, values, register.added, self._version, self._faults)

    def _check_declaration(self) -> None:
        written = self._frame.find("Deklaracja/PozycjeSzczegolowe")
        named = {} if written is None else {local_name(child): child.text or "" for child in written}
        fields = {name: int(text) for name, text in named.items() if name not in _TEXTS}
        check_arithmetic(fields, self._version, self._faults)
        check_quarter(self._settled(), self._frame.text("Deklaracja/Naglowek/Kwartal"), self._faults)
        added = [register.added for register in self._registers.values()]
        # the other months of a quarter are in other files
        if self._version.form == "V7M" and self._frame.find("Ewidencja") is not None and all(of.complete for of in added):
            sums = {name: total for of in added for name, total in of.sums.items()}
            check_against_rows(fields, sums, self._version, self._faults)
            check_relief_sums(fields, self._registers["sales"].unpaid(), self._version, self._faults)

    def _settled(self) -> Settled:
        """What the header says; read when the first row needs it, the header being complete by then."""
        if self._file is None:
            year, month = self._frame.text("Naglowek/Rok"), self._frame.text("Naglowek/Miesiac")
            made = self._frame.text("Naglowek/DataWytworzeniaJPK")[:10]
            self._file = Settled(self._version, _month(year, month), _date(made), self._frame.text("Podmiot1/*/NIP"))
        return self._file


def _log(schema: etree.XMLSchema) -> list[etree._LogEntry]:
    """What the schema said of the last element it refused."""
    entries: Any = schema.error_log
    return list(entries)


def _whole(text: str) -> int:
    """The number of a row; 0 where it is none."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def _month(year: str, month: str) -> Month | None:
    try:
        return Month(f"{year[:4]}-{int(month):02}")
    except ValueError:
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
