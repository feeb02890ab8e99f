"""满减: money off the order for what is spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import TEMPLATE, PromotionTemplate
from domain.policies.shapes import falling, problem, steps_in_order
from domain.promotions.lines import measured
from domain.promotions.on_order import take_off_order
from domain.promotions.steps import full_steps
from domain.values.money import ZERO

if TYPE_CHECKING:
    from domain.explain import Reason
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun


@dataclass(frozen=True, slots=True)
class Saving:
    """Who spends this much saves that much."""

    spend: Decimal
    save: Decimal


@dataclass(frozen=True, slots=True)
class SpendSave(PromotionTemplate):
    """满减: the highest step reached is taken off.

    `repeating`, each step is taken off once for each full `spend`, from the highest step down, the lower ones on what
    the higher ones left; `most_times` in all.
    """

    steps: tuple[Saving, ...]
    repeating: bool = False
    most_times: int | None = None
    untaxed: bool = False

    stage: ClassVar[int] = 4
    ways: ClassVar[tuple[str, ...]] = ("spend",)

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        measure = "amount_untaxed" if self.untaxed else "amount"
        total = measured(measure, shares)
        held = self._held(total)
        saved = self._saved(held)
        further = next((step for step in self.steps if step.spend > total), None)
        if further is not None and self._saved(self._held(further.spend)) > saved:
            facts = {"spend": further.spend, "save": further.save}
            pricing.hint(promotion, "next_save", measure, further.spend - total, total, shares, **facts)
        steps = " + ".join(self._told(place, times) for place, times in held)
        take_off_order(promotion, saved, shares, pricing, by="spend", reached=total, steps=steps)

    def _held(self, total: Decimal) -> list[tuple[int, int]]:
        spends = [step.spend for step in self.steps]
        return full_steps(spends, total, self.most_times, repeating=self.repeating)

    def _saved(self, held: list[tuple[int, int]]) -> Decimal:
        return sum((self.steps[place].save * times for place, times in held), ZERO)

    def _told(self, place: int, times: int) -> str:
        """One step as figures alone, which every language reads: `40 (300) × 2`."""
        step = self.steps[place]
        return f"{step.save:f} ({step.spend:f})" + (f" × {times}" if times > 1 else "")

    def problems(self) -> Iterator[Reason]:
        yield from steps_in_order([(step.spend, None) for step in self.steps], f"{TEMPLATE}.steps", "spend")
        for place, step in enumerate(self.steps):
            if step.save > step.spend:
                yield problem("policy_range", f"{TEMPLATE}.steps[{place}].save", least=step.save, most=step.spend)

    def oddities(self) -> Iterator[Reason]:
        yield from falling(self.steps, f"{TEMPLATE}.steps", "spend", ("save",))
