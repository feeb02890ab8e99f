"""A desk that listens hears of news within the second, writes nothing meanwhile, and can be told to stop."""

import threading
import time

import pytest

from domain.errors import RefusedError, UnreachableError
from sync.client.line.listening import listen
from sync.client.line.transport import HttpTransport
from sync.hq.service.enrolment import revoke_desk
from sync.hq.service.service import running
from tests.building.sync.books import a_price, dump, order_of, put, stock_up


def later(seconds, work):
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


def heard(url, desk, **more):
    line = HttpTransport(url)
    began = time.monotonic()
    try:
        return listen(desk.book, desk.key, transport=line, **more), time.monotonic() - began
    finally:
        line.close()


def test_a_verdict_is_at_the_desk_within_a_second(hq, desks):
    """From the moment HQ has the order until the desk that only listens holds the answer."""
    stock_up(hq, {"A": 100})
    writer, reader = desks(), desks()
    for each in (writer, reader):
        each.exchange()
    with running(hq) as url:
        moments = []
        order = writer.order()

        def send():
            line = HttpTransport(url)
            writer.exchange(transport=line)
            moments.append(time.monotonic())
            line.close()

        later(0.5, send)
        line = HttpTransport(url)
        for _ in range(3):  # first the order itself may come, then its answer
            assert heard(url, reader)[0] == "news"
            reader.exchange(transport=line)
            if order_of(reader.book, order)[0] == "accepted":
                break
        at = time.monotonic()
        line.close()
    assert order_of(reader.book, order)[0] == "accepted"
    assert at - (moments[0] if moments else at) < 1  # it may be there before the writer's own exchange has ended


def test_nothing_is_written_by_listening(hq, desks):
    desk = desks()
    desk.exchange()
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    before = dump(desk.book)
    with running(hq) as url:
        assert heard(url, desk)[0] == "news"
    assert dump(desk.book) == before


def test_listening_ends_by_itself(hq, desks):
    desk = desks()
    desk.exchange()
    with running(hq) as url:
        said, spent = heard(url, desk, seconds=1.0)
    assert (said, spent >= 0.9) == ("nothing", True)


def test_whoever_stops_listening_is_not_kept(hq, desks):
    desk = desks()
    desk.exchange()
    stop = threading.Event()
    later(0.3, stop.set)
    with running(hq) as url:
        said, spent = heard(url, desk, cancelled=stop.is_set)
    assert said == "nothing"
    assert spent < 3


def test_an_hq_that_holds_nothing_back_is_known(hq, desks):
    desk = desks()
    desk.exchange()
    assert listen(desk.book, desk.key, transport=desk.line) == "deaf"  # no service holds this line's answers back
    desk.order()
    assert listen(desk.book, desk.key, transport=desk.line) == "news"


def test_whoever_is_shut_out_is_told(hq, desks):
    desk = desks()
    desk.exchange()
    revoke_desk(hq, desk.desk)
    with pytest.raises(RefusedError):
        listen(desk.book, desk.key, transport=desk.line)
    with pytest.raises(UnreachableError):
        listen(desk.book, desk.key, transport=HttpTransport("http://127.0.0.1:9"))
