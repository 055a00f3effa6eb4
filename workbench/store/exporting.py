"""The export: files for the bank and the record of what they sent, in one transaction.

A file is written under a temporary name and flushed, all is recorded, the transaction is committed, and only then the file is
moved into place. Killed before the commit nothing has happened but a temporary file, which the next export to that folder
removes; killed after it the record is whole, content included, and the file is moved or written anew (`placing.finish`).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..errors import ConflictError, StoreError
from ..i18n import _
from . import sequences
from .changes import Header, Setting, Thing, conflict, headers, write
from .export_tables import export_payments, export_transfers, exports
from .files import digest, mark_of, read_if_there, remove_leftovers, temporary, write_flushed
from .lines import is_text
from .payments import KINDS, ORDER, PAYMENT, SEPA, Edits, edits_content, edits_of, refuse_sent
from .placing import finish, this_machine

if TYPE_CHECKING:  # a store of notices has no need of what makes transfers
    from ..transfers.orders import Transfer

Make = Callable[[Sequence[str], str, datetime, bytes | None], bytes]
"""Makes the whole content of a file of the references of its transfers in their order, its message id, the moment, and what it
is appended to (None: a new file)."""


@dataclass(frozen=True)
class FileToWrite:
    """A file of an export: where to, in which format (its code), for which bank register, and what makes its content."""

    path: Path
    format: str
    register: str
    transfers: Sequence["Transfer"]
    make: Make
    append: bool = False


@dataclass(frozen=True)
class Export:
    """A file that was exported: its number in the log, and what identifies it and its transfers to the bank."""

    id: int
    client: str
    path: Path
    format: str
    register: str
    message_id: str
    references: tuple[str, ...]
    made_at: datetime
    size: int
    sha256: str


@dataclass(frozen=True)
class Request:
    """An export as it is asked for. `seen`: the versions of edits that the user saw; `edits`: what it writes back (T-024)."""

    client: str
    files: Sequence[FileToWrite]
    what: str
    seen: Mapping[tuple[str, str], int] | None
    edits: Mapping[str, Edits]

    @property
    def payments(self) -> list[str]:
        return [payment for file in self.files for transfer in file.transfers for payment in transfer.payments]


@dataclass(frozen=True)
class _Written:
    """A file that stands under its temporary name."""

    asked: FileToWrite
    target: Path
    references: list[str]
    message_id: str
    before: bytes | None
    content: bytes


def record(connection: sa.Connection, request: Request, user: str, at: datetime) -> list[Export]:
    """Everything up to the commit, in a writing transaction. A failure leaves no temporary file."""
    partials: list[Path] = []
    try:
        return _record(connection, request, user, at, partials)
    except BaseException:
        for partial in partials:
            with suppress(OSError):  # the next export to that folder removes it
                partial.unlink(missing_ok=True)
        raise


def _record(connection: sa.Connection, request: Request, user: str, at: datetime, partials: list[Path]) -> list[Export]:
    targets = _targets(request)
    sequences.lock(connection)
    finish(connection, at)
    mark = mark_of(connection.engine)
    for folder in {target.parent for target in targets}:
        _refuse_missing(folder)
        remove_leftovers(folder, mark)
    refuse_sent(connection, request.client, request.payments)
    _refuse_changed(connection, request)
    before = [_before(file, target) for file, target in zip(request.files, targets, strict=True)]
    written = []
    for file, target, found in zip(request.files, targets, before, strict=True):
        references = sequences.take(connection, sequences.TRANSFER, len(file.transfers))
        (message_id,) = sequences.take(connection, sequences.MESSAGE, 1)
        content = file.make(references, message_id, at, found)
        partials.append(temporary(target.parent, mark, message_id))
        write_flushed(partials[-1], content)
        written.append(_Written(file, target, references, message_id, found, content))
    change = write(connection, KINDS, _settings(connection, request, written), what=request.what, user=user, at=at)
    made = [_insert(connection, request.client, change, at, file) for file in written]
    for target, found in zip(targets, before, strict=True):
        if read_if_there(target) != found:
            raise ConflictError(
                _("{file} was changed while this export was made. Nothing was exported; try again.").format(file=target)
            )
    return made


def _targets(request: Request) -> list[Path]:
    """The real path of every file. StoreError for what can be told to be wrong before anything is done."""
    names = [request.client, *request.payments, *(text for file in request.files for text in (file.format, file.register))]
    if not request.client or not all(map(is_text, names)):
        raise StoreError(_("An export names its client and its payments."))
    if not request.what.strip() or not is_text(request.what):
        raise StoreError(_("An export is told in words, for those who read the log."))
    if not request.files or not all(file.transfers and all(t.payments for t in file.transfers) for file in request.files):
        raise StoreError(_("There is nothing to export."))
    for payment, count in Counter(request.payments).items():
        if count > 1:
            raise StoreError(_("The payment {payment} stands in this export twice.").format(payment=payment))
    for payment in request.edits:
        if payment not in request.payments:
            raise StoreError(_("The payment {payment} is not in this export.").format(payment=payment))
    targets = [file.path.expanduser().resolve() for file in request.files]
    for target, count in Counter(targets).items():
        if count > 1 or not is_text(str(target)):
            raise StoreError(_("{file}: every file of an export needs a name of its own.").format(file=repr(str(target))))
    return targets


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise StoreError(_("There is no folder {folder}. Make it, or choose another one.").format(folder=folder))


def _before(file: FileToWrite, target: Path) -> bytes | None:
    """What stands in the target; None of a new file. StoreError where it is there and nobody said to append to it."""
    found = read_if_there(target)
    if found is not None and not file.append:
        raise StoreError(_("{file} is already there. Choose another name, or append to it.").format(file=target))
    return found


def _refuse_changed(connection: sa.Connection, request: Request) -> None:
    """ConflictError where a payment has been edited since the user saw it."""
    if request.seen is None:
        return
    things = [Thing(request.client, kind.name, payment) for kind in (PAYMENT, SEPA) for payment in request.payments]
    stored = headers(connection, things)
    seen = [Setting(thing, request.seen.get((thing.kind, thing.key), 0), None) for thing in things]
    if any(setting.seen != _version(stored, setting.thing) for setting in seen):
        raise conflict(connection, KINDS, seen)


def _version(stored: Mapping[Thing, Header], thing: Thing) -> int:
    return stored[thing].version if thing in stored else 0


def _settings(connection: sa.Connection, request: Request, written: Sequence[_Written]) -> list[Setting]:
    """Every payment's order, and the edits that are written back to payments."""
    edits = edits_of(connection, request.client) if request.edits else {}
    contents = {
        Thing(request.client, PAYMENT.name, payment): edits_content(payment, {**edits.get(payment, {}), **back})
        for payment, back in request.edits.items()
    }
    for file in written:
        for transfer, reference in zip(file.asked.transfers, file.references, strict=True):
            for payment, amount in zip(transfer.payments, transfer.amounts, strict=True):
                order = {"reference": reference, "amount": amount}
                contents[Thing(request.client, ORDER.name, payment)] = {ORDER.tables[0].name: [order]}
    stored = headers(connection, list(contents))
    return [Setting(thing, _version(stored, thing), content) for thing, content in contents.items()]


