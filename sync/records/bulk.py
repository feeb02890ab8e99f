"""Many rows in one statement on either engine, as plain tuples: an object per row would cost more than the row."""

from __future__ import annotations

from array import array
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

# Both engines take more parameters than this in one statement; longer lists are taken in parts.
CHUNK = 500
_FIRST = itemgetter(0)

Item = TypeVar("Item")


def parts(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Inserts rows whose values stand in the order of `columns`."""
    if rows:
        _run(connection, _insert(table.name, columns, (), _mark(connection)), rows)


def upsert_rows(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    key: tuple[str, ...] = ("id",),
) -> None:
    """Inserts rows, or overwrites all given columns where a row of that key stands."""
    if rows:
        _run(connection, _insert(table.name, columns, key, _mark(connection)), rows)


def run_many(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Runs a statement written with `?` marks once for each row."""
    listed = list(rows)
    if listed:
        _run(connection, _marked(sql, _mark(connection)), listed)


def rows_in(connection: Connection, sql: str, values: Sequence[Any], *after: Any) -> list[Any]:
    """Runs a query with `IN (?*)` over the values in parts, and gives all rows; `after` fills marks that follow."""
    found: list[Any] = []
    for part in parts(values):
        full = sql.replace("?*", ", ".join("?" * len(part)))
        found += query_rows(connection, full, *part, *after)
    return found


def query_rows(connection: Connection, sql: str, *values: Any) -> list[Any]:
    """All rows of a query written with `?` marks; their columns can be read by place and by name."""
    if connection.dialect.name == "sqlite":
        return _sqlite_rows(connection, sql, values)
    return list(connection.exec_driver_sql(_marked(sql, "%s"), values))


def stream_rows(connection: Connection, sql: str, *values: Any, block: int = 2000) -> Iterator[Any]:
    """The rows of a query one by one, taken from the engine in blocks: as many as there are, in little memory.

    The query must be read to its end, or the transaction closed, before anything is written.
    """
    if connection.dialect.name == "sqlite":
        cursor = _sqlite_cursor(connection)
        cursor.execute(sql, values)
        make = _row_maker(tuple(map(_FIRST, cursor.description)))
        while rows := cursor.fetchmany(block):
            yield from map(make, rows)
        return
    options = {"stream_results": True, "max_row_buffer": block}
    yield from connection.exec_driver_sql(_marked(sql, "%s"), values, execution_options=options)


def query_keys(connection: Connection, sql: str, values: Sequence[Any]) -> array[int]:
    """The keys a query of one column gives, as many as they are, in its order."""
    if connection.dialect.name == "sqlite":
        # One text instead of a million rows: it takes a third of the time, and the window's thread isn't kept waiting.
        found = _sqlite_rows(connection, f"WITH keys (key) AS ({sql}) SELECT json_group_array(key) FROM keys", values)
        return array("q", msgspec.json.decode(found[0][0], type=list[int]))
    # Straight from the driver's cursor: a row object each would cost more than the query.
    cursor: Any = connection.exec_driver_sql(_marked(sql, "%s"), tuple(values)).cursor
    return array("q", chain.from_iterable(cursor))


def _marked(sql: str, mark: str) -> str:
    """The statement with the driver's own parameter marks; statements here hold no other `?` or `%`."""
    return sql if mark == "?" else sql.replace("?", mark)


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _run(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if connection.dialect.name != "sqlite":
        # One tuple goes the driver's `execute` way, which is quicker for a single row.
        connection.exec_driver_sql(sql, rows[0] if len(rows) == 1 else list(rows))
        return
    cursor = _sqlite_cursor(connection)
    try:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as failure:
        raise _as_raised_elsewhere(connection, sql, failure) from failure


def _sqlite_rows(connection: Connection, sql: str, values: Sequence[Any]) -> list[Any]:
    cursor = _sqlite_cursor(connection)
    try:
        rows = cursor.execute(sql, values).fetchall()
    except connection.dialect.loaded_dbapi.Error as failure:
        raise _as_raised_elsewhere(connection, sql, failure) from failure
    if not rows:
        return []
    return list(map(_row_maker(tuple(map(_FIRST, cursor.description))), rows))


def _sqlite_cursor(connection: Connection) -> Any:
    """The driver's own cursor: an order is saved by thirty small statements, and each would cost ten times as much."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.cursor()


def _as_raised_elsewhere(connection: Connection, sql: str, failure: Exception) -> Exception:
    return DBAPIError.instance(sql, None, failure, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect)


@lru_cache(maxsize=256)
def _row_maker(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """What makes a row of its values, so that its columns can be read by name as well as by place."""
    # Its fields are only known when a query has run; `_make` would count once more what the driver counted.
    return partial(tuple.__new__, namedtuple("_Row", names, rename=True))  # noqa: PYI024


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...], key: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join([mark] * len(columns))
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    if key:
        updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in key)
        named = ", ".join(f'"{column}"' for column in key)
        sql += f" ON CONFLICT ({named}) DO UPDATE SET {updates}"
    return sql
