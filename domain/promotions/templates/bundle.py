"""Sets of several goods at a price of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.explain import Fact, Reason
from domain.policies.promotion_terms import TEMPLATE, PromotionTemplate
from domain.policies.scopes import ProductScope
from domain.policies.shapes import one_of, problem
from domain.promotions.lines import LineShare, by_line, figure, units_in
from domain.promotions.sets import SetStock
from domain.promotions.steps import most_of
from domain.values.money import ZERO, round_fen, split

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import PricingRun

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """So many base units of any of these products."""

    quantity: Decimal
    products: ProductScope


@dataclass(frozen=True, slots=True)
class Bundle(PromotionTemplate):
    """A set of parts at one price (or with so many percent off), as many sets as the order holds.

    A unit stands for one part, whichever makes the most sets; the dearest units are taken. What the units cost less
    already than the sets' price stays so.
    """

    parts: tuple[Part, ...]
    price: Decimal | None = None
    percent: Decimal | None = None
    most_times: int | None = None

    stage: ClassVar[int] = 2
    ways: ClassVar[tuple[str, ...]] = ("set", "set_percent")

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        allowed = {share.line for share in shares}
        parts = [
            shares
            if slot == promotion.slot
            else [share for share in pricing.shares(promotion, slot) if share.line in allowed]
            for slot in promotion.parts
        ]
        stock = SetStock([part.quantity for part in self.parts], parts)
        sets = stock.sets if self.most_times is None else min(stock.sets, self.most_times)
        if sets:
            self._make(promotion, sets, by_line(stock.take(sets)), pricing)
        elif self.most_times != 0:
            self._tell_next(promotion, parts, pricing)

    def _make(self, promotion: CompiledPromotion, sets: int, units: list[LineShare], pricing: PricingRun) -> None:
        """What the sets save is split over their units by what these are worth."""
        by_price = self.percent is None
        worths = [share.worth if by_price else share.basis(promotion) for share in units]
        normal = sum(worths, _NOTHING)
        price = (self.price or ZERO) * sets
        saved = round_fen(normal - price if by_price else normal * (self.percent or _NOTHING) / _HUNDRED)
        if saved <= 0:
            return
        by, rate = ("set", {"price": self.price}) if by_price else ("set_percent", {"percent": self.percent})
        facts: dict[str, Fact] = {"sets": sets, **rate, "saving": saved, "whole": figure(normal)}
        for share, worth, off in zip(units, worths, split(saved, worths), strict=True):
            told = {"units": figure(share.units), "base": figure(worth), "off": off, **most_of(share, off)}
            pricing.take(promotion, share, share.spread(off), by=by, **told, **facts)

    def _tell_next(self, promotion: CompiledPromotion, parts: list[list[LineShare]], pricing: PricingRun) -> None:
        counts = [units_in(shares) for shares in parts]
        missing = [max(part.quantity - count, _NOTHING) for part, count in zip(self.parts, counts, strict=True)]
        short = sum(missing, _NOTHING)
        shares = [share for part in parts for share in part]
        if shares and short:
            facts = {"price": self.price, "percent": self.percent}
            pricing.hint(promotion, "next_bundle", "quantity", short, sum(counts, _NOTHING), shares, **facts)

    def problems(self) -> Iterator[Reason]:
        yield from one_of(self, ("price", "percent"), TEMPLATE)
        if not self.parts:
            yield problem("policy_tiers_empty", f"{TEMPLATE}.parts")

    def scopes(self) -> tuple[ProductScope, ...]:
        return tuple(part.products for part in self.parts)

    def sets_price(self) -> bool:
        return self.price is not None
