"""A request offers what HQ lacks, bounded and signed at its last entry, and says how far the rest is held."""

from sync.client import offering
from sync.client.offering import hash_at, next_request
from sync.streams import ZERO_HASH
from sync.wire.signing import head_text, verify
from tests.sync.ends import heads


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
