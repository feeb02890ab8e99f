"""What a wallet gave back of what it took: told by a row's state, or by a row of its own about the same deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import ZERO
from domain.tables.numbers import read_number

_ALL = re.compile(
    r"(?:已)?(?:全额|全部)退(?:款|回|还)|退款成功$|^已退(?:款|回|还)$|交易退款$|(?:fully)\s*refunded|^refunded$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:已)?(?:部分)?退(?:款|回|还)[^\d¥￥]*[(（:：]?\s*[¥￥]?\s*([\d,]+(?:\.\d+)?)|refunded\s*[(:]?\s*[¥$]?\s*([\d,]+(?:\.\d+)?)",
    re.IGNORECASE,
)
_SOME = re.compile(r"部分退|partially\s*refunded|退款中|退款处理", re.IGNORECASE)
_WORDS = ("退款", "退回", "退还", "refund")


@dataclass(frozen=True, slots=True)
class Refund:
    """What the state of a receipt says was given back: `amount`, all of it, or some that isn't told (None)."""

    amount: Decimal | None
    everything: bool = False


def refund_told(status: str) -> Refund | None:
    """What a state says of money given back; None where it says nothing of it."""
    if found := _PART.search(status):
        amount = read_number((found[1] or found[2]).replace(",", ""))
        return Refund(amount)
    if _SOME.search(status):
        return Refund(None)
    return Refund(None, everything=True) if _ALL.search(status) else None


@dataclass(frozen=True, slots=True)
class Deal:
    """What a row tells of the deal it belongs to."""

    row: int
    way: str
    amount: Decimal
    reference: str
    order: str
    words: str


def taken_back(deals: Sequence[Deal]) -> Mapping[int, Decimal]:
    """By the row of a receipt what other rows of the file gave back of it.

    Such a row speaks of a refund, isn't a receipt itself, and has the receipt's reference with something behind it, or
    its order's number.
    """
    came = [deal for deal in deals if deal.way == "in"]
    by_reference = {deal.reference: deal for deal in came if len(deal.reference) > _SHORT}
    by_order = {deal.order: deal for deal in came if deal.order}
    found: dict[int, Decimal] = {}
    for deal in deals:
        if deal.way == "in" or not any(word in deal.words.casefold() for word in _WORDS):
            continue
        receipt = by_reference.get(deal.reference.partition("_")[0]) or by_order.get(deal.order)
        if receipt is not None:
            found[receipt.row] = found.get(receipt.row, ZERO) + deal.amount
    return found


_SHORT = 6
