"""Suspended dealers only don't order; closed ones do no new business and wind up what is open; on each engine."""

from datetime import UTC, datetime

import pytest

from domain.errors import RefusedError
from sync.hq.deciding.shipping import ship
from sync.hq.taking.following import follow_up, sweep
from sync.records.bodies.records import AnswerBody, DealerBody
from tests.building.sync.books import NOW, TODAY, a_line, an_order, order_of, put, row, rows, stock_up
from tests.building.sync.ends import assert_equal_books, problems_of
from tests.sync.hq.channel.test_moves import a_card, a_paper, ends, exchange, trade  # noqa: F401 -- fixture

LATER = "2026-11-23T10:00:00Z"


def stand(hq, dealer, status, parent="HQ", **more):
    more = {"tier": "province", "price_list": "P1", **more} if parent == "HQ" else more
    a_card(hq, dealer, parent, status=status, status_since=LATER, status_reason="欠款", **more)


def held(hq):
    return {(record, code) for _, _, record, code in problems_of(hq)}


def settle_at_hq(hq, *desks):
    for each in desks:
        each.exchange()
        follow_up(hq, datetime.now(UTC))
        each.exchange()


def test_who_is_suspended_gets_what_was_accepted_and_only_orders_nothing(hq, ends):  # noqa: F811
    agent = ends["GD01"]
    stock_up(hq, {"A": 1000})
    before = agent.order()
    settle_at_hq(hq, agent)
    stand(hq, "GD01", "suspended")
    agent.exchange()
    assert rows(agent.book, "SELECT status, status_since, status_reason FROM dealer WHERE id = 'GD01'") == [
        ("suspended", LATER, "欠款")
    ]
    trade(hq, ends)  # it goes on selling to its own customers
    late = agent.order()
    settle_at_hq(hq, agent)
    assert order_of(hq, late)[0] == order_of(agent.book, late)[0] == "refused"
    ship(hq, row(hq, "SELECT number FROM document WHERE id = :o", o=before)[0], on=TODAY, now=NOW, today=TODAY)
    settle_at_hq(hq, agent)
    assert order_of(agent.book, before)[0] == "delivered"
    assert held(hq) == set()
    assert_equal_books(hq, *ends.values())


def test_who_is_closed_winds_up_and_nothing_else(hq, ends):  # noqa: F811
    agent, shop = ends["GD01"], ends["GD01A"]
    stock_up(hq, {"A": 1000})
    trade(hq, ends)
    opened = agent.order()
    settle_at_hq(hq, agent)
    for each in ("o8", "o9"):
        put(shop.book, shop.stream, "order", each, an_order(number=each, seller="GD01", buyer="GD01A"))
    exchange(hq, shop, agent)
    put(agent.book, agent.stream, "answer", "o8", AnswerBody("o8", "accepted", NOW, [10000]))
    exchange(hq, agent, shop)
    stand(hq, "GD01", "closed")
    exchange(hq, agent, shop)
    # New business, on either side: an order to HQ, an answer that accepts one, goods that leave, a customer.
    new = agent.order()
    put(agent.book, agent.stream, "answer", "o9", AnswerBody("o9", "accepted", NOW, [10000]))
    put(
        agent.book,
        agent.stream,
        "delivery",
        "d8",
        a_paper("GD01", amount=2500, source="o8", lines=[a_line()], number="D8"),
    )
    put(agent.book, agent.stream, "dealer", "GD01:N1", DealerBody("N1", "新店", "store", "GD01"))
    settle_at_hq(hq, agent)
    told = {record for record, code in held(hq) if code == "closed_dealer_trades"}
    assert told == {new, "o9", "d8", "GD01:N1"}
    with pytest.raises(RefusedError) as refused:
        ship(hq, row(hq, "SELECT number FROM document WHERE id = :o", o=opened)[0], on=TODAY, now=NOW, today=TODAY)
    assert refused.value.code == "dealer_closed"
    # Winding up: goods come back, money comes in and goes out, the open order is taken back.
    put(
        agent.book,
        agent.stream,
        "return",
        "b1",
        a_paper("GD01", amount=500, source="d1", lines=[a_line(quantity=2)], number="B1"),
    )
    put(agent.book, agent.stream, "money_receipt", "m8", a_paper("GD01", amount=100, number="M8"))
    exchange(hq, agent, shop)
    assert {record for record, code in held(hq)} == told
    for record in ("b1", "m8"):
        assert rows(hq, "SELECT state FROM document WHERE id = :r", r=record) == [("posted",)]
        assert rows(shop.book, "SELECT state FROM document WHERE id = :r", r=record) == [("posted",)]
    stand(hq, "GD01", "active")
    settle_at_hq(hq, agent)
    again = agent.order()
    settle_at_hq(hq, agent)
    assert order_of(hq, again)[0] == "accepted"
    assert {record for record, code in held(hq) if code == "closed_dealer_trades"} == told


