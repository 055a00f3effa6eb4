"""The XML of one KSeF invoice: its root, safely, and what stands below an element by name."""

import io
import re
from copy import deepcopy
from typing import Any

from lxml import etree

from ...errors import FilingError
from ...i18n import _
from .. import safe_xml
from .fields import field_map
from .plain import LINE, fields_of, plain_of, told
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
_PARSER = etree.XMLParser(encoding="utf-8", **_OPTIONS)
_DEEP = etree.XPath(f"boolean({'/*' * 10})")
"""Deeper than the structures are; whether it is too deep `safe_xml` counts."""
_REPEATED = frozenset({"WZ"})
"""Texts of Fa that may stand there several times; they are not needed."""
_NO = frozenset({None, "", "2", "false", "0"})


def root_of(file: str, content: bytes) -> tuple[str, Any, str]:
    """The namespace of the file; its root, where the names of this namespace stand without it; the lines that are plain.

    What may be an attack, a wrong code page or no XML is left to `safe_xml` and its messages.
    """
    plain = plain_of(content)
    if plain is not None and (root := _parsed(plain.content)) is not None:
        return plain.namespace, root, plain.lines
    if _ORDINARY.match(content) and b"<!DOCTYPE" not in content and (root := _parsed(content)) is not None:
        return *_bare(root), ""
    tags = {f"{{{namespace}}}Faktura" for namespace in field_map().forms}
    for element in safe_xml.elements(io.BytesIO(content), file, tags):
        if element.getparent() is None:
            return *_bare(deepcopy(element)), ""  # `safe_xml` throws an element away once the next is asked for
    return *_bare(etree.Element(safe_xml.root_of(io.BytesIO(content), file))), ""


def _parsed(content: bytes) -> Any | None:
    """The root, None for what is no XML or too deep."""
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError:
        return None
    return None if _DEEP(root) else root


def _bare(root: Any) -> tuple[str, Any]:
    """The namespace of a root, and the root without it in the names; a name without any gets one, as it is another name."""
    namespace = etree.QName(root).namespace or ""
    start = f"{{{namespace}}}"
    for element in root.iter(etree.Element):
        tag = element.tag
        if tag.startswith(start):
            element.tag = tag[len(start) :]
        elif namespace and tag[0] != "{":
            element.tag = f"{{none}}{tag}"
    return namespace, root


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


def split(element: Any) -> tuple[dict[str, str], Parts]:
    """The texts of an element's children that have none of their own, and the other children but the lines, both by name."""
    texts: dict[str, str] = {}
    parts: Parts = {}
    for child in element:
        name = child.tag
        if name == LINE:
            continue
        if len(child):
            if name in parts:
                parts[name].append(child)
            else:
                parts[name] = [child]
        elif name not in texts:
            texts[name] = child.text or ""
        elif name not in _REPEATED:
            reason = _("{field} stands there twice; nobody can say which one holds.")
            raise FilingError(reason.format(field=name.rpartition("}")[2]))
    return texts, parts


def leaves(element: Any) -> dict[str, str]:
    """The texts of the children by name."""
    return {child.tag: child.text or "" for child in element}


def children(element: Any) -> dict[str, Any]:
    """The children by name."""
    return {child.tag: child for child in element}


class Lines:
    """The lines of `fa`: those that stand in it, and the plain ones that were cut out where it has an empty one."""

    def __init__(self, fa: Any, plain: str) -> None:
        self._fa = fa
        self._plain = plain if 0 in [len(line) for line in fa.iterchildren(LINE)] else ""

    def told(self, *names: str) -> dict[str, set[str]]:
        """What all together say under each name, asked for at once and not line by line."""
        found = {name: {element.text or "" for element in self._fa.iter(name)} for name in names}
        for name, text in told(self._plain, *names):
            found[name].add(text)
        return found

    def every(self) -> list[dict[str, str]]:
        """The texts of every line by name."""
        parsed = [leaves(line) for line in self._fa.iterchildren(LINE) if len(line) or not self._plain]
        return fields_of(self._plain) + parsed


def every(parts: Parts, name: str) -> list[dict[str, str]]:
    """The texts of every part of a name."""
    return [leaves(part) for part in parts[name]] if name in parts else []


def text_of(texts: Texts, name: str) -> str:
    """A text that must be there."""
    value = plain(texts.get(name))
    if not value:
        raise FilingError(missing(name))
    return value


def is_marked(texts: Texts, name: str) -> bool:
    """Whether a flag of the structures (1 yes, 2 no) is set."""
    return name in texts and says_yes(texts[name])


def says_yes(text: str | None) -> bool:
    """Whether the text of a flag sets it."""
    return text not in _NO and (text or "").strip() not in _NO
