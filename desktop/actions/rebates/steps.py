"""Which step of a rebate is reached and what the next one asks and brings: one answer for pages, lists and commands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop.actions.policies.views import RebateRow

_NOTHING = Decimal(0)


class Next(NamedTuple):
    """What the next step asks more, and what it brings on top; `at` is where it begins, in the terms of the steps."""

    missing: Decimal
    brings: Decimal
    at: Decimal


def next_of(row: RebateRow) -> Next | None:
    """The next step: a tier's, or the next full so much of a reward that comes again and again; None at the top."""
    if row.ahead:
        nearest = row.ahead[0]
        at = row.starts[nearest.tier] if nearest.tier < len(row.starts) else nearest.total
        return Next(nearest.missing, row.at_stake, at)
    full = per_full(row)
    if full is None:
        return None
    per, each = full
    at = (max(row.reached, _NOTHING) // per + 1) * per
    return Next(at - row.reached, each, at)


def per_full(row: RebateRow) -> tuple[Decimal, Decimal] | None:
    """For every full so much, so much is given; None where the tier that is reached works otherwise."""
    if row.method != "per_full":
        return None
    for step in row.steps:
        per, each = step.facts.get("per"), step.facts.get("each")
        if step.code == "rebate_tier" and isinstance(per, Decimal) and isinstance(each, Decimal) and per > 0:
            return per, each
    return None


def tier_reached(row: RebateRow) -> int | None:
    """The number of the tier that is reached, from 1; None where nothing is reached yet.

    A tier that begins at nothing is reached by nothing but by a purchase, and one that gives for every full so much
    not before the first of them.
    """
    full = per_full(row)
    if row.tier is None or row.reached <= 0 or (full is not None and row.reached < full[0]):
        return None
    return row.tier + 1
