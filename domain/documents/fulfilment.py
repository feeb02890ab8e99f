"""Where an order stands between promise and last delivery, from plain quantities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

OPEN_STATES = frozenset({"accepted", "accepted_in_part", "partly_delivered"})
UNDECIDED = frozenset({"draft", "submitted", "needs_approval"})
"""States in which nothing is promised yet, whatever would be."""
VOID = frozenset({"refused", "cancelled"})
"""States in which nothing is promised any more, and nothing went."""


def order_state(
    stated: str,
    answered: str | None,
    accepted: Sequence[int | None],
    delivered: Sequence[int],
    *,
    closed: bool = False,
) -> str:
    """The order's state.

    Args:
        stated: what the order's writer said last (`submitted`, `cancelled`, or the verdict where he is the seller).
        answered: the seller's verdict, or None while it is awaited.
        accepted: accepted quantity by line, None while undecided.
        delivered: delivered quantity by line, in the same unit.
        closed: whether the seller closed what was left; `accepted` is then what that leaves.
    """
    base = "cancelled" if stated == "cancelled" or (closed and not any(accepted)) else answered or stated
    if not any(delivered):
        return base
    if base == "cancelled" or all(done >= (want or 0) for want, done in zip(accepted, delivered, strict=True)):
        return "delivered"
    return "partly_delivered"


def reserved_of(state: str, accepted: int | None, delivered: int) -> int:
    """What a line still holds back from the seller's stock."""
    return max((accepted or 0) - delivered, 0) if state in OPEN_STATES else 0


def is_counted(told_at: str, decided_at: str) -> bool:
    """Whether a figure that the seller told at `told_at` already leaves out what he promised at `decided_at`.

    Both are UTC in ISO 8601; a promise without a moment is counted in no figure.
    """
    return bool(decided_at) and told_at >= decided_at


def closed_of(accepted: int | None, closings: Iterable[int]) -> int:
    """What of a line won't be delivered any more: all beyond what was when its seller closed the rest.

    Of several closings the one that leaves the least holds, whichever of them is heard of first.
    """
    return max((accepted or 0) - min(closings, default=accepted or 0), 0)
