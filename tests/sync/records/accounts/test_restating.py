"""What a past day was told as is found by places in streams, whatever the clocks said."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from sync.records.accounts.restating import StreamPlace, last_told, restated
from sync.records.bodies.accounts import StatementBody
from sync.records.bodies.records import CopyBody, DealerBody, PeriodBody, encode
from sync.records.log.streams import head_of
from tests.building.sync.books import AGENT, HQ, found_hq, put
from tests.sync.records.accounts.test_accounts import a_paper, day, post

STREAM = f"dealer/{AGENT}"


@pytest.fixture
def hq(book):
    found_hq(book)
    return book


def place(book, stream=STREAM):
    with book.reading() as connection:
        head = head_of(connection, stream)
    assert head is not None
    return StreamPlace(stream, head.number)


def told(book, on, at):
    with book.reading() as connection:
        found = restated(connection, HQ, AGENT, on, at)
        return found.told, found.now, [each.posting.document for each in found.late]


def test_later_papers_are_told_by_their_number(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)))
    at = place(hq)
    post(hq, ("d2", "delivery", a_paper("delivery", 5, 1)), ("d3", "delivery", a_paper("delivery", 7, 9)))
    assert told(hq, day(2), at) == (Decimal(100), Decimal(105), ["d2"])
    assert told(hq, day(2), place(hq)) == (Decimal(105), Decimal(105), [])
    assert told(hq, day(0), at) == (Decimal(100), Decimal(100), [])


def test_papers_of_another_stream_count_by_when_they_came(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)))
    post(hq, ("other", "delivery", a_paper("delivery", 20)), stream="hq")
    at = place(hq)
    carried = a_paper("delivery", 3)
    put(hq, "dealer/GD02", "dealer", "GD02", DealerBody("GD02", "湖南", "province", HQ))
    put(hq, "dealer/GD02", "copy", "delivery/d4", CopyBody("delivery", "d4", msgspec.Raw(encode(carried))))
    # A place is an entry of its stream: what another stream brought since belongs to what came later.
    before, now, late = told(hq, day(2), at)
    assert (before, now, set(late)) == (Decimal(100), Decimal(123), {"other", "d4"})
    post(hq, ("d5", "delivery", a_paper("delivery", 1)))
    assert told(hq, day(2), place(hq)) == (Decimal(124), Decimal(124), [])


def test_newest_statement_or_the_closing_says_where_it_was_told(hq):
    with hq.reading() as connection:
        assert last_told(connection, HQ, AGENT, day(3)) is None
    put(hq, "hq", "period", HQ, PeriodBody(HQ, day(10).isoformat()))
    with hq.reading() as connection:
        assert last_told(connection, HQ, AGENT, day(3)) == place(hq, "hq")
        assert last_told(connection, HQ, AGENT, day(30)) is None
    days = (day(0).isoformat(), day(20).isoformat(), day(21).isoformat())
    body = StatementBody(
        "DZD-00-202601-0001", HQ, AGENT, *days, 0, 0, "0" * 64, msgspec.Raw(b"{}"), head=f"{STREAM}#17 abc"
    )
    put(hq, STREAM, "statement", "st", body)
    with hq.reading() as connection:
        assert last_told(connection, HQ, AGENT, day(15)) == StreamPlace(STREAM, 17)
        assert last_told(connection, HQ, AGENT, day(20) + dt.timedelta(days=1)) is None
