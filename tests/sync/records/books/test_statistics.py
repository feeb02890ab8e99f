"""What stands in a book is counted when it has grown, so that its statements go the narrow way at any size."""

import time

import pytest

from sync.records.accounts.memo_items import asides
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books.bulk import query_rows
from sync.records.books.database import open_sqlite
from sync.records.books.statistics import keep_statistics
from tests.building.sync.books import AGENT, HQ, NOW, TODAY, found_hq, rows

TABLES = ["document", "document_line", "dealer", "posting", "stock_move", "rebate_payout", "wallet_use"]


def deliver(book, count):
    """So many deliveries of HQ to its agent, each received whole."""
    line = LineBody("A", "A", 1000, 250, 25_000, "瓶")
    days = [f"2026-{1 + place % 9:02d}-{1 + place % 27:02d}" for place in range(count)]
    made = [
        (f"d{place}", DocumentBody(f"FH-{place:05d}", HQ, AGENT, day, NOW, 250, [line], warehouse="W1"))
        for place, day in enumerate(days)
    ]
    got = [
        (f"r{place}", DocumentBody(f"SH-{place:05d}", HQ, AGENT, day, NOW, 250, [line], source=f"d{place}"))
        for place, day in enumerate(days)
    ]
    with book.writing() as writing:
        writing.put_all(f"dealer/{AGENT}", "delivery", made)
        writing.put_all("desk/d1", "goods_receipt", got)


def seconds(work):
    """The best of three, because others work on the machine too."""
    found = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def goods_under_way(book):
    with book.reading() as connection:
        assert asides(connection, HQ, TODAY, AGENT) is not None


def never_by_itself(book):
    """PostgreSQL would count the tables when it likes, also in the moment in which this test has emptied them.

    What it counted while other tests used the database is forgotten.
    """
    if book.engine.dialect.name != "sqlite":
        with book.writing() as writing:
            run = writing.connection.exec_driver_sql
            for table in TABLES:
                run(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
            run("DELETE FROM pg_statistic WHERE starelid = ANY(%s::regclass[])", (TABLES,))
            run("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE oid = ANY(%s::regclass[])", (TABLES,))


@pytest.mark.parametrize("counted", [False, True])
def test_what_is_under_way_takes_no_longer_for_each_of_many_deliveries(book, counted):
    found_hq(book)
    never_by_itself(book)
    deliver(book, 1000)
    if counted:
        keep_statistics(book)
    few = seconds(lambda: goods_under_way(book))
    with book.writing() as writing:
        for table in ("stock_move", "posting", "document_line", "document", "entry"):
            writing.connection.exec_driver_sql(f"DELETE FROM {table}")
    deliver(book, 8000)
    if counted:
        keep_statistics(book)
    many = seconds(lambda: goods_under_way(book))
    assert many < max(20 * few, 0.5)  # eight times as many; with the wrong index it is sixty-four times


def test_a_book_that_has_doubled_is_counted_anew(book):
    found_hq(book)
    assert not keep_statistics(book)  # a small one is read as fast by any way
    deliver(book, 600)
    assert keep_statistics(book)
    assert not keep_statistics(book)
    with book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM setting WHERE key = 'nothing'")
    line = LineBody("B", "B", 1000, 250, 25_000, "瓶")
    with book.writing() as writing:
        more = [(f"m{n}", DocumentBody(f"M-{n}", HQ, AGENT, "2026-02-01", NOW, 250, [line])) for n in range(1500)]
        writing.put_all(f"dealer/{AGENT}", "delivery", more)
    assert keep_statistics(book)


def test_a_book_is_counted_when_it_is_closed(tmp_path):
    book = open_sqlite(tmp_path / "book.db", create=True)
    found_hq(book)
    deliver(book, 600)
    book.close()
    again = open_sqlite(tmp_path / "book.db")
    assert rows(again, "SELECT COUNT(*) > 0 FROM sqlite_stat1 WHERE tbl = 'document'") == [(1,)]
    again.close()
    again.close()  # whoever closes twice does no harm


def test_a_connection_knows_what_was_counted_by_another(tmp_path):
    book = open_sqlite(tmp_path / "book.db", create=True)
    found_hq(book)
    goods_under_way(book)
    deliver(book, 600)
    keep_statistics(book)
    with book.reading() as connection:
        plan = query_rows(connection, "EXPLAIN QUERY PLAN SELECT * FROM document WHERE source = 'd1' AND kind = 'x'")
    assert "ix_document_source_kind_date" in plan[0][3]
    book.close()
