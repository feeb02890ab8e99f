"""Shapes that steps and choices of any policy must keep to, each reason with its place in the policy's JSON form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from domain.explain import Fact, Reason


def problem(code: str, path: str, **facts: Fact) -> Reason:
    """A reason that stops the saving, at a place of the policy's JSON form."""
    return Reason(code, "stop", {"path": path, **facts})


def steps_in_order(
    bounds: Sequence[tuple[Decimal, Decimal | None]], path: str, name: str = "start"
) -> Iterator[Reason]:
    """Tiers go up strictly; where an end is said, the next begins exactly there and only the last may stay open."""
    if not bounds:
        yield problem("policy_tiers_empty", path)
    for place, (start, end) in enumerate(bounds):
        if place and start <= bounds[place - 1][0]:
            yield problem("policy_tiers_order", f"{path}[{place}].{name}", start=start, before=bounds[place - 1][0])
        if end is None:
            continue
        if end <= start:
            yield problem("policy_range", f"{path}[{place}].end", least=start, most=end)
        elif place + 1 < len(bounds) and end != bounds[place + 1][0]:
            code = "policy_tiers_gap" if end < bounds[place + 1][0] else "policy_tiers_overlap"
            yield problem(code, f"{path}[{place}].end", end=end, next=bounds[place + 1][0])


def one_of(value: object, names: Sequence[str], path: str) -> Iterator[Reason]:
    """Exactly one of these fields is said."""
    if sum(getattr(value, name) is not None for name in names) != 1:
        yield problem("policy_reward_choice", path, choices=" / ".join(names))


def each_named(products: Sequence[str], path: str) -> Iterator[Reason]:
    """Where several products are counted together, a gift can't be "the same product"."""
    if not products or not all(products):
        yield problem("policy_gift_product", path)


def falling(
    steps: Sequence[Any], path: str, start: str, names: Sequence[str], *, rising: bool = False
) -> Iterator[Reason]:
    """Steps that give less than the one before, which is legal and seldom meant; of a price a higher one (`rising`)."""
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
