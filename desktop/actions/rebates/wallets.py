"""A dealer's rebate wallet: each credit, what orders hold of it, what was spent, what is left and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import dealer_named, dealers_by_id, products_by_id, stranger
from desktop.actions.catalog.cost import check_cost
from desktop.actions.policies.views import WalletRow, WalletView
from domain.rebates.wallet import WalletEntry, WalletMove, left
from sync.records.books.bulk import rows_in
from sync.records.pricing.policy_cache import published
from sync.records.rebates.wallets import wallet_entries, wallet_moves

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.catalog.products import Product
    from domain.policies.scopes import ProductScope

_NOTHING = Decimal(0)
SOON = timedelta(30)


def wallet(desk: Desk, dealer: str = "", on: date | None = None) -> WalletView:
    """The wallet of a dealer (id or code; "" one's own) on a day; UsageError `dealer_unknown`, RefusedError
    `cost_hidden`."""
    day = on or desk.today()
    with desk.book.reading() as connection:
        owner = dealer_named(connection, dealer, desk.dealer_id).id if dealer else desk.dealer_id
        check_cost(desk, owner)
        card = dealers_by_id(connection, [owner]).get(owner) or stranger(owner)
        entries, moves = wallet_entries(connection, owner), wallet_moves(connection, owner)
        numbers = _numbers(connection, moves)
        names = {(each.id, each.version): each.name for each in published(connection).values()} if entries else {}
        products = {product for each in entries for group in each.scope.include for product in group.products}
        cards = products_by_id(connection, sorted(products))
    usable = left(entries, moves, day)
    rows = (_row(each, moves, numbers, names, usable) for each in entries)
    return WalletView(card, tuple(replace(row, buys=tuple(_named(row.scope, cards))) for row in rows))


def _named(scope: ProductScope, cards: Mapping[str, Product]) -> Iterable[str]:
    """What a scope takes in, by name."""
    for group in scope.include:
        yield from sorted(group.categories)
        yield from sorted(group.brands)
        yield from sorted(cards[each].name if each in cards else each for each in group.products)


def expiring_soon(view: WalletView, on: date) -> list[WalletRow]:
    """Credits with something left that end within thirty days, the soonest first."""
    soon = [row for row in view.rows if row.left and row.expires is not None and on <= row.expires <= on + SOON]
    return sorted(soon, key=lambda row: (row.expires or date.max, row.id))


def _row(
    entry: WalletEntry,
    moves: Sequence[WalletMove],
    numbers: Mapping[str, str],
    names: Mapping[tuple[str, int], str],
    usable: Mapping[str, Decimal],
) -> WalletRow:
    held = _by_order(move for move in moves if move.entry == entry.id and move.kind == "reserved")
    spent = sum((move.amount for move in moves if move.entry == entry.id and move.kind == "spent"), _NOTHING)
    return WalletRow(
        id=entry.id,
        policy=entry.policy,
        version=entry.version,
        name=names.get((entry.policy, entry.version), entry.policy),
        period=entry.period,
        amount=entry.amount,
        reserved=sum(held.values(), _NOTHING) - spent,
        spent=spent,
        left=usable.get(entry.id, _NOTHING),
        scope=entry.scope,
        expires=entry.expires,
        orders=tuple(sorted((numbers.get(order, order), amount) for order, amount in held.items())),
    )


def _by_order(moves: Iterable[WalletMove]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for move in moves:
        found[move.order] = found.get(move.order, _NOTHING) + move.amount
    return found


def _numbers(connection: Connection, moves: Iterable[WalletMove]) -> dict[str, str]:
    """The orders' numbers by their ids."""
    ids = sorted({move.order for move in moves})
    return {row.id: row.number for row in rows_in(connection, "SELECT id, number FROM document WHERE id IN (?*)", ids)}
