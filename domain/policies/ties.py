"""Policies that leave open which of them holds, found when one is saved, so that no order ever has to guess."""

from __future__ import annotations

from collections.abc import Iterator

from domain.explain import Reason
from domain.policies.checks import Surroundings
from domain.policies.policy import Policy, in_turn
from domain.policies.scopes import EVERYTHING
from domain.policies.shapes import problem


def tied(one: Policy, other: Policy) -> bool:
    """Whether two policies would compete for the same goods with nothing that decides between them."""
    return one.competition == other.competition and one.rank == other.rank


def out_of_order(one: Policy, other: Policy) -> bool:
    """Whether two policies add up, the result depends on which goes first, and neither says so."""
    if one.kind != other.kind or one.kind == "price_list" or one.competition == other.competition:
        return False
    if one.stacking.exclusive or other.stacking.exclusive:
        return False
    return one.place == other.place and "chained" in {one.stacking.mode, other.stacking.mode}


def check_ties(policy: Policy, around: Surroundings) -> list[Reason]:
    """Every published policy that this one would meet undecided, for some dealer, product and day of both.

    `policy_tie` (facts `other`, `other_name`, `dealer`, `product`: one pair for which both hold) asks for a
    priority, `policy_order_tie` for an order of application.
    """
    return list(_ties(policy, around))


def _ties(policy: Policy, around: Surroundings) -> Iterator[Reason]:
    told: set[str] = set()
    for other in in_turn(around.policies):
        if other.id == policy.id or other.id in told or not policy.period.overlaps(other.period):
            continue
        if tied(policy, other):
            code, path = "policy_tie", "$.stacking.priority"
        elif out_of_order(policy, other):
            code, path = "policy_order_tie", "$.stacking.order"
        else:
            continue
        meeting = _meeting(policy, other, around)
        if meeting is not None:
            dealer, product = meeting
            told.add(other.id)
            yield problem(code, path, other=other.id, other_name=other.name, dealer=dealer, product=product)


def _meeting(one: Policy, other: Policy, around: Surroundings) -> tuple[str, str] | None:
    """A dealer and a product for which both hold; "" stands for anyone, where both speak to everyone."""
    dealer = product = ""
    if not (one.audience.everyone and other.audience.everyone):
        shared = (
            someone.id
            for someone in around.dealers.values()
            if around.reaches(one.audience, someone) and around.reaches(other.audience, someone)
        )
        found = next(shared, None)
        if found is None:
            return None
        dealer = found
    mine, its = one.scope, other.scope
    if mine != EVERYTHING or its != EVERYTHING:
        common = (
            item.id
            for item in around.products.values()
            if mine.matches(item, around.categories) and its.matches(item, around.categories)
        )
        found = next(common, None)
        if found is None:
            return None
        product = found
    return dealer, product


def check_next_version(old: Policy, new: Policy, *, used: bool) -> list[Reason]:
    """What a new version may not change: its kind and number's order; its audience, once documents used it.

    `policy_kind_changed`, `policy_version_order` (`version`, `last`), `policy_audience_used`.
    """
    found = []
    if new.kind != old.kind:
        found.append(problem("policy_kind_changed", "$.terms.type", kind=new.kind, before=old.kind))
    if new.version != old.version + 1:
        found.append(problem("policy_version_order", "$.version", version=new.version, last=old.version))
    if used and new.audience != old.audience:
        found.append(problem("policy_audience_used", "$.audience"))
    return found
