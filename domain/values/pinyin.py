"""Search keys from pinyin initials, from every reading: one guess is wrong too often (朝阳, 单县, 曾记)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

MOST_KEYS = 16


def search_keys(readings: Sequence[Sequence[str]]) -> str:
    """The initials a name may be searched by, separated by spaces, the likeliest first, at most `MOST_KEYS`.

    `readings` holds for each Chinese character the initials it may have, the most frequent first (`["c", "z"]`), and
    for what isn't Chinese the characters themselves, one by one or in runs (`["500ml*12"]`); those stand in lower
    case and half width, spaces drop out. The first key takes every first initial; then come the keys that differ in
    one character, in two, and so on.
    """
    letters = [choices for reading in readings if (choices := _spellings(reading))]
    return " ".join(islice(_by_likelihood(letters), MOST_KEYS)) if letters else ""


def _spellings(readings: Sequence[str]) -> list[str]:
    """The different spellings of one place in a name, in order; empty for a space."""
    plain = ("".join(unicodedata.normalize("NFKC", reading).lower().split()) for reading in readings)
    return list(dict.fromkeys(spelling for spelling in plain if spelling))


def _by_likelihood(letters: Sequence[Sequence[str]]) -> Iterator[str]:
    doubtful = [place for place, choices in enumerate(letters) if len(choices) > 1]
    usual = [choices[0] for choices in letters]
    for count in range(len(doubtful) + 1):
        for places in combinations(doubtful, count):
            for others in product(*(letters[place][1:] for place in places)):
                changed = dict(zip(places, others, strict=True))
                yield "".join(changed.get(place, letter) for place, letter in enumerate(usual))
