"""A JPK file from wherever it is: a path, its content, or a stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..errors import FilingError
from ..i18n import _, system_reason

Source = str | Path | bytes | BinaryIO


@contextmanager
def opened(source: Source) -> Iterator[tuple[BinaryIO, str]]:
    """The content, and what to call it in messages. FilingError where a path cannot be opened, or a stream cannot go
    back to where it stands; it stays open."""
    if isinstance(source, bytes):
        yield BytesIO(source), "JPK"
    elif isinstance(source, str | Path):
        path = Path(source)
        try:
            content = path.open("rb")
        except OSError as error:
            reason = _("{file} cannot be opened: {reason}. Choose a file that is there.")
            raise FilingError(reason.format(file=path.name, reason=system_reason(error))) from error
        with content:
            yield content, path.name
    else:
        name = Path(str(getattr(source, "name", "JPK"))).name
        if not source.seekable():
            reason = _("{file} can be read only once, not from its beginning again. Save it as a file and choose that.")
            raise FilingError(reason.format(file=name))
        yield source, name
