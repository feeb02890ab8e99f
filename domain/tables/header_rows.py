"""Which row of a table is its header: the one that tells the most, or two that do together, of the first table there.

What stands above a header is no line, so a second table further down must not be taken for the only one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.tables.numbers import read_number
from domain.tables.two_rows import joined, parts_titles

_LEAST_TITLES = 3  # known ones in a row that another one may part


class _Candidate(NamedTuple):
    """A row of titles, the better one last in the order of tuples; `above` is minus its place."""

    known: int
    filled: int
    above: int
    titles: tuple[str, ...]


def best_row(
    rows: Sequence[Sequence[str]],
    known: Callable[[Sequence[str]], int],
    has_meaning: Callable[[str], bool],
    is_whole: Callable[[Sequence[str]], bool],
) -> tuple[int, tuple[str, ...]] | None:
    """The place and the titles of the row that tells the most; of two rows that tell more together, the lower.

    Args:
        known: how many meanings a row of titles tells.
        has_meaning: whether a title tells one.
        is_whole: whether a row of titles tells all that such a table needs.
    """
    found = _candidates(rows, known, has_meaning)
    if not any(each.filled for each in found):
        return None
    best = max(found, key=lambda each: each[:3])
    first = min((-each.above for each in found if -each.above < -best.above and is_whole(each.titles)), default=None)
    if first is not None and any(map(_has_figure, _cells(rows[first + 1 : -best.above]))):
        best = max((each for each in found if -each.above <= first + 1), key=lambda each: each[:3])
    return -best.above, best.titles


def _candidates(
    rows: Sequence[Sequence[str]], known: Callable[[Sequence[str]], int], has_meaning: Callable[[str], bool]
) -> list[_Candidate]:
    found: list[_Candidate] = []
    upper: Sequence[str] = ()
    for place, row in enumerate(rows):
        titles = tuple(title.strip() for title in row)
        count = known(titles)
        found.append(_Candidate(count, sum(map(bool, titles)), -place, titles))
        if any(upper) and any(titles) and not any(map(_has_figure, titles)):
            both = joined(upper, titles, has_meaning)
            above, more = known(upper), known(both)
            if above >= _LEAST_TITLES and parts_titles(upper, titles):
                found.append(_Candidate(max(more, above), sum(map(bool, both)), -place, both))
            elif more > max(count, above):
                found.append(_Candidate(more, sum(map(bool, both)), -place, both))
        upper = titles
    return found


def _cells(rows: Sequence[Sequence[str]]) -> list[str]:
    return [cell for row in rows for cell in row]


def _has_figure(title: str) -> bool:
    return read_number(title) is not None
