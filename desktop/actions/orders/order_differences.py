"""What a seller's answer gives other than what was asked, line by line, so that nobody has to compare by eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from desktop.actions.orders.order_views import OrderLineView, OrderView
from domain.values.money import ZERO

What = Literal["quantity", "price", "amount", "gift"]


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One thing about one line: what was asked, and what the seller gives instead.

    Quantities are in base units, prices per base unit, amounts those of the whole line. A gift that was not in the
    order has asked 0, one that is not given any more has answered 0.
    """

    line: int
    sku: str
    name: str
    what: What
    asked: Decimal
    answered: Decimal
    unit: str = ""


def order_differences(order: OrderView) -> tuple[LineDifference, ...]:
    """Everything that was answered otherwise than asked; nothing while no answer is there."""
    return tuple(each for line in order.lines for each in _of_line(line))


def _of_line(line: OrderLineView) -> Iterator[LineDifference]:
    if line.accepted is None:
        return
    unit = line.base_unit or line.unit
    if line.gift:
        asked = ZERO if line.added else line.quantity
        if asked != line.accepted:
            yield LineDifference(line.line, line.sku, line.name, "gift", asked, line.accepted, unit)
        return
    if line.accepted != line.quantity:
        yield LineDifference(line.line, line.sku, line.name, "quantity", line.quantity, line.accepted, unit)
    if not line.accepted:
        return
    if line.asked_price is not None and line.unit_price is not None and line.asked_price != line.unit_price:
        yield LineDifference(line.line, line.sku, line.name, "price", line.asked_price, line.unit_price, unit)
    elif line.accepted == line.quantity and line.net is not None and line.net != line.amount:
        yield LineDifference(line.line, line.sku, line.name, "amount", line.amount, line.net, unit)
