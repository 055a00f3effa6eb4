"""Recorded exports brought into place: at once, or, where a process was killed in between, later."""

import platform
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _
from .export_tables import export_payments, export_transfers, exports, placements
from .files import mark_of, put, remove_leftovers, temporary
from .payments import ORDER_LINES

_CURRENT = (
    sa.select(sa.func.count())
    .select_from(ORDER_LINES)
    .join(export_transfers, export_transfers.c.reference == ORDER_LINES.c.reference)
    .where(export_transfers.c.export_id == exports.c.id)
    .scalar_subquery()
)
_ALL = sa.select(sa.func.count()).where(export_payments.c.export_id == exports.c.id).scalar_subquery()


def this_machine() -> str:
    """The name of this machine: a folder of another one is out of reach, though one here may have the same name."""
    return platform.node()


def waiting() -> sa.Select[Any]:
    """Exports that are recorded but not in place, the oldest first. One that a payment was withdrawn from stays away: its file
    would send that payment again."""
    query = sa.select(exports).outerjoin(placements, placements.c.export_id == exports.c.id)
    return query.where(placements.c.export_id.is_(None), _CURRENT == _ALL).order_by(exports.c.id)


def place(connection: sa.Connection, number: int, at: datetime, target: Path | None = None) -> Path:
    """Bring one export's file into place, or to another `target` that is not there yet; where it is. The caller holds the lock.

    StoreError where there is no such export, another file stands there, or payments were withdrawn from it.
    """
    row = connection.execute(sa.select(exports).where(exports.c.id == number)).one_or_none()
    if row is None:
        raise StoreError(_("There is no export number {number}.").format(number=number))
    if target is None:
        done = connection.execute(sa.select(placements.c.path).where(placements.c.export_id == number)).scalar()
        if done is not None:
            return Path(done)
    if connection.execute(sa.select(_CURRENT != _ALL).select_from(exports).where(exports.c.id == number)).scalar_one():
        raise StoreError(
            _("Payments of the export number {number} were withdrawn: its file is no longer put in place.").format(
                number=number
            )
        )
    before = row.before_sha256 if target is None else None
    target = target or Path(row.folder) / row.name
    put(row.content, before, temporary(target.parent, mark_of(connection.engine), row.message_id), target)
    known = sa.select(placements.c.export_id).where(placements.c.export_id == number)
    if connection.execute(known).scalar() is None:
        connection.execute(sa.insert(placements).values(export_id=number, placed_at=at, path=str(target)))
    return target


def finish(connection: sa.Connection, at: datetime) -> list[int]:
    """Bring into place what waits for it on this machine, as far as it can be; the numbers of those exports. The caller holds
    the lock."""
    placed = []
    query = waiting().where(exports.c.machine == this_machine()).with_only_columns(exports.c.id)
    for number in connection.execute(query).scalars().all():
        try:
            place(connection, number, at)
        except StoreError:
            continue  # it goes on waiting; placing it alone says why
        placed.append(number)
    return placed


def clean(connection: sa.Connection) -> None:
    """Remove the leftovers of killed processes from the folders of this machine that exports went to."""
    query = sa.select(exports.c.folder).where(exports.c.machine == this_machine()).distinct()
    for folder in map(Path, connection.execute(query).scalars()):
        if folder.is_dir():
            remove_leftovers(folder, mark_of(connection.engine))
