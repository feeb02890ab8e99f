"""Puts HQ's book together again from what a damaged SQLite file and its backups still give, under HQ's own key.

Each stream is taken as far as its chain proves it. What lies behind a hole can't be proven any more: it is set beside
for a person (`sync.hq.restored.retaking`), together with what desks give back once the new epoch has begun.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from domain.errors import DamagedError
from sync.hq.restored.epochs import begin_epoch
from sync.hq.service.roster import put_roster, read_roster
from sync.keys import hq_key
from sync.records.books.bulk import query_rows, rows_in, run_many, stream_rows
from sync.records.books.database import Book
from sync.records.books.settings import moment, write_setting
from sync.records.copies.backup import FOLDER, made_at, restore
from sync.records.copies.refounding import empty_beside, known_identity
from sync.records.repair.carving import Value
from sync.records.repair.deriving import repair
from sync.records.repair.rescue import Mended
from sync.records.repair.salvage import LOCAL, Salvage, Shapes, put_rows, shapes_of
from sync.streams import ZERO_DIGEST, ZERO_HASH, leaf_of, link
from sync.wire.signing import head_text

# What a backup may add where the damaged file gives nothing: what isn't done and forgotten since.
_LASTING = frozenset({"stream", "entry", "setting", "desk", "problem", "user_secret", "policy_kept", "loaded_row"})
_CARRIED = _LASTING | {
    *LOCAL, "enrol_code", "undone", "hearing", "arrival", "passage", "stream_mark", "returned_run", "returned_entry",
    "returning_order",
}  # fmt: skip
UNSURE = "salvage_unsure"
"""The code of entries of which it isn't known any more whether HQ believed them."""


def reassemble(path: Path, now: datetime, by: str) -> Mended:
    """Makes a sound book of what is left and puts it in the place of HQ's, which is kept aside, under a new epoch.

    Raises DamagedError `hq_secret_lost` where no file says any more what HQ's key is made of, `hq_nothing_left` where
    no stream can be read; RefusedError `book_open` while HQ's service runs.
    """
    with empty_beside(path) as (book, part):
        work = _Reassembly(book, path, moment(now))
        work.run()
        repair(book)
        begin_epoch(book, now, by, beyond=work.epoch)
        book.close()
        work.done.aside = restore(part, path.parent)
        return work.done


@dataclass(slots=True)
class _Stream:
    """One stream: its row, and where its file said that it stands."""

    key: int
    name: str
    epoch: int
    head: int
    hash: bytes


