"""Goods on top of an order: what is given, and how it is put there; what is free is never counted as bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.explain import Fact
from domain.promotions.compiled import CompiledPromotion
from domain.promotions.lines import FreeLine, PricingRun
from domain.values.money import line_amount

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Gift:
    """Goods on top, free or at a price of their own; an empty `product` means the one that was bought."""

    quantity: Decimal
    product: str = ""
    price: Decimal = _NOTHING


def give(
    promotion: CompiledPromotion,
    gift: Gift,
    quantity: Decimal,
    bought: str,
    pricing: PricingRun,
    how: Mapping[str, Fact],
) -> None:
    """Put goods on top of the order; `bought` is what a gift of the same product means, `how` what it came from."""
    if quantity > 0:
        policy, amount = promotion.policy, line_amount(quantity, gift.price)
        line = FreeLine(
            gift.product or bought, quantity, gift.price, amount, policy.id, policy.version, tuple(how.items())
        )
        pricing.outcome.free.append(line)
        pricing.gives = True
