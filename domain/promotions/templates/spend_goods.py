"""满赠: goods on top for what is spent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import TEMPLATE, PromotionTemplate
from domain.policies.shapes import each_named, steps_in_order
from domain.promotions.free_goods import Gift, give
from domain.promotions.lines import figure, measured, use_up
from domain.promotions.steps import full_steps

if TYPE_CHECKING:
    from domain.explain import Fact, Reason
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Giving:
    """Who spends this much gets these goods."""

    spend: Decimal
    gifts: tuple[Gift, ...]


@dataclass(frozen=True, slots=True)
class SpendGoods(PromotionTemplate):
    """满赠: the goods of the highest step reached; `repeating` as in 满减."""

    steps: tuple[Giving, ...]
    repeating: bool = False
    most_times: int | None = None
    untaxed: bool = False

    stage: ClassVar[int] = 4

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        measure = "amount_untaxed" if self.untaxed else "amount"
        total = measured(measure, shares)
        further = next((step for step in self.steps if step.spend > total), None)
        if further is not None and self.most_times != 0:
            gift = further.gifts[0] if further.gifts else Gift(_NOTHING)
            facts: dict[str, Fact] = {"spend": further.spend, "gift": gift.product, "quantity": gift.quantity}
            pricing.hint(promotion, "next_goods", measure, further.spend - total, total, shares, **facts)
        for gift, quantity, steps in self._due(total):
            how: dict[str, Fact] = {"by": "spent", "reached": total, "steps": steps}
            give(promotion, gift, quantity, shares[0].line.product.id, pricing, how)
        if pricing.gives:
            use_up(promotion, shares)

    def _due(self, total: Decimal) -> list[tuple[Gift, Decimal, str]]:
        """Each thing that is given, how much of it, and the steps it comes from, as figures alone."""
        spends = [step.spend for step in self.steps]
        goods: dict[Gift, Decimal] = {}
        told: dict[Gift, list[str]] = {}
        for place, times in full_steps(spends, total, self.most_times, repeating=self.repeating):
            for gift in self.steps[place].gifts:
                alike = replace(gift, quantity=_NOTHING)
                goods[alike] = goods.get(alike, _NOTHING) + gift.quantity * times
                step = f"{figure(gift.quantity):f} ({self.steps[place].spend:f})"
                told.setdefault(alike, []).append(step + (f" × {times}" if times > 1 else ""))
        return [(gift, quantity, " + ".join(told[gift])) for gift, quantity in goods.items()]

    def problems(self) -> Iterator[Reason]:
        yield from steps_in_order([(step.spend, None) for step in self.steps], f"{TEMPLATE}.steps", "spend")
        for place, step in enumerate(self.steps):
            yield from each_named([gift.product for gift in step.gifts], f"{TEMPLATE}.steps[{place}].gifts")

    def goods_on_top(self) -> Iterable[str]:
        return [gift.product for step in self.steps for gift in step.gifts]
