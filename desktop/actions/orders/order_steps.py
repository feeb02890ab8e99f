"""What can be done about an order as it stands: told from the order alone, so that a window can offer it."""

from __future__ import annotations

from decimal import Decimal

from desktop.actions.orders.order_differences import order_differences
from desktop.actions.orders.order_views import OrderLineView, OrderView, RestClosingView

AMENDABLE = ("submitted", "needs_approval", "accepted", "accepted_in_part", "refused")
"""States in which another order can take an order's place."""
_STANDING = ("accepted", "accepted_in_part", "partly_delivered", "delivered")
SPLITTABLE = (*AMENDABLE, *_STANDING[2:])
_ANSWERED = (*_STANDING, "refused", "cancelled")


def can_amend(order: OrderView) -> bool:
    """Whether another order can take its place."""
    return order.state in AMENDABLE and not any(line.delivered for line in order.lines)


def can_split(order: OrderView) -> bool:
    """Whether there are two halves to it: of the whole, or of what was not accepted.

    An order that is closed is done with; what is still wanted of it is copied into a new one.
    """
    if any(each.by_seller for each in order.closings):
        return False
    left = [open_quantity(order, line) for line in order.lines if not line.gift]
    return order.state in SPLITTABLE and (sum(each > 0 for each in left) > 1 or any(each > 1 for each in left))


def must_see(order: OrderView, own: str) -> bool:
    """Whether the answer gives something else than this dealer asked for, so that a person has to see it."""
    if order.buyer.id != own or order.seller.id == own or order.state not in _ANSWERED:
        return False
    return order.state in ("refused", "accepted_in_part") or bool(order_differences(order))


def stands(order: OrderView) -> bool:
    """Whether anything of an order was accepted, so that splitting it is about the rest alone."""
    return order.state in _STANDING


def open_quantity(order: OrderView, line: OrderLineView) -> Decimal:
    """What of a line can still be ordered: all of it, or what its seller did not accept, or closed; in base units."""
    return line.quantity - (line.accepted or Decimal(0)) + line.closed if stands(order) else line.quantity


def open_wish(order: OrderView) -> RestClosingView | None:
    """The buyer's wish that the rest be closed, as long as there is anything to close."""
    wishes = [each for each in order.closings if not each.by_seller]
    return wishes[-1] if wishes and order.left > 0 else None
