"""Many rows in one statement on either engine, as plain tuples: an object per row would cost more than the row.

Statements go to the driver itself, and on PostgreSQL each has one spelling whatever the number of its values, so that
the server prepares it once for each connection. Within a book's transaction PostgreSQL gets writes together
(`sync.records.books.write_queue`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Boolean, Connection, Integer, LargeBinary, Table
from sqlalchemy.exc import DBAPIError

from sync.records.books.write_queue import queue_of

# Both engines take more parameters than this in one statement; longer lists are taken in parts.
CHUNK = 500
_LIST = 10_000  # values of a list, which PostgreSQL takes as one parameter
_ROWS = 1_000  # rows PostgreSQL is handed as one parameter
_FIRST = itemgetter(0)

Item = TypeVar("Item")


def parts(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


@dataclass(frozen=True, slots=True)
class AtOnce:
    """How PostgreSQL runs a statement for many rows in one go.

    `sql` names them by `?*`, which stands for a table `v`; `columns` are its columns, each with its type.
    """

    sql: str
    columns: tuple[tuple[str, str], ...]


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Inserts rows whose values stand in the order of `columns`."""
    _insert_all(connection, table, columns, (), rows)


def upsert_rows(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    key: tuple[str, ...] = ("id",),
) -> None:
    """Inserts rows, or overwrites all given columns where a row of that key stands; of one key the last row holds."""
    _insert_all(connection, table, columns, key, rows)


def upsert_giving(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    giving: tuple[str, ...],
) -> list[Any]:
    """`upsert_rows` by `id`, and what then stands in the columns `giving` of these rows, in any order.

    On a shared database each row says as well (`made`) whether there was none of its id before, in anybody's eyes.
    """
    told = ", ".join(giving)
    if connection.dialect.name == "sqlite":
        if len(rows) == 1:
            return _rows_of(connection, f"{_insert(table.name, columns, ('id',), '?')} RETURNING {told}", rows[0])
        upsert_rows(connection, table, columns, rows)
        place = columns.index("id")  # many are quicker by another question than each by itself
        sql = f'SELECT {told} FROM "{table.name}" WHERE id IN (?*)'
        return rows_in(connection, sql, [row[place] for row in rows])
    found: list[Any] = []
    at_once = _insert_at_once(table, columns, ("id",))
    place = columns.index("id")
    for part in parts(list({row[place]: row for row in rows}.values()), _ROWS):
        sql = f"{_text_of(at_once)} RETURNING {told}, {table.name}.xmax = 0 AS made"
        found += _rows_of(connection, sql, (_as_json(at_once.columns, part),))
    return found


def insert_new(connection: Connection, table: Table, columns: tuple[str, ...], row: tuple[Any, ...]) -> int | None:
    """Inserts a row that nobody else can have written meanwhile, and gives its key; None where that isn't sure.

    Only a SQLite book has one writer; there an order's row takes 43 µs so, and 73 by `upsert_giving`.
    """
    if connection.dialect.name != "sqlite":
        return None
    return int(_execute(connection, _insert(table.name, columns, (), "?"), [row]).lastrowid)


def run_many(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]], at_once: AtOnce | None = None) -> None:
    """Runs a statement written with `?` marks once for each row; `at_once` is how PostgreSQL takes all together."""
    listed = list(rows)
    if not listed:
        return
    if at_once is None or len(listed) == 1 or connection.dialect.name == "sqlite":
        _run(connection, _marked(sql, _mark(connection)), listed)
        return
    for part in parts(listed, _ROWS):
        _run(connection, _text_of(at_once), [(_as_json(at_once.columns, part),)])


def run_in(connection: Connection, sql: str, values: Sequence[Any]) -> None:
    """Runs a statement with `IN (?*)` over the values in parts."""
    if connection.dialect.name != "sqlite":
        for part in parts(values, _LIST):
            _run(connection, sql.replace("IN (?*)", "= ANY(%s)"), [(list(part),)])
        return
    for part in parts(values):
        listed = _filled(part)
        _run(connection, _spelled(sql, len(listed)), [listed])


