"""A person takes orders while a desk fills itself: as soon as goods, prices and own papers are there, and for good."""

from contextlib import contextmanager
from decimal import Decimal

import pytest

from desktop.actions.orders import orders
from desktop.actions.orders.order_views import DraftLine, OrderDraft
from desktop.desk import Desk, Identity
from domain.errors import DeskError
from sync.client.streams import filling
from sync.hq.restored.epochs import bump_epochs
from sync.records.log.swap import swap_in
from sync.wire import parts as wire_parts
from tests.building.sync.books import AGENT, order_of, rows, stock_up
from tests.building.sync.ends import assert_equal_books
from tests.building.sync.long_streams import Interrupting, parts_asked, shorten_parts, stock_list

PRICE = "2.5001"  # of SP0001


@pytest.fixture(autouse=True)
def short_parts(monkeypatch):
    shorten_parts(monkeypatch)


@pytest.fixture
def channel(hq, desks):
    """HQ with a long stock list, and an older desk of the agent's whose own stream is long as well."""
    stock_list(hq)
    older = desks()
    older.exchange()
    for _ in range(12):
        older.order()
    older.exchange()
    return hq, older


def program_of(desk):
    """The program at this desk, as its window has it."""
    return Desk(desk.book, Identity("desk", desk.desk, AGENT, desk.prefix, "http://127.0.0.1:1"), desk.folder)


def take_order(desk, sku="SP0001"):
    """Somebody orders three bottles from HQ; the order as it was shown, or the code it was refused with."""
    line = DraftLine(sku, Decimal(3), "瓶", Decimal(1))
    program = program_of(desk)
    try:
        return orders.place_order(program, OrderDraft("draft-1", "HQ", AGENT, program.today(), "", "", "", (line,)))
    except DeskError as refused:
        return refused.code


def first_part_of(hq, whole, start):
    """At which request for a part the first of the streams whose names begin so was fetched by a desk."""
    sql = "SELECT p.name FROM snapshot_part p JOIN snapshot s ON s.id = p.snapshot WHERE s.stream LIKE :start"
    names = {wire_parts.PATH + name for (name,) in rows(hq, sql, start=f"{start}%")}
    return [path in names for path in parts_asked(whole)].index(True) + 1


@contextmanager
def before_each_swap(monkeypatch, act):
    """Does something between the building of a stream and its moving in."""

    def act_and_swap(book, staging, snapshot, now):
        act(snapshot.stream)
        return swap_in(book, staging, snapshot, now)

    with monkeypatch.context() as patched:
        patched.setattr(filling, "swap_in", act_and_swap)
        yield


def test_orders_are_taken_before_what_is_only_looked_up_has_come(channel, desks):
    hq, _ = channel
    whole = desks()
    whole.exchange()
    at = first_part_of(hq, whole, "desk/")
    assert at > first_part_of(hq, whole, "prices/") > first_part_of(hq, whole, "catalog")
    desk = desks()
    taken = []
    desk.exchange(Interrupting(desk.line, at, lambda: taken.append(take_order(desk))))
    [order] = taken
    assert (order.state, str(order.lines[0].unit_price)) == ("submitted", PRICE)
    assert desk.pending() == 0
    assert order_of(hq, order.id)[0] != "submitted"  # HQ has it, and has answered
    assert_equal_books(hq, desk)


def test_before_the_goods_are_there_an_order_is_refused_and_nothing_kept(channel, desks):
    hq, _ = channel
    desk = desks()
    refused = []
    desk.exchange(Interrupting(desk.line, 3, lambda: refused.append(take_order(desk))))
    assert refused in (["product_unknown"], ["dealer_unknown"])
    assert rows(desk.book, "SELECT COUNT(*) FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = :own",
                own=desk.stream) == [(0,)]  # fmt: skip
    assert_equal_books(hq, desk)


def test_orders_taken_while_streams_are_swapped_are_there_afterwards(channel, desks, monkeypatch):
    hq, older = channel
    stock_up(hq, {"SP0001": 1000})
    desk = desks()
    desk.exchange()
    bump_epochs(hq)
    stock_list(hq, 2, start=0, name="改名")
    taken, told = {}, []

    def order(stream):
        taken[stream] = take_order(desk)
        told.append(stream)

    with before_each_swap(monkeypatch, order):
        desk.exchange()
    assert {"catalog", "prices/P1"} <= taken.keys()
    for each in taken.values():
        assert str(each.lines[0].unit_price) == PRICE
        assert order_of(desk.book, each.id)[0] == order_of(hq, each.id)[0] != "submitted"
    assert desk.pending() == 0
    older.exchange()
    assert_equal_books(hq, desk, older)
