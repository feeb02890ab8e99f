"""Since when a dealer has its status, and why; moves by whom they were told to: a part of revision 0004."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Whoever changed lately is found by its moment, and who was told of a move by its name."""
    op.add_column("dealer", sa.Column("status_since", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("dealer", sa.Column("status_reason", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_dealer_status_since", "dealer", ["status_since"])
    op.create_index("ix_move_told", "move", ["told"])
