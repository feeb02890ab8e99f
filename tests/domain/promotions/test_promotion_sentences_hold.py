"""Promotions do what their printed sentences say: shares, conditions, sets, prices, limits, lines in parts."""

import random
from dataclasses import replace

import pytest

from domain.policies.promotion_terms import Condition, Limits
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.free_goods import Gift
from domain.promotions.lines import Usage
from domain.promotions.pricing import price_order
from domain.promotions.templates.amount_off import AmountOff
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from domain.promotions.templates.spend_save import Saving, SpendSave
from tests.building.domain.policy_makers import D, a_line, a_promotion, an_order, category, only, percent, priced
from tests.domain.promotions.test_promotion_properties import CARDS


def free(result):
    return {line.product: line.quantity for line in result.free}


@pytest.mark.parametrize(("most", "given_goods"), [(None, 3), (100, 3), (2, 3), (1, 2)])
def test_a_share_is_given_whether_or_not_times_are_limited(most, given_goods):
    rule = a_promotion(BuyGet(D(10), Gift(D(2)), most_times=most, remainder="share"))
    assert free(priced([rule], a_line("A", 15))) == {"A": given_goods}


def test_a_share_too_small_for_a_unit_leaves_its_goods_to_the_next_policy():
    rules = [
        a_promotion(BuyGet(D(3), Gift(D(1)), remainder="share"), "FREE", priority=1),
        percent(10, "REST"),
    ]
    result = priced(rules, a_line("A", 4, "10"))
    assert (free(result), result.total) == ({"A": 1}, D("39.00"))


def test_free_goods_are_promised_only_where_another_set_would_bring_them():
    rule = a_promotion(BuyGet(D(6), Gift(D(2)), most_times=1))
    bought = [a_line("E", 8), a_line("C", 5)]
    assert priced([rule], *bought).hints == ()
    twice = replace(rule, terms=replace(rule.terms, template=replace(rule.terms.template, most_times=2)))
    assert {hint.products for hint in priced([twice], *bought).hints} == {("E",), ("C",)} - {("E",)}


def test_a_further_step_that_gives_less_is_not_offered():
    falling = a_promotion(SpendSave((Saving(D(100), D(30)), Saving(D(200), D(10)))))
    assert priced([falling], a_line("A", 1, "150")).hints == ()
    dearer = a_promotion(QuantityBreak((Break(D(5), D(20)), Break(D(10), D(10)))))
    assert priced([dearer], a_line("A", 8)).hints == ()
    less = a_promotion(OrderDiscount((OrderStep(D(100), D(20)), OrderStep(D(200), D(10)))))
    assert priced([less], a_line("A", 1, "150")).hints == ()


@pytest.mark.parametrize(("others", "total"), [(None, 90), (1, 100), (5, 140), (6, 160)])
def test_a_condition_of_at_most_holds_where_there_is_none(others, total):
    rule = percent(10, products=only("A"), conditions=[Condition(most=D(5), products=only("B"))])
    lines = [a_line("A", 1, "100"), *([] if others is None else [a_line("B", others, "10")])]
    assert priced([rule], *lines).total == total


def test_a_condition_of_none_at_all_can_hold():
    rule = percent(10, products=only("A"), conditions=[Condition(most=D(0), products=only("B"))])
    assert priced([rule], a_line("A")).total == 90
    assert priced([rule], a_line("A"), a_line("B", 1, "10")).total == 110


@pytest.mark.parametrize("parts", [(10,), (4, 6), (6, 4), (3, 3, 4)])
def test_units_keep_their_own_worth_under_a_chained_discount(parts):
    rules = [
        a_promotion(QuotaPrice(D(50), D(4)), "QUOTA", priority=1),
        percent(10, "REST", mode="chained"),
    ]
    assert priced(rules, *[a_line("A", each) for each in parts]).total == D("740.00")


@pytest.mark.parametrize("parts", [(10,), (4, 6), (5, 5)])
def test_units_keep_their_own_worth_where_a_spending_is_counted(parts):
    rules = [
        a_promotion(QuotaPrice(D(50), D(4)), "QUOTA", priority=1),
        a_promotion(SpendSave((Saving(D(600), D(60)),)), "SPEND"),
    ]
    assert priced(rules, *[a_line("A", each) for each in parts]).total == D("740.00")


@pytest.mark.parametrize("turn", [1, -1])
def test_as_many_sets_as_the_order_holds_whatever_the_order_of_their_parts(turn):
    parts = (Part(D(1), only("A", "B")), Part(D(1), only("A")))[::turn]
    rule = a_promotion(Bundle(parts, price=D(15)))
    assert priced([rule], a_line("A", 1, "20"), a_line("B", 1, "10")).total == 15
    assert priced([rule], a_line("A", 3, "20"), a_line("B", 1, "10")).total == 15 + 20 + 20 - 25


