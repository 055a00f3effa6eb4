"""Where KSeF invoices come from: a folder, a ZIP archive, one file, or uploads in memory; their bytes, one file at a time.

Nothing is unpacked to disk. An archive is bounded in files, size and how far it swells; a file in it that cannot be read is
the fault of that file, an archive as a whole that cannot be read is a FilingError.
"""

import io
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from ...errors import FilingError
from ...i18n import _, system_reason
from ...ledger.sources import UNREADABLE_ZIP

LARGEST = 16 * 2**20
"""Bytes of an invoice; KSeF itself takes 3 MB."""
MOST_FILES = 1_000_000
LARGEST_UNPACKED = 8 * 2**30
SWELLS = 100
"""How many times larger than packed an invoice of more than a MB may be."""
LARGEST_DIRECTORY = 2**28
"""Bytes of the list of an archive: about a million names."""

Source = str | Path | Mapping[str, bytes]
Found = tuple[str, bytes | FilingError]
"""A file by its name below the source: what is in it, or why that cannot be read."""

_XML, _ZIP = ".xml", ".zip"
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_LONGEST_END = 2**16 + 200


def files(source: Source) -> Iterator[Found]:
    """The XML files of a source in the order of their names; of a folder those of its folders too, other files are passed over.

    FilingError where there is no such source or an archive is too large or no archive.
    """
    if isinstance(source, Mapping):
        for name in sorted(source):
            yield from _upload(name, source[name])
        return
    path = Path(source)
    if path.is_dir():
        yield from _folder(path)
    elif path.is_file() and path.suffix.lower() == _ZIP:
        with path.open("rb") as content:
            yield from _archive(content, path.name, "")
    elif path.is_file():
        yield path.name, _content(path)
    else:
        reason = _("{source}: no such invoices. Give a folder, a ZIP archive or an XML file of KSeF invoices.")
        raise FilingError(reason.format(source=source))


def _folder(folder: Path) -> Iterator[Found]:
    start = len(str(folder)) + 1
    for number, path in enumerate(sorted(_paths(folder))):
        if number >= MOST_FILES:
            raise FilingError(_too_many(str(folder)))
        yield path[start:].replace(os.sep, "/"), _content(path)


def _paths(folder: Path) -> Iterator[str]:
    for place, _folders, names in os.walk(folder):
        yield from (f"{place}{os.sep}{name}" for name in names if name.lower().endswith(_XML))


def _content(path: str | Path) -> bytes | FilingError:
    """No Path, no room made for the largest file, and read at once: each takes as long as reading a small one."""
    try:
        with io.FileIO(path) as file:
            size = os.fstat(file.fileno()).st_size
            content = file.read(size + 1) if size <= LARGEST else b""
            if content and len(content) != size:  # it grows, or the system gives it in pieces
                content += file.readall()
    except OSError as error:
        reason = _("{file} cannot be opened: {reason}")
        return FilingError(reason.format(file=Path(path).name, reason=system_reason(error)))
    return content if max(len(content), size) <= LARGEST else _too_large(Path(path).name)


def _upload(name: str, content: bytes) -> Iterator[Found]:
    if name.lower().endswith(_ZIP):
        yield from _archive(io.BytesIO(content), name, f"{name}/")
    else:
        yield name, content if len(content) <= LARGEST else _too_large(name)


def _archive(content: BinaryIO, name: str, prefix: str) -> Iterator[Found]:
    entries = _entries(content, name)
    if len(entries) > MOST_FILES:
        raise FilingError(_too_many(name))
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        reason = _("{file}: more than {size} GB once unpacked. Take fewer invoices at a time.")
        raise FilingError(reason.format(file=name, size=LARGEST_UNPACKED // 2**30))
    with zipfile.ZipFile(content) as archive:
        for entry in entries:
            yield prefix + entry.filename, _entry(archive, entry)


def _entries(content: BinaryIO, name: str) -> list[zipfile.ZipInfo]:
    """The XML files of an archive by name; of two of one name only the last can be reached, so it is refused."""
    try:
        if _directory_size(content) > LARGEST_DIRECTORY:
            raise FilingError(_too_many(name))
        with zipfile.ZipFile(content) as archive:
            found = [entry for entry in archive.infolist() if entry.filename.lower().endswith(_XML)]
    except UNREADABLE_ZIP as error:
        reason = _("{file} is no ZIP archive that can be read ({reason}). Fetch it again.")
        raise FilingError(reason.format(file=name, reason=error)) from None
    if len({entry.filename for entry in found}) < len(found):
        raise FilingError(_("{file}: two files in the archive have the same name. Pack it again.").format(file=name))
    return sorted(found, key=lambda entry: entry.filename)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | FilingError:
    swollen = entry.file_size > 2**20 and entry.file_size > SWELLS * max(entry.compress_size, 1)
    if entry.file_size > LARGEST or swollen:
        return _too_large(entry.filename)
    try:
        with archive.open(entry) as file:
            return file.read(LARGEST + 1)
    except UNREADABLE_ZIP as error:
        reason = _("{file} cannot be taken out of the archive ({reason}).")
        return FilingError(reason.format(file=entry.filename, reason=error))


def _directory_size(content: BinaryIO) -> int:
    """Bytes of an archive's list of files, which is read as a whole, as its last record says; 0 where there is none."""
    end = content.seek(0, 2)
    content.seek(max(end - _LONGEST_END, 0))
    tail = content.read()
    content.seek(0)
    place, large = tail.rfind(_END), tail.rfind(_END_64)
    sizes = [int.from_bytes(tail[place + 12 : place + 16], "little")] if place >= 0 else []
    if large >= 0:
        return int.from_bytes(tail[large + 40 : large + 48], "little")
    return max(sizes, default=0)


def _too_large(name: str) -> FilingError:
    reason = _("{file}: larger than any KSeF invoice can be ({size} MB).")
    return FilingError(reason.format(file=name, size=LARGEST // 2**20))


def _too_many(name: str) -> str:
    return _("{file}: more than {count} files. Take fewer invoices at a time.").format(file=name, count=MOST_FILES)
