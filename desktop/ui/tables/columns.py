"""How wide a list's columns are: numbers, names, days and figures stand whole, words give way before them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from PySide6.QtGui import QFontMetrics

from desktop.ui.frame.style import font_of
from desktop.ui.tables.cells import CHIP_EDGES, PAD
from desktop.ui.tables.model import Column

_WORDS = 0.72  # so much of its width a column of words keeps
_STATE = 100  # a state
_LEAST = 66  # and a column of words without a width
_SHARE = 120  # what a column without a width gets before anything is known of its rows
_NAME = 150  # where there is no room left at all, a name keeps so much and is told whole by its tip
_LONGEST = 280  # a name or a number that is longer than any should be doesn't push all others away
_WRAPPED = frozenset({"flow", "bar"})  # looks that aren't as wide as what they say


class Need(NamedTuple):
    """What a column would like, what it says needs, and what it has, in pixels, before others give up more.

    A column that wants 0 takes what is left. None of the others is more than the one before it.
    """

    wanted: int
    said: int
    full: int
    """Words are short; a spare column is given up before any other has less."""
    tight: int
    """States are short too."""
    least: int
    """So are names."""
    spare: bool = False


class Ruler:
    """How wide texts are in the fonts that cells are painted in."""

    def __init__(self) -> None:
        self._plain, self._strong = QFontMetrics(font_of(13)), QFontMetrics(font_of(13, bold=True))
        self._chip, self._second = QFontMetrics(font_of(12)), QFontMetrics(font_of(11))

    def width(self, column: Column, row: Any, *, one_line: bool = False) -> int:
        """What one row's cell needs in this column, with its edges; `one_line`: what stands second may be cut."""
        if column.look in _WRAPPED:
            return 0
        text, second = column.text(row), column.second(row)
        bold = column.look == "strong" if column.strong is None else column.strong(row)
        if column.look == "chip":
            first = self._chip.horizontalAdvance(text) + CHIP_EDGES if text else 0
        else:
            first = (self._strong if bold else self._plain).horizontalAdvance(text)
        under = self._second.horizontalAdvance(second) if second and not one_line else 0
        return max(first, under) + 2 * PAD + 1


def need_of(column: Column, head: int, said: int) -> Need:
    """What a column needs: `head` for its title, `said` for the widest of its rows (0 while none is known)."""
    if not said:
        said = min(column.width, head) if column.width else 0
    said = max(said, head)
    if column.right or (column.look == "chip" and column.whole):
        return Need(max(column.width, said) if column.width else 0, said, said, said, said, column.spare)
    if column.look == "chip":
        least = max(min(said, _STATE), head)
        return Need(max(column.width, said), said, said, least, least, column.spare)
    if column.whole or column.name:
        full = max(min(said, _LONGEST), head)
        least = max(min(full, _NAME), head) if column.name else full
        return Need(max(column.width, full) if column.width else 0, full, full, full, least, column.spare)
    least = max(min(said, int(column.width * _WORDS) or _LEAST), head)
    wanted = max(column.width, head) if column.width else 0
    said = max(min(said, wanted), least) if wanted else max(min(said, _LONGEST), least)
    return Need(wanted, said, least, least, least, column.spare)


def column_widths(needs: Sequence[Need], room: int) -> list[int]:
    """The width of each column in this room (pixels); 0 for one that is given up because the others need its room.

    Where all that is left is too wide all the same, it has to be scrolled.
    """
    shown = list(range(len(needs)))
    for place, need in enumerate(needs):
        if need.spare and sum(needs[each].full for each in shown) > room:
            shown.remove(place)
    laid = dict(zip(shown, _laid([needs[place] for place in shown], room), strict=True))
    return [laid.get(place, 0) for place in range(len(needs))]


def _laid(needs: Sequence[Need], room: int) -> list[int]:
    free = [place for place, need in enumerate(needs) if not need.wanted]
    left = room - sum(need.wanted for need in needs)
    share = max(left // max(len(free), 1), _SHARE)
    wanted = [need.wanted or max(share, need.said) for need in needs]
    stages = [wanted, *([need[stage] for need in needs] for stage in (1, 2, 3, 4))]
    widths = next((_between(more, less, room) for more, less in pairwise(stages) if sum(less) <= room), stages[-1])
    if free and sum(widths) < room:
        widths[free[0]] += room - sum(widths)
    return widths


def _between(more: Sequence[int], less: Sequence[int], room: int) -> list[int]:
    """Where there is too little for `more`, each gives up the same part of what it has beyond `less`."""
    over = sum(more) - room
    if over <= 0:
        return list(more)
    given = sum(more) - sum(less)
    return [high - (-(-(high - low) * over // given)) for high, low in zip(more, less, strict=True)]
