"""Templates that act on each line: percent, amount, fixed price, quantity break, special price of a quota."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.compiled import Ready
from domain.explain import Fact, Reason
from domain.money import ZERO
from domain.promotion_lines import Scene, Share, Use, Working, basis, use_up
from domain.promotion_terms import AmountOff, Break, FixedPrice, Per, PercentOff, QuantityBreak, QuotaPrice

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


def apply_percent(ready: Ready, template: PercentOff, shares: list[Share], scene: Scene) -> bool:
    """So many percent off each line."""
    _ = scene
    for share in shares:
        share[0].take(ready, basis(ready, share) * template.percent / _HUNDRED, percent=template.percent)
    use_up(ready, shares)
    return bool(shares)


def apply_amount(ready: Ready, template: AmountOff, shares: list[Share], scene: Scene) -> bool:
    """So much off each unit or each line."""
    _ = scene
    for line, units in shares:
        off = template.amount * units if template.per == "unit" else template.amount
        line.take(ready, off, amount=template.amount, per=template.per)
    use_up(ready, shares)
    return bool(shares)


def apply_fixed(ready: Ready, template: FixedPrice, shares: list[Share], scene: Scene) -> bool:
    """A price per unit; lines that are cheaper already keep theirs and aren't used up."""
    _ = scene
    cheaper = [share for share in shares if _to_price(ready, share, template.price)]
    use_up(ready, cheaper)
    return bool(cheaper)


def _to_price(ready: Ready, share: Share, price: Decimal) -> bool:
    off = basis(ready, share) - price * share[1]
    if off <= 0:
        return False
    share[0].take(ready, off, price=price, units=share[1])
    return True


def apply_quota(ready: Ready, template: QuotaPrice, shares: list[Share], scene: Scene) -> bool:
    """A special price for as many units as the quota, the dealer's part and the order's part leave."""
    usage, policy = scene.order.usage, ready.policy.id
    rest = usage.left.get(policy, template.quota)
    if template.per_dealer is not None:
        rest = min(rest, template.per_dealer - usage.dealer_taken.get(policy, _NOTHING))
    if template.per_order is not None:
        rest = min(rest, template.per_order)
    most, short = rest, _NOTHING
    taken = []
    for line, units in shares:
        share = line, min(units, rest)
        if share[1] > 0 and _to_price(ready, share, template.price):
            taken.append(share)
            rest -= share[1]
        short += units - share[1]
    use_up(ready, taken)
    if short:
        facts: dict[str, Fact] = {"policy": policy, "left": max(most, _NOTHING), "missing": short}
        scene.outcome.reasons.append(Reason("quota_short", "info", facts))
    if taken:
        quantity = sum((units for _, units in taken), _NOTHING)
        scene.outcome.uses.append(Use(policy, ready.policy.version, quantity))
    return bool(taken)


def grouped(shares: Sequence[Share], per: Per) -> list[list[Share]]:
    """Lines that are counted together."""
    if per == "order":
        return [list(shares)] if shares else []
    groups: dict[str | int, list[Share]] = {}
    for share in shares:
        line: Working = share[0]
        groups.setdefault(line.product.id if per == "product" else line.place, []).append(share)
    return list(groups.values())


def apply_breaks(ready: Ready, template: QuantityBreak, shares: list[Share], scene: Scene) -> bool:
    """The break reached by the quantity counted together holds for all of it."""
    applied = False
    for group in grouped(shares, template.per):
        quantity = sum((units for _, units in group), _NOTHING)
        reached = [step for step in template.breaks if step.start <= quantity]
        _next_break(ready, template, group, quantity, scene)
        if reached and (reached[-1].end is None or quantity < reached[-1].end):
            taken = [share for share in group if _by_break(ready, reached[-1], share)]
            use_up(ready, taken)
            applied = applied or bool(taken)
    return applied


def _by_break(ready: Ready, step: Break, share: Share) -> bool:
    line, units = share
    if step.price is not None:
        return _to_price(ready, share, step.price)
    off = (step.amount or ZERO) * units
    if step.percent is not None:
        off = basis(ready, share) * step.percent / _HUNDRED
    line.take(ready, off, start=step.start, percent=step.percent, amount=step.amount)
    return True


def _next_break(ready: Ready, template: QuantityBreak, group: list[Share], quantity: Decimal, scene: Scene) -> None:
    further = next((step for step in template.breaks if step.start > quantity), None)
    if further is not None:
        facts = {"percent": further.percent, "price": further.price, "amount": further.amount}
        missing = further.start - quantity
        scene.hint(ready, "next_break", "quantity", missing, quantity, group, start=further.start, **facts)
