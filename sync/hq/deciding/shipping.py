"""The seller ships: a delivery posts to the buyer's account and takes the goods out of the warehouse at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sync.records.books.database import Book
from sync.records.books.homes import home_of
from sync.records.documents.builders import PostingContext, make_delivery
from sync.records.documents.posting import post_document


def ship(
    book: Book,
    number: str,
    *,
    quantities: Mapping[int, Decimal] | None = None,
    on: date,
    warehouse: str = "",
    now: str,
    author: str = "",
    today: date | None = None,
) -> str:
    """Ships an accepted order, all that is left of it or base units by order line; returns the delivery's id.

    Raises as `make_delivery`.
    """
    with book.writing() as writing:
        home = home_of(writing.connection)
        clerk = PostingContext(home.dealer, home.prefix, author, now, today or date.fromisoformat(now[:10]))
        made = make_delivery(writing.connection, clerk, number, on=on, quantities=quantities, warehouse=warehouse)
        return post_document(writing, home, clerk, made)
