"""Small queries for both engines: statements are written with `?` marks and given plain values."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from sync.records.bulk import marked, query_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection


def fetch_rows(connection: Connection, sql: str, *values: Any) -> Sequence[Any]:
    """All rows of a query; their columns can be read by name."""
    return query_rows(connection, sql, *values)


def fetch_keys(connection: Connection, sql: str, values: Sequence[Any]) -> array[int]:
    """The keys a query of one column gives, as many as they are."""
    # Straight from the driver's cursor: a row object each would cost more than the query.
    cursor: Any = connection.exec_driver_sql(marked(sql, _mark(connection)), tuple(values)).cursor
    return array("q", chain.from_iterable(cursor))


def like_text(text: str) -> str:
    """A pattern for texts that hold this one, to be used with `ESCAPE '|'`."""
    plain = text.replace("|", "||").replace("%", "|%").replace("_", "|_")
    return f"%{plain}%"


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"
