"""A price that a unit costs in the end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import PromotionTemplate
from domain.promotions.on_lines import bring_to_price

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun


@dataclass(frozen=True, slots=True)
class FixedPrice(PromotionTemplate):
    """What a base unit costs in the end, whatever was taken off before; what is cheaper already stays so."""

    price: Decimal

    stage: ClassVar[int] = 1
    ways: ClassVar[tuple[str, ...]] = ("price",)

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        for share in shares:
            bring_to_price(promotion, share, self.price, pricing)

    def sets_price(self) -> bool:
        return True
