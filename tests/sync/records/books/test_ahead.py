"""What was committed ahead of the disk is on the disk before anybody is told of it, or nobody is told."""

import shutil
import threading

import pytest

from domain.errors import RefusedError
from sync.client.line.transport import HttpTransport
from sync.hq.service.service import running
from sync.records.bodies.records import PriceBody
from sync.records.books import ahead
from sync.records.books.ahead import Ahead
from sync.records.books.database import open_sqlite
from sync.records.copies.outbox import flush
from tests.building.sync.books import order_of, row, stock_up
from tests.building.sync.ends import found_hq


@pytest.fixture
def flushes(monkeypatch):
    """How often the disk was waited for; `fails` lets it say no."""

    class Flushes:
        count = 0
        fails = False

        def __call__(self, _file):
            self.count += 1
            if self.fails:
                raise OSError(5, "Input/output error")

    found = Flushes()
    monkeypatch.setattr(ahead, "flush", found)
    return found


@pytest.fixture
def book(sqlite_book):
    sqlite_book.ahead = Ahead(sqlite_book.path)
    return sqlite_book


def write(book, price=1):
    with book.writing_ahead() as writing:
        writing.put("prices/P1", "price", "P1|A|", PriceBody("P1", "A", price))


def test_what_was_written_ahead_is_brought_to_the_disk_once(book, flushes):
    for price in range(1, 4):
        write(book, price)
    assert flushes.count == 0
    book.settle()
    book.settle()
    assert flushes.count == 1
    write(book, 9)
    book.settle()
    assert flushes.count == 2


def test_a_transaction_that_others_may_see_before_it_has_ended_counts(book, flushes):
    """Between the commit and its end another thread may read what it wrote."""
    seen = threading.Event()
    told = threading.Event()

    def slow(names):  # called once the entries are there for all to see
        seen.set()
        told.wait(10)

    book.after_writing = slow
    writer = threading.Thread(target=write, args=(book,))
    writer.start()
    assert seen.wait(10)
    book.settle()
    assert flushes.count == 1
    told.set()
    writer.join()
    book.settle()
    assert flushes.count == 2


def test_a_disk_that_failed_is_not_believed_when_it_says_yes_the_next_time(book, flushes):
    write(book)
    flushes.fails = True
    with pytest.raises(RefusedError) as told:
        book.settle()
    assert told.value.code == "disk_failed"
    assert told.value.facts["path"] == str(book.path)
    flushes.fails = False
    with pytest.raises(RefusedError):
        book.settle()


def test_a_transaction_that_was_undone_needs_nothing_but_harms_nothing(book, flushes):
    with pytest.raises(ZeroDivisionError), book.writing_ahead():
        raise ZeroDivisionError
    write(book)
    book.settle()
    assert flushes.count == 1


def test_where_others_answer_too_each_commit_waits_for_the_disk(sqlite_book, flushes):
    with sqlite_book.writing_ahead() as writing:
        hasty = writing.connection.get_execution_options().get("hasty", False)
        writing.put("prices/P1", "price", "P1|A|", PriceBody("P1", "A", 1))
    sqlite_book.settle()
    assert (hasty, flushes.count) == (False, 0)


def test_every_verdict_a_desk_is_told_is_on_the_disk(sqlite_book, desks_of, tmp_path, monkeypatch):
    """The files as they are when the disk was last waited for hold every answer that left."""
    found_hq(sqlite_book)
    stock_up(sqlite_book, {"A": 1000})
    kept = tmp_path / "kept"

    def keep(file):
        flush(file)
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for each in (sqlite_book.path, sqlite_book.path.with_name(f"{sqlite_book.path.name}-wal")):
            shutil.copy(each, kept)

    monkeypatch.setattr(ahead, "flush", keep)
    with running(sqlite_book) as url:
        desk = desks_of(sqlite_book, line=HttpTransport(url))
        desk.exchange()
        orders = [desk.order(number=f"XSDD-01-{place}") for place in range(1, 8)]
        desk.exchange()
        told = [row(desk.book, "SELECT state FROM document WHERE id = :id", id=each) for each in orders]
        desk.line.close()
        lost = open_sqlite(kept / sqlite_book.path.name)
    assert told == [("accepted",)] * 7
    assert [order_of(lost, each)[0] for each in orders] == ["accepted"] * 7
    lost.close()


def test_a_desk_is_told_nothing_that_the_disk_did_not_take(sqlite_book, desks_of, flushes):
    found_hq(sqlite_book)
    stock_up(sqlite_book, {"A": 1000})
    with running(sqlite_book) as url:
        desk = desks_of(sqlite_book, line=HttpTransport(url))
        desk.exchange()
        order = desk.order()
        flushes.fails = True
        with pytest.raises(RefusedError) as told:
            desk.exchange()
        desk.line.close()
    assert told.value.code == "disk_failed"
    assert row(desk.book, "SELECT state FROM document WHERE id = :id", id=order) == ("submitted",)
