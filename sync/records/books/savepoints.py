"""Parts of a transaction that can be undone by themselves; said straight to the driver, for each page needs several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sync.records.books.bulk import forget_waiting, run_many, send_waiting


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """What fails inside is undone, and goes on being raised; what was done before in the transaction stands."""
    _say(connection, "SAVEPOINT part")
    try:
        yield
        send_waiting(connection)
    except BaseException:
        if not connection.invalidated:  # else the line to the engine is gone, and all of the transaction with it
            _undo(connection)
        raise
    _say(connection, "RELEASE SAVEPOINT part")


def _undo(connection: Connection) -> None:
    forget_waiting(connection)
    # A failure that ended the whole transaction took the savepoint along: the failure itself tells more.
    with suppress(DBAPIError):
        _say(connection, "ROLLBACK TO SAVEPOINT part")
        _say(connection, "RELEASE SAVEPOINT part")


def is_over(connection: Connection) -> bool:
    """Whether a failure ended the whole transaction, as on a full disk; what came next would be saved by itself."""
    raw = connection.connection.dbapi_connection
    return connection.dialect.name == "sqlite" and not getattr(raw, "in_transaction", True)


def _say(connection: Connection, sql: str) -> None:
    run_many(connection, sql, [()])
