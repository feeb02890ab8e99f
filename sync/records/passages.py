"""When a desk's own entries went over to HQ, as either end saw it; no entry can say that of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from sync.records.bulk import run_many
from sync.records.settings import moment

_KEPT = timedelta(days=400)
# How often what is too old to be asked for is taken away.
_EVERY = 256


def note_passage(connection: Connection, stream: str, number: int, now: str) -> None:
    """Notes that entries of a desk's stream up to `number` have gone over by now."""
    sql = "INSERT INTO passage (stream, number, at) VALUES (?, ?, ?) ON CONFLICT (stream, number) DO NOTHING"
    run_many(connection, sql, [(stream, number, now)])
    if number % _EVERY == 0:
        old = moment(datetime.fromisoformat(now) - _KEPT)
        run_many(connection, "DELETE FROM passage WHERE stream = ? AND at < ?", [(stream, old)])


def forget_passages(connection: Connection, stream: str, after: int) -> None:
    """Forgets passages after a number: HQ has lost them, and they will go over again."""
    run_many(connection, "DELETE FROM passage WHERE stream = ? AND number > ?", [(stream, after)])
