"""Dealers and products read many at a time, by id or by what people type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from domain.catalog.products import Product
from domain.parties.dealers import Dealer
from sync.records.books import reading
from sync.records.books.bulk import query_rows, rows_in
from sync.records.orders.ground import WAREHOUSES, sole_warehouse

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


def dealers_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Dealer]:
    """Those of the dealers that this book knows."""
    rows = rows_in(connection, "SELECT * FROM dealer WHERE id IN (?*)", sorted(set(ids)))
    return {row.id: reading.dealer_of(row) for row in rows}


def dealers_named(connection: Connection, names: Iterable[str], owner: str) -> dict[str, Dealer]:
    """Those that this book knows, by what names them: an id, or the code of one of `owner`'s own customers."""
    asked = set(names)
    own = {f"{owner}:{each}": each for each in asked}
    found = dealers_by_id(connection, [*asked, *own])
    return {own[each]: found[each] for each in own.keys() & found.keys()} | {
        each: found[each] for each in asked & found.keys()
    }


def products_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Product]:
    """Those of the products that this book knows."""
    rows = rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", sorted(set(ids)))
    return {row.id: reading.product_of(row) for row in rows}


def dealer_named(connection: Connection, named: str, owner: str = "") -> Dealer:
    """The dealer of this id or code; a code may be one of `owner`'s own customers, whose ids begin with the owner's.

    UsageError `dealer_unknown`, `dealer_ambiguous`.
    """
    if owner:
        own = dealers_by_id(connection, [named, f"{owner}:{named}"])
        if own:
            return own.get(named) or next(iter(own.values()))
    return reading.dealer(connection, named)


def stranger(dealer_id: str) -> Dealer:
    """A card for a dealer this book holds no card of, so that its papers can be shown all the same."""
    code = dealer_id.rpartition(":")[2]
    return Dealer(dealer_id, code, code, "store", None)


def main_warehouse(connection: Connection, owner: str) -> str:
    """Where an owner's goods lie unless said otherwise: the setting, the warehouse with most goods, or 主仓."""
    # The first and the last by key are enough where there is one warehouse; only several need counting.
    found = query_rows(connection, f"SELECT {WAREHOUSES}", owner, owner)[0]
    return sole_warehouse(*found) or warehouse_with_most(connection, owner)


def warehouse_with_most(connection: Connection, owner: str) -> str:
    """Of an owner's several warehouses the one with the most goods; the first by name of equals."""
    counted = (
        "SELECT warehouse, COUNT(*) FROM stock WHERE owner IN (?*) AND warehouse <> '' GROUP BY warehouse "
        "ORDER BY 2 DESC, 1 LIMIT 1"
    )
    return str(rows_in(connection, counted, [owner])[0][0])


def own_dealer(connection: Connection, desk: Desk) -> Dealer:
    """The card of the dealer this book belongs to."""
    return dealers_by_id(connection, [desk.dealer_id]).get(desk.dealer_id) or stranger(desk.dealer_id)
