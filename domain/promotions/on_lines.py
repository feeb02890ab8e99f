"""What templates do to a line: take a percentage or an amount off its units, or bring them to a price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.explain import Fact
from domain.policies.promotion_terms import Per
from domain.promotions.compiled import CompiledPromotion
from domain.promotions.lines import LineShare, PricingRun, basis, figure

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


def take_percent(
    promotion: CompiledPromotion, share: LineShare, percent: Decimal, pricing: PricingRun, **facts: Fact
) -> None:
    """So many percent off the units of a line."""
    if len(share.runs) == 1 and share.runs[0].units == share.line.quantity:
        run = share.runs[0]
        base = run.chain if promotion.chained else run.gross
        off = base * percent / _HUNDRED
        if off <= run.net:  # as nearly every line of nearly every order
            pricing.take(promotion, share, (off,), by="percent", percent=percent, base=figure(base), **facts)
            return
    bases = [basis(promotion, run) for run in share.runs]
    base = bases[0] if len(bases) == 1 else sum(bases, _NOTHING)
    offs = [base_of_run * percent / _HUNDRED for base_of_run in bases]
    pricing.take(
        promotion, share, offs, by="percent", percent=percent, base=figure(base), **_part(share, offs), **facts
    )


def _part(share: LineShare, offs: Sequence[Decimal]) -> dict[str, Fact]:
    """What else one must know to reckon by hand: that only some units are meant, or that they cost less than that."""
    facts: dict[str, Fact] = {}
    units = share.units
    if units != share.line.quantity:
        facts["units"] = figure(units)
    if any(off > run.net for off, run in zip(offs, share.runs, strict=True)):
        facts["most"] = figure(sum((min(off, run.net) for off, run in zip(offs, share.runs, strict=True)), _NOTHING))
    return facts


def take_amount(
    promotion: CompiledPromotion, share: LineShare, amount: Decimal, pricing: PricingRun, **facts: Fact
) -> None:
    """So much off each unit; none gives more than it costs."""
    offs = [amount * run.units for run in share.runs]
    told = {**_part(share, offs), "units": figure(share.units)}
    pricing.take(promotion, share, offs, by="unit", amount=amount, **told, **facts)


def bring_to_price(
    promotion: CompiledPromotion, share: LineShare, price: Decimal, pricing: PricingRun, **facts: Fact
) -> None:
    """Bring units down to a price, whatever they were to be reckoned from: a price is what they cost in the end."""
    dear = LineShare(share.line, [run for run in share.runs if run.net > price * run.units])
    if dear.runs:
        offs = [run.net - price * run.units for run in dear.runs]
        pricing.take(
            promotion, dear, offs, by="price", price=price, units=figure(dear.units), base=figure(dear.worth), **facts
        )


def grouped(shares: Sequence[LineShare], per: Per) -> list[list[LineShare]]:
    """Lines that are counted together."""
    if per == "order":
        return [list(shares)] if shares else []
    groups: dict[str | int, list[LineShare]] = {}
    for share in shares:
        groups.setdefault(share.line.product.id if per == "product" else share.line.place, []).append(share)
    return list(groups.values())
