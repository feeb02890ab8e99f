"""A policy: a price list, a promotion or a rebate, as one versioned value that says whom, what, when and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from domain.policies.price_terms import PriceList
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import ALWAYS, EVERYONE, EVERYTHING, Audience, Period, ProductScope

Kind = Literal["price_list", "promotion", "rebate"]
Terms = PriceList | Promotion | Rebate
Rank = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stacking:
    """How a policy goes together with others on the same goods.

    Policies of one `group` compete: the higher `priority` takes the goods, then the narrower audience, then
    the narrower products; what is left of a line goes to the next. Promotions that name no group are one
    group; a rebate that names none stands alone. Policies of different groups add up: those with the lower
    `order` first. An `exclusive` one goes before all others, whatever their priority, and leaves them nothing of the
    units it used.

    `additive` is reckoned from the price before any promotion, `chained` from what the policies before it left; one
    that doesn't `reduce` leaves that base as it was. A set price (fixed, of a quota, of a break, of a set) is what
    goods cost in the end, in either mode. A chained rebate is lessened by what the reducing ones before it give on
    the same goods, money by money and pieces by pieces; one over other periods by its share of those goods.
    """

    group: str = ""
    priority: int = 0
    exclusive: bool = False
    mode: Literal["additive", "chained"] = "additive"
    order: int = 0
    reduces: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy; it is never changed, only followed by the next version.

    `reaches_back`: the publisher means it to hold for days already past (a rebate may, a price may not).
    `channel`: it holds for what its audience buys from any seller above it; otherwise only for what is bought from
    the publisher himself, so that nobody's policy gives away another seller's margin.
    """

    id: str
    version: int
    name: str
    terms: Terms
    audience: Audience = EVERYONE
    period: Period = ALWAYS
    products: ProductScope = EVERYTHING
    stacking: Stacking = Stacking()
    reaches_back: bool = False
    channel: bool = False
    note: str = ""

    @property
    def kind(self) -> Kind:
        """Which of the three it is."""
        if isinstance(self.terms, PriceList):
            return "price_list"
        return "promotion" if isinstance(self.terms, Promotion) else "rebate"

    @property
    def scope(self) -> ProductScope:
        """The products it acts on: its own, or those that its template names (a set's parts) where it names none."""
        if isinstance(self.terms, Promotion) and self.products == EVERYTHING:
            parts = self.terms.template.scopes()
            if parts and all(part.include for part in parts):
                return ProductScope(tuple(group for part in parts for group in part.include))
        return self.products

    @property
    def rank(self) -> Rank:
        """What decides inside a group, higher first: priority, narrowness of the audience, of the products."""
        return self.stacking.priority, self.audience.narrowness, self.scope.narrowness

    @property
    def place(self) -> tuple[int, int]:
        """When it is applied: its own order, then its template's stage."""
        stage = self.terms.template.stage if isinstance(self.terms, Promotion) else 0
        return self.stacking.order, stage

    @property
    def competition(self) -> tuple[str, str]:
        """Policies with the same answer compete for the same goods."""
        if self.stacking.exclusive:
            return self.kind, "!"
        if self.kind == "rebate" and not self.stacking.group:
            return self.kind, "=" + self.id
        return self.kind, "" if self.kind == "price_list" else self.stacking.group


def newest(policies: Iterable[Policy]) -> list[Policy]:
    """The newest version of each policy, in order of id."""
    found: dict[str, Policy] = {}
    for policy in policies:
        if policy.id not in found or found[policy.id].version < policy.version:
            found[policy.id] = policy
    return [found[policy_id] for policy_id in sorted(found)]


def in_turn(policies: Iterable[Policy]) -> list[Policy]:
    """Every version with the days it really holds: a later one ends it; those left without a day are left out."""
    found: list[Policy] = []
    begins: dict[str, date] = {}
    for policy in sorted(policies, key=lambda policy: (policy.id, -policy.version)):
        start, end, follows = policy.period.start, policy.period.end, begins.get(policy.id)
        if follows is not None:
            if follows == date.min:
                continue
            end = min(end or date.max, follows - timedelta(days=1))
        begins[policy.id] = min(start or date.min, follows or date.max)
        if end is None or (start or date.min) <= end:
            found.append(replace(policy, period=Period(start, end)))
    return found


def as_used(policies: Iterable[Policy], versions: Mapping[str, int]) -> list[Policy]:
    """The versions that a document names (policy id → version), to price it again as it was."""
    chosen = {policy.id: policy for policy in policies if versions.get(policy.id) == policy.version}
    return [chosen[policy_id] for policy_id in sorted(chosen)]


def live(policies: Iterable[Policy], on: date) -> list[Policy]:
    """The versions that hold on a day: of each policy the newest that has begun, unless it has ended."""
    begun = (policy for policy in policies if (policy.period.start or date.min) <= on)
    return [policy for policy in newest(begun) if policy.period.holds(on)]


def gives_back(policy: Policy) -> bool:
    """Whether goods that come back free again what they took of the policy's quota and uses."""
    return not isinstance(policy.terms, Promotion) or policy.terms.returns.gives_back


def shared_quota(policy: Policy) -> Decimal | None:
    """How many base units all dealers share, None where nothing of the kind limits it."""
    return policy.terms.template.shared_quota() if isinstance(policy.terms, Promotion) else None


def is_limited(policy: Policy) -> bool:
    """Whether it is counted how far it was used: by times, or by what was sold of a quota."""
    if not isinstance(policy.terms, Promotion):
        return False
    limits = policy.terms.limits
    return limits.uses is not None or limits.uses_per_dealer is not None or shared_quota(policy) is not None
