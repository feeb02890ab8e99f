"""What the lines of a table add up to on the way through it, so that a row that says the same is known for a sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

_LARGE = 20  # of so many places a figure is kept as it is

_Exact = int | Decimal
"""A sum in thousandths: a whole one takes a third of the memory, and a table has as many as it has documents."""


@dataclass(slots=True)
class RunningSums:
    """What the lines so far add up to, and where sums stood, so that a sum of any level is known."""

    now: list[_Exact] = field(default_factory=lambda: [0, 0])
    bounds: list[set[_Exact]] = field(default_factory=lambda: [{0}, {0}])

    def add(self, figures: Sequence[Decimal | None]) -> None:
        for place, figure in enumerate(figures):
            if figure:
                self.now[place] += _exact(figure)

    def close(self) -> None:
        for place, bounds in enumerate(self.bounds):
            bounds.add(self.now[place])

    def says(self, figures: Sequence[Decimal | None]) -> bool:
        """Whether these figures, as far as given, add up what stands above, back to the begin or to some sum."""
        told = [(place, _exact(figure)) for place, figure in enumerate(figures) if figure]
        return bool(told) and all(self.now[place] - figure in self.bounds[place] for place, figure in told)

    def copy(self) -> RunningSums:
        """The same sums, to go on apart."""
        return RunningSums(list(self.now), [set(each) for each in self.bounds])


def _exact(figure: Decimal) -> _Exact:
    thousandths = figure * 1000
    if thousandths.adjusted() > _LARGE:
        return thousandths
    whole = int(thousandths)
    return whole if whole == thousandths else thousandths
