"""Reads another copy of a book, whole or damaged, without changing it: what is opened is a copy of its file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from domain.errors import DamagedError, UsageError
from sync.owner_only import make_file
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book, open_sqlite
from sync.records.repair.carving import Value
from sync.records.repair.salvage import Salvage, put_rows, shapes_of
from sync.streams import ZERO_DIGEST, ZERO_HASH

# What streams are made of, whose book it was, and what it had found of the other side's.
_TABLES = frozenset({"setting", "stream", "entry", "desk", "signed_head", "returned_run", "returned_entry", "draft"})


@contextmanager
def open_copy(path: Path) -> Iterator[Book]:
    """A book with all that can still be read of a file; the file stays as it is.

    Raises UsageError `book_missing`; RefusedError `book_newer`, `disk_full`.
    """
    if not path.exists():
        raise UsageError("book_missing", path=str(path))
    with TemporaryDirectory(prefix=".reading-", dir=path.parent, ignore_cleanup_errors=True) as folder:
        book = _opened(path, Path(folder))
        try:
            yield book
        finally:
            book.close()


def _opened(path: Path, folder: Path) -> Book:
    whole = folder / "whole.db"
    make_file(whole)
    shutil.copyfile(path, whole)
    wal = path.with_name(path.name + "-wal")
    if wal.exists():
        shutil.copyfile(wal, folder / "whole.db-wal")
    try:
        book = open_sqlite(whole)
    except (DamagedError, DatabaseError, UsageError):
        return _carved(path, folder / "carved.db")
    if _is_sound(book):
        return book
    book.close()
    return _carved(path, folder / "carved.db")


def _is_sound(book: Book) -> bool:
    try:
        with book.reading() as connection:
            return bool(query_rows(connection, "PRAGMA quick_check(1)")[0][0] == "ok")
    except (DamagedError, DatabaseError):
        return False


def _carved(path: Path, target: Path) -> Book:
    """A book of those rows of a damaged file that prove themselves or fit."""
    book = open_sqlite(target, create=True)
    with book.reading() as connection:
        shapes = shapes_of(connection)
    with book.writing() as writing:
        connection = writing.connection
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        salvage = Salvage(path, shapes)
        put_rows(connection, shapes, _unlived(salvage.rows(_TABLES)))
        _name(connection, salvage.names)
        connection.exec_driver_sql("DELETE FROM returned_entry WHERE run NOT IN (SELECT id FROM returned_run)")
        connection.exec_driver_sql(
            "UPDATE entry SET live = 1 WHERE id IN (SELECT id FROM (SELECT id, body, ROW_NUMBER() OVER "
            "(PARTITION BY kind, record ORDER BY id DESC) AS place FROM entry) WHERE place = 1 AND body IS NOT NULL)"
        )
    return book


def _unlived(rows: Iterator[tuple[str, tuple[Value, ...]]]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Entries come as if none lived: only with all of them together is it known which is the newest."""
    for table, values in rows:
        if table == "entry":
            key, stream, number, kind, record, _, *rest = values
            yield table, (key, stream, number, kind, record, 0, *rest)
        else:
            yield table, values


def _name(connection: Connection, names: dict[int, str]) -> None:
    """A stream whose row is lost gets it back by its name in the index; without a name it is nobody's."""
    run_many(
        connection,
        "INSERT OR IGNORE INTO stream (id, name, hash, digest) VALUES (?, ?, ?, ?)",
        [(key, name, ZERO_HASH, ZERO_DIGEST) for key, name in names.items()],
    )
    connection.exec_driver_sql("DELETE FROM entry WHERE stream NOT IN (SELECT id FROM stream)")
