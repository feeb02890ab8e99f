"""Builds the desk's next request: the own entries HQ lacks, and how far each stream of others is held."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from sync.client.filling import usefulness
from sync.keys import DeviceKey
from sync.records.bulk import query_rows, rows_in
from sync.records.log import head_of
from sync.records.outbox import acknowledged_number
from sync.records.rebuilding import OwnEntry, own_entries
from sync.records.settings import read_setting
from sync.streams import ZERO_HASH, Head
from sync.wire.cursors import TOLD, bucket_of, digest_rest
from sync.wire.messages import (
    PROTOCOL,
    UP_BYTES,
    UP_ENTRIES,
    Cursor,
    ExchangeRequest,
    OwnEntries,
    WireEntry,
    wire_entry,
)
from sync.wire.signing import head_text

# Settings: how far HQ had acknowledged before it was set back, and the restore after which all was given back.
ACKNOWLEDGED, RETURNED = "acknowledged_before", "returned_to"


def next_request(
    connection: Connection, own: str, key: DeviceKey, told: Collection[int] | None = None
) -> ExchangeRequest:
    """What one exchange asks, from one snapshot of the book.

    `told` says that HQ knows digests of cursors, and which buckets it wants to see all the same.
    """
    returned = read_setting(connection, RETURNED)
    request = ExchangeRequest(PROTOCOL, _own(connection, own, key), cursors(connection, own), returned=returned)
    request.leaves = True
    if told is not None and len(request.cursors) > TOLD:
        _shorten(request, told, f"dealer/{read_setting(connection, 'dealer_id')}")
    return request


def bodies_again(connection: Connection, own: str, wanted: Collection[int]) -> list[WireEntry]:
    """Own entries whose bodies HQ asks for once more, as many as fit a page; by the leaf alone where none is here."""
    if not wanted:
        return []
    low, high = min(wanted), max(wanted)
    entries = [each for each in own_entries(connection, own, low - 1, high - low + 1) if each.number in wanted]
    return [
        wire_entry(each.number, each.entry.kind, each.entry.record, each.entry.body, leaf=each.entry.leaf)
        for each in _bounded(entries)
    ]


def _shorten(request: ExchangeRequest, told: Collection[int], own_dealer: str) -> None:
    """Tells only the cursors that move most, and those asked for; of the others their digests say enough."""
    order = sorted(request.cursors, key=lambda name: (name != own_dealer, usefulness(name), name))
    kept = {name for place, name in enumerate(order) if place < TOLD or bucket_of(name) in told}
    rest = {name: each for name, each in request.cursors.items() if name not in kept}
    request.cursors = {name: each for name, each in request.cursors.items() if name in kept}
    request.rest, request.buckets = digest_rest(rest), sorted(told)


def cursors(connection: Connection, own: str) -> dict[str, Cursor]:
    """How far every stream of others is held; one that holds nothing yet is left out, so that it is filled."""
    rows = query_rows(connection, "SELECT name, epoch, head, hash, filling_to FROM stream WHERE name <> ?", own)
    return {name: Cursor(epoch, head, bytes(hashed), filling) for name, epoch, head, hashed, filling in rows}


def _own(connection: Connection, own: str, key: DeviceKey) -> OwnEntries:
    head = head_of(connection, own) or Head()
    previous = acknowledged_number(connection, own)
    entries = _bounded(own_entries(connection, own, previous, UP_ENTRIES))
    offered = OwnEntries(head.epoch, previous, hash_at(connection, own, previous), head.number)
    known = int(read_setting(connection, ACKNOWLEDGED, "0"))
    offered.acknowledged = known if known > previous else 0
    if entries:
        last = entries[-1]
        offered.entries = [
            wire_entry(each.number, each.entry.kind, each.entry.record, each.entry.body, leaf=each.entry.leaf)
            for each in entries
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
