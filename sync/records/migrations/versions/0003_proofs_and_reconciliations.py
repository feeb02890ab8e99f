"""Who signed what and whose key it was; what a closing knew of other desks; reconciliations signed off and kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT, BIG = sa.Text(), sa.BigInteger()
DAY, MOMENT = sa.String(length=10), sa.String(length=20)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ADDED = (
    ("confirmation", "vouch"),
    ("period", "known"),
    ("statement", "signature"),
    ("statement", "signer"),
    ("statement", "vouch"),
)


def upgrade() -> None:
    for table, column in ADDED:
        op.add_column(table, sa.Column(column, TEXT, nullable=False, server_default=""))
    op.create_table(
        "reconciled",
        sa.Column("pk", KEY, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("seller", TEXT, nullable=False),
        sa.Column("buyer", TEXT, nullable=False),
        sa.Column("first_day", DAY, nullable=False),
        sa.Column("last_day", DAY, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("our_closing", BIG, nullable=False),
        sa.Column("their_closing", BIG, nullable=False),
        sa.Column("adjusted", BIG, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("signed_by", TEXT, nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("remark", TEXT, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_reconciled")),
        sa.UniqueConstraint("id", name=op.f("uq_reconciled_id")),
    )
    op.create_index(op.f("ix_reconciled_seller_buyer"), "reconciled", ["seller", "buyer"])


def downgrade() -> None:
    op.drop_table("reconciled")
    for table, column in ADDED:
        op.drop_column(table, column)
