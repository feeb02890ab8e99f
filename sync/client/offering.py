"""Builds the desk's next request: the own entries HQ lacks, and how far each stream of others is held."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.keys import DeviceKey
from sync.records import tables
from sync.records.bulk import rows_in
from sync.records.log import head_of
from sync.records.outbox import acknowledged_number
from sync.records.rebuilding import OwnEntry, own_entries
from sync.streams import ZERO_HASH, Head
from sync.wire.messages import (
    PROTOCOL,
    UP_BYTES,
    UP_ENTRIES,
    Cursor,
    ExchangeRequest,
    OwnEntries,
    wire_entry,
)
from sync.wire.signing import head_text


def next_request(connection: Connection, own: str, key: DeviceKey) -> ExchangeRequest:
    """What one exchange asks, from one snapshot of the book."""
    return ExchangeRequest(PROTOCOL, _own(connection, own, key), cursors(connection, own))


def cursors(connection: Connection, own: str) -> dict[str, Cursor]:
    """How far every stream of others is held; one that holds nothing yet is left out, so that it is filled."""
    streams = tables.stream
    rows = connection.execute(select(streams).where(streams.c.name != own))
    return {row.name: Cursor(row.epoch, row.head, bytes(row.hash), row.filling_to) for row in rows}


def _own(connection: Connection, own: str, key: DeviceKey) -> OwnEntries:
    head = head_of(connection, own) or Head()
    previous = acknowledged_number(connection, own)
    entries = _bounded(own_entries(connection, own, previous, UP_ENTRIES))
    offered = OwnEntries(head.epoch, previous, hash_at(connection, own, previous), head.number)
    if entries:
        last = entries[-1]
        offered.entries = [
            wire_entry(each.number, each.entry.kind, each.entry.record, each.entry.body) for each in entries
        ]
        offered.signature = key.sign(head_text(own, head.epoch, last.number, last.hash))
    return offered


def _bounded(entries: list[OwnEntry]) -> list[OwnEntry]:
    """As many as fit a page, and one at least."""
    size = 0
    for place, each in enumerate(entries):
        size += len(each.entry.body or b"")
        if size > UP_BYTES and place:
            return entries[:place]
    return entries


def hash_at(connection: Connection, own: str, number: int) -> bytes:
    """The chain's hash at a number of the own stream; empty where the book has no such number."""
    if number == 0:
        return ZERO_HASH
    sql = "SELECT e.hash FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name IN (?*) AND e.number = ?"
    found = rows_in(connection, sql, [own], number)
    return bytes(found[0][0]) if found else b""
