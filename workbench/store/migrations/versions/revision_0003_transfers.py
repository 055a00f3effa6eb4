"""Transfers: own formats, edits of payments, exports, proofs of accounts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from workbench.store.migrations.append_only import append_only

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_things()
    _create_exports()
    _create_checks()
    append_only("exports", "id = NEW.id OR message_id = NEW.message_id")
    append_only("export_transfers", "(export_id, number) = (NEW.export_id, NEW.number) OR reference = NEW.reference")
    append_only("export_payments", "(export_id, payment_id) = (NEW.export_id, NEW.payment_id)")
    append_only("placements", "export_id = NEW.export_id")
    append_only("export_errors", "id = NEW.id")
    append_only("proofs", "id = NEW.id")


def _create_things() -> None:
    _create_lines("transfers_formats", (), _text("xml"))
    _create_lines("transfers_edits", ("field",), _text("field"), sa.Column("value", sa.Text))
    _create_lines(
        "transfers_orders",
        (),
        _text("reference"),
        sa.Column("amount", sa.BigInteger, nullable=False),
    )
    texts = ("bic", "identifier", "identifier_type", "issuer", "birth_date", "birth_country", "birth_province", "birth_city")
    _create_lines(
        "transfers_sepa_parties",
        ("role",),
        _text("role"),
        sa.Column("name", sa.Text),
        sa.Column("is_person", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text) for name in texts),
    )


def _create_exports() -> None:
    sequences = op.create_table(
        "sequences",
        _text("name"),
        sa.Column("next", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sequences"),
    )
    op.bulk_insert(sequences, [{"name": "transfer", "next": 1}, {"name": "message", "next": 1}])
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer),
        sa.Column("change_id", sa.Integer, nullable=False),
        *map(_text, ("client", "register", "format", "message_id", "machine", "folder", "name")),
        sa.Column("appended_at", sa.BigInteger),
        sa.Column("before_sha256", sa.Text),
        sa.Column("size", sa.BigInteger, nullable=False),
        _text("sha256"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_exports_change_id"),
        sa.UniqueConstraint("message_id", name="uq_exports_message_id"),
    )
    op.create_index("ix_exports_change_id", "exports", ["change_id"])
    op.create_table(
        "export_transfers",
        sa.Column("export_id", sa.Integer),
        sa.Column("number", sa.Integer),
        *map(_text, ("reference", "kind")),
        sa.Column("amount", sa.BigInteger, nullable=False),
        _text("currency"),
        sa.Column("date", sa.Date, nullable=False),
        *map(_text, ("account", "party_id", "tax_id", "name", "title")),
        sa.PrimaryKeyConstraint("export_id", "number", name="pk_export_transfers"),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name="fk_export_transfers_export_id"),
        sa.UniqueConstraint("reference", name="uq_export_transfers_reference"),
    )
    op.create_table(
        "export_payments",
        sa.Column("export_id", sa.Integer),
        *map(_text, ("payment_id", "reference")),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("export_id", "payment_id", name="pk_export_payments"),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name="fk_export_payments_export_id"),
        sa.ForeignKeyConstraint(["reference"], ["export_transfers.reference"], name="fk_export_payments_reference"),
    )
    op.create_table(
        "placements",
        sa.Column("export_id", sa.Integer),
        sa.Column("placed_at", MOMENT, nullable=False),
        _text("path"),
        sa.PrimaryKeyConstraint("export_id", name="pk_placements"),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name="fk_placements_export_id"),
    )
    op.create_table(
        "export_errors",
        sa.Column("id", sa.Integer),
        sa.Column("failed_at", MOMENT, nullable=False),
        *map(_text, ("tried_by", "what", "client", "register", "format", "path", "message")),
        sa.PrimaryKeyConstraint("id", name="pk_export_errors"),
    )


def _create_checks() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.Integer),
        _text("client"),
        sa.Column("day", sa.Date, nullable=False),
        *map(_text, ("tax_id", "account", "result", "source", "evidence")),
        sa.Column("checked_at", MOMENT, nullable=False),
        _text("checked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_proofs"),
    )
    op.create_index("ix_proofs_client", "proofs", ["client", "day"])
    op.create_table(
        "confirmed_accounts",
        *map(_text, ("client", "party", "account")),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        _text("confirmed_by"),
        sa.PrimaryKeyConstraint("client", "party", "account", name="pk_confirmed_accounts"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _create_lines(table: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("thing_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("thing_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["thing_id"], ["things.id"], name=f"fk_{table}_thing_id"),
    )
