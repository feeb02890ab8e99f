"""When a desk had last exchanged before it brought an order: earlier than that the order can't have been written.

A desk's clock and the date it gives an order are its own word; what HQ recorded of the exchange before is HQ's. A desk
that was offline for days rests on the day it went offline, and dates its orders on any day since.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, run_many
from sync.records.log.streams import living
from sync.streams import Entry


def note_arrival(connection: Connection, desk: str, since: int, entries: Iterable[Entry]) -> None:
    """Keeps, before the desk's last exchange is written anew, when that was; of pages that bring orders."""
    if any(entry.kind == "order" for entry in entries):
        sql = (
            "INSERT INTO arrival (stream, since, before) SELECT CAST(? AS TEXT), CAST(? AS BIGINT), last_exchange "
            "FROM desk WHERE id = ? ON CONFLICT (stream, since) DO NOTHING"
        )
        run_many(connection, sql, [(f"desk/{desk}", since, desk)])


def earliest_day(connection: Connection, order: str) -> date | None:
    """The day of the exchange before the one that brought an order, by HQ's calendar; None where there was none."""
    written = query_rows(
        connection,
        "SELECT s.name, e.number FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE e.record = ? AND e.kind = 'order' AND e.{living(connection)}",
        order,
    )
    # Asked by itself: joined to the entry, the engine would look through all streams.
    sql = "SELECT before FROM arrival WHERE stream = ? AND since <= ? ORDER BY since DESC LIMIT 1"
    found = query_rows(connection, sql, *written[0]) if written else []
    if not found or not found[0].before:
        return None
    return datetime.fromisoformat(found[0].before).astimezone().date()
