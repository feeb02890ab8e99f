"""A request offers what HQ lacks, bounded and signed at its last entry, and says how far the rest is held."""

import pytest

from sync.client.streams import offering
from sync.client.streams.offering import bodies_again, hash_at, kinds_between, next_request
from sync.records.bodies.records import DealerBody
from sync.streams import ZERO_DIGEST, ZERO_HASH
from sync.wire.cursors import TOLD, bucket_of, digest_rest
from sync.wire.signing import head_text, verify
from tests.building.sync.books import AGENT, put
from tests.building.sync.ends import heads


def asked(desk):
    with desk.book.reading() as connection:
        return next_request(connection, desk.stream, desk.key)


def test_new_desk_offers_nothing_and_holds_nothing(desks):
    request = asked(desks())
    assert request.own is not None
    assert (request.own.previous, request.own.hash, request.own.entries) == (0, ZERO_HASH, [])
    assert request.cursors == {}


def test_page_is_bounded_and_signed_where_it_ends(desks, monkeypatch):
    monkeypatch.setattr(offering, "UP_ENTRIES", 2)
    desk = desks()
    for _ in range(3):
        desk.order()
    own = asked(desk).own
    assert [entry.number for entry in own.entries] == [1, 2]
    assert own.head == 3
    with desk.book.reading() as connection:
        there = hash_at(connection, desk.stream, 2)
        assert hash_at(connection, desk.stream, 4) == b""
    assert verify(desk.key.public, own.signature, head_text(desk.stream, own.epoch, 2, there))


def test_one_entry_goes_however_large_it_is(desks, monkeypatch):
    monkeypatch.setattr(offering, "UP_BYTES", 1)
    desk = desks()
    desk.order()
    desk.order()
    assert [entry.number for entry in asked(desk).own.entries] == [1]


def test_cursors_stand_where_the_book_stands(desks):
    desk = desks()
    desk.exchange()
    cursors = asked(desk).cursors
    assert desk.stream not in cursors
    held = heads(desk.book, *cursors)
    assert {name: (each.number, each.hash) for name, each in cursors.items()} == {
        name: (head.number, head.hash) for name, head in held.items()
    }
    assert len(cursors) >= 4


def held(desk, count):
    """So many streams of HQ's in the desk's book."""
    with desk.book.writing() as writing:
        sql = "INSERT INTO stream (name, epoch, head, hash, live, digest) VALUES (?, 1, 1, ?, 0, ?)"
        for number in range(count):
            writing.connection.exec_driver_sql(sql, (f"dealer/D{number:03d}", b"h" * 32, ZERO_DIGEST))


def asked_of(desk, told):
    with desk.book.reading() as connection:
        return next_request(connection, desk.stream, desk.key, told)


@pytest.mark.parametrize("count", [TOLD, TOLD + 1])
def test_cursors_are_told_by_digests_where_they_are_more_than_twenty(desks, count):
    desk = desks()
    held(desk, count)
    whole = asked(desk).cursors
    assert len(whole) == count
    request = asked_of(desk, ())
    if count == TOLD:
        assert (request.cursors, request.rest, request.buckets) == (whole, b"", [])
        return
    left = whole.keys() - request.cursors.keys()
    assert len(left) == 1
    assert request.rest == digest_rest({name: whole[name] for name in left})
    [name] = left
    request = asked_of(desk, {bucket_of(name)})  # HQ wants to see its bucket
    assert name in request.cursors
    assert request.buckets == [bucket_of(name)]


def test_the_own_dealers_cursor_is_told_before_others(desks):
    desk = desks()
    held(desk, 3 * TOLD)
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE stream SET name = 'dealer/GD01' WHERE name = 'dealer/D059'")
    assert "dealer/GD01" in asked_of(desk, ()).cursors


def test_kinds_are_counted_of_what_was_offered_and_of_anything_else_by_the_book(desks):
    desk = desks()
    for number in range(3):
        desk.order()
        put(desk.book, desk.stream, "dealer", f"GD01:C{number}", DealerBody(f"C{number}", "店", "store", AGENT))
    offered = asked(desk).own
    with desk.book.reading() as connection:
        for after, last in ((0, 6), (1, 6), (0, 5), (2, 3), (3, 3)):
            counted = kinds_between(connection, desk.stream, None, after, last)
            assert kinds_between(connection, desk.stream, offered, after, last) == counted
            orders = (last + 1) // 2 - (after + 1) // 2
            assert counted.get("order", 0) == orders
            assert counted.get("dealer", 0) == last - after - orders
        offered.previous, offered.entries = 2, offered.entries[2:4]  # a page in the middle says nothing of the rest
        assert kinds_between(connection, desk.stream, offered, 0, 4) == {"order": 2, "dealer": 2}
        assert kinds_between(connection, desk.stream, offered, 2, 6) == {"order": 2, "dealer": 2}
        assert kinds_between(connection, desk.stream, offered, 2, 4) == {"order": 1, "dealer": 1}


def test_bodies_asked_for_again_are_just_those(desks):
    desk = desks()
    for _ in range(5):
        desk.order()
    with desk.book.reading() as connection:
        assert bodies_again(connection, desk.stream, []) == []
        assert [each.number for each in bodies_again(connection, desk.stream, [2, 4])] == [2, 4]
        assert [each.number for each in bodies_again(connection, desk.stream, [5, 1])] == [1, 5]


def test_what_hq_had_acknowledged_before_it_was_set_back_is_said_until_it_is_there_again(desks):
    desk = desks()
    for _ in range(2):
        desk.order()
    for before, said in (("0", 0), ("1", 1), ("2", 2)):
        with desk.book.writing() as writing:
            writing.connection.exec_driver_sql(
                "INSERT OR REPLACE INTO setting (key, value) VALUES ('acknowledged_before', ?)", (before,)
            )
        assert asked(desk).own.acknowledged == said
    desk.exchange()
    assert asked(desk).own.acknowledged == 0
