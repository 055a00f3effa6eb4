"""Filing: what is entered into declarations, JPK files that were taken away, answers about KSeF invoices."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _create_lines("filing_values", ("field",), *map(_text, ("field", "value")))
    _create_lines(
        "filing_files",
        (),
        *map(_text, ("structure", "parts", "made_at", "file", "sha256")),
        *map(_number, ("purpose", "size", "sale_rows", "sale_tax", "purchase_rows", "purchase_tax")),
    )
    _create_lines("filing_answers", ("document", "need"), *map(_text, ("document", "need", "answer")))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _create_lines(table: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("thing_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("thing_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["thing_id"], ["things.id"], name=f"fk_{table}_thing_id"),
    )
