"""So many percent off each line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import PromotionTemplate
from domain.promotions.on_lines import take_percent

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun


@dataclass(frozen=True, slots=True)
class PercentOff(PromotionTemplate):
    """So many percent off each line."""

    percent: Decimal

    stage: ClassVar[int] = 1
    ways: ClassVar[tuple[str, ...]] = ("percent",)

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        for share in shares:
            take_percent(promotion, share, self.percent, pricing)
