"""Two desks speak of one record at the same moment: whoever comes second is judged again, and sees the first.

A shared database lets both be judged before either is written. Of two records of one kind its own index stops the
second; of two documents of different kinds under one id only a look afterwards tells, because the second waited for
the first at the document's row.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from sync.records.bodies.records import DOCUMENT_KINDS
from sync.records.books.bulk import rows_in
from sync.records.log.streams import living
from sync.streams import Entry

Result = TypeVar("Result")
# Conflicts between transactions of a shared database: the loser begins again.
_LOST_RACES = {"40P01", "40001"}
_ALREADY_THERE = "23505"
_TRIES = 5


class CrossedError(Exception):
    """A document of this id came from elsewhere meanwhile; nothing of this transaction may stay."""


def again(work: Callable[[], Result]) -> Result:
    """Runs a transaction once more where the database made it give way to another."""
    for attempt in range(5):
        try:
            return work()
        except DBAPIError as failure:
            if attempt == 4 or getattr(failure.orig, "sqlstate", None) not in _LOST_RACES:
                raise
    raise AssertionError


def take_turns(work: Callable[[], Result]) -> Result:
    """Runs a transaction once more where another took a record, or the way, that it was about to take."""
    for _ in range(_TRIES - 1):
        try:
            return again(work)
        except CrossedError:
            continue
        except IntegrityError as lost:
            if getattr(lost.orig, "sqlstate", None) != _ALREADY_THERE:
                raise
    return again(work)


def check_crossing(connection: Connection, stream: int, believed: Iterable[Entry], met: Container[str]) -> None:
    """Raises CrossedError where a document just written to a stream (its row) lives in another, or as another kind.

    `met` are those that stood before (`Writing.met`): one that this transaction made as the first crosses nothing.
    """
    if connection.dialect.name == "sqlite":  # one writer at a time
        return
    documents = (entry for entry in believed if entry.kind in DOCUMENT_KINDS and entry.body is not None)
    own = {entry.record: entry.kind for entry in documents if entry.record in met}
    kinds = ", ".join(f"'{kind}'" for kind in DOCUMENT_KINDS)
    sql = f"SELECT kind, record, stream FROM entry WHERE kind IN ({kinds}) AND record IN (?*) AND {living(connection)}"
    for kind, record, home in rows_in(connection, sql, sorted(own)) if own else ():
        if (kind, home) != (own[record], stream):
            raise CrossedError(record)
