"""What size or make of a product is meant (规格), beside its name: a part of revision 0004."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Products known before have none."""
    op.add_column("product", sa.Column("spec", sa.Text(), nullable=False, server_default=""))
