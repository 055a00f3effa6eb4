"""A flat file packed for the day: header, sorted keys of 64 bytes, masks. It is mapped into memory, so that opening it again
takes no time and no memory, and several programs share it."""

import json
import mmap
import os
from datetime import date
from pathlib import Path
from typing import Any

from ...errors import TransferError
from ...i18n import N_, _, system_reason
from .flat_file import MOST_TRANSFORMATIONS, FlatFile, as_keys, read_flat_file, refusal
from .hashing import KEY_BYTES

SUFFIX = ".whitelist"
_MAGIC = b"LICZYWL1"
_HEADER_BYTES = 512
_MASK_LETTERS = 26

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds of the file that was packed."""

DAMAGED = N_("it is not a packed flat file or was cut off; delete it")


def open_flat_file(path: Path) -> FlatFile:
    """The flat file in a .json or .7z, read once and kept packed beside it (its name and `.whitelist`) for the next time.

    A file that has changed since is read anew. Where nothing may be written there, it is read each time. TransferError as in
    `read_flat_file`.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise TransferError(
            _("{file} cannot be read: {problem}.").format(file=path.name, problem=system_reason(error))
        ) from error
    stamp = status.st_size, status.st_mtime_ns
    packed = path.with_name(path.name + SUFFIX)
    try:
        kept, of = _open(packed)
    except TransferError:
        of = None
    if of == stamp:
        return kept
    flat_file = read_flat_file(path)
    try:
        pack(flat_file, packed, stamp)
    except OSError:
        return flat_file
    return open_packed(packed)


def pack(flat_file: FlatFile, path: Path, stamp: Stamp = (0, 0)) -> None:
    """Write the packed form; a reader sees the whole file or none. OSError where it cannot be written."""
    header = {
        "day": flat_file.day.isoformat(),
        "transformations": flat_file.transformations,
        "active": len(flat_file.active),
        "exempt": len(flat_file.exempt),
        "masks": len(flat_file.masks),
        "stamp": stamp,
    }
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            file.write((_MAGIC + json.dumps(header).encode("ascii")).ljust(_HEADER_BYTES))
            file.write(flat_file.active.data)
            file.write(flat_file.exempt.data)
            file.write("".join(flat_file.masks).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def open_packed(path: Path) -> FlatFile:
    """A packed flat file, mapped into memory. TransferError for what is none."""
    return _open(path)[0]


def _open(path: Path) -> tuple[FlatFile, Stamp]:
    try:
        with path.open("rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if bytes(content[: len(_MAGIC)]) != _MAGIC:
            raise ValueError
        header: dict[str, Any] = json.loads(bytes(content[len(_MAGIC) : _HEADER_BYTES]))
        active, exempt, masks = (header[part] for part in ("active", "exempt", "masks"))
        ends = [_HEADER_BYTES, KEY_BYTES * active, KEY_BYTES * exempt, _MASK_LETTERS * masks]
        if min(ends) < 0 or sum(ends) != len(content) or not 1 <= header["transformations"] <= MOST_TRANSFORMATIONS:
            raise ValueError
        middle, end = _HEADER_BYTES + ends[1], _HEADER_BYTES + ends[1] + ends[2]
        letters = str(content[end:], "ascii")
        flat_file = FlatFile(
            date.fromisoformat(header["day"]),
            header["transformations"],
            as_keys(content[_HEADER_BYTES:middle]),
            as_keys(content[middle:end]),
            tuple(letters[place : place + _MASK_LETTERS] for place in range(0, len(letters), _MASK_LETTERS)),
        )
        size, changed = header["stamp"]
        return flat_file, (size, changed)
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise refusal(path, _(DAMAGED)) from error
