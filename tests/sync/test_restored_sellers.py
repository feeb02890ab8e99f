"""HQ is set back while a shop orders from its agent: whoever comes first, all ends agree."""

from datetime import UTC, datetime

import pytest

from sync.hq.restored.epochs import end_waiting
from sync.hq.restored.retaking import retake
from sync.hq.taking.following import follow_up
from sync.records.bodies.records import AnswerBody, DealerBody, DocumentBody, LineBody
from sync.records.books.locking import lock_stock
from sync.records.books.reading import stock_levels
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, TODAY, a_line, order_of, put, rows, stock_of, stock_up
from tests.building.sync.ends import assert_equal_books, problems_of


class Channel:
    """An agent and a shop below it, two desks each; the first of the agent's has goods."""

    def __init__(self, world):
        self.world = world
        self.sellers = [world.desk(AGENT) for _ in range(2)]
        self.buyers = [world.desk(SHOP) for _ in range(2)]
        stock_up(self.sellers[0].book, {"A": 100}, owner=AGENT, stream=self.sellers[0].stream)
        self.settle()

    @property
    def all(self):
        return [*self.sellers, *self.buyers]

    def settle(self):
        """Everybody exchanges until nothing is news, and HQ's person takes what came back."""
        for _ in range(2):
            for each in self.all:
                each.exchange()
            retake(self.world.hq, NOW, unproven=True)
            end_waiting(self.world.hq, datetime.now(UTC))
            follow_up(self.world.hq, datetime.now(UTC))
        for each in self.all:
            each.exchange()

    def order(self):
        return self.buyers[0].order(seller=AGENT, buyer=SHOP)

    def accept(self, order, which):
        end = self.sellers[which]
        body = AnswerBody(order, "accepted", NOW, [10_000], number=f"XSDD-{end.prefix}-261123-0001", warehouse="W1")
        put(end.book, end.stream, "answer", order, body)

    def assert_accepted(self, order):
        for book in (self.world.hq, *(each.book for each in self.all)):
            state, [(accepted, delivered, _)] = order_of(book, order)
            assert (state, accepted, delivered) == ("accepted", 10, 0)
        for book in (self.world.hq, *(each.book for each in self.sellers)):
            assert stock_of(book, "A", owner=AGENT) == (100, 10)
        assert [each for end in self.all for each in problems_of(end.book)] == []
        assert problems_of(self.world.hq) == []
        assert_equal_books(self.world.hq, *self.all)


WAYS = [
    (saved, first, which)
    for saved in ("before the order", "before the answer", "after both")
    for first in ("seller", "buyer")
    for which in (0, 1)
]


def set_back(world, saved, first, which, *, told):
    channel = Channel(world)
    if saved == "before the order":
        world.save()
    order = channel.order()
    channel.buyers[0].exchange()
    for each in channel.sellers:
        each.exchange()
    if saved == "before the answer":
        world.save()
    channel.accept(order, which)
    if saved == "after both":
        channel.sellers[which].exchange()
        world.save()
        channel.buyers[1].exchange()
    world.set_back(told=told)
    if first == "seller":
        channel.sellers[which].exchange()
        if saved == "before the order":
            assert rows(world.hq, "SELECT kind, record, waits_for FROM problem") == [("answer", order, order)]
        channel.buyers[0].exchange()
    else:
        channel.buyers[0].exchange()
        channel.sellers[which].exchange()
    # From here on nobody at the buyer's may think that it can still be taken back.
    for each in (*channel.buyers, *channel.sellers):
        each.exchange()
    channel.settle()
    channel.assert_accepted(order)


@pytest.mark.parametrize(("saved", "first", "which"), WAYS)
@pytest.mark.parametrize("told", [True, False], ids=["told", "untold"])
@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_all_ends_agree_on_an_accepted_order_whoever_comes_first(world, saved, first, which, told):
    set_back(world, saved, first, which, told=told)


@pytest.mark.postgres
@pytest.mark.parametrize(("saved", "first"), [("before the order", "seller"), ("before the answer", "buyer")])
@pytest.mark.parametrize("world", ["postgres"], indirect=True)
def test_all_ends_agree_on_a_server_as_well(world, saved, first):
    set_back(world, saved, first, 1, told=False)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
@pytest.mark.parametrize("first", ["seller", "buyer"])
def test_an_order_taken_back_meanwhile_and_accepted_before_is_one_thing_everywhere(world, first):
    """The seller accepted; the buyer, who had not heard of it, took the order back: all ends say the same."""
    channel = Channel(world)
    world.save()
    order = channel.order()
    channel.buyers[0].exchange()
    channel.sellers[0].exchange()
    channel.accept(order, 0)
    world.set_back(told=False)
    from tests.building.sync.books import an_order

    number = rows(channel.buyers[0].book, "SELECT number FROM document WHERE id = :id", id=order)[0][0]
    put(
        channel.buyers[0].book,
        channel.buyers[0].stream,
        "order",
        order,
        an_order(number=number, seller=AGENT, buyer=SHOP, state="cancelled"),
    )
    for each in (
        (channel.sellers[0], channel.buyers[0]) if first == "seller" else (channel.buyers[0], channel.sellers[0])
    ):
        each.exchange()
    channel.settle()
    states = {order_of(book, order)[0] for book in (world.hq, *(each.book for each in channel.all))}
    assert len(states) == 1, states
    assert_equal_books(world.hq, *channel.all)


