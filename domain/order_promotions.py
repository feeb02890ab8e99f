"""Templates over the whole order: 满减 and order discounts, split back onto the lines to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.compiled import Ready
from domain.explain import Fact
from domain.money import ZERO, round_fen, split
from domain.promotion_lines import Discount, Scene, Share, basis, measured, use_up, worth
from domain.promotion_terms import OrderDiscount, Saving, SpendSave

_HUNDRED = Decimal(100)


def apply_spend_save(ready: Ready, template: SpendSave, shares: list[Share], scene: Scene) -> bool:
    """满减: the highest step; repeating, each full step from the highest down, on what the higher ones left."""
    measure = "amount_untaxed" if template.untaxed else "amount"
    total = measured(measure, shares)
    further = next((step for step in template.steps if step.spend > total), None)
    if further is not None and shares:
        facts = {"spend": further.spend, "save": further.save}
        scene.hint(ready, "next_save", measure, further.spend - total, total, shares, **facts)
    saved = _saved(template, total)
    return _take_off(ready, saved, shares, scene, reached=total)


def _saved(template: SpendSave, total: Decimal) -> Decimal:
    steps: Sequence[Saving] = sorted(template.steps, key=lambda step: -step.spend)
    if not template.repeating:
        return next((step.save for step in steps if step.spend <= total), ZERO)
    saved, left = ZERO, template.most_times
    for step in steps:
        times = int(total // step.spend)
        if left is not None:
            times = min(times, left)
            left -= times
        saved += step.save * times
        total -= step.spend * times
    return saved


def apply_order_discount(ready: Ready, template: OrderDiscount, shares: list[Share], scene: Scene) -> bool:
    """The highest step reached, off everything the policy covers."""
    reached = measured(template.measure, shares)
    further = next((step for step in template.steps if step.start > reached), None)
    if further is not None and shares:
        facts: dict[str, Fact] = {"start": further.start, "percent": further.percent, "amount": further.amount}
        missing = further.start - reached
        scene.hint(ready, "next_order_discount", template.measure, missing, reached, shares, **facts)
    step = next((step for step in reversed(template.steps) if step.start <= reached), None)
    if step is None:
        return False
    if step.percent is None:
        return _take_off(ready, step.amount or ZERO, shares, scene, reached=reached, start=step.start)
    whole = sum((basis(ready, share) for share in shares), ZERO)
    off = round_fen(whole * step.percent / _HUNDRED)
    return _take_off(ready, off, shares, scene, reached=reached, start=step.start, percent=step.percent)


def _take_off(ready: Ready, amount: Decimal, shares: list[Share], scene: Scene, **facts: Fact) -> bool:
    """Split an amount over lines by what they cost now; no line gives more than it costs."""
    worths = [max(round_fen(worth(share)), ZERO) for share in shares]
    amount = min(amount, sum(worths, ZERO))
    if amount <= 0:
        return False
    told = ZERO
    for (line, _), off in zip(shares, split(amount, worths), strict=True):
        if off:
            told += line.take(ready, off, order_discount=amount, **facts)
    use_up(ready, shares)
    scene.outcome.totals.append(Discount(ready.policy.id, ready.policy.version, told))
    return True
