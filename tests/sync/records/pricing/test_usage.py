"""How far limits are used: at HQ by all that was promised, at a desk by HQ's word and its own orders since."""

import pytest

from desktop.actions.orders import orders
from domain.policies.scopes import only
from domain.promotions.lines import Usage
from domain.promotions.templates.quota_price import QuotaPrice
from sync.records.pricing.usage import told_at, usage_of
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion

LIMITED = {"TJ": D(30)}


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        trade.publish(a_promotion(QuotaPrice(D(8), D(30)), "TJ", products=only("A")))
        yield trade
    trade.hq.close()


def used(book, buyer="GD01", **more):
    with book.reading() as connection:
        return usage_of(connection, LIMITED, buyer, **more)


def test_nothing_is_asked_where_nothing_is_limited(trade):
    with trade.desk.book.reading() as connection:
        assert usage_of(connection, {}, "GD01") == Usage()


def test_a_desk_counts_its_own_waiting_orders_and_hq_what_it_promised(trade):
    order = orders.place_order(trade.desk, a_draft(line("A", "12")))
    assert used(trade.desk.book).left == {"TJ": D(18)}
    assert used(trade.desk.book, without=order.id).left == {"TJ": D(30)}
    assert used(trade.hq).left == {"TJ": D(30)}
    trade.send(order.id)
    assert used(trade.hq).left == {"TJ": D(18)}
    assert used(trade.hq).dealer_taken == {"TJ": D(12)}
    assert used(trade.hq, "GD02").dealer_taken == {}


def test_a_cancelled_order_gives_back_what_it_took(trade):
    order = orders.place_order(trade.desk, a_draft(line("A", "12")))
    orders.cancel_order(trade.desk, order.number)
    assert used(trade.desk.book).left == {"TJ": D(30)}


def test_nobody_has_told_anything_yet(trade):
    with trade.desk.book.reading() as connection:
        assert told_at(connection, ["TJ"]) == {}
