"""Many rows in one statement on either engine, as plain tuples: an object per row would cost more than the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

# Both engines take more parameters than this in one statement; longer lists are taken in parts.
CHUNK = 500

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
        connection.exec_driver_sql(_insert(table.name, columns, (), _mark(connection)), _many(rows))


def upsert_rows(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    key: tuple[str, ...] = ("id",),
) -> None:
    """Inserts rows, or overwrites all given columns where a row of that key stands."""
    if rows:
        connection.exec_driver_sql(_insert(table.name, columns, key, _mark(connection)), _many(rows))


def run_many(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Runs a statement written with `?` marks once for each row."""
    listed = list(rows)
    if listed:
        connection.exec_driver_sql(marked(sql, _mark(connection)), _many(listed))


def rows_in(connection: Connection, sql: str, values: Sequence[Any], *after: Any) -> list[Any]:
    """Runs a query with `IN (?*)` over the values in parts, and gives all rows; `after` fills marks that follow."""
    found: list[Any] = []
    mark = _mark(connection)
    for part in parts(values):
        full = marked(sql.replace("?*", ", ".join("?" * len(part))), mark)
        found.extend(connection.exec_driver_sql(full, (*part, *after)))
    return found


def marked(sql: str, mark: str) -> str:
    """The statement with the driver's own parameter marks; statements here hold no other `?` or `%`."""
    return sql if mark == "?" else sql.replace("?", mark)


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _many(rows: Sequence[tuple[Any, ...]]) -> Any:
    # One tuple goes the driver's `execute` way, which is quicker for a single row.
    return rows[0] if len(rows) == 1 else list(rows)


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...], key: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join([mark] * len(columns))
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    if key:
        updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in key)
        sql += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"
    return sql
