"""Published promotions made ready once, so that pricing an order only looks up what each product takes part in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.catalog.products import Product
from domain.explain import Fact
from domain.policies.policy import Policy, live
from domain.policies.promotion_terms import Promotion, PromotionTemplate
from domain.policies.scopes import NO_CATEGORIES, Categories, ProductScope
from domain.prices.price_lists import Buyer

_KEPT = 64  # line-ups of buyers kept ready; one desk needs a handful, HQ prices buyer by buyer


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPromotion:
    """A promotion with its product scopes numbered: `slot` its own, `conditions` and `parts` in their order.

    `named` are the facts that name it in every step, `on_top` the other products it may give, by id; the rest is what
    each order or line asks for, looked up once. `after` tells which groups have used units once this policy has too, by
    those that had before: made once for each.
    """

    policy: Policy
    terms: Promotion
    template: PromotionTemplate
    slot: int
    conditions: tuple[int, ...]
    parts: tuple[int, ...]
    competition: str
    chained: bool
    reduces: bool
    limited: bool
    exclusive: bool
    named: dict[str, Fact]
    quota: Decimal | None
    on_top: frozenset[str]
    after: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """What one product takes part in: places of the line-up, other slots to be counted, policies in a tie."""

    places: tuple[int, ...]
    slots: tuple[int, ...]
    ties: tuple[tuple[Policy, Policy], ...]


_NO_PLAN = ProductPlan((), (), ())


class LineUp:
    """The promotions that hold for one buyer on one day with these coupons, in the order of application."""

    def __init__(self, compiled: CompiledPolicies, promotions: list[CompiledPromotion]) -> None:
        self._compiled = compiled
        self.promotions = _in_sequence(promotions)
        self._by_slot: defaultdict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self.promotions):
            self._by_slot[one.slot].append(place)
        self._counted = {slot for one in self.promotions for slot in (*one.conditions, *one.parts) if slot != one.slot}
        self._plans: dict[str, ProductPlan] = {}

    def plan(self, product: Product) -> ProductPlan:
        """What the product takes part in; remembered by its id."""
        plan = self._plans.get(product.id)
        if plan is None:
            plan = self._plans[product.id] = self._make_plan(product)
        return plan

    def touched(self, products: Iterable[Product]) -> list[CompiledPromotion]:
        """The promotions that any of these products takes part in, in the order of application."""
        if not self.promotions:
            return []
        places = {place for product in products for place in self.plan(product).places}
        return [self.promotions[place] for place in sorted(places)]

    def concerns(self, products: Iterable[Product]) -> bool:
        """Whether any promotion has a say, be it only that it can't be decided which of two."""
        return bool(self.promotions) and any(plan.places or plan.ties for plan in map(self.plan, products))

    def _make_plan(self, product: Product) -> ProductPlan:
        if not self.promotions:
            return _NO_PLAN
        slots = self._compiled.slots_of(product)
        places = sorted(place for slot in slots for place in self._by_slot.get(slot, ()))
        undecided: defaultdict[object, list[int]] = defaultdict(list)
        for place in places:
            policy = self.promotions[place].policy
            undecided[policy.competition, policy.rank].append(place)
        tied = [same for same in undecided.values() if len(same) > 1]
        out = {place for same in tied for place in same}
        return ProductPlan(
            tuple(place for place in places if place not in out),
            tuple(slot for slot in slots if slot in self._counted),
            tuple(
                (self.promotions[same[0]].policy, self.promotions[other].policy) for same in tied for other in same[1:]
            ),
        )


