"""A copy is whole and consistent, and replaces what stood there."""

from sync.records.database import REVISION, open_sqlite
from sync.records.migrating import copy_file, migrate
from tests.sync.books import dump, found_hq, stock_up


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
