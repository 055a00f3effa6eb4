"""Definable formats as XML files, in which they move from one database to another (T-007).

A file is read without entities, without a document type and without the network, whatever it asks for.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, NoReturn, get_args

from lxml import etree

from ...errors import TransferError
from ...i18n import _
from ..orders import KINDS
from ..texts import ENCODINGS
from ..texts.style import TextStyle
from .definable import Amounts, FieldUse, TextFormat
from .elixir import INSTANT

ROOT = "transfer_format"
VERSION = "1"
LARGEST = 1_000_000
"""Bytes of a file that is read; a format has a few thousand."""

LINE_ENDS = {"CRLF": "\r\n", "LF": "\n", "CR": "\r"}
_SIGNS = ("separator", "delimiter", "part_separator", "date_pattern", "amounts")
_STYLE_TEXTS = ("letters", "dropped", "forbidden", "alphabet", "encoding")
_STYLE_FLAGS = ("upper", "separate_lines", "markers")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "amounts": get_args(Amounts),
    "letters": ("polish", "ascii"),
    "align": ("left", "right"),
    "line_end": tuple(LINE_ENDS),
    "encoding": tuple(ENCODINGS),
}
_FLAGS = {"true": True, "false": False}
_CODES = (*KINDS, *INSTANT.values())
_USE = {field.name: field for field in fields(FieldUse)}


def to_xml(format: TextFormat) -> str:
    """The XML of a format. TransferError for texts that XML cannot hold (control characters)."""
    try:
        return etree.tostring(_element(format), pretty_print=True, encoding="unicode")
    except ValueError:
        reason = _("The format {format} holds a control character, which cannot stand in an XML file. Remove it.")
        raise TransferError(reason.format(format=format.code)) from None


def _element(format: TextFormat) -> Any:
    style = format.text_style
    names = {sign: name for name, sign in LINE_ENDS.items()}
    root = etree.Element(ROOT, {"version": VERSION, "code": format.code, "title": format.title, "extension": format.extension})
    general = {name: str(getattr(format, name)) for name in _SIGNS}
    general |= {"line_end": names.get(format.line_end, format.line_end), "max_transfers": str(format.max_transfers)}
    etree.SubElement(root, "general", general)
    texts = {name: str(getattr(style, name)) for name in _STYLE_TEXTS}
    flags = {name: str(getattr(style, name)).lower() for name in _STYLE_FLAGS}
    etree.SubElement(root, "texts", {**texts, **flags, "width": str(style.width), "lines": str(style.lines)})
    kinds = etree.SubElement(root, "kinds")
    for kind in _CODES:
        if kind in format.kinds or (kind in INSTANT.values() and kind in format.classes):
            known = {"class": format.classes[kind]} if kind in format.classes else {}
            etree.SubElement(kinds, "kind", {"code": kind, **known})
    for currency in sorted(format.currencies):
        etree.SubElement(root, "currency", {"code": currency})
    for name in ("header", "record", "footer"):
        line = etree.SubElement(root, name)
        for use in getattr(format, name):
            etree.SubElement(line, "field", _attributes(use))
    return root


def from_xml(text: str) -> TextFormat:
    """The format of an XML file. TransferError names the element that is wrong and what it should be."""
    root = _parsed(text)
    if root.tag != ROOT or root.get("version") != VERSION:
        _refuse(root, _("expected is {wanted}; the file is of another kind or a newer version").format(wanted=ROOT))
    children: dict[str, Any] = {}
    currencies = []
    for child in root:
        if child.tag == "currency":
            currencies.append(_text(child, "code"))
        elif child.tag not in ("general", "texts", "kinds", "header", "record", "footer") or child.tag in children:
            _refuse(child, _("this element is unknown or stands here twice; remove it"))
        else:
            children[child.tag] = child
    for name in ("general", "texts", "kinds", "record"):
        if name not in children:
            _refuse(root, _("the element {name} is missing").format(name=name))
    general, texts = children["general"], children["texts"]
    kinds = [(_text(kind, "code"), kind.get("class"), kind) for kind in _inside(children["kinds"], "kind")]
    for code, _class, element in kinds:
        if code not in _CODES:
            _refuse(element, _("{value} is unknown; possible: {choices}").format(value=code, choices=", ".join(_CODES)))
    of_style: dict[str, Any] = {name: _choice(texts, name) for name in _STYLE_TEXTS}
    of_style |= {name: _flag(texts, name, default=True) for name in _STYLE_FLAGS}
    style = TextStyle(**of_style, width=_whole(texts, "width", 1), lines=_whole(texts, "lines", 1))
    lines: dict[str, Any] = {
        name: tuple(_use(element) for element in _inside(children[name], "field"))
        for name in ("header", "record", "footer")
        if name in children
    }
    return TextFormat(
        code=_text(root, "code"),
        title=_text(root, "title"),
        extension=_text(root, "extension"),
        kinds=frozenset(code for code, _class, _element in kinds if code in KINDS),
        classes={code: known for code, known, _element in kinds if known is not None},
        currencies=frozenset(currencies),
        text_style=style,
        max_transfers=_whole(general, "max_transfers"),
        line_end=LINE_ENDS[_choice(general, "line_end")],
        **{name: _choice(general, name) for name in _SIGNS},
        **lines,
    )


def _parsed(text: str) -> Any:
    content = text.encode()
    if len(content) > LARGEST:
        raise TransferError(_("This file is too large for a transfer format."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = _("This is no XML file of a transfer format (line {line}). Choose a file that was written as one.")
        raise TransferError(reason.format(line=error.lineno or 1)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise TransferError(_("The file of a transfer format must not have a document type (DOCTYPE). Remove it."))
    return root


def _attributes(use: FieldUse) -> dict[str, str]:
    """What of a field differs from the plainest one."""
    plain = FieldUse(use.code)
    named = {name: getattr(use, name) for name in _USE if name == "code" or getattr(use, name) != getattr(plain, name)}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in named.items()}


def _use(element: Any) -> FieldUse:
    use = FieldUse(_text(element, "code"))
    for name in element.attrib:
        if name not in _USE:
            _refuse(element, _("the attribute {name} is unknown; remove it").format(name=name))
        before = getattr(use, name)
        value: Any = element.get(name)
        if isinstance(before, bool):
            value = _flag(element, name, default=before)
        elif isinstance(before, int):
            value = _whole(element, name)
        elif name == "align":
            value = _choice(element, name)
        use = replace(use, **{name: value})
    return use


def _inside(element: Any, tag: str) -> list[Any]:
    for child in element:
        if child.tag != tag:
            _refuse(child, _("expected is {wanted}").format(wanted=tag))
    return list(element)


def _text(element: Any, name: str) -> str:
    value = element.get(name)
    if value is None:
        _refuse(element, _("the attribute {name} is missing").format(name=name))
    return str(value)


def _choice(element: Any, name: str) -> Any:
    value = _text(element, name)
    choices = _CHOICES.get(name)
    if choices is not None and value not in choices:
        reason = _("{name} is {value}; possible: {choices}")
        _refuse(element, reason.format(name=name, value=value, choices=", ".join(choices)))
    return value


def _flag(element: Any, name: str, *, default: bool) -> bool:
    value = element.get(name, str(default).lower())
    if value not in _FLAGS:
        _refuse(element, _("{name} is {value}; possible: {choices}").format(name=name, value=value, choices=", ".join(_FLAGS)))
    return _FLAGS[value]


def _whole(element: Any, name: str, least: int = 0) -> int:
    value = _text(element, name)
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and int(value) >= least):
        told = _("{name} is {value}; a whole number from {least} on is expected")
        _refuse(element, told.format(name=name, value=value, least=least))
    return int(value)


def _refuse(element: Any, reason: str) -> NoReturn:
    message = _("The file of the transfer format, line {line}, element {element}: {reason}.")
    raise TransferError(message.format(line=element.sourceline or 1, element=element.tag, reason=reason))