class CompiledPolicies:
    """Promotions with an index of their products; made anew whenever policies, products or categories change."""

    def __init__(self, policies: Iterable[Policy], categories: Categories = NO_CATEGORIES) -> None:
        self._categories = categories
        self._scopes: dict[ProductScope, int] = {}
        self._named: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._wide: list[int] = []
        self._slots: dict[str, tuple[int, ...]] = {}
        self._line_ups: dict[object, LineUp] = {}
        self._nothing = LineUp(self, [])
        self._policies = [policy for policy in policies if isinstance(policy.terms, Promotion)]
        self._by_version = {(policy.id, policy.version): self._compile(policy) for policy in self._policies}
        self._list_of = list(self._scopes)

    def line_up(self, buyer: Buyer, on: date, coupons: frozenset[str] = frozenset()) -> LineUp:
        """What holds for this buyer on this day with these coupons; the last few are kept."""
        if not self._policies:
            return self._nothing
        key = buyer.dealer, buyer.tags, buyer.chain, on, coupons
        line_up = self._line_ups.get(key)
        if line_up is None:
            if len(self._line_ups) >= _KEPT:
                self._line_ups.clear()
            line_up = self._line_ups[key] = LineUp(self, list(self._holding(buyer, on, coupons)))
        return line_up

    def known_coupons(self, on: date) -> frozenset[str]:
        """Every coupon code that any promotion of that day asks for."""
        promotions = (policy.terms for policy in live(self._policies, on))
        return frozenset(terms.limits.coupon for terms in promotions if isinstance(terms, Promotion)) - {""}

    def quota_of(self, policy: str, version: int) -> Decimal | None:
        """How many base units all dealers share, None where a promotion has no quota."""
        return self._by_version[policy, version].quota

    def slots_of(self, product: Product) -> tuple[int, ...]:
        """The numbers of all scopes that cover a product; remembered by its id."""
        slots = self._slots.get(product.id)
        if slots is None:
            keys = [("product", product.id), ("brand", product.brand)]
            from_index = {slot for key in keys for slot in self._named.get(key, ())}
            possible = sorted({*self._wide, *from_index})
            matching = (slot for slot in possible if self._list_of[slot].matches(product, self._categories))
            slots = self._slots[product.id] = tuple(matching)
        return slots

    def _holding(self, buyer: Buyer, on: date, coupons: frozenset[str]) -> Iterable[CompiledPromotion]:
        for policy in live(self._policies, on):
            promotion = self._by_version[policy.id, policy.version]
            coupon = promotion.terms.limits.coupon
            if (not coupon or coupon in coupons) and policy.audience.matches(buyer.dealer, buyer.tags, buyer.chain):
                yield promotion

    def _compile(self, policy: Policy) -> CompiledPromotion:
        terms = policy.terms
        assert isinstance(terms, Promotion)
        template = terms.template
        return CompiledPromotion(
            policy,
            terms,
            template,
            self._slot(policy.scope),
            tuple(self._slot(condition.products or policy.scope) for condition in terms.conditions),
            tuple(self._slot(products) for products in template.scopes()),
            policy.competition[1],
            policy.stacking.mode == "chained",
            policy.stacking.reduces,
            terms.limits.uses is not None or terms.limits.uses_per_dealer is not None,
            policy.stacking.exclusive,
            {"policy": policy.id, "version": policy.version, "name": policy.name},
            template.shared_quota(),
            frozenset(template.goods_on_top()) - {""},
        )

    def _slot(self, scope: ProductScope) -> int:
        known = self._scopes.get(scope)
        if known is not None:
            return known
        slot = self._scopes[scope] = len(self._scopes)
        if scope.include and all(group.products or group.brands for group in scope.include):
            for group in scope.include:
                for product in group.products:
                    self._named["product", product].append(slot)
                for brand in () if group.products else group.brands:
                    self._named["brand", brand].append(slot)
        else:
            self._wide.append(slot)
        return slot


def _in_sequence(promotions: list[CompiledPromotion]) -> list[CompiledPromotion]:
    """Exclusive ones first, then by place; inside a group nothing goes before what has the higher rank."""
    places: dict[str, tuple[int, int]] = {}
    keyed = []
    for one in sorted(promotions, key=lambda one: (one.policy.rank, one.policy.id)):
        group = one.competition
        own = (-(10**9), 0) if one.policy.stacking.exclusive else (one.policy.stacking.order, one.template.stage)
        places[group] = min(own, places.get(group, own))
        keyed.append((places[group], group, *(-part for part in one.policy.rank), one.policy.id, one))
    keyed.sort(key=lambda key: key[:-1])
    return [key[-1] for key in keyed]  # type: ignore[misc]
