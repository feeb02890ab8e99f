"""Lets go of what nobody needs any more: the bodies of entries in HQ's own streams that later ones replaced long ago.

Number, leaf and hash of every entry stay, so that each place anybody ever told is still proven. `stream.pruned` says
behind which number a stream is whole; a desk that stands before it begins this stream anew. Streams of desks stay as
they are: a desk may have to get its own back entry by entry, and can prove only what it gets whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.settings import moment
from sync.records.log.streams import living, lock_head

# Bodies dropped by one transaction: some milliseconds, so that the service writes on between two.
_AT_ONCE = 500
# How often it is noted how far the streams are: entries are known to be as old as the note after them.
NOTED_EVERY = timedelta(days=1)
# Older notes are thinned out to one for each stream.
_KEPT = timedelta(days=400)
LEAST_DAYS, MOST_DAYS = 1, 36_500


@dataclass(slots=True)
class Pruned:
    """What one kind of stream loses, and what stays of it.

    Attributes:
        entries, bytes: replaced entries whose bodies go, and the size of those.
        living: newest versions of records.
        young: replaced entries that aren't old enough, or not known to be.
        held: entries that stand in `problem`, which somebody may still have to look at.
        chained: replaced entries of desks' own streams.
        done: entries without a body: deletions, and what was pruned before.
    """

    kind: str
    streams: int = 0
    entries: int = 0
    bytes: int = 0
    living: int = 0
    young: int = 0
    held: int = 0
    chained: int = 0
    done: int = 0


@dataclass(slots=True)
class Pruning:
    """What was pruned or would be; `known_since` is the oldest note of how far streams were, "" where there is none."""

    kinds: list[Pruned] = field(default_factory=list)
    known_since: str = ""

    @property
    def entries(self) -> int:
        return sum(each.entries for each in self.kinds)

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.kinds)


def note_marks(book: Book, now: datetime) -> None:
    """Notes how far each of HQ's own streams is now, where it has moved since the last note; one short transaction."""
    with book.writing() as writing:
        connection = writing.connection
        run_many(
            connection,
            "INSERT INTO stream_mark (stream, number, at) SELECT s.id, s.head, CAST(? AS TEXT) FROM stream s "
            "WHERE s.head > COALESCE((SELECT MAX(m.number) FROM stream_mark m WHERE m.stream = s.id), 0) "
            "AND substr(s.name, 1, 5) <> 'desk/' ON CONFLICT (stream, number) DO NOTHING",
            [(moment(now),)],
        )
        old = moment(now - _KEPT)
        run_many(
            connection,
            "DELETE FROM stream_mark WHERE at < ? AND EXISTS (SELECT 1 FROM stream_mark later "
            "WHERE later.stream = stream_mark.stream AND later.number > stream_mark.number AND later.at < ?)",
            [(old, old)],
        )


def prune(book: Book, now: datetime, days: int, *, check: bool = False) -> Pruning:
    """Drops the bodies of replaced entries at least so many days old, or with `check` only counts them.

    Short transactions; one that was killed is taken up by the next. RefusedError `prune_days`.
    """
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise RefusedError("prune_days", least=LEAST_DAYS, most=MOST_DAYS)
    if not check:
        note_marks(book, now)
    until = moment(now - timedelta(days=days))
    with book.reading() as connection:
        streams = [(row.id, row.name, _old_enough(connection, row, until)) for row in _streams(connection)]
        [[since]] = query_rows(connection, "SELECT COALESCE(MIN(at), '') FROM stream_mark")
    by_kind: defaultdict[str, Pruned] = defaultdict(lambda: Pruned(""))
    for key, name, last in streams:
        kind = name.partition("/")[0]
        told = by_kind[kind]
        told.kind, told.streams = kind, told.streams + 1
        with book.reading() as connection:
            _count(connection, told, key, name, last)
        if not check:
            _prune_stream(book, key, name, last)
    return Pruning([by_kind[kind] for kind in sorted(by_kind)], since)


def _streams(connection: Connection) -> Sequence[Any]:
    return query_rows(connection, "SELECT id, name, pruned FROM stream ORDER BY name")


def _old_enough(connection: Connection, stream: Any, until: str) -> int:
    """The last number known to be so old; 0 where there is none, and in a desk's stream."""
    if stream.name.startswith("desk/"):
        return 0
    sql = "SELECT number FROM stream_mark WHERE stream = ? AND at <= ? ORDER BY number DESC LIMIT 1"
    found = query_rows(connection, sql, stream.id, until)
    # Where more was pruned before, what was replaced since goes as well: nobody can go on from there anyway.
    return max(int(found[0][0]) if found else 0, int(stream.pruned))


def _count(connection: Connection, told: Pruned, key: int, name: str, last: int) -> None:
    live = living(connection).replace("live", "e.live")
    held = "EXISTS (SELECT 1 FROM problem p WHERE p.stream = ? AND p.number = e.number)"
    sql = (
        "SELECT state, COUNT(*) AS entries, SUM(size) AS size FROM (SELECT LENGTH(e.body) AS size, "
        f"CASE WHEN {live} THEN 'living' WHEN e.body IS NULL THEN 'done' WHEN {held} THEN 'held' "
        "WHEN e.number <= ? THEN 'goes' ELSE 'young' END AS state FROM entry e WHERE e.stream = ?) each_entry "
        "GROUP BY state"
    )
    for state, entries, size in query_rows(connection, sql, name, last, key):
        if state == "goes":
            told.entries += entries
            told.bytes += int(size)
        elif state == "young" and name.startswith("desk/"):
            told.chained += entries
        else:
            setattr(told, state, getattr(told, state) + entries)


def _prune_stream(book: Book, key: int, name: str, last: int) -> None:
    after = 0
    while last and (numbers := _next(book, key, name, after, last)):
        with book.writing() as writing:
            _drop_bodies(writing.connection, name, numbers)
        after = numbers[-1]


def _next(book: Book, key: int, name: str, after: int, last: int) -> list[int]:
    with book.reading() as connection:
        sql = (
            "SELECT e.number FROM entry e WHERE e.stream = ? AND e.number > ? AND e.number <= ? AND e.body IS NOT NULL "
            f"AND NOT e.{living(connection)} AND NOT EXISTS "
            "(SELECT 1 FROM problem p WHERE p.stream = ? AND p.number = e.number) "
            f"ORDER BY e.number LIMIT {_AT_ONCE}"
        )
        return [number for (number,) in query_rows(connection, sql, key, after, last, name)]


def _drop_bodies(connection: Connection, name: str, numbers: Sequence[int]) -> None:
    """Drops them, and says in the same transaction up to which number the stream is less than whole."""
    key, _ = lock_head(connection, name)
    last = numbers[-1]
    run_many(connection, "UPDATE stream SET pruned = ? WHERE id = ? AND pruned < ?", [(last, key, last)])
    sql = f"UPDATE entry SET body = NULL WHERE number IN (?*) AND stream = ? AND NOT {living(connection)} RETURNING id"
    rows_in(connection, sql, numbers, key)
