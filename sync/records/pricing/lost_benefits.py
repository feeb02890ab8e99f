"""What a buyer who gives part of an order back has had for goods it doesn't keep: savings and goods on top.

The order is reckoned again, by the versions and prices it was answered with, on what is kept. A saving counts for the
part of each line that is kept; goods on top count as far as they are still there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.catalog.products import Product
from domain.documents.kinds import KINDS, NOTES
from domain.policies.promotion_terms import Promotion
from domain.prices.price_lists import Buyer
from domain.promotions.pricing import PricedOrder
from domain.values.money import ZERO, from_fen, from_price, line_amount, round_fen
from domain.values.quantities import from_milli
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.reading import product_of, tells_stock
from sync.records.documents.kind_lists import SIGNS, quoted
from sync.records.documents.stored import Filed, FiledLine, followed
from sync.records.pricing.given_back import returned_of
from sync.records.pricing.list_prices import ListPrices
from sync.records.pricing.repricing import RepricedOrder

RETURNED = "returned"
"""How a note that charges lost benefits says what it is for: its method; its reference is the return's number."""
_FEN = Decimal("0.01")
Quantities = Mapping[int, int]

_CHARGES = quoted(kind for kind in NOTES if KINDS[kind].family == "note")
_CHARGED = (
    f"SELECT SUM(n.amount * CASE n.kind {SIGNS} END) FROM document n "
    "WHERE n.seller = ? AND n.buyer = ? AND n.method = 'returned' AND n.state = 'posted' AND n.reverses IS NULL "
    f"AND n.kind IN ({_CHARGES}) AND n.ref IN (SELECT r.number FROM document d "
    "JOIN document r ON r.source = d.id AND r.kind = 'return' WHERE d.source = ? AND d.kind = 'delivery')"
)


@dataclass(frozen=True, slots=True)
class LostGift:
    """Goods on top that are kept and not earned: base units, and what they are worth by the lists of that day.

    `lines` say how much of it stands on which lines of the delivery at hand. `worth` is None where they have no price.
    """

    product: str
    sku: str
    name: str
    unit: str
    quantity: Decimal
    worth: Decimal | None
    lines: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class LostBenefit:
    """What one policy gave for goods that aren't kept; `way` is what it says of that (`Returns.lost`)."""

    policy: str
    name: str
    way: str
    amount: Decimal
    gifts: tuple[LostGift, ...]

    def more_than(self, before: LostBenefit | None) -> bool:
        """Whether a return loses more than was lost before it."""
        if before is None:
            return True
        gifts = {gift.product: gift.quantity for gift in before.gifts}
        return self.amount > before.amount or any(
            gift.quantity > gifts.get(gift.product, Decimal(0)) for gift in self.gifts
        )


def coming_back(connection: Connection, delivery: Filed, wanted: Mapping[int, Decimal] | None) -> dict[int, int]:
    """How much of each of a delivery's lines comes back, in 1/1000: what is asked, or all that is left."""
    if wanted is not None:
        return {line: int(quantity * 1000) for line, quantity in wanted.items()}
    so_far = followed(connection, delivery.id, "return")
    left = {line.line: line.quantity - so_far.get(line.line, (0, 0))[0] for line in delivery.lines}
    return {line: quantity for line, quantity in left.items() if quantity > 0}


