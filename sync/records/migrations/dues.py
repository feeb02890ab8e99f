"""What is unpaid of an account are the debts that fall due last, which are found first: a part of revision 0004."""

from __future__ import annotations

from alembic import op


def upgrade() -> None:
    """The index by which an account's debts are read backwards."""
    op.create_index("ix_posting_seller_buyer_due", "posting", ["seller", "buyer", "due"])
