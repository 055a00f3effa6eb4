"""Numbers that are given out once in the life of a store, to whichever client and by whichever process.

Taking them locks the sequence until the transaction ends: it is also how those who export, withdraw or edit payments wait for
one another, on PostgreSQL as on SQLite.
"""

import sqlalchemy as sa

from .export_tables import sequences

TRANSFER = ("transfer", "LIC")
"""Identifiers of operations: 13 characters (T-075)."""
MESSAGE = ("message", "MSG")
"""Identifiers of files."""


def lock(connection: sa.Connection) -> None:
    """Wait for others who change what is sent, and keep them waiting until the transaction ends."""
    connection.execute(sa.select(sequences.c.next).where(sequences.c.name == TRANSFER[0]).with_for_update()).one()


def take(connection: sa.Connection, sequence: tuple[str, str], count: int) -> list[str]:
    """The next identifiers of a sequence. A transaction that is rolled back has given out none."""
    name, prefix = sequence
    update = sa.update(sequences).where(sequences.c.name == name).values(next=sequences.c.next + count)
    end = connection.execute(update.returning(sequences.c.next)).scalar_one()
    return [f"{prefix}{number:010d}" for number in range(end - count, end)]
