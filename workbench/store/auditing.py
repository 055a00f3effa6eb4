"""The audit log read: who changed what and when, with the content before and after."""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from .changes import Thing
from .frames import MOMENT, frame
from .tables import audit, changes

_COLUMNS: dict[str, tuple[sa.ColumnElement[Any], str]] = {
    "at": (changes.c.made_at, MOMENT),
    "user": (changes.c.made_by, "str"),
    "change": (audit.c.change_id, "int64"),
    "what": (changes.c.what, "str"),
    "client": (audit.c.client, "str"),
    "kind": (audit.c.kind, "str"),
    "key": (audit.c.key, "str"),
    "version": (audit.c.version, "int64"),
    "before": (audit.c.before, "str"),
    "after": (audit.c.after, "str"),
}


def audit_log(connection: sa.Connection, client: str | None = None, thing: Thing | None = None) -> pd.DataFrame:
    """The log of everything, of a client or of a thing: one row a change and thing, in the order of the changes."""
    query = sa.select(*(column.label(name) for name, (column, _) in _COLUMNS.items())).join_from(audit, changes)
    if client is not None:
        query = query.where(audit.c.client == client)
    if thing is not None:
        query = query.where(*(audit.c[name] == value for name, value in thing._asdict().items()))
    return frame(connection.execute(query.order_by(audit.c.id)), {name: dtype for name, (_, dtype) in _COLUMNS.items()})


def content_json(connection: sa.Connection, thing: Thing, version: int) -> str | None:
    """The content that a version of a thing has, as JSON; None of version 0, and of one that was undone to the books."""
    where = [audit.c[name] == value for name, value in thing._asdict().items()]
    return connection.execute(sa.select(audit.c.after).where(*where, audit.c.version == version)).scalar()
