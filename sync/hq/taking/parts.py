"""Makes snapshots of long streams, once for all desks that fill themselves from them, and hands out their parts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.hq.channel.scope import Readable, readable_streams
from sync.records.books.bulk import insert_rows, query_rows, rows_in, run_many, stream_rows
from sync.records.books.database import Book
from sync.records.books.settings import moment, read_setting
from sync.records.log.streams import head_of, living
from sync.records.schema import snapshot_tables as tables
from sync.streams import Head
from sync.wire.messages import Snapshot, SnapshotPart
from sync.wire.parts import Row, cut_parts, name_of, pack_part

log = logging.getLogger(__name__)

# A stream with fewer live records comes in pages: one or two requests bring it whole.
PARTED_FROM = 20_000
# A snapshot serves until this share of the stream, or so many entries, stand after it.
_SHARE, _AT_LEAST = 4, 10_000
# A maker that died is followed by another after this long; parts nobody names are kept as long.
_CLAIMED, _ORPHANED = timedelta(minutes=2), timedelta(hours=1)
# An older snapshot is made anew when somebody asks for it again.
_KEPT = timedelta(days=30)


def is_long(head: Head) -> bool:
    """Whether a stream is sent in parts to whoever begins it."""
    return head.live >= PARTED_FROM


@dataclass(slots=True)
class PartsOffer:
    """What a desk is told of long streams: snapshots to take, and names of those that are being made for it.

    `apart` names every stream that doesn't come in pages this time.
    """

    snapshots: list[Snapshot] = field(default_factory=list)
    making: list[str] = field(default_factory=list)
    apart: set[str] = field(default_factory=set)


def offer_snapshots(
    book: Book, streams: Sequence[Readable], filling: dict[str, tuple[int, int]], now: datetime
) -> PartsOffer:
    """The snapshots a desk should take of these streams.

    One it is taking already isn't told again, as long as it stands. A stream of which no sound snapshot can be made
    comes in pages.
    """
    offer = PartsOffer()
    for stream in streams:
        with book.reading() as connection:
            if stream.name in filling and _stands(connection, stream, *filling[stream.name]):
                offer.apart.add(stream.name)
                continue
            found = _newest(connection, stream)
        try:
            found = found or _made(book, stream, now)
        except _UnfitError:
            log.error("stream %s doesn't hold as many records as its head says; it is sent in pages", stream.name)
            continue
        offer.apart.add(stream.name)
        if found is None:
            offer.making.append(stream.name)
        else:
            offer.snapshots.append(found)
    return offer


class _UnfitError(Exception):
    """A stream's live records aren't as many as its head says."""


_SNAPSHOT = "SELECT id, epoch, number, hash, live, digest FROM snapshot WHERE stream = ? AND epoch = ? "


def _stands(connection: Connection, stream: Readable, epoch: int, number: int) -> bool:
    if epoch != stream.head.epoch or not stream.pruned <= number <= stream.head.number:
        return False
    found = query_rows(connection, _SNAPSHOT + "AND number = ?", stream.name, epoch, number)
    return bool(found) and _belongs(connection, stream, number, bytes(found[0].hash))


def _newest(connection: Connection, stream: Readable) -> Snapshot | None:
    """The newest snapshot of a stream, unless the stream has moved so far that a new one is worth its making."""
    found = query_rows(connection, _SNAPSHOT + "ORDER BY number DESC LIMIT 1", stream.name, stream.head.epoch)
    if not found:
        return None
    moved = stream.head.number - found[0].number
    if not 0 <= moved <= max(_AT_LEAST, stream.head.live // _SHARE) or found[0].number < stream.pruned:
        return None  # where entries behind it were pruned, nobody could go on from it
    if not _belongs(connection, stream, found[0].number, bytes(found[0].hash)):
        return None
    return _told(connection, stream.name, found[0])


def _belongs(connection: Connection, stream: Readable, number: int, hashed: bytes) -> bool:
    """Whether the stream still has this hash at that number: HQ may have been restored from a backup."""
    if number == stream.head.number:
        return hashed == stream.head.hash
    sql = "SELECT hash FROM entry WHERE number IN (?*) AND stream = ?"
    found = rows_in(connection, sql, [number], stream.key)
    return bool(found) and bytes(found[0][0] or b"") == hashed


def _told(connection: Connection, stream: str, row: Any) -> Snapshot:
    sql = "SELECT name, size, rows FROM snapshot_part WHERE snapshot = ? ORDER BY place"
    parts = [SnapshotPart(*each) for each in query_rows(connection, sql, row.id)]
    return Snapshot(stream, row.epoch, row.number, bytes(row.hash), row.live, bytes(row.digest), parts)


def _made(book: Book, stream: Readable, now: datetime) -> Snapshot | None:
    """A new snapshot, or None while another is at it."""
    if not _claim(book, stream.name, now):
        return None
    try:
        with book.reading() as connection:  # whoever claimed it before may have ended just now
            found = _newest(connection, stream)
        return found or _make(book, stream.name, now)
    finally:
        with book.writing() as writing:
            run_many(writing.connection, "DELETE FROM snapshot_claim WHERE stream = ?", [(stream.name,)])


def _claim(book: Book, stream: str, now: datetime) -> bool:
    until, at = moment(now + _CLAIMED), moment(now)
    with book.writing() as writing:
        connection = writing.connection
        run_many(connection, "DELETE FROM snapshot_claim WHERE until < ?", [(at,)])
        sql = (
            "INSERT INTO snapshot_claim (stream, until) VALUES (?, ?) ON CONFLICT (stream) DO NOTHING RETURNING stream"
        )
        return bool(query_rows(connection, sql, stream, until))


def _make(book: Book, stream: str, now: datetime) -> Snapshot:
    """Reads the stream in one snapshot of the book and keeps its parts; the list of them comes last.

    Entries written meanwhile have higher numbers than the snapshot's, and follow it in pages.
    """
    parts: list[SnapshotPart] = []
    with book.reading() as connection:
        head = head_of(connection, stream)
        if head is None:
            raise _UnfitError
        for rows in cut_parts(_living_rows(connection, stream)):
            packed = pack_part(rows)
            parts.append(SnapshotPart(name_of(packed), len(packed), len(rows)))
            _keep_part(book, parts[-1].name, packed, now)
    if sum(part.rows for part in parts) != head.live:
        raise _UnfitError
    made = Snapshot(stream, head.epoch, head.number, head.hash, head.live, head.digest, parts)
    with book.writing() as writing:
        _keep_snapshot(writing.connection, made, now)
    return made


def _living_rows(connection: Connection, stream: str) -> Iterator[Row]:
    sql = (
        "SELECT e.number, e.kind, e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE s.name = ? AND e.{living(connection)} ORDER BY e.number"
    )
    for number, kind, record, body in stream_rows(connection, sql, stream):
        yield number, kind, record, bytes(body)


def _keep_part(book: Book, name: str, packed: bytes, now: datetime) -> None:
    sql = (
        "INSERT INTO part (name, bytes, made_at) VALUES (?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET made_at = excluded.made_at, bytes = excluded.bytes"
    )
    with book.writing() as writing:
        run_many(writing.connection, sql, [(name, packed, moment(now))])


def _keep_snapshot(connection: Connection, made: Snapshot, now: datetime) -> None:
    """Lists a new snapshot and drops what is no longer needed; the one before stays for desks in its midst."""
    run_many(connection, "DELETE FROM snapshot WHERE made_at < ?", [(moment(now - _KEPT),)])
    run_many(connection, "DELETE FROM snapshot WHERE stream = ? AND epoch <> ?", [(made.stream, made.epoch)])
    before = query_rows(connection, "SELECT id FROM snapshot WHERE stream = ? ORDER BY id DESC", made.stream)
    run_many(connection, "DELETE FROM snapshot WHERE id = ?", [(each.id,) for each in before[1:]])
    same = (made.stream, made.epoch, made.number)
    run_many(connection, "DELETE FROM snapshot WHERE stream = ? AND epoch = ? AND number = ?", [same])
    columns = ("stream", "epoch", "number", "hash", "live", "digest", "made_at")
    row = (made.stream, made.epoch, made.number, made.hash, made.live, made.digest, moment(now))
    insert_rows(connection, tables.snapshot, columns, [row])
    [[key]] = query_rows(connection, "SELECT MAX(id) FROM snapshot WHERE stream = ?", made.stream)
    listed = [(key, place, part.name, part.size, part.rows) for place, part in enumerate(made.parts)]
    insert_rows(connection, tables.snapshot_part, ("snapshot", "place", "name", "size", "rows"), listed)
    orphans = (
        "DELETE FROM part WHERE made_at < ? AND NOT EXISTS (SELECT 1 FROM snapshot_part p WHERE p.name = part.name)"
    )
    run_many(connection, orphans, [(moment(now - _ORPHANED),)])


def read_part(book: Book, desk: str, dealer: str, name: str) -> bytes:
    """One part, for a desk that may read a stream it belongs to; RefusedError `part_gone`.

    Whoever may not read it learns no more of a part than of one that never was.
    """
    with book.reading() as connection:
        sql = "SELECT DISTINCT s.stream FROM snapshot_part p JOIN snapshot s ON s.id = p.snapshot WHERE p.name IN (?*)"
        streams = {stream for (stream,) in rows_in(connection, sql, [name])}
        hq = read_setting(connection, "dealer_id")
        readable = readable_streams(connection, desk, dealer, hq) if streams else []
        if streams.isdisjoint(stream.name for stream in readable):
            raise RefusedError("part_gone")
        found = rows_in(connection, "SELECT bytes FROM part WHERE name IN (?*)", [name])
    packed = bytes(found[0][0]) if found else b""
    if name_of(packed) != name:
        log.error("part %s is damaged; its snapshots are made anew", name)
        _forget(book, name)
        raise RefusedError("part_gone")
    return packed


def _forget(book: Book, name: str) -> None:
    with book.writing() as writing:
        sql = "DELETE FROM snapshot WHERE id IN (SELECT snapshot FROM snapshot_part WHERE name = ?)"
        run_many(writing.connection, sql, [(name,)])
        run_many(writing.connection, "DELETE FROM part WHERE name = ?", [(name,)])
