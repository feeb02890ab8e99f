"""Discounts and how they stack: the conformance cases of section B under their numbers, and what else must hold."""

# A Decimal equals the int of its value, which mypy doubts inside tuples.
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from datetime import date

import pytest

from domain.policies.checks import check_policy
from domain.policies.policy import as_used
from domain.policies.promotion_terms import Condition, Limits
from domain.policies.scopes import Period
from domain.policies.ties import check_next_version, check_ties
from domain.prices.tax import by_rate
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.free_goods import Gift
from domain.promotions.lines import Usage
from domain.promotions.pricing import price_order, used_after
from domain.promotions.templates.amount_off import AmountOff
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from domain.promotions.templates.spend_save import Saving, SpendSave
from tests.building.domain.policy_makers import (
    DAY,
    D,
    a_buyer,
    a_line,
    a_promotion,
    an_order,
    category,
    dealers,
    off,
    only,
    percent,
    priced,
    surroundings,
)


def taxes(result, *lines):
    cards = {line.product.id: line.product for line in lines}
    totals = by_rate((line.amount, cards[line.product].tax_rate) for line in result.lines)
    return sum(t.net for t in totals), sum(t.tax for t in totals), sum(t.taxed for t in totals)


def codes(result):
    return [reason.code for reason in result.reasons]


def test_b01_the_narrower_policy_wins_inside_a_group():
    item = percent(10, "ITEM", products=only("A"))
    customer = percent(20, "CUSTOMER", products=only("A"), audience=dealers("C1"))
    group = percent(15, "GROUP", products=category("drinks"))
    line = a_line("A", category="drinks")
    assert off(priced([item], line)) == [10]
    both = [item, customer, group]
    assert off(priced(both, line)) == [20]
    assert off(priced(both, line, buyer=a_buyer("C2"))) == [10]
    assert off(priced([item, group], line)) == [10]


def test_b02_a_priority_decides_and_without_it_the_policy_is_refused_not_picked():
    item = percent(10, "ITEM", products=only("A"))
    campaign = percent(5, "CAMPAIGN", products=only("A"), priority=8)
    group = percent(15, "GROUP", products=category("drinks"))
    line = a_line("A", category="drinks")
    assert off(priced([item, campaign, group], line)) == [5]
    undecided = percent(5, "CAMPAIGN", products=only("A"))
    (tie,) = check_ties(undecided, surroundings(item))
    assert (tie.code, tie.facts["path"], tie.facts["other"]) == ("policy_tie", "$.stacking.priority", "ITEM")
    assert check_ties(campaign, surroundings(item)) == []
    result = priced([item, undecided], line)
    assert off(result) == [0]
    assert [(reason.code, reason.line) for reason in result.reasons] == [("promotion_tie", 1)]
    assert off(priced([item, campaign, group], a_line("Z", category="drinks"))) == [15]


def test_b04_a_range_of_quantity_counts_base_units():
    rule = percent("17.5", products=only("A"), conditions=[Condition(D(5), D(7))])
    box = 5
    assert priced([rule], a_line("A", 1 * box)).total == D("412.50")  # 82.50 a piece
    assert priced([rule], a_line("A", 2 * box)).total == 1000


def test_b05_different_groups_add_up():
    rules = [percent(20, "ONE", group="one"), percent(10, "TWO", group="two")]
    assert off(priced(rules, a_line())) == [30]


def test_b06_chained_counts_from_what_is_left():
    rules = [percent(20, "ONE", group="one"), percent(10, "TWO", group="two", mode="chained", order=1)]
    assert off(priced(rules, a_line())) == [28]


def test_b08_percent_and_amount_add_up():
    rules = [percent(10, "ONE", group="one"), a_promotion(AmountOff(D(100)), "TWO", group="two")]
    result = priced(rules, a_line(price="1000"))
    assert (result.total, off(result)) == (800, [200])


def test_b09_the_higher_priority_wins():
    rules = [percent(10, "ONE", priority=1), percent(20, "TWO", priority=3)]
    assert priced(rules, a_line(price="1000")).total == 800


def test_b11_what_is_bought_of_one_discounts_another():
    rule = percent(10, products=only("B"), conditions=[Condition(D(200), measure="amount", products=only("A"))])
    assert off(priced([rule], a_line("A", 1), a_line("B"))) == [0, 0]
    assert off(priced([rule], a_line("A", 2), a_line("B"))) == [0, 10]


