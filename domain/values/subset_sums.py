"""Which few amounts add up to a given one: the fewest that do, found by bounded work, always the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

MOST_CANDIDATES = 40
MOST_PARTS = 6


@dataclass(slots=True)
class Effort:
    """How many more steps a search may take; one effort may be shared by many searches.

    `spent` tells that a search had to give up, so that what was not found may still exist.
    """

    left: int = 20_000
    spent: bool = False

    def step(self) -> bool:
        """Take one step; False when there are none left."""
        self.left -= 1
        self.spent = self.spent or self.left < 0
        return self.left >= 0


def subset_of_sum(amounts: Sequence[int], total: int, effort: Effort, parts: int = MOST_PARTS) -> tuple[int, ...]:
    """The places of the amounts that add up to `total`, or () where none of up to `parts` parts do.

    Only amounts of the total's own sign count, in the order given, and of more than `MOST_CANDIDATES` the first. The
    fewest parts win, and among equally many those that stand earliest. The steps are bounded by `effort`.
    """
    sign = 1 if total > 0 else -1
    wanted = total * sign
    fitting = (place for place, amount in enumerate(amounts) if 0 < amount * sign <= wanted)
    places = list(islice(fitting, MOST_CANDIDATES))
    values = [amounts[place] * sign for place in places]
    if not wanted or sum(values) < wanted:
        return ()
    search = _Search(values, effort)
    for size in range(1, min(parts, len(values)) + 1):
        found = search.of_size(size, wanted, 0)
        if found is not None:
            return tuple(places[place] for place in found)
        if effort.left < 0:
            return ()
    return ()


class _Search:
    def __init__(self, values: Sequence[int], effort: Effort) -> None:
        self.values, self.effort = values, effort
        self.last = {value: place for place, value in enumerate(values)}
        # The largest value from each place on: what so many parts can reach at most.
        self.largest = [0] * (len(values) + 1)
        for place in range(len(values) - 1, -1, -1):
            self.largest[place] = max(values[place], self.largest[place + 1])

    def of_size(self, size: int, wanted: int, start: int) -> list[int] | None:
        if size == 1:
            return self._one(wanted, start)
        for place in range(start, len(self.values) - size + 1):
            if not self.effort.step() or self.largest[place] * size < wanted:
                return None
            if self.values[place] < wanted:
                rest = self.of_size(size - 1, wanted - self.values[place], place + 1)
                if rest is not None:
                    return [place, *rest]
        return None

    def _one(self, wanted: int, start: int) -> list[int] | None:
        if self.last.get(wanted, -1) < start or not self.effort.step():
            return None
        return [self.values.index(wanted, start)]
