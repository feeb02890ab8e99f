"""Work is done where it arrives and only there; what a worker left undone is taken up by whoever is free."""

import contextlib
import threading
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import RefusedError
from sync.hq.deciding import orders
from sync.hq.deciding.verdicts import make_answer
from sync.hq.taking import following
from sync.records.bodies.policies import RequestBody
from sync.records.books.database import open_url
from sync.records.books.settings import moment
from tests.building.sync.books import AGENT, HQ, a_line, an_order, found_hq, order_of, put, row, rows, stock_up

NOW = datetime.now(UTC)
LATER = NOW + following.LEASE + timedelta(hours=1)


def undone(book):
    return [stream for (stream,) in rows(book, "SELECT stream FROM undone")]


@pytest.fixture
def stocked(hq):
    stock_up(hq, {"A": 1000})
    following.follow_up(hq, NOW)
    return hq


def exchange_and_die(desk, monkeypatch):
    """HQ takes what the desk sends and dies before anything follows from it."""
    with monkeypatch.context() as dying:
        dying.setattr("sync.hq.taking.exchange.follow", lambda *_: None)
        desk.exchange()


def test_an_exchange_leaves_anothers_waiting_orders_alone(stocked, desks, monkeypatch):
    one, two = desks(), desks()
    left = one.order()
    exchange_and_die(one, monkeypatch)
    own = two.order(number="XSDD-02-1")
    two.exchange()
    assert order_of(stocked, own)[0] == "accepted"
    assert order_of(stocked, left)[0] == "submitted"
    assert undone(stocked) == [one.stream]


def test_nothing_is_left_undone_by_an_exchange_that_went_well(stocked, desks):
    one = desks()
    one.order()
    one.exchange()
    assert undone(stocked) == []


def test_what_a_worker_left_is_taken_up_by_a_sweep(stocked, desks, monkeypatch):
    one = desks()
    left = one.order()
    exchange_and_die(one, monkeypatch)
    assert following.sweep(stocked, datetime.now(UTC)) == 0  # a worker that lives may still be at it
    assert order_of(stocked, left)[0] == "submitted"
    assert following.sweep(stocked, LATER) == 1
    assert order_of(stocked, left)[0] == "accepted"
    assert row(stocked, "SELECT available FROM availability WHERE product = 'A'") == (990_000,)
    assert undone(stocked) == []
    assert following.sweep(stocked, LATER + following.LEASE) == 0


def test_what_a_worker_left_is_taken_up_when_its_desk_asks_again(stocked, desks, monkeypatch):
    one = desks()
    left = one.order()
    exchange_and_die(one, monkeypatch)
    later = one.order()
    one.exchange()
    assert [order_of(stocked, each)[0] for each in (left, later)] == ["accepted", "accepted"]
    assert undone(stocked) == []


def test_what_a_worker_left_is_taken_up_at_a_start(stocked, desks, monkeypatch):
    one = desks()
    left = one.order()
    exchange_and_die(one, monkeypatch)
    following.follow_up(stocked, NOW)
    assert order_of(stocked, left)[0] == "accepted"
    assert undone(stocked) == []


def test_an_order_that_breaks_stops_no_other_and_is_tried_again(stocked, desks, monkeypatch):
    one = desks()
    bad, good = one.order(), one.order()

    def breaks(connection, home, filed, today, **more):
        if filed.id == bad:
            raise ZeroDivisionError("one of those days")
        return make_answer(connection, home, filed, today, **more)

    with monkeypatch.context() as breaking:
        breaking.setattr(orders, "make_answer", breaks)
        one.exchange()
    assert [order_of(stocked, each)[0] for each in (bad, good)] == ["submitted", "accepted"]
    assert rows(stocked, "SELECT record, code FROM problem") == [(bad, "order_not_decided")]
    assert undone(stocked) == [one.stream]
    following.sweep(stocked, LATER)
    assert order_of(stocked, bad)[0] == "accepted"
    assert rows(stocked, "SELECT record FROM problem") == []
    assert undone(stocked) == []


