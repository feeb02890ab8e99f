"""Sets beside for a person what another copy of HQ's book holds and this one lacks, as one that a backup replaced.

What desks hold of HQ's streams they give back themselves. Where they were set back as well, the replaced book is the
only place that still has it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.hq.restored.epochs import begin_epoch
from sync.keys import DeviceKey, hq_key
from sync.records.books.bulk import query_lists, query_rows, run_many, stream_rows
from sync.records.books.database import Book, open_sqlite
from sync.records.books.numbering import number_in, raise_sequences
from sync.records.books.settings import moment, read_setting
from sync.records.copies.other_copies import open_copy
from sync.records.log.streams import hashes_at, head_of
from sync.streams import ZERO_HASH, leaf_of, link, make_entry
from sync.wire.signing import head_text

# What HQ reckons and tells anew by itself.
_FIGURES = frozenset({"availability", "quota"})
_AT_ONCE = 1000


def bring_back(part: Path, before: Path, now: datetime, by: str) -> int:
    """Makes a backup ready to take the place of HQ's book: a new epoch, and what only that book still holds set beside.

    Returns how many entries lie beside. `before` may be missing or damaged.
    """
    book = open_sqlite(part)
    with ExitStack() as ends:
        ends.callback(book.close)
        other = ends.enter_context(open_copy(before)) if before.exists() else None
        begin_epoch(book, now, by, beyond=_last_epoch(other) if other else 0)
        if other is None or not _is_same_hq(book, other):
            return 0
        return look_through(book, other, now)


def _last_epoch(other: Book) -> int:
    with other.reading() as source:
        return int(query_rows(source, "SELECT COALESCE(MAX(epoch), 0) FROM stream")[0][0])


def _is_same_hq(book: Book, other: Book) -> bool:
    with book.reading() as connection, other.reading() as source:
        secret = read_setting(source, "secret")
        return bool(secret) and secret == read_setting(connection, "secret")


def look_through(book: Book, other: Book, now: datetime) -> int:
    """Sets beside what another copy of this HQ's book has behind the last entry both have; how many entries.

    Doing it again adds nothing. Desks the other copy knows and this one doesn't are known again; who was shut out in
    either stays so, unless its machine was let in later.

    Raises RefusedError `book_of_another_hq`.
    """
    if not _is_same_hq(book, other):
        raise RefusedError("book_of_another_hq")
    with other.reading() as source, book.writing() as writing:
        connection = writing.connection
        looking = _Looking(connection, source, hq_key(read_setting(connection, "secret")), moment(now))
        looking.bring_desks()
        before = _waiting(connection)
        looking.bring_runs()
        for each in query_rows(source, "SELECT id, name, epoch FROM stream ORDER BY name"):
            looking.bring_stream(each.id, each.name, each.epoch)
        return _waiting(connection) - before


def _waiting(connection: Connection) -> int:
    return int(query_rows(connection, "SELECT COUNT(*) FROM returned_entry WHERE state = 'waiting'")[0][0])


class _Looking:
    """One reading of another copy (`source`) into this book."""

    def __init__(self, connection: Connection, source: Connection, key: DeviceKey, now: str) -> None:
        self._connection, self._source, self._key, self._now = connection, source, key, now

    def bring_desks(self) -> None:
        """Who may exchange, by whichever book let its machine in later."""
        names = ("id", "dealer", "prefix", "public_key", "machine", "enrolled_at", "revoked")
        sql = f"SELECT {', '.join(names)} FROM desk ORDER BY id"
        here = {row.id: row for row in query_rows(self._connection, sql)}
        prefixes = {row.prefix for row in here.values()}
        for row in query_rows(self._source, sql):
            known = here.get(row.id)
            if known is None and row.prefix not in prefixes:
                values = (*row[:6], bool(row.revoked))
                run_many(
                    self._connection,
                    f"INSERT INTO desk ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                    [values],
                )
            elif known is not None and row.enrolled_at > known.enrolled_at:
                sql_later = (
                    "UPDATE desk SET dealer = ?, public_key = ?, machine = ?, enrolled_at = ?, revoked = ? WHERE id = ?"
                )
                later = (row.dealer, row.public_key, row.machine, row.enrolled_at, bool(row.revoked), row.id)
                run_many(self._connection, sql_later, [later])
            elif known is not None and row.revoked and row.enrolled_at == known.enrolled_at:
                run_many(self._connection, "UPDATE desk SET revoked = ? WHERE id = ?", [(True, row.id)])

    def bring_runs(self) -> None:
        """What desks had given back to the other book and nobody had taken there yet, or somebody had left."""
        sql = (
            "SELECT * FROM returned_run r WHERE state = 'whole' AND EXISTS (SELECT 1 FROM returned_entry e "
            "WHERE e.run = r.id AND e.state IN ('waiting', 'home', 'left')) ORDER BY id"
        )
        entries = (
            "SELECT number, kind, record, body, hash, state FROM returned_entry "
            "WHERE run = ? AND state IN ('waiting', 'home', 'left') ORDER BY number"
        )
        for run in query_rows(self._source, sql):
            common = (run.previous, bytes(run.previous_hash))
            values = (run.epoch, bytes(run.signature), *common, bool(run.proven), run.desk)
            made = self._run((run.stream, run.number, bytes(run.hash)), values)
            self._put(made, run.stream, query_rows(self._source, entries, run.id))

    def bring_stream(self, key: int, name: str, epoch: int) -> None:
        """One stream's entries behind the last one both books have."""
        common, tip = self._common(key, name)
        last, end = common, tip
        for row in stream_rows(
            self._source,
            "SELECT number, leaf, hash FROM entry WHERE stream = ? AND number > ? ORDER BY number",
            key,
            common,
        ):
            follows = link(end, row.number, bytes(row.leaf))
            if row.number != last + 1 or follows != bytes(row.hash or b""):
                break
            last, end = row.number, follows
        if last > common:
            signature = self._key.sign(head_text(name, epoch, last, end))
            self._beside((name, last, end), (epoch, signature, common, tip, True, ""), key, (common, last))
        self._behind_a_hole(key, name, epoch, (last, end))

    def _behind_a_hole(self, key: int, name: str, epoch: int, common: tuple[int, bytes]) -> None:
        """What a damaged book has of a stream, and no chain leads to any more."""
        sql = "SELECT number, leaf FROM entry WHERE stream = ? AND number > ? ORDER BY number"
        rows = query_rows(self._source, sql, key, common[0])
        if not rows:
            return
        number = rows[-1].number
        place = hashlib.sha256(b"behind a hole" + b"".join(bytes(row.leaf) for row in rows)).digest()
        signature = self._key.sign(head_text(name, epoch, number, place))
        values = (epoch, signature, *common, False, "")
        self._beside((name, number, place), values, key, (common[0], number), by_leaf=True)

    def _common(self, key: int, name: str) -> tuple[int, bytes]:
        """The last number at which both books have the same chain, and its hash."""
        head = head_of(self._connection, name)
        if head is None:
            return 0, ZERO_HASH
        sql = "SELECT number FROM entry WHERE stream = ? AND number <= ? ORDER BY number"
        numbers = [int(each) for (each,) in query_lists(self._source, sql, key, head.number)]

        def differs(number: int) -> bool:
            here = hashes_at(self._connection, name, [number]).get(number)
            return here is None or here != hashes_at(self._source, name, [number]).get(number)

        if not numbers:
            return 0, ZERO_HASH
        place = len(numbers) if not differs(numbers[-1]) else bisect_right(numbers, False, key=differs)
        if place == 0:
            return 0, ZERO_HASH
        number = numbers[place - 1]
        return number, hashes_at(self._connection, name, [number])[number]

    def _beside(
        self,
        place: tuple[str, int, bytes],
        values: tuple[Any, ...],
        key: int,
        between: tuple[int, int],
        *,
        by_leaf: bool = False,
    ) -> None:
        run = self._run(place, values)
        link_column = "leaf" if by_leaf else "hash"
        sql = (
            f"SELECT number, kind, record, body, {link_column} AS hash, leaf, 'waiting' AS state FROM entry "
            "WHERE stream = ? AND number > ? AND number <= ? ORDER BY number"
        )
        rows = stream_rows(self._source, sql, key, *between)
        self._put(run, place[0], (row for row in rows if _is_whole(row)))

    def _put(self, run: int, stream: str, rows: Iterable[Any]) -> None:
        """Writes entries of a run that aren't beside already."""
        left = iter(rows)
        while part := list(islice(left, _AT_ONCE)):
            kept = [row for row in part if row.kind not in _FIGURES]
            run_many(
                self._connection,
                "INSERT INTO returned_entry (run, stream, number, kind, record, body, hash, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, number, hash) DO NOTHING",
                [(run, stream, row.number, row.kind, row.record, row.body, bytes(row.hash), row.state) for row in kept],
            )
            entries = (make_entry(row.kind, row.record, None if row.body is None else bytes(row.body)) for row in kept)
            raise_sequences(self._connection, filter(None, (number_in(each) for each in entries)))

    def _run(self, place: tuple[str, int, bytes], values: tuple[Any, ...]) -> int:
        """The run of this stream, number and hash; one of which only a part came so far is whole by this."""
        sql = "SELECT id FROM returned_run WHERE stream = ? AND number = ? AND hash = ?"
        run_many(
            self._connection,
            "INSERT INTO returned_run (stream, number, hash, epoch, signature, previous, previous_hash, proven, desk, "
            "state, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'whole', ?) ON CONFLICT (stream, number, hash) DO NOTHING",
            [(*place, *values, self._now)],
        )
        made = int(query_rows(self._connection, sql, *place)[0][0])
        run_many(self._connection, "UPDATE returned_run SET state = 'whole' WHERE id = ?", [(made,)])
        return made


def _leaf(row: Any) -> bytes:
    return leaf_of(row.kind, row.record, None if row.body is None else bytes(row.body))


def _is_whole(row: Any) -> bool:
    """Whether an entry still says what it said: of one replaced long ago the body may be gone."""
    return row.body is not None or _leaf(row) == bytes(row.leaf)
