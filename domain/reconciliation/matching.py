"""The passes that pair the lines of two books, the surest first; a line once paired is out of the later passes.

Everything works on places and whole fen, so that ten thousand lines against ten thousand take well under a second.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.accounts.settling import numbers_in
from domain.reconciliation.typo_detection import one_slip_from
from domain.values.money import to_fen
from domain.values.subset_sums import Effort, subset_of_sum

How = Literal["number", "amount", "day_total", "group"]
_NEAREST = 16  # more candidates would find sums that mean nothing
_LOOKED_AT = 200
_PARTS = 5
_STEPS_A_LINE = 2_500
_STEPS = 250_000
_NOT_FAR = 2  # of two amounts of one day the larger is at most so many times the smaller


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of a book; `amount` > 0 raises what the buyer owes, whichever book it stands in.

    `id` is unique within its book. A book kept from the other side of the account is turned with `mirrored` first.
    """

    id: str
    date: dt.date
    amount: Decimal
    number: str = ""
    summary: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Places in our book and in theirs that belong together, and how that was found."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    how: How


class MatchingSide:
    """One book while it is being matched."""

    def __init__(self, lines: Sequence[BookLine]) -> None:
        self.lines = lines
        self.fen = [to_fen(line.amount) for line in lines]
        self.days = [line.date.toordinal() for line in lines]
        self.free = [True] * len(lines)
        self.order = sorted(range(len(lines)), key=lambda place: (self.days[place], lines[place].number, place))
        self.doubled: set[int] = set()  # a number that the other book has once and this one twice

    def left(self) -> list[int]:
        """The places not paired yet, by date."""
        return [place for place in self.order if self.free[place]]

    def open_left(self) -> list[int]:
        """The places not paired yet that may still be paired without their number."""
        return [place for place in self.order if self.free[place] and place not in self.doubled]

    def take(self, places: Sequence[int]) -> None:
        """Pair these places off."""
        for place in places:
            self.free[place] = False

    def sum(self, places: Sequence[int]) -> int:
        """Their amounts in fen."""
        return sum(self.fen[place] for place in places)


