"""What happens on a connection to PostgreSQL as it is made, given out, used and given back."""

from __future__ import annotations

import math
import time
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DisconnectionError

from sync.records.books.bulk import send_waiting
from sync.records.books.write_queue import queue_of

# A connection to PostgreSQL that rested so many seconds is asked whether it is still there.
_REST = 2.0
# Statements a connection keeps prepared: all that a service runs, with room for those written together.
_PREPARED = 400


def spell_alike(raw: Any, _: Any) -> None:
    """Numbers of any size are sent as one type, so that a statement is prepared once and not for each size."""
    from psycopg.types.numeric import Int8Dumper

    raw.adapters.register_dumper(int, Int8Dumper)
    raw.prepared_max = _PREPARED


def go_by_indexes(raw: Any, _: Any) -> None:
    raw.execute("SET enable_seqscan = off")
    raw.execute("SET plan_cache_mode = force_generic_plan")
    raw.commit()


def send_first(connection: Connection, _: Any, statement: str, *__: Any) -> None:
    """What goes to the engine by another way than `bulk` sees all that was written before it."""
    queue = queue_of(connection)
    if queue and statement.startswith("ROLLBACK"):
        queue.forget()
    elif queue:
        send_waiting(connection)


def note_rest(_: Any, record: Any) -> None:
    record.info["rested_at"] = time.monotonic()


def look_after_rest(raw: Any, record: Any, _: Any) -> None:
    """Whether a connection that rested for a while is still there; asked each time, that would cost a question."""
    if time.monotonic() - record.info.get("rested_at", math.inf) > _REST:
        try:
            raw.execute("SELECT 1")
            raw.rollback()
        except raw.Error as gone:
            raise DisconnectionError from gone


# What the driver says, in small letters, of a server it doesn't get into, and the code people are told.
_WHY = (
    ("password authentication", "password"),
    ("no password", "password"),
    ("role", "user_unknown"),
    ("database", "no_database"),
    ("pg_hba", "not_let_in"),
    ("refused", "refused"),
    ("no such file", "refused"),
    ("timeout", "silent"),
    ("timed out", "silent"),
    ("resolve", "unnamed"),
    ("translate host", "unnamed"),
    ("name or service", "unnamed"),
    ("too many", "many_open"),
    ("unreachable", "no_way"),
)


def why_unreachable(said: str) -> str:
    """Why a server can't be used, as one of a few codes."""
    plain = said.lower()
    return next((code for words, code in _WHY if words in plain), "broken")
