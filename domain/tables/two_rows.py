"""Titles over two rows: each column's own below, and above it what several columns share (数量 over 箱 and 瓶)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_LEAST_SHARED = 2


def joined(upper: Sequence[str], lower: Sequence[str], has_meaning: Callable[[str], bool]) -> tuple[str, ...]:
    """Two rows of titles as one: each column's own title, with the one above it where only both together mean it.

    A title that means nothing by itself is a remark on the one that it shares: `数量(箱)`, `金额(不含税)`.
    """
    over, under = _wide(upper, lower)
    for place in range(1, len(over)):
        if not over[place] and under[place] and under[place - 1] and under[place - 1] != over[place - 1]:
            over[place] = over[place - 1]  # a title merged over several columns
    titles = []
    for above, below in zip(over, under, strict=True):
        both = f"{above}{below}" if above and below and above != below else ""
        if both and has_meaning(both):
            titles.append(both)
        elif both and over.count(above) > 1 and has_meaning(above) and not has_meaning(below):
            titles.append(f"{above}({below})")
        else:
            titles.append(below or above)
    return tuple(titles)


def parts_titles(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row does nothing but part titles of the row above it into two columns or more each."""
    over, under = _wide(upper, lower)
    shared: dict[int, int] = {}
    begin = -1
    for place, (above, below) in enumerate(zip(over, under, strict=True)):
        begin = place if above else begin
        if below and below != above:
            shared[begin] = shared.get(begin, 0) + 1
    return bool(shared) and -1 not in shared and min(shared.values()) >= _LEAST_SHARED


def _wide(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], list[str]]:
    width = max(len(upper), len(lower))
    over, under = ([row[at] if at < len(row) else "" for at in range(width)] for row in (upper, lower))
    return over, under
