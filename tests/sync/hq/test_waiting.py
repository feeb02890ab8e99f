"""A desk that waits is told within the second, at no cost while nothing moves; and every wait has an end."""

import asyncio
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from sync.client.offering import next_request
from sync.client.transport import HttpTransport
from sync.hq.service import Options, _listening, make_app, running
from sync.hq.web.limits import Limits
from sync.hq.web.server import Server
from sync.hq.web.waiting import Waiting
from sync.records.database import open_sqlite, open_url
from sync.wire.messages import ExchangeAnswer
from sync.wire.packing import pack, unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, request_text, to_base64
from tests.sync.books import a_price, found_hq, put, stock_up
from tests.sync.hq.hostile import connect, greets, nonce_of, post_signed


def request_of(desk, seconds):
    """What the desk would ask next, ready to wait."""
    with desk.book.reading() as connection:
        request = next_request(connection, desk.stream, desk.key)
    request.wait = seconds
    return pack(request)


def reprice(book, price_list="P1"):
    """HQ changes a price of a list."""
    record, body = a_price(price="9.00", price_list=price_list)
    put(book, f"prices/{price_list}", "price", record, body)


class Asking(threading.Thread):
    """A desk that asks and waits; `spent` seconds after which `answer` came."""

    def __init__(self, url, desk, seconds=20.0):
        super().__init__(daemon=True)
        self.url, self.desk, self.body = url, desk, request_of(desk, seconds)
        self.nonce = nonce_of(url, desk.desk)
        self.answer: Any = None
        self.at = 0.0
        self.start()
        time.sleep(0.6)
        assert self.is_alive() or seconds < 1, "it was not held back"

    def run(self):
        told = post_signed(self.url, self.desk, self.body, nonce=self.nonce)
        self.at = time.monotonic()
        self.answer = unpack(told.content, ExchangeAnswer) if told.status_code == 200 else told

    def told_after(self, moment, within=10.0):
        self.join(within)
        assert not self.is_alive(), "nothing was told"
        return self.at - moment


@pytest.fixture
def desk(hq, desks):
    made = desks()
    made.exchange()
    return made


def other_book(hq):
    """The same database as another process opens it."""
    return open_sqlite(hq.path) if hq.is_sqlite else open_url(hq.engine.url.render_as_string(hide_password=False))


def test_what_hq_writes_is_told_within_the_second(hq, desk):
    with running(hq) as url:
        asking = Asking(url, desk)
        moment = time.monotonic()
        reprice(hq)
        assert asking.told_after(moment) < 1
        assert [page.stream for page in asking.answer.pages] == ["prices/P1"]


def test_what_another_process_writes_is_told_within_the_second(hq, desk):
    with running(hq) as url:
        asking = Asking(url, desk)
        other = other_book(hq)
        moment = time.monotonic()
        reprice(other)
        assert asking.told_after(moment) < 1
        other.close()


def test_a_verdict_reaches_a_desk_that_waits_at_another_process(hq, desks):
    stock_up(hq, {"A": 100})
    writer, reader = desks(), desks()
    writer.exchange()
    reader.exchange()
    other = other_book(hq)
    with running(hq) as url, running(other) as second:
        asking = Asking(second, reader)
        writer.line = HttpTransport(url)
        writer.order()
        writer.exchange()
        assert asking.told_after(time.monotonic()) < 1
        assert {page.stream for page in asking.answer.pages} & {"dealer/GD01", writer.stream}
        writer.line.close()
    other.close()


def test_a_wait_ends_when_its_time_is_up(hq, desk):
    with running(hq) as url:
        began = time.monotonic()
        asking = Asking(url, desk, 1.5)
        assert 1 < asking.told_after(began) < 6
        assert (asking.answer.pages, asking.answer.more) == ([], False)


def test_nobody_who_did_not_ask_to_wait_is_held_back(hq, desk):
    with running(hq) as url:
        assert unpack(post_signed(url, desk, request_of(desk, 0)).content, ExchangeAnswer).pages == []
        reprice(hq)
        assert unpack(post_signed(url, desk, request_of(desk, 20)).content, ExchangeAnswer).pages


def test_what_a_desk_may_not_read_does_not_wake_it(hq, desk):
    with running(hq) as url:
        asking = Asking(url, desk, 2.5)
        reprice(hq, "P9")
        time.sleep(1)
        assert asking.is_alive()
        asking.told_after(0)
        assert asking.answer.pages == []


def test_a_desk_waits_once(hq, desk):
    with running(hq) as url:
        first = Asking(url, desk)
        moment = time.monotonic()
        Asking(url, desk, 2)
        assert first.told_after(moment) < 2


def test_a_service_that_stops_lets_those_who_wait_go(hq, desk):
    with running(hq) as url:
        asking = Asking(url, desk)
        moment = time.monotonic()
    assert time.monotonic() - moment < 8
    assert asking.told_after(moment) < 8
    assert asking.answer.pages == []


def test_a_desk_that_went_away_waits_no_more(sqlite_book, desks_of):
    found_hq(sqlite_book)
    desk = desks_of(sqlite_book)
    desk.exchange()
    with serving(sqlite_book) as (url, app):
        line = send_waiting(url, desk, 20)
        assert until(lambda: len(app.waiting) == 1)
        line.close()
        assert until(lambda: len(app.waiting) == 0)


@contextmanager
def serving(book):
    """The service in a thread, with its application to look into."""
    app = make_app(book)
    with _listening("127.0.0.1", 0) as listener:
        ready = threading.Event()
        server = Server(app, ready=ready.set)
        thread = threading.Thread(target=lambda: server.run([listener]), daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", app
        finally:
            server.should_exit = True
            thread.join(30)


def send_waiting(url, desk, seconds):
    """Sends a request that waits and doesn't read the answer."""
    body = request_of(desk, seconds)
    nonce = nonce_of(url, desk.desk)
    told = {
        DESK: desk.desk,
        NONCE: nonce,
        SIGNATURE: to_base64(desk.key.sign(request_text("POST", "/v1/exchange", nonce, body))),
        "Host": urlsplit(url).netloc,
        "Content-Length": len(body),
    }
    line = connect(url)
    heads = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    line.sendall(f"POST /v1/exchange HTTP/1.1\r\n{heads}\r\n".encode() + body)
    return line


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_waiting_desks_hold_neither_threads_nor_connections_to_the_database(hq, desks):
    many = [desks() for _ in range(30)]
    for each in many:
        each.exchange()
    with serving(hq) as (url, app), ExitStack() as held:
        for each in many:
            held.enter_context(send_waiting(url, each, 20))
        assert until(lambda: len(app.waiting) == len(many))
        assert app.in_work == 0
        assert hq.engine.pool.checkedout() <= 1
        assert greets(url) < 2
        reprice(hq)
        assert until(lambda: len(app.waiting) == 0)


def test_no_more_desks_wait_than_there_is_room_for(hq, desks):
    first, second = desks(), desks()
    for each in (first, second):
        each.exchange()
    limits = Limits(waiting=1)
    with running(hq, options=Options(limits=limits)) as url:
        Asking(url, first, 5)
        began = time.monotonic()
        post_signed(url, second, request_of(second, 20))
        assert time.monotonic() - began < 4


def test_waits_of_a_book_without_a_loop_end_at_once(hq):
    waiting = Waiting(hq, 5)
    waiting.moved({"catalog"})
    assert asyncio.run(waiting.news("d", frozenset({"catalog"}), waiting.mark(), 5)) is False
