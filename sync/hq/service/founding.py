"""Makes an empty book HQ's own, and tells it which dealer of the tree it is once that dealer is known."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from domain.errors import RefusedError
from sync.hq.admission.table import RULES
from sync.records.books.database import Book
from sync.records.books.settings import KINDS_JUDGED, read_setting, write_setting
from sync.records.schema.tables import dealer as dealers

PREFIX = "00"


def found(book: Book, now: str, *, dealer: str = "") -> None:
    """Makes the book HQ's; doing it again changes nothing.

    Args:
        dealer: HQ's own code in the dealer tree; left out, it is taken from the tree when that is loaded.

    Raises RefusedError `book_is_a_desk`.
    """
    with book.writing() as writing:
        connection = writing.connection
        role = read_setting(connection, "role")
        if role not in ("", "hq"):
            raise RefusedError("book_is_a_desk", role=role)
        if not role:
            write_setting(connection, "role", "hq")
            write_setting(connection, "prefix", PREFIX)
            write_setting(connection, "secret", secrets.token_hex(32))
            write_setting(connection, "founded_at", now)
            write_setting(connection, KINDS_JUDGED, " ".join(sorted(RULES)))
        if dealer and not read_setting(connection, "dealer_id"):
            write_setting(connection, "dealer_id", dealer)


def settle_dealer(connection: Connection) -> str:
    """HQ's own dealer id: as founded, or the one dealer of tier hq; "" while there is none."""
    known = read_setting(connection, "dealer_id")
    if known:
        return known
    roots = list(connection.execute(select(dealers.c.id).where(dealers.c.tier == "hq")).scalars())
    if len(roots) == 1:
        write_setting(connection, "dealer_id", roots[0])
        return str(roots[0])
    return ""
