"""The seller's answer restates an order: each line's part and price, goods on top, and every difference told."""

from dataclasses import replace

import pytest

from desktop.actions.orders import orders
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from sync.records.bodies.records import PriceBody
from sync.records.orders.evaluation import Judged
from tests.building.desktop.a_trade import a_draft, a_trade, body_of, line
from tests.building.domain.policy_makers import D, a_promotion, percent
from tests.building.sync.books import put

GIFT = a_promotion(BuyGet(D(3), Gift(D(1), "B")), "MZ", products=only("A"), group="g")


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        yield trade
    trade.hq.close()


def at_hq(trade, *policies):
    """Policies that HQ has and the desk has not heard of."""
    books, trade.books = trade.books, lambda: [trade.hq]
    trade.publish(*policies)
    trade.books = books


def answer(trade, *lines, **fields):
    order = orders.place_order(trade.desk, a_draft(*lines, **fields))
    trade.send(order.id)
    return body_of(trade.hq, "answer", order.id)


def told(found):
    return {reason.code: reason for reason in found.reasons}


def test_an_order_both_agree_on_is_answered_as_briefly_as_ever(trade):
    found = answer(trade, line("A", "7"))
    assert (found.state, found.accepted, found.unit_prices) == ("accepted", [7000], [10_0000])
    assert (found.amounts, found.added, found.uses, found.wallet) == ([], [], [], [])
    assert not {"price_changed", "amount_changed", "gift_changed"} & set(told(found))


def test_another_price_is_told_with_both(trade):
    put(trade.hq, "prices/P", "price", "P|A|", PriceBody("P", "A", 11_0000))
    reason = told(answer(trade, line("A", "7")))["price_changed"]
    assert (reason.facts["before"], reason.facts["after"], reason.line) == ("10.0000", "11.0000", 1)


def test_a_policy_the_desk_has_not_heard_of_lowers_the_amount(trade):
    at_hq(trade, percent(10, "CX1", products=only("A")))
    found = answer(trade, line("A", "7"))
    assert (found.amounts, found.policies) == ([63_00], {"CX1": 1})
    assert (told(found)["amount_changed"].severity, told(found)["amount_changed"].facts["after"]) == ("info", "63.00")


def test_goods_on_top_the_order_does_not_name_are_added_behind_its_lines(trade):
    at_hq(trade, GIFT)
    found = answer(trade, line("A", "7"))
    assert [(each.product, each.quantity, each.amount, each.gift) for each in found.added] == [("B", 2000, 0, "MZ")]
    assert told(found)["gift_changed"].severity == "info"


def test_goods_on_top_that_are_over_are_told_and_not_accepted(trade):
    trade.publish(GIFT)
    trade.publish(replace(GIFT, version=1), until="2026-11-22")
    books, trade.books = trade.books, lambda: [trade.desk.book]
    trade.publish(GIFT)
    trade.books = books
    found = answer(trade, line("A", "7"))
    assert (found.accepted, found.added) == ([7000, 0], [])
    assert told(found)["gift_changed"].severity == "warn"


def test_what_the_lines_cost_is_put_together_once_however_many_there_are(trade, monkeypatch):
    asked: list[Judged] = []

    def amounts(judged):
        asked.append(judged)
        return (*judged.asked.amounts, *(each.gross for each in judged.verdict.gifts))

    monkeypatch.setattr(Judged, "amounts", property(amounts))
    order = orders.place_order(trade.desk, a_draft(*(line("A", 1) for _ in range(5))))
    asked.clear()
    trade.send(order.id)
    assert len(body_of(trade.hq, "answer", order.id).accepted) == 5
    assert len(asked) < 5
