"""What is left of a shared quota is told with the time of HQ's word; gifts and scopes are told by name."""

from dataclasses import replace

import pytest

from desktop.actions.documents.document_views import paper_view
from desktop.actions.orders import orders
from desktop.actions.policies.papers import document
from desktop.actions.policies.policies import policy_view
from desktop.actions.rebates.wallets import wallet
from desktop.cli.commands.order_text import order_text
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.quota_price import QuotaPrice
from sync.records.bodies.policies import QuotaBody
from sync.records.documents.stored import document_row
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion
from tests.building.sync.books import NOW


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        yield trade
    trade.hq.close()


def test_a_quota_is_told_with_the_time_of_hqs_word(trade):
    trade.publish(a_promotion(QuotaPrice(D(5), D(15)), "TJ", products=only("A")))
    placed = orders.place_order(trade.desk, a_draft(line("A", "4")))
    trade.everywhere("policies/all", "quota", "TJ", QuotaBody("TJ", 6000, 1, NOW))
    shown = orders.order(trade.desk, placed.number)
    assert [(each.left, each.as_of) for each in shown.quotas] == [(D(5), NOW)]  # 15, less 6 of others, less 4 here
    view = policy_view(trade.desk, "TJ")
    assert "剩 5（总部截至 2026-11-2" in document(trade.desk, view.policy, "zh").plain()
    assert "HQ's word of 2026" in document(trade.desk, view.policy, "en").plain()
    assert "总部截至" in order_text(shown, "zh")


def test_a_hint_names_the_gift_that_nobody_ordered(trade):
    trade.publish(a_promotion(BuyGet(D(10), Gift(D(1), "B")), "MZ", products=only("A")))
    (hint,) = orders.check_order(trade.desk, a_draft(line("A", "9"))).hints
    assert (hint.facts["gift"], hint.facts["gift_name"]) == ("B", "商品B")


def test_a_posted_gift_names_the_policy_that_gives_it(trade):
    trade.publish(replace(a_promotion(BuyGet(D(10), Gift(D(1), "B")), "MZ", products=only("A")), name="买十送一"))
    placed = orders.place_order(trade.desk, a_draft(line("A", "10")))
    trade.send(placed.id)
    delivery = trade.ship(placed.id)
    with trade.desk.book.reading() as connection:
        delivered = paper_view(trade.desk, connection, document_row(connection, delivery))
    assert [(each.gift, each.gift_name) for each in delivered.lines] == [("", ""), ("MZ", "买十送一")]


def test_a_credit_says_what_it_buys_by_name(trade):
    trade.credit("50", scope=b'{"include":[{"products":["A"],"brands":["J"]}]}')
    (row,) = wallet(trade.desk).rows
    assert row.buys == ("J", "商品A")
