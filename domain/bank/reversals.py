"""What a bank took back (冲正, 抹账, 退汇): paired with what it undoes, so that neither becomes a receipt."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.explain import Fact, Reason

if TYPE_CHECKING:
    from domain.bank.movements import Movement

_WORDS = re.compile(
    r"冲正|冲账|冲帐|冲销|抹账|抹帐|错账|错帐|红冲|红字|退汇|退票|撤销交易|交易撤销|\breversal\b|\breversed\b|\bchargeback\b",
    re.IGNORECASE,
)
_RETURNED = re.compile(r"退汇|退票|付款退回")
_APART = timedelta(days=31)


def says_reversal(movement: Movement) -> bool:
    """Whether a movement says of itself that it takes another back."""
    return bool(_WORDS.search(f"{movement.summary} {movement.memo} {movement.status}"))


def speaks_of_reversal(row: Sequence[object]) -> bool:
    """Whether a cell of a row says that it takes another back."""
    return any(isinstance(cell, str) and _WORDS.search(cell) for cell in row)


def says_returned(row: Sequence[object]) -> bool:
    """Whether a cell of a row says that money which was paid came back (退汇, 退票)."""
    return any(isinstance(cell, str) and _RETURNED.search(cell) for cell in row)


def without_reversed(
    movements: Sequence[Movement], red: Collection[int], back: Collection[int] = ()
) -> tuple[list[Movement], list[Reason]]:
    """The movements without receipts that were taken back and without own payments that came back, and what is told.

    `red` are the rows whose figure stands with a minus in the column of the other way, as some banks write reversals;
    `back` those of them that are surely payments that came back. Told are `bank_row_reversed` (facts `amount`, `by`:
    the row that takes it back), `bank_row_returned` (facts `amount`, `of`: the payment's row), of a reversal whose
    receipt isn't in the file `bank_reversal_alone` (facts `amount`, `text`), and of a payment that came back whose row
    isn't in the file `bank_return_alone` (same facts).
    """
    taken: dict[int, Reason] = {}
    alone: list[Reason] = []
    backing = [each for each in movements if says_reversal(each) or each.row in red]
    rows = {each.row for each in backing}
    pairing = _ReversalPairing([each for each in movements if each.row not in rows], newest_first(movements))
    for each in backing:
        if each.direction == "neutral":
            continue
        other = pairing.take(each)
        if each.direction == "out":
            if other is not None:
                taken[other.row] = _told("bank_row_reversed", other, {"by": each.row})
            else:
                alone.append(_told("bank_reversal_alone", each, {"text": _text(each)}))
        elif other is not None:
            taken[each.row] = _told("bank_row_returned", each, {"of": other.row})
        elif each.row in back:
            taken[each.row] = _told("bank_return_alone", each, {"text": _text(each)})
    return [each for each in movements if each.row not in taken], [*taken.values(), *alone]


def _text(movement: Movement) -> str:
    return " ".join(filter(None, (movement.name, movement.summary, movement.memo)))


def _told(code: str, movement: Movement, facts: dict[str, Fact]) -> Reason:
    return Reason(code, "warn", {"amount": movement.amount, **facts}, movement.row)


def newest_first(movements: Sequence[Movement]) -> bool | None:
    """Whether a file begins with its newest row, by days and times, else by the balances; None where nothing tells."""
    pairs = list(pairwise(movements))
    later = sum((one.date, one.time) < (other.date, other.time) for one, other in pairs)
    earlier = sum((one.date, one.time) > (other.date, other.time) for one, other in pairs)
    if later == earlier:
        known = [(one, other) for one, other in pairs if one.balance is not None and other.balance is not None]
        later = sum(other.balance == (one.balance or 0) + other.signed for one, other in known)
        earlier = sum(one.balance == (other.balance or 0) + one.signed for one, other in known)
    return None if later == earlier else earlier > later


class _ReversalPairing:
    """Gives each reversal the nearest movement before it that it can undo, each only once."""

    def __init__(self, movements: Sequence[Movement], turned: bool | None) -> None:
        self._left, self._turned = list(movements), turned

    def take(self, back: Movement) -> Movement | None:
        fitting = [each for each in self._left if _undoes(back)(each) and self._came_before(each, back)]
        if not fitting:
            return None
        nearest = min(fitting, key=lambda each: (abs(each.date - back.date), abs(each.row - back.row)))
        self._left.remove(nearest)
        return nearest

    def _came_before(self, each: Movement, back: Movement) -> bool:
        """Whether it can have been there to be undone: by day and time, else by the order of the file."""
        if each.date != back.date or (each.time and back.time and each.time != back.time):
            return (each.date, each.time) < (back.date, back.time)
        return self._turned is None or (each.row > back.row) == self._turned


def _undoes(back: Movement) -> Callable[[Movement], bool]:
    """Of the same money the other way, not later, with the same other side as far as both tell it."""

    def fits(each: Movement) -> bool:
        same = (each.amount, each.currency) == (back.amount, back.currency)
        way = {each.direction, back.direction} == {"in", "out"}
        near = back.date - _APART <= each.date <= back.date
        return same and way and near and _alike(each.account, back.account) and _alike(each.name, back.name)

    return fits


def _alike(one: str, other: str) -> bool:
    return not one or not other or one == other
