"""The structures of JPK_V7M and JPK_V7K (1), (2), (3): `structure.toml` as objects and as a schema that lxml can validate with.

For writing and reading:
`content(version, "sale")`: what an element holds, in order (also "purchase", "fields", "header", "person", "company" ...);
`names(version, "sale")`: only the names, in order ("fields": the P fields of the declaration);
`together(version, "sale")`: the groups of which all stand or none, ("K_15", "K_16") ...;
`limits(version, "sale", "NazwaKontrahenta")`: the limits of a value, {"of": "token", "minLength": "1", "maxLength": "512"};
`codes(version, "offices")`, `codes(version, "countries")`: the codes that KodUrzedu and KodKrajuNadaniaTIN may have.
For checking: `schema(version)`, and its parts `row_schema(version)` and `frame_schema(version)`.

JPK_VAT (3) is not described here: nobody files it any more.

Source of the rules: the structure of JPK_V7 (vat.md 2.1-2.3).
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.etree import _Element

from .versions import Version

_XSD = "http://www.w3.org/2001/XMLSchema"
_TYPES = "types.xsd"
_LATEST = 3
_MARKS = {"?": (0, 1), "*": (0, None)}


@dataclass(frozen=True)
class Element:
    """An element: its name, what is in it (a key of [content] or [types]), how often it may stand (None: any number), and
    whether it belongs to the namespace of the general types."""

    name: str
    kind: str
    least: int = 1
    most: int | None = 1
    general: bool = False


@dataclass(frozen=True)
class Together:
    """All of it stands or nothing."""

    items: "Content"


@dataclass(frozen=True)
class OneOf:
    """Exactly one of the elements stands."""

    items: tuple[Element, ...]


Content = tuple[Element | Together | OneOf, ...]
Limits = Mapping[str, str | tuple[str, ...]]


@cache
def content(version: Version, kind: str) -> Content:
    """What elements of a kind hold in a structure, in order. KeyError for a kind without content."""
    return tuple(_items(_data()["content"][kind], version))


@cache
def names(version: Version, kind: str) -> tuple[str, ...]:
    """The names of all elements that an element of a kind may hold, in order."""
    return tuple(element.name for element in elements(version, kind))


@cache
def elements(version: Version, kind: str) -> tuple[Element, ...]:
    """All elements that an element of a kind may hold, in order."""
    return tuple(_flat(content(version, kind)))


def flat_names(items: Content) -> list[str]:
    """The names of all elements of a content or a part of it."""
    return [element.name for element in _flat(items)]


def holds_elements(kind: str) -> bool:
    """Whether elements of a kind hold elements, not a value."""
    return kind in _data()["content"]


@cache
def kind_of(version: Version, name: str) -> str:
    """What an element with a value is, by its name alone (a key of [types]); empty for no such element."""
    kinds = (one.kind for of in _data()["content"] for one in elements(version, of) if one.name == name)
    return next((kind for kind in kinds if not holds_elements(kind)), "")


def attributes(version: Version, name: str) -> dict[str, str]:
    """The attributes that an element must have, with their values."""
    given = _data()["attributes"].get(name, {})
    return {one: value.removeprefix("token:").format(version=version) for one, value in given.items()}


@cache
def together(version: Version, kind: str) -> tuple[tuple[str, ...], ...]:
    """The names of the elements that must stand together, where one of them stands; those optional even then left out."""
    groups = (item.items for item in content(version, kind) if isinstance(item, Together))
    needed = (tuple(item.name for item in items if isinstance(item, Element) and item.least) for items in groups)
    return tuple(group for group in needed if len(group) > 1)


@cache
def limits(version: Version, kind: str, name: str) -> Limits:
    """The limits of the value of an element: "of" (the XSD type they narrow), then limits as XSD calls them.

    `pattern` and `enumeration` are tuples. KeyError where an element of this kind has no such element in the structure.
    """
    kinds = {element.name: element.kind for element in elements(version, kind)}
    return limits_of(version, kinds[name])


@cache
def codes(version: Version, name: str) -> frozenset[str]:
    """The codes of a dictionary, "offices" or "countries"."""
    data = _data()["codes"]
    written = " ".join([*data[name], data["added"].get(name, {}).get(str(version.number), "")]).split()
    return frozenset(code for run in written for code in _run(run))


@cache
def schema(version: Version) -> etree.XMLSchema:
    """The schema of whole files."""
    return _build(version, (Element("JPK", "JPK"),))


@cache
def row_schema(version: Version) -> etree.XMLSchema:
    """The schema of single rows: a SprzedazWiersz or a ZakupWiersz is the root."""
    return _build(version, _rows(version))


@cache
def frame_schema(version: Version) -> etree.XMLSchema:
    """The schema of a whole file whose rows have been emptied: what `schema` asks apart from `row_schema`."""
    return _build(version, (Element("JPK", "JPK"),), hollow={row.kind for row in _rows(version)})


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("structure.toml").read_text("utf-8"))


def _rows(version: Version) -> tuple[Element, ...]:
    return tuple(Element(one.name, one.kind) for one in elements(version, "record") if one.most is None)


def _items(written: Collection[Any], version: Version) -> Iterator[Element | Together | OneOf]:
    for item in written:
        if isinstance(item, str):
            yield from _element(item, version)
        elif isinstance(item, dict):
            choice = tuple(element for one in item["one"] for element in _element(one, version))
            if choice:
                yield OneOf(choice)
        elif group := tuple(_items(item, version)):
            yield Together(group)


def _element(written: str, version: Version) -> Iterator[Element]:
    name, kind, *condition = written.split()
    if condition and not _applies(condition[0], version):
        return
    least, most = _MARKS.get(name[-1], (1, 1))
    bare = name.rstrip("?*").removeprefix("types:")
    yield Element(bare, kind, least, most, name.startswith("types:"))


def _applies(condition: str, version: Version) -> bool:
    """Whether a condition ("2-", "1-2", "1", "V7K") holds."""
    if condition.startswith("V"):
        return condition == version.form
    first, dash, last = condition.partition("-")
    return int(first) <= version.number <= int(last or (_LATEST if dash else first))


def _flat(items: Content) -> Iterator[Element]:
    for item in items:
        if isinstance(item, Element):
            yield item
        else:
            yield from _flat(item.items)


@cache
def limits_of(version: Version, kind: str) -> Limits:
    """The limits of values of a kind (a key of [types]); see `limits`."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name, value in _data()["types"][kind].items():
        of_version = value[str(version.number)] if isinstance(value, dict) else value
        if name == "codes":
            found["enumeration"] = tuple(sorted(codes(version, of_version)))
        elif name == "enumeration":
            found[name] = tuple(one.format(version=version) for one in of_version)
        else:
            found[name] = tuple(of_version) if isinstance(of_version, list) else of_version
    return found


