"""Shapes of a policy that are legal and seldom meant: they are asked about, and stop nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from domain.explain import Reason
from domain.policies.policy import Policy
from domain.policies.promotion_terms import OrderDiscount, Promotion, QuantityBreak, SpendSave
from domain.policies.rebate_terms import Rebate


def odd_shapes(policy: Policy) -> Iterator[Reason]:
    """Steps where more gives less: `policy_tiers_falling` (warn; `path`, `start`, `gives`, `before`)."""
    terms = policy.terms
    if isinstance(terms, Rebate):
        yield from _falling(terms.tiers, "$.terms.tiers", "start", ("percent", "each", "once"))
    elif isinstance(terms, Promotion):
        template = terms.template
        if isinstance(template, QuantityBreak):
            yield from _falling(template.breaks, "$.terms.template.breaks", "start", ("percent", "amount"))
            yield from _falling(template.breaks, "$.terms.template.breaks", "start", ("price",), rising=True)
        elif isinstance(template, OrderDiscount):
            yield from _falling(template.steps, "$.terms.template.steps", "start", ("percent", "amount"))
        elif isinstance(template, SpendSave):
            yield from _falling(template.steps, "$.terms.template.steps", "spend", ("save",))


def _falling(
    steps: Sequence[Any], path: str, start: str, names: Sequence[str], *, rising: bool = False
) -> Iterator[Reason]:
    """Steps that give less than the one before; of a price that is a higher one (`rising`)."""
    for place in range(1, len(steps)):
        for name in names:
            before, gives = getattr(steps[place - 1], name), getattr(steps[place], name)
            if (
                isinstance(before, Decimal)
                and isinstance(gives, Decimal)
                and (gives > before if rising else gives < before)
            ):
                facts = {"start": getattr(steps[place], start), "gives": gives, "before": before}
                yield Reason("policy_tiers_falling", "warn", {"path": f"{path}[{place}].{name}", **facts})
