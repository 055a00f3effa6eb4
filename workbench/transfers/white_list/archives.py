"""The content of a file that may be packed with 7-Zip, in chunks, so that nothing has to be unpacked on disk."""

import lzma
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import py7zr

from ...errors import TransferError
from ...i18n import _, system_reason
from .faults import ContentError

_MAGIC = b"7z\xbc\xaf\x27\x1c"
_CHUNK = 1 << 16

_UNREADABLE = (
    *(py7zr.exceptions.ArchiveError, py7zr.PasswordRequired, lzma.LZMAError, zlib.error, struct.error),
    *(EOFError, LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError, RuntimeError, MemoryError),
)
"""What py7zr raises for archives that are none, cut off, spoilt or protected by a password."""


def chunks_of(path: Path, largest: int, take: Callable[[bytes], None]) -> None:
    """Give the content of a file, or of the only file in a 7z archive, to `take`, piece by piece.

    ContentError for an archive that cannot be read or holds not exactly one file, and for a content of more than `largest`
    bytes; TransferError for a file that cannot be opened.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(len(_MAGIC)) == _MAGIC
            file.seek(0)
            if not packed:
                counted = _Counted(largest, take)
                while chunk := file.read(_CHUNK):
                    counted.write(chunk)
                return
        _unpack(path, largest, take)
    except OSError as error:
        text = _("{file} cannot be read: {problem}.")
        raise TransferError(text.format(file=path.name, problem=system_reason(error))) from error


def _unpack(path: Path, largest: int, take: Callable[[bytes], None]) -> None:
    counted = _Counted(largest, take)
    try:
        with py7zr.SevenZipFile(path, max_extract_size=largest) as archive:
            files = [entry for entry in archive.list() if not entry.is_directory]
            if len(files) != 1:
                raise ContentError(_("the archive must hold one file, the JSON of a day"))
            if files[0].uncompressed > largest:
                raise ContentError(_("it is larger than any flat file"))
            archive.extractall(factory=_Into(counted))
    except _UNREADABLE as error:
        if counted.failure is None:
            raise ContentError(_("the archive is spoilt, incomplete or protected; download it again")) from error
    if counted.failure is not None:
        raise counted.failure


class _Counted(py7zr.Py7zIO):
    """Passes on what is written to it, up to a number of bytes. The first failure is kept: py7zr may turn it into its own."""

    def __init__(self, largest: int, take: Callable[[bytes], None]) -> None:
        self._left = largest
        self._take = take
        self._written = 0
        self.failure: Exception | None = None

    def write(self, s: bytes | bytearray) -> int:
        self._written += len(s)
        self._left -= len(s)
        try:
            if self._left < 0:
                raise ContentError(_("it is larger than any flat file"))
            for start in range(0, len(s), _CHUNK):
                self._take(bytes(s[start : start + _CHUNK]))
        except Exception as failure:
            self.failure = self.failure or failure
            raise
        return len(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset

    def flush(self) -> None:
        return None

    def size(self) -> int:
        return self._written


class _Into(py7zr.WriterFactory):
    def __init__(self, target: _Counted) -> None:
        self._target = target

    def create(self, filename: str) -> py7zr.Py7zIO:
        return self._target
