"""The stored form of streams: heads and entries, appended at home and received from elsewhere by the same steps."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from sync.records import tables
from sync.records.bulk import insert_rows, parts, rows_in, run_many
from sync.streams import ZERO_DIGEST, ZERO_HASH, Entry, Head, chain, last_versions, shift_digest

_HEAD = "SELECT id, epoch, head, hash, live, digest FROM stream WHERE name = ?"
_ENTRY = ("stream", "number", "kind", "record", "live", "leaf", "hash", "body")


def head_of(connection: Connection, name: str) -> Head | None:
    """Where a stream stands in this book, or None where it holds nothing of it."""
    found = rows_in(connection, _HEAD.replace("= ?", "IN (?*)"), [name])
    return _head(found[0]) if found else None


def lock_head(connection: Connection, name: str) -> tuple[int, Head]:
    """The stream's row id and head, locked until the transaction ends; the row is made where it is missing."""
    locking = "" if connection.dialect.name == "sqlite" else " FOR UPDATE"
    for _ in range(2):
        found = rows_in(connection, _HEAD.replace("= ?", "IN (?*)") + locking, [name])
        if found:
            return found[0][0], _head(found[0])
        insert = "INSERT INTO stream (name, hash, digest) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING"
        run_many(connection, insert, [(name, ZERO_HASH, ZERO_DIGEST)])
    raise AssertionError(f"stream {name} can't be made")


def append_entries(connection: Connection, name: str, entries: Sequence[Entry]) -> tuple[int, list[bytes]]:
    """Gives the entries the stream's next numbers and writes them; returns the first number and the chain's hashes.

    Called last in a transaction: from here to the commit nobody else can take a number of this stream.
    """
    key, head = lock_head(connection, name)
    hashes = chain(head.hash, head.number + 1, (entry.leaf for entry in entries))
    write_entries(
        connection,
        key,
        head,
        list(zip(range(head.number + 1, head.number + 1 + len(entries)), entries, hashes, strict=True)),
    )
    return head.number + 1, hashes


def write_entries(
    connection: Connection,
    key: int,
    head: Head,
    numbered: Sequence[tuple[int, Entry, bytes | None]],
    *,
    last: int | None = None,
    last_hash: bytes | None = None,
) -> Head:
    """Stores entries after `head`, ends what they replace, and moves the head; returns the new one.

    In a first fill entries come without hashes: `last` and `last_hash` then say where the page ends.
    """
    entries = [entry for _, entry, _ in numbered]
    newest = set(last_versions(entries))
    removed = _end_versions(connection, entries)
    rows = [
        (
            key,
            number,
            entry.kind,
            entry.record,
            place in newest and entry.body is not None,
            entry.leaf,
            link,
            entry.body,
        )
        for place, (number, entry, link) in enumerate(numbered)
    ]
    insert_rows(connection, tables.entry, _ENTRY, rows)
    added = [entries[place].leaf for place in newest if entries[place].body is not None]
    if numbered and last is None:
        last, last_hash = numbered[-1][0], numbered[-1][2]
    after = Head(
        head.epoch,
        head.number if last is None else last,
        last_hash or head.hash,
        head.live + len(added) - len(removed),
        shift_digest(head.digest, added=added, removed=removed),
    )
    store_head(connection, key, after)
    return after


def store_head(connection: Connection, key: int, head: Head) -> None:
    run_many(
        connection,
        "UPDATE stream SET epoch = ?, head = ?, hash = ?, live = ?, digest = ? WHERE id = ?",
        [(head.epoch, head.number, head.hash, head.live, head.digest, key)],
    )


def _end_versions(connection: Connection, entries: Sequence[Entry]) -> list[bytes]:
    """Ends the live versions of these records; returns their leaves."""
    wanted = {(entry.kind, entry.record) for entry in entries}
    live = "live = 1" if connection.dialect.name == "sqlite" else "live"
    dead = "0" if connection.dialect.name == "sqlite" else "FALSE"
    leaves, ended = [], []
    for kind in sorted({kind for kind, _ in wanted}):
        records = [record for each, record in wanted if each == kind]
        for part in parts(records):
            sql = f"SELECT id, record, leaf FROM entry WHERE {live} AND record IN (?*) AND kind = ?"
            for entry_id, _, leaf in rows_in(connection, sql, part, kind):
                leaves.append(leaf)
                ended.append((entry_id,))
    run_many(connection, f"UPDATE entry SET live = {dead} WHERE id = ?", ended)
    return leaves


def _head(row: tuple[int, int, int, bytes, int, bytes]) -> Head:
    return Head(row[1], row[2], bytes(row[3]), row[4], bytes(row[5]))
