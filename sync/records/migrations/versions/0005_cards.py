"""What cards of customers and products say since they are filled in at the window."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEW = (("dealer", "tax_id"), ("dealer", "remark"), ("dealer", "merged_into"), ("product", "status_reason"))


def upgrade() -> None:
    """New columns stand empty: what was written before says nothing of them."""
    for table, column in _NEW:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