@pytest.mark.parametrize(
    ("template", "total"),
    [
        (FixedPrice(D(9)), "8.00"),
        (FixedPrice(D(5)), "5.00"),
        (QuotaPrice(D(9), D(5)), "8.00"),
        (QuotaPrice(D(5), D(5)), "5.00"),
        (QuantityBreak((Break(D(1), price=D(9)),)), "8.00"),
        (QuantityBreak((Break(D(1), price=D(5)),)), "5.00"),
        (Bundle((Part(D(1), only("A")),), price=D(9)), "8.00"),
        (Bundle((Part(D(1), only("A")),), price=D(5)), "5.00"),
    ],
)
@pytest.mark.parametrize("mode", ["additive", "chained"])
@pytest.mark.parametrize("reduces", [True, False])
def test_a_price_is_what_goods_cost_in_the_end_and_what_is_cheaper_stays_so(template, total, mode, reduces):
    rules = [
        percent(20, "FIRST", group="a", reduces=reduces),
        a_promotion(template, "PRICE", group="b", order=1, mode=mode),
    ]
    assert priced(rules, a_line("A", 1, "10")).total == D(total)


@pytest.mark.parametrize(
    "template",
    [
        PercentOff(D(15)),
        AmountOff(D(5)),
        AmountOff(D(5), "line"),
        FixedPrice(D(3)),
        QuotaPrice(D(3), D(5)),
        QuantityBreak((Break(D(1), D(15)),)),
        Bundle((Part(D(1), only("A")),), percent=D(15)),
        SpendSave((Saving(D(0), D(5)),)),
        OrderDiscount((OrderStep(D(0), D(15)),)),
    ],
)
def test_what_takes_nothing_uses_up_no_coupon_no_time_and_no_quota(template):
    rules = [
        percent(100, "ALL", group="a"),
        a_promotion(template, "C", group="b", order=1, limits=Limits(coupon="SPRING", uses_per_dealer=1)),
    ]
    result = priced(rules, a_line("A", 1, "100"), coupons=["SPRING"])
    assert [use.policy for use in result.uses] == ["ALL"]
    assert [reason.code for reason in result.reasons] == ["coupon_unmet"]


def test_what_comes_to_less_than_a_fen_uses_nothing_and_leaves_nothing_behind():
    rules = [
        percent("0.1", "TINY", group="a", limits=Limits(uses_per_dealer=1)),
        percent("0.4", "MORE", group="b", order=1),
    ]
    result = priced(rules, a_line("A", 1, "1.00"))
    assert ([use.policy for use in result.uses], result.total) == ([], D("1.00"))


@pytest.mark.parametrize(
    ("spent", "most", "saved"), [(550, None, 60), (550, 2, 50), (550, 1, 40), (250, None, 20), (99, None, 0)]
)
def test_repeated_steps_cascade_alike_for_money_and_for_goods(spent, most, saved):
    money = a_promotion(SpendSave((Saving(D(100), D(10)), Saving(D(300), D(40))), True, most))
    goods = a_promotion(
        SpendGoods((Giving(D(100), (Gift(D(1), "E"),)), Giving(D(300), (Gift(D(4), "E"),))), True, most)
    )
    line = a_line("A", 1, str(spent))
    assert priced([money], line).total == spent - saved
    assert sum(free(priced([goods], line)).values()) == saved / D(10)


def test_what_a_condition_on_the_policys_own_goods_counted_is_used_up():
    own = a_promotion(BuyGet(D(10), Gift(D(1))), "FREE", priority=1, conditions=[Condition(D(20))])
    other = a_promotion(
        BuyGet(D(10), Gift(D(1))), "FREE", priority=1, conditions=[Condition(D(20), products=only("A"))]
    )
    for rule in (own, other):
        assert priced([rule, percent(10, "REST")], a_line("A", 25, "10")).total == D("250.00")
    kept = replace(own, terms=replace(own.terms, conditions=(Condition(D(20), uses=False),)))
    assert priced([kept, percent(10, "REST")], a_line("A", 25, "10")).total == D("245.00")


@pytest.mark.parametrize("scope", [only("A"), only("A", "C"), None])
def test_a_condition_line_by_line_narrows_the_policy_to_the_lines_that_meet_it(scope):
    rule = percent(20, products=only("A"), conditions=[Condition(D(5), per="line", products=scope)])
    assert priced([rule], a_line("A", 5, "10"), a_line("A", 1, "10")).total == 50 * D("0.8") + 10


def test_a_condition_line_by_line_on_other_goods_asks_for_one_such_line():
    rule = percent(20, products=only("A"), conditions=[Condition(D(5), per="line", products=only("C"))])
    assert priced([rule], a_line("A", 1, "10"), a_line("C", 5, "1")).total == 8 + 5
    assert priced([rule], a_line("A", 1, "10"), a_line("C", 4, "1"), a_line("C", 4, "1")).total == 18