def _insert(connection: sa.Connection, client: str, change: int, at: datetime, file: _Written) -> Export:
    asked, sha256 = file.asked, digest(file.content)
    values = {
        "change_id": change,
        "client": client,
        "register": asked.register,
        "format": asked.format,
        "message_id": file.message_id,
        "machine": this_machine(),
        "folder": str(file.target.parent),
        "name": file.target.name,
        "appended_at": None if file.before is None else len(file.before),
        "before_sha256": None if file.before is None else digest(file.before),
        "size": len(file.content),
        "sha256": sha256,
        "content": file.content,
    }
    number = connection.execute(sa.insert(exports).values(values).returning(exports.c.id)).scalar_one()
    orders = list(zip(asked.transfers, file.references, strict=True))
    rows = [
        {"export_id": number, "number": place, "reference": reference, **_row(transfer)}
        for place, (transfer, reference) in enumerate(orders, start=1)
    ]
    connection.execute(sa.insert(export_transfers), rows)
    payments = [
        {"export_id": number, "reference": reference, "place": place, "payment_id": payment, "amount": amount}
        for transfer, reference in orders
        for place, (payment, amount) in enumerate(zip(transfer.payments, transfer.amounts, strict=True), start=1)
    ]
    connection.execute(sa.insert(export_payments), payments)
    identity = (file.message_id, tuple(file.references))
    return Export(number, client, file.target, asked.format, asked.register, *identity, at, len(file.content), sha256)


def _row(transfer: "Transfer") -> dict[str, Any]:
    payee = transfer.payee
    return {
        "kind": transfer.kind,
        "amount": transfer.amount,
        "currency": transfer.currency,
        "date": transfer.date,
        "account": payee.account,
        "party_id": payee.party_id,
        "tax_id": payee.tax_id,
        "name": payee.name,
        "title": _title(transfer),
    }


def _title(transfer: "Transfer") -> str:
    """What the transfer is for, before any format's rules: for people, and to find the same one again."""
    split, tax = transfer.split, transfer.tax
    of_split = (split.invoice, split.text) if split else ()
    of_tax = (tax.identifier, tax.period, tax.form, tax.liability) if tax else ()
    return " ".join(part for part in (*of_split, *of_tax, *transfer.texts) if part)