@pytest.mark.parametrize("staffed", [False, True])
def test_a_move_that_comes_back_shows_the_former_seller_what_he_had_not_seen_yet(world, staffed):
    """HQ is set back behind a move, and the shop's order to its former seller goes up before the move comes back.

    HQ's own record of the move is read by its own people's desks alone; where there is none, it is written anew.
    """
    people = [world.desk(HQ)] if staffed else []
    seller, shop = world.desk(AGENT), world.desk(SHOP)
    put(world.hq, "dealer/GD02", "dealer", "GD02", DealerBody("GD02", "佛山商行", "province", "HQ", "44", "P1"))
    newer = world.desk("GD02")
    ends = [*people, newer, seller, shop]
    for each in ends:
        each.exchange()
    world.save()
    order = shop.order(seller=AGENT, buyer=SHOP)
    put(world.hq, f"dealer/{SHOP}", "dealer", SHOP, DealerBody(SHOP, "朝阳便利店", "store", "GD02", "44", "P1"))
    for each in ends:
        each.exchange()
    world.set_back()
    for _ in range(3):
        for each in ends:
            each.exchange()
        retake(world.hq, NOW, unproven=True)
        end_waiting(world.hq, datetime.now(UTC))
        follow_up(world.hq, datetime.now(UTC))
    assert rows(world.hq, "SELECT parent FROM dealer WHERE id = :id", id=SHOP) == [("GD02",)]
    assert rows(world.hq, "SELECT before, after FROM move WHERE told = ''") == [(AGENT, "GD02")]
    assert order_of(seller.book, order)[0] == "submitted"
    assert rows(newer.book, "SELECT id FROM document WHERE id = :id", id=order) == []


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_goods_promised_on_an_order_that_hq_lost_stay_reserved_until_it_is_back(world):
    """Between the seller's exchange and the buyer's nobody may be sold them once more; nothing is reserved twice."""
    channel = Channel(world)
    earlier = channel.order()
    channel.settle()
    world.save()
    order = channel.order()
    channel.buyers[0].exchange()
    channel.sellers[0].exchange()
    channel.accept(order, 0)
    channel.sellers[0].exchange()
    world.set_back()
    channel.sellers[0].exchange()
    book = channel.sellers[0].book
    assert rows(book, "SELECT id FROM document WHERE kind = 'order'") == [(earlier,)]
    for _ in range(2):
        with book.writing() as writing:
            level = stock_levels(writing.connection, AGENT, ["A"])["A"]
            locked = lock_stock(writing.connection, AGENT, ["A"])
            assert (int(level.on_hand), int(level.reserved)) == (100, 10)
            assert sum(row.reserved for row in locked) == 10_000
        channel.settle()
    assert rows(book, "SELECT * FROM promised_apart") == []
    channel.assert_accepted(order)


def test_a_delivery_whose_copy_came_back_first_is_taken(world):
    """The buyer gives its copy back before the seller comes: it says nothing twice."""
    channel = Channel(world)
    world.save()
    seller, shop = channel.sellers[0], channel.buyers[0]
    order = seller.order(
        lines=[a_line("A", 10, accepted=10)], seller=AGENT, buyer=SHOP, state="accepted", warehouse="W1"
    )
    line = LineBody("A", "A", 10_000, 25_00, 25_000, order_line=1)
    number = f"XSCK-{seller.prefix}-261123-0001"
    body = DocumentBody(
        number, AGENT, SHOP, TODAY.isoformat(), NOW, 25_00, [line], warehouse="W1", source=order, due="2026-12-23"
    )
    put(seller.book, seller.stream, "delivery", "d-1", body)
    for each in (*channel.sellers, *channel.buyers):
        each.exchange()
    assert rows(shop.book, "SELECT id FROM document WHERE kind = 'delivery'") == [("d-1",)]
    world.set_back()
    shop.exchange()
    retake(world.hq, NOW, unproven=True)
    channel.settle()
    assert problems_of(world.hq) == [each for end in channel.all for each in problems_of(end.book)] == []
    for book in (world.hq, *(each.book for each in channel.all)):
        assert rows(book, "SELECT id, amount FROM document WHERE kind = 'delivery'") == [("d-1", 25_00)]
    assert_equal_books(world.hq, *channel.all)
