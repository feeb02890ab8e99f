"""How well a name fits what was typed: as it is written, in the other language, or as pinyin."""

from __future__ import annotations

from collections.abc import Sequence

from sync.records.books.syllables import is_spelled

Names = tuple[str, ...]
"""What one thing is called: in both languages, and by its keys."""

WHOLE, BEGINS, WORD, WITHIN, SPELLED = range(5)
"""How a name fits, the closest first."""


def fitting(names: Sequence[Names], typed: str) -> list[tuple[int, int]]:
    """Which of these fit, as place and closeness (0 is closest), the closest first and otherwise in their order.

    Each word that was typed must fit some name of the same thing.
    """
    words = typed.casefold().split()
    if not words:
        return []
    found = []
    for place, called in enumerate(names):
        fits = [fit for word in words if (fit := _closest(called, word)) is not None]
        if len(fits) == len(words):
            found.append((place, max(fits)))
    return sorted(found, key=lambda each: each[1])


def _closest(names: Names, word: str) -> int | None:
    fits = [fit for name in names if (fit := closeness(name, word)) is not None]
    return min(fits, default=None)


def closeness(name: str, word: str) -> int | None:
    """How closely a name fits one word in lower case; None where it doesn't."""
    plain = name.casefold()
    if plain == word:
        return WHOLE
    if plain.startswith(word):
        return BEGINS
    at = plain.find(word)
    if at > 0:
        return WORD if not plain[at - 1].isalnum() else WITHIN
    if word.isascii() and word.isalpha() and not name.isascii() and is_spelled(name, word):
        return WORD if _begins_spelled(name, word) else SPELLED
    return None


def _begins_spelled(name: str, word: str) -> bool:
    """Whether the first characters of a name are what was typed as pinyin, rather than some in its middle."""
    ends = next(end for end in range(1, len(name) + 1) if is_spelled(name[:end], word))
    return not is_spelled(name[1:ends], word)
