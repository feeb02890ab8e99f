"""Which entries and which closing parts stand on which page, decided before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WORDS_ROW = 1.5  # the closing balance in words stands in a row of this many heights
TOTAL_ROWS = 2 + WORDS_ROW  # the period's totals, the closing balance, and the words


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page: the table's entries [first, last), if it has a table and closes it, and (part, y) of the rest."""

    first: int
    last: int
    has_table: bool
    closes: bool
    parts: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PageRoom:
    """A paper's measures in millimetres: where rows start on the first and later pages, where the body ends."""

    first_rows: float
    next_rows: float
    next_parts: float
    bottom: float
    row: float

    def rows(self, *, first: bool) -> int:
        """How many rows of every kind fit on a page."""
        return int((self.bottom - (self.first_rows if first else self.next_rows)) / self.row + 1e-9)


def plan_pages(
    entries: int, room: PageRoom, parts: Sequence[float], tied: frozenset[int] = frozenset()
) -> tuple[PlannedPage, ...]:
    """Lays out a table of so many rows and the closing parts of the given heights, in order.

    Each table page opens with a row of its own (the opening balance or the balance brought forward) and ends
    with one (carried forward) or with the totals. Every table page holds at least one entry; a part is never
    broken; the last part stands at the foot of its page when it isn't alone there. No page begins with a `tied` entry
    unless the page before would hold nothing else.
    """
    pages = _table_pages(entries, room, tied)
    last = pages[-1]
    rows = 1 + last.last - last.first + TOTAL_ROWS
    y = (room.first_rows if len(pages) == 1 else room.next_rows) + rows * room.row
    placed: list[tuple[int, float]] = []
    for index, height in enumerate(parts):
        if y + height > room.bottom + 1e-6:
            pages[-1] = _with_parts(pages[-1], placed)
            pages.append(PlannedPage(entries, entries, has_table=False, closes=False))
            y, placed = room.next_parts, []
        alone = not pages[-1].has_table and not placed
        if index == len(parts) - 1 and not alone:
            y = room.bottom - height
        placed.append((index, y))
        y += height
    pages[-1] = _with_parts(pages[-1], placed)
    return tuple(pages)


def _table_pages(entries: int, room: PageRoom, tied: frozenset[int]) -> list[PlannedPage]:
    pages: list[PlannedPage] = []
    first = 0
    while True:
        rows = room.rows(first=not pages)
        left = entries - first
        if left <= rows - 1 - TOTAL_ROWS:
            return [*pages, PlannedPage(first, entries, has_table=True, closes=True)]
        taken = min(left - 1, rows - 2)
        whole = taken
        while whole > 1 and first + whole in tied:
            whole -= 1
        taken = taken if first + whole in tied else whole
        pages.append(PlannedPage(first, first + taken, has_table=True, closes=False))
        first += taken


def _with_parts(page: PlannedPage, parts: list[tuple[int, float]]) -> PlannedPage:
    return PlannedPage(page.first, page.last, page.has_table, page.closes, tuple(parts))
