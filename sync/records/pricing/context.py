"""What one order is priced by, read from the book once: price lists, promotions and limits, coupons and the wallet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection

from domain.catalog.products import Product
from domain.documents.verdict import PricingResult, RequestLine
from domain.explain import Fact, Step
from domain.parties.dealers import Dealer
from domain.prices.price_lists import Buyer, PriceBook
from domain.promotions.compiled import CompiledPolicies, CompiledPromotion
from domain.promotions.lines import FreeLine, OrderLine, PromotedOrder, Usage
from domain.promotions.pricing import PricedOrder, price_order
from domain.rebates.wallet import Spending, WalletEntry, left, spend
from domain.values.money import ZERO
from sync.records.books.bulk import rows_in
from sync.records.books.locking import lock_policies
from sync.records.books.reading import product_of, tells_stock
from sync.records.pricing.policy_cache import PolicyCache, buyer_among, buyer_of
from sync.records.pricing.usage import Limited, usage_of
from sync.records.rebates.wallets import wallet_entries, wallet_moves

_ONE = Decimal(1)
_UNUSED = Usage()


class WalletAllowance(NamedTuple):
    """The part of a wallet that an order may use: its credits, what each can still pay, and no more than `most`."""

    entries: tuple[WalletEntry, ...] = ()
    available: Mapping[str, Decimal] = MappingProxyType({})
    most: Decimal | None = None


class Wishes(NamedTuple):
    """What the buyer shows with an order: coupons, and whether (and up to what) the wallet is to pay."""

    coupons: frozenset[str] = frozenset()
    use_wallet: bool = False
    wallet_most: Decimal | None = None


class PlacedOrder(NamedTuple):
    """An order that stands in the book: its id, its buyer and everyone above him by id, and the policies' mark.

    Without an id it is one that isn't written yet.
    """

    order: str
    dealers: Mapping[str, Dealer]
    mark: str | None = None


class PricingContext(NamedTuple):
    """What a seller and a buyer settle an order of a day by; `products` also holds what may come on top.

    `limited` are the policies with limits that the order touches, `usage` how far they were used before it; `names`
    are those of all promotions it touches. `promoted` is False where no promotion or coupon has a say.
    """

    seller: str
    dealer: Dealer
    buyer: Buyer
    on: date
    products: Mapping[str, Product]
    book: PriceBook
    compiled: CompiledPolicies
    names: Mapping[str, str]
    limited: Limited
    usage: Usage
    coupons: frozenset[str]
    wallet: WalletAllowance
    promoted: bool = True


@dataclass(frozen=True, slots=True)
class OrderPricing(PricingResult):
    """What quantities of an order's lines come to, with all that promotions and wallet say of it."""

    priced: PricedOrder | None = None
    spendings: tuple[Spending, ...] = ()

    @property
    def saved(self) -> Decimal:
        """What promotions took off the lines."""
        lines = self.priced.lines if self.priced else ()
        return sum((line.gross - line.amount for line in lines), ZERO)


class OrderPricer:
    """Reckons quantities of the same lines, each choice of them once.

    Attributes:
        accepted: what came of the quantities first reckoned, which are those a verdict accepted.
    """

    accepted: OrderPricing

    def __init__(self, context: PricingContext, lines: Sequence[RequestLine]) -> None:
        self._context = context
        self._lines = tuple(lines)
        self._known: list[tuple[tuple[Decimal, ...], OrderPricing]] = []  # two at most; decimals are slow to hash

    def __call__(self, quantities: Sequence[Decimal]) -> OrderPricing:
        key = tuple(quantities)
        for known, pricing in self._known:
            if known == key:
                return pricing
        pricing = _reckon(self._context, self._lines, key)
        if not self._known:
            self.accepted = pricing
        self._known.append((key, pricing))
        return pricing

    def asked(self) -> OrderPricing:
        """The whole of what is asked."""
        return self([line.quantity for line in self._lines])


