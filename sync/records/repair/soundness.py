"""What the engine itself finds wrong with a book's file: pages, indexes, references. PostgreSQL looks after its own."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

_MOST = 100


def ailments(connection: Connection) -> list[str]:
    """What SQLite says of the file, in its own words; empty where all is well, and on a database server."""
    if connection.dialect.name != "sqlite":
        return []
    try:
        return list(_said(connection))
    except DatabaseError as broken:  # too damaged to be looked through
        return [str(broken.orig)]


def _said(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        yield from (each for each in str(line).splitlines() if each not in ("ok", "*** in database main ***"))
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST):
        yield f"{table} {row}: nothing in {parent}"
