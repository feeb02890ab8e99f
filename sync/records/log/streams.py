"""The stored form of streams: heads and entries, appended at home and received from elsewhere by the same steps."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.records.books.bulk import AtOnce, insert_rows, query_lists, query_rows, rows_in, run_in, run_many
from sync.records.schema import tables
from sync.streams import ZERO_DIGEST, ZERO_HASH, Entry, Head, chain, last_versions, link, shift_digest

_HEAD = "SELECT id, epoch, head, hash, live, digest FROM stream WHERE name = ?"
Living = Mapping[tuple[str, str], tuple[int, int, bytes]]
"""By kind and id the version of a record that lives: its row, its stream's row and its leaf."""
Place = tuple[int, Head]
"""A stream's row and its head."""
_ENTRY = ("stream", "number", "kind", "record", "live", "leaf", "hash", "body")


def living(connection: Connection) -> str:
    """The test that an entry is the newest version of its record, spelled so that the engine takes its index."""
    return "live = 1" if connection.dialect.name == "sqlite" else "live"


def head_of(connection: Connection, name: str) -> Head | None:
    """Where a stream stands in this book, or None where it holds nothing of it."""
    found = query_rows(connection, _HEAD, name)
    return _head(found[0]) if found else None


def lock_head(connection: Connection, name: str) -> Place:
    """The stream's row id and head, locked until the transaction ends; the row is made where it is missing."""
    sql = _HEAD if connection.dialect.name == "sqlite" else f"{_HEAD} FOR UPDATE"
    for _ in range(2):
        found = query_rows(connection, sql, name)
        if found:
            return found[0][0], _head(found[0])
        insert = "INSERT INTO stream (name, hash, digest) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING"
        run_many(connection, insert, [(name, ZERO_HASH, ZERO_DIGEST)])
    raise AssertionError(f"stream {name} can't be made")


def lock_heads(connection: Connection, names: Iterable[str]) -> dict[str, Place]:
    """`lock_head` for many streams, locked in one order by everybody."""
    wanted = sorted(names)
    if connection.dialect.name == "sqlite" or len(wanted) < 2:
        return {name: lock_head(connection, name) for name in wanted}
    sql = "SELECT name, id, epoch, head, hash, live, digest FROM stream WHERE name IN (?*) "
    found = rows_in(connection, sql + 'ORDER BY name COLLATE "C" FOR UPDATE', wanted)
    places = {row[0]: (row[1], _head(row[1:])) for row in found}
    return {name: places.get(name) or lock_head(connection, name) for name in wanted}


class Addition(NamedTuple):
    """Entries for the end of a stream.

    Attributes:
        place: the stream's row and head, where this transaction has locked it already and not written to it since.
        unseen: whether it is known that no version of these records stands in the book.
    """

    entries: Sequence[Entry]
    place: Place | None = None
    unseen: bool = False


def append_entries(connection: Connection, additions: Mapping[str, Addition]) -> dict[str, tuple[int, list[bytes]]]:
    """Gives entries their streams' next numbers and writes them; returns the first numbers and the chains' hashes.

    Called last in a transaction: from here to the commit nobody else can take a number of these streams. RefusedError
    `written_elsewhere` where a record's home is another stream, such as that of the dealer's other desk; IntegrityError
    where a record is said to be unseen and isn't.
    """
    if len(additions) == 1:
        ((name, only),) = additions.items()
        if only.unseen and len(only.entries) == 1 and only.entries[0].body is not None:
            return {name: _append_first(connection, name, only)}
    places = {name: each.place for name, each in additions.items() if each.place is not None}
    places |= lock_heads(connection, additions.keys() - places.keys())
    seen = [entry for each in additions.values() if not each.unseen for entry in each.entries]
    known = living_versions(connection, seen) if seen else {}
    homes = {key: name for name, (key, _) in places.items()}
    plans, written = [], {}
    for name in sorted(additions):
        (key, head), entries = places[name], additions[name].entries
        first = head.number + 1
        hashes = chain(head.hash, first, (entry.leaf for entry in entries))
        numbered = [(first + place, entry, hashes[place]) for place, entry in enumerate(entries)]
        own = {each: known[each] for each in map(_record, entries) if each in known}
        left = {each for each, version in own.items() if _leaves(additions, homes.get(version[1], name), name, each)}
        plan = _plan(key, head, numbered, {each: own[each] for each in own.keys() - left})
        if plan.stored.elsewhere:
            entry = entries[plan.stored.elsewhere[0]]
            raise RefusedError("written_elsewhere", kind=entry.kind, number=_number(connection, entry))
        plans.append(plan)
        written[name] = (first, hashes)
    _carry_out(connection, plans)
    return written


