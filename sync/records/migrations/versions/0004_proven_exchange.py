"""What the proven exchange keeps: each part of it in a function of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _admission()
    _tree()
    _deciding()
    _service()
    _restoring()
    _verdicts()
    _filling()


def _admission() -> None:
    pass


def _tree() -> None:
    """Moves in the tree, who reads whose streams no more as a whole, and what desks had heard when they wrote."""
    op.create_table(
        "move",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("on", sa.String(10), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_move"),
        sa.UniqueConstraint("id", name="uq_move_id"),
    )
    op.create_index("ix_move_dealer", "move", ["dealer"])
    op.create_table(
        "parted",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "dealer", name="pk_parted"),
    )
    op.create_index("ix_parted_dealer", "parted", ["dealer"])
    op.create_table(
        "hearing",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("heard", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "heard", name="pk_hearing"),
    )
    policies = sa.text("substr(name, 1, 9) = 'policies/'")
    op.create_index("ix_stream_policies", "stream", ["name"], sqlite_where=policies, postgresql_where=policies)


def _deciding() -> None:
    """Entries that were taken and are still to be followed up, and what looks things up at once."""
    op.create_table(
        "undone",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_undone"),
    )
    op.create_index("ix_problem_record", "problem", ["record"])


def _service() -> None:
    op.create_table(
        "wrong_code",
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("half", name=op.f("pk_wrong_code")),
    )


def _restoring() -> None:
    pass


def _verdicts() -> None:
    pass


def _filling() -> None:
    pass


def downgrade() -> None:
    pass