def test_b12_other_customers_and_returns_are_left_alone():
    rule = percent(10, audience=dealers("C1"))
    assert priced([rule], a_line(quantity=10), buyer=a_buyer("C2")).total == 1000
    assert priced([rule], a_line(quantity=-10)).total == -1000
    assert priced([rule], a_line(quantity=10)).total == 900


def test_b14_an_edit_is_a_new_version_for_everyone_listed():
    first = percent(20, conditions=[Condition(D(4))], audience=dealers("C1", "C2"))
    second = replace(first, version=2, terms=replace(first.terms, conditions=(Condition(D(6)),)))
    for buyer in (a_buyer("C1"), a_buyer("C2")):
        assert off(priced([first], a_line(quantity=4), buyer=buyer)) == [80]
        assert off(priced([first, second], a_line(quantity=4), buyer=buyer)) == [0]
        assert off(priced([first, second], a_line(quantity=6), buyer=buyer)) == [120]
    assert off(priced([], a_line(quantity=6))) == [0]
    wider = replace(second, audience=dealers("C1", "C2", "C3"))
    assert [r.code for r in check_next_version(first, wider, used=True)] == ["policy_audience_used"]
    assert check_next_version(first, wider, used=False) == check_next_version(first, second, used=True) == []


def test_b15_quantity_over_products_in_a_list_and_a_category():
    scope = category("tea", products=("P1", "P2", "P3"))
    rule = percent(10, products=scope, conditions=[Condition(D(10))])
    lines = [
        a_line("P1", 5, "22", category="tea", tax="0.10"),
        a_line("P2", 10, "22", category="tea", tax="0.10"),
        a_line("P3", 5, "22", category="water", tax="0.10"),
        a_line("P4", 5, "22", category="tea", tax="0.10"),
    ]
    assert taxes(priced([], *lines), *lines) == (D("500.00"), D("50.00"), D("550.00"))
    result = priced([rule], *lines)
    assert taxes(result, *lines) == (D("470.00"), D("47.00"), D("517.00"))
    assert result.gross == 550
    assert [line.unit_price for line in result.lines] == [22] * 4


def test_b17_enough_money_makes_a_product_free():
    rule = a_promotion(
        AmountOff(D(20)), products=only("P2"), conditions=[Condition(D(100), measure="amount", products=category())]
    )
    assert priced([rule], a_line("P1", 4, "20"), a_line("P2", 2, "20")).total == 80
    assert priced([rule], a_line("P1", 2, "20"), a_line("P2", 2, "20")).total == 80


def test_b18_only_the_best_step_of_an_order_discount():
    rule = a_promotion(OrderDiscount((OrderStep(D(2), D(5)), OrderStep(D(4), D(10))), measure="quantity"))
    for quantity, expected in ((1, 0), (3, 15), (5, 50)):
        result = priced([rule], a_line(quantity=quantity))
        assert off(result) == [expected]
        assert len(result.discounts) == (expected > 0)


def test_b20_a_coupon_needs_both_quantity_and_amount():
    rule = percent(
        10,
        conditions=[Condition(D(3), products=only("A")), Condition(D(320), measure="amount")],
        limits=Limits(coupon="SAVE"),
    )

    def of(a, b):
        return priced([rule], a_line("A", a), a_line("B", b, "5"), coupons=["SAVE"])

    assert (of(2, 4).total, codes(of(2, 4))) == (220, ["coupon_unmet"])
    assert (of(2, 24).total, codes(of(2, 24))) == (320, ["coupon_unmet"])
    assert (of(3, 24).total, codes(of(3, 24))) == (378, [])
    assert priced([rule], a_line("A", 3), a_line("B", 24, "5")).total == 420
    assert codes(priced([rule], a_line("A", 3), coupons=["OTHER"])) == ["coupon_unknown"]


def test_b21_a_threshold_with_and_without_tax():
    lines = a_line("A", 10, "115", tax="0.15"), a_line("B", 1, "5.75", tax="0.15")  # 1005.00 without tax

    def applied(least, measure):
        rule = percent(10, conditions=[Condition(D(least), measure=measure)])
        return any(off(priced([rule], *lines)))

    assert not applied(1006, "amount_untaxed")
    assert applied(1005, "amount_untaxed")
    assert applied(1006, "amount")


def test_b23_a_limit_of_uses():
    compiled = CompiledPolicies([percent(10, limits=Limits(uses=1))])
    first = price_order(an_order(a_line()), compiled)
    usage = used_after(Usage(), first, compiled)
    second = price_order(an_order(a_line(), usage=usage), compiled)
    assert (first.total, second.total, codes(second)) == (90, 100, ["promotion_used_up"])


