"""How HQ's work stands: what is held, what waits and since when, which desks are silent; for metrics and the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows
from sync.records.books.settings import moment


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """One look at HQ's book.

    Attributes:
        held: how many entries are held, by code.
        waiting: orders that HQ hasn't answered, and since when the oldest waits (UTC moment, or empty).
        desks: desks that may exchange.
    """

    held: dict[str, int]
    waiting: int
    oldest: str
    desks: int


def standing(connection: Connection, hq: str) -> ServiceStanding:
    """Looks once; every question is answered from an index, or from a table that stays small."""
    held = query_rows(connection, "SELECT code, COUNT(*) FROM problem GROUP BY code")
    waiting = query_rows(
        connection,
        "SELECT COUNT(*), MIN(recorded_at) FROM document WHERE kind = 'order' AND state = 'submitted' AND seller = ?",
        hq,
    )
    desks = query_rows(connection, f"SELECT COUNT(*) FROM desk WHERE {_open(connection)}")
    return ServiceStanding(dict(held), waiting[0][0], waiting[0][1] or "", desks[0][0])


def silent_desks(connection: Connection, before: datetime, most: int = 20) -> list[tuple[str, str, str]]:
    """Desks (prefix, dealer, last exchange) that weren't heard of since a moment, the longest silent first."""
    sql = f"SELECT prefix, dealer, last_exchange FROM desk WHERE {_open(connection)} AND last_exchange < ? "
    rows = query_rows(connection, sql + f"ORDER BY last_exchange LIMIT {most}", moment(before))
    return [(prefix, dealer, last) for prefix, dealer, last in rows]


def seconds_since(then: str, now: datetime) -> float:
    """How long ago a stored moment was; 0 where there is none."""
    return max((now - datetime.fromisoformat(then)).total_seconds(), 0.0) if then else 0.0


def _open(connection: Connection) -> str:
    return "revoked = 0" if connection.dialect.name == "sqlite" else "NOT revoked"


def forgotten_desks(connection: Connection) -> list[str]:
    """Desks that this book has no enrolment of and that others speak of: by their streams, or by what came back.

    Each is told with the prefix of its numbers, where a paper of it is here.
    """
    sql = (
        "SELECT DISTINCT name FROM (SELECT name FROM stream WHERE substr(name, 1, 5) = 'desk/' UNION ALL "
        "SELECT stream AS name FROM returned_run WHERE substr(stream, 1, 5) = 'desk/') AS told "
        "WHERE NOT EXISTS (SELECT 1 FROM desk d WHERE 'desk/' || d.id = told.name) ORDER BY name"
    )
    return [_with_prefix(connection, str(row.name)) for row in query_rows(connection, sql)]


def _with_prefix(connection: Connection, stream: str) -> str:
    sql = (
        "SELECT d.number FROM document d JOIN entry e ON e.kind = d.kind AND e.record = d.id "
        "JOIN stream s ON s.id = e.stream WHERE s.name = ? ORDER BY e.number DESC LIMIT 1"
    )
    found = query_rows(connection, sql, stream)
    number = str(found[0].number).split("-") if found else []
    desk = stream.removeprefix("desk/")
    return f"{number[1]} ({desk})" if len(number) > 2 else desk
