"""A desk's own entries that only another desk still had, and that fit its stream no more, go home to be written."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, run_many
from sync.streams import Entry
from sync.wire.messages import WireEntry, wire_entry

STATE = "home"
"""The state of what a person took and its desk has not written yet."""
_AT_ONCE = 200


def entries_for(connection: Connection, stream: str) -> list[WireEntry]:
    """What the writer of a stream is to write again, oldest first."""
    sql = (
        "SELECT r.number, r.kind, r.record, r.body FROM returned_entry r WHERE r.state = ? AND r.stream = ? "
        "AND NOT EXISTS (SELECT 1 FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.kind = r.kind AND e.record = r.record AND s.name = r.stream) "
        f"ORDER BY r.number LIMIT {_AT_ONCE}"
    )
    return [
        wire_entry(number, kind, record, None if body is None else bytes(body))
        for number, kind, record, body in query_rows(connection, sql, STATE, stream)
    ]


def note_written(connection: Connection, stream: str, entries: Sequence[Entry]) -> None:
    """Settles what its desk has written by now, under whatever number."""
    sql = "SELECT id, kind, record FROM returned_entry WHERE stream = ? AND state = ?"
    waiting = query_rows(connection, sql, stream, STATE)
    if waiting:
        written = {(entry.kind, entry.record) for entry in entries}
        done = [(row,) for row, kind, record in waiting if (kind, record) in written]
        run_many(connection, "UPDATE returned_entry SET state = 'taken' WHERE id = ?", done)
