"""Takes a stream away, replaces single records of it, or replaces the desk's own stream by what HQ has of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from domain.parties.dealers import made_by_desk
from sync.records.bodies.records import BODY_TYPES
from sync.records.books.bulk import parts, rows_in, run_many, upsert_rows
from sync.records.books.numbering import number_in, raise_sequences
from sync.records.copies.strays import Rebuilt, live_elsewhere, write_again
from sync.records.log.applying import APPLIERS, apply_entries
from sync.records.log.streams import end_versions, living, lock_head, store_head, write_entries
from sync.records.log.writing import Writing
from sync.records.orders.answers import restore_cards
from sync.records.schema import tables
from sync.streams import Entry, Head, OwnEntry, digest_of, make_entry, stored_entry

_KIND_ORDER = {kind: place for place, kind in enumerate(BODY_TYPES)}
_AT_ONCE = 1000
Versions = dict[tuple[str, str], tuple[int, bytes]]


def drop_stream(connection: Connection, name: str) -> None:
    """Deletes a stream's entries and all that was derived from them; its row stays, empty."""
    key, head = lock_head(connection, name)
    sql = f"SELECT kind, record FROM entry WHERE stream IN (?*) AND {living(connection)}"
    records = rows_in(connection, sql, [key])
    if any(kind == "copy" for kind, _ in records):
        # A card that only this stream has a copy of is gone with it, and not to be read out of it once more.
        run_many(connection, "UPDATE entry SET live = FALSE WHERE stream = ? AND kind = 'copy'", [(key,)])
    drop_derived(connection, records, key)
    run_many(connection, "DELETE FROM entry WHERE stream = ?", [(key,)])
    run_many(connection, "DELETE FROM problem WHERE stream = ?", [(name,)])
    store_head(connection, key, Head(epoch=head.epoch))
    run_many(connection, "UPDATE stream SET filling_to = NULL WHERE id = ?", [(key,)])


def remove_stream(connection: Connection, name: str) -> bool:
    """Deletes a stream with all it brought; False where the book doesn't hold it."""
    if not rows_in(connection, "SELECT id FROM stream WHERE name IN (?*)", [name]):
        return False
    drop_stream(connection, name)
    run_many(connection, "DELETE FROM stream WHERE name = ?", [(name,)])
    return True


def drop_derived(connection: Connection, records: Iterable[tuple[str, str]], key: int) -> None:
    """Takes away the rows of these records of a stream, given with its key."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for kind, record in records:
        by_kind[kind].append(record)
    for kind in sorted(by_kind, key=lambda each: -_KIND_ORDER.get(each, 0)):
        if kind in APPLIERS:
            for part in parts(by_kind[kind], 5_000):
                APPLIERS[kind].drop(connection, part)
    restore_cards(connection, [each for each in by_kind.get("dealer", ()) if not made_by_desk(each)], key)
    for kind in by_kind.keys() & BODY_TYPES.keys():
        _restore_copies(connection, [f"{kind}/{record}" for record in by_kind[kind]], key)


def _restore_copies(connection: Connection, copies: Sequence[str], key: int) -> None:
    """Lets copies speak again whose originals are being taken away."""
    live = living(connection)
    # The originals still stand as entries while this runs, and an original keeps its copy silent.
    sql = f"SELECT number, record, body FROM entry WHERE {live} AND record IN (?*) AND kind = 'copy' AND stream <> ?"
    found = rows_in(connection, sql, copies, key)
    if found:
        run_many(connection, "UPDATE entry SET live = FALSE WHERE stream = ?", [(key,)])
        apply_entries(connection, [(number, make_entry("copy", record, bytes(body))) for number, record, body in found])


def live_versions(connection: Connection, name: str) -> Versions:
    """Number and leaf of every live record of a stream, by kind and id."""
    sql = (
        "SELECT e.kind, e.record, e.number, e.leaf FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE s.name IN (?*) AND e.{living(connection)}"
    )
    rows = rows_in(connection, sql, [name])
    return {(kind, record): (number, bytes(leaf)) for kind, record, number, leaf in rows}


def replace_records(
    connection: Connection,
    name: str,
    right: Sequence[tuple[int, Entry]],
    gone: Sequence[tuple[str, str]],
) -> Head:
    """Puts right single records that differ from their home's: `right` are the home's versions, `gone` it doesn't have.

    Count and digest are counted anew; the head's number and hash stay. Where a record of that id lives in another
    stream here (two desks gave one name, and HQ believed the other), it gives way.
    """
    key, head = lock_head(connection, name)
    touched = {*gone, *((entry.kind, entry.record) for _, entry in right)}
    run_many(
        connection,
        f"UPDATE entry SET live = FALSE WHERE {living(connection)} AND stream = ? AND kind = ? AND record = ?",
        [(key, kind, record) for kind, record in sorted(touched)],
    )
    drop_derived(connection, gone, key)
    _give_way(connection, [entry for _, entry in right])
    rows = [(key, number, entry.kind, entry.record, True, entry.leaf, entry.body) for number, entry in right]
    columns = ("stream", "number", "kind", "record", "live", "leaf", "body")
    upsert_rows(connection, tables.entry, columns, rows, key=("stream", "number"))
    apply_entries(connection, right)
    return _count_anew(connection, name, key, head)


def _give_way(connection: Connection, entries: Sequence[Entry]) -> None:
    """Ends what lives under these records' names in other streams of this book."""
    sql = (
        "SELECT e.id, e.kind, e.record, s.name FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE e.record IN (?*) AND e.{living(connection)}"
    )
    named = {(entry.kind, entry.record) for entry in entries}
    found = [row for row in rows_in(connection, sql, sorted({record for _, record in named})) if row[1:3] in named]
    end_versions(connection, [row[0] for row in found])
    for name in sorted({row[3] for row in found}):
        key, head = lock_head(connection, name)
        _count_anew(connection, name, key, head)


