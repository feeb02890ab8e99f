"""Desk and HQ come to the same fen on random orders; AGREEMENT_ORDERS says how many (300 where nothing is said)."""

import os
import random
from decimal import Decimal

import pytest
from msgspec.structs import replace

from desktop.actions.orders import orders
from domain.policies.policy import Policy
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.amount_off import AmountOff
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_save import Saving, SpendSave
from sync.records.books.database import open_sqlite
from sync.records.repair.checking import check
from tests.building.desktop.a_trade import SKUS, a_draft, a_trade, line, masters
from tests.building.domain.policy_makers import D, a_promotion, category, percent
from tests.building.sync.books import rows

COUNT = int(os.environ.get("AGREEMENT_ORDERS", "300"))
BOOK = 200


def policies():
    return (
        Policy("JG", 1, "价", PriceList((PriceRule(percent=D(-7), start=D(20)), PriceRule()), band=Band(D(5), D(5)))),
        a_promotion(
            QuantityBreak((Break(D(5), D(3)), Break(D(30), D("6.5")))), "JT", products=only("A", "C"), group="a"
        ),
        percent("1.5", "CX", products=category("类1"), group="b", mode="chained", order=1),
        a_promotion(AmountOff(D("0.0333")), "LJ", products=only("B"), group="c"),
        a_promotion(BuyGet(D(6), Gift(D(1), "D")), "MZ", products=only("C"), group="d"),
        a_promotion(QuotaPrice(D("0.9"), D(10**6)), "TJ", products=only("D"), group="e"),
        a_promotion(SpendSave((Saving(D(99), D("3.33")),), repeating=True), "MJ", group="f", mode="chained", order=8),
        a_promotion(OrderDiscount((OrderStep(D(300), percent=D("0.7")),)), "ZD", group="g", mode="chained", order=9),
    )


@pytest.mark.timeout(0)
def test_desk_and_hq_agree_to_the_fen_on_random_orders(tmp_path):
    """In books of a few hundred orders each, because every verdict looks at all that is promised and not delivered."""
    chance = random.Random(20261123)
    for first in range(0, COUNT, BOOK):
        with (trade := a_trade(tmp_path / str(first), hq_at(tmp_path, first), stock=10**8)).desk:
            by_weight(trade)
            trade.publish(*policies())
            trade.credit("1000000.00")
            for _ in range(min(BOOK, COUNT - first)):
                agree_on_one(trade, chance)
            assert rows(trade.hq, "SELECT COUNT(*) FROM answer WHERE reasons LIKE '%changed%'") == [(0,)]
            if not first:
                assert check(trade.hq) == check(trade.desk.book) == []
        trade.hq.close()


def hq_at(folder, first):
    return open_sqlite(folder / f"hq{first}.db", create=True)


def by_weight(trade):
    """What is counted whole can't be ordered in parts of one; these goods can."""
    for stream, kind, record, body in masters(None):
        if kind == "product":
            trade.everywhere(stream, kind, record, replace(body, unit="千克"))


def agree_on_one(trade, chance):
    """One random order is typed, sent, and answered as it was typed."""
    typed = [
        line(chance.choice(SKUS), str(Decimal(chance.randint(1, 60_000)) / chance.choice((1, 1000, 1000))))
        for _ in range(chance.randint(1, 8))
    ]
    draft = a_draft(*typed, use_wallet=chance.random() < 0.1, wallet_most=D("12.34"))
    asked = orders.order(trade.desk, orders.save_order(trade.desk, draft))
    trade.send(asked.id)
    answered = orders.order(trade.desk, asked.id)
    assert answered.state == "accepted", answered.reasons
    assert [each.amount for each in asked.lines] == [each.net for each in answered.lines], typed
    assert asked.wallet == answered.wallet
