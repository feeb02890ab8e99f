"""Search keys from pinyin initials, from every reading: one guess is wrong too often (朝阳, 单县, 曾记)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

MOST_KEYS = 16


def search_keys(readings: Sequence[Sequence[str]]) -> str:
    """The initials a name may be searched by, separated by spaces, the likeliest first, at most `MOST_KEYS`.

    `readings` holds for each single character its readings, the most frequent first, with or without tones
    (`["zhāo", "cháo"]`); a character that isn't Chinese comes as its own only reading and stands in lower
    case (`["A"]`, `["5"]`, `["*"]`), a space drops out. The first key takes every character's first reading;
    then come those that differ in one character, in two, and so on.
    """
    letters = [choices for reading in readings if (choices := _initials(reading))]
    keys = dict.fromkeys(islice(_by_likelihood(letters), MOST_KEYS))
    return " ".join(key for key in keys if key)


def _initials(readings: Sequence[str]) -> list[str]:
    """The different first letters of one character's readings, in order; empty for a space."""
    plain = (unicodedata.normalize("NFKD", reading.strip())[:1].lower() for reading in readings)
    return list(dict.fromkeys(letter for letter in plain if letter))


def _by_likelihood(letters: Sequence[Sequence[str]]) -> Iterator[str]:
    doubtful = [place for place, choices in enumerate(letters) if len(choices) > 1]
    usual = [choices[0] for choices in letters]
    for count in range(len(doubtful) + 1):
        for places in combinations(doubtful, count):
            for others in product(*(letters[place][1:] for place in places)):
                changed = dict(zip(places, others, strict=True))
                yield "".join(changed.get(place, letter) for place, letter in enumerate(usual))
