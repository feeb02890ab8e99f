"""When a desk's own entries went over to HQ, as either end saw it; no entry can say that of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, run_many
from sync.records.books.settings import moment

_KEPT = timedelta(days=400)
# How often what is too old to be asked for is taken away.
_EVERY = 256
# So many are told with one page; who fills itself for the first time needs those of what still waits.
_TOLD = 200


def note_passage(connection: Connection, stream: str, number: int, now: str) -> None:
    """Notes that entries of a desk's stream up to `number` have gone over by now."""
    sql = "INSERT INTO passage (stream, number, at) VALUES (?, ?, ?) ON CONFLICT (stream, number) DO NOTHING"
    run_many(connection, sql, [(stream, number, now)])
    if number % _EVERY == 0:
        old = moment(datetime.fromisoformat(now) - _KEPT)
        run_many(connection, "DELETE FROM passage WHERE stream = ? AND at < ?", [(stream, old)])


def passages(connection: Connection, stream: str, after: int, last: int) -> list[tuple[int, str]]:
    """When entries of a desk's stream after a number and up to `last` came over: the newest of these moments, in order.

    The last of them may stand behind `last`: what it says holds for all before it.
    """
    sql = (
        "SELECT number, at FROM passage WHERE stream = ? AND number > ? AND number <= COALESCE("
        "(SELECT MIN(number) FROM passage WHERE stream = ? AND number >= ?), ?) ORDER BY number DESC LIMIT ?"
    )
    rows = query_rows(connection, sql, stream, after, stream, last, last, _TOLD)
    return [(number, at) for number, at in reversed(rows)]


def take_passages(connection: Connection, stream: str, told: Sequence[tuple[int, str]]) -> None:
    """Notes what HQ says of when another desk's entries came to it."""
    for number, at in told:
        if len(at) == len(moment()):
            note_passage(connection, stream, number, at)


def forget_passages(connection: Connection, stream: str, after: int) -> None:
    """Forgets passages after a number: HQ has lost them, and they will go over again."""
    run_many(connection, "DELETE FROM passage WHERE stream = ? AND number > ?", [(stream, after)])
