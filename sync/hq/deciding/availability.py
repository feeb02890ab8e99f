"""HQ says what it could still promise of each product: only what changed since it last said so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from sync.records.bodies.records import AvailabilityBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.database import Book
from sync.records.books.homes import home_of
from sync.records.books.settings import identity
from sync.records.documents.stocks import StockKey
from sync.records.log.writing import Writing

STREAM = "stock"
# What was never told and is nothing need not be told.
_CHANGED = (
    "SELECT s.warehouse, s.product, s.on_hand - s.reserved AS available FROM stock s "
    "LEFT JOIN availability a ON a.id = s.warehouse || '|' || s.product "
    "WHERE {}s.owner = ? AND COALESCE(a.available, 0) <> s.on_hand - s.reserved ORDER BY s.warehouse, s.product"
)


def publish_availability(book: Book, now: str) -> int:
    """Publishes the available quantities that changed, in one transaction; returns how many."""
    with book.reading() as connection:
        if not _changed(connection, home_of(connection).dealer, None):
            return 0
    with book.writing() as writing:
        return tell_availability(writing, now, None)


def tell_shifted(writing: Writing, now: str) -> None:
    """What a person at HQ did in HQ's own books, outside any exchange, changed of the stock: told with it."""
    if home_of(writing.connection).role == "hq" and writing.shifted:
        tell_availability(writing, now, set(writing.shifted))


def tell_availability(writing: Writing, now: str, shifted: Collection[StockKey] | None) -> int:
    """Publishes what changed among the stock that was shifted (None: all of it) within an open transaction."""
    owner = identity(writing.connection).get("dealer_id", "")
    if not owner:  # no dealer was loaded that is HQ, so nothing is HQ's yet
        return 0
    products = None if shifted is None else sorted({product for whose, _, product in shifted if whose == owner})
    if products is not None and not products:
        return 0
    # One publisher at a time, so that an older figure never follows a newer one.
    writing.lock([STREAM])
    changed = _changed(writing.connection, owner, products)
    records = [
        (f"{row.warehouse}|{row.product}", AvailabilityBody(row.warehouse, row.product, row.available, now))
        for row in changed
    ]
    writing.put_all(STREAM, "availability", records)
    return len(records)


def _changed(connection: Connection, owner: str, products: Collection[str] | None) -> list[Any]:
    if products is None:
        return query_rows(connection, _CHANGED.format(""), owner)
    return rows_in(connection, _CHANGED.format("s.product IN (?*) AND "), list(products), owner)
