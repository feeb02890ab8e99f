"""The stock table: on hand from the moves, reserved from accepted and undelivered orders, shifted by differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from sync.records.books.bulk import AtOnce, query_lists, rows_in, run_many

StockKey = tuple[str, str, str]
SHIFTED = "shifted"
"""Where an open transaction notes the stock it shifts, for whoever tells others of it; see `Writing.shifted`."""


class Shifts:
    """Differences collected by (owner, warehouse, product) and written once, in one order for everybody."""

    def __init__(self) -> None:
        self._on_hand: defaultdict[StockKey, int] = defaultdict(int)
        self._reserved: defaultdict[StockKey, int] = defaultdict(int)

    def move(self, key: StockKey, quantity: int) -> None:
        self._on_hand[key] += quantity

    def reserve(self, key: StockKey, quantity: int) -> None:
        self._reserved[key] += quantity

    def write(self, connection: Connection) -> None:
        # Sorted, so that two writers of a shared database can't wait for each other in a circle.
        come, held = self._on_hand, self._reserved
        keys = sorted(come.keys() | held.keys()) if come else sorted(held)
        shifted = [(*key, come[key], held[key]) for key in keys if come[key] or held[key]]
        run_many(connection, _SHIFT, shifted, _SHIFT_AT_ONCE)
        if shifted:
            connection.info.get(SHIFTED, set()).update(row[:3] for row in shifted)


_SHIFT = (
    "INSERT INTO stock (owner, warehouse, product, on_hand, reserved) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (owner, warehouse, product) DO UPDATE SET "
    "on_hand = stock.on_hand + excluded.on_hand, reserved = stock.reserved + excluded.reserved"
)

_SHIFT_AT_ONCE = AtOnce(
    "INSERT INTO stock (owner, warehouse, product, on_hand, reserved) SELECT * FROM ?* "
    "ON CONFLICT (owner, warehouse, product) DO UPDATE SET "
    "on_hand = stock.on_hand + excluded.on_hand, reserved = stock.reserved + excluded.reserved",
    (("owner", "text"), ("warehouse", "text"), ("product", "text"), ("on_hand", "bigint"), ("reserved", "bigint")),
)


_STOCK = "SELECT product, warehouse, on_hand, reserved FROM stock WHERE owner = ? AND product IN (?*)"
STOCK_AT = f"{_STOCK} AND warehouse IN (?*)"
# Key and index begin with owner and warehouse: where SQLite has counted nothing yet, it would read all that the owner
# has. So each warehouse is asked by itself, found by a step of the index each.
_BY_WAREHOUSE = (
    "WITH RECURSIVE place(name) AS (SELECT MIN(warehouse) FROM stock WHERE owner = ? UNION ALL SELECT "
    "(SELECT MIN(warehouse) FROM stock WHERE owner = ? AND warehouse > place.name) FROM place "
    "WHERE place.name IS NOT NULL) SELECT s.product, s.warehouse, s.on_hand, s.reserved FROM place CROSS JOIN stock s "
    "ON s.owner = ? AND s.warehouse = place.name AND s.product IN (?*)"
)


def stock_rows(connection: Connection, owner: str, products: Sequence[str], warehouse: str = "") -> list[Any]:
    """What an owner has of products, in one warehouse or all: product, warehouse, on hand and reserved.

    With a warehouse, what lies in none comes along. Work grows with the products asked for alone.
    """
    listed = list(products)
    if warehouse:
        return query_lists(connection, STOCK_AT, owner, listed, [warehouse, ""])
    if connection.dialect.name != "sqlite":
        return query_lists(connection, _STOCK, owner, listed)
    return query_lists(connection, _BY_WAREHOUSE, owner, owner, owner, listed)


def undo_moves(connection: Connection, pks: Iterable[int], shifts: Shifts) -> None:
    """Takes back what these documents' moves did, before the documents are written anew or dropped."""
    listed = list(pks)
    sql = "SELECT owner, warehouse, product, quantity FROM stock_move WHERE document IN (?*)"
    for owner, warehouse, product, quantity in rows_in(connection, sql, listed):
        shifts.move((owner, warehouse, product), -quantity)
