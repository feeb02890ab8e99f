"""QR codes of one length, many of them quickly: each is the sum of a first one and of what single bits change in it.

Whatever a code says goes into it by sums without carry (the check words too), so where mask and length stay the same,
the code of one text is that of another with the difference of their bits added. Making one from the ground takes a
thousand times as long.
"""

from __future__ import annotations

from functools import lru_cache

LENGTH = 106  # what fits into a code of 41 modules a side at medium correction; shorter texts end in blanks
SIDE = 41
_MASK = 3  # a fixed mask is as readable as the one that looks best
_FEW = 60  # codes made from the ground before it is worth learning what single bits do

_made = 0


def code_rows(text: str) -> list[int]:
    """The modules of a text's code, row by row, a bit a module with the leftmost highest; dark is 1."""
    global _made  # noqa: PLW0603 -- a count of the process, like the cache beside it
    data = text.encode().ljust(LENGTH)
    _made += 1
    if len(data) > LENGTH or _made <= _FEW:
        return _from_ground(data)
    base = _empty()
    for place, byte in enumerate(data):
        base ^= _change(place, byte)
    return _split(base, SIDE)


@lru_cache(maxsize=LENGTH * 100)
def _change(place: int, byte: int) -> int:
    """What a byte at a place changes in the code of nothing but zeros."""
    changed = 0
    for bit in range(8):
        if byte >> bit & 1:
            changed ^= _bit(place, bit)
    return changed


@lru_cache(maxsize=LENGTH * 8)
def _bit(place: int, bit: int) -> int:
    data = bytearray(LENGTH)
    data[place] = 1 << bit
    return _number(bytes(data)) ^ _empty()


@lru_cache(maxsize=1)
def _empty() -> int:
    return _number(bytes(LENGTH))


def _number(data: bytes) -> int:
    """All modules as one number."""
    number = 0
    for row in _from_ground(data):
        number = number << SIDE | row
    return number


def _split(number: int, side: int) -> list[int]:
    keep = (1 << side) - 1
    return [number >> side * (side - 1 - row) & keep for row in range(side)]


def _from_ground(data: bytes) -> list[int]:
    import segno

    # Text is given as bytes: letters and figures alone would go in by another coding, which doesn't add up.
    code = segno.make_qr(data, error="m", mask=_MASK, mode="byte", boost_error=False)
    return [int("".join("1" if module else "0" for module in row), 2) for row in code.matrix]
