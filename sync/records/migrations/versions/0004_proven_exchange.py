"""What the proven exchange keeps: each part of it in a function of its own."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


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
    pass


def _deciding() -> None:
    pass


def _service() -> None:
    pass


def _restoring() -> None:
    pass


def _verdicts() -> None:
    pass


def _filling() -> None:
    pass


def downgrade() -> None:
    pass
