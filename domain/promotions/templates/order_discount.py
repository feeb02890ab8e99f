"""A discount on the whole order by what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import TEMPLATE, Measure, PromotionTemplate
from domain.policies.shapes import falling, one_of, steps_in_order
from domain.promotions.lines import figure, measured
from domain.promotions.on_order import take_off_order
from domain.promotions.steps import gives_more
from domain.values.money import ZERO, round_fen

if TYPE_CHECKING:
    from domain.explain import Fact, Reason
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class OrderStep:
    """From this much on, so many percent or so much money off the whole order."""

    start: Decimal
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderDiscount(PromotionTemplate):
    """A discount on the whole order (as far as the policy's products go) by the highest step reached."""

    steps: tuple[OrderStep, ...]
    measure: Measure = "amount"

    stage: ClassVar[int] = 5
    ways: ClassVar[tuple[str, ...]] = ("order", "order_percent")

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        reached = measured(self.measure, shares)
        step = next((step for step in reversed(self.steps) if step.start <= reached), None)
        self._tell_next(promotion, step, reached, shares, pricing)
        if step is None:
            return
        told: dict[str, Fact] = {"reached": figure(reached), "start": step.start}
        if step.percent is None:
            take_off_order(promotion, step.amount or ZERO, shares, pricing, by="order", **told)
            return
        basis = sum((share.basis(promotion) for share in shares), ZERO)
        off = round_fen(basis * step.percent / _HUNDRED)
        told |= {"percent": step.percent, "basis": figure(basis)}
        take_off_order(promotion, off, shares, pricing, by="order_percent", **told)

    def _tell_next(
        self,
        promotion: CompiledPromotion,
        here: OrderStep | None,
        reached: Decimal,
        shares: list[LineShare],
        pricing: PricingRun,
    ) -> None:
        further = next((step for step in self.steps if step.start > reached), None)
        if further is not None and (here is None or _better(here, further)):
            facts: dict[str, Fact] = {"start": further.start, "percent": further.percent, "amount": further.amount}
            missing = further.start - reached
            pricing.hint(promotion, "next_order_discount", self.measure, missing, reached, shares, **facts)

    def problems(self) -> Iterator[Reason]:
        yield from steps_in_order([(step.start, None) for step in self.steps], f"{TEMPLATE}.steps")
        for place, step in enumerate(self.steps):
            yield from one_of(step, ("percent", "amount"), f"{TEMPLATE}.steps[{place}]")

    def oddities(self) -> Iterator[Reason]:
        yield from falling(self.steps, f"{TEMPLATE}.steps", "start", ("percent", "amount"))


def _better(here: OrderStep, further: OrderStep) -> bool:
    return gives_more((here.percent, further.percent), (here.amount, further.amount))
