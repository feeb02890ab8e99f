"""A saving on the whole order, split back onto its lines to the fen."""

from __future__ import annotations

from decimal import Decimal

from domain.explain import Fact
from domain.promotions.compiled import CompiledPromotion
from domain.promotions.lines import Discount, LineShare, PricingRun, figure, use_up
from domain.values.money import ZERO, round_fen, split


def take_off_order(
    promotion: CompiledPromotion, amount: Decimal, shares: list[LineShare], pricing: PricingRun, **facts: Fact
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
            told += pricing.take(
                promotion,
                share,
                share.spread(off),
                saving=amount,
                base=figure(worth),
                whole=all_told,
                off=off,
                **facts,
            )
    if told:
        use_up(promotion, shares)
        pricing.outcome.totals.append(Discount(promotion.policy.id, promotion.policy.version, told))
