"""Compiled promotions: what holds for whom is found by index, kept, and applied in the order that policies say."""

from datetime import date, timedelta

from domain.policies.promotion_terms import Limits
from domain.policies.scopes import Period
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.quota_price import QuotaPrice
from tests.building.domain.policy_makers import (
    DAY,
    D,
    a_buyer,
    a_product,
    a_promotion,
    category,
    dealers,
    only,
    percent,
)


def ids(line_up):
    return [promotion.policy.id for promotion in line_up.promotions]


def test_a_line_up_holds_what_is_live_for_a_buyer_and_is_kept():
    compiled = CompiledPolicies(
        [
            percent(1, "MINE", audience=dealers("C1")),
            percent(1, "OTHERS", audience=dealers("C2")),
            percent(1, "OVER", period=Period(None, DAY - timedelta(1))),
            percent(1, "COUPON", limits=Limits(coupon="X")),
        ]
    )
    line_up = compiled.line_up(a_buyer(), DAY)
    assert ids(line_up) == ["MINE"]
    assert compiled.line_up(a_buyer(), DAY) is line_up
    assert ids(compiled.line_up(a_buyer(), DAY, frozenset({"X"}))) == ["MINE", "COUPON"]
    assert ids(compiled.line_up(a_buyer("C2"), DAY - timedelta(1))) == ["OTHERS", "OVER"]
    assert compiled.known_coupons(DAY) == {"X"}


def test_the_sequence_exclusive_then_order_then_stage_and_rank_inside_a_group():
    whole = OrderDiscount((OrderStep(D(0), D(1)),))
    compiled = CompiledPolicies(
        [
            a_promotion(whole, "WHOLE", group="w"),
            percent(1, "LATE", group="late", order=1),
            percent(1, "LINE", group="line"),
            percent(1, "ALONE", exclusive=True, order=9),
            percent(1, "LOW", group="late", priority=-1, order=-1),
        ]
    )
    assert ids(compiled.line_up(a_buyer(), DAY)) == ["ALONE", "LATE", "LOW", "LINE", "WHOLE"]


def test_products_are_found_by_name_brand_and_category():
    compiled = CompiledPolicies(
        [
            percent(1, "NAME", products=only("A"), group="1"),
            percent(1, "BRAND", products=category(brands=["X"]), group="2"),
            percent(1, "TEA", products=category("tea"), group="3"),
            percent(1, "ALL", group="4"),
            percent(1, "BOTH", products=category(brands=["Y"], products=["A"]), group="5"),
        ]
    )
    line_up = compiled.line_up(a_buyer(), DAY)

    def found(product):
        return sorted(line_up.promotions[place].policy.id for place in line_up.plan(product).places)

    assert found(a_product("A", brand="X", category="tea")) == ["ALL", "BRAND", "NAME", "TEA"]
    assert found(a_product("B", brand="Y")) == ["ALL"]
    other = CompiledPolicies([percent(1, "BOTH", products=category(brands=["Y"], products=["A"]))])
    assert other.line_up(a_buyer(), DAY).plan(a_product("A", brand="Y")).places == (0,)


def test_many_buyers_do_not_fill_the_memory():
    compiled = CompiledPolicies([percent(1)])
    for place in range(300):
        compiled.line_up(a_buyer(f"C{place}"), date(2026, 1, 1))
    assert len(compiled._line_ups) <= 64


def test_the_quota_of_a_special_price():
    compiled = CompiledPolicies([a_promotion(QuotaPrice(D(1), D(50)), "Q"), percent(1, "P")])
    assert (compiled.quota_of("Q", 1), compiled.quota_of("P", 1)) == (D(50), None)
