"""The stored form of streams: heads and entries, appended at home and received from elsewhere by the same steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.records import tables
from sync.records.bulk import insert_rows, rows_in, run_many
from sync.streams import ZERO_DIGEST, ZERO_HASH, Entry, Head, chain, last_versions, shift_digest

_HEAD = "SELECT id, epoch, head, hash, live, digest FROM stream WHERE name = ?"
_ENTRY = ("stream", "number", "kind", "record", "live", "leaf", "hash", "body")


def living(connection: Connection) -> str:
    """The test that an entry is the newest version of its record, spelled so that the engine takes its index."""
    return "live = 1" if connection.dialect.name == "sqlite" else "live"


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

    Called last in a transaction: from here to the commit nobody else can take a number of this stream. RefusedError
    `written_elsewhere` where a record's home is another stream, such as that of the dealer's other desk.
    """
    key, head = lock_head(connection, name)
    first = head.number + 1
    hashes = chain(head.hash, first, (entry.leaf for entry in entries))
    numbered = [(first + place, entry, hashes[place]) for place, entry in enumerate(entries)]
    stored = write_entries(connection, key, head, numbered)
    if stored.elsewhere:
        entry = entries[stored.elsewhere[0]]
        raise RefusedError("written_elsewhere", kind=entry.kind, number=_number(connection, entry))
    return first, hashes


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of entries that were written.

    Attributes:
        head: where the stream stands now.
        newest: places of the entries that are their record's newest version, deletions included; to be applied.
        elsewhere: places of entries whose record lives in another stream; they stay in the chain only.
    """

    head: Head
    newest: list[int]
    elsewhere: list[int]


def write_entries(
    connection: Connection,
    key: int,
    head: Head,
    numbered: Sequence[tuple[int, Entry, bytes | None]],
    *,
    last: int | None = None,
    last_hash: bytes | None = None,
    held: Container[int] = (),
    unseen: bool = False,
) -> Stored:
    """Stores entries after `head`, ends what they replace, and moves the head.

    Args:
        last, last_hash: where the page ends, in a first fill, whose entries come without hashes.
        held: numbers of entries that are kept in the chain without being believed.
        unseen: the caller knows that no version of these records stands in the book; IntegrityError where it errs.
    """
    open_places = [place for place, (number, _, _) in enumerate(numbered) if number not in held]
    entries = [numbered[place][1] for place in open_places]
    # Of records nobody has seen there is one version each, or the index says no; unless one was deleted at once.
    once = unseen and all(entry.body is not None for entry in entries)
    latest = open_places if once else [open_places[place] for place in last_versions(entries)]
    elsewhere: list[int] = []
    removed: list[bytes] = []
    if not unseen:
        found = _live_versions(connection, [numbered[place][1] for place in latest])
        foreign = {record for record, (_, stream, _) in found.items() if stream != key}
        elsewhere = [place for place in open_places if _record(numbered[place][1]) in foreign]
        latest = [place for place in latest if _record(numbered[place][1]) not in foreign]
        ended = [version for version in found.values() if version[1] == key]
        removed = [leaf for _, _, leaf in ended]
        rows_in(connection, _end(connection), [each[0] for each in ended])
    newest = set(latest)
    rows = [
        (
            key,
            number,
            entry.kind,
            entry.record,
            place in newest and entry.body is not None,
            entry.leaf,
            link_hash,
            entry.body,
        )
        for place, (number, entry, link_hash) in enumerate(numbered)
    ]
    insert_rows(connection, tables.entry, _ENTRY, rows)
    added = [row[5] for row in rows if row[4]]
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
    return Stored(after, latest, elsewhere)


def _end(connection: Connection) -> str:
    dead = "0" if connection.dialect.name == "sqlite" else "FALSE"
    return f"UPDATE entry SET live = {dead} WHERE id IN (?*) RETURNING id"


def store_head(connection: Connection, key: int, head: Head) -> None:
    run_many(
        connection,
        "UPDATE stream SET epoch = ?, head = ?, hash = ?, live = ?, digest = ? WHERE id = ?",
        [(head.epoch, head.number, head.hash, head.live, head.digest, key)],
    )


def _record(entry: Entry) -> tuple[str, str]:
    return entry.kind, entry.record


def _number(connection: Connection, entry: Entry) -> str:
    """What people call the record: its document's number, or its id."""
    found = rows_in(connection, "SELECT number FROM document WHERE id IN (?*)", [entry.record])
    return str(found[0][0]) if found else entry.record


def _live_versions(connection: Connection, entries: Sequence[Entry]) -> dict[tuple[str, str], tuple[int, int, bytes]]:
    """The live version of each of these records that has one: its row, its stream's row and its leaf."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.record)
    sql = f"SELECT record, id, stream, leaf FROM entry WHERE {living(connection)} AND record IN (?*) AND kind = ?"
    return {
        (kind, record): (row, stream, bytes(leaf))
        for kind in sorted(by_kind)
        for record, row, stream, leaf in rows_in(connection, sql, by_kind[kind], kind)
    }


def _head(row: tuple[int, int, int, bytes, int, bytes]) -> Head:
    return Head(row[1], row[2], bytes(row[3]), row[4], bytes(row[5]))
