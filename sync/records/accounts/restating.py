"""A past day's figure as it was told and as it is now, by the order in which the books took papers in, never by clocks.

What a figure was told at is a place in a stream: that of the statement that told it, or of the month's closing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.accounts.ledger import Posting
from domain.accounts.periods import Booked, Restated, restate
from domain.values.money import from_fen
from sync.records.books.bulk import query_rows
from sync.records.log.streams import living
from sync.records.statements.issued import STANDING


@dataclass(frozen=True, slots=True)
class StreamPlace:
    """A place in a stream: everything up to this number was in the books."""

    stream: str
    number: int


def restated(connection: Connection, seller: str, buyer: str, day: dt.date, at: StreamPlace) -> Restated:
    """The balance at the end of a day as the books told it at a place, as it stands now, and what came in between.

    Papers of other streams are ordered by when this book took them in.
    """
    mark = _entry_at(connection, at)
    live = living(connection)
    sql = (
        "SELECT p.date, p.due, p.amount, d.kind, d.number, d.remark, d.id, d.reverses, s.name AS stream, "
        "COALESCE(e.number, c.number, 0) AS place, COALESCE(e.id, c.id, 0) AS entry FROM posting p "
        "JOIN document d ON d.pk = p.document "
        f"LEFT JOIN entry e ON e.record = d.id AND e.kind = d.kind AND e.{live} "
        f"LEFT JOIN entry c ON c.record = d.kind || '/' || d.id AND c.kind = 'copy' AND c.{live} "
        "LEFT JOIN stream s ON s.id = COALESCE(e.stream, c.stream) "
        "WHERE p.seller = ? AND p.buyer = ? AND p.date <= ?"
    )
    rows = query_rows(connection, sql, seller, buyer, day.isoformat())
    return restate([Booked(_posting(row), _order(row, at, mark)) for row in rows], day, at.number)


def last_told(connection: Connection, seller: str, buyer: str, day: dt.date) -> StreamPlace | None:
    """Where the day's figure was told last: by the newest statement that reaches it, else by the closing of the day."""
    statements = (
        "SELECT head FROM statement s WHERE seller = ? AND buyer = ? AND last_day >= ? AND head <> '' "
        f"AND {STANDING.format('s')} "
        "ORDER BY last_day, pk DESC LIMIT 1"
    )
    for row in query_rows(connection, statements, seller, buyer, day.isoformat()):
        stream, _, rest = row.head.partition("#")
        number = rest.partition(" ")[0]
        if number.isdecimal():
            return StreamPlace(stream, int(number))
    closings = (
        f"SELECT s.name, e.number FROM entry e JOIN stream s ON s.id = e.stream JOIN period p ON p.id = e.record "
        f"WHERE e.kind = 'period' AND e.{living(connection)} AND p.dealer = ? AND p.closed_through >= ? LIMIT 1"
    )
    return next(
        (StreamPlace(row[0], row[1]) for row in query_rows(connection, closings, seller, day.isoformat())), None
    )


def _entry_at(connection: Connection, at: StreamPlace) -> int:
    sql = (
        "SELECT e.id FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = ? AND e.number <= ? "
        "ORDER BY e.number DESC LIMIT 1"
    )
    return next((int(row[0]) for row in query_rows(connection, sql, at.stream, at.number)), 0)


def _order(row: Any, at: StreamPlace, mark: int) -> int:
    """A paper's place in the stream; of another stream's, whether it came before or after."""
    if row.stream == at.stream:
        return int(row.place)
    return at.number + 1 if row.entry > mark else 0


def _posting(row: Any) -> Posting:
    return Posting(
        date=dt.date.fromisoformat(row.date),
        kind=row.kind,
        number=row.number,
        amount=from_fen(row.amount),
        due=dt.date.fromisoformat(row.due),
        summary=row.remark,
        document=row.id,
        reverses=row.reverses,
    )
