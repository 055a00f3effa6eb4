"""What a schema refuses, told in the user's language with its place: `explain` for a row, a header, a declaration part.

The schema (libxml2) only says that an element is wrong and in which way; which elements are missing, unknown or misplaced, and
what a value may be, is told from our own description of the structure.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from ...i18n import N_, _
from .. import structure
from ..structure import Content, Element, OneOf, Together
from ..versions import Version
from .faults import Faults
from .frames import ROWS

_NAME = re.compile(r"Element '(?:\{[^}]*\})?([^']+)'")
_FACETS = {
    "SCHEMAV_CVC_ENUMERATION_VALID": "code",
    "SCHEMAV_CVC_PATTERN_VALID": "pattern",
    "SCHEMAV_CVC_MINLENGTH_VALID": "short",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "long",
    "SCHEMAV_CVC_TOTALDIGITS_VALID": "digits",
    "SCHEMAV_CVC_FRACTIONDIGITS_VALID": "digits",
    "SCHEMAV_CVC_MININCLUSIVE_VALID": "range",
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": "range",
    "SCHEMAV_CVC_MINEXCLUSIVE_VALID": "range",
    "SCHEMAV_CVC_MAXEXCLUSIVE_VALID": "range",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "type",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": "text",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": "text",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "text",
    "SCHEMAV_CVC_TYPE_3_1_1": "attribute",
    "SCHEMAV_CVC_TYPE_3_1_2": "text",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_1": "attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "attribute",
    "SCHEMAV_CVC_AU": "attribute",
}
"""The kind of a fault by what libxml2 calls it; of two for one element the one that says more counts."""
_CONTENT = "SCHEMAV_ELEMENT_CONTENT"
_SHOWN_CODES = 20
_FORMS = {
    "string": N_("a text"),
    "token": N_("a text"),
    "byte": N_("a whole number"),
    "integer": N_("whole zloty without grosze, at most 14 digits"),
    "nonNegativeInteger": N_("a whole number"),
    "decimal": N_("an amount as 1234.56, with a dot and at most two decimals"),
    "date": N_("a date as 2026-09-30"),
    "dateTime": N_("a time as 2026-09-30T12:00:00Z"),
    "gYear": N_("a year as 2026"),
}
_KIND_FORMS = {
    "nip": N_("a NIP as ten digits, without blanks and dashes"),
    "email": N_("an e-mail address with @"),
    "ksef_number": N_("the KSeF number as KSeF gave it, or OFF, BFK or DI in its place"),
}


_PARTS = {
    "Naglowek": "header",
    "Podmiot1": "taxpayer",
    "Deklaracja": "declaration",
    "SprzedazWiersz": "sales",
    "SprzedazCtrl": "sales",
    "ZakupWiersz": "purchases",
    "ZakupCtrl": "purchases",
}
"""By the element below the root or below Ewidencja."""


class Place(NamedTuple):
    """An element whose faults are told: what it is in [content], and the number of its row (0: none)."""

    kind: str
    row: int = 0


def explain(version: Version, element: _Element, place: Place, log: Sequence[etree._LogEntry], faults: Faults) -> None:
    """Adds the faults of an element (and of those inside it) that the schema refused; `log`: what the schema said of it."""
    told: set[str] = set()
    before = faults.count
    if any(entry.type_name == _CONTENT for entry in log):
        for inner, kind in _containers(version, element, place.kind):
            _tell_shape(version, inner, Place(kind, place.row), faults)
    for entry in sorted(log, key=_weight):
        found = _NAME.search(entry.message)
        name = found[1].rsplit(":", 1)[-1] if found else ""
        if name and entry.type_name != _CONTENT and name not in told:
            told.add(name)
            _tell_value(version, element, place.row, name, _FACETS.get(entry.type_name, "structure"), faults)
    if faults.count == before:
        faults.add("structure", part_of(element), place.row, local_name(element))


def part_of(element: _Element) -> str:
    """The part of the file that an element is in; file for the root, the record and what is in no part."""
    names = [local_name(element), *(local_name(above) for above in element.iterancestors())][::-1][1:]
    top = names[1:2] if names[:1] == ["Ewidencja"] else names[:1]
    return _PARTS.get(top[0], "file") if top else "file"


def _weight(entry: etree._LogEntry) -> bool:
    """Facets first: that a value is none of its type is said of every value that a facet refuses."""
    return _FACETS.get(entry.type_name, "type") == "type"


def _containers(version: Version, element: _Element, kind: str) -> Iterator[tuple[_Element, str]]:
    """The element and those inside it that hold elements, each with what it is."""
    yield element, kind
    kinds = {one.name: one.kind for one in structure.elements(version, kind)}
    for child in element:
        inner = kinds.get(local_name(child), "")
        # rows are told one by one, and those of a frame are empty
        if structure.holds_elements(inner) and local_name(child) not in ROWS:
            yield from _containers(version, child, inner)


def _tell_shape(version: Version, element: _Element, place: Place, faults: Faults) -> None:
    """Elements that are missing, unknown, repeated or in the wrong order."""
    known = structure.names(version, place.kind)
    spaces = {one.name: version.types if one.general else version.namespace for one in structure.elements(version, place.kind)}
    many = {one.name for one in structure.elements(version, place.kind) if one.most is None}
    present: Counter[str] = Counter()
    part = part_of(element)
    last = ""
    misplaced = False
    for child in element:
        name = local_name(child)
        if name not in spaces or child.tag != f"{{{spaces[name]}}}{name}":
            faults.add("unknown", part, place.row, name)
            continue
        present[name] += 1
        if last and known.index(name) < known.index(last) and not misplaced:
            behind = [one for one in known[: known.index(name)] if one in present]
            faults.add("order", part, place.row, name, before=behind[-1] if behind else local_name(element))
            misplaced = True
        last = name
    for name, count in present.items():
        if count > 1 and name not in many:
            faults.add("repeated", part, place.row, name, count=count)
    for code, names in _gaps(structure.content(version, place.kind), set(present)):
        faults.add(code, part, place.row, ", ".join(names))


def _gaps(items: Content, present: set[str]) -> Iterator[tuple[str, list[str]]]:
    """What is missing, and of what there is too much."""
    for item in items:
        match item:
            case Element(name, least=1) if name not in present:
                yield "missing", [name]
            case OneOf(choice):
                chosen = [one.name for one in choice if one.name in present]
                if not chosen:
                    yield "missing-choice", [one.name for one in choice]
                elif len(chosen) > 1:
                    yield "only-one", chosen
            case Together(inner) if present.intersection(structure.flat_names(inner)):
                yield from _gaps(inner, present)


def _tell_value(version: Version, element: _Element, row: int, name: str, code: str, faults: Faults) -> None:
    here = element if local_name(element) == name else element.find(f".//{{*}}{name}")
    kind = structure.kind_of(version, name)
    rules = structure.limits_of(version, kind) if kind else {}
    value = (here.text or "") if here is not None and not len(here) else ""
    code = "structure" if code in ("code", "pattern", "short", "long", "digits", "range", "type") and not rules else code
    base = str(rules.get("of", ""))
    facts = {
        "expected": ", ".join(f'{one}="{text}"' for one, text in structure.attributes(version, name).items()) or "-",
        "allowed": _allowed(rules),
        "form": _(_KIND_FORMS.get(kind) or _FORMS.get(base, "")) if rules else "",
        "limit": rules.get("maxLength" if code == "long" else "minLength", ""),
        "count": len(value),
    }
    faults.add(code, part_of(element if here is None else here), row, name, value, **facts)


def _allowed(rules: structure.Limits) -> str:
    """The codes or the range of a value in words."""
    codes = rules.get("enumeration", ())
    if codes:
        return ", ".join(codes[:_SHOWN_CODES]) + ("…" if len(codes) > _SHOWN_CODES else "")
    bounds = [
        (N_("from {limit}"), rules.get("minInclusive")),
        (N_("above {limit}"), rules.get("minExclusive")),
        (N_("up to {limit}"), rules.get("maxInclusive")),
        (N_("below {limit}"), rules.get("maxExclusive")),
    ]
    return ", ".join(_(text).format(limit=limit) for text, limit in bounds if limit is not None)


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]  # QName refuses a namespace with a brace, which libxml2 lets through
