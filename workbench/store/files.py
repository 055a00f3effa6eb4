"""Files written for banks: whole or not at all, flushed to the disk, and never over a file of somebody else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _, system_reason
from .databases import is_postgresql, name_of


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    return sha256(content).hexdigest()


def mark_of(engine: sa.Engine) -> str:
    """What the names of a store's temporary files begin with: other stores that write to a folder have another one."""
    url = engine.url
    address = f"{url.host}:{url.port}/{url.database}" if is_postgresql(engine) else name_of(engine)
    return f".liczydlo-{digest(address.encode())[:12]}-"


def temporary(folder: Path, mark: str, message_id: str) -> Path:
    """The temporary file of a file to be written to a folder."""
    return folder / f"{mark}{message_id}.partial"


def remove_leftovers(folder: Path, mark: str) -> None:
    """Remove the store's temporary files that killed processes left in a folder. The caller holds the lock of the store."""
    with file_errors(folder):
        for path in folder.glob(f"{mark}*.partial"):
            path.unlink()


def read_if_there(path: Path) -> bytes | None:
    """What stands in a file; None where there is none."""
    with file_errors(path):
        return path.read_bytes() if os.path.lexists(path) else None


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file down to the disk."""
    with file_errors(path.parent), path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put(content: bytes, before: str | None, partial: Path, target: Path) -> None:
    """Move a file into place, from its temporary file, which is written where it is not there any more.

    `before`: the digest of the file that was appended to, None where there was to be none. StoreError where another file, or
    none, stands there now; one with this very content is already in place.
    """
    found = read_if_there(target)
    if found != content:
        if found is None and before is not None:
            raise StoreError(_("{file} is gone; it was to be appended to.").format(file=target))
        if found is not None and digest(found) != before:
            raise StoreError(_("{file} is another file now; it was left as it is.").format(file=target))
        if read_if_there(partial) != content:
            write_flushed(partial, content)
        with file_errors(target):
            _move(partial, target, new=found is None)
            _flush_folder(target.parent)
    with file_errors(partial):
        partial.unlink(missing_ok=True)


def _move(partial: Path, target: Path, new: bool) -> None:
    if new:
        try:
            os.link(partial, target)  # refuses to take the place of a file that somebody has written meanwhile
        except FileExistsError:
            raise
        except OSError:
            new = False  # a file system without links
    if not new:
        if target.exists():
            shutil.copymode(target, partial)
        os.replace(partial, target)  # noqa: PTH105 (the name that every reader looks for)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no such call; it writes names with the files
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """What the system says of a file or folder becomes a StoreError that names it and the reason."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            _("{file} cannot be read or written: {reason}.").format(file=path, reason=system_reason(error))
        ) from error
