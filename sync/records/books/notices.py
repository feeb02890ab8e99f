"""What one process tells others over PostgreSQL: in which streams it has just written something."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

CHANNEL = "desk_streams"
# PostgreSQL carries no longer text than 8,000 bytes; where many streams moved, only that is told.
_LONGEST, _MOST_PARTS = 7_000, 8
_MANY = "*"


def payloads(names: Collection[str]) -> Iterator[str]:
    """The texts that carry these names."""
    parts: list[str] = []
    here = ""
    for name in sorted(names):
        if here and len((here + name).encode()) > _LONGEST:
            parts.append(here)
            here = ""
        here += ("\n" if here else "") + name
    if here:
        parts.append(here)
    fits = len(parts) <= _MOST_PARTS and all(len(each.encode()) <= _LONGEST for each in parts)
    yield from parts if fits else [_MANY]


def names_in(payload: str) -> list[str] | None:
    """The names in a text; None where there were too many to tell."""
    return None if payload == _MANY else payload.split("\n")


def send(engine: Engine, names: Collection[str]) -> None:
    """Tells whoever listens; what is lost here is found all the same by whoever looks at the heads now and then."""
    with contextlib.suppress(DBAPIError), engine.begin() as connection:
        for payload in payloads(names):
            connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (CHANNEL, payload))
