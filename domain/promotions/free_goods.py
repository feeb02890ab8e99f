"""Sets and goods on top: buy N get M, spend X get goods, bundles; what is free is never counted as bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from domain.explain import Fact
from domain.policies.promotion_terms import Bundle, BuyGet, Gift, SpendGoods
from domain.promotions.compiled import CompiledPromotion
from domain.promotions.lines import (
    FreeLine,
    LineShare,
    PricingRun,
    by_line,
    figure,
    first_units,
    measured,
    units_in,
    use_up,
)
from domain.promotions.on_lines import grouped
from domain.promotions.sets import SetStock
from domain.promotions.steps import full_steps, most_of
from domain.values.money import ZERO, line_amount, round_fen, split

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


def apply_buy_get(ready: CompiledPromotion, template: BuyGet, shares: list[LineShare], scene: PricingRun) -> None:
    """Sets of N among what is counted together bring M each; `most_times` is for the whole order."""
    groups = grouped(shares, template.per)
    left = None if template.most_times is None else template.buy * template.most_times
    given = []
    for group in groups:
        counted, quantity = _sets(template, units_in(group), left)
        given.append(quantity)
        if quantity > 0:
            left = None if left is None else left - counted
            how = _bought(template, units_in(group))
            use_up(ready, first_units(group, counted))
            give(ready, template.gift, quantity, group[0].line.product.id, scene, how)
    if left is None or left >= template.buy:
        for group, quantity in zip(groups, given, strict=True):
            if template.repeating or not quantity:
                _next_set(ready, template, group, scene)


def _bought(template: BuyGet, bought: Decimal) -> dict[str, Fact]:
    """What a person reckons the goods on top from; where goods count once only, `once`, and with a share, `share`."""
    by = "once" if not template.repeating else "share" if template.remainder == "share" else "bought"
    most = {} if template.most_times is None or not template.repeating else {"most": Decimal(template.most_times)}
    return {"by": by, "bought": str(figure(bought)), "buy": template.buy, "each": template.gift.quantity, **most}


def _sets(template: BuyGet, bought: Decimal, left: Decimal | None) -> tuple[Decimal, Decimal]:
    """How many units count, of those bought and of those that still may, and what they bring.

    What brings nothing doesn't count: of a share that comes to a piece of a unit the units behind it stay unused.
    """
    bought = bought if left is None else min(bought, left)
    if not template.repeating:
        bought = min(bought, template.buy)
    gift = template.gift.quantity
    if template.remainder == "drop" or not template.repeating or not gift:
        times = bought // template.buy
        return times * template.buy, times * gift
    quantity = bought * gift // template.buy
    needed = (quantity * template.buy / gift).to_integral_value(ROUND_CEILING)
    return min(needed, bought), quantity


def _next_set(ready: CompiledPromotion, template: BuyGet, group: list[LineShare], scene: PricingRun) -> None:
    bought, gift = units_in(group), template.gift
    missing = template.buy * (bought // template.buy + 1) - bought
    facts: dict[str, Fact] = {
        "gift": gift.product or group[0].line.product.id,
        "quantity": gift.quantity,
        "price": gift.price,
    }
    scene.hint(ready, "next_free", "quantity", missing, bought, group, buy=template.buy, **facts)


def give(
    ready: CompiledPromotion, gift: Gift, quantity: Decimal, bought: str, scene: PricingRun, how: Mapping[str, Fact]
) -> None:
    """Put goods on top of the order; `bought` is what a gift of the same product means, `how` what it came from."""
    if quantity > 0:
        policy, amount = ready.policy, line_amount(quantity, gift.price)
        line = FreeLine(
            gift.product or bought, quantity, gift.price, amount, policy.id, policy.version, tuple(how.items())
        )
        scene.outcome.free.append(line)
        scene.gives = True


def apply_spend_goods(
    ready: CompiledPromotion, template: SpendGoods, shares: list[LineShare], scene: PricingRun
) -> None:
    """满赠: the goods of the highest step; repeating, of each full step from the highest down, as 满减 does."""
    measure = "amount_untaxed" if template.untaxed else "amount"
    total = measured(measure, shares)
    further = next((step for step in template.steps if step.spend > total), None)
    if further is not None and template.most_times != 0:
        gift = further.gifts[0] if further.gifts else Gift(_NOTHING)
        facts: dict[str, Fact] = {"spend": further.spend, "gift": gift.product, "quantity": gift.quantity}
        scene.hint(ready, "next_goods", measure, further.spend - total, total, shares, **facts)
    spends = [step.spend for step in template.steps]
    goods: dict[Gift, Decimal] = {}
    steps: dict[Gift, list[str]] = {}
    for place, times in full_steps(spends, total, template.most_times, repeating=template.repeating):
        for gift in template.steps[place].gifts:
            alike = replace(gift, quantity=_NOTHING)
            goods[alike] = goods.get(alike, _NOTHING) + gift.quantity * times
            step = f"{figure(gift.quantity):f} ({template.steps[place].spend:f})"
            steps.setdefault(alike, []).append(step + (f" × {times}" if times > 1 else ""))
    for gift, quantity in goods.items():
        how: dict[str, Fact] = {"by": "spent", "reached": total, "steps": " + ".join(steps[gift])}
        give(ready, gift, quantity, shares[0].line.product.id, scene, how)
    if scene.gives:
        use_up(ready, shares)


def apply_bundle(ready: CompiledPromotion, template: Bundle, mine: list[LineShare], scene: PricingRun) -> None:
    """As many whole sets as the lines hold; what a set saves is split over its units by their worth."""
    allowed = {share.line for share in mine}
    parts = [
        mine if slot == ready.slot else [share for share in scene.shares(ready, slot) if share.line in allowed]
        for slot in ready.parts
    ]
    holding = SetStock([part.quantity for part in template.parts], parts)
    sets = holding.sets if template.most_times is None else min(holding.sets, template.most_times)
    if not sets:
        if template.most_times != 0:
            _next_bundle(ready, template, parts, scene)
        return
    units = by_line(holding.take(sets))
    by_price = template.percent is None
    worths = [share.worth if by_price else share.basis(ready) for share in units]
    normal = sum(worths, _NOTHING)
    price = (template.price or ZERO) * sets
    saved = round_fen(normal - price if by_price else normal * (template.percent or _NOTHING) / _HUNDRED)
    if saved <= 0:
        return
    by, rate = ("set", {"price": template.price}) if by_price else ("set_percent", {"percent": template.percent})
    facts: dict[str, Fact] = {"sets": sets, **rate, "saving": saved, "whole": figure(normal)}
    for share, worth, off in zip(units, worths, split(saved, worths), strict=True):
        told = {"units": figure(share.units), "base": figure(worth), "off": off, **most_of(share, off)}
        scene.take(ready, share, share.spread(off), by=by, **told, **facts)


def _next_bundle(ready: CompiledPromotion, template: Bundle, parts: list[list[LineShare]], scene: PricingRun) -> None:
    counts = [units_in(shares) for shares in parts]
    missing = [max(part.quantity - count, _NOTHING) for part, count in zip(template.parts, counts, strict=True)]
    short = sum(missing, _NOTHING)
    shares = [share for part in parts for share in part]
    if shares and short:
        facts = {"price": template.price, "percent": template.percent}
        scene.hint(ready, "next_bundle", "quantity", short, sum(counts, _NOTHING), shares, **facts)
