"""Who may close what is left of an order, judged by HQ's own books over both engines, and what HQ closes of its own."""

import pytest

from desktop import desk as desks_floor
from desktop.actions.orders.order_closings import close_rest
from sync.records.bodies.accounts import OrderClosingBody
from sync.records.bodies.records import AnswerBody, DocumentBody, LineBody, UseBody
from sync.records.books.reading import committed
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, order_of, put, rows, stock_of, stock_up
from tests.building.sync.ends import assert_equal_books, assert_sound, problems_of

DAY = "2026-11-23"


@pytest.fixture
def places(hq, desks_of):
    """HQ with an agent's two desks and the shop's; the shop's order of 10 A that the agent accepted."""
    one, other, shop = desks_of(hq), desks_of(hq), desks_of(hq, SHOP)
    order = shop.order(seller=AGENT, buyer=SHOP)
    shop.exchange()
    one.exchange()
    put(one.book, one.stream, "answer", order, AnswerBody(order, "accepted", NOW, [10000]))
    for end in (one, other, shop):
        end.exchange()
    return hq, one, other, shop, order


def a_closing(order, side="seller", delivered=0, seller=AGENT, buyer=SHOP):
    return OrderClosingBody(order, seller, buyer, side, "缺货", NOW, "王芳", [delivered], [10000 - delivered])


def a_delivery(end, order, quantity):
    line = LineBody("A", "A", quantity * 1000, quantity * 250, order_line=1)
    number = f"XSCK-{end.prefix}-261123-0001"
    return DocumentBody(number, AGENT, SHOP, DAY, NOW, quantity * 250, [line], source=order)


def settle(*ends):
    for _ in range(3):
        for end in ends:
            end.exchange()


def codes(hq):
    return [row[2] for row in rows(hq, "SELECT stream, record, code FROM problem WHERE held ORDER BY stream, number")]


def test_a_desk_closes_and_the_others_goods_of_before_stand(places):
    hq, one, other, shop, order = places
    put(one.book, one.stream, "order_closing", "k1", a_closing(order))
    put(other.book, other.stream, "delivery", "d1", a_delivery(other, order, 3))
    one.exchange()
    settle(one, other, shop)
    assert codes(hq) == []
    assert order_of(hq, order) == order_of(shop.book, order) == ("delivered", [(10, 3, 0)])
    assert_equal_books(hq, one, other, shop)
    # Whoever closed it, or heard of it, delivers no more than that.
    put(one.book, one.stream, "delivery", "d2", a_delivery(one, order, 5))
    one.exchange()
    assert codes(hq) == ["delivered_beyond"]


@pytest.mark.parametrize(
    ("writer", "closing"),
    [
        ("shop", {"side": "seller"}),
        ("one", {"side": "buyer"}),
        ("one", {"side": "seller", "seller": HQ, "buyer": AGENT}),
    ],
)
def test_nobody_speaks_for_another(places, writer, closing):
    hq, one, _, shop, order = places
    end = {"one": one, "shop": shop}[writer]
    put(end.book, end.stream, "order_closing", "k1", a_closing(order, **closing))
    end.exchange()
    assert codes(hq) == ["document_not_yours"]
    assert order_of(hq, order) == ("accepted", [(10, 0, 10)])


def test_what_was_said_is_neither_changed_nor_deleted_and_waits_for_its_order(places):
    hq, one, _, _, order = places
    put(one.book, one.stream, "order_closing", "k1", a_closing(order, delivered=4000))
    put(one.book, one.stream, "order_closing", "k2", a_closing("nowhere"))
    one.exchange()
    assert codes(hq) == ["rests_on_missing"]
    put(one.book, one.stream, "order_closing", "k1", a_closing(order))
    with one.book.writing() as writing:
        writing.delete(one.stream, "order_closing", ["k1"])
    one.exchange()
    assert codes(hq).count("record_frozen") == 2
    assert order_of(hq, order) == ("accepted", [(10, 0, 4)])


def test_hq_closes_what_it_sold_and_the_stock_and_the_credit_are_free(hq, desks_of, monkeypatch):
    monkeypatch.setenv("DESK_TODAY", DAY)
    agent = desks_of(hq)
    stock_up(hq, {"A": 100})
    order = agent.order()
    agent.exchange()
    agent.exchange()
    assert stock_of(hq, "A") == (100, 10)
    desk = desks_floor._opened(hq, agent.folder, None)
    view = close_rest(desk, order, "停产")
    assert view.state == "cancelled"
    assert stock_of(hq, "A") == (100, 0)
    settle(agent)
    assert order_of(agent.book, order) == ("cancelled", [(10, 0, 0)])
    with agent.book.reading() as connection:
        assert committed(connection, HQ, AGENT) == 0
    assert rows(agent.book, "SELECT available FROM availability WHERE product = 'A'") == [(100_000,)]
    assert problems_of(hq) == []
    assert_sound(hq)


def test_what_is_closed_of_a_limited_offer_is_there_for_others_again(hq, desks_of):
    """Half of an order that takes 10 of an offer is closed: 5 of it are used."""
    agent = desks_of(hq)
    stock_up(hq, {"A": 100})
    order = agent.order()
    agent.exchange()
    uses = [UseBody("OFFER", 1, 10_000)]
    put(
        hq,
        "dealer/GD01",
        "answer",
        order,
        AnswerBody(order, "accepted", NOW, [10000], policies={"OFFER": 1}, uses=uses),
    )
    put(hq, "dealer/GD01", "order_closing", "k1", a_closing(order, delivered=5000, seller=HQ, buyer=AGENT))
    used = "SELECT quantity, back, gone FROM policy_use"
    assert [tuple(map(int, each)) for each in rows(hq, used)] == [(10_000, 5_000, 0)]
    put(hq, "dealer/GD01", "order_closing", "k2", a_closing(order, seller=HQ, buyer=AGENT))
    assert rows(hq, used) == []
    assert_sound(hq)
