"""Lines of descriptions, keys and dimensions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create(
        "costs_descriptions",
        ("line",),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("position_line", sa.BigInteger, nullable=False),
        sa.Column("elements", sa.Text, nullable=False),
        sa.Column("percent", sa.BigInteger, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text),
    )
    _create(
        "costs_item_descriptions",
        ("line",),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("elements", sa.Text, nullable=False),
        sa.Column("percent", sa.BigInteger, nullable=False),
    )
    _create(
        "costs_keys",
        ("valid_from", "line"),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("elements", sa.Text, nullable=False),
        sa.Column("percent", sa.BigInteger),
        sa.Column("driver", sa.Text),
    )
    _create(
        "costs_dimensions",
        ("dimension",),
        sa.Column("dimension", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("dictionary", sa.Text),
        sa.Column("narrowed_to", sa.Text),
        sa.Column("required", sa.Boolean, nullable=False),
        sa.Column("inactive", sa.Boolean, nullable=False),
        sa.Column("predefined", sa.Boolean, nullable=False),
        sa.Column("used_on", sa.Text),
    )
    _create(
        "costs_elements",
        ("dimension", "element"),
        sa.Column("dimension", sa.Text, nullable=False),
        sa.Column("element", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("account", sa.Text),
        sa.Column("inactive", sa.Boolean, nullable=False),
    )


def _create(table: str, key: tuple[str, ...], *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("thing_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("thing_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["thing_id"], ["things.id"], name=f"fk_{table}_thing_id"),
    )