def load_pricing_context(
    connection: Connection,
    policy_cache: PolicyCache,
    seller: str,
    dealer: Dealer,
    products: Iterable[Product],
    on: date,
    wishes: Wishes,
    *,
    standing: PlacedOrder | None = None,
) -> PricingContext:
    """Reads what an order of these products is priced by; locks the limits it touches where others may use them too.

    Args:
        standing: the order being judged, where it stands in the book already or its buyer's line was read already.
    """
    without = standing.order if standing else ""
    if standing and seller in standing.dealers:
        from_hq, buyer = standing.dealers[seller].tier == "hq", buyer_among(dealer, standing.dealers)
    else:
        from_hq, buyer = tells_stock(connection, seller), buyer_of(connection, dealer)
    policy_set = policy_cache.policy_set(connection, standing.mark if standing else None)
    compiled = policy_set.compiled(from_hq=from_hq)
    ordered = {product.id: product for product in products}
    line_up = compiled.line_up(buyer, on, wishes.coupons)
    touched = line_up.touched(ordered.values())
    limited = {
        promotion.policy.id: promotion.quota
        for promotion in touched
        if promotion.limited or promotion.quota is not None
    }
    usage = _UNUSED
    if limited:
        lock_policies(connection, list(limited))
        direct = {promotion.policy.id for promotion in touched if not promotion.policy.channel}
        keeping = {promotion.policy.id for promotion in touched if not promotion.terms.returns.gives_back}
        usage = usage_of(connection, limited, dealer.id, without=without, direct=direct, keeping=keeping)
    return PricingContext(
        seller,
        dealer,
        buyer,
        on,
        {**_gift_cards(connection, touched), **ordered} if touched else ordered,
        policy_set.price_book(buyer, on, from_hq=from_hq),
        compiled,
        {promotion.policy.id: promotion.policy.name for promotion in touched},
        limited,
        usage,
        wishes.coupons,
        _allowance(connection, dealer, on, wishes, without) if from_hq and wishes.use_wallet else WalletAllowance(),
        bool(wishes.coupons) or line_up.concerns(ordered.values()),
    )


def _gift_cards(connection: Connection, touched: Iterable[CompiledPromotion]) -> dict[str, Product]:
    ids = sorted(frozenset[str]().union(*(promotion.on_top for promotion in touched)))
    rows = rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", ids)
    return {row.id: product_of(row) for row in rows}


def _allowance(connection: Connection, dealer: Dealer, on: date, wishes: Wishes, without: str) -> WalletAllowance:
    entries = tuple(wallet_entries(connection, dealer.id))
    moves = wallet_moves(connection, dealer.id) if entries else []
    rest = left(entries, moves, on, but_for=without)
    # A credit may keep four places; what it pays is money.
    whole = {entry: amount.quantize(ZERO, ROUND_DOWN) for entry, amount in rest.items()}
    return WalletAllowance(entries, whole, wishes.wallet_most)


def _reckon(context: PricingContext, lines: Sequence[RequestLine], quantities: Sequence[Decimal]) -> OrderPricing:
    if not context.promoted and not context.wallet.available:
        return OrderPricing(tuple(map(RequestLine.cost_of, lines, quantities)))
    asked = tuple(
        OrderLine(context.products[line.product], quantity, line.unit_price, line.by_hand, line.floor)
        for line, quantity in zip(lines, quantities, strict=True)
    )
    order = PromotedOrder(context.buyer, context.on, asked, context.coupons, context.usage)
    priced = price_order(order, context.compiled)
    amounts = tuple(line.amount for line in priced.lines)
    spendings = _spend(context, asked, amounts)
    paid = sum((each.amount for each in spendings), ZERO)
    return OrderPricing(amounts, _gift_lines(context, priced), priced.reasons, paid, priced, tuple(spendings))


def _spend(context: PricingContext, asked: Sequence[OrderLine], amounts: Sequence[Decimal]) -> list[Spending]:
    wallet = context.wallet
    if not wallet.available:
        return []
    costs = [(line.product, amount) for line, amount in zip(asked, amounts, strict=True)]
    return spend(costs, wallet.entries, wallet.available, most=wallet.most)


def _gift_lines(context: PricingContext, priced: PricedOrder) -> tuple[RequestLine, ...]:
    """Goods on top as lines, those of one policy, product and price together."""
    found: dict[tuple[str, str, Decimal], RequestLine] = {}
    for free in priced.free:
        key = free.policy, free.product, free.unit_price
        if key in found:
            found[key] = _with_more(found[key], free)
            continue
        card = context.products.get(free.product)
        facts: dict[str, Fact] = {
            "policy": free.policy,
            "version": free.version,
            "name": context.names.get(free.policy),
            "quantity": free.quantity,
            **dict(free.how),
        }
        found[key] = RequestLine(
            free.product,
            card.sku if card else free.product,
            free.quantity,
            card.unit if card else "",
            _ONE,
            free.unit_price,
            (Step("gift", None, free.unit_price, facts),),
            gift=free.policy,
        )
    return tuple(found[key] for key in sorted(found))


def _with_more(line: RequestLine, free: FreeLine) -> RequestLine:
    """A line of goods on top with more of them; what these were bought with stands beside what the others were."""
    (step,) = line.steps
    quantity = line.quantity + free.quantity
    bought = [str(each["bought"]) for each in (step.facts, dict(free.how)) if "bought" in each]
    facts = {**step.facts, "quantity": quantity, **({"bought": " + ".join(bought)} if bought else {})}
    return line._replace(quantity=quantity, steps=(replace(step, facts=facts),))
