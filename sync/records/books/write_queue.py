"""Writes wait for the first question they bear on, or for the commit, and then go to PostgreSQL as one statement.

Each statement costs the way to the server and back; of an order's two dozen writes none is asked after before its
commit. All parts of one statement see the tables as they were before it, so that what waits touches each table once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

QUEUE = "write_queue"
"""Under this a connection's `info` keeps what waits; only where a book is being written (`Book.writing`)."""
# More would be a statement nobody prepares twice.
_MOST = 16
_TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?"?([a-z_]+)"?', re.IGNORECASE)
_WRITES = re.compile(r'\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([a-z_]+)"?', re.IGNORECASE)
_NO_TABLES = frozenset({"set", "json_to_recordset"})
# What else goes with a row that is deleted no words say; to these tables none refers.
LEAVES = frozenset({"undone", "hearing", "problem", "passage", "policy_use", "wallet_use", "document_line"})


class Reach(NamedTuple):
    """The tables a statement names, the one it changes ("" for a question), and whether rows of others go with it."""

    tables: frozenset[str]
    changed: str
    deletes: bool


@lru_cache(maxsize=2048)
def reach_of(sql: str) -> Reach:
    """What a statement touches, by its words."""
    tables = frozenset(name.lower() for name in _TABLE.findall(sql)) - _NO_TABLES
    found = _WRITES.match(sql)
    if found is None:
        return Reach(tables, "", False)
    changed = found[2].lower()
    return Reach(tables, changed, found[1].upper().startswith("DELETE") and changed not in LEAVES)


class WriteQueue:
    """The writes of one open transaction that have not gone yet."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Sequence[Any]]] = []
        self._changed: set[str] = set()
        self._deletes = False

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def bears_on(self, sql: str) -> bool:
        """Whether a statement could see, or change again, what waits."""
        return self._deletes or not self._changed.isdisjoint(reach_of(sql).tables)

    def takes(self, sql: str) -> bool:
        """Whether a statement may wait beside those that do."""
        return bool(reach_of(sql).changed) and len(self._waiting) < _MOST and not self.bears_on(sql)

    def add(self, sql: str, values: Sequence[Any]) -> None:
        """Lets one statement wait."""
        reach = reach_of(sql)
        self._waiting.append((sql, values))
        self._changed.add(reach.changed)
        self._deletes |= reach.deletes

    def take(self) -> tuple[str, list[Any]]:
        """All that waits as one statement with its values; nothing waits any more."""
        waiting = self._waiting
        self.forget()
        return _joined(tuple(sql for sql, _ in waiting)), [value for _, values in waiting for value in values]

    def forget(self) -> None:
        """Nothing of it was ever asked for: it goes with the transaction that is undone."""
        self._waiting, self._changed, self._deletes = [], set(), False


@lru_cache(maxsize=1024)
def _joined(statements: tuple[str, ...]) -> str:
    *others, last = statements
    named = ", ".join(f"w{place} AS ({sql})" for place, sql in enumerate(others))
    return f"WITH {named} {last}" if named else last


def queue_of(connection: Connection) -> WriteQueue | None:
    """Where this connection's writes wait; None where they go at once."""
    found: WriteQueue | None = connection.info.get(QUEUE)
    return found
