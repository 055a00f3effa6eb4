"""XML from anywhere, read piece by piece and safely: for JPK, KSeF and everything else of the tax office.

A file may be hostile. It is read without document type, entities, network and inclusions; its size, its depth and the memory it
takes are bounded, and its code page must be the one it says. Whatever is wrong with it, the reader hears a FilingError.
"""

import codecs
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from lxml import etree
from lxml.etree import _Element

from ..errors import FilingError
from ..i18n import N_, _

LARGEST = 2 * 2**30
"""Bytes; about 2,000,000 rows of JPK_V7."""
LARGEST_ELEMENT = 16 * 2**20
"""Bytes without a wanted element, so that a file that has none cannot fill the memory."""
DEEPEST = 64

Sieve = Callable[[Iterator[bytes]], Iterator[bytes]]
"""Passes on the pieces of a file in UTF-8, of which the first holds all before the root."""

_CHUNK = 2**19
_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ENCODINGS = {"utf-8": "utf-8", "ascii": "utf-8"} | {name: name for name in ("cp1250", "cp1252", "iso8859-1", "iso8859-2")}
"""The code pages that a file may declare, as Python calls them, and how it is read. UTF-16 is known by its byte order mark."""
_DECLARATION = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']""")
_PROLOG = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_TAG = re.compile(r"(?:\{[^{}]*\})?[^{}:]+")
_ROOT = re.compile(rb"<[^\s!?/<>=&]")
_POLISH_IN_UTF_8 = re.compile(
    rb"\xc3[\x93\xb3]|\xc4[\x84-\x87\x98\x99]|\xc5[\x81-\x84\x9a\x9b\xb9-\xbc]|\A[\x80-\xbf]|[\xc3-\xc5]\Z"
)
"""Also halves of such letters where a piece of the file begins or ends."""
_DAMAGED = N_("{file}, line {line}: this is no well-formed XML. The file is damaged or cut off; fetch it again.")
_TOO_LARGE = N_("{file}, line {line}: a text or a nesting larger than any tax file has. Choose another file.")
_FAULTS = {
    "ERR_INVALID_ENCODING": N_("{file}, line {line}: the text is not in UTF-8, which the file promises. Save it as UTF-8."),
    "ERR_UNDECLARED_ENTITY": N_("{file}, line {line}: an entity, which no tax file has. Remove it or choose another file."),
    "ERR_RESOURCE_LIMIT": _TOO_LARGE,
    "ERR_NAME_TOO_LONG": _TOO_LARGE,
}
"""By what the parser calls the fault."""
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")


