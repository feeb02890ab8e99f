"""Writes wait for the first question they bear on; whoever asks sees them, and what is undone was never there."""

from contextlib import suppress

import pytest

from sync.records.books.bulk import insert_rows, query_rows, run_many
from sync.records.books.savepoints import savepoint
from sync.records.books.settings import read_setting, write_setting
from sync.records.books.write_queue import LEAVES, WriteQueue, reach_of
from sync.records.schema import account_tables, policy_tables, service_tables, tables, tree_tables  # noqa: F401 -- fill it
from sync.records.schema.columns import metadata
from tests.building.sync.books import a_line, an_order, found_hq, put, rows
from tests.building.sync.plans import noting

NOTE = "INSERT INTO passage (stream, number, at) VALUES (?, ?, ?)"


def test_a_question_sees_what_was_written_before_it(book):
    with book.writing() as writing:
        connection = writing.connection
        write_setting(connection, "one", "1")
        run_many(connection, NOTE, [("desk/d", 1, "now")])
        assert read_setting(connection, "one") == "1"
        write_setting(connection, "one", "2")
        write_setting(connection, "one", "3")
        assert read_setting(connection, "one") == "3"
    assert rows(book, "SELECT number FROM passage") == [(1,)]
    with book.reading() as connection:
        assert read_setting(connection, "one") == "3"


def test_by_whatever_way_it_is_asked(book):
    with book.writing() as writing:
        write_setting(writing.connection, "one", "1")
        found = writing.connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'one'")
        assert found.scalar() == "1"


def test_what_is_undone_was_never_written(book):
    with book.writing() as writing:
        connection = writing.connection
        write_setting(connection, "before", "1")
        with suppress(InterruptedError), savepoint(connection):
            write_setting(connection, "inside", "1")
            raise InterruptedError
        trial = connection.begin_nested()
        write_setting(connection, "tried", "1")
        trial.rollback()
        write_setting(connection, "after", "1")
    with book.reading() as connection:
        assert [read_setting(connection, each) for each in ("before", "inside", "tried", "after")] == ["1", "", "", "1"]


def test_a_transaction_that_fails_leaves_nothing_behind_for_the_next(book):
    with suppress(InterruptedError), book.writing() as writing:
        write_setting(writing.connection, "lost", "1")
        raise InterruptedError
    with book.writing() as writing:
        write_setting(writing.connection, "kept", "1")
    with book.reading() as connection:
        assert (read_setting(connection, "lost"), read_setting(connection, "kept")) == ("", "1")


def test_what_goes_with_a_deleted_row_is_gone_for_whoever_asks(book):
    found_hq(book)
    put(book, "dealer/GD01", "order", "o1", an_order(lines=[a_line()]))
    with book.writing() as writing:
        run_many(writing.connection, "DELETE FROM document WHERE id = ?", [("o1",)])
        assert query_rows(writing.connection, "SELECT line FROM document_line") == []


@pytest.mark.postgres
def test_many_writes_are_one_statement(postgres_book, monkeypatch):
    with noting(postgres_book, monkeypatch) as noted, postgres_book.writing() as writing:
        connection = writing.connection
        write_setting(connection, "one", "1")
        run_many(connection, NOTE, [("desk/d", 1, "now")])
        insert_rows(connection, tables.stream, ("name", "hash", "digest"), [("s", b"h", b"d"), ("t", b"h", b"d")])
        assert query_rows(connection, "SELECT id FROM dealer") == []
    assert len(noted.different) == 2, noted.different
    assert rows(postgres_book, "SELECT name FROM stream ORDER BY name") == [("s",), ("t",)]


def test_to_what_is_called_a_leaf_no_table_refers():
    referred = {each.column.table.name for table in metadata.sorted_tables for each in table.foreign_keys}
    assert metadata.tables.keys() >= LEAVES
    assert not LEAVES & referred


@pytest.mark.parametrize(
    ("sql", "tables_", "changed"),
    [
        ("SELECT a FROM entry e JOIN stream s ON s.id = e.stream", {"entry", "stream"}, ""),
        ('INSERT INTO "answer" ("id") VALUES (?)', {"answer"}, "answer"),
        ("INSERT INTO arrival (a) SELECT last FROM desk WHERE id = ?", {"arrival", "desk"}, "arrival"),
        ("UPDATE stock s SET a = v.a FROM json_to_recordset(%s::json) AS v(a int)", {"stock"}, "stock"),
        ("DELETE FROM undone u USING json_to_recordset(%s::json) AS v(a int)", {"undone"}, "undone"),
    ],
)
def test_what_a_statement_touches_is_read_off_its_words(sql, tables_, changed):
    reach = reach_of(sql)
    assert (set(reach.tables) >= tables_, reach.changed) == (True, changed)


def test_each_table_stands_in_it_once():
    queue = WriteQueue()
    queue.add("UPDATE entry SET live = FALSE WHERE id = %s", [1])
    assert not queue.takes("INSERT INTO entry (id) VALUES (%s)")
    assert not queue.takes("SELECT 1 FROM stream")
    assert queue.takes("INSERT INTO passage (stream) VALUES (%s)")