def test_only_touched_products_are_told_of(stocked, desks):
    with stocked.writing() as writing:  # out of step by a hand's work, so that whoever looks at all of them shows
        writing.connection.exec_driver_sql("UPDATE availability SET available = 1 WHERE product = 'A'")
    stock_up(stocked, {"B": 100})
    one = desks()
    one.order(lines=[a_line("B")])
    one.exchange()
    told = dict(rows(stocked, "SELECT product, available FROM availability"))
    assert told == {"A": 1, "B": 90_000}


@pytest.mark.postgres
def test_two_sweeps_share_what_was_left(postgres_url, monkeypatch):
    books = [open_url(postgres_url) for _ in range(2)]
    found_hq(books[0])
    stock_up(books[0], {"A": 10_000})
    old = moment(NOW - 2 * following.LEASE)
    for number in range(30):
        put(books[0], f"desk/d{number}", "order", f"o{number}", an_order(number=f"N{number}", buyer=AGENT))
        with books[0].writing() as writing:
            following.note_undone(writing.connection, f"desk/d{number}", 1, 1, old)
    followed = []
    follow = following.follow

    def counted(book, brought, *rest):
        followed.append(brought.stream)
        follow(book, brought, *rest)

    monkeypatch.setattr(following, "follow", counted)
    threads = [threading.Thread(target=following.sweep, args=(book, NOW)) for book in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while following.sweep(books[0], LATER):
        pass
    assert sorted(followed) == sorted(f"desk/d{number}" for number in range(30))
    assert row(books[0], "SELECT count(*) FROM document WHERE state = 'accepted'") == (30,)
    for book in books:
        with contextlib.suppress(Exception):
            book.close()


def test_what_was_left_before_hqs_clock_was_set_back_is_taken_up_all_the_same(stocked, desks, monkeypatch):
    one = desks()
    left = one.order()
    exchange_and_die(one, monkeypatch)
    assert following.sweep(stocked, NOW - timedelta(days=2)) == 1
    assert order_of(stocked, left)[0] == "accepted"
    assert undone(stocked) == []


def test_a_little_difference_of_two_machines_clocks_takes_no_work_from_a_living_worker(stocked, desks, monkeypatch):
    one = desks()
    one.order()
    exchange_and_die(one, monkeypatch)
    assert following.sweep(stocked, datetime.now(UTC) - following.LEASE / 2) == 0


def test_work_is_left_to_a_worker_that_lives_for_a_minute(stocked, desks):
    for seconds, left in ((59, 0), (60, 1)):
        with stocked.writing() as writing:
            writing.connection.exec_driver_sql("DELETE FROM undone")
            following.note_undone(writing.connection, "desk/none", 1, 1, moment(NOW))
        assert following.sweep(stocked, NOW + timedelta(seconds=seconds)) == left


def test_after_a_request_all_is_told_anew_for_it_may_have_changed_anything(stocked, desks):
    above = desks(HQ)
    above.exchange()
    with stocked.writing() as writing:  # out of step by a hand's work
        writing.connection.exec_driver_sql("UPDATE availability SET available = 1 WHERE product = 'A'")
    put(above.book, above.stream, "request", "r1", RequestBody("no such verb", "o", "周敏", moment(NOW)))
    above.exchange()
    assert rows(stocked, "SELECT state FROM request_answer") == [("refused",)]
    assert row(stocked, "SELECT available FROM availability WHERE product = 'A'") == (1_000_000,)
    assert undone(stocked) == []


@pytest.mark.parametrize("failure", [ZeroDivisionError("x"), RefusedError("not_yours")])
def test_what_became_of_each_order_is_told(stocked, desks, monkeypatch, failure):
    one = desks()
    bad, good = one.order(), one.order()
    exchange_and_die(one, monkeypatch)

    def breaks(connection, home, filed, today, **more):
        if filed.id == bad:
            raise failure
        return make_answer(connection, home, filed, today, **more)

    monkeypatch.setattr(orders, "make_answer", breaks)
    for known in (set(), {bad}):
        decided = orders.decide_orders(stocked, [bad, good], NOW.date(), moment(NOW))
        assert (decided.held, decided.answered) == ([bad], [] if known else [good])
        assert decided.known_held == known
        assert {key[2] for key in decided.shifted} == (set() if known else {"A"})
