"""买赠: goods on top of goods that were bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from domain.explain import Fact, Reason
from domain.policies.promotion_terms import TEMPLATE, Per, PromotionTemplate
from domain.policies.shapes import each_named
from domain.promotions.free_goods import Gift, give
from domain.promotions.lines import LineShare, figure, first_units, units_in, use_up
from domain.promotions.on_lines import grouped

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import PricingRun


@dataclass(frozen=True, slots=True)
class BuyGet(PromotionTemplate):
    """买赠: who buys `buy` gets `gift`, the same product or another; what is free doesn't count as bought.

    `per` says what is counted together: the whole order, one product, one line. `remainder` is the rule for
    what is left beside whole sets: `drop` loses it, `share` gives pro rata, whole units only (not where it is given
    once only). What brings nothing isn't used up.
    """

    buy: Decimal
    gift: Gift
    repeating: bool = True
    most_times: int | None = None
    per: Per = "product"
    remainder: Literal["drop", "share"] = "drop"

    stage: ClassVar[int] = 3

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        """Sets of `buy` among what is counted together bring the gift each; `most_times` is for the whole order."""
        groups = grouped(shares, self.per)
        left = None if self.most_times is None else self.buy * self.most_times
        given = []
        for group in groups:
            counted, quantity = self._sets(units_in(group), left)
            given.append(quantity)
            if quantity > 0:
                left = None if left is None else left - counted
                how = self._bought(units_in(group))
                use_up(promotion, first_units(group, counted))
                give(promotion, self.gift, quantity, group[0].line.product.id, pricing, how)
        if left is None or left >= self.buy:
            for group, quantity in zip(groups, given, strict=True):
                if self.repeating or not quantity:
                    self._tell_next(promotion, group, pricing)

    def _bought(self, bought: Decimal) -> dict[str, Fact]:
        """What a person reckons the goods on top from; where goods count once only, `once`, with a share, `share`."""
        by = "once" if not self.repeating else "share" if self.remainder == "share" else "bought"
        most = {} if self.most_times is None or not self.repeating else {"most": Decimal(self.most_times)}
        return {"by": by, "bought": str(figure(bought)), "buy": self.buy, "each": self.gift.quantity, **most}

    def _sets(self, bought: Decimal, left: Decimal | None) -> tuple[Decimal, Decimal]:
        """How many units count, of those bought and of those that still may, and what they bring.

        What brings nothing doesn't count: of a share that comes to a piece of a unit the units behind it stay unused.
        """
        bought = bought if left is None else min(bought, left)
        if not self.repeating:
            bought = min(bought, self.buy)
        gift = self.gift.quantity
        if self.remainder == "drop" or not self.repeating or not gift:
            times = bought // self.buy
            return times * self.buy, times * gift
        quantity = bought * gift // self.buy
        needed = (quantity * self.buy / gift).to_integral_value(ROUND_CEILING)
        return min(needed, bought), quantity

    def _tell_next(self, promotion: CompiledPromotion, group: list[LineShare], pricing: PricingRun) -> None:
        bought, gift = units_in(group), self.gift
        missing = self.buy * (bought // self.buy + 1) - bought
        facts: dict[str, Fact] = {
            "gift": gift.product or group[0].line.product.id,
            "quantity": gift.quantity,
            "price": gift.price,
        }
        pricing.hint(promotion, "next_free", "quantity", missing, bought, group, buy=self.buy, **facts)

    def problems(self) -> Iterator[Reason]:
        if self.per == "order":
            yield from each_named([self.gift.product], f"{TEMPLATE}.gift")

    def goods_on_top(self) -> Iterable[str]:
        return (self.gift.product,)
