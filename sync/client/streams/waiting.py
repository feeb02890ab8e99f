"""What of the desk's own stream still waits for HQ."""

from __future__ import annotations

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting


def own_stream(connection: Connection) -> str:
    return f"desk/{read_setting(connection, 'desk_id')}"


def pending(connection: Connection) -> int:
    """Entries of the desk's own stream that HQ has not acknowledged."""
    found = query_rows(
        connection,
        "SELECT s.head, s.acked FROM stream s JOIN setting d ON d.key = 'desk_id' AND s.name = 'desk/' || d.value",
    )
    return found[0].head - (found[0].acked or 0) if found else 0
