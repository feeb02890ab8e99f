"""The lines of an order while promotions are applied: what each is worth now and how much of it is used up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.catalog import Product
from domain.compiled import Ready
from domain.explain import Fact, Reason, Step
from domain.money import ZERO, line_amount, round_fen
from domain.pricelists import Buyer
from domain.tax import net_of_tax

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What is ordered: base units and the price per base unit before promotions; `agreed` marks one made by hand.

    `floor` is the least price per base unit that the price list allows; promotions may go below it, and say so.
    """

    product: Product
    quantity: Decimal
    unit_price: Decimal | None
    agreed: bool = False
    floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """How far limits are used already, by policy id: times in all, times by this dealer, quota left, quota he took.

    What isn't named is unused.
    """

    times: Mapping[str, int] = field(default_factory=dict)
    dealer_times: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, Decimal] = field(default_factory=dict)
    dealer_taken: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """An order to be priced on a day for a buyer, with the coupons shown."""

    buyer: Buyer
    on: date
    lines: tuple[OrderLine, ...]
    coupons: frozenset[str] = frozenset()
    usage: Usage = Usage()


class Discount(NamedTuple):
    """What one policy took off one line (or, in `PricedOrder.discounts`, off the whole order)."""

    policy: str
    version: int
    amount: Decimal


class FreeLine(NamedTuple):
    """Goods on top: free unless they have a price; `product` is an id, `amount` = quantity × price."""

    product: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    policy: str
    version: int


class Use(NamedTuple):
    """That an order used a policy: once for its limits, `quantity` of its quota."""

    policy: str
    version: int
    quantity: Decimal


class Hint(NamedTuple):
    """What is missing to more: `missing` of the measure, over `products` of the order, brings what `facts` tell.

    `code`: `next_break`, `next_save`, `next_goods`, `next_free`, `next_bundle`, `next_order_discount` or
    `condition`.
    """

    policy: str
    version: int
    name: str
    code: str
    measure: str
    missing: Decimal
    reached: Decimal
    products: tuple[str, ...]
    facts: Mapping[str, Fact]


class Working:
    """One line in the making; the amounts are exact until the line is done.

    `net` is what it costs now, `chain` what chained discounts are reckoned from, `used` how many base units
    each group has used up.
    """

    __slots__ = ("agreed", "chain", "closed", "discounts", "gross", "net", "place", "price", "product", "quantity",
                 "shown", "steps", "used")  # fmt: skip

    def __init__(self, place: int, line: OrderLine) -> None:
        self.place = place
        self.product = line.product
        self.quantity = line.quantity
        self.price = line.unit_price
        self.agreed = line.agreed
        self.gross = ZERO if line.unit_price is None else line_amount(line.quantity, line.unit_price)
        self.net = self.chain = self.shown = self.gross
        self.used: dict[str, Decimal] = {}
        self.closed = line.unit_price is None or line.quantity <= 0
        self.discounts: list[Discount] = []
        self.steps: list[Step] = []

    def available(self, ready: Ready) -> Decimal:
        """Base units that this policy may still count and discount."""
        if self.closed or (self.agreed and not ready.promotion.agreed_prices):
            return _NOTHING
        used = self.used.get(ready.competition)
        return self.quantity if used is None else self.quantity - used

    def take(self, ready: Ready, discount: Decimal, **facts: Fact) -> Decimal:
        """Take off as much of the discount as there is left to pay; returns it as told, to the fen."""
        if not discount:
            return ZERO
        net = self.net - discount
        if net < 0:
            discount, net = self.net, ZERO
        self.net = net
        if ready.reduces:
            chain = self.chain - discount
            self.chain = chain if chain > 0 else ZERO
        before, self.shown = self.shown, round_fen(net)
        told = before - self.shown
        self.discounts.append(Discount(ready.policy.id, ready.policy.version, told))
        self.steps.append(Step("promotion", before, self.shown, ready.named | facts))
        return told


Share = tuple[Working, Decimal]  # a line and base units of it


def use_up(ready: Ready, shares: Iterable[Share]) -> None:
    """Base units that this policy counted or discounted are gone for its group; an exclusive one closes the line."""
    exclusive, group = ready.policy.stacking.exclusive, ready.competition
    for line, units in shares:
        if exclusive:
            line.closed = True
        used = line.used.get(group)
        line.used[group] = units if used is None else min(used + units, line.quantity)


def worth(share: Share) -> Decimal:
    """What these units cost after the discounts applied so far."""
    line, units = share
    return line.net if units == line.quantity else line.net * units / line.quantity


def basis(ready: Ready, share: Share) -> Decimal:
    """What a discount on these units is reckoned from: the price before any promotion, or the chain's."""
    line, units = share
    whole = line.chain if ready.chained else line.gross
    return whole if units == line.quantity else whole * units / line.quantity


def measured(measure: str, shares: Sequence[Share]) -> Decimal:
    """The sum of a measure over lines; amounts are rounded to the fen line by line, untaxed ones too."""
    if measure == "quantity":
        return sum((units for _, units in shares), _NOTHING)
    if measure == "products":
        return Decimal(len({line.product.id for line, _ in shares}))
    if measure == "amount_untaxed":
        return sum((net_of_tax(worth(share), share[0].product.tax_rate) for share in shares), ZERO)
    return sum((round_fen(worth(share)) for share in shares), ZERO)


def in_canon(lines: Iterable[Working]) -> list[Working]:
    """Dearest first, then by product; so that no result depends on the order in which lines were written."""
    return sorted(lines, key=_canon)


def _canon(line: Working) -> tuple[Decimal, str, Decimal, bool, int]:
    return -(line.price or _NOTHING), line.product.id, line.quantity, line.agreed, line.place


@dataclass(slots=True)
class Outcome:
    """What applying promotions leaves behind, beside the lines themselves."""

    free: list[FreeLine] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    totals: list[Discount] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """What a template sees: the order, the lines of each numbered product scope, and where it tells its outcome."""

    order: Order
    by_slot: Mapping[int, Sequence[Working]]
    outcome: Outcome

    def shares(self, ready: Ready, slot: int) -> list[Share]:
        """The lines of a scope with what the policy may still use of them."""
        found = []
        for line in self.by_slot.get(slot, ()):
            units = line.available(ready)
            if units > 0:
                found.append((line, units))
        return found

    def hint(
        self,
        ready: Ready,
        code: str,
        measure: str,
        missing: Decimal,
        reached: Decimal,
        shares: Sequence[Share],
        **facts: Fact,
    ) -> None:
        """Tell what is missing to more, once half the way is done; what is far off would only be noise."""
        if missing > reached:
            return
        policy = ready.policy
        ids = {line.product.id for line, _ in shares}
        products = tuple(sorted(ids)) if len(ids) > 1 else tuple(ids)
        self.outcome.hints.append(
            Hint(policy.id, policy.version, policy.name, code, measure, missing, reached, products, facts)
        )
