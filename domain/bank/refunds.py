"""What a wallet gave back of what it took: told by a row's state, or by a row of its own about the same deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.explain import Fact, Reason
from domain.tables.numbers import read_number
from domain.values.money import ZERO

if TYPE_CHECKING:
    from domain.bank.movements import Movement

TITLES = (
    "成功退款",
    "成功退款金额",
    "退款金额",
    "已退款金额",
    "已退金额",
    "refundamount",
    "refundedamount",
    "refunded",
)
"""Plain titles, but for a unit in brackets, of the column that says what of a row was given back."""

_ALL = re.compile(
    r"(?:已)?(?:全额|全部)退(?:款|回|还)|退款成功$|^(?:对方|原路|超时|过期|到期)?(?:已|被|自动)+(?:原路|全额)?退(?:款|回|还)$"
    r"|交易退款$|(?:fully)\s*refunded|^refunded$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:已)?(?:部分)?退(?:款|回|还)[^\d¥￥]*[(（:：]?\s*[¥￥]?\s*([\d,]+(?:\.\d+)?)|refunded\s*[(:]?\s*[¥$]?\s*([\d,]+(?:\.\d+)?)",
    re.IGNORECASE,
)
_SOME = re.compile(r"部分退|partially\s*refunded|退款中|退款处理", re.IGNORECASE)
_NONE = re.compile(r"[未无没不]|退(?:款|回|还)失败")
_WORDS = ("退款", "退回", "退还", "refund")


@dataclass(frozen=True, slots=True)
class Refund:
    """What the state of a receipt says was given back: `amount`, all of it, or some that isn't told (None)."""

    amount: Decimal | None
    everything: bool = False


def refund_told(status: str) -> Refund | None:
    """What a state says of money given back; None where it says nothing of it."""
    if _NONE.search(status):
        return None
    if found := _PART.search(status):
        amount = read_number((found[1] or found[2]).replace(",", ""))
        return Refund(amount)
    if _SOME.search(status):
        return Refund(None)
    return Refund(None, everything=True) if _ALL.search(status) else None


@dataclass(frozen=True, slots=True)
class WalletDeal:
    """What a row tells of the deal it belongs to; `refunded` is what its own column says was given back of it."""

    row: int
    way: str
    amount: Decimal
    reference: str
    order: str
    words: str
    refunded: Decimal = ZERO


def taken_back(deals: Sequence[WalletDeal]) -> Mapping[int, Decimal]:
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
    for deal in came:
        if deal.refunded > found.get(deal.row, ZERO):
            found[deal.row] = deal.refunded  # the same money, told twice
    return found


_SHORT = 6


def less_refunds(movements: Sequence[Movement], deals: Sequence[WalletDeal]) -> tuple[list[Movement], list[Reason]]:
    """The movements less what was given back; those of which nothing is left are told instead."""
    back = taken_back(deals)
    left: list[Movement] = []
    told: list[Reason] = []
    for each in movements:
        refund = refund_told(each.status) if each.direction == "in" else None
        other = back.get(each.row, ZERO)
        amount = (
            each.amount if refund and refund.everything else max((refund.amount if refund else None) or ZERO, other)
        )
        if amount >= each.amount:
            facts: dict[str, Fact] = {"amount": each.amount, "status": each.status}
            told.append(Reason("bank_row_refunded", "warn", facts, each.row))
        elif amount:
            left.append(replace(each, amount=each.amount - amount, refunded=amount))
        else:
            left.append(each)
    return left, told
