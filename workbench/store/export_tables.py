"""The tables of what was sent: numbers given out, exports with their transfers and payments, failures, proofs of accounts.

What happened is only ever added: triggers (revision 0003) refuse to update or delete exports, their transfers and payments,
placements and proofs. Whether a payment is sent *now* is a thing of the kind "order" (see `payments.py`).
"""

import sqlalchemy as sa

from .tables import UtcTime, metadata

sequences = sa.Table(
    "sequences",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next", sa.BigInteger, nullable=False),
)

exports = sa.Table(
    "exports",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("change_id", sa.ForeignKey("changes.id"), nullable=False, index=True),  # who, when and in which words
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("register", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, unique=True),
    sa.Column("machine", sa.Text, nullable=False),  # whose folder it is: a team's store is written from several
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("appended_at", sa.BigInteger),  # the size of the file that was appended to; null: a new file
    sa.Column("before_sha256", sa.Text),  # of that file
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the whole file
)

export_transfers = sa.Table(
    "export_transfers",
    metadata,
    sa.Column("export_id", sa.ForeignKey("exports.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # from 1, in the order of the file
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("date", sa.Date, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("party_id", sa.Text, nullable=False),
    sa.Column("tax_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
)

export_payments = sa.Table(
    "export_payments",
    metadata,
    sa.Column("export_id", sa.ForeignKey("exports.id"), primary_key=True),
    sa.Column("payment_id", sa.Text, primary_key=True),
    sa.Column("reference", sa.ForeignKey("export_transfers.reference"), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),  # among the payments of its transfer
    sa.Column("amount", sa.BigInteger, nullable=False),
)

placements = sa.Table(
    "placements",
    metadata,
    sa.Column("export_id", sa.ForeignKey("exports.id"), primary_key=True),
    sa.Column("placed_at", UtcTime, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
)

export_errors = sa.Table(
    "export_errors",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("failed_at", UtcTime, nullable=False),
    sa.Column("tried_by", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("register", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

proofs = sa.Table(
    "proofs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("tax_id", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("checked_at", UtcTime, nullable=False),
    sa.Column("checked_by", sa.Text, nullable=False),
    sa.Index("ix_proofs_client", "client", "day"),
)

confirmed_accounts = sa.Table(
    "confirmed_accounts",
    metadata,
    sa.Column("client", sa.Text, primary_key=True),
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("confirmed_at", UtcTime, nullable=False),
    sa.Column("confirmed_by", sa.Text, nullable=False),
)
