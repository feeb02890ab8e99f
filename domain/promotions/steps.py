"""Steps of an amount spent: which hold, how often, and how they are told; 满减 and 满赠 go by the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.explain import Fact
from domain.promotions.lines import LineShare, figure


def full_steps(
    spends: Sequence[Decimal], total: Decimal, most_times: int | None, *, repeating: bool
) -> list[tuple[int, int]]:
    """The places of the steps that hold, the highest first, and how often each.

    Once, it is the highest step reached. Repeating, each full step counts from the highest down, the lower ones on what
    the higher ones left, no more than `most_times` in all. `spends` go upward.
    """
    places = [place for place in reversed(range(len(spends))) if spends[place] <= total]
    left = most_times
    if not repeating:
        return [(place, 1) for place in places[:1] if left is None or left > 0]
    held = []
    for place in places:
        times = int(total // spends[place]) if spends[place] > 0 else 0
        if left is not None:
            times = min(times, left)
            left -= times
        if times:
            held.append((place, times))
        total -= spends[place] * times
    return held


def most_of(share: LineShare, off: Decimal) -> dict[str, Fact]:
    """That units give less than their part of a saving because they cost less, where they do."""
    worth = share.worth
    return {"most": figure(worth)} if off > worth else {}


def gives_more(*pairs: tuple[Decimal | None, Decimal | None]) -> bool:
    """Whether a further step gives more than the one at hand (pairs of the two); of another kind than that it may."""
    return all(one is None or other is None or other > one for one, other in pairs)