def elements(content: BinaryIO, name: str, ends: Collection[str], sieve: Sieve = iter) -> Iterator[_Element]:
    """The finished elements whose tags ({namespace}name) are in `ends`, in the order in which they end.

    `content` is read from where it stands, `name` is what messages call the file. After an element was used, it and everything
    before it are thrown away, so take from it what is needed; only the text after it waits for the next one. What is inside
    another wanted element is empty by then. Comments and processing instructions are passed over. FilingError names the line
    and a remedy for what is no XML or breaks off, for a document type, an entity, a wrong code page, more than DEEPEST levels,
    LARGEST bytes or LARGEST_ELEMENT bytes without a wanted element. A `sieve` takes out of the pieces what its caller reads
    itself.
    """
    parser: Any = etree.XMLPullParser(events=("end",), tag=tuple(ends), **_OPTIONS)
    waiting = 0
    for piece in sieve(_pieces(content, name)):
        with _told(parser, name):
            parser.feed(piece)
        waiting += len(piece)
        first = True
        for _event, element in parser.read_events():
            if first:
                _check_depth(element, name)
            first, waiting = False, 0
            yield element
            _forget(element)
        if waiting > LARGEST_ELEMENT:
            reason = _("{file}: {size} MB without anything that belongs into such a file. Choose another file.")
            raise FilingError(reason.format(file=name, size=LARGEST_ELEMENT // 2**20))
    with _told(parser, name):
        root = parser.close()
    _check_depth(root, name)


def root_of(content: BinaryIO, name: str) -> str:
    """The tag of the root, {namespace}name. Only the beginning is read, and `content` stands afterwards where it stood before.

    FilingError as in `elements`, and for a root whose name is none.
    """
    place = content.tell()
    parser: Any = etree.XMLPullParser(events=("start",), **_OPTIONS)
    try:
        piece = next(_pieces(content, name))
        with _told(parser, name):
            parser.feed(piece)
            for _event, element in parser.read_events():
                return _checked(str(element.tag), name)
            return _checked(str(parser.close().tag), name)
    finally:
        content.seek(place)


def _checked(tag: str, name: str) -> str:
    """A tag as it is. FilingError for what the parser lets pass: a wrong namespace, braces in it, a colon in the name."""
    try:
        if _TAG.fullmatch(tag):
            etree.Element(tag)  # of which no element can be made, nobody could go on with
            return tag
    except ValueError:
        pass
    raise FilingError(_(_DAMAGED).format(file=name, line=1))


@contextmanager
def _told(parser: Any, name: str) -> Iterator[None]:
    """Says what the parser finds wrong in the user's language, also a name that is none, which it lets pass."""
    try:
        yield
        wrong = next((entry for entry in parser.feed_error_log if entry.type_name.startswith("NS_ERR")), None)
        if wrong is not None:
            raise FilingError(_(_DAMAGED).format(file=name, line=wrong.line))
    except etree.LxmlError as error:
        first = next((entry for entry in parser.feed_error_log), None)
        line = (first.line if first is not None else getattr(error, "lineno", 0)) or 1
        fault = _FAULTS.get(first.type_name if first is not None else "", _DAMAGED)
        raise FilingError(_(fault).format(file=name, line=line)) from None


def _check_depth(element: _Element, name: str) -> None:
    if _TOO_DEEP(element):
        reason = _("{file}, line {line}: more than {depth} levels of elements. No tax file is like this; choose another one.")
        raise FilingError(reason.format(file=name, line=element.sourceline or 1, depth=DEEPEST))


def _forget(element: _Element) -> None:
    """Takes an element that was used and all before it out of the memory; the text after it waits for the next one."""
    element.clear(keep_tail=True)  # type: ignore[call-arg]
    here: _Element | None = element
    while here is not None and (parent := here.getparent()) is not None:
        while here.getprevious() is not None:
            del parent[0]
        here = parent


def _pieces(content: BinaryIO, name: str) -> Iterator[bytes]:
    """The file in UTF-8, piece by piece; the first piece holds everything before the root and has been checked."""
    if content.seekable():
        place = content.tell()
        _check_size(content.seek(0, 2) - place, name)
        content.seek(place)
    start = _read(content)
    mark = next((mark for mark in _BOMS if start.startswith(mark)), b"")
    if not start[len(mark) :]:
        raise FilingError(_not_xml(name))
    encoding = _BOMS.get(mark) or _declared(start, name)
    decoder = codecs.getincrementaldecoder(encoding)()
    piece, size, line = start[len(mark) :], len(start), 1
    while piece:
        _check_size(size, name)
        text = piece
        if encoding != "utf-8":
            if not mark and not piece.isascii() and _POLISH_IN_UTF_8.sub(b"", piece).isascii():
                raise FilingError(_lying(name, encoding))
            text = _decoded(decoder, piece, name, line)
            line += text.count(b"\n")
        if start:
            _check_start(text, name, encoding if mark else "")
            start = b""
        yield text
        piece = _read(content)
        size += len(piece)
    if encoding != "utf-8":
        _decoded(decoder, b"", name, line)


def _read(content: BinaryIO) -> bytes:
    """The next bytes; fewer than a whole piece only at the end of the file."""
    piece = content.read(_CHUNK)
    while 0 < len(piece) < _CHUNK and (more := content.read(_CHUNK - len(piece))):
        piece += more
    return piece


def _decoded(decoder: codecs.IncrementalDecoder, piece: bytes, name: str, line: int) -> bytes:
    try:
        return decoder.decode(piece, final=not piece).encode()
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
        raise FilingError(_lying(name, error.encoding, line)) from None


def _declared(start: bytes, name: str) -> str:
    """How to read a file without a byte order mark. FilingError for a code page that is unknown or cannot be true."""
    found = _DECLARATION.match(start)
    if found is None:
        return "utf-8"
    said = found[1].decode()
    try:
        encoding = codecs.lookup(said).name
    except LookupError:
        encoding = said
    if encoding not in _ENCODINGS:
        raise FilingError(_lying(name, said))
    return _ENCODINGS[encoding]


def _check_start(start: bytes, name: str, marked: str) -> None:
    """FilingError unless the text is XML that has a root in it and no document type before it."""
    found = _DECLARATION.match(start)
    if found is not None and marked and not marked.startswith(found[1].decode().lower()):
        raise FilingError(_lying(name, found[1].decode()))
    end = _PROLOG.match(start).end()  # type: ignore[union-attr]
    if start[end:].startswith(b"<!DOCTYPE"):
        line = start.count(b"\n", 0, end) + 1
        reason = _("{file}, line {line}: the file has a document type (DOCTYPE), which no tax file has, so it is not read.")
        raise FilingError(reason.format(file=name, line=line))
    if not _ROOT.match(start, end):
        raise FilingError(_not_xml(name))


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        reason = _("{file} is larger than {size} GB, more than can be read. Choose another file.")
        raise FilingError(reason.format(file=name, size=LARGEST // 2**30))


def _not_xml(name: str) -> str:
    return _("{file} is no XML file. Choose the file as it was sent or received; unpack an archive first.").format(file=name)


def _lying(name: str, encoding: str, line: int = 1) -> str:
    reason = _(
        "{file}, line {line}: the file is not written in the code page it names ({encoding}), or that one is not read here."
    )
    return (reason + " " + _("Save it as UTF-8.")).format(file=name, line=line, encoding=encoding)
