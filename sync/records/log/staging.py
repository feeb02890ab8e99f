"""Builds a long stream beside the live tables, out of its parts, ready to be copied in by statements alone.

The file is scaffolding: it is made anew from the parts whenever a program begins, so nothing in it need be durable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DatabaseError, DBAPIError

from sync.owner_only import make_file
from sync.records.books.ailments import known_failure
from sync.records.books.searching import search_keys
from sync.records.bounds.fitting import Misfit, read_records
from sync.records.log.masters import AVAILABILITIES, PRICES, PRODUCTS, TableApplier
from sync.streams import Entry, leaf_of
from sync.wire.messages import Snapshot
from sync.wire.parts import Columns

# Kinds whose rows come from their own record alone: these are made here, all others when the stream moves in.
PLAIN: dict[str, TableApplier] = {"product": PRODUCTS, "price": PRICES, "availability": AVAILABILITIES}
_PRAGMAS = ("page_size=8192", "journal_mode=OFF", "synchronous=OFF", "cache_size=-4096", "locking_mode=EXCLUSIVE")
# The search index is written in few large runs: a third of the time of many small ones.
_SEARCH = {"hashsize": 2 * 1024 * 1024, "automerge": 0, "crisismerge": 64}
# So many records are made rows of at a time; more would only take more memory.
_AT_ONCE = 1_000
_MODULUS = 1 << 128


class StagingError(Exception):
    """Parts that contradict each other."""


class Staging:
    """A stream being built beside the book.

    Attributes:
        path: the file, to be attached to the book when it is whole.
        live, digest: what has been added so far; `kinds` counts it.
        failed: records that can't be read, as (number, entry, code, detail).
    """

    def __init__(self, path: Path, search_table: str, first_key: int = 1) -> None:
        """`search_table` is the statement that makes the book's own search index; `first_key` of the rows made here."""
        self.path = path
        self.live = 0
        self.kinds: Counter[str] = Counter()
        self.failed: list[tuple[int, Entry, str, str]] = []
        self._sum, self._last = 0, 0
        self._next = first_key
        discard(path)
        make_file(path)
        self._connection = driver.connect(str(path), isolation_level=None, cached_statements=64)
        for pragma in _PRAGMAS:
            self._run(f"PRAGMA {pragma}")
        self._run("CREATE TABLE entry (number INTEGER PRIMARY KEY, kind, record, leaf, body)")
        for applier in PLAIN.values():
            columns = ", ".join(f'"{column}"' for column in applier.columns)
            self._run(f'CREATE TABLE "{applier.table.name}" (pk INTEGER PRIMARY KEY, {columns})')
        self._run(search_table)
        for option, value in _SEARCH.items():
            self._run("INSERT INTO product_search (product_search, rank) VALUES (?, ?)", option, value)
        self._run("BEGIN")

    @property
    def digest(self) -> bytes:
        return (self._sum % _MODULUS).to_bytes(16, "big")

    def fits(self, snapshot: Snapshot) -> bool:
        """Whether what was added is what the snapshot says of itself."""
        return (self.live, self.digest) == (snapshot.live, snapshot.digest) and self._last <= snapshot.number

    def add(self, columns: Columns) -> None:
        """Adds one part; raises StagingError where it can't be."""
        numbers = columns.numbers()
        self._last = max(self._last, numbers[-1] if numbers else 0)
        for kind, start, end in columns.runs():
            for first in range(start, end, _AT_ONCE):
                taken = slice(first, min(first + _AT_ONCE, end))
                bodies = [bytes(body) for body in columns.bodies[taken]]
                self._add(kind, numbers[taken], columns.records[taken], bodies)

    def _add(self, kind: str, numbers: Sequence[int], records: Sequence[str], bodies: Sequence[bytes]) -> None:
        leaves = [leaf_of(kind, record, body) for record, body in zip(records, bodies, strict=True)]
        self._sum += sum([int.from_bytes(leaf[:16], "big") for leaf in leaves])
        self.live += len(leaves)
        self.kinds[kind] += len(leaves)
        rows = zip(numbers, repeat(kind), records, leaves, bodies, strict=False)
        self._many("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)
        if kind in PLAIN:
            self._derive(kind, numbers, records, bodies, leaves)

    def finish(self, *, compared: bool) -> None:
        """Closes the file; `compared` makes it ready to be compared record by record with what the book holds."""
        if compared:
            self._run("CREATE UNIQUE INDEX record ON entry (kind, record)")
        self._run("COMMIT")
        self._connection.close()

    def close(self) -> None:
        """Throws the file away."""
        with suppress(driver.Error):
            self._connection.close()
        discard(self.path)

    def _derive(
        self,
        kind: str,
        numbers: Sequence[int],
        records: Sequence[str],
        bodies: Sequence[bytes],
        leaves: Sequence[bytes],
    ) -> None:
        good: list[tuple[str, Any]] = []
        read = read_records(kind, list(zip(records, bodies, strict=True)))
        for number, record, body, leaf, found in zip(numbers, records, bodies, leaves, read, strict=True):
            if isinstance(found, Misfit):
                self.failed.append((number, Entry(kind, record, body, leaf), found.code, found.detail))
            else:
                good.append((record, found))
        applier, first = PLAIN[kind], self._next
        self._next += len(good)
        marks = ", ".join("?" * (len(applier.columns) + 1))
        take = applier.take
        rows = ((key, record, *take(body)) for key, (record, body) in enumerate(good, first))
        self._many(f'INSERT INTO "{applier.table.name}" VALUES ({marks})', rows)
        if kind == "product":
            words = [(key, search_keys(body)) for key, (_, body) in enumerate(good, first)]
            self._many("INSERT INTO product_search (rowid, keys) VALUES (?, ?)", words)

    def _run(self, sql: str, *values: Any) -> None:
        self._many(sql, [values])

    def _many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        try:
            if sql.startswith("INSERT INTO"):
                self._connection.executemany(sql, rows)
            else:
                for row in rows:
                    self._connection.execute(sql, row)
        except driver.IntegrityError as wrong:
            raise StagingError(str(wrong)) from wrong
        except driver.DatabaseError as failure:
            known = DBAPIError.instance(sql, None, failure, driver.Error)
            raise (known_failure(known, self.path) if isinstance(known, DatabaseError) else known) from failure


def discard(path: Path) -> None:
    """Deletes a staging file, if there is one."""
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
