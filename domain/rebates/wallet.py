"""The rebate wallet: credits with a scope and an expiry, spent in orders in a fixed order and given back on cancel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from domain.catalog.products import Product
from domain.policies.scopes import EVERYTHING, NO_CATEGORIES, Categories, ProductScope

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class WalletEntry:
    """One credit: where it comes from, what it may buy, and its last day (None: it doesn't expire).

    A negative amount is a claw-back of a period: it takes what is left of that period's own credit, expired or not, and
    for what was spent of it lessens what the dealer's other credits can pay. It never expires. `on` is the day it was
    settled, where known.
    """

    id: str
    dealer: str
    policy: str
    version: int
    period: str
    amount: Decimal
    scope: ProductScope = EVERYTHING
    expires: date | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class WalletMove:
    """What an order did to a credit: `reserved` on submit, `restored` on cancel, `spent` when it is delivered.

    `amount` is positive; `spent` turns so much of the reservation into a payment and leaves the rest to spend
    as it is.
    """

    entry: str
    order: str
    kind: Literal["reserved", "restored", "spent"]
    amount: Decimal


class Spending(NamedTuple):
    """So much of a credit on one line of an order, counted from 1."""

    entry: str
    line: int
    amount: Decimal


def left(
    entries: Iterable[WalletEntry], moves: Iterable[WalletMove], on: date, *, but_for: str = ""
) -> dict[str, Decimal]:
    """What each unexpired credit can still pay on a day; the reservation of the order `but_for` doesn't count.

    Claw-backs are taken off their own period's credit first, then off the credits of the same scope, then off the
    others, the first to expire first; what they exceed all credits by is nothing to spend, never a negative credit, and
    is taken off the next. What had expired before a claw-back was settled pays none of it, and what it took of a credit
    that expired since it doesn't take again.
    """
    taken: defaultdict[str, Decimal] = defaultdict(lambda: _NOTHING)
    for move in moves:
        if move.order == but_for:
            taken[move.entry] += move.amount if move.kind == "spent" else _NOTHING
        elif move.kind != "spent":  # a reservation that is spent was taken already
            taken[move.entry] += move.amount if move.kind == "reserved" else -move.amount
    known = sorted(entries, key=_soonest)
    found = {entry.id: entry.amount - taken[entry.id] for entry in known if entry.amount > 0}
    given = [entry for entry in known if entry.amount > 0]
    for debt in sorted((entry for entry in known if entry.amount < 0), key=lambda one: (one.on or date.max, one.id)):
        _take_back(debt, given, found, on)
    usable = {entry.id for entry in given if entry.expires is None or on <= entry.expires}
    return {entry_id: amount for entry_id, amount in found.items() if amount > 0 and entry_id in usable}


def _take_back(debt: WalletEntry, given: Sequence[WalletEntry], left_of: dict[str, Decimal], on: date) -> None:
    owed, since = -debt.amount, debt.on or on

    def rank(credit: WalletEntry) -> tuple[bool, bool] | None:
        own = (credit.policy, credit.period) == (debt.policy, debt.period)
        if not own and credit.expires is not None and credit.expires < since:
            return None
        return not own, credit.scope != debt.scope

    payers = [(place, credit) for credit in given if (place := rank(credit)) is not None]
    for _, credit in sorted(payers, key=lambda each: each[0]):
        part = min(owed, max(left_of[credit.id], _NOTHING))
        left_of[credit.id] -= part
        owed -= part


def _soonest(entry: WalletEntry) -> tuple[date, str]:
    return entry.expires or date.max, entry.id


def spend(
    lines: Sequence[tuple[Product, Decimal]],
    entries: Sequence[WalletEntry],
    available: Mapping[str, Decimal],
    *,
    most: Decimal | None = None,
    categories: Categories = NO_CATEGORIES,
) -> list[Spending]:
    """Pay an order's lines (product, amount) from the wallet, no more than `most` in all.

    Lines that only one scope covers are paid first; on a line the narrower scope pays before the wider (fewer
    of the order's lines, then by its kind), then the credit that expires first. The order in which lines and
    credits are listed doesn't matter.
    """
    usable = [entry for entry in entries if available.get(entry.id, _NOTHING) > 0]
    scopes = {entry.scope for entry in usable}
    covers = {
        scope: frozenset(place for place, (product, _) in enumerate(lines) if scope.matches(product, categories))
        for scope in scopes
    }
    usable.sort(key=lambda entry: (len(covers[entry.scope]), -entry.scope.narrowness, *_soonest(entry)))
    rest, budget = dict(available), sum((amount for _, amount in lines), _NOTHING) if most is None else most
    owed = [max(amount, _NOTHING) for _, amount in lines]
    found = []
    for place in _by_choice(lines, covers):
        for entry in usable:
            if place in covers[entry.scope]:
                part = min(owed[place], rest[entry.id], budget)
                if part > 0:
                    owed[place] -= part
                    rest[entry.id] -= part
                    budget -= part
                    found.append(Spending(entry.id, place + 1, part))
    return found


def _by_choice(lines: Sequence[tuple[Product, Decimal]], covers: Mapping[ProductScope, frozenset[int]]) -> list[int]:
    """Lines with the fewest scopes first."""
    choices = [sum(place in covered for covered in covers.values()) for place in range(len(lines))]
    return sorted(range(len(lines)), key=lambda place: (choices[place], lines[place][0].id, lines[place][1], place))


def reserve(order: str, spendings: Iterable[Spending]) -> list[WalletMove]:
    """The reservation of an order, one move a credit. A re-check restores the old one first, then reserves anew."""
    by_entry: defaultdict[str, Decimal] = defaultdict(lambda: _NOTHING)
    for spending in spendings:
        by_entry[spending.entry] += spending.amount
    return [WalletMove(entry, order, "reserved", by_entry[entry]) for entry in sorted(by_entry)]


def restore(order: str, moves: Iterable[WalletMove]) -> list[WalletMove]:
    """Give back everything an order still holds, the whole order; what was spent already stays spent."""
    held: defaultdict[str, Decimal] = defaultdict(lambda: _NOTHING)
    for move in moves:
        if move.order == order:
            held[move.entry] += move.amount if move.kind == "reserved" else -move.amount
    return [WalletMove(entry, order, "restored", held[entry]) for entry in sorted(held) if held[entry] > 0]


def expiring(
    entries: Iterable[WalletEntry], available: Mapping[str, Decimal], until: date
) -> list[tuple[str, Decimal]]:
    """Credits that will be lost by a day unless they are spent, the soonest first."""
    soon = [entry for entry in entries if entry.expires is not None and entry.expires <= until]
    return [(entry.id, available[entry.id]) for entry in sorted(soon, key=_soonest) if entry.id in available]
