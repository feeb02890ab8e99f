"""What closing months asks of the actions, each a function for the worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.ui.frame.work import Written
from domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.actions.accounts.account_views import ClosingView
    from desktop.desk import Desk

_CHANGED = frozenset({"accounts", "papers", "statements"})


@dataclass(frozen=True, slots=True)
class ClosingState:
    """Where the books stand: until when they are closed, the month to close next, the last closed one.

    `last` is None where none is closed, or where another desk closed it, which alone can open it again.
    """

    closed_through: dt.date | None
    coming: ClosingView
    last: ClosingView | None


def standing(desk: Desk) -> ClosingState:
    """Where the books stand today."""
    from desktop.actions.accounts import periods

    last: ClosingView | None = None
    try:
        last = periods.reopening(desk)
    except DeskError as failure:
        if failure.code not in ("period_not_closed", "period_closed_elsewhere"):
            raise
    return ClosingState(periods.closed_through(desk), periods.next_month(desk), last)


def close(desk: Desk, month: dt.date, anyway: bool) -> Written[Any]:
    """Closes a month."""
    from desktop.actions.accounts.periods import close_month

    return Written(close_month(desk, month, anyway=anyway), _CHANGED)


def reopen(desk: Desk, month: dt.date, anyway: bool) -> Written[Any]:
    """Opens the last closed month again."""
    from desktop.actions.accounts.periods import reopen_month

    return Written(reopen_month(desk, month, anyway=anyway), _CHANGED)
