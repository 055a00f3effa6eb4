"""The white list's flat file of a day, as the Ministry of Finance publishes it: one JSON, mostly inside a .7z archive.

`naglowek` holds the day (dataGenerowaniaDanych, YYYYMMDD), how often a key is hashed (liczbaTransformacji) and a description;
`skrotyPodatnikowCzynnych` and `skrotyPodatnikowZwolnionych` the keys of active and exempt taxpayers in hexadecimal; `maski` the
masks of virtual accounts (reference/banks.md 6.2). It has hundreds of megabytes and is read as a stream: what is held of it are
64 bytes a key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

import ijson
import numpy as np
import numpy.typing as npt

from ...errors import TransferError
from ...i18n import N_, _
from .faults import ContentError
from .hashing import BANK, KEY_BYTES, masked

Keys = npt.NDArray[np.bytes_]
"""Sorted keys, 64 bytes each."""
Listed = Literal["active", "exempt"]

LARGEST = 2 * 2**30
"""Bytes of JSON: several times what all taxpayers of the country need."""
MOST_OTHERS = 1_000_000
"""Masks and other values beside the keys; the real file has some thousands."""
MOST_TRANSFORMATIONS = 100_000
"""The real file has 5,000; a number that would keep the computer busy for hours is none."""
_LONGEST_VALUE = 2**20
_DEEPEST = 8

_HEADER, _ACTIVE, _EXEMPT, _MASKS = "naglowek", "skrotyPodatnikowCzynnych", "skrotyPodatnikowZwolnionych", "maski"
_DAY, _TIMES = "dataGenerowaniaDanych", "liczbaTransformacji"
_PARTS = {_HEADER: "start_map", _ACTIVE: "start_array", _EXEMPT: "start_array", _MASKS: "start_array"}
_MASK = re.compile(r"[0-9XY]{2}[0-9]{8}[0-9XY]{16}")

NOT_JSON = N_("it is not the JSON text that the Ministry of Finance publishes")
TRUNCATED = N_("it ends too early; download it again")
TOO_LARGE = N_("it is larger than any flat file")
OTHER_LAYOUT = N_("its layout is not that of a flat file")
BAD_HEADER = N_("its header does not name the day and the number of transformations")
BAD_KEY = N_("it holds a key that is not 128 hexadecimal digits")
BAD_MASK = N_("it holds a mask that is not 26 characters of digits, X and Y")

_NOT_JSON = (ijson.JSONError, ArithmeticError, ValueError, SystemError)
"""What ijson raises for other content; a SystemError for whole numbers of thousands of digits."""


@dataclass(frozen=True, eq=False)
class FlatFile:
    """The white list of one day. `active`, `exempt`: sorted keys; `masks` of virtual accounts in the order of the file."""

    day: date
    transformations: int
    active: Keys
    exempt: Keys
    masks: tuple[str, ...]

    @cached_property
    def masks_by_bank(self) -> Mapping[str, tuple[str, ...]]:
        """The masks of each sort code."""
        found: dict[str, list[str]] = {}
        for mask in self.masks:
            found.setdefault(mask[BANK], []).append(mask)
        return {bank: tuple(masks) for bank, masks in found.items()}

    def masked(self, account: str) -> dict[str, str]:
        """An NRB as each mask that is for it shows it."""
        shown = {mask: masked(account, mask) for mask in self.masks_by_bank.get(account[BANK], ())}
        return {mask: number for mask, number in shown.items() if number is not None}

    def listed(self, key: bytes) -> Listed | None:
        """Among which taxpayers a key is found; None: it is not."""
        if _holds(self.active, key):
            return "active"
        return "exempt" if _holds(self.exempt, key) else None


def read_flat_file(path: Path) -> FlatFile:
    """The flat file in a .json or .7z (told apart by their content). Unsorted keys are sorted.

    TransferError for what is no such file, too large, cut off or of another layout, with the reason.
    """
    from .archives import chunks_of  # py7zr takes longer to import than all the rest of transfers

    content = _Content()
    try:
        chunks_of(path, LARGEST, content.take)
        return content.whole()
    except ContentError as fault:
        problem = str(fault)
    except _NOT_JSON:
        problem = _(NOT_JSON)
    raise refusal(path, problem)


def refusal(path: Path, problem: str) -> TransferError:
    """The error for a file that cannot be used."""
    text = _("{file} cannot be used as the flat file of the white list: {problem}.")
    return TransferError(text.format(file=path.name, problem=problem))


def as_keys(content: bytes | bytearray | memoryview) -> Keys:
    """A block of 64 bytes a key as an array, without a copy."""
    return np.frombuffer(content, dtype=f"S{KEY_BYTES}")


def _holds(keys: Keys, key: bytes) -> bool:
    place = int(np.searchsorted(keys, np.bytes_(key)))
    return keys[place : place + 1].tobytes() == key


class _Content:
    """What has been read of the JSON so far."""

    def __init__(self) -> None:
        self._events: list[tuple[str, object]] = ijson.sendable_list()
        self._parser = ijson.basic_parse_coro(self._events)
        self._silent = 0
        self._others = 0
        self._depth = 0
        self._part = ""
        self._name = ""
        self._header: dict[str, str] = {}
        self._texts: list[str] = []
        self._keys = {_ACTIVE: bytearray(), _EXEMPT: bytearray()}
        self._masks: list[str] = []
        self._seen: set[str] = set()

    def take(self, chunk: bytes) -> None:
        """Read on."""
        self._silent += len(chunk)
        try:
            self._parser.send(chunk)
        except StopIteration:
            raise ContentError(_(OTHER_LAYOUT)) from None
        if self._events:
            self._silent = 0
            self._others += len(self._events)
            self._read(self._events)
            self._events.clear()
            self._store()
            if self._others > MOST_OTHERS:
                raise ContentError(_(TOO_LARGE))
        elif self._silent > _LONGEST_VALUE:
            raise ContentError(_(OTHER_LAYOUT))

    def whole(self) -> FlatFile:
        """The file, when all of it has been read."""
        try:
            self._parser.close()
        except ijson.IncompleteJSONError:
            raise ContentError(_(TRUNCATED)) from None
        self._read(self._events)
        if self._seen != set(_PARTS):
            raise ContentError(_(OTHER_LAYOUT))
        day, transformations = _header(self._header)
        if not all(map(_MASK.fullmatch, self._masks)):
            raise ContentError(_(BAD_MASK))
        active, exempt = (_sorted(as_keys(self._keys[part])) for part in (_ACTIVE, _EXEMPT))
        return FlatFile(day, transformations, active, exempt, tuple(self._masks))

    def _read(self, events: list[tuple[str, object]]) -> None:
        for event, value in events:
            if event == "string" and self._depth == 2 and self._part in _PARTS and self._part != _HEADER:
                self._texts.append(str(value))
            elif event.startswith("start_"):
                self._open(event)
            elif event.startswith("end_"):
                self._depth -= 1
                self._store()
            elif event == "map_key":
                self._key(str(value))
            elif self._depth == 2 and self._part == _HEADER:
                if self._name in (_DAY, _TIMES):
                    self._header[self._name] = str(value)
            elif self._depth == 0 or self._part in _PARTS:
                raise ContentError(_(OTHER_LAYOUT))

    def _open(self, event: str) -> None:
        at_top = self._depth == 0 and event == "start_map"
        at_part = self._depth == 1 and _PARTS.get(self._part, event) == event
        at_other = 2 <= self._depth < _DEEPEST and self._part not in _PARTS
        if not (at_top or at_part or at_other):
            raise ContentError(_(OTHER_LAYOUT))
        self._depth += 1

    def _key(self, name: str) -> None:
        if self._depth == 1:
            if name in self._seen:
                raise ContentError(_(OTHER_LAYOUT))
            self._part = name
            if name in _PARTS:
                self._seen.add(name)
        else:
            self._name = name

    def _store(self) -> None:
        """Put the texts read since the last time where they belong."""
        if self._part == _MASKS:
            self._masks += self._texts
        elif self._texts:
            try:
                keys = bytes.fromhex("".join(self._texts))
            except ValueError:
                raise ContentError(_(BAD_KEY)) from None
            if {len(text) for text in self._texts} != {2 * KEY_BYTES} or len(keys) != KEY_BYTES * len(self._texts):
                raise ContentError(_(BAD_KEY))
            self._keys[self._part] += keys
            self._others -= len(self._texts)
        self._texts.clear()


def _header(header: Mapping[str, str]) -> tuple[date, int]:
    day, times = header.get(_DAY, ""), header.get(_TIMES, "")
    try:
        if not re.fullmatch(r"[0-9]{8}", day) or not re.fullmatch(r"[0-9]{1,9}", times):
            raise ValueError
        transformations = int(times)
        if not 1 <= transformations <= MOST_TRANSFORMATIONS:
            raise ValueError
        return datetime.strptime(day, "%Y%m%d").date(), transformations
    except ValueError:
        raise ContentError(_(BAD_HEADER)) from None


def _sorted(keys: Keys) -> Keys:
    if bool((keys[:-1] <= keys[1:]).all()):
        return keys
    return np.sort(keys)
