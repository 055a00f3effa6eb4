"""What of an invoice is so plain that it is read faster without a parser: its namespace and its lines, most of a file.

A line (FaWiersz) is plain where its elements have neither attributes nor elements in them and their texts no escapes. Such
lines are a small language of their own, all of it XML. What remains is for the parser, also everything written otherwise.
"""

import re
from functools import cache
from typing import NamedTuple

from .fields import field_map

LINE = "FaWiersz"

_LONGEST = 2**22
"""Bytes; KSeF itself takes 3 MB, and a parser refuses texts of more than 10 MB."""
_START = rb"""(?:\xef\xbb\xbf)?(?:<\?xml\s[^<>]{0,40}encoding="(?i:utf-8)"[^<>]{0,40}\?>\s*)?"""
_ATTRIBUTES = rb"""(?:\s+(?!xmlns=)[A-Za-z:]+="[^"<>&]*")*"""
_TEXT = rb"[^<>&\x00-\x08\x0b-\x1f\xef]*+"
"""Neither markup nor what is no character of XML; the last two of the plane begin with EF in UTF-8."""
_LINES = re.compile(rb"(?:<FaWiersz>[ \t\n]*+(?:<([A-Za-z_]\w{0,60}+)>%b</\1>[ \t\n]*+)*+</FaWiersz>[ \t\n]*+)++" % _TEXT)
_FIELD = re.compile(r"<(\w+)>([^<]*)</")


class Plain(NamedTuple):
    """An invoice whose names stand without their namespace; in place of the `lines` that were cut out stands an empty one."""

    namespace: str
    content: bytes
    lines: str


def plain_of(content: bytes) -> Plain | None:
    """The invoice without its namespace and its plain lines; None where its root does not declare a known namespace plainly,
    or where anything else is declared, commented or quoted in it. Whether the rest is XML the parser has to say."""
    found = _root().match(content)
    if found is None or found[0].count(found[2]) > 1 or len(content) > _LONGEST:
        return None
    start = content.find(b"<FaWiersz>", found.end())
    lines = _LINES.match(content, start) if start >= 0 else None
    head, rest, text = content[: found.start(1)] + content[found.end(1) : found.end()], content[found.end() :], ""
    if lines is not None:
        rest = content[found.end() : start] + b"<FaWiersz/>" + content[lines.end() :]
        try:
            text = lines[0].decode()
        except UnicodeDecodeError:
            return None
    if b"<!" in rest or b"<?" in rest or b"xmlns" in rest:
        return None
    return Plain(found[2].decode(), head + rest, text)


def told(lines: str, *names: str) -> set[tuple[str, str]]:
    """What plain lines say under some names: name and text."""
    return set(_fields(names).findall(lines))


def fields_of(lines: str) -> list[dict[str, str]]:
    """The texts of every plain line by name."""
    return [dict(_FIELD.findall(line)) for line in lines.split(f"</{LINE}>")[:-1]]


@cache
def _root() -> re.Pattern[bytes]:
    """The beginning of an invoice with its root, whose attributes hold nothing that needs a parser."""
    known = b"|".join(re.escape(namespace.encode()) for namespace in field_map().forms)
    return re.compile(rb"""%b<Faktura%b(\s+xmlns="(%b)")%b\s*>""" % (_START, _ATTRIBUTES, known, _ATTRIBUTES))


@cache
def _fields(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"<({'|'.join(names)})>([^<]*)<")
