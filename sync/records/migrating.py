"""Brings a book to the program's schema, with a copy set aside first where there is something to lose."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from sync.owner_only import make_file


def migrate(engine: Engine, path: Path | None, revision: str | None) -> None:
    """Runs the migrations after `revision` (None: all) in one transaction; `path` is the file of a SQLite book."""
    if revision is not None and path is not None:
        copy_file(engine, path.with_suffix(f".before-{revision}.db"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def copy_file(engine: Engine, target: Path) -> None:
    """Writes a whole, consistent copy of a SQLite book."""
    target.unlink(missing_ok=True)
    with suppress(OSError):  # what is wrong there SQLite tells
        make_file(target)  # it fills an empty file as well, and leaves it its owner's alone
    # The driver's own connection, because the engine opens a transaction at once and a copy can't be made within one.
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    except engine.dialect.loaded_dbapi.Error as failure:
        raise DatabaseError("VACUUM INTO", None, failure) from failure  # as every other statement fails
    finally:
        connection.close()
