"""Rows of JPK read straight from the text, where it is so plain that no parser is needed.

A row is plain where all its elements are known and have neither attributes nor elements in them, and where the file has no
comment, CDATA section or processing instruction. Such rows are a small language of their own, whose every text is XML. Rows of
any other kind go the way of all XML, and so does the last one of every run of plain rows: the parser sees where they stand.
"""

import re
from collections.abc import Iterator, Mapping

from .row_batch import RowBatch

_LONGEST_ROW = 2**20
"""Characters; a row has at most a few thousand."""
_BLANKS = " \t\r\n"
_CONTROLS = bytes(set(range(32)) - set(_BLANKS.encode()))
"""No characters of XML; neither are the last two of the plane that begin with EF BF in UTF-8."""
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


class PlainRows:
    """Takes plain rows out of the pieces of a file and puts them into the batch of their element."""

    def __init__(self, batches: Mapping[str, RowBatch]) -> None:
        self.batches = batches
        self._start = re.compile(f"<((?:[A-Za-z_][A-Za-z0-9_.-]*:)?)({'|'.join(batches)})>".encode())
        self._plain = True
        self._names: dict[str, tuple[str, ...]] = {}

    def rest(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """What of the pieces is left for the parser; for every plain row a line end for each that it had."""
        held = b""
        for piece in pieces:
            held += piece
            if self._plain and (b"<!" in held or b"<?" in held[1:]):
                self._plain = False
            if self._plain:
                given, held = self._cut(held)
            else:
                given, held = held, b""
            if given:
                yield given
        if held:
            yield held

    def _cut(self, text: bytes) -> tuple[bytes, bytes]:
        """What goes to the parser now, and what waits for more."""
        found = self._start.search(text)
        if found is None:
            end = text.rfind(b"<")
            return text[:end], text[end:]
        end_tag = b"</" + found[0][1:]
        last = text.rfind(found[0], 0, text.rfind(end_tag) + 1)
        if last <= found.start():
            return (text, b"") if len(text) > _LONGEST_ROW else (text[: found.start()], text[found.start() :])
        end = text.rfind(end_tag) + len(end_tag)
        block = text[found.start() : last]
        if not self._take(block, found[1].decode(), found[2].decode()):
            self._plain = False
            return text, b""
        return text[: found.start()] + b"\n" * block.count(b"\n") + text[last:end], text[end:]

    def _take(self, block: bytes, prefix: str, row: str) -> bool:
        """Puts the rows of a block into their batch, or says that not all of it is plain."""
        try:
            text = block.decode()
        except UnicodeDecodeError:
            return False
        if len(block.translate(None, _CONTROLS)) < len(block) or b"\xef\xbf" in block or "]]>" in text:
            return False
        if text.count("&") != sum(map(text.count, _ENTITIES)):
            return False
        batch = self.batches[row]
        found: dict[tuple[str, ...], tuple[list[int], list[list[str]]]] = {}
        kinds: dict[str, tuple[int, list[int], list[list[str]]]] = {}
        rows = text.split(f"</{prefix}{row}>")
        for place, one in enumerate(rows[:-1]):
            parts = one.split("<")
            key = "<".join(parts[1::2])
            kind = kinds.get(key)
            if kind is None:
                names = self._names.get(key) or self._known(key, prefix, batch)
                if not names:
                    return False
                kind = kinds[key] = (2 * len(names) + 2, *found.setdefault(names, ([], [])))
            length, places, opened = kind
            if len(parts) != length or parts[0].strip(_BLANKS):
                return False
            places.append(place)
            opened.append(parts[2::2])
        columns = {names: self._texts(names, prefix, opened) for names, (_places, opened) in found.items()}
        if rows[-1].strip(_BLANKS) or not all(columns.values()):
            return False
        batch.add_block(len(rows) - 1, {names: (found[names][0], texts) for names, texts in columns.items()})
        return True

    def _known(self, key: str, prefix: str, batch: RowBatch) -> tuple[str, ...]:
        """The names of the elements of a row from its own tag and the tags that close them; none where they are not plain."""
        own, *closed = (part.rstrip(_BLANKS) for part in key.split("<"))
        names = tuple(part[len(prefix) + 1 : -1] for part in closed)
        if own != f"{prefix}{batch.register.row}>" or closed != [f"/{prefix}{name}>" for name in names]:
            return ()
        if len(set(names)) != len(names) or not batch.register.elements.issuperset(names):
            return ()
        self._names[key] = names
        return names

    @staticmethod
    def _texts(names: tuple[str, ...], prefix: str, opened: list[list[str]]) -> list[list[str]]:
        """The texts of each element of rows of one kind, out of what begins with its tag; none where a tag is not plain."""
        columns = []
        for name, parts in zip(names, zip(*opened, strict=True), strict=True):
            start = f"\0{prefix}{name}>"
            text = "\0" + "\0".join(parts)
            if text.count(start) != len(parts):
                return []
            text = text.replace(start, "\0")[1:]
            for entity, sign in _ENTITIES.items() if "&" in text else ():
                text = text.replace(entity, sign)
            columns.append(text.split("\0"))
        return columns
