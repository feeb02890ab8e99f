"""How much each table and index holds, kept for the engine that plans by it: counted anew when a book has grown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting, write_setting

if TYPE_CHECKING:
    from sync.records.books.database import Book

COUNTED = "counted_at"
"""The setting that tells how many entries there were when it was last counted."""
# So few entries are read as fast by any index.
_FEW = 1_000
# A table smaller than this, in bytes, PostgreSQL expects too little of, and SQLite one of fewer rows.
_SMALL = 32 * 8192
_FEW_ROWS = 1_000
# Of each index SQLite reads no more than so many rows: enough to tell wide from narrow, and soon done.
_SAMPLE = 1_000


def keep_statistics(book: Book) -> bool:
    """Counts anew where the book has at least doubled since it was counted; whether it did."""
    with book.reading() as connection:
        if not has_doubled(connection):
            return False
        entries = _entries(connection)
    with book.noting() as connection:  # lost with the power, it is counted once more
        if book.is_sqlite:
            connection.exec_driver_sql(f"PRAGMA analysis_limit = {_SAMPLE}")
        connection.exec_driver_sql(_analyze(connection))
        if book.is_sqlite:
            connection.exec_driver_sql(f"DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < {_FEW_ROWS}")
        write_setting(connection, COUNTED, str(entries))
    # SQLite reads what was counted when a connection is opened.
    book.engine.dispose()
    return True


def has_doubled(connection: Connection) -> bool:
    """Whether the book holds so much more than when it was last counted that it is time to count anew."""
    return _entries(connection) >= max(_FEW, 2 * int(read_setting(connection, COUNTED) or 0))


def _analyze(connection: Connection) -> str:
    """What counts anew; tables that hold next to nothing are left to the engine's own guess (SQLite's go afterwards).

    It expects a table nobody counted to be larger than that, and goes by an index; of one that was counted while it
    held next to nothing it remembers to read it whole, however it grows until it is counted again.
    """
    if connection.dialect.name == "sqlite":
        return "ANALYZE"
    return "ANALYZE " + ", ".join(f'"{name}"' for name in large_tables(connection) or ["entry"])


def large_tables(connection: Connection) -> list[str]:
    """The tables of a PostgreSQL book that hold more than a few pages, by name."""
    sql = (
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
        "AND pg_relation_size(oid) >= ? ORDER BY relname"
    )
    return [name for (name,) in query_rows(connection, sql, _SMALL)]


def _entries(connection: Connection) -> int:
    return int(query_rows(connection, "SELECT MAX(id) FROM entry")[0][0] or 0)
