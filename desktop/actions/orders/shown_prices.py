"""What an order showed its writer, as a draft and when it is placed, so that an amount that changed since is told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.errors import RefusedError
from domain.explain import Fact, Reason
from domain.values.veiled import is_veiled

if TYPE_CHECKING:
    from desktop.actions.orders.order_views import CheckedOrder, OrderDraft, OrderLineView


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line as it was shown: quantity in base units, the price per base unit, what the whole line came to.

    None where nobody saw it, because no price was found or its writer may not see what is paid.
    """

    product: str
    quantity: Decimal
    unit_price: Decimal | None
    amount: Decimal | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """Whose order it was, of what day, with what coupons, and its lines without goods on top."""

    buyer: str
    date: dt.date
    coupons: tuple[str, ...]
    lines: tuple[SeenLine, ...]

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
        SeenLine(line.product, line.quantity, line.unit_price, line.amount, line.by_hand)
        for line in lines
        if not line.gift
    ]
    return ShownOrder(draft.buyer, draft.date, draft.coupons, tuple(shown))


def kept_shown(shown: ShownOrder | None) -> ShownOrder | None:
    """What of it is kept with a draft: a veiled figure was seen by nobody."""
    if shown is None:
        return None
    return replace(shown, lines=tuple(_unveiled(each) for each in shown.lines))


def _unveiled(line: SeenLine) -> SeenLine:
    price = None if is_veiled(line.unit_price) else line.unit_price
    return replace(line, unit_price=price, amount=None if is_veiled(line.amount) else line.amount)


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
    for place, line in enumerate(_bought(lines)):
        price = None if line.by_hand else first.get(line.product)
        yield from _change(line, price, before.lines[place].amount if same else None, _SINCE_DRAFT)


def _bought(lines: Sequence[OrderLineView]) -> list[OrderLineView]:
    return [line for line in lines if not line.gift]


_SINCE_DRAFT = ("price_since_draft", "amount_since_draft")
_SINCE_SEEN = ("price_since_seen", "amount_since_seen")


def _change(
    line: OrderLineView, price: Decimal | None, amount: Decimal | None, codes: tuple[str, str]
) -> Iterator[Reason]:
    """What a line says where its price, or else its amount, is another than before; None where nothing was shown."""
    told: dict[str, Fact] = {"sku": line.sku, "name": line.name, "base_unit": line.base_unit or line.unit}
    if price is not None and line.unit_price is not None and price != line.unit_price:
        facts = {**told, "before": price, "after": line.unit_price, "amount": line.amount}
        yield Reason(codes[0], "warn", facts, line.line)
    elif amount is not None and amount != line.amount:
        yield Reason(codes[1], "warn", {**told, "before": amount, "after": line.amount}, line.line)


# ---- what stood on the screen when it was placed


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """An order as the screen showed it last: its lines, the goods on top (name, quantity, amount), the wallet's part.

    `wallet` is what was asked of the wallet, `paid` what it pays.
    """

    order: ShownOrder
    gifts: tuple[tuple[str, str, Decimal], ...]
    wallet: tuple[bool, Decimal | None]
    paid: Decimal


class OrderChangedError(RefusedError):
    """`order_changed_since_seen`: nothing was saved, for it comes to something else than was seen; `now` is what."""

    def __init__(self, reasons: tuple[Reason, ...], now: SeenOrder) -> None:
        super().__init__("order_changed_since_seen", reasons=reasons)
        self.now = now


def seen_of(checked: CheckedOrder) -> SeenOrder:
    """What somebody sees who sees this."""
    gifts = tuple((each.name, each.quantity_text, each.amount) for each in checked.lines if each.gift)
    draft = checked.draft
    return SeenOrder(shown_of(draft, checked.lines), gifts, (draft.use_wallet, draft.wallet_most), checked.paid)


def check_seen(seen: SeenOrder, checked: CheckedOrder) -> None:
    """Goes on only where nothing of what was seen comes to something else now.

    What the writer changed himself since is no such thing. Raises OrderChangedError.
    """
    now = seen_of(checked)
    if now == seen or (seen.order.buyer, seen.order.date) != (now.order.buyer, now.order.date):
        return
    reasons = tuple(_since_seen(seen, now, checked.lines))
    if reasons:
        raise OrderChangedError(reasons, now)


def _since_seen(seen: SeenOrder, now: SeenOrder, lines: Sequence[OrderLineView]) -> Iterator[Reason]:
    same = seen.order.asked == now.order.asked
    prices, counted = seen.order.prices, {each.product: each.quantity for each in seen.order.lines}
    for place, line in enumerate(_bought(lines)):
        fixed = line.by_hand or counted.get(line.product) != line.quantity  # another quantity may have another price
        price = None if fixed else prices.get(line.product)
        yield from _change(line, price, seen.order.lines[place].amount if same else None, _SINCE_SEEN)
    if same and seen.gifts != now.gifts:
        yield _gifts_change(_told_gifts(seen), _told_gifts(now))
    if same and seen.wallet == now.wallet and seen.paid != now.paid:
        yield Reason("wallet_since_seen", "warn", {"before": seen.paid, "after": now.paid})


def _told_gifts(seen: SeenOrder) -> str:
    return ", ".join(f"{name} {count}" for name, count, _ in seen.gifts)


def _gifts_change(before: str, after: str) -> Reason:
    code = "gifts_since_seen" if before and after else "gifts_new_since_seen" if after else "gifts_gone_since_seen"
    return Reason(code, "warn", {"before": before, "after": after})
