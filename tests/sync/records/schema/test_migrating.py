"""A new book is what all migrations make; a copy is whole and consistent, and replaces what stood there."""

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine

from sync.records.books.database import REVISION, open_sqlite
from sync.records.schema.migrating import copy_file, migrate
from tests.building.sync.books import dump, found_hq, rows, stock_up


def test_copy_opens_as_a_book_with_the_same_rows(sqlite_book, tmp_path):
    found_hq(sqlite_book)
    stock_up(sqlite_book, {"A": 5})
    target = tmp_path / "copy.db"
    target.write_text("an older copy")
    copy_file(sqlite_book.engine, target)
    copy = open_sqlite(target)
    assert dump(copy) == dump(sqlite_book)
    copy.close()


def test_migrating_sets_a_copy_aside_where_there_is_something_to_lose(sqlite_book):
    found_hq(sqlite_book)
    migrate(sqlite_book.engine, sqlite_book.path, REVISION)
    aside = open_sqlite(sqlite_book.path.with_suffix(f".before-{REVISION}.db"))
    assert dump(aside) == dump(sqlite_book)
    aside.close()


def test_a_new_book_is_what_the_migrations_make_one_after_the_other(sqlite_book):
    """Whoever is given a file to set aside takes the short way; without one every migration runs."""
    engine = create_engine("sqlite://", creator=lambda: driver.connect(":memory:", isolation_level=None), module=driver)
    migrate(engine, None, None)
    question = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    with engine.connect() as connection:
        migrated = [tuple(each) for each in connection.exec_driver_sql(question)]
        assert connection.exec_driver_sql("SELECT * FROM alembic_version").scalar() == REVISION
    engine.dispose()
    assert rows(sqlite_book, question) == migrated
    assert rows(sqlite_book, "SELECT version_num FROM alembic_version") == [(REVISION,)]
