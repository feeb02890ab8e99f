"""From a period's total to a reward: which tier is reached, what it gives by each method, and how it is rounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from domain.policies.rebate_terms import Method, Rounding, RoundingMode, Tier

_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)
_FOUR_PLACES = Decimal("0.0001")
_UNIT = Decimal(1)
_MODES: dict[RoundingMode, str] = {"floor": ROUND_FLOOR, "ceiling": ROUND_CEILING, "round": ROUND_HALF_UP}


def tier_of(tiers: Sequence[Tier], reached: Decimal) -> int | None:
    """The place of the tier that holds a figure, half-open: [start, next start); None below the first.

    Only the last tier's `end` closes it; what lies beyond reaches no tier.
    """
    found = None
    for place, tier in enumerate(tiers):
        if tier.start <= reached:
            found = place
    if found is not None:
        end = tiers[found].end
        if end is not None and reached >= end:
            return None
    return found


def given(tier: Tier, base: Decimal) -> Decimal:
    """What one tier gives on a base: its percentage, so much for each unit, or so much once."""
    if tier.once is not None:
        return tier.once if base > 0 else _NOTHING
    if tier.percent is not None:
        return base * tier.percent / _HUNDRED
    return base * (tier.each or _NOTHING)


def marginal(tiers: Sequence[Tier], base: Decimal) -> Decimal:
    """超额累进: every slice by its own tier; a tier's slice is its width, never its upper bound.

    0–1,000 5 %, 1,000–5,000 10 %, above 20 %, on 11,500: 50 + 400 + 1,300 = 1,750.00, not 1,850.00.
    """
    total = _NOTHING
    for place, tier in enumerate(tiers):
        end = tiers[place + 1].start if place + 1 < len(tiers) else tier.end
        upper = base if end is None else min(base, end)
        if upper > tier.start:
            total += given(tier, upper - tier.start)
    return total


def sliced(tiers: Sequence[Tier], base: Decimal) -> str:
    """The slices of 超额累进 as a sum of figures, which every language reads: `1000 × 5% + 4000 × 10%`."""
    told = []
    for place, tier in enumerate(tiers):
        end = tiers[place + 1].start if place + 1 < len(tiers) else tier.end
        upper = base if end is None else min(base, end)
        if upper > tier.start:
            rate = f"{_plain(tier.each or _NOTHING)}" if tier.percent is None else f"{_plain(tier.percent)}%"
            told.append(f"{_plain(upper - tier.start)} × {rate}")
    return " + ".join(told) or "0"


def _plain(number: Decimal) -> str:
    whole = number.to_integral_value()
    return f"{whole if whole == number else number.normalize():f}"


def reward(
    tiers: Sequence[Tier],
    method: Method,
    place: int,
    base: Decimal,
    target: Decimal,
    rounding: Rounding,
) -> tuple[Decimal, Decimal]:
    """The reward before mark-up and caps, and what of the base is left over for the next period.

    `place` is the tier that is reached; `increment` gives on what lies above `target`. Only `per_full` with
    `floor` leaves something of the base.
    """
    tier = tiers[place]
    if method == "marginal":
        return marginal(tiers, base), _NOTHING
    if method == "increment":
        return given(tier, max(base - target, _NOTHING)), _NOTHING
    if method == "per_full":
        per = tier.per or _UNIT
        count, left = full(base, per, rounding.mode)
        return count * (tier.each or _NOTHING), left
    return given(tier, base), _NOTHING


def full(base: Decimal, per: Decimal, mode: RoundingMode) -> tuple[Decimal, Decimal]:
    """How often `per` fits, and the remainder, which only `floor` leaves; `keep` counts with four decimals."""
    if base <= 0:
        return _NOTHING, _NOTHING
    if mode == "keep":
        return (base / per).quantize(_FOUR_PLACES, ROUND_HALF_UP), _NOTHING
    count = (base / per).quantize(_UNIT, _MODES[mode])
    if mode != "floor":
        return count, _NOTHING
    return count, base - count * per


def rounded(amount: Decimal, rounding: Rounding) -> tuple[Decimal, Decimal]:
    """An amount in whole `unit`s, and what `floor` left over."""
    if rounding.mode == "keep":
        return amount.quantize(_FOUR_PLACES, ROUND_HALF_UP), _NOTHING
    whole = (amount / rounding.unit).quantize(_UNIT, _MODES[rounding.mode]) * rounding.unit
    return whole, amount - whole if rounding.mode == "floor" else _NOTHING


def stacked(base: Decimal, programmes: Sequence[tuple[Decimal, bool, bool]]) -> list[Decimal]:
    """What programmes of (percent, chained, reduces) give one after the other.

    A chained one counts from what the reducing ones before it left. 1,000 at 10, 15, 20 and 25 %, of which
    only the second neither chains nor reduces: 100, 150, 180, 180. Another order gives other totals.
    """
    left, found = base, []
    for percent, chained, reduces in programmes:
        amount = (left if chained else base) * percent / _HUNDRED
        found.append(amount)
        if reduces:
            left -= amount
    return found
