"""Goods on top (搭赠, 买赠): the conformance cases of section C under their numbers, and the remainder rules."""

import pytest

from domain.policies.promotion_terms import Condition, Limits
from domain.promotions.free_goods import Gift
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from tests.building.domain.policy_makers import D, a_buyer, a_line, a_promotion, dealers, off, only, priced


def free(result):
    return [(line.product, line.quantity) for line in result.free]


def test_c01_buy_one_to_seven_and_get_one_of_the_same():
    rule = a_promotion(BuyGet(D(1), Gift(D(1)), repeating=False), conditions=[Condition(D(1), D(7))])
    result = priced([rule], a_line("A", 1))
    assert free(result) == [("A", 1)]
    assert (result.free[0].amount, result.free[0].policy, result.total) == (0, "P", 100)
    assert free(priced([rule], a_line("A", 8))) == []


def test_c02_the_free_product_may_be_another():
    rule = a_promotion(BuyGet(D(1), Gift(D(1), "B"), repeating=False), products=only("A"))
    assert free(priced([rule], a_line("A", 1))) == [("B", 1)]


def test_c03_an_extra_line_at_its_own_price():
    rule = a_promotion(BuyGet(D(5), Gift(D(1), "B", D(10)), repeating=False, per="order"))
    result = priced([rule], a_line("A", 5))
    assert [(line.product, line.unit_price, line.amount) for line in result.free] == [("B", 10, 10)]
    assert result.total == 510
    assert free(priced([rule], a_line("A", 2))) == []


def test_c04_the_same_for_one_customer_only():
    rule = a_promotion(BuyGet(D(5), Gift(D(1), "B", D(10)), repeating=False), audience=dealers("C1"))
    assert free(priced([rule], a_line("A", 5), buyer=a_buyer("C2"))) == []
    assert free(priced([rule], a_line("A", 5))) == [("B", 1)]


def test_c08_three_bring_one_and_what_is_free_neither_counts_nor_is_discounted():
    gift = a_promotion(BuyGet(D(3), Gift(D(1))), "GIFT", group="gift")
    code = a_promotion(OrderDiscount((OrderStep(D(0), D(10)),)), "CODE", group="code", limits=Limits(coupon="TEN"))

    def of(quantity, **order):
        return priced([gift, code], a_line("A", quantity, "320"), **order)

    assert (free(of(3)), of(3, coupons=["TEN"]).total) == ([("A", 1)], D("864.00"))
    assert free(of(2)) == []
    assert free(of(75)) == [("A", 25)]
    assert free(of(6)) == [("A", 2)]


def test_c09_once_per_order_is_exactly_one():
    rule = a_promotion(BuyGet(D(1), Gift(D(1), "B"), repeating=False), products=only("A"))
    assert free(priced([rule], a_line("A", 3), a_line("B", 1))) == [("B", 1)]


def test_c11_a_fractional_rate_gives_whole_pieces_only():
    assert free(priced([a_promotion(BuyGet(D(1), Gift(D("0.752")), remainder="share"))], a_line("A", 4))) == [("A", 3)]
    assert free(priced([a_promotion(BuyGet(D(1), Gift(D(1)), remainder="share"))], a_line("A", 5))) == [("A", 5)]


@pytest.mark.parametrize(("remainder", "quantity", "expected"), [("drop", 18, 1), ("share", 18, 1), ("share", 24, 2)])
def test_the_remainder_rule(remainder, quantity, expected):
    rule = a_promotion(BuyGet(D(12), Gift(D(1)), remainder=remainder))
    assert free(priced([rule], a_line("A", quantity))) == [("A", expected)]


def test_sharing_the_remainder_gives_pro_rata():
    assert free(priced([a_promotion(BuyGet(D(12), Gift(D(2)), remainder="share"))], a_line("A", 18))) == [("A", 3)]
    assert free(priced([a_promotion(BuyGet(D(12), Gift(D(2))))], a_line("A", 18))) == [("A", 2)]


def test_what_is_counted_together():
    lines = a_line("A", 2), a_line("A", 2), a_line("B", 2)
    by_scope = {
        per: free(priced([a_promotion(BuyGet(D(3), Gift(D(1), "C"), per=per))], *lines))
        for per in ("line", "product", "order")
    }
    assert by_scope == {"line": [], "product": [("C", 1)], "order": [("C", 2)]}


def test_the_most_times_hold_for_the_whole_order():
    rule = a_promotion(BuyGet(D(3), Gift(D(1)), most_times=2))
    assert sum(quantity for _, quantity in free(priced([rule], a_line("A", 30), a_line("B", 30)))) == 2


def test_goods_for_each_full_amount_spent():
    rule = a_promotion(SpendGoods((Giving(D(100), (Gift(D(1), "B"),)),), repeating=True, most_times=3))
    assert free(priced([rule], a_line(price="299"))) == [("B", 2)]
    assert free(priced([rule], a_line(price="999"))) == [("B", 3)]


def test_a_bundle_whose_parts_overlap_counts_no_unit_twice():
    either = a_promotion(Bundle((Part(D(1), only("A")), Part(D(1), only("A", "B"))), price=D(150)))
    assert sum(off(priced([either], a_line("A", 3)))) == 50
    assert sum(off(priced([either], a_line("A", 4)))) == 100
    assert sum(off(priced([either], a_line("A", 1), a_line("B", 1)))) == 50
    assert sum(off(priced([either], a_line("B", 4)))) == 0
