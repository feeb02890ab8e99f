"""Answers that give something else than was asked stay under what needs a look until a person has seen them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.actions.changes import changes
from domain.errors import RefusedError
from sync.records.bodies.policies import VerdictSeenBody
from sync.records.books.bulk import query_rows
from sync.records.documents.stored import document_row

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

# An answer counts as seen once any desk of the dealer has seen this very answer; a later one is told anew.
_UNSEEN = (
    "SELECT d.id, d.number, d.state, d.seller, d.buyer, a.decided_at, a.state AS answered FROM answer a "
    'JOIN document d ON d.id = a."order" LEFT JOIN verdict_seen v ON v."order" = a."order" '
    "AND v.decided_at = a.decided_at AND v.dealer = d.buyer "
    "WHERE a.differs{true} AND d.buyer = ? AND d.seller <> d.buyer AND v.pk IS NULL{one} "
    "ORDER BY a.decided_at DESC, a.pk DESC LIMIT ?"
)


def unseen_verdicts(connection: Connection, dealer: str, most: int, *, order: str = "") -> list[Any]:
    """Orders of this dealer whose answer differs from what was asked and that nobody there has seen; newest first."""
    true = " = 1" if connection.dialect.name == "sqlite" else ""  # spelled so that the engine takes its index
    sql = _UNSEEN.format(true=true, one=" AND d.id = ?" if order else "")
    return query_rows(connection, sql, dealer, *([order] if order else []), most)


@changes("orders")
def see_verdicts(desk: Desk, numbers: Sequence[str]) -> int:
    """A person of this dealer has seen the answers to these orders (none: to all); how many were new to the books.

    Raises UsageError `document_unknown`; RefusedError `verdict_not_yours` where another dealer ordered.
    """
    desk.need("order_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        unseen = []
        for number in numbers:
            row = document_row(connection, number, "order")
            if row.buyer != desk.dealer_id:
                raise RefusedError("verdict_not_yours", number=row.number)
            unseen += unseen_verdicts(connection, desk.dealer_id, 1, order=row.id)
        if not numbers:
            unseen = unseen_verdicts(connection, desk.dealer_id, 1 << 30)
        seen = [
            (
                f"{row.id}/{desk.identity.desk_id}",
                VerdictSeenBody(row.id, row.decided_at, desk.dealer_id, desk.operator, desk.now()),
            )
            for row in {row.id: row for row in unseen}.values()
        ]
        writing.put_all(desk.stream, "verdict_seen", seen)
    return len(seen)
