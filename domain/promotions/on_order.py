"""Templates over the whole order: 满减 and order discounts, split back onto the lines to the fen."""

from __future__ import annotations

from decimal import Decimal

from domain.explain import Fact
from domain.policies.promotion_terms import OrderDiscount, OrderStep, SpendSave
from domain.promotions.compiled import CompiledPromotion
from domain.promotions.lines import Discount, LineShare, PricingRun, figure, measured, use_up
from domain.promotions.steps import full_steps
from domain.values.money import ZERO, round_fen, split

_HUNDRED = Decimal(100)


def apply_spend_save(ready: CompiledPromotion, template: SpendSave, shares: list[LineShare], scene: PricingRun) -> None:
    """满减: the highest step; repeating, each full step from the highest down, on what the higher ones left."""
    measure = "amount_untaxed" if template.untaxed else "amount"
    total = measured(measure, shares)
    held = _held(template, total)
    saved = sum((template.steps[place].save * times for place, times in held), ZERO)
    further = next((step for step in template.steps if step.spend > total), None)
    if further is not None and _saved(template, further.spend) > saved:
        facts = {"spend": further.spend, "save": further.save}
        scene.hint(ready, "next_save", measure, further.spend - total, total, shares, **facts)
    steps = " + ".join(_told(template, place, times) for place, times in held)
    _take_off(ready, saved, shares, scene, by="spend", reached=total, steps=steps)


def _held(template: SpendSave, total: Decimal) -> list[tuple[int, int]]:
    spends = [step.spend for step in template.steps]
    return full_steps(spends, total, template.most_times, repeating=template.repeating)


def _saved(template: SpendSave, total: Decimal) -> Decimal:
    return sum((template.steps[place].save * times for place, times in _held(template, total)), ZERO)


def _told(template: SpendSave, place: int, times: int) -> str:
    """One step as figures alone, which every language reads: `40 (300) × 2`."""
    step = template.steps[place]
    return f"{step.save:f} ({step.spend:f})" + (f" × {times}" if times > 1 else "")


def apply_order_discount(
    ready: CompiledPromotion, template: OrderDiscount, shares: list[LineShare], scene: PricingRun
) -> None:
    """The highest step reached, off everything the policy covers."""
    reached = measured(template.measure, shares)
    further = next((step for step in template.steps if step.start > reached), None)
    step = next((step for step in reversed(template.steps) if step.start <= reached), None)
    if further is not None and (step is None or _better(step, further)):
        facts: dict[str, Fact] = {"start": further.start, "percent": further.percent, "amount": further.amount}
        missing = further.start - reached
        scene.hint(ready, "next_order_discount", template.measure, missing, reached, shares, **facts)
    if step is None:
        return
    told: dict[str, Fact] = {"reached": figure(reached), "start": step.start}
    if step.percent is None:
        _take_off(ready, step.amount or ZERO, shares, scene, by="order", **told)
        return
    basis = sum((share.basis(ready) for share in shares), ZERO)
    off = round_fen(basis * step.percent / _HUNDRED)
    _take_off(ready, off, shares, scene, by="order_percent", percent=step.percent, basis=figure(basis), **told)


def _better(here: OrderStep, further: OrderStep) -> bool:
    pairs = (here.percent, further.percent), (here.amount, further.amount)
    return all(one is None or other is None or other > one for one, other in pairs)


def _take_off(
    ready: CompiledPromotion, amount: Decimal, shares: list[LineShare], scene: PricingRun, **facts: Fact
) -> None:
    """Split an amount over lines by what they cost now; no line gives more than it costs."""
    worths = [max(round_fen(share.worth), ZERO) for share in shares]
    whole = sum(worths, ZERO)
    facts["asked"] = amount
    if amount > whole:
        facts["capped"] = amount = whole
    if amount <= 0:
        return
    told, all_told = ZERO, figure(whole)
    for share, worth, off in zip(shares, worths, split(amount, worths), strict=True):
        if off:
            told += scene.take(
                ready,
                share,
                share.spread(off),
                saving=amount,
                base=figure(worth),
                whole=all_told,
                off=off,
                **facts,
            )
    if told:
        use_up(ready, shares)
        scene.outcome.totals.append(Discount(ready.policy.id, ready.policy.version, told))