def test_b24_a_threshold_and_the_tax_inside_the_price():
    rule = percent(20, products=only("A"), conditions=[Condition(D(320), measure="amount_untaxed")])
    included = a_line("A", 1, "320", tax="0.15")
    excluded = a_line("A", 1, "368", tax="0.15")
    assert priced([rule], included).total == 320
    assert taxes(priced([rule], excluded), excluded) == (D("256.00"), D("38.40"), D("294.40"))


def test_b28_an_order_discount_is_split_over_tax_rates_to_the_fen():
    lines = [
        a_line("A", 3, "129.99", tax="0.13"),
        a_line("B", 7, "101.07", tax="0.09"),
        a_line("C", 5, "151.33", tax="0.06"),
        a_line("D", 1, "47.00", tax="0"),
    ]
    rule = a_promotion(OrderDiscount((OrderStep(D(0), D(10)),)))
    before, after = priced([], *lines), priced([rule], *lines)
    assert before.total - after.total == after.discounts[0].amount == D("190.11")
    rates = by_rate((line.amount, ordered.product.tax_rate) for line, ordered in zip(after.lines, lines, strict=True))
    assert len(rates) == 4
    assert sum(rate.taxed for rate in rates) == after.total == D("1711.00")
    assert all(rate.net + rate.tax == rate.taxed for rate in rates)


def test_b29_a_coupon_for_one_use_of_each_customer():
    compiled = CompiledPolicies([percent(10, limits=Limits(coupon="ONCE", uses_per_dealer=1))])
    draft = price_order(an_order(a_line()), compiled)
    quoted = price_order(an_order(a_line(), coupons=["ONCE"]), compiled)
    assert (draft.total, quoted.total) == (100, 90)
    usage = used_after(Usage(), quoted, compiled)
    again = price_order(an_order(a_line(), coupons=["ONCE"], usage=usage), compiled)
    assert again.total == 100
    other = replace(usage, dealer_times={})
    assert price_order(an_order(a_line(), coupons=["ONCE"], usage=other, buyer=a_buyer("C2")), compiled).total == 90
    assert (
        price_order(an_order(a_line(), coupons=["ONCE"], usage=Usage()), compiled).total == 90
    )  # cancelled: free again


def test_spend_and_save_takes_the_highest_step_and_repeats_when_told():
    steps = (Saving(D(100), D(10)), Saving(D(300), D(40)))
    once = a_promotion(SpendSave(steps))
    again = a_promotion(SpendSave(steps, repeating=True))
    for spent, single, repeated in (
        ("99.99", 0, 0),
        ("100", 10, 10),
        ("299", 10, 20),
        ("300", 40, 40),
        ("800", 40, 100),
    ):
        assert sum(off(priced([once], a_line(price=spent)))) == single
        assert sum(off(priced([again], a_line(price=spent)))) == repeated


def test_spend_and_save_is_split_to_the_fen_by_worth():
    result = priced([a_promotion(SpendSave((Saving(D(100), D(10)),)))], *(a_line(sku, 1, "40") for sku in "ABC"))
    assert off(result) == [D("3.34"), D("3.33"), D("3.33")]
    assert result.total == 110


def test_a_break_of_quantity_holds_for_all_of_it():
    breaks = (Break(D(10), percent=D(5)), Break(D(20), price=D(80)), Break(D(30), amount=D(25)))
    rule = a_promotion(QuantityBreak(breaks))
    for quantity, total in ((9, 900), (10, 950), (20, 1600), (30, 2250)):
        assert priced([rule], a_line(quantity=quantity)).total == total


def test_a_quota_is_shared_and_what_is_over_it_pays_the_ordinary_price():
    rule = a_promotion(QuotaPrice(D(60), D(50)), products=only("A"))
    usage = Usage(left={"P": D(8)})
    result = priced([rule], a_line("A", 10), usage=usage)
    assert result.total == 8 * 60 + 2 * 100
    assert [(use.policy, use.quantity) for use in result.uses] == [("P", 8)]
    rest = percent(10, "REST", products=only("A"), priority=-1)
    assert priced([rule, rest], a_line("A", 10), usage=usage).total == 8 * 60 + 2 * 90


