"""The stock table: on hand from the moves, reserved from accepted and undelivered orders, shifted by differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from sync.records.bulk import AtOnce, rows_in, run_many

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
        keys = sorted(self._on_hand.keys() | self._reserved.keys())
        rows = [(*key, self._on_hand[key], self._reserved[key]) for key in keys]
        shifted = [row for row in rows if row[3] or row[4]]
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


def undo_moves(connection: Connection, pks: Iterable[int], shifts: Shifts) -> None:
    """Takes back what these documents' moves did, before the documents are written anew or dropped."""
    listed = list(pks)
    sql = "SELECT owner, warehouse, product, quantity FROM stock_move WHERE document IN (?*)"
    for owner, warehouse, product, quantity in rows_in(connection, sql, listed):
        shifts.move((owner, warehouse, product), -quantity)
