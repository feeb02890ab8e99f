"""What waits is what was written and not acknowledged; since when, everybody who reads it knows."""

from sync.client.streams.waiting import own_stream, pending
from sync.records.orders.order_progress import order_progress
from tests.building.sync.books import AGENT, SHOP


def waiting(desk):
    with desk.book.reading() as connection:
        assert own_stream(connection) == desk.stream
        return pending(connection)


def test_every_entry_waits_until_hq_has_it(desks):
    desk = desks()
    assert waiting(desk) == 0
    desk.order()
    desk.order()
    assert waiting(desk) == 2
    desk.exchange()
    assert waiting(desk) == 0
    desk.order()
    assert waiting(desk) == 1


def test_whoever_reads_a_desks_stream_knows_since_when_its_orders_wait(hq, desks):
    """HQ's people see in their own books when an order came to HQ, and so does a desk that fills itself later."""
    at_hq, shop = desks("HQ"), desks(SHOP)
    for each in (at_hq, shop):
        each.exchange()
    order = shop.order(seller=AGENT, buyer=SHOP)
    shop.exchange()
    stage, since = way_of(hq, order)
    assert stage == "sent"
    assert since
    at_hq.exchange()
    assert way_of(at_hq.book, order) == ("sent", since)
    late = desks()
    late.exchange()
    assert way_of(late.book, order) == ("sent", since)


def way_of(book, order):
    with book.reading() as connection:
        found = order_progress(connection, [order])[order]
    return found.stage, found.since
