"""What was typed as pinyin, by whole syllables, by initials or by any mix of both, against the readings of a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

MOST_WAYS = 12
_MORE = 2  # parts more than the fewest; nobody means those with still more


def ways(letters: str, syllables: Collection[str]) -> list[tuple[str, ...]]:
    """How letters may be cut into syllables and initials, the fewest parts first, at most `MOST_WAYS`.

    The last part may be the beginning of a syllable: `chongqi` is `chong`, `qi`.
    """
    found: list[tuple[str, ...]] = []
    begun = _begun(tuple(syllables))
    waiting: list[tuple[tuple[str, ...], str]] = [((), letters)]
    while waiting and len(found) < MOST_WAYS:
        parts, rest = waiting.pop(0)
        if found and len(parts) > len(found[0]) + _MORE:
            continue
        if not rest:
            found.append(parts)
            continue
        lengths = [length for length in range(min(6, len(rest)), 0, -1) if rest[:length] in syllables]
        if 1 not in lengths and rest[0] in begun:
            lengths.append(1)
        if rest in begun and len(rest) not in lengths:
            lengths.insert(0, len(rest))
        waiting += [((*parts, rest[:length]), rest[length:]) for length in lengths]
        del waiting[200:]  # what nobody means
    return found


@lru_cache(maxsize=8)
def _begun(syllables: tuple[str, ...]) -> frozenset[str]:
    """Every beginning of a syllable."""
    return frozenset(each[:length] for each in syllables for length in range(1, len(each) + 1))


def matches(typed: str, readings: Sequence[Sequence[str]]) -> bool:
    """Whether what was typed is spelled from some place of a name on, without a gap.

    `readings` holds for each character of the name how it may be read; `typed` is in lower case without blanks.
    """
    return any(_from(typed, readings, start) for start in range(len(readings)))


def _from(typed: str, readings: Sequence[Sequence[str]], place: int) -> bool:
    if place == len(readings):
        return False
    for reading in readings[place]:
        if reading.startswith(typed):
            return True
        if typed.startswith(reading) and _from(typed[len(reading) :], readings, place + 1):
            return True
        if typed[0] == reading[0] and len(typed) > 1 and _from(typed[1:], readings, place + 1):
            return True
    return False