def test_a_bundle_takes_whole_sets_and_leaves_the_rest():
    parts = Part(D(2), only("A")), Part(D(1), only("B"))
    rule = a_promotion(Bundle(parts, price=D(200)))
    result = priced([rule], a_line("A", 5), a_line("B", 3, "50"))
    assert off(result) == [80, 20]  # two sets save 100 on 4 A and 2 B, split by worth
    single = percent(10, "REST", products=only("A"), priority=-1)
    assert off(priced([rule, single], a_line("A", 5), a_line("B", 3, "50"))) == [90, 20]


def test_an_exclusive_policy_leaves_nothing_of_its_lines():
    rules = [percent(5, "ALONE", products=only("A"), exclusive=True), percent(50, "OTHER", group="other", priority=9)]
    assert off(priced(rules, a_line("A"), a_line("B"))) == [5, 50]


def test_a_fixed_price_never_raises_a_price():
    rule = a_promotion(FixedPrice(D(90)))
    assert priced([rule], a_line(price="100"), a_line("B", price="80")).total == 170


def test_spend_and_get_goods_at_each_step():
    steps = (Giving(D(100), (Gift(D(1), "B"),)), Giving(D(300), (Gift(D(4), "B"), Gift(D(1), "C"))))
    rule = a_promotion(SpendGoods(steps))
    assert [(line.product, line.quantity) for line in priced([rule], a_line(price="299")).free] == [("B", 1)]
    assert [(line.product, line.quantity) for line in priced([rule], a_line(price="300")).free] == [("B", 4), ("C", 1)]


def test_a_price_agreed_by_hand_is_left_alone_unless_the_policy_says_so():
    assert off(priced([percent(10)], a_line(agreed=True))) == [0]
    assert off(priced([percent(10, agreed_prices=True)], a_line(agreed=True))) == [10]


def test_a_promotion_below_the_floor_says_so():
    line = replace(a_line(quantity=2), floor=D(95))
    assert codes(priced([percent(5)], line)) == []
    result = priced([percent(6)], line)
    assert (result.total, codes(result)) == (188, ["promotion_below_floor"])


def test_every_step_names_policy_and_version_and_an_old_order_prices_the_same():
    old = percent(10, version=1)
    new = percent(20, version=2)
    result = priced([old], a_line())
    (step,) = result.lines[0].steps
    assert (step.code, step.before, step.after) == ("promotion", 100, 90)
    assert (step.facts["policy"], step.facts["version"], step.facts["percent"]) == ("P", 1, 10)
    assert priced([old, new], a_line()).total == 80
    assert priced(as_used([old, new], result.versions), a_line()) == result


def test_a_new_version_waits_for_its_day_and_both_ends_of_a_period_count():
    old = percent(10, period=Period(date(2026, 11, 1), date(2026, 11, 30)))
    new = percent(20, version=2, period=Period(date(2026, 11, 25), date(2026, 11, 28)))
    by_day = {day: sum(off(priced([old, new], a_line(), on=date(2026, 11, day)))) for day in (1, 24, 25, 28, 29, 30)}
    assert by_day == {1: 10, 24: 10, 25: 20, 28: 20, 29: 0, 30: 0}
    assert sum(off(priced([old], a_line(), on=date(2026, 11, 30)))) == 10
    assert sum(off(priced([old], a_line(), on=date(2026, 12, 1)))) == 0


def test_hints_say_how_much_more_brings_what():
    order = a_promotion(OrderDiscount((OrderStep(D(72), D(5)),), measure="quantity"), "ORDER")
    result = priced([order], a_line("A", 36), a_line("B", 33))
    (hint,) = result.hints
    assert (hint.code, hint.missing, hint.reached, hint.products) == ("next_order_discount", 3, 69, ("A", "B"))
    assert hint.facts["percent"] == 5


@pytest.mark.parametrize(
    ("template", "quantity", "code", "missing"),
    [
        (SpendSave((Saving(D(1000), D(50)),)), 9, "next_save", 100),
        (QuantityBreak((Break(D(10), percent=D(5)),)), 9, "next_break", 1),
        (BuyGet(D(12), Gift(D(1))), 23, "next_free", 1),
        (SpendGoods((Giving(D(1000), (Gift(D(1), "B"),)),)), 9, "next_goods", 100),
        (Bundle((Part(D(2), only("A")), Part(D(1), only("B"))), price=D(1)), 2, "next_bundle", 1),
    ],
)
def test_every_stepped_template_has_its_hint(template, quantity, code, missing):
    hints = priced([a_promotion(template)], a_line(quantity=quantity)).hints
    assert [(hint.code, hint.missing) for hint in hints] == [(code, missing)]


