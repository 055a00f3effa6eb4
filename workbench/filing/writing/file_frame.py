"""A JPK_V7 file without its rows, as a tree: header, taxpayer, declaration part, control sums.

Source: structure of JPK_V7 (vat.md 2.1, 2.2).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from lxml import etree

from ... import money
from ...days import Quarter
from ...errors import FilingError
from ...i18n import _
from .. import structure
from ..files import Control, DeclarationPart, Header, JpkFile, Taxpayer
from ..versions import Version, version_of
from .layout import Layout
from .row_faults import text_fault
from .xml_columns import plain

INSTRUCTED = "1"
"""Pouczenia: who files knows the instructions on enforcement and on liability."""
_FREE_TEXT = "P_ORDZU"
"""The field whose blanks and line ends are kept."""


def frame(file: JpkFile, registers: Sequence[tuple[Layout, Control]]) -> Any:
    """The root element, without the rows of `registers`. FilingError for a version that is not that of the month, a period
    that is not that of the header, a field that the structure does not have, a character that XML cannot hold."""
    version = file.header.version
    prefixes: dict[Any, str] = {None: version.namespace, "etd": version.types}
    root = etree.Element(f"{{{version.namespace}}}JPK", None, prefixes)
    _add_header(root, file.header)
    _add_taxpayer(root, file.taxpayer, version)
    if file.declaration is not None:
        _add_declaration(root, file.declaration, file.header)
    if registers:
        record = _add(root, "Ewidencja")
        for layout, control in registers:
            sums = _add(record, layout.control)
            _add(sums, layout.counted, str(control.rows))
            _add(sums, layout.tax, money.to_text(control.tax))
    return root


def check_frame(root: Any, version: Version) -> None:
    """FilingError for the first value in a tree made by `frame` that the structure does not allow."""
    schema = structure.schema(version)
    if schema.validate(root):
        return
    log: Any = schema.error_log
    (element,) = root.getroottree().xpath(log[0].path)
    name, text = etree.QName(element).localname, element.text or ""
    longest = structure.limits_of(version, structure.kind_of(version, name)).get("maxLength", len(text))
    wrong = _("{value} cannot stand in the file; check its form, sign and length.")
    raise FilingError(f"{name}: {text_fault(text, int(str(longest))) or wrong.format(value=text)}")


def _add_header(root: Any, header: Header) -> None:
    version, month = header.version, header.month
    if version != version_of(version.form, month):
        reason = _("{period}: a file of this month has the structure {right}, not {version}.")
        right = version_of(version.form, month).name
        raise FilingError(reason.format(period=month, right=right, version=version.name))
    made_at = header.made_at if header.made_at.tzinfo is None else header.made_at.astimezone(UTC)
    element = _add(root, "Naglowek")
    _add(element, "KodFormularza", "JPK_VAT", kodSystemowy=version.name, wersjaSchemy=version.schema)
    _add(element, "WariantFormularza", str(version.number))
    _add(element, "DataWytworzeniaJPK", f"{made_at:%Y-%m-%dT%H:%M:%SZ}")
    if header.system:
        _add(element, "NazwaSystemu", header.system)
    _add(element, "CelZlozenia", str(header.purpose), poz="P_7")
    _add(element, "KodUrzedu", header.tax_office)
    _add(element, "Rok", f"{month.year:04}")
    _add(element, "Miesiac", str(month.first.month))


def _add_taxpayer(root: Any, taxpayer: Taxpayer, version: Version) -> None:
    party = _add(root, "Podmiot1", rola="Podatnik")
    if taxpayer.birth_date is not None:
        who = _add(party, "OsobaFizyczna")
        names = {"NIP": taxpayer.tax_id, "ImiePierwsze": taxpayer.first_name, "Nazwisko": taxpayer.last_name}
        for name, value in {**names, "DataUrodzenia": taxpayer.birth_date.isoformat()}.items():
            _add(who, f"{{{version.types}}}{name}", value)
    else:
        who = _add(party, "OsobaNiefizyczna")
        _add(who, "NIP", taxpayer.tax_id)
        _add(who, "PelnaNazwa", taxpayer.name)
    _add(who, "Email", taxpayer.email)
    if taxpayer.phone:
        _add(who, "Telefon", taxpayer.phone)


def _add_declaration(root: Any, part: DeclarationPart, header: Header) -> None:
    version, month = header.version, header.month
    form = version.declaration
    quarterly = version.form == "V7K"
    quarter = Quarter.of(month.first)
    if form is None or part.period != (quarter if quarterly else month) or (quarterly and quarter.months[-1] != month):
        reason = _("{period}: the declaration part in {version} of {month} is of this month, or of the quarter that it closes.")
        raise FilingError(reason.format(period=part.period, version=version.name, month=month))
    declaration = _add(root, "Deklaracja")
    element = _add(declaration, "Naglowek")
    codes = {"kodSystemowy": form.system_code, "kodPodatku": "VAT", "rodzajZobowiazania": "Z", "wersjaSchemy": form.schema}
    _add(element, "KodFormularzaDekl", form.code, **codes)
    _add(element, "WariantFormularzaDekl", str(form.variant))
    if quarterly:
        _add(element, "Kwartal", str((month.first.month + 2) // 3))
    element = _add(declaration, "PozycjeSzczegolowe")
    for name, value in _complete(part.fields, version).items():
        _add(element, name, str(value))
    _add(declaration, "Pouczenia", INSTRUCTED)


def _complete(fields: Mapping[str, int | str], version: Version) -> dict[str, int | str]:
    """The fields in the order of the form, the other one of a pair as 0. FilingError for one that is unknown or missing."""
    order = structure.names(version, "fields")
    for name in fields:
        if name not in order:
            reason = _("{field}: the declaration part of {version} has no such field; take it out.")
            raise FilingError(reason.format(field=name, version=version.name))
    pairs = [group for group in structure.together(version, "fields") if not fields.keys().isdisjoint(group)]
    given = {name: 0 for group in pairs for name in group} | dict(fields)
    for names in _missing(structure.content(version, "fields"), given):
        reason = _("{field}: the declaration part needs this field, or exactly one of several, beside those it has; enter it.")
        raise FilingError(reason.format(field=" / ".join(names)))
    return {name: given[name] for name in order if name in given}


def _missing(items: structure.Content, given: Collection[str]) -> Iterator[tuple[str, ...]]:
    """What the contents ask for apart from what is given: the names of an element, or of those of which one must stand."""
    for item in items:
        names = tuple(structure.flat_names((item,)))
        match item:
            case structure.Element() if item.least and item.name not in given:
                yield names
            case structure.OneOf() if sum(name in given for name in names) != 1:
                yield names
            case structure.Together(inner) if any(name in given for name in names):
                yield from _missing(inner, given)


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    """An element at the end of its parent, in the namespace of the parent unless its name has one."""
    tag = name if name.startswith("{") else f"{{{parent.getroottree().getroot().nsmap[None]}}}{name}"
    element = etree.SubElement(parent, tag, attributes)
    try:
        element.text = text if text is None or name == _FREE_TEXT else plain(text)
    except ValueError:  # a character that XML cannot hold
        raise FilingError(f"{etree.QName(tag).localname}: {text_fault(str(text), len(str(text)))}") from None
    return element
