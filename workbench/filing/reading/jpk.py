"""`read_jpk`: a file of JPK_V7M, JPK_V7K (1), (2), (3) or JPK_VAT (3) as tables.

The reader knows nothing of the writer. It is strict where something would be lost: an element that the structure does not have
or a value that cannot be read is a fault with its place. Whether the file keeps the rules of its structure, `check_jpk` says.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Literal

import pandas as pd

from ...i18n import _
from .. import safe_xml, structure
from ..files import Control, JpkFile
from ..opening import Source, opened
from ..row_elements import registers
from ..versions import version_in
from .faults import Faults
from .parts import control, declaration, header, taxpayer
from .plain_rows import PlainRows
from .row_batch import RowBatch

Rows = tuple[Literal["sales", "purchases"], pd.DataFrame]

_BATCH = 100_000
_TOP, _DECLARED, _RECORD = ("JPK",), ("Deklaracja",), ("Ewidencja",)
_ROWS = ("SprzedazWiersz", "SprzedazCtrl", "ZakupWiersz", "ZakupCtrl")
_PLACES: Mapping[str, tuple[str, ...]] = {
    "JPK": ("",),
    "Naglowek": (*_TOP, *_DECLARED),
    "Podmiot1": _TOP,
    "Deklaracja": _TOP,
    "PozycjeSzczegolowe": _DECLARED,
    "Pouczenia": _DECLARED,
    "Ewidencja": _TOP,
    **dict.fromkeys(_ROWS, _RECORD),
}
"""The elements that are looked for, and in which others they stand."""
_PLACES_VAT: Mapping[str, tuple[str, ...]] = {"JPK": ("",), **dict.fromkeys(("Naglowek", "Podmiot1", *_ROWS), _TOP)}
_FORM: Mapping[str, tuple[str, ...]] = {
    "JPK": ("KodFormularza", "WariantFormularza"),
    "Deklaracja": ("KodFormularzaDekl", "WariantFormularzaDekl"),
}
"""What names the structure in a header, by where this stands."""
_HOLDERS = ("JPK", "Deklaracja", "Ewidencja")


def read_jpk(source: Source) -> JpkFile:
    """The file as header, taxpayer, declaration part and tables of sales and purchases (see `rows`).

    `source`: a path, the content, or a binary stream that can go back. In JPK_VAT (3) purpose 0 is 1, a correction 2; addresses
    are passed over there, as no column holds them. FilingError for what is no such file (see `safe_xml`), for a draft of a
    structure, and, told together, for elements and values that cannot be read.
    """
    with opened(source) as (content, name):
        reading = _Reading(content, name)
        tables: dict[str, list[pd.DataFrame]] = {"sales": [], "purchases": []}
        for register, table in reading.rows(_BATCH):
            tables[register].append(table)
        return reading.file(tables)


def read_rows(source: Source, size: int = _BATCH) -> Iterator[Rows]:
    """The rows alone, in tables of about `size` rows ("sales" or "purchases", table): for files larger than the memory.

    Errors as in `read_jpk`, when the rows before them have been given."""
    with opened(source) as (content, name):
        reading = _Reading(content, name)
        yield from reading.rows(size)
        reading.faults.check()


class _Reading:
    """What was found so far while a file is read."""

    def __init__(self, content: BinaryIO, name: str) -> None:
        namespace, _end, _root = safe_xml.root_of(content, name).removeprefix("{").rpartition("}")
        self.content, self.name = content, name
        self.version = version_in(namespace)
        self.faults = Faults(name)
        self.inside = f"{{{namespace}}}"
        self.places = _PLACES_VAT if self.version.form == "VAT" else _PLACES
        self.registers = registers(self.version)
        self.parts: dict[str, Mapping[str, str]] = {}
        self.controls: dict[str, Control] = {}

    def rows(self, size: int) -> Iterator[Rows]:
        """The rows in tables; everything else is kept."""
        batches = {register.row: RowBatch(register, self.faults, self.inside) for register in self.registers}
        ends = [self.inside + tag for tag in self.places]
        for element in safe_xml.elements(self.content, self.name, ends, PlainRows(batches).rest):
            tag = self._local(element)
            self._check_place(element, tag)
            batch = batches.get(tag)
            if batch is None:
                self._take(element, tag)
                continue
            batch.add_element(element)
            if len(batch) >= size:
                yield batch.register.name, batch.table()
        for batch in batches.values():
            if len(batch):
                yield batch.register.name, batch.table()

    def file(self, tables: Mapping[str, list[pd.DataFrame]]) -> JpkFile:
        """The whole file. FilingError with all faults."""
        top = header(self.version, self.parts.get("JPK/Naglowek"), self.faults)
        party = taxpayer(self.parts.get("JPK/Podmiot1"), self.faults)
        fields = self.parts.get("Deklaracja/PozycjeSzczegolowe")
        above = self.parts.get("Deklaracja/Naglowek")
        declared = None if fields is None else declaration(self.version, top.month, above, fields, self.faults)
        self.faults.check()
        sales, purchases = (
            pd.concat([RowBatch(register, self.faults, "").table(), *tables[register.name]], ignore_index=True)
            if self.version.form == "VAT" or "JPK/Ewidencja" in self.parts
            else None
            for register in self.registers
        )
        return JpkFile(top, party, declared, sales, purchases, self.controls.get("sales"), self.controls.get("purchases"))

    def _check_place(self, element: Any, tag: str) -> None:
        """Tells what stands in a wrong place, or between the elements that are looked for, where it would be lost.

        What stood before an element and was looked at is not there any more, but for the text after it."""
        parent = element.getparent()
        above = "" if parent is None else self._local(parent)
        if above not in self.places[tag]:
            self._unknown(above, tag)
        before = (one for here in (element, *element.iterancestors()) for one in here.itersiblings(preceding=True))
        for one in (*before, *(element if tag in _HOLDERS else ())):
            place = self._local(one.getparent())
            if self._local(one) not in self.places:
                self._unknown(place, self._local(one))
            self.faults.add_text(place, one.tail)
        if tag in _HOLDERS:
            self.faults.add_text(tag, element.text)

    def _take(self, element: Any, tag: str) -> None:
        above = "" if tag == "JPK" else self._local(element.getparent())
        part = f"{above}/{tag}"
        if part in self.parts:
            self._unknown(above, tag, _("the element once"))
        texts = self._texts(element, tag) if tag not in (*_HOLDERS, "Pouczenia") else {}
        self.parts[part] = texts
        if tag == "Naglowek":
            self._check_form(element, above)
        if tag.endswith("Ctrl"):
            register = "sales" if tag == "SprzedazCtrl" else "purchases"
            self.controls[register] = control(texts, tag, self.faults)

    def _check_form(self, header: Any, above: str) -> None:
        """Tells where a header names another structure than the namespace does."""
        for child in header:
            name = self._local(child)
            if name in _FORM.get(above, ()):
                place = f"{above}/Naglowek"
                for attribute, expected in structure.attributes(self.version, name).items():
                    if (said := child.get(attribute, expected)).strip() != expected:
                        self.faults.add(place, f"{name}, {attribute}", said, expected)
                choices = structure.limits_of(self.version, structure.kind_of(self.version, name)).get("enumeration", ())
                if (child.text or "").strip() not in choices:
                    self.faults.add(place, name, child.text or "", ", ".join(choices))

    def _texts(self, element: Any, place: str) -> dict[str, str]:
        """The texts of the elements in an element, by name; of Podmiot1 those of the person or company in it."""
        texts: dict[str, str] = {}
        self.faults.add_text(place, element.text)
        for child in element:
            self.faults.add_text(place, child.tail)
            name = self._local(child).removeprefix(f"{{{self.version.types}}}")
            if name in ("OsobaFizyczna", "OsobaNiefizyczna") and place == "Podmiot1" and not texts:
                texts = self._texts(child, name)
            elif name in texts or len(child):
                self._unknown(place, name, _("a single value"))
            else:
                texts[name] = child.text or ""
        return texts

    def _local(self, element: Any) -> str:
        return str(element.tag).removeprefix(self.inside)

    def _unknown(self, place: str, name: str, expected: str = "") -> None:
        self.faults.add(place or "-", name, "", expected or _("no such element; this structure does not have it here"))
