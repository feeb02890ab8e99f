"""Brings a book to the program's schema, with a copy set aside first where there is something to lose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DatabaseError

if TYPE_CHECKING:
    from sync.records.database import Book


def migrate(book: Book, revision: str | None) -> None:
    """Runs the migrations after `revision` (None: all) in one transaction."""
    if revision is not None and book.path is not None:
        copy_file(book, book.path.with_suffix(f".before-{revision}.db"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with book.engine.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def copy_file(book: Book, target: Path) -> None:
    """Writes a whole, consistent copy of a SQLite book."""
    target.unlink(missing_ok=True)
    # The driver's own connection, because the engine opens a transaction at once and a copy can't be made within one.
    connection = book.engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    except book.engine.dialect.loaded_dbapi.Error as failure:
        raise DatabaseError("VACUUM INTO", None, failure) from failure  # as every other statement fails
    finally:
        connection.close()
