"""Papers tell what policies and the wallet did: discounts, goods on top, what is left to pay, and why."""

from dataclasses import replace

import pytest

from desktop.actions.documents.notes import note_bytes
from desktop.actions.orders import orders
from domain.errors import UsageError
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.desktop.papers import page_texts
from tests.building.domain.policy_makers import D, a_promotion, percent


@pytest.fixture
def trade(tmp_path):
    """Ten percent off A, three of C bring a B, five percent off the whole; fifty yuan in the wallet."""
    with (trade := a_trade(tmp_path)).desk:
        whole = OrderDiscount((OrderStep(D(1), percent=D(5)),))
        trade.publish(
            replace(percent(10, "CX1", products=only("A")), name="秋季九折"),
            replace(a_promotion(BuyGet(D(3), Gift(D(1), "B")), "MZ", products=only("C"), group="g2"), name="买三赠一"),
            replace(a_promotion(whole, "ZD", group="order", mode="chained", order=9), name="整单95折"),
        )
        trade.credit("50")
        yield trade
    trade.hq.close()


@pytest.fixture
def order(trade):
    lines = line("A", "12", unit="箱", size="12"), line("C", "7"), line("D", "4")
    return orders.place_order(trade.desk, a_draft(*lines, use_wallet=True))


def text_of(trade, number, **options):
    return "\n".join(page_texts(note_bytes(trade.desk, number, **options).pdf))


@pytest.mark.parametrize("paper", ["a4", "241x140"])
def test_an_order_s_paper_shows_discounts_gifts_and_wallet(trade, order, paper):
    text = text_of(trade, order.number, paper=paper)
    for part in (
        "优惠",
        "17.40",
        "11.67",
        "赠 商品B",
        "赠品：MZ（买三赠一）",
        "328.25",
        "-50.00",
        "应付净额",
        "278.25",
    ):
        assert part in text
    assert "秋季九折" not in text


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "zh",
            (
                "价目表 P：10",
                "促销“秋季九折”（CX1 第 1 版）：120.00 − 120 × 10% → 108.00",
                "四舍五入",
                "已减优惠：整单95折",
            ),
        ),
        (
            "en",
            (
                "Price list P: 10",
                "(CX1, version 1): 120.00 − 120 × 10% → 108.00",
                "rounded to the fen",
                "Already taken off",
            ),
        ),
    ],
)
def test_an_order_explains_each_line(trade, order, language, parts):
    text = text_of(trade, order.number, paper="a4", language=language, why=True)
    for part in parts:
        assert part in text


def test_a_delivery_shows_what_is_left_to_pay_and_owed(trade, order):
    trade.send(order.id)
    text = text_of(trade, trade.ship(order.id))
    for part in ("17.40", "赠品：MZ（买三赠一）", "-50.00", "应付净额", "本单金额 278.25", "累计欠款 278.25"):
        assert part in text


def test_only_an_order_explains_its_prices(trade, order):
    trade.send(order.id)
    with pytest.raises(UsageError, match="note_why"):
        note_bytes(trade.desk, trade.ship(order.id), why=True)


def test_an_order_without_policies_has_no_column_for_them(trade):
    order = orders.place_order(trade.desk, a_draft(line("B", "3"), seller="GD01", buyer="GD01:C1"))
    assert "优惠" not in text_of(trade, order.number)
