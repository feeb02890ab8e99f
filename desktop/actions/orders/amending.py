"""What a person can do about an answer: amend the order, or split it in two; the seller judges anew."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.orders.drafts import save_draft
from desktop.actions.orders.order_steps import AMENDABLE, SPLITTABLE, open_quantity, stands
from desktop.actions.orders.order_views import DraftLine, OrderDraft, OrderView
from desktop.actions.orders.orders import order
from domain.errors import RefusedError, UsageError
from domain.values.veiled import is_veiled

if TYPE_CHECKING:
    from desktop.desk import Desk


def amended_draft(desk: Desk, number: str) -> OrderDraft:
    """The order as a new draft that is to be taken instead of it; nothing is saved.

    Raises UsageError `document_unknown`; RefusedError `amend_not_possible` (`state`).
    """
    return amended(order(desk, number), desk)


def amended(view: OrderView, desk: Desk) -> OrderDraft:
    """`amended_draft` of an order that is here already."""
    if view.state not in AMENDABLE:
        raise RefusedError("amend_not_possible", number=view.number, state=view.state)
    return replace(_draft(desk, view, {}), supersedes=view.id)


@changes("drafts")
def split_order(desk: Desk, number: str, first: Mapping[int, Decimal]) -> tuple[OrderDraft, OrderDraft]:
    """Splits an order into two drafts and keeps them: base units by line that go first, and the rest.

    Where the order stands (accepted in whole or in part), it stays: the first draft then has what was not accepted of
    it and is wanted now, and the second the rest. Otherwise the first is to be taken instead of the order.

    Raises as `amended_draft`, and `order_closed`; UsageError `split_nothing` where either half is empty,
    `split_too_much` and `split_line_done` (`line`).
    """
    desk.need("order_write")
    view = order(desk, number)
    if any(each.by_seller for each in view.closings):
        raise RefusedError("order_closed", number=view.number)
    if view.state not in SPLITTABLE:
        raise RefusedError("amend_not_possible", number=view.number, state=view.state)
    open_ = {line.line: open_quantity(view, line) for line in view.lines if not line.gift}
    for line, quantity in first.items():
        if not 0 <= quantity <= open_.get(line, Decimal(0)):
            most = open_.get(line, Decimal(0))
            raise UsageError("split_too_much" if most else "split_line_done", line=line, most=most)
    rest = {line: quantity - first.get(line, Decimal(0)) for line, quantity in open_.items()}
    if not any(first.values()) or not any(rest.values()):
        raise UsageError("split_nothing")
    now, later = _draft(desk, view, first), _draft(desk, view, rest)
    if not stands(view):
        now = replace(now, supersedes=view.id)
    for draft in (later, now):
        save_draft(desk, draft)
    return now, later


def _draft(desk: Desk, view: OrderView, quantities: Mapping[int, Decimal]) -> OrderDraft:
    """The order's lines (with these quantities, where any are given) as a draft of today."""
    lines = tuple(
        DraftLine(
            line.product,
            quantities[line.line] if quantities else line.quantity,
            line.unit,
            line.pack_size,
            line.asked_price if line.by_hand and not is_veiled(line.asked_price) else None,
        )
        for line in view.lines
        if not line.gift and (quantities.get(line.line) if quantities else line.quantity)
    )
    return OrderDraft(
        uuid.uuid4().hex,
        view.seller.id,
        view.buyer.id,
        desk.today(),
        ref=view.ref,
        remark=view.remark,
        lines=lines,
        coupons=view.coupons,
        use_wallet=bool(view.wallet),
    )
