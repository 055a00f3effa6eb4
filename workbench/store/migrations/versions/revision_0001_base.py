"""Changes, things with their versions, and the append-only audit log."""

import sqlalchemy as sa
from alembic import op

from workbench.store.migrations.append_only import append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.ForeignKeyConstraint(["undoes"], ["changes.id"], name="fk_changes_undoes"),
    )
    op.create_table(
        "things",
        sa.Column("id", sa.Integer),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("remembered", sa.Boolean, nullable=False),
        sa.Column("change_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_things"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_things_change_id"),
        sa.UniqueConstraint("client", "kind", "key", name="uq_things_client"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer),
        sa.Column("change_id", sa.Integer, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_audit_change_id"),
        sa.UniqueConstraint("client", "kind", "key", "version", name="uq_audit_client"),
    )
    op.create_index("ix_audit_change_id", "audit", ["change_id"])
    append_only("changes", "id = NEW.id")
    append_only("audit", "id = NEW.id OR (client, kind, key, version) = (NEW.client, NEW.kind, NEW.key, NEW.version)")
