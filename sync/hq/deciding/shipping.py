"""The seller ships: a delivery posts to the buyer's account and takes the goods out of the warehouse at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sync.records.accounts.settlements import settle_delivery
from sync.records.books.database import Book
from sync.records.books.homes import home_of
from sync.records.documents.builders import NewDocument, PostingContext, make_delivery
from sync.records.log.writing import Writing
from sync.records.rebates.wallets import wallet_payment


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
        record = put_made(writing, made)
        settle_delivery(writing, home, clerk, made)
        return record


def put_made(writing: Writing, made: NewDocument) -> str:
    """Writes a made document, with what the wallet pays of a delivery, where its buyer reads it; returns its id."""
    kind, record, body = made
    home = home_of(writing.connection)
    payment = wallet_payment(writing.connection, home.prefix, record, body) if kind == "delivery" else None
    for each, named, paper in (made, *([payment] if payment else [])):
        writing.put(home.stream_for(paper.buyer), each, named, paper)
    return record
