"""What contradicts, found by few rows, and the record of what a dealer's people looked at: a part of revision 0004."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """What goods left beyond their promise is told by these few alone, and what a dealer's people looked at."""
    back = sa.text("stated = 'cancelled' AND state = 'delivered'")
    op.create_index("ix_document_taken_back", "document", ["pk"], sqlite_where=back, postgresql_where=back)
    beyond = sa.text("delivered > accepted - closed")
    op.create_index(
        "ix_document_line_beyond", "document_line", ["document"], sqlite_where=beyond, postgresql_where=beyond
    )
    # Orders that sellers wrote by themselves went to no buyer: each desk's stream is gone through anew.
    op.execute("DELETE FROM setting WHERE substr(key, 1, 10) = 'forwarded/'")
    short = sa.text("reserved > on_hand")
    op.create_index("ix_stock_short", "stock", ["owner"], sqlite_where=short, postgresql_where=short)
    op.create_table(
        "dismissal",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_dismissal")),
        sa.UniqueConstraint("id", name=op.f("uq_dismissal_id")),
    )
    op.create_index(op.f("ix_dismissal_key"), "dismissal", ["key"])
    op.create_table(
        "choice",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_choice")),
        sa.UniqueConstraint("id", name=op.f("uq_choice_id")),
    )
    op.create_index(op.f("ix_choice_key"), "choice", ["key"])
