"""Templates that act on each line: percent, amount, fixed price, quantity break, special price of a quota."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.explain import Fact, Reason
from domain.policies.promotion_terms import AmountOff, Break, FixedPrice, Per, PercentOff, QuantityBreak, QuotaPrice
from domain.promotions.compiled import CompiledPromotion
from domain.promotions.lines import LineShare, PricingRun, Run, Use, basis, by_line, figure, in_turn, units_in

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


def apply_percent(ready: CompiledPromotion, template: PercentOff, shares: list[LineShare], scene: PricingRun) -> None:
    """So many percent off each line."""
    for share in shares:
        _percent_off(ready, share, template.percent, scene)


def _percent_off(
    ready: CompiledPromotion, share: LineShare, percent: Decimal, scene: PricingRun, **facts: Fact
) -> None:
    if len(share.runs) == 1 and share.runs[0].units == share.line.quantity:
        run = share.runs[0]
        base = run.chain if ready.chained else run.gross
        off = base * percent / _HUNDRED
        if off <= run.net:  # as nearly every line of nearly every order
            scene.take(ready, share, (off,), by="percent", percent=percent, base=figure(base), **facts)
            return
    bases = [basis(ready, run) for run in share.runs]
    base = bases[0] if len(bases) == 1 else sum(bases, _NOTHING)
    offs = [each * percent / _HUNDRED for each in bases]
    scene.take(ready, share, offs, by="percent", percent=percent, base=figure(base), **_part(share, offs), **facts)


def _part(share: LineShare, offs: Sequence[Decimal]) -> dict[str, Fact]:
    """What else one must know to reckon by hand: that only some units are meant, or that they cost less than that."""
    facts: dict[str, Fact] = {}
    units = share.units
    if units != share.line.quantity:
        facts["units"] = figure(units)
    if any(off > run.net for off, run in zip(offs, share.runs, strict=True)):
        facts["most"] = figure(sum((min(off, run.net) for off, run in zip(offs, share.runs, strict=True)), _NOTHING))
    return facts


def apply_amount(ready: CompiledPromotion, template: AmountOff, shares: list[LineShare], scene: PricingRun) -> None:
    """So much off each unit or each line; a unit gives no more than it costs."""
    for share in shares:
        if template.per == "unit":
            _amount_off(ready, share, template.amount, scene)
        else:
            off, worth = template.amount, share.worth
            facts: dict[str, Fact] = {"most": figure(worth)} if off > worth else {}
            scene.take(ready, share, share.spread(off), by="line", amount=off, **facts)


def _amount_off(ready: CompiledPromotion, share: LineShare, amount: Decimal, scene: PricingRun, **facts: Fact) -> None:
    offs = [amount * run.units for run in share.runs]
    told = {**_part(share, offs), "units": figure(share.units)}
    scene.take(ready, share, offs, by="unit", amount=amount, **told, **facts)


def apply_fixed(ready: CompiledPromotion, template: FixedPrice, shares: list[LineShare], scene: PricingRun) -> None:
    """A price per unit; what is cheaper already stays so and isn't used up."""
    for share in shares:
        _to_price(ready, share, template.price, scene)


def _to_price(ready: CompiledPromotion, share: LineShare, price: Decimal, scene: PricingRun, **facts: Fact) -> None:
    """Bring units down to a price, whatever they were to be reckoned from: a price is what they cost in the end."""
    dear = LineShare(share.line, [run for run in share.runs if run.net > price * run.units])
    if dear.runs:
        offs = [run.net - price * run.units for run in dear.runs]
        scene.take(
            ready, dear, offs, by="price", price=price, units=figure(dear.units), base=figure(dear.worth), **facts
        )


def apply_quota(ready: CompiledPromotion, template: QuotaPrice, shares: list[LineShare], scene: PricingRun) -> None:
    """A special price for as many units as the quota, the dealer's part and the order's part leave."""
    usage, policy = scene.order.usage, ready.policy.id
    rest = usage.left.get(policy, template.quota)
    if template.per_dealer is not None:
        rest = min(rest, template.per_dealer - usage.dealer_taken.get(policy, _NOTHING))
    if template.per_order is not None:
        rest = min(rest, template.per_order)
    most = rest = max(rest, _NOTHING)
    wanted = [run for share in shares for run in share.runs if run.net > template.price * run.units]
    taken: list[Run] = []
    for run in in_turn(wanted):
        if min(run.units, rest) > 0:
            taken.append(run.cut(min(run.units, rest)))
            rest -= taken[-1].units
    for share in by_line(taken):
        _to_price(ready, share, template.price, scene)
    short = sum((run.units for run in wanted if run not in taken), _NOTHING)
    if short:
        facts: dict[str, Fact] = {"policy": policy, "left": most, "missing": short}
        scene.outcome.reasons.append(Reason("quota_short", "info", facts))
    if taken and scene.gives:
        scene.outcome.uses.append(Use(policy, ready.policy.version, most - rest))


def grouped(shares: Sequence[LineShare], per: Per) -> list[list[LineShare]]:
    """Lines that are counted together."""
    if per == "order":
        return [list(shares)] if shares else []
    groups: dict[str | int, list[LineShare]] = {}
    for share in shares:
        groups.setdefault(share.line.product.id if per == "product" else share.line.place, []).append(share)
    return list(groups.values())


def apply_breaks(ready: CompiledPromotion, template: QuantityBreak, shares: list[LineShare], scene: PricingRun) -> None:
    """The break reached by the quantity counted together holds for all of it."""
    for group in grouped(shares, template.per):
        quantity = units_in(group)
        reached = [step for step in template.breaks if step.start <= quantity]
        _next_break(ready, template, group, quantity, scene)
        if reached and (reached[-1].end is None or quantity < reached[-1].end):
            for share in group:
                _by_break(ready, reached[-1], share, scene, quantity)


def _by_break(ready: CompiledPromotion, step: Break, share: LineShare, scene: PricingRun, reached: Decimal) -> None:
    facts: dict[str, Fact] = {"start": step.start, "reached": figure(reached)}
    if step.price is not None:
        _to_price(ready, share, step.price, scene, **facts)
    elif step.percent is not None:
        _percent_off(ready, share, step.percent, scene, **facts)
    elif step.amount is not None:
        _amount_off(ready, share, step.amount, scene, **facts)


def _next_break(
    ready: CompiledPromotion, template: QuantityBreak, group: list[LineShare], quantity: Decimal, scene: PricingRun
) -> None:
    further = next((step for step in template.breaks if step.start > quantity), None)
    here = next((step for step in reversed(template.breaks) if step.start <= quantity), None)
    if further is None or (here is not None and not _better(here, further)):
        return
    facts = {"percent": further.percent, "price": further.price, "amount": further.amount}
    missing = further.start - quantity
    scene.hint(ready, "next_break", "quantity", missing, quantity, group, start=further.start, **facts)


def _better(here: Break, further: Break) -> bool:
    """Whether a further step gives more; of another kind than this one it may."""
    if here.price is not None and further.price is not None:
        return further.price < here.price
    pairs = (here.percent, further.percent), (here.amount, further.amount)
    return all(one is None or other is None or other > one for one, other in pairs)
