"""A part of a transaction is undone by itself; a failure that ended the whole is not taken for one of a part."""

import pytest
from sqlalchemy.exc import DatabaseError

from sync.records.books.bulk import run_many
from sync.records.books.savepoints import is_over, savepoint
from sync.records.books.settings import read_setting, write_setting


def write_and_fail(connection, name, how):
    with savepoint(connection):
        write_setting(connection, name, "1")
        how()


def fail():
    raise InterruptedError


def test_what_fails_inside_is_undone_and_the_rest_stands(book):
    with book.writing() as writing:
        connection = writing.connection
        write_setting(connection, "before", "1")
        with pytest.raises(DatabaseError):
            write_and_fail(connection, "inside", lambda: run_many(connection, "INSERT INTO nowhere VALUES (1)", [()]))
        with savepoint(connection):
            write_setting(connection, "after", "1")
        assert not is_over(connection)
    with book.reading() as connection:
        assert [read_setting(connection, name) for name in ("before", "inside", "after")] == ["1", "", "1"]


def test_parts_lie_within_parts(book):
    with book.writing() as writing, savepoint(writing.connection):
        write_setting(writing.connection, "outer", "1")
        with pytest.raises(InterruptedError):
            write_and_fail(writing.connection, "inner", fail)
    with book.reading() as connection:
        assert [read_setting(connection, name) for name in ("outer", "inner")] == ["1", ""]


def test_a_failure_that_ended_the_transaction_is_seen(sqlite_book):
    seen = []

    def end_all():
        with sqlite_book.writing() as writing:
            raw = writing.connection.connection.cursor()

            def end():
                raw.execute("ROLLBACK")  # as SQLite does by itself where the disk is full
                seen.append(is_over(writing.connection))
                raise InterruptedError

            seen.append(is_over(writing.connection))
            write_and_fail(writing.connection, "inside", end)

    with pytest.raises(InterruptedError):
        end_all()
    assert seen == [False, True]


def test_a_line_that_is_lost_inside_is_told_as_itself_and_the_next_transaction_works(book):
    def lose(connection):
        connection.invalidate()
        raise InterruptedError

    with pytest.raises(InterruptedError), book.writing() as writing:
        write_and_fail(writing.connection, "inside", lambda: lose(writing.connection))
    with book.writing() as writing:
        write_setting(writing.connection, "after", "1")
    with book.reading() as connection:
        assert [read_setting(connection, name) for name in ("inside", "after")] == ["", "1"]
