"""A special price for a quantity that all dealers share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.explain import Fact, Reason
from domain.policies.promotion_terms import PromotionTemplate
from domain.promotions.lines import LineShare, Run, Use, by_line, in_turn
from domain.promotions.on_lines import bring_to_price

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import PricingRun

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class QuotaPrice(PromotionTemplate):
    """A special price for no more than `quota` base units that all dealers share; what is left comes with the order."""

    price: Decimal
    quota: Decimal
    per_dealer: Decimal | None = None
    per_order: Decimal | None = None

    stage: ClassVar[int] = 1
    ways: ClassVar[tuple[str, ...]] = ("price",)

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        policy = promotion.policy
        most = rest = self._left(policy.id, pricing)
        wanted = [run for share in shares for run in share.runs if run.net > self.price * run.units]
        taken: list[Run] = []
        for run in in_turn(wanted):
            if min(run.units, rest) > 0:
                taken.append(run.cut(min(run.units, rest)))
                rest -= taken[-1].units
        for share in by_line(taken):
            bring_to_price(promotion, share, self.price, pricing)
        short = sum((run.units for run in wanted if run not in taken), _NOTHING)
        if short:
            facts: dict[str, Fact] = {"policy": policy.id, "left": most, "missing": short}
            pricing.outcome.reasons.append(Reason("quota_short", "info", facts))
        if taken and pricing.gives:
            pricing.outcome.uses.append(Use(policy.id, policy.version, most - rest))

    def _left(self, policy: str, pricing: PricingRun) -> Decimal:
        """As many units as the quota, the dealer's part and the order's part leave."""
        usage = pricing.order.usage
        rest = usage.left.get(policy, self.quota)
        if self.per_dealer is not None:
            rest = min(rest, self.per_dealer - usage.dealer_taken.get(policy, _NOTHING))
        if self.per_order is not None:
            rest = min(rest, self.per_order)
        return max(rest, _NOTHING)

    def shared_quota(self) -> Decimal | None:
        return self.quota

    def sets_price(self) -> bool:
        return True
