"""One exchange between a desk and HQ, on both engines, through the endpoints the service uses."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import RefusedError
from sync.client.line.asking import HqLine
from sync.client.streams.offering import next_request
from sync.hq.channel.scope import Readable
from sync.hq.service.asker import Asker
from sync.hq.taking.exchange import _numbered, _seen_lately
from sync.hq.taking.pages import Source, _is_told_whole, _place
from sync.records.bodies.records import ProductBody
from sync.records.books.bulk import query_rows
from sync.records.books.settings import moment
from sync.records.documents.applier import DocumentApplier
from sync.records.log.holding import Held
from sync.records.log.problems import note_held
from sync.records.log.streams import hashes_at, lock_head
from sync.streams import ZERO_HASH, Head, make_entry
from sync.wire.messages import Cursor, ExchangeAnswer, OwnEntries, wire_entry
from tests.building.sync.books import NOW, put, rows, stock_up
from tests.building.sync.ends import an_hq, assert_equal_books, heads, problems_of, streams_of


def test_first_exchange_fills_the_desk(hq, desks):
    desk = desks()
    done = desk.exchange()
    assert done.received == 7
    assert done.notices == ()  # what is filled for the first time wasn't filled anew
    assert streams_of(desk.book) - {desk.stream} == {"catalog", "prices/P1", "dealer/GD01", "dealer/GD01A"}
    assert_equal_books(hq, desk)
    assert rows(desk.book, "SELECT sku FROM product ORDER BY sku") == [("A",), ("B",)]


def test_order_reaches_hq_and_its_answer_comes_back_in_one_request(hq, desks):
    stock_up(hq, {"A": 100})
    desk = desks()
    desk.exchange()
    order = desk.order()
    desk.line.sent.clear()
    done = desk.exchange()
    assert desk.line.sent == ["/v1/exchange"]
    assert (done.sent, done.pending, done.rounds) == (1, 0, 1)
    assert rows(desk.book, "SELECT state FROM document WHERE id = :id", id=order) == [("accepted",)]
    assert_equal_books(hq, desk)


def test_quiet_exchange_is_one_request(hq, desks):
    desk = desks()
    desk.exchange()
    desk.line.sent.clear()
    before = heads(desk.book, *streams_of(desk.book))
    assert desk.exchange().received == 0
    assert desk.line.sent == ["/v1/exchange"]
    assert heads(desk.book, *streams_of(desk.book)) == before
    assert problems_of(hq) == problems_of(desk.book) == []


LARGEST = (1 << 62) - 1


def offered(previous=4, head=6, hash=ZERO_HASH, numbers=(5, 6), kind="order", record="o"):  # noqa: A002
    own = OwnEntries(1, previous, hash, head)
    own.entries = [wire_entry(number, kind, record, b"{}") for number in numbers]
    return own


SOUND = {
    "two entries": offered(),
    "more to come": offered(head=9),
    "none": offered(numbers=()),
    "nothing at all": offered(0, 0, numbers=()),
    "the last number there is": offered(LARGEST - 2, LARGEST, numbers=(LARGEST - 1, LARGEST)),
}
SENSELESS = {
    "a hole": offered(numbers=(5, 7), head=9),
    "a number twice": offered(numbers=(5, 5)),
    "begun too late": offered(numbers=(6,)),
    "more than there are": offered(head=5),
    "less than nothing": offered(-1, 1, numbers=(0, 1)),
    "a number no engine stores": offered(head=LARGEST + 1),
    "no kind": offered(kind=""),
    "no id": offered(record=""),
    "a zero in the kind": offered(kind="or\0der"),
    "a zero in the id": offered(record="o\0"),
    "a short hash": offered(hash=ZERO_HASH[1:]),
    "a long hash": offered(hash=ZERO_HASH + b"x"),
}


@pytest.mark.parametrize("what", SOUND)
def test_entries_in_their_order_are_taken(what):
    own = SOUND[what]
    assert [number for number, _, _ in _numbered(own)] == [each.number for each in own.entries]


@pytest.mark.parametrize("what", SENSELESS)
def test_entries_that_make_no_sense_are_refused(what):
    with pytest.raises(RefusedError, match="entries_malformed"):
        _numbered(SENSELESS[what])


def test_what_was_read_ahead_says_the_same_as_the_book(sqlite_book):
    for number in range(6):
        put(sqlite_book, "catalog", "product", f"P{number % 4}", ProductBody(f"P{number % 4}", f"第{number}", "瓶"))
    with sqlite_book.writing() as writing:
        connection = writing.connection
        key, head = lock_head(connection, "catalog")
        stream = Readable(key, "catalog", head)
        sql = (
            "SELECT stream, number, kind, record, body, CASE WHEN body IS NULL THEN leaf END AS leaf, hash FROM entry "
            "WHERE number >= 2"
        )
        ahead = {row.number: row for row in query_rows(connection, sql)}
        plain, read = Source(connection), Source(connection, {key: ahead})
        for after in range(2, 7):
            found = [list(each) for each in read.entries(stream, after, head.number, False)]
            assert found == [list(each) for each in plain.entries(stream, after, head.number, False)]
            assert [each[0] for each in found] == list(range(after + 1, 7))
        assert [list(each) for each in read.entries(stream, 2, 4, False)] == [
            list(each) for each in plain.entries(stream, 2, 4, False)
        ]
        for number in range(7):  # those before what was read ahead, too
            assert read.hash_at(stream, number) == plain.hash_at(stream, number)
        assert plain.hash_at(stream, 0) == ZERO_HASH
        assert plain.hash_at(stream, 6) == head.hash
        assert plain.hash_at(stream, 7) == b""


@pytest.mark.parametrize(("pruned", "head", "whole"), [(0, 5, True), (1, 5, False), (0, 2000, True), (0, 2001, False)])
def test_a_short_desk_stream_with_something_held_comes_whole_to_who_is_new(sqlite_book, pruned, head, whole):
    with sqlite_book.writing() as writing:
        connection = writing.connection
        note_held(connection, "desk/d1", [(3, make_entry("order", "o", b"{}"), Held("number_not_yours"))], NOW)
        for name in ("desk/d1", "desk/d2", "dealer/d1"):  # of another stream nothing is held
            stream = Readable(1, name, Head(1, head), pruned)
            assert _is_told_whole(connection, stream, None) == (whole and name == "desk/d1")
            assert not _is_told_whole(connection, stream, Cursor(1, 2, b""))


@pytest.mark.parametrize(("seconds", "lately"), [(None, False), (-1, False), (0, True), (59, True), (60, False)])
def test_a_desk_that_only_asks_is_noted_once_a_minute(seconds, lately):
    """Where HQ's clock was set back, what it noted before says nothing."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    seen = "" if seconds is None else moment(now - timedelta(seconds=seconds))
    assert _seen_lately(Asker("d1", "GD01", "", seen), now) is lately


