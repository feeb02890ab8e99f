"""How many sets an order holds where a unit may stand for more than one part, and which units make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.promotions.lines import LineShare, Run, in_turn

_NOTHING = Decimal(0)


class SetStock:
    """The units of an order that fit a bundle's parts.

    A number of sets can be made where every choice of parts finds as many units that fit any of them as these parts
    need (Hall's condition), so the order in which the parts are written doesn't matter.

    Attributes:
        sets: the most whole sets.
    """

    def __init__(self, needed: Sequence[Decimal], parts: Sequence[Sequence[LineShare]]) -> None:
        self._fits: dict[Run, int] = {}
        alike: dict[frozenset[Run], int] = {}
        self._needed: list[Decimal] = []
        for quantity, shares in zip(needed, parts, strict=True):
            runs = frozenset(run for share in shares for run in share.runs)
            if runs in alike:  # parts that the same units fit are one part
                self._needed[alike[runs]] += quantity
                continue
            place = alike[runs] = len(self._needed)
            self._needed.append(quantity)
            for run in runs:
                self._fits[run] = self._fits.get(run, 0) | 1 << place
        supply: defaultdict[int, Decimal] = defaultdict(lambda: _NOTHING)
        for run, fits in self._fits.items():
            supply[fits] += run.units
        most = [
            sum((units for fits, units in supply.items() if fits & choice), _NOTHING) // needed_here
            for choice, needed_here in self._choices()
        ]
        self.sets = int(min(most, default=_NOTHING))

    def _choices(self) -> Iterator[tuple[int, Decimal]]:
        """Every choice of parts, as bits, with what one set needs for them."""
        for choice in range(1, 1 << len(self._needed)):
            yield choice, sum((units for place, units in enumerate(self._needed) if choice >> place & 1), _NOTHING)

    def take(self, sets: int) -> list[Run]:
        """The units of so many sets, the dearest that can be had; the runs are cut to them."""
        room = {choice: needed * sets for choice, needed in self._choices()}
        taken = []
        for run in in_turn(self._fits):
            fits = self._fits[run]
            units = min(run.units, *(left for choice, left in room.items() if fits & ~choice == 0))
            if units > 0:
                taken.append(run.cut(units))
                for choice in room:
                    if fits & ~choice == 0:
                        room[choice] -= units
        return taken