@dataclass(slots=True)
class _Reassembly:
    book: Book
    path: Path
    now: str
    done: Mended = field(default_factory=Mended)
    epoch: int = 1
    _shapes: Shapes = field(default_factory=dict)
    # Rows of entries that lived as far as their file said, and whether it said all about what HQ holds.
    _lived: set[int] = field(default_factory=set)
    _unsure: bool = False
    _names: dict[int, str] = field(default_factory=dict)

    def run(self) -> None:
        with self.book.reading() as connection:
            self._shapes = shapes_of(connection)
        known = known_identity(self.path, self._shapes)
        if not known.get("secret"):
            raise DamagedError("hq_secret_lost", path=str(self.path), folder=str(self.path.parent / FOLDER))
        with self.book.writing() as writing:
            connection = writing.connection
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for key, value in known.items():
                write_setting(connection, key, value)
            self._take(connection)
            desks = read_roster(self.path.parent)
            put_roster(connection, desks)
            self._drop_nameless(connection)
            streams = self._streams(connection)
            if not (streams or desks):
                raise DamagedError("hq_nothing_left", path=str(self.path), folder=str(self.path.parent / FOLDER))
            for each in streams:
                self._settle(connection, each, hq_key(known["secret"]).sign)
            self._revive(connection)
            self._note_strangers(connection)

    def _take(self, connection: Connection) -> None:
        """Rows of the damaged file, then of the backups, the newest first: of one key the first holds."""
        backups = sorted((self.path.parent / FOLDER).glob("*.db"), key=made_at, reverse=True)
        for place, source in enumerate([self.path, *backups]):
            salvage = Salvage(source, self._shapes)
            put_rows(connection, self._shapes, self._unlived(salvage.rows(_LASTING if place else _CARRIED)))
            for key, name in salvage.names.items():
                self._names.setdefault(key, name)
            if source == self.path:
                self._unsure = bool({"problem", "sqlite_master"} & salvage.broken)

    def _unlived(self, rows: Iterator[tuple[str, tuple[Value, ...]]]) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Entries come as if none lived: only with all of them together is it known which is the newest."""
        for table, values in rows:
            if table != "entry":
                yield table, values
                continue
            key, stream, number, kind, record, live, *rest = values
            if live:
                self._lived.add(int(str(key)))
            yield table, (key, stream, number, kind, record, 0, *rest)

    def _drop_nameless(self, connection: Connection) -> None:
        """A stream whose row is lost gets it back by its name in the index; without a name it is nobody's."""
        keys = [row[0] for row in query_rows(connection, "SELECT DISTINCT stream FROM entry")]
        known = {row[0] for row in query_rows(connection, "SELECT id FROM stream")}
        taken = {row[0] for row in query_rows(connection, "SELECT name FROM stream")}
        rows = [
            (key, self._names[key], ZERO_HASH, ZERO_DIGEST)
            for key in keys
            if key not in known and self._names.get(key, "") not in {"", *taken}
        ]
        run_many(connection, "INSERT INTO stream (id, name, hash, digest) VALUES (?, ?, ?, ?)", rows)
        for key in sorted(set(keys) - known - {row[0] for row in rows}):
            last = query_rows(connection, "SELECT MIN(number), MAX(number) FROM entry WHERE stream = ?", key)[0]
            self.done.missing.append(("", last[0], last[1]))
            run_many(connection, "DELETE FROM entry WHERE stream = ?", [(key,)])
        connection.exec_driver_sql("DELETE FROM returned_entry WHERE run NOT IN (SELECT id FROM returned_run)")

    def _streams(self, connection: Connection) -> list[_Stream]:
        rows = query_rows(connection, "SELECT id, name, epoch, head, hash FROM stream ORDER BY name")
        self.epoch = max((row.epoch for row in rows), default=1)
        return [_Stream(row.id, row.name, row.epoch, row.head, bytes(row.hash)) for row in rows]

    def _settle(self, connection: Connection, stream: _Stream, sign: Any) -> None:
        """Ends a stream where its chain is proven no more, and sets beside what comes behind."""
        number, tip, mended, gone = self._proven(connection, stream)
        run_many(connection, "UPDATE entry SET hash = ? WHERE id = ?", mended)
        behind = query_rows(
            connection,
            "SELECT number, kind, record, body, leaf FROM entry WHERE stream = ? AND number > ? ORDER BY number",
            stream.key,
            number,
        )
        last = max(stream.head, behind[-1].number if behind else 0)
        if number < last:
            there = {row.number for row in behind}
            self.done.missing += _holes(stream.name, number + 1, last, there)
        if behind:
            self._set_beside(connection, stream, (number, tip), behind, sign)
            run_many(connection, "DELETE FROM entry WHERE stream = ? AND number > ?", [(stream.key, number)])
        run_many(
            connection,
            "UPDATE stream SET head = ?, hash = ?, pruned = ? WHERE id = ?",
            [(number, tip, gone, stream.key)],
        )

    def _proven(self, connection: Connection, stream: _Stream) -> tuple[int, bytes, list[tuple[bytes, int]], int]:
        """Last number of the chain and its hash there, hashes that stood wrong, and the last entry without its body."""
        number, tip, gone = 0, ZERO_HASH, 0
        mended: list[tuple[bytes, int]] = []
        sql = "SELECT id, number, kind, record, body, leaf, hash FROM entry WHERE stream = ? ORDER BY number"
        rows = stream_rows(connection, sql, stream.key)
        ended = False
        for row, following in pairwise(chain(rows, (None,))):
            if ended or row is None or row.number != number + 1:
                ended = True  # read to its end all the same
                continue
            true = link(tip, row.number, bytes(row.leaf))
            if true != bytes(row.hash or b""):
                if not _leads_on(true, row.number, following, stream):
                    ended = True
                    continue
                mended.append((true, row.id))
            number, tip = row.number, true
            if row.body is None and leaf_of(row.kind, row.record, None) != bytes(row.leaf):
                gone = number
        return number, tip, mended, gone

    def _set_beside(
        self, connection: Connection, stream: _Stream, common: tuple[int, bytes], behind: Sequence[Any], sign: Any
    ) -> None:
        """Entries behind a hole become a run that no desk gave, named so that a desk's own can come as well."""
        number = behind[-1].number
        name = hashlib.sha256(b"behind a hole" + b"".join(bytes(row.leaf) for row in behind)).digest()
        run_many(
            connection,
            "INSERT INTO returned_run (stream, epoch, number, hash, signature, previous, previous_hash, proven, state, "
            "desk, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'whole', '', ?)",
            [
                (stream.name, stream.epoch, number, name, sign(head_text(stream.name, stream.epoch, number, name)),
                 *common, False, self.now)
            ],
        )  # fmt: skip
        run = query_rows(connection, "SELECT id FROM returned_run WHERE hash = ?", name)[0][0]
        run_many(
            connection,
            "INSERT INTO returned_entry (run, stream, number, kind, record, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (stream, number, hash) DO NOTHING",
            [
                (run, stream.name, row.number, row.kind, row.record, row.body, row.leaf)
                for row in behind
                if row.body is not None or leaf_of(row.kind, row.record, None) == bytes(row.leaf)
            ],
        )
        self.done.beside += len(behind)

    def _revive(self, connection: Connection) -> None:
        """Of each record the newest entry that HQ believes lives, now that all are there."""
        believed = (
            "NOT EXISTS (SELECT 1 FROM problem p JOIN stream s ON s.name = p.stream "
            "WHERE s.id = e.stream AND p.number = e.number AND p.held)"
        )
        newest = (
            "SELECT id, stream, number, kind, record, body IS NOT NULL AS whole FROM (SELECT e.*, ROW_NUMBER() OVER "
            f"(PARTITION BY e.kind, e.record ORDER BY e.id DESC) AS place FROM entry e WHERE {believed}) "
            "WHERE place = 1 AND body IS NOT NULL"
        )
        rows = query_rows(connection, newest)
        unsure = self._doubtful(connection, rows)
        rows_in(
            connection,
            "UPDATE entry SET live = 1 WHERE id IN (?*) RETURNING id",
            [row.id for row in rows if row.id not in unsure],
        )

    def _doubtful(self, connection: Connection, rows: Sequence[Any]) -> set[int]:
        """Entries of desks that didn't live, where what HQ holds can't be read whole any more: a person looks."""
        if not self._unsure:
            return set()
        names = query_rows(connection, "SELECT id, name FROM stream WHERE name LIKE 'desk/%'")
        desks = {row[0]: row[1] for row in names}
        doubtful = [row for row in rows if row.stream in desks and row.id not in self._lived]
        run_many(
            connection,
            "INSERT INTO problem (stream, number, kind, record, code, detail, at, held) "
            "VALUES (?, ?, ?, ?, ?, '', ?, ?)",
            [(desks[row.stream], row.number, row.kind, row.record, UNSURE, self.now, True) for row in doubtful],
        )
        return {row.id for row in doubtful}

    def _note_strangers(self, connection: Connection) -> None:
        sql = (
            "SELECT name FROM stream WHERE name LIKE 'desk/%' AND substr(name, 6) NOT IN (SELECT id FROM desk) "
            "ORDER BY name"
        )
        self.done.strangers = [str(row[0]).removeprefix("desk/") for row in query_rows(connection, sql)]


def _leads_on(true: bytes, number: int, following: Any, stream: _Stream) -> bool:
    """Whether a hash that stands otherwise is right all the same: the next entry, or the head, follows from it."""
    if following is None:
        return true == stream.hash
    return bool(
        following.number == number + 1
        and link(true, following.number, bytes(following.leaf)) == bytes(following.hash or b"")
    )


def _holes(name: str, first: int, last: int, there: set[int]) -> list[tuple[str, int, int]]:
    """Runs of numbers from `first` to `last` of which nothing is left."""
    found: list[tuple[str, int, int]] = []
    begun = first
    for number in [*sorted(there), last + 1]:
        if number > begun:
            found.append((name, begun, number - 1))
        begun = number + 1
    return found
