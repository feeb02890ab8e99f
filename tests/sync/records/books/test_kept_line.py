"""The connection a desk writes by is kept, and is as good as a new one whatever happened before."""

import threading

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DatabaseError

from domain.errors import RefusedError
from sync.records.books.database import open_sqlite
from sync.records.books.settings import read_setting, write_setting
from sync.records.copies.joining import open_outbox


@pytest.fixture
def book(tmp_path):
    opened = open_sqlite(tmp_path / "desk.db", create=True)
    with opened.writing() as writing:
        for key, value in {"role": "desk", "desk_id": "D1", "dealer_id": "GD01", "prefix": "01"}.items():
            write_setting(writing.connection, key, value)
    open_outbox(opened, tmp_path / "outbox.journal", expected=False)
    yield opened
    opened.close()


def write(book, value):
    with book.writing() as writing:
        write_setting(writing.connection, "k", value)
        return writing.connection.connection.dbapi_connection


def orphan(book):
    """A transaction that only its commit refuses."""
    with book.writing() as writing:
        write_setting(writing.connection, "k", "half")
        writing.connection.exec_driver_sql("INSERT INTO child VALUES ('nobody')")


def read(book):
    with book.reading() as connection:
        return read_setting(connection, "k")


def test_one_connection_writes_one_transaction_after_another(book):
    assert write(book, "1") is write(book, "2")
    assert read(book) == "2"


@pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt])
def test_what_failed_leaves_nothing_behind(book, failure):
    def fail():
        with book.writing() as writing:
            write_setting(writing.connection, "k", "half")
            raise failure

    write(book, "before")
    with pytest.raises(failure):
        fail()
    assert read(book) == "before"
    write(book, "after")
    assert read(book) == "after"


def test_a_commit_that_failed_is_not_saved_with_the_next_one(book):
    write(book, "before")
    deferred = "CREATE TABLE child (parent TEXT REFERENCES setting (key) DEFERRABLE INITIALLY DEFERRED)"
    with book.writing() as writing:
        writing.connection.exec_driver_sql(deferred)
    with pytest.raises(DatabaseError):
        orphan(book)
    assert read(book) == "before"
    write(book, "after")
    assert read(book) == "after"


def test_a_book_that_is_busy_is_told_and_written_later(book, tmp_path):
    raw = write(book, "before")
    raw.execute("PRAGMA busy_timeout=0")
    other = driver.connect(str(tmp_path / "desk.db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RefusedError, match="database_busy"):
        write(book, "half")
    other.execute("ROLLBACK")
    other.close()
    write(book, "after")
    assert read(book) == "after"


def test_threads_write_one_after_the_other(book):
    def count():
        for _ in range(20):
            with book.writing() as writing:
                now = int(read_setting(writing.connection, "n") or 0)
                write_setting(writing.connection, "n", str(now + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with book.reading() as connection:
        assert read_setting(connection, "n") == "80"


def test_a_closed_book_keeps_no_connection(book):
    raw = write(book, "1")
    book.close()
    with pytest.raises(driver.ProgrammingError):
        raw.execute("SELECT 1")


def test_its_memory_is_given_back_with_that_of_the_others(book):
    raw = write(book, "1")
    said: list[str] = []
    raw.set_trace_callback(said.append)
    book.give_back_memory()
    assert "PRAGMA shrink_memory" in said
    assert write(book, "2") is raw
