"""What of policies' limits came back with returned goods, of what stands already too: a part of revision 0004."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sync.records.pricing.given_back import refresh_behind


def upgrade() -> None:
    """Two columns beside what an order uses, filled from the returns there are."""
    op.add_column("policy_use", sa.Column("back", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("policy_use", sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    returned = sa.text("SELECT DISTINCT source FROM document WHERE kind = 'return' AND source IS NOT NULL")
    refresh_behind(op.get_bind(), [source for (source,) in op.get_bind().execute(returned)])
