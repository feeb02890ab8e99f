"""Whatever a bad line does, what is saved arrives once, and both ends are equal when the line is good again."""

import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import DeskError, RefusedError, UnreachableError
from sync.client.line.transport import Response
from sync.client.streams import exchanging, offering
from sync.hq.taking import pages
from sync.records.bodies.records import ProductBody
from sync.records.books.database import open_sqlite
from sync.wire.messages import ExchangeAnswer
from sync.wire.packing import pack, unpack
from tests.building.sync.books import put, rows
from tests.building.sync.ends import HASTY, a_desk, an_hq, assert_equal_books, problems_of
from tests.building.sync.faults import PORTAL, FaultyLine

ORDERS = "SELECT id FROM document WHERE kind = 'order' ORDER BY id"


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of a few entries, so that a handful of records takes many rounds."""

    def init(self):
        self.entries, self.bytes = 3, 900

    monkeypatch.setattr(pages.Budget, "__init__", init)
    monkeypatch.setattr(offering, "UP_ENTRIES", 2)
    return monkeypatch


def stumble(desk, line, tries=1):
    """Exchanges over a bad line; only known errors may come out of it, and only such as asks for another try."""
    for _ in range(tries):
        try:
            desk.exchange(transport=line)
        except UnreachableError:
            pass
        except RefusedError as refused:  # as a bent request is, by its signature or as unreadable
            if refused.code not in {"signature_wrong", "message_unreadable", "head_signature_wrong"}:
                raise


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("seed", range(60))
def test_bad_line_ends_with_equal_books(tmp_path, seed):
    chance = random.Random(seed)
    book = open_sqlite(tmp_path / "hq.db", create=True)
    hq = an_hq(book)
    desk, other = a_desk(hq, tmp_path / "a"), a_desk(hq, tmp_path / "b", "GD01A")
    written = set()
    for turn in range(chance.randrange(3, 12)):
        end = chance.choice([desk, other])
        for _ in range(chance.randrange(4)):
            parties = {"seller": "HQ", "buyer": "GD01"} if end is desk else {"seller": "GD01", "buyer": "GD01A"}
            written.add(end.order(**parties))
        if chance.randrange(2):
            put(hq, "catalog", "product", f"P{chance.randrange(5)}", ProductBody(f"P{turn}", "新品", "瓶"))
        if chance.randrange(4) == 0:
            with hq.writing() as writing:
                writing.delete("catalog", "product", ["B"])
                writing.put("catalog", "product", "B", ProductBody("B", f"商品B{turn}", "瓶"))
        stumble(end, FaultyLine(end.line, seed * 100 + turn, chance.choice([20, 50, 80])))
        if chance.randrange(4) == 0:
            end.reopen()
    for end in (desk, other, desk):
        end.exchange()
    assert {record for (record,) in rows(hq, ORDERS)} == written
    assert desk.pending() == other.pending() == 0
    assert problems_of(hq) == problems_of(desk.book) == problems_of(other.book) == []
    assert_equal_books(hq, desk, other)
    for each in (desk.book, other.book, hq):
        each.close()


def test_bad_line_hurts_in_every_way(hq, desks):
    """The faults really happen: a hundred requests at least meet each kind once."""
    desk = desks()
    line = FaultyLine(desk.line, seed=1, share=100)
    for _ in range(100):
        desk.order()
        stumble(desk, line)
    assert len(line.hurt) == 9
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


class Always:
    """A line that always answers the same."""

    def __init__(self, status, body, headers=None):
        self.answer = Response(status, body, headers or {})
        self.asked = 0

    def send(self, *_):
        self.asked += 1
        return self.answer


@pytest.mark.parametrize(
    ("status", "body", "headers", "code", "asked"),
    [
        (200, PORTAL, {}, "hq_nonsense", 3),
        (302, b"", {}, "hq_nonsense", 3),
        (200, b"\x1f\x8b\x08bad gzip", {}, "hq_nonsense", 3),
        (200, b"{}", {}, "hq_nonsense", 3),
        (200, b"[1, 2", {}, "hq_nonsense", 3),
        (503, b"", {"Retry-After": "1"}, "hq_busy", 3),
        (429, b"", {"Retry-After": "3600"}, "hq_busy", 1),
        (500, b"oops", {}, "hq_nonsense", 3),
    ],
)
def test_nonsense_is_told_as_such(sqlite_book, desks_of, status, body, headers, code, asked):
    desk = desks_of(an_hq(sqlite_book))
    line = Always(status, body, headers)
    with pytest.raises(UnreachableError) as told:
        desk.exchange(transport=line)
    assert (told.value.code, line.asked) == (code, asked)
    assert rows(desk.book, "SELECT ok, code FROM exchange_log ORDER BY id DESC LIMIT 1") == [(0, code)]
    assert desk.exchange().received > 0


class Renamed:
    """A line whose answers carry another nonce than HQ's."""

    def __init__(self, line, nonce):
        self._line, self._nonce = line, nonce

    def send(self, *request):
        answer = self._line.send(*request)
        told = msgspec.structs.replace(unpack(answer.body, ExchangeAnswer), nonce=self._nonce)
        return Response(answer.status, pack(told), answer.headers)


@pytest.mark.parametrize("nonce", ["abc\r\nX-Evil: 1", "中文", "n" * 100_000, "\0"])
def test_a_session_that_fits_no_header_is_refused_and_not_kept(sqlite_book, desks_of, nonce):
    desk = desks_of(an_hq(sqlite_book))
    with pytest.raises(UnreachableError, match="hq_nonsense"):
        desk.exchange(transport=Renamed(desk.line, nonce))
    assert rows(desk.book, "SELECT COUNT(*) FROM product") == [(0,)]
    assert desk.exchange().received > 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200), status=st.sampled_from([200, 401, 403, 409, 426, 500]))
def test_any_answer_is_a_known_failure(sqlite_book, tmp_path_factory, body, status):
    book = open_sqlite(tmp_path_factory.mktemp("any") / "desk.db", create=True)
    with pytest.raises(DeskError):
        exchanging.exchange(book, a_key(), transport=Always(status, body), patience=HASTY)
    book.close()


def a_key():
    from sync.keys import DeviceKey

    return DeviceKey(bytes(32))
