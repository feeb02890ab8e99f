"""Why a policy can't be saved: every place in it that contradicts itself or points at nothing, by its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from domain.catalog.products import Product
from domain.explain import Reason
from domain.parties.dealers import TIERS, Dealer, chain_up
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Rebate, Tier
from domain.policies.scopes import NO_CATEGORIES, Audience, Categories, Period, category_chain
from domain.policies.shapes import one_of, problem, steps_in_order

_HUNDRED = Decimal(100)
_SIGNED = {"percent", "amount"}  # in a price rule a surcharge is a positive one, a discount a negative one
_POSITIVE = {"buy", "quantity", "quota", "spend", "per", "unit", "factor", "per_dealer", "per_order"}


@dataclass(frozen=True)
class Surroundings:
    """What a policy is checked against.

    `tags` are those of each dealer by id, `policies` every published version of every policy.
    """

    today: date
    products: Mapping[str, Product] = field(default_factory=dict)
    dealers: Mapping[str, Dealer] = field(default_factory=dict)
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    categories: Categories = field(default_factory=lambda: NO_CATEGORIES)
    policies: Sequence[Policy] = ()
    plain_lists: frozenset[str] = frozenset()

    def reaches(self, audience: Audience, dealer: Dealer) -> bool:
        """Whether the audience holds this dealer."""
        tags = self.tags.get(dealer.id, frozenset())
        return audience.matches(dealer, tags, chain_up(dealer.id, self._parents))

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return {dealer.id: dealer.parent for dealer in self.dealers.values()}


def check_policy(policy: Policy, around: Surroundings) -> list[Reason]:
    """Every problem of a policy by itself and with what it names; ties with others are `policy_ties.check_ties`.

    `policy_id_missing`, `policy_name_missing`, `policy_version`, `policy_period` (ends before it starts),
    `policy_start_missing`, `policy_past` (`start`, `today`), `policy_reaches_back` (the same, and may be meant),
    `policy_number` (out of its range), `policy_tiers_empty`, `policy_tiers_order`, `policy_tiers_gap`,
    `policy_tiers_overlap`,
    `policy_reward_choice` (not exactly one of `choices`), `policy_range` (`least` above `most`),
    `policy_gift_product` (which product is given?), `policy_target_missing`, `policy_period_open`,
    `policy_unknown_product`, `policy_unknown_category`, `policy_unknown_brand`, `policy_unknown_dealer`,
    `policy_unknown_tier`, `policy_unknown_base`, `policy_base_circle` (`circle`). Each with the fact `path`.
    """
    return [
        *_head(policy),
        *_past(policy, around.today),
        *_numbers(policy.terms, "$.terms"),
        *_shape(policy),
        *_names(policy, around, "$"),
        *_bases(policy, around),
    ]


def _head(policy: Policy) -> Iterator[Reason]:
    for name in ("id", "name"):
        if not getattr(policy, name).strip():
            yield problem(f"policy_{name}_missing", f"$.{name}")
    if policy.version < 1:
        yield problem("policy_version", "$.version", version=policy.version)
    start, end = policy.period.start, policy.period.end
    if start is not None and end is not None and end < start:
        yield problem("policy_period", "$.period.end", start=start, end=end)


def _past(policy: Policy, today: date) -> Iterator[Reason]:
    start = policy.period.start
    if start is not None and start >= today:
        return
    if start is None and not (policy.kind == "rebate" and policy.reaches_back):
        yield problem("policy_start_missing", "$.period.start", today=today)
    elif policy.kind != "rebate":
        yield problem("policy_past", "$.period.start", start=start, today=today)
    elif not policy.reaches_back:
        yield problem("policy_reaches_back", "$.period.start", start=start, today=today)


def _numbers(value: Any, path: str) -> Iterator[Reason]:
    """Percentages from 0 to 100, nothing negative, nothing zero where zero makes no sense."""
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _numbers(item, f"{path}[{place}]")
        return
    if not hasattr(value, "__dataclass_fields__"):
        return
    signed = type(value).__name__ == "PriceRule"
    for part in fields(value):
        number, here = getattr(value, part.name), f"{path}.{part.name}"
        if isinstance(number, Decimal | int) and not isinstance(number, bool):
            if not _in_range(part.name, Decimal(number), signed):
                yield problem("policy_number", here, number=number)
        else:
            yield from _numbers(number, here)


def _in_range(name: str, number: Decimal, signed: bool) -> bool:
    if signed and name in _SIGNED:
        return name != "percent" or number >= -_HUNDRED
    if name in {"percent", "margin"} and number > (_HUNDRED if name == "percent" else Decimal("99.99")):
        return False
    return number > 0 if name in _POSITIVE else number >= 0


def _shape(policy: Policy) -> Iterator[Reason]:
    terms = policy.terms
    if isinstance(terms, Rebate):
        yield from steps_in_order([(tier.start, tier.end) for tier in terms.tiers], "$.terms.tiers")
        for place, tier in enumerate(terms.tiers):
            yield from one_of(tier, ("percent", "each", "once"), f"$.terms.tiers[{place}]")
            if tier.once is not None and terms.method not in {"whole", "target_rate"}:
                path = f"$.terms.tiers[{place}].once"
                yield problem("policy_reward_choice", path, choices="once: whole, target_rate")
            yield from _per_full(tier, terms, place)
        yield from _reward_shape(policy, terms)
    elif isinstance(terms, Promotion):
        yield from terms.template.problems()
        for place, condition in enumerate(terms.conditions):
            if condition.most is not None and condition.most < condition.least:
                path = f"$.terms.conditions[{place}].most"
                yield problem("policy_range", path, least=condition.least, most=condition.most)
    else:
        for place, rule in enumerate(terms.rules):
            if (rule.base == "fixed") != (rule.price is not None):
                yield problem("policy_reward_choice", f"$.terms.rules[{place}].price", choices="base fixed, price")


def _reward_shape(policy: Policy, terms: Rebate) -> Iterator[Reason]:
    needs_target = terms.tier_by == "total" and terms.method in {"target_rate", "increment"}
    if (needs_target or terms.to_date) and not terms.targets:
        yield problem("policy_target_missing", "$.terms.targets")
    needed = {"goods": terms.reward.product, "thing": terms.reward.thing}.get(terms.reward.kind, "-")
    if not needed:
        name = "product" if terms.reward.kind == "goods" else "thing"
        yield problem("policy_reward_choice", f"$.terms.reward.{name}", choices=name)
    if terms.tier_by == "growth" and terms.method not in {"whole", "increment"}:
        yield problem("policy_reward_choice", "$.terms.method", choices="growth: whole, increment")
    if terms.tier_by == "growth" and terms.period == "whole" and policy.period.end is None:
        yield problem("policy_period_open", "$.period.end")


def _per_full(tier: Tier, terms: Rebate, place: int) -> Iterator[Reason]:
    if (terms.method == "per_full") != (tier.per is not None and tier.each is not None):
        yield problem("policy_reward_choice", f"$.terms.tiers[{place}].per", choices="per_full: each, per")


def _names(value: Any, around: Surroundings, path: str) -> Iterator[Reason]:
    """Walks the whole policy and looks up every product, category, brand, dealer and tier it names."""
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _names(item, around, f"{path}[{place}]")
        return
    if not hasattr(value, "__dataclass_fields__") or isinstance(value, Period):
        return
    for part in fields(value):
        inside, here = getattr(value, part.name), f"{path}.{part.name}"
        if isinstance(inside, frozenset):
            yield from _unknown(part.name, sorted(inside), around, here)
        elif isinstance(inside, str) and inside:
            yield from _unknown(part.name, [inside], around, here)
        else:
            yield from _names(inside, around, here)


def _unknown(kind: str, names: Iterable[str], around: Surroundings, path: str) -> Iterator[Reason]:
    singular = {"products": "product", "dealers": "dealer", "below": "dealer", "tiers": "tier", "brands": "brand"}
    what = singular.get(kind, "category" if kind == "categories" else kind)
    known: Iterable[str]
    if what == "product":
        known = around.products
    elif what == "dealer":
        known = around.dealers
    elif what == "tier":
        known = TIERS
    elif what == "brand":
        known = {product.brand for product in around.products.values()}
    elif what == "category":
        cards = {product.category for product in around.products.values()} | set(around.categories)
        known = {above for card in cards for above in category_chain(card, around.categories)}
    else:
        return
    for name in names:
        if name not in known:
            yield problem(f"policy_unknown_{what}", path, **{what: name})


def _bases(policy: Policy, around: Surroundings) -> Iterator[Reason]:
    """A list may build on a list, and so on, but never on itself (A17)."""
    if not isinstance(policy.terms, PriceList) or not policy.terms.base:
        return
    lists = {other.id: other.terms for other in around.policies if isinstance(other.terms, PriceList)}
    lists[policy.id] = policy.terms
    path, here = [policy.id], policy.terms.base
    while here in lists and here not in path:
        path.append(here)
        here = lists[here].base
    if here in path:
        yield problem("policy_base_circle", "$.terms.base", circle=" → ".join([*path, here]))
    elif here and here not in around.plain_lists:
        yield problem("policy_unknown_base", "$.terms.base", base=here)
