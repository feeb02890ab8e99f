"""What a database's driver says of a failure, as the known error that a person can act on."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from domain.errors import DamagedError, DeskError, RefusedError, UnreachableError
from sync.records.books.read_only_look import ROOM, free_beside


class told_errors:  # noqa: N801 -- a block is written within it
    """Turns the driver's failures that a user can act on into known errors."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, failure: BaseException | None, _where: object) -> None:
        if isinstance(failure, DatabaseError):
            raise known_failure(failure, self._path) from failure


# What ails the machine or the database, and says nothing about whatever was being done.
_AILMENTS = frozenset({"disk_full", "folder_read_only", "database_busy", "disk_failed"})


def is_ailment(failure: DeskError) -> bool:
    """Whether a known failure is the machine's or the database's own, so that the same work may succeed later."""
    return isinstance(failure, UnreachableError | DamagedError) or failure.code in _AILMENTS


UNDECODABLE = "could not decode to utf-8"
"""What the driver says, in small letters, of text in whose bytes the file was damaged: SQLite itself finds it sound."""


def known_failure(failure: DatabaseError, path: Path | None) -> Exception:
    """The known error behind a driver's failure, or the failure itself where it is a defect."""
    said = str(failure.orig).lower()
    where = str(path) if path else ""
    if "full" in said and "disk" in said:
        return RefusedError("disk_full", path=where)
    if any(word in said for word in ("not a database", "malformed", "encrypted", UNDECODABLE)):
        return DamagedError("database_damaged", path=where)
    if "readonly" in said or "read-only" in said:
        return RefusedError("folder_read_only", path=where)
    if "locked" in said:
        return RefusedError("database_busy", path=where)
    if "disk i/o" in said or "unable to open" in said:
        return RefusedError(_disk_ailment(path), path=where)
    if isinstance(failure, OperationalError) and failure.connection_invalidated:
        return UnreachableError("database_gone", detail=said.splitlines()[0])
    return failure


def _disk_ailment(path: Path | None) -> str:
    """Why a file can't be used though nothing in it is wrong: even reading needs a little room beside it."""
    if path is None or not path.parent.is_dir():
        return "disk_failed"
    if not os.access(path.parent, os.W_OK):
        return "folder_read_only"
    return "disk_full" if free_beside(path) < ROOM else "disk_failed"
