"""Properties of orders over real books: the order of lines and of policies says nothing, and limits hold for parts."""

import contextlib
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.actions.orders import orders
from domain.policies.promotion_terms import Limits
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_save import Saving, SpendSave
from tests.building.desktop.a_trade import SKUS, a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion, percent

QUOTA = 30
POLICIES = (
    percent(10, "CX1", products=only("A")),
    a_promotion(BuyGet(D(3), Gift(D(1), "D")), "MZ", products=only("B"), group="b"),
    a_promotion(SpendSave((Saving(D(100), D(7)), Saving(D(300), D(40)))), "MJ", group="s", mode="chained", order=2),
    a_promotion(QuotaPrice(D(20), D(QUOTA)), "TJ", products=only("C"), group="c"),
    a_promotion(OrderDiscount((OrderStep(D(50), percent=D(3)),)), "ZD", group="order", mode="chained", order=9),
)
QUIET = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
quantities = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 40), min_size=1)


@contextlib.contextmanager
def trading(*policies):
    with tempfile.TemporaryDirectory() as folder:
        trade = a_trade(Path(folder))
        trade.publish(*policies)
        with trade.desk:
            yield trade
        trade.hq.close()


def drafted(wanted):
    return a_draft(*(line(sku, str(quantity)) for sku, quantity in wanted))


def told(checked):
    """What an order comes to, free of the order its lines are written in."""
    lines = sorted(str((each.sku, each.quantity, each.amount, each.gift, each.discounts)) for each in checked.lines)
    return lines, checked.total, sorted(map(str, checked.discounts)), checked.policies


def test_neither_the_order_of_lines_nor_that_of_policies_matters():
    with trading(*POLICIES) as one, trading(*reversed(POLICIES)) as other:

        @QUIET
        @given(quantities, st.randoms(use_true_random=False))
        def agree(wanted, chance):
            mixed = list(wanted.items())
            chance.shuffle(mixed)
            first = told(orders.check_order(one.desk, drafted(wanted.items())))
            assert first == told(orders.check_order(one.desk, drafted(mixed)))
            assert first == told(orders.check_order(other.desk, drafted(wanted.items())))

        agree()


@QUIET
@given(st.integers(1, 50), st.integers(1, 50))
def test_an_order_in_two_parts_gets_no_more_of_a_quota_than_there_is(first, second):
    with trading(*POLICIES) as trade:
        parts = [orders.place_order(trade.desk, a_draft(line("C", str(each)))) for each in (first, second)]
        states = [trade.send(part.id) for part in parts]
        assert states == ["accepted"] * 2
        views = [orders.order(trade.desk, part.id) for part in parts]
        special = sum(each.amount for view in views for each in view.discounts if each.policy == "TJ")
        most = min(first + second, QUOTA) * (D("33.3333") - 20)
        assert abs(special - most) <= D("0.02")  # each part is rounded to the fen by itself


@QUIET
@given(st.integers(1, 9), st.integers(1, 9))
def test_what_a_dealer_gets_once_he_gets_once_in_however_many_orders(first, second):
    once = a_promotion(SpendSave((Saving(D(1), D(1)),)), "MJ", products=only("A"), limits=Limits(uses_per_dealer=1))
    with trading(replace(once, name="首单立减")) as trade:
        parts = [orders.place_order(trade.desk, a_draft(line("A", str(each)))) for each in (first, second)]
        for part in parts:
            trade.send(part.id)
        whole = sum(orders.order(trade.desk, part.id).total for part in parts)
        assert whole == 10 * (first + second) - 1
