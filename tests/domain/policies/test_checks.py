"""A policy that contradicts itself or points at nothing is refused, with the place and the reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.policies.checks import check_policy
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.promotion_terms import Condition
from domain.policies.rebate_terms import Rebate, Reward, Target, Tier
from domain.policies.scopes import Period, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.bundle import Bundle
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.order_discount import OrderDiscount
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from domain.promotions.templates.spend_save import Saving, SpendSave
from tests.building.domain.policy_makers import DAY, D, a_product, a_promotion, category, dealers, percent, surroundings

FROM_TODAY = Period(DAY, None)


def problems(policy, around=None):
    return [(r.code, r.facts["path"]) for r in check_policy(policy, around or surroundings())]


def a_rule(template, **fields):
    return a_promotion(template, period=FROM_TODAY, **fields)


def a_rebate(*tiers, **terms):
    return Policy("R", 1, "R", Rebate(tiers, **terms), period=FROM_TODAY)


def test_the_head():
    empty = replace(percent(10, period=Period(DAY, DAY - timedelta(1))), id=" ", name="", version=0)
    assert problems(empty) == [
        ("policy_id_missing", "$.id"),
        ("policy_name_missing", "$.name"),
        ("policy_version", "$.version"),
        ("policy_period", "$.period.end"),
    ]


def test_a_price_never_reaches_into_the_past_and_a_rebate_only_when_it_says_so():
    yesterday = Period(DAY - timedelta(1), None)
    assert problems(percent(10, period=yesterday)) == [("policy_past", "$.period.start")]
    assert problems(percent(10)) == [("policy_start_missing", "$.period.start")]
    assert problems(replace(percent(10, period=yesterday), reaches_back=True)) == [("policy_past", "$.period.start")]
    rebate = replace(a_rebate(Tier(D(0), D(5))), period=yesterday)
    assert problems(rebate) == [("policy_reaches_back", "$.period.start")]
    assert problems(replace(rebate, reaches_back=True)) == []
    without = replace(rebate, period=Period())
    assert problems(without) == [("policy_start_missing", "$.period.start")]
    assert problems(replace(without, reaches_back=True)) == []


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (PercentOff(D(101)), [("policy_number", "$.terms.template.percent")]),
        (PercentOff(D(-1)), [("policy_number", "$.terms.template.percent")]),
        (BuyGet(D(0), Gift(D(1))), [("policy_number", "$.terms.template.buy")]),
        (QuantityBreak(()), [("policy_tiers_empty", "$.terms.template.breaks")]),
        (OrderDiscount(()), [("policy_tiers_empty", "$.terms.template.steps")]),
        (Bundle((), price=D(1)), [("policy_tiers_empty", "$.terms.template.parts")]),
        (QuantityBreak((Break(D(1)),)), [("policy_reward_choice", "$.terms.template.breaks[0]")]),
        (
            QuantityBreak((Break(D(5), D(1)), Break(D(5), D(2)))),
            [("policy_tiers_order", "$.terms.template.breaks[1].start")],
        ),
        (SpendSave((Saving(D(10), D(11)),)), [("policy_range", "$.terms.template.steps[0].save")]),
        (BuyGet(D(1), Gift(D(1), "GONE")), [("policy_unknown_product", "$.terms.template.gift.product")]),
    ],
)
def test_a_template_that_makes_no_sense(template, expected):
    assert problems(a_rule(template)) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((1000, 5000), []),
        ((900, 5000), [("policy_tiers_gap", "$.terms.tiers[0].end")]),
        ((1001, 5000), [("policy_tiers_overlap", "$.terms.tiers[0].end")]),
        ((1000, 1000), [("policy_range", "$.terms.tiers[1].end")]),
    ],
)
def test_tiers_with_gaps_and_overlaps(ends, expected):
    tiers = [Tier(D(0), D(5), end=D(ends[0])), Tier(D(1000), D(10), end=D(ends[1])), Tier(D(5000), D(20))]
    assert problems(a_rebate(*tiers)) == expected


def test_tiers_out_of_order_and_rewards_unsaid():
    assert problems(a_rebate()) == [("policy_tiers_empty", "$.terms.tiers")]
    assert problems(a_rebate(Tier(D(10), D(5)), Tier(D(5), D(6)))) == [("policy_tiers_order", "$.terms.tiers[1].start")]
    assert problems(a_rebate(Tier(D(0)))) == [("policy_reward_choice", "$.terms.tiers[0]")]
    full = Tier(D(0), each=D(5), per=D(100))
    assert problems(a_rebate(full, method="per_full")) == []
    assert problems(a_rebate(full)) == [("policy_reward_choice", "$.terms.tiers[0].per")]
    once = Tier(D(0), once=D(1))
    assert problems(a_rebate(once)) == []
    assert problems(a_rebate(once, method="marginal")) == [("policy_reward_choice", "$.terms.tiers[0].once")]
    assert problems(a_rebate(replace(once, each=D(1)))) == [("policy_reward_choice", "$.terms.tiers[0]")]


def test_names_of_nothing():
    around = surroundings(cards={"T": a_product("T", category="drinks/tea", brand="X")})
    scope = category("drinks", "milk", brands=["X", "Y"], products=["A", "GONE"])
    audience = dealers("C1", "NOBODY", tiers=["city", "village"], below=["ALSO"])
    assert problems(percent(10, products=scope, audience=audience, period=FROM_TODAY), around) == [
        ("policy_unknown_dealer", "$.audience.include[0].dealers"),
        ("policy_unknown_tier", "$.audience.include[0].tiers"),
        ("policy_unknown_dealer", "$.audience.include[0].below"),
        ("policy_unknown_product", "$.products.include[0].products"),
        ("policy_unknown_category", "$.products.include[0].categories"),
        ("policy_unknown_brand", "$.products.include[0].brands"),
    ]
    rebate = a_rebate(Tier(D(0), D(5)), targets=(Target(D(1), "NOBODY"),))
    assert problems(rebate) == [("policy_unknown_dealer", "$.terms.targets[0].dealer")]
    rule = a_rule(PercentOff(D(1)), conditions=[Condition(D(1), products=only("GONE"))])
    assert problems(rule) == [("policy_unknown_product", "$.terms.conditions[0].products.include[0].products")]


def test_a_gift_must_be_named_where_several_products_count_together():
    assert problems(a_rule(BuyGet(D(1), Gift(D(1)), per="order"))) == [("policy_gift_product", "$.terms.template.gift")]
    for gifts in ((), (Gift(D(1)),)):
        assert problems(a_rule(SpendGoods((Giving(D(1), gifts),)))) == [
            ("policy_gift_product", "$.terms.template.steps[0].gifts")
        ]


def test_a_rebate_that_lacks_its_target_or_its_reward():
    step = Tier(D(0), D(5))
    missing = [("policy_target_missing", "$.terms.targets")]
    assert problems(a_rebate(step, method="target_rate")) == missing
    assert problems(a_rebate(step, to_date="all")) == missing
    assert problems(a_rebate(step, method="increment", tier_by="growth")) == []
    assert problems(a_rebate(step, method="marginal", tier_by="growth")) == [("policy_reward_choice", "$.terms.method")]
    assert problems(a_rebate(step, reward=Reward("goods"))) == [("policy_reward_choice", "$.terms.reward.product")]
    assert problems(a_rebate(step, reward=Reward("thing"))) == [("policy_reward_choice", "$.terms.reward.thing")]
    assert problems(a_rebate(step, tier_by="growth", period="whole")) == [("policy_period_open", "$.period.end")]


def test_least_above_most():
    rule = a_rule(PercentOff(D(1)), conditions=[Condition(D(8), D(7))])
    assert problems(rule) == [("policy_range", "$.terms.conditions[0].most")]


def test_price_rules_may_be_signed_but_not_below_nothing():
    def of(rule):
        return problems(Policy("L", 1, "L", PriceList((rule,)), period=FROM_TODAY, stacking=Stacking(priority=-1)))

    assert of(PriceRule(percent=D(-20), amount=D("-0.5"))) == of(PriceRule(percent=D(120))) == []
    assert of(PriceRule(percent=D(-101))) == [("policy_number", "$.terms.rules[0].percent")]
    assert of(PriceRule("fixed")) == [("policy_reward_choice", "$.terms.rules[0].price")]
    assert of(PriceRule("cost", margin=D(100))) == [("policy_number", "$.terms.rules[0].margin")]


def test_the_day_is_given_from_outside():
    assert problems(percent(1, period=FROM_TODAY), surroundings(today=date(2026, 11, 24))) == [
        ("policy_past", "$.period.start")
    ]
