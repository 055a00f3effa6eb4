"""The files of a batch: which transfers go into which, and the bytes of each, checked by a second reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import TransferError
from ..i18n import _
from . import formats
from .formats import Format
from .orders import Kind, Payer, Transfer

APART: tuple[frozenset[Kind], ...] = (
    frozenset({"ordinary", "split_payment"}),
    frozenset({"tax_office"}),
    frozenset({"social_insurance"}),
    frozenset({"sepa"}),
    frozenset({"foreign"}),
)
"""Kinds that may share a file (T-009, T-072)."""


@dataclass(frozen=True)
class BatchFile:
    """One file of a batch. `kinds` are those that may stand in it, `places` the numbers of its transfers in the batch."""

    format: Format
    payer: Payer
    kinds: frozenset[Kind]
    places: tuple[int, ...]
    transfers: tuple[Transfer, ...]

    @property
    def amount(self) -> int:
        """The sum of the file in grosze."""
        return sum(transfer.amount for transfer in self.transfers)

    def content(self, references: Sequence[str], message: str, created: datetime, before: bytes | None = None) -> bytes:
        """The file: the transfers with their identifiers (`references`, one each), behind those of an existing file (`before`).

        It is read back by a reader that knows nothing of the writer; TransferError where that finds anything else than the
        batch.
        """
        written = formats.write(self.format, self.payer, self.transfers, references, message=message, created=created)
        faults = formats.differences(self.format, self.payer, self.transfers, references, formats.read(self.format, written))
        if faults:
            raise TransferError(_("The file does not say what the batch says: {fault}").format(fault=faults[0]))
        return written if before is None else formats.append(self.format, before, written)

    def single(self) -> list["BatchFile"]:
        """A file for each transfer."""
        pairs = zip(self.places, self.transfers, strict=True)
        return [BatchFile(self.format, self.payer, self.kinds, (place,), (transfer,)) for place, transfer in pairs]


def files_of(payer: Payer, transfers: Sequence[Transfer], of_each: Sequence[Format]) -> tuple[BatchFile, ...]:
    """The files of a batch in the order of their first transfers; a format's limit of transfers opens a further file."""
    places: dict[tuple[str, frozenset[Kind], tuple[object, ...]], list[int]] = {}
    by_code = {format.code: format for format in of_each}
    for place, (transfer, format) in enumerate(zip(transfers, of_each, strict=True)):
        kinds = next(group for group in APART if transfer.kind in group)
        places.setdefault((format.code, kinds, format.file_of(transfer)), []).append(place)
    files = []
    for (code, kinds, _common), of_file in places.items():
        limit = by_code[code].max_transfers or len(of_file)
        for first in range(0, len(of_file), limit):
            part = tuple(of_file[first : first + limit])
            files.append(BatchFile(by_code[code], payer, kinds, part, tuple(transfers[place] for place in part)))
    return tuple(files)
