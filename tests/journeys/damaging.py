"""What a failing disk does to a file: bytes, sectors and pages wrong, swapped, empty, or the end gone."""

import random
from pathlib import Path

KINDS = ("bytes", "page", "blank", "swapped", "cut", "sector", "head")
BLOWS = ("flip", "zero", "swap", "noise", "cut")
"""What may befall a file at one of `PLACES`, told from its beginning to its end."""
PLACES = 1_000_000
_PAGE, _SECTOR = 4096, 512
Blow = tuple[str, int, int]


def damage(path: Path, kind: str | tuple[Blow, ...], seed: int) -> None:
    """Damages a file the same way for the same seed, or by these blows one after another."""
    if not isinstance(kind, str):
        raw = bytearray(path.read_bytes())
        for blow in kind:
            _strike(raw, *blow)
        path.write_bytes(raw)
        return
    chance = random.Random(f"{path.name} {kind} {seed}")
    raw = bytearray(path.read_bytes())
    pages = max(len(raw) // _PAGE, 1)
    if kind == "bytes":
        for _ in range(chance.randint(1, 6)):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    elif kind == "page":
        _put(raw, chance.randrange(pages) * _PAGE, chance.randbytes(_PAGE))
    elif kind == "blank":
        _put(raw, chance.randrange(pages) * _PAGE, bytes(_PAGE * chance.randint(1, 3)))
    elif kind == "swapped":
        one, other = chance.randrange(pages) * _PAGE, chance.randrange(pages) * _PAGE
        first, second = bytes(raw[one : one + _PAGE]), bytes(raw[other : other + _PAGE])
        _put(raw, one, second)
        _put(raw, other, first)
    elif kind == "cut":
        del raw[chance.randrange(len(raw)) :]
    elif kind == "sector":
        _put(raw, chance.randrange(len(raw) // _SECTOR + 1) * _SECTOR, chance.randbytes(_SECTOR))
    else:
        _put(raw, 0, chance.randbytes(chance.choice((16, 100, _PAGE))))
    path.write_bytes(raw)


def _strike(raw: bytearray, blow: str, place: int, how: int) -> None:
    if not raw:
        return
    at = place * len(raw) // PLACES
    page, other = at // _PAGE * _PAGE, how % (len(raw) // _PAGE + 1) * _PAGE
    if blow == "flip":
        raw[at] ^= 1 << how % 8
    elif blow == "zero":
        _put(raw, page, bytes(_PAGE * (1 + how % 3)))
    elif blow == "swap":
        one, two = bytes(raw[page : page + _PAGE]), bytes(raw[other : other + _PAGE])
        _put(raw, page, two)
        _put(raw, other, one)
    elif blow == "noise":
        _put(raw, at, random.Random(how).randbytes(_SECTOR))
    else:
        del raw[at:]


def _put(raw: bytearray, place: int, new: bytes) -> None:
    """Writes over what is there; a file doesn't grow by it."""
    there = raw[place : place + len(new)]
    raw[place : place + len(there)] = new[: len(there)]
