"""Makes thousands of small books cheap to open: statements are compiled once for all, and an empty book is copied."""

import shutil
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from sqlalchemy import create_engine

from sync.records.books import database
from sync.records.books.bulk import query_rows
from sync.records.books.database import _revision, open_sqlite
from sync.records.repair import checking


@contextmanager
def swift():
    """While this lasts, books share what was compiled for their statements, and a check's scratch book is a copy."""

    def create_alike(*args, **more):
        engine = create_engine(*args, **more)
        first = _first(engine)
        if engine is not first:
            # The dialect is part of every compiled statement's key, so alike engines share it with what it compiled.
            engine.dialect, engine.pool._dialect = first.dialect, first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    def open_copied(path, *, create=False):
        if create and not path.exists():
            shutil.copy(_template(), path)
        return open_sqlite(path)

    def revision(book):
        if not book.is_sqlite:
            return _revision(book)
        with book.engine.connect() as connection:  # the same question without the library's looking round first
            there = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            if not query_rows(connection, there):
                return None
            return query_rows(connection, "SELECT version_num FROM alembic_version")[0][0]

    with (
        patch.object(database, "create_engine", create_alike),
        patch.object(database, "_revision", revision),
        patch.object(checking, "open_sqlite", open_copied),
    ):
        yield


_known: list = []


def _first(engine):
    if engine.dialect.name != "sqlite":
        return engine
    if not _known:
        with engine.connect():  # so that the dialect has met a database
            pass
        _known.append(engine)
    return _known[0]


@cache
def _template():
    import atexit
    import tempfile
    from pathlib import Path

    folder = Path(tempfile.mkdtemp(prefix="empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_sqlite(folder / "empty.db", create=True).close()
    return folder / "empty.db"


__all__ = ["swift"]