def _append_first(connection: Connection, name: str, addition: Addition) -> tuple[int, list[bytes]]:
    """`append_entries` of one entry that is the first of its record, as most of a desk's are: nothing ends by it."""
    key, head = addition.place or lock_head(connection, name)
    (entry,) = addition.entries
    number = head.number + 1
    here = link(head.hash, number, entry.leaf)
    row = (key, number, entry.kind, entry.record, True, entry.leaf, here, entry.body)
    insert_rows(connection, tables.entry, _ENTRY, [row])
    digest = shift_digest(head.digest, added=[entry.leaf], removed=())
    store_head(connection, key, Head(head.epoch, number, here, head.live + 1, digest))
    return number, [here]


def _leaves(additions: Mapping[str, Addition], home: str, name: str, record: tuple[str, str]) -> bool:
    """Whether a record that lives in another of these streams is deleted there at the same time."""
    if home == name:
        return False
    last = [entry for entry in additions[home].entries if _record(entry) == record][-1:]
    return bool(last) and last[0].body is None


class Stored(NamedTuple):
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
    end: tuple[int, bytes] | None = None,
    held: Container[int] = (),
    unseen: bool = False,
    living: Living | None = None,
) -> Stored:
    """Stores entries after `head`, ends what they replace, and moves the head.

    Args:
        end: number and hash where the page ends, in a first fill, whose entries come without hashes.
        held: numbers of entries that are kept in the chain without being believed.
        unseen: the caller knows that no version of these records stands in the book; IntegrityError where it errs.
        living: the living versions of these records, where they were read in this transaction already.
    """
    found: Living = {}
    if living is not None:
        found = living
    elif not unseen:
        found = living_versions(connection, [entry for number, entry, _ in numbered if number not in held])
    plan = _plan(key, head, numbered, found, end=end, held=held, unseen=unseen)
    _carry_out(connection, [plan])
    return plan.stored


class _Plan(NamedTuple):
    """What is to be written of one stream: its entries' rows, and the rows of the versions that end with them."""

    key: int
    rows: list[tuple[Any, ...]]
    ended: list[int]
    stored: Stored


def _plan(
    key: int,
    head: Head,
    numbered: Sequence[tuple[int, Entry, bytes | None]],
    living: Living,
    *,
    end: tuple[int, bytes] | None = None,
    held: Container[int] = (),
    unseen: bool = False,
) -> _Plan:
    open_places = [place for place, (number, _, _) in enumerate(numbered) if number not in held]
    entries = [numbered[place][1] for place in open_places]
    # Of records nobody has seen there is one version each, or the index says no; unless one was deleted at once.
    once = unseen and all(entry.body is not None for entry in entries)
    latest = open_places if once else [open_places[place] for place in last_versions(entries)]
    found = (
        {each: living[each] for place in latest if (each := _record(numbered[place][1])) in living} if living else {}
    )
    foreign = {record for record, (_, stream, _) in found.items() if stream != key}
    elsewhere = [place for place in open_places if _record(numbered[place][1]) in foreign] if foreign else []
    if foreign:
        latest = [place for place in latest if _record(numbered[place][1]) not in foreign]
    ended = [version for version in found.values() if version[1] == key]
    newest = set(latest)
    rows = [
        (
            key, number, entry.kind, entry.record, place in newest and entry.body is not None, entry.leaf, link_hash,
            entry.body,
        )
        for place, (number, entry, link_hash) in enumerate(numbered)
    ]  # fmt: skip
    added, removed = [row[5] for row in rows if row[4]], [leaf for _, _, leaf in ended]
    last, last_hash = end or (numbered[-1][0], numbered[-1][2]) if numbered or end else (head.number, None)
    after = Head(
        head.epoch,
        last,
        last_hash or head.hash,
        head.live + len(added) - len(removed),
        shift_digest(head.digest, added=added, removed=removed),
    )
    return _Plan(key, rows, [row for row, _, _ in ended], Stored(after, latest, elsewhere))