def test_an_amount_off_a_unit_comes_off_units_it_may_touch():
    rules = [
        a_promotion(QuotaPrice(D(9), D(4)), "QUOTA", priority=1),
        a_promotion(AmountOff(D(12)), "AMOUNT"),
    ]
    assert priced(rules, a_line("A", 10, "10")).total == D("36.00")


@pytest.mark.parametrize("parts", [(10,), (4, 6), (2, 8)])
def test_an_exclusive_policy_closes_the_units_it_used_and_no_others(parts):
    rules = [
        a_promotion(QuotaPrice(D(50), D(4)), "ONLY", exclusive=True),
        percent(10, "REST", group="b"),
    ]
    assert priced(rules, *[a_line("A", each) for each in parts]).total == 4 * 50 + 6 * 90


def test_goods_that_are_cheaper_already_take_nothing_of_a_quota():
    rules = [
        a_promotion(FixedPrice(D(3)), "FIXED", products=only("A"), group="a"),
        a_promotion(QuotaPrice(D(5), D(4)), "QUOTA", group="b", order=1),
    ]
    result = priced(rules, a_line("A", 4, "10"), a_line("B", 4, "10"), usage=Usage())
    assert result.total == 12 + 20
    assert [use.quantity for use in result.uses if use.policy == "QUOTA"] == [4]


# Prices of which every discount below is whole fen, so that only what a policy sees can make a difference.
PERCENTS, AMOUNTS, COUNTS = (5, 10, 20, 50, 100), (100, 250, 5000), (1, 2, 3, 5, 8)
SCOPES = (category(), only("A"), only("A", "B"), category("tea"), category(brands=["X"]))


def a_template(chance):
    percent_off, amount, count = D(chance.choice(PERCENTS)), D(chance.choice(AMOUNTS)), D(chance.choice(COUNTS))
    most = chance.choice([None, 1, 2])
    steps = Saving(D(3000), amount), Saving(D(20000), amount * 3)
    return chance.choice(
        [
            PercentOff(percent_off),
            AmountOff(amount),
            FixedPrice(amount * 10),
            QuantityBreak((Break(count, percent_off), Break(count * 3, price=amount * 9)), "product"),
            QuantityBreak((Break(count, amount=amount),), "order"),
            QuotaPrice(amount * 8, count * 3, per_order=chance.choice([None, count])),
            Bundle((Part(count, only("A")), Part(D(1), only("A", "B"))), price=amount * 12),
            Bundle((Part(D(1), only("B")), Part(D(2), only("C"))), percent=percent_off, most_times=most),
            BuyGet(count, Gift(D(1)), chance.random() < 0.8, most, "product", chance.choice(["drop", "share"])),
            BuyGet(count, Gift(D(2), "C"), per="order", most_times=most),
            SpendSave(steps, chance.random() < 0.5, most),
            SpendGoods((Giving(D(5000), (Gift(D(1), "C"),)),), chance.random() < 0.5, most),
            OrderDiscount((OrderStep(count, percent_off),), "quantity"),
            OrderDiscount((OrderStep(D(3000), amount=amount),)),
        ]
    )


def random_policies(chance):
    for place in range(chance.randint(1, 6)):
        conditions = []
        if chance.random() < 0.3:
            most = chance.choice([None, D(20)])
            conditions = [Condition(D(chance.choice([0, 2, 5])), most, products=chance.choice([None, *SCOPES]))]
        yield a_promotion(
            a_template(chance),
            f"P{place}",
            products=chance.choice(SCOPES),
            conditions=conditions,
            group=chance.choice(["", "a", "b"]),
            priority=place,
            mode=chance.choice(["additive", "chained"]),
            order=chance.randint(0, 2),
            exclusive=chance.random() < 0.1,
            reduces=chance.random() < 0.8,
        )


def cut(chance, whole):
    parts = []
    while whole:
        parts.append(chance.randint(1, whole))
        whole -= parts[-1]
    return parts


@pytest.mark.parametrize("seed", range(10))
def test_splitting_a_line_changes_neither_the_total_nor_the_gifts(seed):
    chance = random.Random(seed)
    for _ in range(40):
        compiled = CompiledPolicies(random_policies(chance))
        goods = [
            (sku, price, chance.randint(1, 24)) for sku in "ABC" for price in (1000, 4000) if chance.random() < 0.5
        ]
        whole = [replace(a_line(sku, units, str(price)), product=CARDS[sku]) for sku, price, units in goods]
        split = [
            replace(a_line(sku, part, str(price)), product=CARDS[sku])
            for sku, price, units in goods
            for part in cut(chance, units)
        ]
        chance.shuffle(split)
        one, two = price_order(an_order(*whole), compiled), price_order(an_order(*split), compiled)
        assert abs(one.total - two.total) <= D("0.05")
        assert (sorted(one.free), sorted(one.uses)) == (sorted(two.free), sorted(two.uses))
