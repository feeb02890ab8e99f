"""So much money off each unit, or once off each line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from domain.policies.promotion_terms import PromotionTemplate
from domain.promotions.on_lines import take_amount
from domain.promotions.steps import most_of

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun


@dataclass(frozen=True, slots=True)
class AmountOff(PromotionTemplate):
    """So much off each base unit, or once off each line; no unit gives more than it costs."""

    amount: Decimal
    per: Literal["unit", "line"] = "unit"

    stage: ClassVar[int] = 1
    ways: ClassVar[tuple[str, ...]] = ("unit", "line")

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        for share in shares:
            if self.per == "unit":
                take_amount(promotion, share, self.amount, pricing)
            else:
                off = self.amount
                pricing.take(promotion, share, share.spread(off), by="line", amount=off, **most_of(share, off))
