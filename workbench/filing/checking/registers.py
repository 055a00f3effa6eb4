"""What is kept of the rows of a register while a file is checked: sums, and a few numbers a row to find repeats with."""

from array import array
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from ..paid_back import last_days, paid_back
from .faults import Faults
from .rules_file import Added
from .rules_rows import Row

_NO_RELIEF, _MINUS, _PLUS = 0, -1, 1
_PARTY_FIELDS = {
    "sales": ("KodKrajuNadaniaTIN", "NrKontrahenta", "DowodSprzedazy"),
    "purchases": ("KodKrajuNadaniaTIN", "NrDostawcy", "DowodZakupu"),
}
_OWN_RELIEF = {"K_46": _MINUS, "K_47": _PLUS}
_BASES, _TAXES = ("K_15", "K_17", "K_19"), ("K_16", "K_18", "K_20")


class _ReliefRow(NamedTuple):
    """A row of art. 89a: the key of its document, its direction, base and tax in grosze, its day as text; "" in version (1)."""

    document: int
    direction: int
    base: int
    tax: int
    day: str


class SumsOfRows:
    """Adds up the rows of one register; 17 bytes a row are kept, of rows of relief more."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._rows = 0
        self._sums: Counter[str] = Counter()
        self._complete = True
        self._last = 0
        self._numbers = array("q")
        self._keys = array("Q")
        self._directions = array("b")
        self._relief: list[_ReliefRow] = []

    @property
    def added(self) -> Added:
        return Added(self._rows, dict(self._sums), self._complete)

    def add_unreadable(self, number: int, faults: Faults) -> None:
        """A row whose structure is wrong: it counts, but what its amounts are is unknown."""
        self._count(number, faults)
        self._complete = False

    def add(self, row: Row, faults: Faults) -> None:
        """A row whose structure is right. Adds a fault where its number does not follow the one before."""
        self._count(row.number, faults)
        if row.texts.get("TypDokumentu") != "FP":
            self._sums.update(row.amounts)
        direction = _direction(row)
        document = "\0".join(row.texts.get(field, "").strip() for field in _PARTY_FIELDS[self._part])
        dated = row.texts.get("TerminPlatnosci") or row.texts.get("DataZaplaty", "") if direction else ""
        self._numbers.append(row.number)
        self._keys.append(_key(f"{document}\0{direction}\0{dated}"))
        self._directions.append(direction)
        if row.is_relief:
            base, tax = (sum(row.amounts.get(field, 0) for field in fields) for fields in (_BASES, _TAXES))
            self._relief.append(_ReliefRow(_key(document), direction, base, tax, dated))

    def tell_repeats(self, faults: Faults) -> None:
        """Adds a fault for every row whose document (of relief: with its date and direction) an earlier row has."""
        keys, numbers = np.frombuffer(self._keys, np.uint64), np.frombuffer(self._numbers, np.int64)
        _values, first, which = np.unique(keys, return_index=True, return_inverse=True)
        repeats = np.flatnonzero(first[which] != np.arange(len(keys)))
        for at in repeats.tolist():
            code = "relief-duplicate" if self._directions[at] else "duplicate"
            field = _PARTY_FIELDS[self._part][2]
            faults.add(code, self._part, int(numbers[at]), field, first=int(numbers[first[which[at]]]))

    def unpaid(self) -> list[tuple[int, int] | None]:
        """What P_68 and P_69 (in grosze) may be: the sums of the rows of art. 89a sec. 1; those without what was paid back in
        the same file, which need not be shown (vat.md 2.4): without the claims, without the whole invoices. None where no row
        is left."""
        paid = {row.document for row in self._relief if row.direction == _PLUS}
        unpaid = [row for row in self._relief if row.direction == _MINUS]
        claims = [row for row, is_back in zip(self._relief, _paid_back(self._relief), strict=True) if not is_back]
        claims = [row for row in claims if row.direction == _MINUS]
        return [_totals(unpaid), _totals(claims), _totals([row for row in unpaid if row.document not in paid])]

    def _count(self, number: int, faults: Faults) -> None:
        self._rows += 1
        if number != self._last + 1:
            field = "LpSprzedazy" if self._part == "sales" else "LpZakupu"
            faults.add("row-number", self._part, number, field, number, before=self._last)
        self._last = number


def _direction(row: Row) -> int:
    """Whether a row takes tax back for what is unpaid (-1), gives it back after a payment (1), or is no correction (0)."""
    if row.part == "purchases":
        return next((way for field, way in _OWN_RELIEF.items() if row.amounts.get(field)), _NO_RELIEF)
    if not row.is_relief:
        return _NO_RELIEF
    if "TerminPlatnosci" in row.texts:
        return _MINUS
    # version (1) has no dates: there the sign tells
    return _PLUS if "DataZaplaty" in row.texts or sum(row.amounts.get(field, 0) for field in _BASES) > 0 else _MINUS


def _paid_back(rows: Sequence[_ReliefRow]) -> list[bool]:
    """Which rows are decreases that are paid back in full within these; none where they have no days, as in version (1)."""
    if not rows or not all(row.day for row in rows):
        return [False] * len(rows)
    minus = np.array([row.direction == _MINUS for row in rows])
    day = np.array([row.day for row in rows], "datetime64[D]")
    day[minus] = last_days(day[minus])
    document = np.unique([row.document for row in rows], return_inverse=True)[1]
    gross = np.array([row.base + row.tax for row in rows], np.int64)
    return [bool(one) for one in paid_back(document, minus, day, gross)]


def _totals(rows: Sequence[_ReliefRow]) -> tuple[int, int] | None:
    return (sum(row.base for row in rows), sum(row.tax for row in rows)) if rows else None


def _key(text: str) -> int:
    """A number of 64 bits for a text; that two texts have the same one is as good as impossible."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
