"""An order dated back rests on the prices of the desk's exchange before it, an honest offline one on its own day's."""

from datetime import UTC, datetime

import msgspec
import pytest

from tests.building.sync.books import a_price, put, rows, stock_up
from tests.building.sync.ends import Local

# The price was 2.00 until the 25th, and is 2.50 since.
OLD, NEW = a_price(price="2.00", valid_to="2026-11-25"), a_price(price="2.50", valid_from="2026-11-26")


class Clock:
    def __init__(self, day):
        self.day = day

    def __call__(self):
        return datetime(2026, 11, self.day, 4, tzinfo=UTC)


@pytest.fixture
def trade(hq, desks):
    clock = Clock(20)
    for record, body in (OLD, NEW):
        put(hq, "prices/P1", "price", record, body)
    stock_up(hq, {"A": 500})
    desk = desks(line=Local(hq, clock))
    desk.exchange()
    return hq, desk, clock


def verdict(hq, order):
    [(reasons, price)] = rows(
        hq,
        'SELECT a.reasons, COALESCE(l.answered_price, l.unit_price) FROM answer a JOIN document d ON d.id = a."order" '
        "JOIN document_line l ON l.document = d.pk WHERE d.id = :order",
        order=order,
    )
    return [each["code"] for each in msgspec.json.decode(reasons)], price


def test_an_order_dated_back_does_not_get_an_expired_price(trade):
    hq, desk, clock = trade
    clock.day = 28
    desk.exchange()
    clock.day = 29
    order = desk.order(on=datetime(2026, 11, 24, tzinfo=UTC).date())
    desk.exchange()
    codes, price = verdict(hq, order)
    assert "order_dated_back" in codes
    assert price == 25_000


def test_an_order_written_offline_keeps_the_price_of_its_day(trade):
    hq, desk, clock = trade
    order = desk.order(on=datetime(2026, 11, 24, tzinfo=UTC).date())
    clock.day = 29  # after nine days without the network
    desk.exchange()
    codes, price = verdict(hq, order)
    assert "order_dated_back" not in codes
    assert price == 20_000
