"""Which rows the grid shows: the lines being typed, under each what comes free with it, and an empty one at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.actions.documents.views import OrderLineView


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line's place in the entry, or goods on top of it (`gift`), which nobody types."""

    place: int
    gift: OrderLineView | None = None
    nth: int = 0

    @property
    def key(self) -> tuple[int, str, str, int]:
        """Rows with the same key show the same thing, perhaps with other figures."""
        gift = self.gift
        return (self.place, "", "", 0) if gift is None else (self.place, gift.gift, gift.product, self.nth)


def laid_out(count: int, gifts: Sequence[tuple[int, OrderLineView]]) -> list[GridRow]:
    """The rows of so many lines with their gifts (place of the line, gift); a gift without a line goes to the end."""
    under: dict[int, list[GridRow]] = {}
    for place, gift in gifts:
        here = under.setdefault(min(place, count - 1), [])
        alike = [row for row in here if row.gift and (row.gift.gift, row.gift.product) == (gift.gift, gift.product)]
        here.append(GridRow(min(place, count - 1), gift, len(alike)))
    rows: list[GridRow] = []
    for place in range(count):
        rows += [GridRow(place), *under.get(place, ())]
    return [*rows, GridRow(count)]


def cause(gift: OrderLineView, bought: Sequence[OrderLineView], places: Sequence[int]) -> int:
    """The place of the line a gift belongs under: its own product's, one its policy speaks of, or the last."""
    pairs = list(zip(bought, places, strict=False))
    same = [place for line, place in pairs if line.product == gift.product]
    told = [place for line, place in pairs if any(each.policy == gift.gift for each in line.discounts)]
    return (same or told or [place for _, place in pairs] or [0])[-1]


def gifts_of(line: OrderLineView, lines: Sequence[OrderLineView]) -> list[OrderLineView]:
    """The goods on top of an order that belong to one of the lines that were bought."""
    bought = [each for each in lines if not each.gift]
    places = [each.line for each in bought]
    return [each for each in lines if each.gift and cause(each, bought, places) == line.line]


def changes(old: Sequence[GridRow], new: Sequence[GridRow]) -> tuple[list[int], list[int]]:
    """Which rows of the old go and, once they are gone, at which rows new ones come, each in order."""
    kept, coming = {row.key for row in old}, {row.key for row in new}
    going = [at for at, row in enumerate(old) if row.key not in coming]
    return going, [at for at, row in enumerate(new) if row.key not in kept]
