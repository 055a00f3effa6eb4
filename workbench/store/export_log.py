"""The log of exports read (T-078): what was sent when and by whom, what failed, what waits for its place."""

from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from .export_tables import export_errors, export_payments, export_transfers, exports, placements
from .frames import DAY, MOMENT, frame
from .payments import sent
from .placing import waiting
from .tables import changes

_LOG = {
    "at": MOMENT,
    "user": "str",
    "what": "str",
    "client": "str",
    "register": "str",
    "format": "str",
    "file": "str",
    "export": "Int64",
    "transfers": "int64",
    "amount": "int64",
    "currency": "str",
    "placed": "bool",
    "error": "str",
}


def log(connection: sa.Connection, client: str | None) -> pd.DataFrame:
    """Exports and failures in the order of time; see `Store.transfers.log`."""
    rows = _exports(connection, client) + _failures(connection, client)
    rows.sort(key=lambda row: row[0])
    return frame(rows, _LOG)


def _exports(connection: sa.Connection, client: str | None) -> list[tuple[Any, ...]]:
    told = (changes.c.made_at, changes.c.made_by, changes.c.what, exports.c.client, exports.c.register, exports.c.format)
    file = (exports.c.id, exports.c.folder, exports.c.name, export_transfers.c.currency, placements.c.export_id)
    sums = (sa.func.count(), sa.cast(sa.func.sum(export_transfers.c.amount), sa.BigInteger))
    query = (
        sa.select(*told, *file, *sums)
        .join_from(exports, changes)
        .join(export_transfers, export_transfers.c.export_id == exports.c.id)
        .outerjoin(placements, placements.c.export_id == exports.c.id)
        .group_by(*told, *file)
        .order_by(exports.c.id, export_transfers.c.currency)
    )
    if client is not None:
        query = query.where(exports.c.client == client)
    return [
        (*row[:6], _path(folder, name), number, count, amount, currency, placed is not None, "")
        for *row, number, folder, name, currency, placed, count, amount in connection.execute(query)
    ]


def _failures(connection: sa.Connection, client: str | None) -> list[tuple[Any, ...]]:
    names = ("failed_at", "tried_by", "what", "client", "register", "format", "path", "message")
    query = sa.select(*(export_errors.c[name] for name in names)).order_by(export_errors.c.id)
    if client is not None:
        query = query.where(export_errors.c.client == client)
    return [(*row, None, 0, 0, "", False, message) for *row, message in connection.execute(query)]


def unplaced(connection: sa.Connection) -> pd.DataFrame:
    """Exports that wait for their place; see `Store.transfers.unplaced`."""
    told = (exports.c.id, changes.c.made_at, changes.c.made_by, exports.c.machine, exports.c.client)
    query = waiting().join(changes, changes.c.id == exports.c.change_id)
    rows = connection.execute(query.with_only_columns(*told, exports.c.folder, exports.c.name))
    types = {"export": "int64", "at": MOMENT, "user": "str", "machine": "str", "client": "str", "file": "str"}
    return frame([(*row, _path(folder, name)) for *row, folder, name in rows], types)


def orders(connection: sa.Connection, export: int) -> pd.DataFrame:
    """The transfers of an export; see `Store.transfers.orders`."""
    texts = dict.fromkeys(("account", "party_id", "tax_id", "name", "title"), "str")
    types = {"number": "int64", "reference": "str", "kind": "str", "amount": "int64", "currency": "str", "date": DAY, **texts}
    query = sa.select(*(export_transfers.c[name] for name in types)).where(export_transfers.c.export_id == export)
    return frame(connection.execute(query.order_by(export_transfers.c.number)), types)


def exported(connection: sa.Connection, client: str) -> pd.DataFrame:
    """Payments that were exported; see `Store.transfers.exported`."""
    columns: dict[str, tuple[sa.ColumnElement[Any], str]] = {
        "payment_id": (export_payments.c.payment_id, "str"),
        "amount": (export_payments.c.amount, "int64"),
        "currency": (export_transfers.c.currency, "str"),
        "account": (export_transfers.c.account, "str"),
        "party_id": (export_transfers.c.party_id, "str"),
        "title": (export_transfers.c.title, "str"),
        "reference": (export_transfers.c.reference, "str"),
        "export": (exports.c.id, "int64"),
        "at": (changes.c.made_at, MOMENT),
        "user": (changes.c.made_by, "str"),
    }
    query = (
        sa.select(*(column for column, _ in columns.values()))
        .join_from(export_payments, export_transfers, export_transfers.c.reference == export_payments.c.reference)
        .join(exports, exports.c.id == export_payments.c.export_id)
        .join(changes, changes.c.id == exports.c.change_id)
        .where(exports.c.client == client)
        .order_by(exports.c.id, export_transfers.c.number, export_payments.c.place)
    )
    read = frame(connection.execute(query), {name: dtype for name, (_, dtype) in columns.items()})
    current = {order.reference for order in sent(connection, client)}  # all payments of a transfer are withdrawn together
    return read.assign(withdrawn=~read["reference"].isin(current))


def _path(folder: str, name: str) -> str:
    return str(Path(folder) / name)