class KeptOrder:
    """The order a delivery is of, for asking what is lost where so much of the delivery comes back.

    Attributes:
        promoted: whether any promotion had a say in it; nothing is lost otherwise.
    """

    def __init__(self, connection: Connection, delivery: Filed) -> None:
        self._connection, self._delivery = connection, delivery
        self._past = RepricedOrder(connection, delivery.source) if delivery.source else None
        held = self._past.versions if self._past else {}
        named = self._past.due.versions.items() if self._past else ()
        self._policies = [held[each] for each in sorted(named) if each in held]
        self._policies = [policy for policy in self._policies if isinstance(policy.terms, Promotion)]
        self.promoted = bool(self._policies)
        if self._past is not None and self.promoted:
            came = returned_of(connection, [self._past.filed.id])
            self._came = {line: quantity for (_, line), quantity in came.items()}

    def charged(self) -> Decimal:
        """What earlier returns of the order were charged with for this."""
        if self._past is None:
            return ZERO
        filed = self._past.filed
        return from_fen(int(query_rows(self._connection, _CHARGED, filed.seller, filed.buyer, filed.id)[0][0] or 0))

    def lost(self, coming: Quantities) -> tuple[LostBenefit, ...]:
        """What is lost, policy by policy, once so much of the delivery's lines (1/1000) has come back too."""
        if self._past is None or not self.promoted:
            return ()
        found = self._lost(self._kept(coming), {})
        if any(line.closed for line in self._past.filed.lines):
            # That its seller delivers no more of an order is nothing its buyer gave back.
            shut = {line.line: (line.accepted or 0) - line.closed for line in self._past.filed.lines}
            by_seller = {each.policy: each for each in self._lost(shut, {})}
            found = self._lost(self._kept(coming), by_seller) if by_seller else found
        return found

    def _lost(self, kept: Quantities, forgiven: Mapping[str, LostBenefit]) -> tuple[LostBenefit, ...]:
        """What is lost where so much (1/1000) of the order's lines is kept, less what is forgiven by policy."""
        assert self._past is not None
        past = self._past
        accepted = [line.accepted or 0 for line in past.lines]
        whole = past.accepted(accepted)
        left = past.accepted([kept[line.line] for line in past.lines])
        shares = [Decimal(kept[line.line]) / max(line.accepted or 0, 1) for line in past.lines]
        had, earned = _savings(whole, shares), _savings(left, [Decimal(1)] * len(shares))
        found = []
        for policy in self._policies:
            terms = policy.terms
            assert isinstance(terms, Promotion)
            let_off = forgiven.get(policy.id)
            amount = round_fen(had[policy.id] - earned[policy.id]) - (let_off.amount if let_off else ZERO)
            slack = _FEN * sum(share > 0 for share in shares)  # what rounding line by line may come to
            gifts = self._gifts(policy.id, kept, left, let_off)
            if amount > slack or gifts:
                way = terms.returns.lost
                found.append(LostBenefit(policy.id, policy.name, way, amount if amount > slack else ZERO, gifts))
        return tuple(found)

    def _kept(self, coming: Quantities) -> dict[int, int]:
        """By line of the order what is kept of it, or still to be delivered; what was closed is neither."""
        assert self._past is not None
        lines = self._past.filed.lines
        kept = {line.line: (line.accepted or 0) - line.closed - self._came.get(line.line, 0) for line in lines}
        for line in self._delivery.lines:
            if line.order_line is not None:
                kept[line.order_line] = kept.get(line.order_line, 0) - coming.get(line.line, 0)
        return {line: max(quantity, 0) for line, quantity in kept.items()}

    def _gifts(
        self, policy: str, kept: Mapping[int, int], left: PricedOrder, forgiven: LostBenefit | None
    ) -> tuple[LostGift, ...]:
        assert self._past is not None
        let_off = {each.product: each.quantity for each in forgiven.gifts} if forgiven else {}
        there: defaultdict[str, list[FiledLine]] = defaultdict(list)
        for line in self._past.filed.lines:
            if line.gift == policy:
                there[line.product].append(line)
        found = []
        for product, lines in sorted(there.items()):
            earned = sum(
                (each.quantity for each in left.free if (each.policy, each.product) == (policy, product)), ZERO
            )
            more = from_milli(sum(kept[line.line] for line in lines)) - earned - let_off.get(product, ZERO)
            if more > 0:
                card = self._card(product)
                name, unit = (card.name, card.unit) if card else (lines[0].name, lines[0].unit)
                where = self._where({line.line for line in lines}, more)
                worth = self._worth(lines[0], more)
                found.append(LostGift(product, lines[0].sku, name, unit, more, worth, where))
        return tuple(found)

    def _where(self, order_lines: set[int], wanted: Decimal) -> tuple[tuple[int, Decimal], ...]:
        found = []
        for line in self._delivery.lines:
            part = min(wanted, from_milli(line.quantity)) if line.order_line in order_lines else Decimal(0)
            if part > 0:
                found.append((line.line, part))
                wanted -= part
        return tuple(found)

    def _worth(self, line: FiledLine, quantity: Decimal) -> Decimal | None:
        """What so much of a gift costs: as on its order, else by the lists of that day; less what was paid for it."""
        assert self._past is not None
        past = self._past
        bought = [each.price for each in past.lines if each.product == line.product and each.price is not None]
        price = from_price(bought[0]) if bought else self._listed(past.buyer, line.product, quantity, past.on)
        if price is None:
            return None
        return max(line_amount(quantity, price - from_price(line.price or 0)), ZERO)

    def _card(self, product: str) -> Product | None:
        found = rows_in(self._connection, "SELECT * FROM product WHERE id IN (?*)", [product])
        return product_of(found[0]) if found else None

    def _listed(self, buyer: Buyer, product: str, quantity: Decimal, on: date) -> Decimal | None:
        card = self._card(product)
        if card is None:
            return None
        from_hq = tells_stock(self._connection, self._delivery.seller)
        return ListPrices(self._connection).price(buyer, card, quantity, on, from_hq=from_hq)


def _savings(priced: PricedOrder, shares: Sequence[Decimal]) -> defaultdict[str, Decimal]:
    """What each policy took off, of each line its share."""
    found: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for line, share in zip(priced.lines, shares, strict=True):
        for discount in line.discounts:
            found[discount.policy] += discount.amount * share
    return found
