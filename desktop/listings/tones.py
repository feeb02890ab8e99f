"""Which colour a state has, by the name of its token."""

from __future__ import annotations

_STATES = {
    "submitted": "info",
    "accepted": "good",
    "accepted_in_part": "warn",
    "needs_approval": "warn",
    "refused": "bad",
    "partly_delivered": "info",
    "delivered": "muted",
    "reversed": "bad",
}
_STAGES = {"queued": "warn", "sent": "info", "held": "bad", "changed": "warn"}


def state_tone(code: str) -> str:
    """The chip's colour of a state."""
    return _STATES.get(code, "muted")


def stage_tone(code: str) -> str:
    """The chip's colour of where an order is on its way."""
    return _STAGES.get(code) or state_tone(code)