def test_a_desk_that_sends_again_what_hq_has_was_heard_of_all_the_same(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.order()
    with desk.book.reading() as connection:
        again = next_request(connection, desk.stream, desk.key)
    desk.exchange()
    with hq.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE desk SET last_exchange = ''")
    HqLine(desk.line, desk=desk.desk, key=desk.key).ask("/v1/exchange", again, ExchangeAnswer)
    assert rows(hq, "SELECT last_exchange > '2026' FROM desk") == [(1,)]


def test_one_record_that_can_not_be_applied_is_told_and_stops_no_other(sqlite_book, desks_of, monkeypatch):
    hq = an_hq(sqlite_book)
    stock_up(hq, {"A": 100})
    desk = desks_of(hq)
    desk.exchange()
    good, bad, later = desk.order(), desk.order(), desk.order()
    put_all = DocumentApplier.put

    def breaks(self, connection, records):
        if bad in {record for record, _ in records}:
            raise ValueError("one of those days")
        put_all(self, connection, records)

    with monkeypatch.context() as breaking:
        breaking.setattr(DocumentApplier, "put", breaks)
        assert desk.exchange().pending == 0
    assert [each[2:] for each in problems_of(hq)] == [(bad, "record_not_applied")]
    assert rows(hq, "SELECT id, state FROM document WHERE kind = 'order' ORDER BY id") == [
        (good, "accepted"),
        (later, "accepted"),
    ]
    assert heads(hq, desk.stream) == heads(desk.book, desk.stream)


@pytest.mark.parametrize("pruned", [0, 3])
def test_a_stream_goes_on_from_where_a_desk_stands_or_begins_anew(sqlite_book, pruned):
    for number in range(6):
        put(sqlite_book, "catalog", "product", f"P{number}", ProductBody(f"P{number}", f"第{number}", "瓶"))
    with sqlite_book.writing() as writing:
        connection = writing.connection
        key, head = lock_head(connection, "catalog")
        hashes = {0: ZERO_HASH, **hashes_at(connection, "catalog", range(1, 7))}
        stream = Readable(key, "catalog", head, pruned)

        def at(number, filling_to=None, epoch=1, hash=None):  # noqa: A002
            return Cursor(epoch, number, hashes[number] if hash is None else hash, filling_to)

        far = Cursor(1, 7, ZERO_HASH)
        goes_on = [at(3), at(4), at(6), at(1, 3), at(1, 6), *([] if pruned else [at(1), at(2), at(2, 2)])]
        anew = [at(4, epoch=2), at(4, hash=b"x" * 32), far, at(1, 6, epoch=2), *([at(2), at(2, 2)] if pruned else [])]
        for dense in (False, True):
            begin = Cursor(1, 0, b"", None if dense else 6)
            for cursor in goes_on:
                assert _place(Source(connection), stream, cursor, dense) == (cursor, False), cursor
            for cursor in anew:
                assert _place(Source(connection), stream, cursor, dense) == (begin, True), cursor
            for cursor in (at(2), at(2, 2)):  # who takes entries without bodies goes on behind what was pruned
                assert _place(Source(connection), stream, cursor, dense, hollow=True) == (cursor, False)
            # Who holds nothing yet has nothing that could be wrong, but for what it knows of another epoch.
            assert _place(Source(connection), stream, None, dense) == (begin, False)
            assert _place(Source(connection), stream, at(0), dense) == (begin, False)
            assert _place(Source(connection), stream, at(0, epoch=2), dense) == (begin, True)
