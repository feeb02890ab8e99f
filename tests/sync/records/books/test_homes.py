"""A record for someone goes where he reads it at HQ, and into the desk's one stream at a desk."""

import pytest

from domain.errors import UsageError
from sync.records.books.homes import home_of
from tests.building.sync.books import AGENT, HQ, SHOP, found_desk, found_hq


def home(book):
    with book.reading() as connection:
        return home_of(connection)


def test_hq_writes_into_what_the_buyer_reads(book):
    found_hq(book)
    at = home(book)
    assert (at.role, at.dealer, at.prefix, at.own_stream) == ("hq", HQ, "00", "hq")
    assert (at.stream_for(AGENT), at.stream_for(HQ)) == (f"dealer/{AGENT}", "hq")


def test_desk_writes_into_its_own_stream_whoever_buys(book):
    found_desk(book, desk="d7")
    at = home(book)
    assert (at.stream_for(SHOP), at.stream_for(AGENT)) == ("desk/d7", "desk/d7")


def test_book_that_is_nobody_s_yet_is_told(book):
    with pytest.raises(UsageError, match="book_unfounded"):
        home(book)
