"""How Chinese characters are read, all readings of each, and which characters are read so."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from domain.values.pinyin_matching import matches


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Readings by character and characters by reading, without tones; ü is written v, as keyboards do."""
    # Loaded when first needed: the table of readings takes a third of a second.
    from pypinyin.constants import PINYIN_DICT

    readings: dict[str, tuple[str, ...]] = {}
    characters: dict[str, list[str]] = {}
    for code, told in PINYIN_DICT.items():
        if not 0x4E00 <= code <= 0x9FFF:
            continue
        plain = dict.fromkeys(spelling for each in told.split(",") for spelling in _without_tone(each))
        readings[chr(code)] = tuple(plain)
        for spelling in plain:
            characters.setdefault(spelling, []).append(chr(code))
    return readings, {spelling: "".join(found) for spelling, found in characters.items()}


def _without_tone(reading: str) -> list[str]:
    """A reading without its tone; one with ü is typed with v and with u."""
    apart = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ê", "e"))
    spaced = apart.replace("v\u0304", "v").replace("u\u0308", "v")
    plain = "".join(character for character in spaced if "a" <= character <= "z")
    return [plain, plain.replace("v", "u")] if "v" in plain else [plain] if plain else []


def syllables() -> dict[str, str]:
    """The characters of each syllable."""
    return _table()[1]


@lru_cache(maxsize=65536)
def readings_of(name: str) -> tuple[tuple[str, ...], ...]:
    """How each character of a name may be read; letters and figures are themselves, all else drops out."""
    known = _table()[0]
    found: list[tuple[str, ...]] = []
    for character in unicodedata.normalize("NFKC", name).lower():
        if character.isascii():
            if character.isalnum():
                found.append((character,))
        elif character in known:
            found.append(known[character])
    return tuple(found)


def is_spelled(name: str, typed: str) -> bool:
    """Whether a name, or a part of it, is what was typed as pinyin."""
    return matches(typed, readings_of(name))
