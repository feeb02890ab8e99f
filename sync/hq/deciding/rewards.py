"""What HQ does about rebates beside settling: approves corrections, and moves rewards on until they are handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast, get_args
from uuid import uuid4

from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.rebates.settlement import ThingState, move_thing
from domain.values.quantities import from_milli, plain_number
from sync.records.bodies.policies import RebateAdjustmentBody, RebatePayoutBody
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books.bulk import query_rows
from sync.records.books.homes import Home, home_of
from sync.records.books.locking import lock_account
from sync.records.books.numbering import next_number
from sync.records.log.writing import Writing
from sync.records.rebates.payouts import (
    APPROVED,
    Correction,
    corrections,
    line_body,
    payout_body,
    payout_row,
    to_stored,
)

_NOTHING = Decimal(0)
_BEFORE_HAND_OVER = ("ordered", "handed_over")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, on which business day, at which moment."""

    by: str
    today: date
    now: str


def approve_adjustment(writing: Writing, adjustment: str, hand: Hand) -> str:
    """A second person lets a correction count: HQ's own record of it, which the dealer reads; its id.

    Raises UsageError `adjustment_unknown`; RefusedError `adjustment_approved`, `adjustment_own`.
    """
    connection = writing.connection
    found = adjustment_of(connection, adjustment)
    lock_account(connection, found.dealer)
    found = adjustment_of(connection, adjustment)
    if found.approved_by:
        raise RefusedError("adjustment_approved", reason=found.reason, by=found.approved_by)
    if not hand.by.strip() or hand.by.casefold() == found.made_by.casefold():
        raise RefusedError("adjustment_own", reason=found.reason, by=found.made_by)
    body = RebateAdjustmentBody(
        found.policy,
        found.dealer,
        found.period,
        to_stored(found.amount),
        found.reason,
        found.made_by,
        hand.now,
        hand.by,
    )
    writing.put(home_of(connection).stream_for(found.dealer), "rebate_adjustment", found.id + APPROVED, body)
    return found.id + APPROVED


def adjustment_of(connection: Connection, named: str) -> Correction:
    """The correction of this id, or of the beginning of one; UsageError `adjustment_unknown`."""
    found = [each for each in corrections(connection) if named and each.id.startswith(named)]
    if len(found) != 1:
        raise UsageError("adjustment_unknown", adjustment=named)
    return found[0]


def move_reward(writing: Writing, payout: str, to: str, note: str, hand: Hand) -> str:
    """Moves goods, cash or a thing on; goods become an accepted order at price 0 before they are handed over.

    Returns the order's id where one was made, else the payout's. Raises UsageError `payout_unknown`,
    `reward_state_unknown`; RefusedError `reward_paid` (credit and account are paid already), `reward_state`,
    `reward_negative`.
    """
    connection = writing.connection
    row = payout_row(connection, payout)
    lock_account(connection, row.dealer)
    body = payout_body(connection, row.id)
    if to not in get_args(ThingState):
        raise UsageError("reward_state_unknown", state=to, known=", ".join(get_args(ThingState)))
    if body.reward in {"credit", "account"}:
        raise RefusedError("reward_paid", number=body.number)
    body.state = move_thing(cast("ThingState", body.state), cast("ThingState", to))
    body.history = [*body.history, line_body(to, _NOTHING, {"at": hand.now, "by": hand.by, "note": note or None})]
    home = home_of(connection)
    made = str(row.id)
    if body.reward == "goods" and to in _BEFORE_HAND_OVER and not body.document:
        made = body.document = _order_goods(writing, home, body, hand)
    writing.put(home.stream_for(body.dealer), "rebate_payout", row.id, body)
    return made


def _order_goods(writing: Writing, home: Home, payout: RebatePayoutBody, hand: Hand) -> str:
    """The goods as an order HQ has accepted, at price 0, which ships like any other."""
    connection = writing.connection
    milli = payout.payable // 10
    if milli <= 0:
        raise RefusedError("reward_negative", number=payout.number, quantity=plain_number(from_milli(milli)))
    rows = query_rows(connection, "SELECT id, sku, name, unit FROM product WHERE id = ?", payout.product)
    if not rows:
        raise UsageError("product_unknown", product=payout.product)
    product, sku, name, unit = rows[0]
    line = LineBody(
        product, sku, milli, 0, unit_price=0, unit=unit, name=name, accepted=milli, net=0, gift=payout.policy
    )
    record = uuid4().hex
    body = DocumentBody(
        number=next_number(connection, "order", home.prefix, hand.today),
        seller=home.dealer,
        buyer=payout.dealer,
        date=hand.today.isoformat(),
        recorded_at=hand.now,
        amount=0,
        lines=[line],
        author=hand.by,
        state="accepted",
        ref=payout.number,
        remark=f"{payout.policy} {payout.period}",
    )
    writing.put(home.stream_for(payout.dealer), "order", record, body)
    return record
