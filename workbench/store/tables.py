"""The tables every remembered thing uses: changes, things with their versions, and the audit log.

A *thing* is what is changed and undone as a whole: one document's description, one key. Its row says which version it has; its
lines stand in the tables of its kind (see `kinds.py`). A *change* is one transaction over any number of things. The audit log
holds what each change made of each of them. Triggers (revision 0001) refuse to update or delete changes and audit rows.
"""

from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class UtcTime(sa.types.TypeDecorator[datetime]):
    """A moment, kept in UTC: SQLite knows no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Millionths(sa.types.TypeDecorator[Decimal]):
    """A decimal number with six places as a whole number of millionths: SQLite would make a float of NUMERIC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value.scaleb(6))

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-6)


changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),  # in the words of the user
    sa.Column("undoes", sa.ForeignKey("changes.id")),
)

things = sa.Table(
    "things",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # grows by one with every change, an undo included
    sa.Column("state", sa.Integer, nullable=False),  # the version whose lines these are: an undo brings an earlier one back
    sa.Column("remembered", sa.Boolean, nullable=False),  # false: undone to what the books say
    sa.Column("change_id", sa.ForeignKey("changes.id"), nullable=False),  # the last one: who and when
    sa.UniqueConstraint("client", "kind", "key"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("change_id", sa.ForeignKey("changes.id"), nullable=False, index=True),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Integer, nullable=False),
    sa.Column("before", sa.Text),  # canonical JSON of all lines; null where nothing was remembered
    sa.Column("after", sa.Text),
    sa.UniqueConstraint("client", "kind", "key", "version"),
)
