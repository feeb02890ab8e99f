"""How a line came to its amount, read from its steps: list price, dealer's price, rounding, and each promotion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from desktop.actions.orders.order_views import PolicyDiscount
from domain.explain import Step
from domain.values.money import ZERO, line_amount


def list_price_of(steps: Sequence[Step]) -> Decimal | None:
    """The price before any policy: what the first step found."""
    return next(
        (step.after for step in steps if step.code not in ("promotion", "gift") and step.after is not None), None
    )


def discounts_of(steps: Sequence[Step]) -> tuple[PolicyDiscount, ...]:
    """What each promotion took off the line."""
    return tuple(
        PolicyDiscount(
            str(step.facts.get("policy", "")),
            int(str(step.facts.get("version", 0))),
            str(step.facts.get("name", "")),
            step.before - step.after,
        )
        for step in steps
        if step.code == "promotion" and step.before is not None and step.after is not None
    )


def summed(discounts: Iterable[PolicyDiscount]) -> tuple[PolicyDiscount, ...]:
    """Discounts of many lines, one for each version of a policy, in the order of their first line."""
    found: dict[tuple[str, int], PolicyDiscount] = {}
    for each in discounts:
        key = each.policy, each.version
        before = found[key].amount if key in found else ZERO
        found[key] = PolicyDiscount(each.policy, each.version, each.name, before + each.amount)
    return tuple(found.values())


def told_steps(steps: Sequence[Step], quantity: Decimal, unit_price: Decimal | None) -> tuple[Step, ...]:
    """The steps with the rounding to the fen between price and promotions, where anything was rounded."""
    if unit_price is None:
        return tuple(steps)
    exact, rounded = quantity * unit_price, line_amount(quantity, unit_price)
    if exact == rounded:
        return tuple(steps)
    prices = [step for step in steps if step.code != "promotion"]
    promotions = [step for step in steps if step.code == "promotion"]
    facts = {"quantity": quantity, "price": unit_price, "exact": exact}
    return (*prices, Step("rounding", exact, rounded, facts), *promotions)
