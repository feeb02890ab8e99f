"""HQ says what it could still promise of each product: only what changed since it last said so."""

from __future__ import annotations

from sqlalchemy import text

from sync.records.bodies import AvailabilityBody
from sync.records.database import Book
from sync.records.homes import home_of
from sync.records.log import lock_head

STREAM = "stock"
# What was never told and is nothing need not be told.
_CHANGED = text(
    "SELECT s.warehouse, s.product, s.on_hand - s.reserved AS available FROM stock s "
    "LEFT JOIN availability a ON a.id = s.warehouse || '|' || s.product "
    "WHERE s.owner = :owner AND COALESCE(a.available, 0) <> s.on_hand - s.reserved ORDER BY s.warehouse, s.product"
)


def publish_availability(book: Book, now: str) -> int:
    """Publishes the available quantities that changed, in one transaction; returns how many."""
    with book.reading() as connection:
        owner = {"owner": home_of(connection).dealer}
        if connection.execute(_CHANGED, owner).first() is None:
            return 0
    with book.writing() as writing:
        # One publisher at a time, so that an older figure never follows a newer one.
        lock_head(writing.connection, STREAM)
        changed = writing.connection.execute(_CHANGED, owner).all()
        records = [
            (f"{row.warehouse}|{row.product}", AvailabilityBody(row.warehouse, row.product, row.available, now))
            for row in changed
        ]
        writing.put_all(STREAM, "availability", records)
        return len(records)