def test_what_a_desk_wrote_before_it_heard_that_its_dealer_is_closed_is_taken(hq, ends):  # noqa: F811
    agent, shop = ends["GD01"], ends["GD01A"]
    trade(hq, ends)
    put(shop.book, shop.stream, "order", "o9", an_order(number="O9", seller="GD01", buyer="GD01A"))
    exchange(hq, shop, agent)
    stand(hq, "GD01", "closed")
    put(agent.book, agent.stream, "answer", "o9", AnswerBody("o9", "accepted", NOW, [10000]))
    exchange(hq, agent, shop)
    assert held(hq) == set()
    assert order_of(hq, "o9")[0] == order_of(shop.book, "o9")[0] == "accepted"


def test_hq_refuses_an_order_of_a_closed_dealer_that_had_not_heard(hq, ends):  # noqa: F811
    agent = ends["GD01"]
    stock_up(hq, {"A": 1000})
    stand(hq, "GD01", "closed")
    order = agent.order()
    settle_at_hq(hq, agent)
    assert order_of(hq, order)[0] == order_of(agent.book, order)[0] == "refused"
    assert "dealer_closed" in row(hq, 'SELECT reasons FROM answer WHERE "order" = :o', o=order)[0]


@pytest.mark.parametrize("card", ["headquarters wrote", "the seller wrote"])
def test_what_a_seller_s_desk_lets_go_to_a_closed_customer_once_it_heard_is_held_until_that_is_let_in(hq, ends, card):  # noqa: F811
    """No desk of ours writes it; one that was changed might."""
    agent = ends["GD01"]
    trade(hq, ends)
    put(agent.book, agent.stream, "dealer", "GD01:N1", DealerBody("N1", "新店", "store", "GD01"))
    buyer = "GD01A" if card == "headquarters wrote" else "GD01:N1"

    def close(status):
        if buyer == "GD01A":
            stand(hq, buyer, status, parent="GD01")
        else:
            body = DealerBody("N1", "新店", "store", "GD01", status=status, status_since=LATER, status_reason="欠款")
            put(agent.book, agent.stream, "dealer", buyer, body)

    def deliver(number):
        paper = a_paper("GD01", buyer, amount=2500, lines=[a_line()], number=number)
        put(agent.book, agent.stream, "delivery", number.lower(), paper)

    exchange(hq, agent)
    close("closed")
    if buyer == "GD01A":
        deliver("D7")  # before it heard
    exchange(hq, agent)
    assert held(hq) == set()
    exchange(hq, agent)
    deliver("D8")
    put(agent.book, agent.stream, "order", "o8", an_order(number="O8", seller="GD01", buyer=buyer, state="accepted"))
    put(agent.book, agent.stream, "money_receipt", "m8", a_paper("GD01", buyer, amount=100, number="M8"))
    exchange(hq, agent)
    assert held(hq) == {("d8", "closed_customer_trades"), ("o8", "closed_customer_trades")}
    close("active")
    exchange(hq, agent)
    sweep(hq, datetime.now(UTC))
    assert rows(hq, "SELECT state FROM document WHERE id = 'd8'") == [("posted",)]
    assert held(hq) == set()
