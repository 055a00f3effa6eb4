"""Checking pairs against the flat file, without a network (reference/banks.md 6.2)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from ...errors import TransferError
from ...i18n import _
from ...i18n import day as day_text
from .flat_file import FlatFile
from .hashing import key_text
from .hashing_all import hash_all
from .proofs import Pair, Progress, Proof, Result, bare_pairs, fault_of

Found = Mapping[Pair, tuple[Result, str]]
"""Result and evidence of the pairs that were reached."""


@dataclass(frozen=True)
class FlatFileChecker:
    """Checks by a flat file, on all processor cores where there are many pairs (`processes`: on so many)."""

    flat_file: FlatFile
    processes: int | None = None

    def check(self, day: date, pairs: Sequence[Pair], *, checked_at: datetime, progress: Progress | None = None) -> list[Proof]:
        """As `Checker.check`; TransferError where the file is of another day."""
        if day != self.flat_file.day:
            text = _("The flat file is of {file_day}, the transfers are of {day}. Choose the flat file of {day}.")
            raise TransferError(text.format(file_day=day_text(self.flat_file.day), day=day_text(day)))
        wanted = bare_pairs(pairs)
        work = _Work(self.flat_file, [pair for pair in wanted if not fault_of(pair)], self.processes, progress)
        found = work.found()
        proofs = []
        for pair in wanted:
            result, evidence = found.get(pair, ("not_checked", fault_of(pair) or "stopped"))
            proofs.append(Proof(day, *pair, result, "flat_file", evidence, checked_at))
        return proofs


@dataclass
class _Work:
    """First the accounts themselves, then those that were not found as each mask of their bank shows them."""

    file: FlatFile
    pairs: list[Pair]
    processes: int | None
    progress: Progress | None
    told: int = 0
    stopped: bool = False
    shown: dict[Pair, dict[str, str]] = field(default_factory=dict)

    def found(self) -> Found:
        self.shown = {pair: self.file.masked(pair[1]) for pair in self.pairs}
        found: dict[Pair, tuple[Result, str]] = {}
        keys: dict[Pair, bytes] = {}
        for place, key in self._hashed([key_text(self.file.day, *pair) for pair in self.pairs]):
            pair = self.pairs[place]
            keys[pair] = key
            listed = self.file.listed(key)
            if listed is not None or not self.shown[pair]:
                found[pair] = listed or "not_found", self._evidence(key)
        left = [pair for pair in keys if pair not in found]
        masked = {(pair, mask): key for pair, mask, key in self._masked(left)}
        for pair in left:
            hits = [(mask, masked[pair, mask]) for mask in self.shown[pair] if (pair, mask) in masked]
            for mask, key in hits:
                listed = self.file.listed(key)
                if listed is not None:
                    found.setdefault(pair, (listed, self._evidence(key, mask)))
            if len(hits) == len(self.shown[pair]):
                found.setdefault(pair, ("not_found", self._evidence(keys[pair])))
        if not self.stopped and self.told < self._whole:
            self._tell(self._whole)  # masks that nobody had to try
        return found

    @cached_property
    def _whole(self) -> int:
        """Keys to look up at most."""
        return sum(1 + len(masks) for masks in self.shown.values())

    def _masked(self, pairs: list[Pair]) -> Iterator[tuple[Pair, str, bytes]]:
        asked = [(pair, mask, number) for pair in pairs for mask, number in self.shown[pair].items()]
        done = self._whole - len(asked)
        for place, key in self._hashed([key_text(self.file.day, pair[0], number) for pair, _mask, number in asked], done):
            pair, mask, _number = asked[place]
            yield pair, mask, key

    def _hashed(self, texts: list[str], done: int = 0) -> Iterator[tuple[int, bytes]]:
        with closing(hash_all([] if self.stopped else texts, self.file.transformations, self.processes)) as keys:
            for count, (place, key) in enumerate(keys, start=done + 1):
                yield place, key
                self._tell(count)
                if self.stopped:
                    return

    def _tell(self, done: int) -> None:
        self.told = done
        if self.progress is not None and self.progress(done, self._whole) is False:
            self.stopped = True

    def _evidence(self, key: bytes, mask: str = "") -> str:
        return " ".join(part for part in (f"{self.file.day:%Y%m%d}", key.hex(), mask) if part)
