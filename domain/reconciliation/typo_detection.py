"""Slips of the finger that turn one amount into another: swapped figures, a point in the wrong place, a lost sign."""

from __future__ import annotations

from typing import Literal

Slip = Literal["reversed_digits", "decimal_shift", "sign_turned"]
_SHIFTS = (10, 100, 1000)


def slip_of(one: int, other: int) -> Slip | None:
    """Which single slip makes one amount (in fen) the other, or None.

    `sign_turned`: 5.00 and -5.00. `decimal_shift`: 12.30, 123.00 or 1,230.00. `reversed_digits`: two figures side by
    side swapped, 1,843.00 and 1,483.00.
    """
    if not one or not other or one == other:
        return None
    if one == -other:
        return "sign_turned"
    if (one > 0) != (other > 0):
        return None
    low, high = sorted((abs(one), abs(other)))
    if any(low * shift == high for shift in _SHIFTS):
        return "decimal_shift"
    return "reversed_digits" if _is_one_swap(str(low), str(high)) else None


def one_slip_from(fen: int) -> tuple[int, ...]:
    """All amounts that are one slip away from `fen`, each once."""
    if not fen:
        return ()
    sign = 1 if fen > 0 else -1
    figures = str(abs(fen))
    padded = "0" + figures  # a nought in front may have been swapped in
    swapped = [
        int(padded[:place] + padded[place + 1] + padded[place] + padded[place + 2 :]) for place in range(len(figures))
    ]
    shifted = [abs(fen) * shift for shift in _SHIFTS]
    shifted += [abs(fen) // shift for shift in _SHIFTS if not abs(fen) % shift]
    near = {amount * sign for amount in (*swapped, *shifted) if amount}
    return (-fen, *sorted(near - {fen, -fen}))


def _is_one_swap(low: str, high: str) -> bool:
    low = low.zfill(len(high))  # 0.95 and 9.05: the nought in front isn't written
    apart = [place for place in range(len(high)) if low[place] != high[place]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return low[first] == high[second] and low[second] == high[first]