def _count_anew(connection: Connection, name: str, key: int, head: Head) -> Head:
    leaves = [leaf for _, leaf in live_versions(connection, name).values()]
    after = Head(head.epoch, head.number, head.hash, len(leaves), digest_of(leaves))
    store_head(connection, key, after)
    return after


def own_entries(connection: Connection, name: str, after: int, limit: int = 1 << 60) -> list[OwnEntry]:
    """Entries of the desk's own stream after a number."""
    sql = (
        "SELECT e.number, e.kind, e.record, e.body, e.leaf, e.hash FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE s.name IN (?*) AND e.number > ? ORDER BY e.number LIMIT ?"
    )
    return [
        OwnEntry(
            number, stored_entry(kind, record, None if body is None else bytes(body), bytes(leaf)), bytes(chain_hash)
        )
        for number, kind, record, body, leaf, chain_hash in rows_in(connection, sql, [name], after, limit)
    ]


def replace_own(
    writing: Writing, name: str, epoch: int, held_there: Sequence[OwnEntry], unsent: Sequence[OwnEntry]
) -> Rebuilt:
    """Puts what HQ has of the desk's own stream in its place, and writes what HQ never got behind it.

    Args:
        held_there: HQ's entries from number 1 on, their chain checked, with numbers HQ doesn't believe marked.
        unsent: what this machine knows beyond what HQ acknowledged, oldest first.
    """
    connection = writing.connection
    common = _common(connection, name, held_there)
    held_there = _filled(connection, name, held_there)
    drop_stream(connection, name)
    key, _ = lock_head(connection, name)
    start = Head(epoch=epoch)
    store_head(connection, key, start)
    held = {each.number for each in held_there if each.held}
    numbered = [(each.number, each.entry, each.hash) for each in held_there]
    stored = write_entries(connection, key, start, numbered, held=held)
    apply_entries(connection, [numbered[place][:2] for place in stored.newest])
    note_hollow(connection, key, [(each.number, each.entry) for each in held_there])
    run_many(connection, "UPDATE stream SET acked = ? WHERE id = ?", [(stored.head.number, key)])
    raise_to_stream(connection, name)
    again, left_out = _sort_out(connection, key, held_there, unsent, common)
    return write_again(writing, name, again, left_out)


def _filled(connection: Connection, name: str, held_there: Sequence[OwnEntry]) -> list[OwnEntry]:
    """HQ's entries, with the bodies it didn't keep where this book still has them."""
    hollow = [each.number for each in held_there if each.entry.is_hollow]
    sql = "SELECT e.number, e.body, e.leaf FROM entry e JOIN stream s ON s.id = e.stream WHERE e.number IN (?*) "
    found = rows_in(connection, sql + "AND s.name = ? AND e.body IS NOT NULL", hollow, name)
    here = {(number, bytes(leaf)): bytes(body) for number, body, leaf in found}
    return [
        each._replace(entry=make_entry(each.entry.kind, each.entry.record, body))
        if (body := here.get((each.number, each.entry.leaf))) is not None
        else each
        for each in held_there
    ]


def note_hollow(connection: Connection, key: int, numbered: Iterable[tuple[int, Entry]]) -> None:
    """Says in the stream's row (by its key) up to which number bodies are missing: their leaves the chain proves."""
    last = max((number for number, entry in numbered if entry.is_hollow), default=0)
    if last:
        run_many(connection, "UPDATE stream SET pruned = ? WHERE id = ? AND pruned < ?", [(last, key, last)])


def _common(connection: Connection, name: str, held_there: Sequence[OwnEntry]) -> int:
    """The last number at which this book and HQ agree."""
    sql = "SELECT e.number, e.hash FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name IN (?*)"
    here = {number: bytes(each or b"") for number, each in rows_in(connection, sql, [name])}
    return max((each.number for each in held_there if here.get(each.number) == each.hash), default=0)


def _sort_out(
    connection: Connection, key: int, held_there: Sequence[OwnEntry], unsent: Sequence[OwnEntry], common: int
) -> tuple[list[Entry], list[Entry]]:
    """What of the unsent is to be written again, and what HQ has in another version."""
    known = {each.entry.leaf for each in held_there}
    newer = {(each.entry.kind, each.entry.record) for each in held_there if each.number > common}
    newer |= live_elsewhere(connection, key, sorted({each.entry.record for each in unsent}))
    again: dict[bytes, Entry] = {}
    left_out: dict[bytes, Entry] = {}
    for each in unsent:
        if each.entry.leaf in known:
            continue
        fate = left_out if (each.entry.kind, each.entry.record) in newer else again
        fate[each.entry.leaf] = each.entry
    return list(again.values()), list(left_out.values())


def raise_to_stream(connection: Connection, name: str) -> None:
    """Lets numbers go on after the highest any entry of a stream bears, those of replaced and deleted ones too."""
    after = 0
    while True:
        part = own_entries(connection, name, after, _AT_ONCE)
        raise_sequences(connection, filter(None, (number_in(each.entry) for each in part)))
        if len(part) < _AT_ONCE:
            return
        after = part[-1].number
