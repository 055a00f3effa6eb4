"""Remembered things as tables, and laid over the books."""

from dataclasses import replace
from typing import Any

import pandas as pd
import sqlalchemy as sa

from ..ledger import Ledger
from .changes import Kinds
from .kinds import Kind
from .lines import frame_of
from .tables import things


def tables_of(connection: sa.Connection, client: str, kind: Kind) -> dict[str, pd.DataFrame]:
    """The lines of all things of a kind that are remembered of a client, by the name of the ledger's table."""
    found = {}
    for lines in kind.tables:
        stored = lines.stored
        query = sa.select(things.c.key.label("thing_key"), stored).join_from(stored, things)
        query = query.where(things.c.client == client, things.c.kind == kind.name)
        by_thing = connection.execute(query.order_by(things.c.id, stored.c.place)).mappings()
        rows = [{**row, **kind.fixed_of(row["thing_key"])} for row in by_thing]
        found[lines.name] = frame_of(kind.columns_of(lines), rows)
    return found


def laid_over(connection: sa.Connection, client: str, ledger: Ledger, kinds: Kinds) -> Ledger:
    """The books with what is remembered of the client laid over them, of kinds whose lines are the ledger's.

    A remembered thing takes the place of the books' lines of it, a removed one takes them away. Lines of remembered things
    stand behind those of the books.
    """
    frames: dict[str, Any] = {}
    query = sa.select(things.c.key).where(things.c.client == client, things.c.remembered)
    for kind in kinds.values():
        keys = connection.execute(query.where(things.c.kind == kind.name)).scalars().all()
        if keys:
            for table, remembered in tables_of(connection, client, kind).items():
                frames[table] = _replaced(getattr(ledger, table), remembered, kind, list(keys))
    return replace(ledger, **frames)


def _replaced(books: pd.DataFrame, remembered: pd.DataFrame, kind: Kind, keys: list[str]) -> pd.DataFrame:
    if not kind.fixed:
        return remembered
    names, *others = (books[column].astype("str") for column in kind.fixed)
    for other in others:
        names = names + "/" + other
    return pd.concat([books[~names.isin(keys)], remembered], ignore_index=True)
