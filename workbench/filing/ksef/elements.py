"""The XML of one KSeF invoice: its root, safely, and what stands below an element by name."""

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from ...errors import FilingError
from ...i18n import _
from .. import safe_xml
from .fields import field_map
from .values import Texts, plain

Parts = dict[str, list[Any]]

_ORDINARY = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]{0,40}encoding\s*=\s*["'](?i:utf-8)["'][^>]{0,40}\?>|<[A-Za-z]""")
"""How nearly every invoice begins; one that does not is read by the slower `safe_xml` alone."""
_OPTIONS: Any = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,  # with the next one it reads a third faster
    "collect_ids": False,
}
_LINE = "FaWiersz"
_PARSER = etree.XMLParser(encoding="utf-8", **_OPTIONS)
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (safe_xml.DEEPEST + 1)})")
_REPEATED = frozenset({"WZ"})
"""Texts of Fa that may stand there several times; they are not needed."""
_NO = frozenset({"", "2", "false", "0"})


def root_of(file: str, content: bytes) -> Any:
    """The root of the file. What may be an attack, a wrong code page or no XML is left to `safe_xml` and its messages."""
    if _ORDINARY.match(content) and b"<!DOCTYPE" not in content:
        try:
            root = etree.fromstring(content, _PARSER)
        except etree.XMLSyntaxError:
            root = None
        if root is not None and not _TOO_DEEP(root):
            return root
    tags = {f"{{{namespace}}}Faktura" for namespace in field_map().forms}
    for element in safe_xml.elements(io.BytesIO(content), file, tags):
        if element.getparent() is None:
            return deepcopy(element)  # `safe_xml` throws an element away once the next is asked for
    tag = safe_xml.root_of(io.BytesIO(content), file)
    return etree.Element(tag)


def refusal(namespace: str, root: str) -> str:
    """What a file of another structure is."""
    known = field_map()
    name = next((name for start, name in known.refused.items() if namespace.startswith(start)), "")
    if name:
        reason = _("This is {name}, no invoice of the structures {forms}, which can be read.")
        return reason.format(name=name, forms=", ".join(known.forms.values()))
    reason = _("This is no KSeF invoice: its root is {root} of the namespace {namespace}; {forms} can be read.")
    return reason.format(root=root, namespace=namespace or "–", forms=", ".join(known.forms.values()))


def missing(field: str) -> str:
    """What is said of an invoice without a field."""
    return _("{field} is missing, which every invoice has.").format(field=field)


def split(element: Any, cut: int) -> tuple[dict[str, str], Parts]:
    """The texts of an element's children that have none of their own, and the other children but the lines, both by name."""
    texts: dict[str, str] = {}
    parts: Parts = {}
    for child in element:
        name = child.tag[cut:]
        if name == _LINE:
            continue
        if len(child):
            if name in parts:
                parts[name].append(child)
            else:
                parts[name] = [child]
        elif name not in texts:
            texts[name] = child.text or ""
        elif name not in _REPEATED:
            raise FilingError(_("{field} stands there twice; nobody can say which one holds.").format(field=name))
    return texts, parts


def leaves(element: Any, cut: int) -> dict[str, str]:
    """The texts of the children by name."""
    return {child.tag[cut:]: child.text or "" for child in element}


def children(element: Any, cut: int) -> dict[str, Any]:
    """The children by name."""
    return {child.tag[cut:]: child for child in element}


def told_by_lines(fa: Any, cut: int, name: str) -> set[str]:
    """What all lines together say under a name, asked of lxml at once and not line by line: lines are most of a file."""
    return {element.text or "" for element in fa.iter(fa.tag[:cut] + name)}


def lines_of(fa: Any, cut: int) -> list[dict[str, str]]:
    """The texts of every line by name."""
    return [leaves(line, cut) for line in fa.iterchildren(f"{fa.tag[:cut]}{_LINE}")]


def every(parts: Parts, name: str, cut: int) -> Iterator[dict[str, str]]:
    """The texts of every part of a name."""
    return (leaves(part, cut) for part in parts.get(name, ()))


def text_of(texts: Texts, name: str) -> str:
    """A text that must be there."""
    value = plain(texts.get(name))
    if not value:
        raise FilingError(missing(name))
    return value


def is_marked(texts: Texts, name: str) -> bool:
    """Whether a flag of the structures (1 yes, 2 no) is set."""
    return texts.get(name, "").strip() not in _NO