def _carry_out(connection: Connection, plans: Sequence[_Plan]) -> None:
    """Ends what is replaced before what replaces it is written: of each record one version lives."""
    end_versions(connection, [row for plan in plans for row in plan.ended])
    insert_rows(connection, tables.entry, _ENTRY, [row for plan in plans for row in plan.rows])
    heads = [(plan.stored.head, plan.key) for plan in plans]
    rows = [(each.epoch, each.number, each.hash, each.live, each.digest, key) for each, key in heads]
    run_many(connection, _MOVE, rows, _MOVE_AT_ONCE)


_MOVE = "UPDATE stream SET epoch = ?, head = ?, hash = ?, live = ?, digest = ? WHERE id = ?"
_MOVE_AT_ONCE = AtOnce(
    "UPDATE stream s SET epoch = v.epoch, head = v.head, hash = v.hash, live = v.live, digest = v.digest FROM ?* "
    "WHERE s.id = v.id",
    (
        ("epoch", "bigint"), ("head", "bigint"), ("hash", "bytea"), ("live", "bigint"), ("digest", "bytea"),
        ("id", "bigint"),
    ),
)  # fmt: skip


def end_versions(connection: Connection, rows: Sequence[int]) -> None:
    """Lets versions of records (entries' rows) live no more."""
    run_in(connection, "UPDATE entry SET live = FALSE WHERE id IN (?*)", rows)


def hashes_at(connection: Connection, name: str, numbers: Sequence[int]) -> dict[int, bytes]:
    """The chain's hashes at these numbers of a stream, as far as the book has them."""
    sql = (
        "SELECT e.number, e.hash FROM entry e WHERE e.number IN (?*) "
        "AND e.stream = (SELECT id FROM stream WHERE name = ?)"
    )
    return {number: bytes(each) for number, each in rows_in(connection, sql, numbers, name) if each is not None}


def store_head(connection: Connection, key: int, head: Head) -> None:
    run_many(connection, _MOVE, [(head.epoch, head.number, head.hash, head.live, head.digest, key)])


def _record(entry: Entry) -> tuple[str, str]:
    return entry.kind, entry.record


def _number(connection: Connection, entry: Entry) -> str:
    """What people call the record: its document's number, or its id without whose it is."""
    found = rows_in(connection, "SELECT number FROM document WHERE id IN (?*)", [entry.record])
    return str(found[0][0]) if found else entry.record.partition(":")[2] or entry.record


def living_versions(connection: Connection, entries: Sequence[Entry]) -> Living:
    """The living version of each of these records that has one."""
    kinds, records = sorted({entry.kind for entry in entries}), sorted({entry.record for entry in entries})
    if not records:
        return {}
    sql = f"SELECT kind, record, id, stream, leaf FROM entry WHERE {living(connection)} AND record IN (?*) AND kind "
    if len(kinds) == 1:
        rows = query_lists(connection, f"{sql} = ?", records, kinds[0])
    else:
        rows = query_lists(connection, f"{sql} IN (?*)", records, kinds)
    return {(kind, record): (row, stream, bytes(leaf)) for kind, record, row, stream, leaf in rows}


def _head(row: tuple[int, int, int, bytes, int, bytes]) -> Head:
    return Head(row[1], row[2], bytes(row[3]), row[4], bytes(row[5]))
