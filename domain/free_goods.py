"""Sets and goods on top: buy N get M, spend X get goods, bundles; what is free is never counted as bought."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.compiled import Ready
from domain.explain import Fact
from domain.line_promotions import grouped
from domain.money import ZERO, line_amount, round_fen, split
from domain.promotion_lines import FreeLine, Scene, Share, basis, in_canon, measured, use_up
from domain.promotion_terms import Bundle, BuyGet, Gift, SpendGoods

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
_ONCE = Decimal(1)


def apply_buy_get(ready: Ready, template: BuyGet, shares: list[Share], scene: Scene) -> bool:
    """Sets of N among what is counted together bring M each; `most_times` is for the whole order."""
    left = template.most_times
    applied = False
    for group in grouped(shares, template.per):
        bought = sum((units for _, units in group), _NOTHING)
        times = bought // template.buy
        if not template.repeating:
            times = min(times, _ONCE)
        if left is not None:
            times = min(times, Decimal(left))
        _next_set(ready, template, group, bought, times, scene)
        if times <= 0:
            continue
        left = None if left is None else left - int(times)
        counted, quantity = times * template.buy, times * template.gift.quantity
        if template.remainder == "share" and template.repeating and left is None:
            counted, quantity = bought, bought * template.gift.quantity // template.buy
        use_up(ready, first_units(group, counted))
        give(ready, template.gift, quantity, group[0][0].product.id, scene)
        applied = True
    return applied


def _next_set(
    ready: Ready, template: BuyGet, group: list[Share], bought: Decimal, times: Decimal, scene: Scene
) -> None:
    if times and not template.repeating:
        return
    if template.most_times is not None and times >= template.most_times:
        return
    missing = template.buy * (bought // template.buy + 1) - bought
    gift = template.gift
    facts: dict[str, Fact] = {
        "gift": gift.product or group[0][0].product.id,
        "quantity": gift.quantity,
        "price": gift.price,
    }
    scene.hint(ready, "next_free", "quantity", missing, bought, group, buy=template.buy, **facts)


def first_units(shares: Sequence[Share], count: Decimal) -> list[Share]:
    """The first so many units of the lines, in their order."""
    found = []
    for line, units in shares:
        part = min(units, count)
        if part <= 0:
            break
        found.append((line, part))
        count -= part
    return found


def give(ready: Ready, gift: Gift, quantity: Decimal, bought: str, scene: Scene) -> None:
    """Put goods on top of the order; `bought` is what a gift of the same product means."""
    if quantity > 0:
        policy, amount = ready.policy, line_amount(quantity, gift.price)
        line = FreeLine(gift.product or bought, quantity, gift.price, amount, policy.id, policy.version)
        scene.outcome.free.append(line)


def apply_spend_goods(ready: Ready, template: SpendGoods, shares: list[Share], scene: Scene) -> bool:
    """满赠: the goods of the highest step, repeated for each full step where the policy says so."""
    measure = "amount_untaxed" if template.untaxed else "amount"
    total = measured(measure, shares)
    further = next((step for step in template.steps if step.spend > total), None)
    if further is not None and shares:
        gift = further.gifts[0] if further.gifts else Gift(_NOTHING)
        facts: dict[str, Fact] = {"spend": further.spend, "gift": gift.product, "quantity": gift.quantity}
        scene.hint(ready, "next_goods", measure, further.spend - total, total, shares, **facts)
    reached = [step for step in template.steps if step.spend <= total]
    if not reached or not shares:
        return False
    times = total // reached[-1].spend if template.repeating else Decimal(1)
    if template.most_times is not None:
        times = min(times, Decimal(template.most_times))
    for gift in reached[-1].gifts:
        give(ready, gift, gift.quantity * times, shares[0][0].product.id, scene)
    use_up(ready, shares)
    return True


def apply_bundle(ready: Ready, template: Bundle, mine: list[Share], scene: Scene) -> bool:
    """As many whole sets as the lines hold; what a set saves is split over its units by their worth."""
    allowed = {line for line, _ in mine}
    parts = [[share for share in scene.shares(ready, slot) if share[0] in allowed] for slot in ready.parts]
    most = [
        sum((units for _, units in shares), _NOTHING) // part.quantity
        for shares, part in zip(parts, template.parts, strict=True)
    ]
    sets = int(min(most))
    if template.most_times is not None:
        sets = min(sets, template.most_times)
    taken = _most_sets(template, parts, sets)
    if not taken:
        _next_bundle(ready, template, parts, scene)
        return False
    times, units = taken
    worths = [basis(ready, share) for share in units]
    normal = sum(worths, _NOTHING)
    price = (template.price or ZERO) * times
    saved = normal - price if template.percent is None else normal * template.percent / _HUNDRED
    if saved <= 0:
        return False
    shared = split(round_fen(saved), worths)
    for (line, part), off in zip(units, shared, strict=True):
        line.take(ready, off, sets=times, units=part, price=template.price, percent=template.percent)
    use_up(ready, units)
    return True


def _most_sets(template: Bundle, parts: list[list[Share]], sets: int) -> tuple[int, list[Share]] | None:
    """The most sets (no more than `sets`) whose parts don't need the same unit twice, and their units."""
    low, best = 0, None
    high = sets
    while low < high:
        middle = (low + high + 1) // 2
        units = _fill(template, parts, middle)
        if units is None:
            high = middle - 1
        else:
            low, best = middle, (middle, units)
    return best


def _fill(template: Bundle, parts: list[list[Share]], sets: int) -> list[Share] | None:
    left = {line: units for shares in parts for line, units in shares}
    taken: dict[object, Share] = {}
    for part, shares in zip(template.parts, parts, strict=True):
        wanted = part.quantity * sets
        for line, _ in shares:
            units = min(left[line], wanted)
            if units > 0:
                left[line] -= units
                wanted -= units
                taken[line] = line, units + (taken[line][1] if line in taken else _NOTHING)
        if wanted > 0:
            return None
    order = in_canon(line for line, _ in taken.values())
    return [taken[line] for line in order]


def _next_bundle(ready: Ready, template: Bundle, parts: list[list[Share]], scene: Scene) -> None:
    counts = [sum((units for _, units in shares), _NOTHING) for shares in parts]
    missing = [max(part.quantity - count, _NOTHING) for part, count in zip(template.parts, counts, strict=True)]
    short = sum(missing, _NOTHING)
    shares = [share for part in parts for share in part]
    if shares and short:
        facts = {"price": template.price, "percent": template.percent}
        scene.hint(ready, "next_bundle", "quantity", short, sum(counts, _NOTHING), shares, **facts)