def test_what_is_more_than_half_the_way_off_is_not_hinted_at():
    rule = a_promotion(SpendSave((Saving(D(1000), D(50)),)))
    assert [hint.missing for hint in priced([rule], a_line(quantity=5)).hints] == [500]
    assert priced([rule], a_line(quantity=4)).hints == ()


def test_what_one_discount_used_up_another_of_the_group_cannot_use():
    free = a_promotion(BuyGet(D(3), Gift(D(1))), "FREE", priority=1)
    rest = percent(10, "REST")
    result = priced([free, rest], a_line(quantity=7))
    assert [line.quantity for line in result.free] == [2]
    assert off(result) == [10]  # only the seventh piece


def test_what_a_condition_counted_is_used_up_too_unless_it_says_otherwise():
    def both(uses):
        needs = Condition(D(2), products=only("A"), uses=uses)
        cross = percent(10, "CROSS", products=only("B"), conditions=[needs], priority=1)
        return off(priced([cross, percent(5, "REST")], a_line("A", 2), a_line("B")))

    assert both(uses=True) == [0, 10]
    assert both(uses=False) == [10, 10]


def test_a_condition_on_its_own_products_uses_all_it_counted_unless_it_says_otherwise():
    def off_the_rest(uses):
        needs = Condition(D(3), uses=uses)
        free = a_promotion(BuyGet(D(3), Gift(D(1))), "FREE", priority=1, conditions=[needs])
        return off(priced([free, percent(10, "REST")], a_line(quantity=7)))

    assert off_the_rest(uses=True) == [0]
    assert off_the_rest(uses=False) == [10]  # only the seventh piece


def test_chained_promotions_count_from_what_the_reducing_ones_left():
    rules = [
        percent(10, "A", group="a", mode="chained", order=1),
        percent(15, "B", group="b", mode="additive", order=2, reduces=False),
        percent(20, "C", group="c", mode="chained", order=3),
        percent(25, "D", group="d", mode="chained", order=4),
    ]
    result = priced(rules, a_line(price="1000"))
    assert [discount.amount for discount in result.lines[0].discounts] == [100, 150, 180, 180]


@pytest.mark.parametrize(
    "template",
    [
        QuotaPrice(D(10), D(5)),
        SpendSave((Saving(D(10), D("0.05")),)),
        Bundle((Part(D(3), category()),), percent=D(50)),
        BuyGet(D(3), Gift(D(1)), per="order", most_times=1),
    ],
)
def test_lines_written_in_another_order_give_the_same_line_by_line(template):
    rules = [a_promotion(template, "FIRST", priority=1), percent(7, "REST")]
    lines = [a_line("A", 2, "30"), a_line("B", 2, "20.01"), a_line("A", 1, "25.03"), a_line("C", 3, "40")]
    forward, backward = priced(rules, *lines), priced(rules, *lines[::-1])
    assert forward.lines == backward.lines[::-1]
    assert forward.free == backward.free


def test_audiences_by_tier_territory_tag_and_branch_with_exceptions():
    city = a_buyer("C1", tags=["vip"], territory="440106", chain=("GD01", "HQ"))
    for audience in (
        dealers(tiers=["city"]),
        dealers(territories=["440000"]),
        dealers(territories=["44"]),
        dealers(tags=["vip"]),
        dealers(below=["GD01"]),
    ):
        assert off(priced([percent(10, audience=audience)], a_line(), buyer=city)) == [10]
        without = replace(audience, exclude=dealers("C1").include)
        assert off(priced([percent(10, audience=without)], a_line(), buyer=city)) == [0]
    for audience in (dealers(tiers=["store"]), dealers(territories=["450000"]), dealers(tiers=["city"], tags=["new"])):
        assert off(priced([percent(10, audience=audience)], a_line(), buyer=city)) == [0]


def test_products_by_brand_and_category_tree_with_exceptions():
    scope = replace(category("drinks", brands=["X"]), exclude=only("B").include)
    rule = percent(10, products=scope)
    lines = [
        a_line("A", category="drinks/tea", brand="X"),
        a_line("B", category="drinks", brand="X"),
        a_line("C", category="soda", brand="X"),
        a_line("D", category="drinks", brand="Y"),
    ]
    assert off(priced([rule], *lines, categories={"soda": "drinks"})) == [10, 0, 10, 0]


def test_a_sound_promotion_passes_all_checks():
    rule = percent(10, products=only("A"), period=Period(DAY, None))
    around = surroundings(percent(5, "OTHER", products=only("B"), period=Period(DAY, None)))
    assert check_policy(rule, around) == check_ties(rule, around) == []
