"""A book that states balances beside its amounts, followed row by row: where it first departs from its own sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One row of the book: what it adds to the balance, and the balance written there; None where that can't be told.

    A row that couldn't be read breaks the chain: the next balance is taken as it stands. `sure` says that the file
    tells the side of the balance, which then has the seller's sign as the amounts have.
    """

    row: int
    amount: Decimal | None
    balance: Decimal | None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """A row whose balance isn't the one before it with its own amount."""

    row: int
    stated: Decimal
    reckoned: Decimal


@dataclass(frozen=True, slots=True)
class FollowedBook:
    """A book as followed: its departures in the order of time, what was before its first row and after its last one,
    None where no row states a balance, and how many rows were followed. `turned` says that its balances have the other
    sign than its amounts.
    """

    departures: tuple[Departure, ...] = ()
    opening: Decimal | None = None
    ending: Decimal | None = None
    followed: int = 0
    turned: bool = False


def follow(steps: Sequence[StatedRow], opening: Decimal | None = None, *, sure: bool = False) -> FollowedBook:
    """Follows a book in the order and with the sign of balances in which it departs least.

    A book may begin with its newest row, and state what is owed as a positive figure whichever side keeps it; so a
    balance of the same size agrees, unless the file tells its side. `sure` says so of the opening.
    """
    ways = [_followed(rows, sign, opening, sure) for rows in (steps, [*reversed(steps)]) for sign in (1, -1)]
    return min(ways, key=lambda way: (len(way.departures), -way.followed))


def _followed(steps: Sequence[StatedRow], sign: int, opening: Decimal | None, sure: bool) -> FollowedBook:
    balance = None if opening is None else opening * (1 if sure else sign)
    first = balance
    before = Decimal(0)
    departures: list[Departure] = []
    followed = 0
    for step in steps:
        reckoned = None if balance is None or step.amount is None else balance + step.amount
        if step.balance is None:
            before += step.amount or Decimal(0)
            balance = reckoned
        elif reckoned is None:
            balance = step.balance * (1 if step.sure else sign)
            first = balance - (step.amount or Decimal(0)) - before if first is None else first
        else:
            followed += 1
            balance = _agreed(reckoned, step, departures)
    if all(step.balance is None for step in steps):
        return FollowedBook()
    told = sign < 0 and any(step.balance and not step.sure for step in steps)
    return FollowedBook(tuple(departures), first, balance, followed, told)


def _agreed(reckoned: Decimal, step: StatedRow, departures: list[Departure]) -> Decimal:
    """The balance after a row that states one: as reckoned, or, where that departs, as stated."""
    stated = step.balance or Decimal(0)
    if reckoned == stated or (abs(reckoned) == abs(stated) and not step.sure):
        return reckoned
    departures.append(Departure(step.row, stated, reckoned))
    if step.sure:
        return stated
    return stated if reckoned * stated >= 0 else -stated