def _run(written: str) -> Iterator[str]:
    first, dash, last = written.partition("-")
    if not dash:
        yield first
    else:
        yield from (f"{number:0{len(first)}}" for number in range(int(first), int(last) + 1))


def _build(version: Version, roots: tuple[Element, ...], hollow: Collection[str] = ()) -> etree.XMLSchema:
    """A schema made of two documents: of the structure, and of the general types that it imports. `hollow`: left empty."""
    kinds = list(dict.fromkeys(_kinds(version, roots, hollow)))
    simple = [_simple(version, kind) for kind in kinds if kind in _data()["types"]]
    full = [kind for kind in kinds if kind in _data()["content"]]
    held = (one for kind in full if kind not in hollow for one in elements(version, kind))
    general = [_x("element", name=one.name, type=f"own:{one.kind}") for one in held if one.general]
    types = _document(version.types, [*simple, *general])
    inside = [_complex(version, kind, hollow) for kind in full]
    imported = _x("import", namespace=version.types, schemaLocation=_TYPES)
    outside = [_declared(version, root) for root in roots]
    written = etree.tostring(_document(version.namespace, [imported, *inside, *outside], general=version.types))
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Resolver(etree.tostring(types)))
    return etree.XMLSchema(etree.fromstring(written, parser))


class _Resolver(etree.Resolver):
    """Gives the schema of the general types, which is in no file."""

    def __init__(self, types: bytes) -> None:
        self._types = types

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        return self.resolve_string(self._types, context) if system_url == _TYPES else None  # type: ignore[call-arg]


def _kinds(version: Version, roots: Collection[Element], hollow: Collection[str]) -> Iterator[str]:
    for element in roots:
        yield element.kind
        if element.kind in _data()["content"] and element.kind not in hollow:
            yield from _kinds(version, elements(version, element.kind), hollow)


def _x(tag: str, *children: _Element, **attributes: str) -> _Element:
    """An element of a schema."""
    made = etree.Element(f"{{{_XSD}}}{tag}", attributes, nsmap={"x": _XSD})
    made.extend(children)
    return made


def _document(namespace: str, children: Collection[_Element], general: str = "") -> _Element:
    spaces = {"x": _XSD, "own": namespace, "general": general or namespace}
    document = etree.Element(
        f"{{{_XSD}}}schema", {"targetNamespace": namespace, "elementFormDefault": "qualified"}, nsmap=spaces
    )
    document.extend(children)
    return document


def _simple(version: Version, kind: str) -> _Element:
    rules = limits_of(version, kind)
    given = ((name, value if isinstance(value, tuple) else (value,)) for name, value in rules.items() if name != "of")
    facets = (_x(name, value=value) for name, values in given for value in values)
    return _x("simpleType", _x("restriction", *facets, base=f"x:{rules['of']}"), name=kind)


def _complex(version: Version, kind: str, hollow: Collection[str]) -> _Element:
    inside = [] if kind in hollow else [_particle(version, content(version, kind))]
    attributes = _attributes(version, "Podmiot1") if kind == "taxpayer" else []
    return _x("complexType", *inside, *attributes, name=kind)


def _particle(version: Version, items: Content, **occurs: str) -> _Element:
    parts = []
    for item in items:
        match item:
            case Element():
                parts.append(_placed(version, item))
            case Together(inner):
                parts.append(_particle(version, inner, minOccurs="0"))
            case OneOf(inner):
                parts.append(_x("choice", *(_placed(version, one) for one in inner)))
    return _x("sequence", *parts, **occurs)


def _placed(version: Version, element: Element) -> _Element:
    """The declaration of an element inside a content."""
    if element.general:
        return _x("element", ref=f"general:{element.name}")
    made = _declared(version, element)
    if (element.least, element.most) != (1, 1):
        made.set("minOccurs", str(element.least))
        made.set("maxOccurs", "unbounded" if element.most is None else str(element.most))
    return made


def _declared(version: Version, element: Element) -> _Element:
    if element.kind in _data()["content"]:
        return _x("element", name=element.name, type=f"own:{element.kind}")
    attributes = _attributes(version, element.name)
    if not attributes:
        return _x("element", name=element.name, type=f"general:{element.kind}")
    extension = _x("extension", *attributes, base=f"general:{element.kind}")
    return _x("element", _x("complexType", _x("simpleContent", extension)), name=element.name)


def _attributes(version: Version, name: str) -> list[_Element]:
    made = []
    for one, value in attributes(version, name).items():
        kind = "token" if _data()["attributes"][name][one].startswith("token:") else "string"
        made.append(_x("attribute", name=one, type=f"x:{kind}", use="required", fixed=value))
    return made
