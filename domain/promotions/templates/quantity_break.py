"""Steps of a quantity: the more, the cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import TEMPLATE, Per, PromotionTemplate
from domain.policies.shapes import falling, one_of, steps_in_order
from domain.promotions.lines import LineShare, figure, units_in
from domain.promotions.on_lines import bring_to_price, grouped, take_amount, take_percent
from domain.promotions.steps import gives_more

if TYPE_CHECKING:
    from domain.explain import Fact, Reason
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import PricingRun


@dataclass(frozen=True, slots=True)
class Break:
    """From this quantity on, up to the next break (which `end` may repeat), one of the three; `amount` is per unit."""

    start: Decimal
    percent: Decimal | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    end: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuantityBreak(PromotionTemplate):
    """The more, the cheaper: the break that the quantity reaches holds for all of it."""

    breaks: tuple[Break, ...]
    per: Per = "line"

    stage: ClassVar[int] = 1
    ways: ClassVar[tuple[str, ...]] = ("percent", "price", "unit")

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        for group in grouped(shares, self.per):
            quantity = units_in(group)
            reached = [step for step in self.breaks if step.start <= quantity]
            self._tell_next(promotion, group, quantity, pricing)
            if reached and (reached[-1].end is None or quantity < reached[-1].end):
                for share in group:
                    _give(promotion, reached[-1], share, pricing, quantity)

    def _tell_next(
        self, promotion: CompiledPromotion, group: list[LineShare], quantity: Decimal, pricing: PricingRun
    ) -> None:
        further = next((step for step in self.breaks if step.start > quantity), None)
        here = next((step for step in reversed(self.breaks) if step.start <= quantity), None)
        if further is None or (here is not None and not _better(here, further)):
            return
        facts = {"percent": further.percent, "price": further.price, "amount": further.amount}
        missing = further.start - quantity
        pricing.hint(promotion, "next_break", "quantity", missing, quantity, group, start=further.start, **facts)

    def problems(self) -> Iterator[Reason]:
        yield from steps_in_order([(step.start, step.end) for step in self.breaks], f"{TEMPLATE}.breaks")
        for place, step in enumerate(self.breaks):
            yield from one_of(step, ("percent", "price", "amount"), f"{TEMPLATE}.breaks[{place}]")

    def oddities(self) -> Iterator[Reason]:
        yield from falling(self.breaks, f"{TEMPLATE}.breaks", "start", ("percent", "amount"))
        yield from falling(self.breaks, f"{TEMPLATE}.breaks", "start", ("price",), rising=True)

    def sets_price(self) -> bool:
        return all(step.price is not None for step in self.breaks)

    def tells_price(self) -> bool:
        return any(step.price is not None for step in self.breaks)


def _give(promotion: CompiledPromotion, step: Break, share: LineShare, pricing: PricingRun, reached: Decimal) -> None:
    facts: dict[str, Fact] = {"start": step.start, "reached": figure(reached)}
    if step.price is not None:
        bring_to_price(promotion, share, step.price, pricing, **facts)
    elif step.percent is not None:
        take_percent(promotion, share, step.percent, pricing, **facts)
    elif step.amount is not None:
        take_amount(promotion, share, step.amount, pricing, **facts)


def _better(here: Break, further: Break) -> bool:
    """Whether a further step gives more; of another kind than this one it may."""
    if here.price is not None and further.price is not None:
        return further.price < here.price
    return gives_more((here.percent, further.percent), (here.amount, further.amount))
