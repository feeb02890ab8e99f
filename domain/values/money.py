"""Money as exact decimals: one rounding per line, half up, and whole fen wherever it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import lcm

_FEN = Decimal("0.01")
_UNIT = Decimal(1)
_HUNDRED = Decimal(100)
_TEN_THOUSAND = Decimal(10_000)
ZERO = Decimal("0.00")
_MEMORY = 4096  # prices repeat, amounts don't


def round_fen(amount: Decimal) -> Decimal:
    """Round to two places, half away from zero (四舍五入); what rounds to nothing is 0.00, never -0.00."""
    return amount.quantize(_FEN, ROUND_HALF_UP) or ZERO


def to_fen(amount: Decimal) -> int:
    """Whole fen, as stored and sent; an amount finer than a fen is rounded half up first."""
    return int((amount * _HUNDRED).quantize(_UNIT, ROUND_HALF_UP))


def from_fen(fen: int) -> Decimal:
    """Yuan with two places from stored fen."""
    return Decimal(fen).scaleb(-2)


@lru_cache(maxsize=_MEMORY)
def to_price(unit_price: Decimal) -> int:
    """A unit price as stored: whole 1/10000 yuan, rounded half up."""
    return int((unit_price * _TEN_THOUSAND).quantize(_UNIT, ROUND_HALF_UP))


@lru_cache(maxsize=_MEMORY)
def from_price(stored: int) -> Decimal:
    """Yuan with four places from a stored unit price."""
    return Decimal(stored).scaleb(-4)


def line_amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """What a line costs: quantity in base units × price per base unit, rounded here and nowhere else."""
    return (quantity * unit_price).quantize(_FEN, ROUND_HALF_UP) or ZERO


def split(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split `total` in proportion to `weights`, to the fen, so that the shares add up to it exactly.

    Each share is rounded down to the fen and the fen left over go to the largest remainders (the earlier
    share where they are equal). Weights that are all zero share equally. Raises ValueError for no weights or
    a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError(f"weights must be there and not negative: {weights}")
    parts = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(below for _, below in parts))
    whole_weights = [above * (common // below) for above, below in parts]
    whole = sum(whole_weights)
    if not whole:
        whole_weights, whole = [1] * len(weights), len(weights)
    fen = to_fen(total)
    sign = -1 if fen < 0 else 1
    shares, remainders = [], []
    for weight in whole_weights:
        share, remainder = divmod(abs(fen) * weight, whole)
        shares.append(share)
        remainders.append(-remainder)
    by_remainder = sorted(range(len(shares)), key=remainders.__getitem__)  # a stable sort keeps the earlier first
    for place in by_remainder[: abs(fen) - sum(shares)]:
        shares[place] += 1
    return [from_fen(sign * share) for share in shares]


def share(fen: int, part: int, whole: int) -> int:
    """The share of whole fen that a part takes, half up; taken step by step to the whole, the steps add up to it."""
    return (2 * fen * part + whole) // (2 * whole)


def format_money(amount: Decimal) -> str:
    """Two places with thousands separators: `1,234.50`."""
    return f"{round_fen(amount):,.2f}"
