"""Relief: notices with their entries, declarations, events, technical documents."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_notices()
    _create_lines("relief_submissions", ("number",), _number("number"), _text("state"), sa.Column("sent_on", sa.Date))
    _create_lines(
        "relief_events",
        (),
        *map(_text, ("side", "document_id", "payment_id", "type")),
        _day("date"),
        _number("amount"),
        *map(_text, ("choice", "note")),
    )
    _create_lines(
        "relief_technical_documents",
        (),
        *map(_text, ("period", "attribute", "number", "rate", "kind", "deductible")),
        _number("vat"),
        *map(_text, ("document_id", "note")),
    )


def _create_notices() -> None:
    _create_lines(
        "relief_notices",
        ("number",),
        _number("number"),
        *map(_day, ("as_of", "calculated_on")),
        sa.Column("locked", sa.Boolean, nullable=False),
        *map(_text, ("mode", "register", "fingerprint")),
    )
    _create_lines(
        "relief_notice_lines",
        ("number", "document_id", "payment_id", "rate", "kind"),
        _number("number"),
        *map(_text, ("document_id", "payment_id", "rate", "kind")),
        *map(_number, ("net", "vat", "unpaid", "net_left", "vat_left")),
        *map(_day, ("due_date", "effective_due_date", "relief_date")),
        sa.Column("payment_date", sa.Date),
    )
    _create_lines("relief_removed_documents", ("number", "document_id"), _number("number"), _text("document_id"))
    _create_lines(
        "relief_entries",
        ("number", "entry", "line"),
        *map(_number, ("number", "entry", "line")),
        *map(_text, ("document_id", "state", "rate", "kind", "deductible")),
        *map(_number, ("net", "vat")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date, nullable=False)


def _create_lines(table: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("thing_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("thing_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["thing_id"], ["things.id"], name=f"fk_{table}_thing_id"),
    )
