"""A policy's document is silent about nothing that can be set, in either language."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest

from desktop.wording.policies.policy_text import KnownNames, policy_text
from domain.catalog.products import Product
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.promotion_terms import Condition, Limits, Promotion, PromotionTemplate
from domain.policies.rebate_terms import Caps, MarkUp, Mix, Rebate, Reward, Rounding, Target, Tier
from domain.policies.scopes import Audience, DealerGroup, Period, ProductGroup, ProductScope, only
from domain.promotions.free_goods import Gift
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
from domain.values.forms import choices_of, hints_of, inner
from domain.values.quantities import Pack

D = Decimal
AUDIENCE = Audience(
    (DealerGroup(frozenset({"GD01"}), frozenset({"city"}), frozenset({"44"}), frozenset({"KA"}), frozenset({"HN01"})),),
    (DealerGroup(frozenset({"GD07"})),),
)
GOODS = ProductScope(
    (ProductGroup(frozenset({"W550"}), frozenset({"水"}), frozenset({"甲牌"})),), (ProductGroup(frozenset({"COLA"})),)
)
CONDITION = Condition(D(24), D(240), "quantity", "order", GOODS, uses=False)
LIMITS = Limits("SAVE5", 100, 3)
GIFT = Gift(D(1), "W550", D("0.1"))
TEMPLATES: list[PromotionTemplate] = [
    PercentOff(D(5)),
    AmountOff(D(2)),
    FixedPrice(D("1.25")),
    QuantityBreak((Break(D(24), percent=D(3), price=D(2), amount=D(1)), Break(D(240), percent=D(5), end=D(500)))),
    QuotaPrice(D(1), D(1000), D(100), D(50)),
    Bundle((Part(D(2), GOODS), Part(D(1), only("COLA"))), D(30), D(5), 3),
    BuyGet(D(10), GIFT, most_times=5),
    SpendSave((Saving(D(1000), D(50)), Saving(D(2000), D(120))), most_times=2),
    SpendGoods((Giving(D(1000), (GIFT, Gift(D(2)))),), most_times=2),
    OrderDiscount((OrderStep(D(1000), D(2), D(10)), OrderStep(D(5000), D(5)))),
]
RULE = PriceRule("fixed", D(2), D(-5), D("0.1"), D(20), D(1), D(24), "箱", GOODS, AUDIENCE)
REBATE = Rebate(
    tiers=(Tier(D(0), D(1), D(2), D(100)), Tier(D(5000), D(2), end=D(9000))),
    targets=(Target(D(50000), "GD01", "2026-12"),),
    mix=(Mix(D(20), GOODS),),
    late_days=7,
    mark_ups=(MarkUp(D("1.1"), "city", "GD01"),),
    caps=Caps(D(1000), D(500), D(100)),
    rounding=Rounding("floor", D(1), carry=False),
    reward=Reward("goods", "W550", "三亚双人游", GOODS, date(2027, 3, 31), 6),
)
PROMOTIONS = [Promotion(each, (CONDITION,), LIMITS) for each in TEMPLATES]
TERMS = [*PROMOTIONS, PriceList((RULE,), "P", band=Band(D(3), D(4))), REBATE]
WATER = Product("W550", "W550", "山泉水550ml", "瓶", (Pack("箱", D(24)),))
KNOWN = KnownNames({"GD01": "广东粤海"}, {"W550": WATER, "COLA": Product("COLA", "COLA", "可乐", "听")})


def a_policy(terms):
    period = Period(date(2026, 12, 1), date(2026, 12, 31))
    stacking = Stacking("整单", 3, order=2)
    return Policy("CX1", 2, "年末满减", terms, AUDIENCE, period, GOODS, stacking, note="以总部解释为准。")


def changed(value: Any, hint: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every way of changing just one thing in a value, with the field it stands in."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            inside = f"{type(value).__name__}.{part.name}"
            for deeper, other in changed(getattr(value, part.name), hints_of(type(value))[part.name], inside):
                yield deeper, dataclasses.replace(value, **{part.name: other})
        return
    plain, optional = inner(hint)
    if optional and value is not None:
        yield name, None
    if isinstance(value, tuple):
        for place, each in enumerate(value):
            for deeper, other in changed(each, get_args(plain)[0], name):
                yield deeper, (*value[:place], other, *value[place + 1 :])
    elif get_origin(plain) is Literal:
        yield from ((name, each) for each in get_args(plain) if each != value)
    elif value is not None:
        yield name, otherwise(value)


def otherwise(value: Any) -> Any:
    """Another value of the same make."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Decimal | int):
        return value + 7
    if isinstance(value, date):
        return value + timedelta(days=9)
    return value | {"ZZ9"} if isinstance(value, frozenset) else value + "九"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: type(getattr(terms, "template", terms)).__name__)
def test_no_field_is_silent(terms, language):
    before = policy_text(a_policy(terms), language, KNOWN).plain()
    tried = list(changed(a_policy(terms), Policy))
    assert len(tried) > 30
    assert [name for name, other in tried if policy_text(other, language, KNOWN).plain() == before] == []


def test_every_kind_of_terms_and_template_is_tried():
    tried = {type(each.template) for each in TERMS if isinstance(each, Promotion)}
    assert tried == set(choices_of(hints_of(Promotion)["template"]))
    assert {type(each) for each in TERMS} == set(choices_of(hints_of(Policy)["terms"]))


@pytest.mark.parametrize("terms", TERMS)
def test_each_language_is_whole(terms):
    """No Chinese in the English document but names, and none of the marks of a broken sentence."""
    text = policy_text(a_policy(terms), "en").plain()
    for name in ("年末满减", "水", "甲牌", "整单", "以总部解释为准。", "三亚双人游", "箱"):
        text = text.replace(name, "")
    assert not [mark for mark in text if "\u3000" <= mark <= "\u9fff" or mark in "，。；："]
    for language in ("zh", "en"):
        plain = policy_text(a_policy(terms), language, KNOWN).plain()
        assert "None" not in plain
        assert "{" not in plain


def test_names_and_packs_are_used_where_they_are_known():
    policy = dataclasses.replace(a_policy(Promotion(BuyGet(D(240), Gift(D(24))))), products=only("W550"))
    text = policy_text(policy, "zh", KNOWN).plain()
    assert "每买 10箱 送 同一商品 1箱（同一商品合计）。" in text
    assert "广东粤海（GD01）" in text
    assert "山泉水550ml（W550）" in text


def test_whom_a_policy_is_for_is_said_of_all_of_them():
    everybody = Audience((DealerGroup(tiers=frozenset({"province", "store"})),))
    policy = dataclasses.replace(a_policy(TERMS[0]), audience=everybody)
    assert "For: provincial agents, stores." in policy_text(policy, "en").plain()
