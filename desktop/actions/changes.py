"""What an action changes is said by the action itself, so that whoever shows it knows when to look again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar

Kind = Literal[
    "accounts", "drafts", "incoming", "layouts", "orders", "papers", "parties", "people", "policies", "products",
    "profile", "rebates", "requests", "statements", "stock",
]  # fmt: skip
"""The kinds of things a page shows."""

F = TypeVar("F", bound=Callable[..., object])

_CHANGED = "changed"
EXCHANGED: frozenset[Kind] = frozenset(
    {"orders", "stock", "accounts", "parties", "products", "incoming", "policies", "requests"}
)
"""What an exchange may have changed."""

ANYTHING: frozenset[Kind] = EXCHANGED | {"drafts", "papers", "people", "rebates", "statements"}
"""What a command typed elsewhere may have changed."""


def changes(*kinds: Kind) -> Callable[[F], F]:
    """An action that writes: whoever does it for a person tells every page that shows these kinds of things."""

    def declare(action: F) -> F:
        setattr(action, _CHANGED, frozenset(kinds))
        return action

    return declare


def changed_by(action: Callable[..., object]) -> frozenset[str] | None:
    """The kinds of things an action changes; None where it doesn't say."""
    found: Any = getattr(action.func if isinstance(action, partial) else action, _CHANGED, None)
    return found if isinstance(found, frozenset) else None