def rows_in(connection: Connection, sql: str, values: Sequence[Any], *after: Any) -> list[Any]:
    """Runs a query with `IN (?*)` over the values in parts, and gives all rows; `after` fills marks that follow."""
    found: list[Any] = []
    if connection.dialect.name != "sqlite" and "IN (?*)" in sql:
        full = sql.replace("IN (?*)", "= ANY(?)")
        for part in parts(values, _LIST):
            found += query_rows(connection, full, list(part), *after)
        return found
    for part in parts(values):
        listed = _filled(part)
        found += query_rows(connection, _spelled(sql, len(listed)), *listed, *after)
    return found


def _filled(part: Sequence[Any]) -> tuple[Any, ...]:
    """The values of a list, the last said again up to one of few lengths.

    SQLite keeps what it has prepared, by spelling: one for each of five hundred lengths would take tens of megabytes.
    """
    length = len(part)
    if length <= _SHORT:
        return tuple(part)
    return (*part, *[part[-1]] * (_LENGTHS[bisect_left(_LENGTHS, length)] - length))


_SHORT = 32
_LENGTHS = (48, 64, 96, 128, 192, 256, 384, CHUNK)


@lru_cache(maxsize=2048)
def _spelled(sql: str, length: int) -> str:
    """The statement over a list of so many values."""
    return sql.replace("?*", ", ".join("?" * length))


@lru_cache(maxsize=2048)
def _spelled_out(sql: str, lengths: tuple[int, ...]) -> str:
    """The statement over several lists, each of so many values; an empty one is spelled so that it takes the index."""
    begin, *rest = sql.split("?*")
    return begin + "".join(
        (", ".join("?" * length) or "NULL") + each for length, each in zip(lengths, rest, strict=True)
    )


def query_lists(connection: Connection, sql: str, *values: Any) -> list[Any]:
    """All rows of a query whose marks are filled in their order, each `IN (?*)` by a list of any length."""
    if connection.dialect.name != "sqlite":
        return query_rows(connection, sql.replace("IN (?*)", "= ANY(?)"), *values)
    lengths = tuple(len(each) for each in values if isinstance(each, list))
    if max(lengths, default=0) <= _SHORT:
        said = chain.from_iterable(each if isinstance(each, list) else (each,) for each in values)
        return _rows_of(connection, _spelled_out(sql, lengths), tuple(said))
    listed = [_to_json(each).decode() if isinstance(each, list) else each for each in values]
    return query_rows(connection, sql.replace("?*", "SELECT value FROM json_each(?)"), *listed)


