"""How a rebate stands today: what is earned, what the next step asks and brings, and how many days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.policies.policy import Policy
from domain.prices.price_lists import Buyer
from domain.rebates.period_rebate import IfReached, Prior, RebateResult, if_reached
from domain.rebates.periods import days_left


@dataclass(frozen=True, slots=True)
class RebateProgress:
    """One bar: the result as it stands, the steps above it (nearest first), the days left (None: no end).

    `at_stake` is what the nearest step would bring on top of what is earned now.
    """

    result: RebateResult
    steps: tuple[IfReached, ...]
    days_left: int | None
    at_stake: Decimal


def progress(
    policy: Policy, buyer: Buyer, result: RebateResult, on: date, prior: Prior | None = None
) -> RebateProgress:
    """The forecast of a rebate by the same function and conditions that settle it."""
    steps = if_reached(policy, buyer, result, prior)
    at_stake = steps[0].earned - result.earned if steps else Decimal(0)
    return RebateProgress(result, steps, days_left(result.period, on, policy.period), at_stake)
