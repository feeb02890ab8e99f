"""What of the desk's own stream still waits for HQ."""

from __future__ import annotations

from sqlalchemy import Connection

from sync.records.log import head_of
from sync.records.outbox import acknowledged_number
from sync.records.settings import read_setting
from sync.streams import Head


def own_stream(connection: Connection) -> str:
    return f"desk/{read_setting(connection, 'desk_id')}"


def pending(connection: Connection) -> int:
    """Entries of the desk's own stream that HQ has not acknowledged."""
    name = own_stream(connection)
    return (head_of(connection, name) or Head()).number - acknowledged_number(connection, name)
