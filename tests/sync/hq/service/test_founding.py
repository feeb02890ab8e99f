"""A book becomes HQ's once, and learns its own dealer from the tree."""

import pytest

from domain.errors import RefusedError
from sync.hq.service.founding import found, settle_dealer
from sync.records.bodies.records import DealerBody
from sync.records.books.homes import home_of
from sync.records.books.settings import read_setting
from tests.building.sync.books import NOW, found_desk, put


def test_founding_again_changes_nothing(book):
    found(book, NOW)
    with book.reading() as connection:
        secret = read_setting(connection, "secret")
        home = home_of(connection)
    assert (home.role, home.prefix, home.dealer, home.own_stream) == ("hq", "00", "", "hq")
    assert len(secret) == 64
    found(book, "2027-01-01T00:00:00Z")
    with book.reading() as connection:
        assert read_setting(connection, "secret") == secret
        assert read_setting(connection, "founded_at") == NOW


def test_secrets_differ(sqlite_book, postgres_book):
    secrets = set()
    for book in (sqlite_book, postgres_book):
        found(book, NOW)
        with book.reading() as connection:
            secrets.add(read_setting(connection, "secret"))
    assert len(secrets) == 2


def test_hq_is_the_dealer_of_tier_hq_unless_it_was_named(book):
    found(book, NOW)
    with book.writing() as writing:
        assert settle_dealer(writing.connection) == ""
    put(book, "catalog", "dealer", "ZB", DealerBody("ZB", "总部", "hq"))
    with book.writing() as writing:
        assert settle_dealer(writing.connection) == "ZB"
    found(book, NOW, dealer="OTHER")
    with book.reading() as connection:
        assert home_of(connection).dealer == "ZB"


def test_desk_can_not_become_hq(book):
    found_desk(book)
    with pytest.raises(RefusedError, match="book_is_a_desk"):
        found(book, NOW)