def query_at_once(connection: Connection, at_once: AtOnce, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """All rows of a question about many rows, on PostgreSQL alone."""
    return _rows_of(connection, _text_of(at_once), (_as_json(at_once.columns, rows),))


def query_rows(connection: Connection, sql: str, *values: Any) -> list[Any]:
    """All rows of a query written with `?` marks; their columns can be read by place and by name."""
    return _rows_of(connection, sql if connection.dialect.name == "sqlite" else _marked(sql, "%s"), values)


def send_waiting(connection: Connection) -> None:
    """Lets what was written go to the engine now, so that whatever it raises is raised here."""
    queue = queue_of(connection)
    if queue:
        sql, values = queue.take()
        _execute(connection, sql, [values])


def forget_waiting(connection: Connection) -> None:
    """Drops what was written and hasn't gone, because what it belongs to is undone."""
    queue = queue_of(connection)
    if queue:
        queue.forget()


def _rows_of(connection: Connection, sql: str, values: tuple[Any, ...]) -> list[Any]:
    if connection.dialect.name != "sqlite":  # there nothing waits
        queue = queue_of(connection)
        if queue and queue.bears_on(sql):
            send_waiting(connection)
    cursor = _cursor(connection)
    try:
        rows = cursor.execute(sql, values).fetchall()
    except connection.dialect.loaded_dbapi.Error as failure:
        raise _as_raised_elsewhere(connection, sql, failure) from failure
    if not rows:
        return []
    make = _makers.get(sql)
    if make is None:
        make = _row_maker(tuple(map(_FIRST, cursor.description)))
        if "*" not in sql.replace("(*)", "") and len(_makers) < _MOST_MAKERS:
            _makers[sql] = make
    return list(map(make, rows))


# By statement what makes its rows, so that names of columns are asked once; those of a `*` may change with the schema.
_makers: dict[str, Callable[[Iterable[Any]], Any]] = {}
_MOST_MAKERS = 4096


def stream_rows(connection: Connection, sql: str, *values: Any, block: int = 2000) -> Iterator[Any]:
    """The rows of a query one by one, taken from the engine in blocks: as many as there are, in little memory.

    The query must be read to its end, or the transaction closed, before anything is written.
    """
    if connection.dialect.name == "sqlite":
        cursor = _cursor(connection)
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
        found = query_rows(connection, f"WITH keys (key) AS ({sql}) SELECT json_group_array(key) FROM keys", *values)
        return array("q", msgspec.json.decode(found[0][0], type=list[int]))
    # Straight from the driver's cursor: a row object each would cost more than the query.
    cursor: Any = connection.exec_driver_sql(_marked(sql, "%s"), tuple(values)).cursor
    return array("q", chain.from_iterable(cursor))


def _marked(sql: str, mark: str) -> str:
    """The statement with the driver's own parameter marks; statements here hold no other `?` or `%`."""
    return sql if mark == "?" else sql.replace("?", mark)


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _insert_all(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    key: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    if not rows:
        return
    if len(rows) == 1 or connection.dialect.name == "sqlite":
        _run(connection, _insert(table.name, columns, key, _mark(connection)), rows)
        return
    if key:  # one statement may not touch a row twice
        places = [columns.index(name) for name in key]
        rows = list({tuple(row[place] for place in places): row for row in rows}.values())
    at_once = _insert_at_once(table, columns, key)
    for part in parts(rows, _ROWS):
        _run(connection, _text_of(at_once), [(_as_json(at_once.columns, part),)])


def _as_json(columns: tuple[tuple[str, str], ...], rows: Sequence[tuple[Any, ...]]) -> str:
    names = [name for name, _ in columns]
    binary = [place for place, (_, kind) in enumerate(columns) if kind == "bytea"]
    listed: list[Any] = []
    for row in rows:
        told = dict(zip(names, row, strict=True))
        for place in binary:
            if row[place] is not None:
                told[names[place]] = "\\x" + bytes(row[place]).hex()
        listed.append(told)
    return _to_json(listed).decode()


_to_json = msgspec.json.Encoder().encode


def _run(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    queue = None if connection.dialect.name == "sqlite" else queue_of(connection)
    if queue is not None:
        if not queue.takes(sql):
            send_waiting(connection)
        if len(rows) == 1 and queue.takes(sql):
            queue.add(sql, rows[0])
            return
    _execute(connection, sql, rows)


def _execute(connection: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> Any:
    cursor = _cursor(connection)
    try:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as failure:
        raise _as_raised_elsewhere(connection, sql, failure) from failure
    return cursor


def _cursor(connection: Connection) -> Any:
    """The driver's own cursor: an order is saved by thirty small statements, and each would cost much more."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.dbapi_connection.cursor()  # type: ignore[union-attr]


def _as_raised_elsewhere(connection: Connection, sql: str, failure: Exception) -> Exception:
    dialect, error = connection.dialect, connection.dialect.loaded_dbapi.Error
    gone = dialect.is_disconnect(failure, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    told = DBAPIError.instance(sql, None, failure, error, connection_invalidated=gone, dialect=dialect)
    if gone:
        connection.invalidate(failure)
    return told


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


@lru_cache(maxsize=256)
def _text_of(at_once: AtOnce) -> str:
    """The statement as the driver takes it; its only parameter is a JSON list of the rows."""
    told = ", ".join(f'"{name}" {kind}' for name, kind in at_once.columns)
    return at_once.sql.replace("?*", f"json_to_recordset(%s::json) AS v({told})")


@lru_cache(maxsize=256)
def _insert_at_once(table: Table, columns: tuple[str, ...], key: tuple[str, ...]) -> AtOnce:
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM ?*'
    if key:
        updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in key)
        named = ", ".join(f'"{column}"' for column in key)
        sql += f" ON CONFLICT ({named}) DO UPDATE SET {updates}"
    return AtOnce(sql, tuple((column, _kind(table.c[column].type)) for column in columns))


def _kind(column: object) -> str:
    """The type of a column as PostgreSQL spells it; numbers are all taken wide."""
    if isinstance(column, LargeBinary):
        return "bytea"
    if isinstance(column, Boolean):
        return "boolean"
    return "bigint" if isinstance(column, Integer) else "text"
