"""A nonce holds for its desk and for two hours, whatever HQ's clock does: a request overheard is answered no longer."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from sync.hq.service.nonces import is_fresh, make_nonce
from sync.records.books.settings import moment, write_setting
from tests.building.sync.books import an_order, put, rows
from tests.building.sync.ends import Local, an_hq

HOUR = 3600.0
NOW = 1_000_000 * HOUR


@pytest.mark.parametrize(("later", "fresh"), [(0, True), (2, True), (3, False), (-2, True), (-3, False)])
def test_nonce_lives_two_hours_either_way(later, fresh):
    assert is_fresh("secret", "d1", make_nonce("secret", "d1", NOW), NOW + later * HOUR) is fresh


@pytest.mark.parametrize("nonce", ["", ".", "1000000", "1000000.", "1000000.00", "-1.aa", "一.aa", "9" * 30 + ".aa"])
def test_made_up_nonce_is_none(nonce):
    assert not is_fresh("secret", "d1", nonce, NOW)


def test_nonce_of_another_desk_or_hq_is_none():
    nonce = make_nonce("secret", "d1", NOW)
    assert not is_fresh("secret", "d2", nonce, NOW)
    assert not is_fresh("other", "d1", nonce, NOW)


def large_order(desk):
    body = an_order(number=f"XSDD-{desk.prefix}-261123-0001")
    body.remark = secrets.token_hex(20_000)
    put(desk.book, desk.stream, "order", "o1", body)


class Weighed(Local):
    """A line that keeps how much each request held."""

    def __init__(self, *args):
        super().__init__(*args)
        self.sizes = []

    def send(self, method, path, headers, body):
        self.sizes.append(len(body))
        return super().send(method, path, headers, body)


@pytest.mark.parametrize("days", [3, -3])
def test_a_desk_that_was_away_for_days_sends_its_large_page_once(sqlite_book, desks_of, days):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    large_order(desk)
    with desk.book.writing() as writing:
        write_setting(writing.connection, "last_exchange", moment(datetime.now(UTC) - timedelta(days=3)))
    away = Weighed(hq, lambda: datetime.now(UTC) + timedelta(days=days))
    desk.exchange(away)
    assert desk.pending() == 0
    assert [size > 20_000 for size in away.sizes].count(True) == 1
    assert rows(hq, "SELECT kind FROM document") == [("order",)]


def test_a_desk_that_exchanged_just_now_asks_nothing_more_for_a_large_page(sqlite_book, desks_of):
    desk = desks_of(an_hq(sqlite_book))
    desk.exchange()
    large_order(desk)
    line = Weighed(sqlite_book)
    desk.exchange(line)
    assert line.sizes[0] > 20_000
