"""Shapes of a policy that are legal and seldom meant: they are asked about, and stop nothing."""

from __future__ import annotations

from collections.abc import Iterator

from domain.explain import Reason
from domain.policies.policy import Policy
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Rebate
from domain.policies.shapes import falling


def odd_shapes(policy: Policy) -> Iterator[Reason]:
    """Steps where more gives less: `policy_tiers_falling` (warn; `path`, `start`, `gives`, `before`)."""
    terms = policy.terms
    if isinstance(terms, Rebate):
        yield from falling(terms.tiers, "$.terms.tiers", "start", ("percent", "each", "once"))
    elif isinstance(terms, Promotion):
        yield from terms.template.oddities()
