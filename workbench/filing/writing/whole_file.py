"""A file that appears whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from ...errors import FilingError
from ...i18n import _, system_reason


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of `target` at the end; after an error everything is as before.

    The content is written beside the target, flushed to the disk and moved over it in one step. FilingError for what the
    system refuses.
    """
    try:
        target = target.resolve()  # behind a link the file itself is replaced, not the link
        partial = target.with_name(f".{uuid4().hex}.partial")
        with partial.open("xb") as stream:
            try:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
                stream.close()
                if target.exists():
                    shutil.copymode(target, partial)
                os.replace(partial, target)  # noqa: PTH105 (the name of what makes it one step)
            except BaseException:
                stream.close()
                with suppress(OSError):
                    partial.unlink()
                raise
    except OSError as error:
        raise FilingError(_("{file} cannot be written: {reason}.").format(file=target, reason=system_reason(error))) from error
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk too, where the system can be asked to."""
    if os.name == "posix":
        with suppress(OSError):
            number = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
