"""What a large transaction leaves in memory is given back: by SQLite to the allocator, and by that to the system."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from sync.streams import Entry

_MANY, _LARGE = 1_000, 500_000  # entries of one transaction, and bytes in them


def is_much(entries: Iterable[Entry]) -> bool:
    """Whether a transaction wrote so much that its memory is worth giving back."""
    sizes = [len(entry.body or b"") for entry in entries]
    return len(sizes) > _MANY or sum(sizes) > _LARGE


def give_back(connections: Iterable[Connection]) -> None:
    """Lets go of what connections to SQLite and the allocator hold and don't need."""
    for each in connections:
        with suppress(SQLAlchemyError):
            each.connection.cursor().execute("PRAGMA shrink_memory")
    _trim()


def _trim() -> None:
    """The pages of a database lie scattered among what stays, so that the allocator alone keeps as much again."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another library of C than GNU's has no such call
        ctypes.CDLL(None).malloc_trim(0)
