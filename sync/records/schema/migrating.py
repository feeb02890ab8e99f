"""Brings a book to the program's schema, with a copy set aside first where there is something to lose."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DatabaseError

from sync.owner_only import make_file


def migrate(engine: Engine, path: Path | None, revision: str | None) -> None:
    """Runs the migrations after `revision` (None: all) in one transaction; `path` is the file of a SQLite book."""
    if revision is not None and path is not None:
        copy_file(engine, path.with_suffix(f".before-{revision}.db"))
    with engine.execution_options(immediate=True).begin() as connection:
        if revision is None and path is not None:
            for sql in _new_book():
                connection.exec_driver_sql(sql)
        else:
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def _new_book() -> tuple[str, ...]:
    """What all migrations leave in an empty SQLite book, as statements.

    A program makes many new books, each checking and each filling one; the migrations take ten times as long as what
    is left of them.
    """
    import sqlcipher3.dbapi2 as driver

    engine = create_engine("sqlite://", creator=lambda: driver.connect(":memory:", isolation_level=None), module=driver)
    try:
        with engine.connect() as connection:
            _upgrade(connection)
            # What a virtual table keeps beside itself it makes by itself.
            made = connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                "AND name NOT LIKE 'product_search_%' ORDER BY rowid"
            ).scalars()
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            return (*made, f"INSERT INTO alembic_version (version_num) VALUES ('{revision}')")
    finally:
        engine.dispose()


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
