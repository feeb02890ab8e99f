"""What the window asks about answers to orders and about past exchanges; run by its worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.documents.views import OrderDraft
    from desktop.actions.headquarters.exchange_log import LogLine
    from desktop.desk import Desk

_SEEN = frozenset({"orders"})
_CLOSED = frozenset({"orders", "stock", "accounts"})
_DRAFTED = frozenset({"drafts"})


def amended_draft(desk: Desk, number: str) -> OrderDraft:
    from desktop.actions.orders.amending import amended_draft as amended

    return amended(desk, number)


def split_order(desk: Desk, number: str, first: Mapping[int, Decimal]) -> Written:
    from desktop.actions.orders.amending import split_order as split

    return Written(split(desk, number, first), _DRAFTED)


def see_verdicts(desk: Desk, numbers: Sequence[str]) -> Written:
    from desktop.actions.orders.verdicts import see_verdicts as see

    return Written(see(desk, numbers), _SEEN)


def close_rest(desk: Desk, number: str, why: str) -> Written:
    from desktop.actions.orders.order_closings import close_rest as close

    return Written(close(desk, number, why), _CLOSED)


def put_away(desk: Desk, stream: str, number: int) -> Written:
    from desktop.actions.headquarters.held import put_away as away

    away(desk, stream, number)
    return Written(None, _SEEN)


def dismiss(desk: Desk, key: str) -> Written:
    from desktop.actions.headquarters.dismissals import dismiss as away

    away(desk, key)
    return Written(None, _SEEN)


def exchange_log(desk: Desk) -> list[LogLine]:
    from desktop.actions.headquarters.exchange_log import exchange_log as log

    return log(desk)


def support_bundle(desk: Desk, target: Path) -> Path:
    from desktop.actions.books.support import support_bundle as bundle

    return bundle(desk, target)
