"""What a draft showed its writer, kept beside it, so that a price that changed until it is placed is told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.explain import Fact, Reason

if TYPE_CHECKING:
    from desktop.actions.order_views import OrderDraft, OrderLineView


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it was shown: quantity in base units, the price per base unit, what the whole line came to."""

    product: str
    quantity: Decimal
    unit_price: Decimal | None
    amount: Decimal
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """Whose order it was, of what day, with what coupons, and its lines without goods on top."""

    buyer: str
    date: dt.date
    coupons: tuple[str, ...]
    lines: tuple[ShownLine, ...]

    @property
    def asked(self) -> tuple[object, ...]:
        """All that the writer decides: while it is the same, only the books can have changed the sums."""
        return self.coupons, *((each.product, each.quantity, each.by_hand) for each in self.lines)

    @property
    def prices(self) -> dict[str, Decimal]:
        """The price of each product that stands once and whose price no hand settled."""
        times = Counter(each.product for each in self.lines)
        lines = [each for each in self.lines if times[each.product] == 1 and not each.by_hand]
        return {each.product: each.unit_price for each in lines if each.unit_price is not None}


def shown_of(draft: OrderDraft, lines: Sequence[OrderLineView]) -> ShownOrder:
    """What a draft shows now."""
    shown = [
        ShownLine(line.product, line.quantity, line.unit_price, line.amount, line.by_hand)
        for line in lines
        if not line.gift
    ]
    return ShownOrder(draft.buyer, draft.date, draft.coupons, tuple(shown))


def first_shown(before: ShownOrder | None, now: ShownOrder) -> ShownOrder:
    """What to go on comparing with while an order is typed on: each price as it was shown first."""
    if before is None or (before.buyer, before.date) != (now.buyer, now.date):
        return now
    if before.asked == now.asked:
        return before
    first = before.prices
    kept = [
        each if each.by_hand else replace(each, unit_price=first.get(each.product, each.unit_price))
        for each in now.lines
    ]
    return replace(now, lines=tuple(kept))


def changes_since(draft: OrderDraft, lines: Sequence[OrderLineView]) -> Iterator[Reason]:
    """Each line whose price, or else whose sum, is another than the draft showed; `lines` are those of now."""
    before, now = draft.shown, shown_of(draft, lines)
    if before is None or (before.buyer, before.date) != (now.buyer, now.date):
        return
    first, same = before.prices, before.asked == now.asked
    bought = [line for line in lines if not line.gift]
    for place, line in enumerate(bought):
        told: dict[str, Fact] = {"sku": line.sku, "name": line.name, "base_unit": line.base_unit or line.unit}
        price = None if line.by_hand else first.get(line.product)
        if price is not None and line.unit_price is not None and price != line.unit_price:
            facts = {**told, "before": price, "after": line.unit_price, "amount": line.amount}
            yield Reason("price_since_draft", "warn", facts, line.line)
        elif same and before.lines[place].amount != line.amount:
            facts = {**told, "before": before.lines[place].amount, "after": line.amount}
            yield Reason("amount_since_draft", "warn", facts, line.line)
