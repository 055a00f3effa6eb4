"""What is left of a JPK_V7 file when its rows are emptied: small enough to be kept and validated as a whole."""

from copy import deepcopy

from lxml import etree
from lxml.etree import _Element

from ..versions import Version

ROWS = ("SprzedazWiersz", "ZakupWiersz")
ENDS = ("JPK", "Podmiot1", "Deklaracja", "Ewidencja", "SprzedazCtrl", "ZakupCtrl", *ROWS)
"""The elements to read one by one (without a namespace): everything else is taken along with what follows it."""
_RECORD = "Ewidencja"
_MOST = 64
"""Elements kept side by side; a right frame has four at most, so what has more is wrong anyway."""


class Frame:
    """Built from the elements of a file in the order in which they end, each still whole and not yet thrown away.

    `root` is the file without the rows: of rows one after the other one is kept, empty. It is None before the first element.
    """

    def __init__(self, version: Version) -> None:
        self.root: _Element | None = None
        self._record: _Element | None = None
        self._open: _Element | None = None
        self._last: _Element | None = None
        self._record_tag = f"{{{version.namespace}}}{_RECORD}"
        self._row_tags = {f"{{{version.namespace}}}{row}" for row in ROWS}

    def take(self, element: _Element) -> None:
        """Takes an element and everything new that stands before it."""
        above = [element, *element.iterancestors()][::-1]
        if self.root is None:
            self.root = _shell(above[0])
        if len(above) > 1:
            self._take_before(above[1], self.root)
            if above[1].tag == self._record_tag and above[1] is not self._open:
                self._open, self._record = above[1], _shell(above[1])
                _put(self.root, self._record)
        in_record = len(above) > 1 and above[1] is self._open
        if in_record and len(above) > 2 and self._record is not None:
            self._take_before(above[2], self._record)
        if len(above) == 1:
            self._take_rest(element, self.root)
        elif in_record and self._record is not None:
            if len(above) == 2:
                self._take_rest(element, self._record)
            elif len(above) == 3:
                self._take_into_record(element, self._record)
        elif len(above) == 2:
            _put(self.root, deepcopy(element))
        self._last = element

    def is_row(self, element: _Element) -> bool:
        """Whether an element that was just taken is a row in its place."""
        return element.tag in self._row_tags and self._open is not None and element.getparent() is self._open

    def find(self, path: str) -> _Element | None:
        """An element by the names from below the root on; None where there is none."""
        if self.root is None:
            return None
        return self.root.find("/".join(name if name == "*" else f"{{*}}{name}" for name in path.split("/")))

    def text(self, path: str) -> str:
        """The text of an element without blanks around it; empty where there is none."""
        found = self.find(path)
        return "" if found is None else (found.text or "").strip()

    def _take_into_record(self, element: _Element, record: _Element) -> None:
        if element.tag not in self._row_tags:
            _put(record, deepcopy(element))
            return
        if not len(record) or record[-1].tag != element.tag:
            _put(record, etree.Element(element.tag))
        _add_text(record, element.tail)

    def _take_before(self, element: _Element, into: _Element) -> None:
        """Copies what stands before an element and is new."""
        before = list(element.itersiblings(preceding=True))
        for sibling in reversed(before):
            self._copy(sibling, into)

    def _take_rest(self, element: _Element, into: _Element) -> None:
        """Copies what stands in an element that has ended and is new."""
        for child in element:
            self._copy(child, into)
        if not len(element):
            into.text = element.text

    def _copy(self, element: _Element, into: _Element) -> None:
        if element is self._last:
            _add_text(into, element.tail)
        else:
            _put(into, deepcopy(element))


def _shell(element: _Element) -> _Element:
    """The element with its attributes and the text before its first child."""
    shell = deepcopy(element)  # a new one could not be made where a namespace is none
    del shell[:]
    shell.tail = None
    return shell


def _put(parent: _Element, child: _Element) -> None:
    if len(parent) < _MOST:
        parent.append(child)


def _add_text(parent: _Element, text: str | None) -> None:
    """Text between two elements, which no part of the file may have but blanks."""
    if text and text.strip() and len(parent):
        parent[-1].tail = text
