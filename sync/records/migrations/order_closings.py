"""What sellers closed of orders, buyers asked to be, and what they refused of deliveries: a part of revision 0004."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """A record of its own, and beside each line of an order what of it is closed."""
    named = ("id", "order", "seller", "buyer", "side", "reason")
    op.create_table(
        "order_closing",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in named),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Text(), nullable=False, server_default=""),
        sa.Column("delivered", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("rest", sa.Text(), nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_order_closing")),
        sa.UniqueConstraint("id", name=op.f("uq_order_closing_id")),
    )
    op.create_index(op.f("ix_order_closing_order"), "order_closing", ["order"])
    op.add_column("document_line", sa.Column("closed", sa.BigInteger(), nullable=False, server_default="0"))
    refused = sa.text("method = 'refused'")
    op.create_index("ix_document_refused", "document", ["source"], sqlite_where=refused, postgresql_where=refused)
