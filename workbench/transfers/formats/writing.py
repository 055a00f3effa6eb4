"""Writing and reading a file in any format."""

from collections.abc import Sequence
from datetime import datetime

from ..orders import Payer, Transfer
from .definable import TextFormat
from .definable_reader import read_text
from .definable_writer import write_text
from .elixir import ElixirFormat
from .elixir_reader import read_elixir
from .elixir_writer import write_elixir
from .format import Format, ReadTransfer


def write(
    format: Format,
    payer: Payer,
    transfers: Sequence[Transfer],
    references: Sequence[str],
    *,
    message: str,
    created: datetime,
) -> bytes:
    """The file of a batch. `references`: the identifiers of operations, one a transfer. `message` and `created`: number and
    time of the message, for formats that have them. TransferError for what the format cannot hold."""
    match format:
        case ElixirFormat():
            return write_elixir(format, payer, transfers, references)
        case TextFormat():
            return write_text(format, payer, transfers, references)
    from .iso import IsoFormat
    from .iso_writer import write_iso

    if isinstance(format, IsoFormat):
        return write_iso(format, payer, transfers, references, message=message, created=created)
    raise _unknown(format)


def read(format: Format, content: bytes) -> list[ReadTransfer]:
    """The transfers of a file, by a reader that knows nothing of the writer. TransferError for a file of another make."""
    match format:
        case ElixirFormat():
            return read_elixir(format, content)
        case TextFormat():
            return read_text(format, content)
    from .iso import IsoFormat
    from .iso_reader import read_iso

    if isinstance(format, IsoFormat):
        return read_iso(content)
    raise _unknown(format)


def _unknown(format: Format) -> TypeError:
    return TypeError(f"no writer or reader for {type(format).__name__}")
