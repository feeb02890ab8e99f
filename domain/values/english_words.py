"""An amount in English words, as the papers of that language write it beside the figures."""

from __future__ import annotations

from decimal import Decimal

from domain.errors import UsageError
from domain.values.money import to_fen

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_LIMIT = Decimal("9999999999999999.995")  # as far as the Chinese capitals go


def amount_in_english(amount: Decimal) -> str:
    """`amount` yuan in words, without the prefix RMB: `minus one thousand and five yuan and fifty fen`.

    Rounded half up to the fen. Raises UsageError `amount_too_large` from 10^16 yuan on.
    """
    if abs(amount) >= _LIMIT:
        raise UsageError("amount_too_large", amount=amount)
    total = to_fen(amount)
    yuan, fen = divmod(abs(total), 100)
    parts = [f"{_number(yuan)} yuan"] if yuan or not fen else []
    parts += [f"{_number(fen)} fen"] if fen else []
    return ("minus " if total < 0 else "") + " and ".join(parts)


def _number(number: int) -> str:
    """A whole number in words: `one million two hundred thousand and five`."""
    for size, name in _SCALES:
        if number >= size:
            high, low = divmod(number, size)
            joined = " and " if 0 < low < 100 else " "
            return f"{_number(high)} {name}" + (f"{joined}{_number(low)}" if low else "")
    if number >= 100:
        high, low = divmod(number, 100)
        return f"{_SMALL[high]} hundred" + (f" and {_number(low)}" if low else "")
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