class Matching:
    """Two books, what of them is paired, and what has one number but not one amount."""

    def __init__(self, ours: Sequence[BookLine], theirs: Sequence[BookLine], window: int) -> None:
        self.ours, self.theirs, self.window = MatchingSide(ours), MatchingSide(theirs), window
        self.pairs: list[Pairing] = []
        self.differing: list[Pairing] = []
        self.gave_up = False

    def run(self) -> None:
        """All passes in their order."""
        self.by_number()
        self.by_amount()
        self.by_day_total()
        self.by_group()
        self.by_slip()
        self.by_day()

    def _pair(self, ours: Sequence[int], theirs: Sequence[int], how: How) -> None:
        self.ours.take(ours)
        self.theirs.take(theirs)
        self.pairs.append(Pairing(tuple(ours), tuple(theirs), how))

    def _differ(self, ours: Sequence[int], theirs: Sequence[int], how: How) -> None:
        self.ours.take(ours)
        self.theirs.take(theirs)
        self.differing.append(Pairing(tuple(ours), tuple(theirs), how))

    def by_number(self) -> None:
        """Lines of one number and sign: equal amounts pair, then equal sums; what remains of both sides differs."""
        ours, theirs = _by_number(self.ours, self.theirs)
        for key, places in ours.items():
            if others := theirs.get(key):
                self._within_number(places, others)

    def _within_number(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        by_fen: dict[int, list[int]] = defaultdict(list)
        for other in reversed(theirs):
            by_fen[self.theirs.fen[other]].append(other)
        for place in ours:
            if same := by_fen[self.ours.fen[place]]:
                self._pair([place], [same.pop()], "number")
        for sign in (1, -1):
            mine = [place for place in ours if self.ours.free[place] and self.ours.fen[place] * sign > 0]
            others = [place for place in theirs if self.theirs.free[place] and self.theirs.fen[place] * sign > 0]
            if mine and others and self.ours.sum(mine) == self.theirs.sum(others):
                self._pair(mine, others, "number")
            elif mine and others:
                self._differ(mine, others, "number")
        self._turned_within(ours, theirs)
        self._remember_doubled(self.ours, ours)
        self._remember_doubled(self.theirs, theirs)

    def _turned_within(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """The one line of a number left on each side, of one amount with two signs: one thing written to both sides."""
        mine = [place for place in ours if self.ours.free[place]]
        others = [place for place in theirs if self.theirs.free[place]]
        if len(mine) == len(others) == 1 and self.ours.sum(mine) == -self.theirs.sum(others):
            self._differ(mine, others, "number")

    @staticmethod
    def _remember_doubled(side: MatchingSide, places: Sequence[int]) -> None:
        """A number left over from the pairing of that very number is no partner for another document."""
        side.doubled.update(place for place in places if side.free[place] and side.lines[place].number)

    def by_amount(self) -> None:
        """Equal amounts, first of one day, then within the window of days."""
        ours, theirs = _by_fen(self.ours), _by_fen(self.theirs)
        for fen in ours:
            if fen and fen in theirs:
                self._of_one_amount(ours[fen], theirs[fen])

    def _of_one_amount(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        for window in (0, self.window):
            mine = [place for place in ours if self.ours.free[place]]
            others = [place for place in theirs if self.theirs.free[place]]
            for place, other in _near(self.ours.days, mine, self.theirs.days, others, window):
                self._pair([place], [other], "amount")

    def by_day_total(self) -> None:
        """All of a day on one side booked as one sum on the other."""
        for side, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            single: dict[int, list[int]] = _by_fen(other)
            for places in _by_day(side):
                found = next(
                    (
                        place
                        for place in single.get(side.sum(places), ())
                        if other.free[place] and abs(other.days[place] - side.days[places[0]]) <= self.window
                    ),
                    None,
                )
                if found is not None:
                    self._pair_sides(side, places, [found], "day_total")

    def by_group(self) -> None:
        """One line against the few nearest of the other side that make its amount; bounded, and says if it gave up."""
        steps = _STEPS
        for side, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            near = _Nearest(other, other.open_left(), self.window)
            for place in side.open_left():
                places = near.places(side.days[place], side.fen[place])
                effort = Effort(min(_STEPS_A_LINE, steps))
                amounts = [other.fen[each] for each in places]
                found = subset_of_sum(amounts, side.fen[place], effort, _PARTS)
                steps -= min(_STEPS_A_LINE, steps) - max(effort.left, 0)
                self.gave_up = self.gave_up or effort.spent
                if found:
                    self._pair_sides(side, [place], sorted(places[each] for each in found), "group")

    def by_slip(self) -> None:
        """Lines left on both sides whose amounts are one slip of the finger apart, within the window."""
        theirs = {fen: _Nearest(self.theirs, places, self.window) for fen, places in _by_fen(self.theirs).items()}
        for place in self.ours.open_left():
            day = self.ours.days[place]
            found = [
                near[0]
                for fen in one_slip_from(self.ours.fen[place])
                if fen in theirs and (near := theirs[fen].places(day, fen, 1))
            ]
            if found:
                nearest = min(found, key=lambda other: (abs(self.theirs.days[other] - day), other))
                self._differ([place], [nearest], "amount")

    def by_day(self) -> None:
        """The one line left of a day and sign on each side, of amounts not far apart: one thing with two amounts."""
        theirs = _alone(self.theirs)
        for key, place in _alone(self.ours).items():
            other = theirs.get(key)
            if other is None:
                continue
            less, more = sorted((abs(self.ours.fen[place]), abs(self.theirs.fen[other])))
            if less * _NOT_FAR >= more:
                self._differ([place], [other], "amount")

    def _pair_sides(self, side: MatchingSide, places: Sequence[int], others: Sequence[int], how: How) -> None:
        if side is self.ours:
            self._pair(places, others, how)
        else:
            self._pair(others, places, how)


def _by_number(ours: MatchingSide, theirs: MatchingSide) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Each side's places by number; a line whose own number is unknown over there goes by the one it quotes."""
    own = [_plain_numbers(side) for side in (ours, theirs)]
    known = [set(numbers) - {""} for numbers in own]
    return _grouped(ours, own[0], known[1]), _grouped(theirs, own[1], known[0])


def _plain_numbers(side: MatchingSide) -> list[str]:
    return [line.number.strip().casefold() for line in side.lines]


def _grouped(side: MatchingSide, numbers: Sequence[str], known: set[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place in side.order:
        number = numbers[place]
        if number not in known and side.lines[place].summary:
            quoted = numbers_in(side.lines[place].summary) & known
            number = next(iter(quoted)) if len(quoted) == 1 else number
        if number:
            groups[number].append(place)
    return groups


def _by_fen(side: MatchingSide) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for place in side.open_left():
        groups[side.fen[place]].append(place)
    return groups


def _by_day(side: MatchingSide) -> list[list[int]]:
    """What is left of each day and sign, where it is more than one line."""
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for place in side.open_left():
        groups[side.days[place], side.fen[place] > 0].append(place)
    return [places for places in groups.values() if len(places) > 1]


def _alone(side: MatchingSide) -> dict[tuple[int, bool], int]:
    """The place left of each day and sign, where it is but one."""
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for place in side.open_left():
        groups[side.days[place], side.fen[place] > 0].append(place)
    return {key: places[0] for key, places in groups.items() if len(places) == 1}


def _near(
    days: Sequence[int], places: Sequence[int], other_days: Sequence[int], others: Sequence[int], window: int
) -> Iterator[tuple[int, int]]:
    """Pairs of two lists sorted by day, none further apart than the window, as many as there can be."""
    mine, other = 0, 0
    while mine < len(places) and other < len(others):
        apart = days[places[mine]] - other_days[others[other]]
        if abs(apart) <= window:
            yield places[mine], others[other]
            mine, other = mine + 1, other + 1
        elif apart < 0:
            mine += 1
        else:
            other += 1


class _Nearest:
    """The free lines among some of one side, given by date, that are nearest to a day."""

    def __init__(self, side: MatchingSide, places: Sequence[int], window: int) -> None:
        self.side, self.window = side, window
        self.sorted = places
        self.days = [side.days[place] for place in self.sorted]

    def places(self, day: int, fen: int, most: int = _NEAREST) -> list[int]:
        """Up to `most` places of the same sign and no larger amount within the window, nearest first."""
        after = bisect_left(self.days, day)
        before = after - 1
        found: list[int] = []
        for _ in range(_LOOKED_AT):
            ahead = self.days[after] - day if after < len(self.days) else self.window + 1
            behind = day - self.days[before] if before >= 0 else self.window + 1
            if min(ahead, behind) > self.window or len(found) == most:
                break
            if ahead <= behind:
                place, after = self.sorted[after], after + 1
            else:
                place, before = self.sorted[before], before - 1
            amount = self.side.fen[place]
            if self.side.free[place] and amount * fen > 0 and abs(amount) <= abs(fen):
                found.append(place)
        return found
