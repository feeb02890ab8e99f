"""The seller's verdict on one order: whether it may stand at all, at which prices, from which warehouse, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Connection

from domain.accounts.credit import CreditPosition
from domain.catalog.products import Product
from domain.documents.verdict import RequestLine, decide
from domain.errors import DeskError
from domain.explain import Fact, Reason
from domain.parties.dealers import Dealer
from domain.values.dates import check_open
from domain.values.money import from_fen, from_price
from domain.values.quantities import from_milli, is_measure, plain_number
from sync.hq.deciding.restating import answer_of
from sync.hq.deciding.waiting_orders import OrderSurroundings, read_beside
from sync.hq.service.arrivals import earliest_day
from sync.records.bodies.records import AnswerBody, DocumentBody
from sync.records.books import reading
from sync.records.books.catalogue import Catalogue, Hashes
from sync.records.books.homes import Home
from sync.records.books.locking import lock_stock
from sync.records.documents.stored import Filed, FiledLine
from sync.records.orders.evaluation import (
    Judged,
    PlainPrices,
    Wanted,
    check_parties,
    judge,
    plain_prices,
    price_lines,
    reason_body,
    rejudged,
    sellers_prices,
)
from sync.records.orders.superseding import objection
from sync.records.pricing.context import PlacedOrder, PricingContext, Wishes, load_pricing_context
from sync.records.pricing.policy_cache import PolicyCache

_NONE = Decimal(0)
_FREE = CreditPosition(None, _NONE, _NONE, _NONE, _NONE, 0)


def make_answer(
    connection: Connection,
    home: Home,
    order: Filed,
    today: date,
    *,
    cache: PolicyCache,
    approval: Reason | None = None,
    beside: OrderSurroundings | None = None,
) -> AnswerBody:
    """Judges an order whose buyer's account is locked; locks the limits and the stock it asks for.

    The seller's own prices and promotions for the order's day hold, save where the seller wrote the order himself; a
    price agreed by hand holds as far as a price list allows it. A difference is told as `price_changed`,
    `amount_changed` or `gift_changed`. An order dated before the desk's last exchange rests on that day's prices, where
    they differ and nobody approves it (`order_dated_back`). Where no warehouse is named, the best-stocked is taken.

    Args:
        approval: a person's word that lets the order pass in spite of its credit, and of prices outside their band; it
            is told among the reasons.
        beside: what the books say beside the order, where it was read already.
    """
    sent = beside or read_beside(connection, order.id, home.dealer)
    order = replace(order, lines=tuple(line for line in order.lines if not line.added))
    bought = [line for line in order.lines if not line.gift]
    try:
        products = _products(connection, bought, cache.catalogue, sent.hashes)
        known = reading.dealers_up(connection, order.buyer)
        objections = _objections(connection, order, bought, products, today, known, sent)
        if objections:
            return _refusal(order, objections)
        prices = partial(plain_prices, read=partial(cache.catalogue.prices, hashes=sent.hashes))
        buyer = _dealer(connection, order.buyer, known)
        cards = [product for product in products if product]

        def judged_on(on: date) -> tuple[Judged, str]:
            standing, wishes = PlacedOrder(order.id, known, sent.mark), _wishes(sent.body)
            context = load_pricing_context(connection, cache, order.seller, buyer, cards, on, wishes, standing=standing)
            lines = _priced(connection, context, bought, cards, prices, own=sent.stream == home.own_stream)
            stock = lock_stock(connection, order.seller, list(context.products))
            place = order.warehouse or _best_warehouse(lines, stock)
            seen = partial(judge, selling=True, warehouse=place, without=order.id, stock=stock)
            return seen(connection, context, lines, today), place

        on = date.fromisoformat(order.date)
        judged, warehouse = judged_on(on)
        dated: list[Reason] = []
        earliest = earliest_day(connection, order.id) if on < today and approval is None else None
        if earliest is not None and on < earliest:
            later, place = judged_on(earliest)
            if _costs_differ(judged, later):
                judged, warehouse = later, place
                dated.append(Reason("order_dated_back", "info", {"date": on, "priced": earliest}))
    except DeskError as failure:
        return _refusal(order, [_as_reason(failure)])
    if dated:
        judged = judged._replace(verdict=replace(judged.verdict, reasons=(*judged.verdict.reasons, *dated)))
    if approval is not None:
        judged = _approved(judged, approval)
    return answer_of(order, judged, warehouse, sent.body)


def _costs_differ(one: Judged, other: Judged) -> bool:
    """Whether two days' prices and promotions come to anything else."""
    prices = [[line.unit_price for line in each.lines] for each in (one, other)]
    return prices[0] != prices[1] or one.amounts != other.amounts


def _objections(
    connection: Connection,
    order: Filed,
    bought: Sequence[FiledLine],
    products: Sequence[Product | None],
    today: date,
    known: Mapping[str, Dealer],
    sent: OrderSurroundings,
) -> list[Reason]:
    """What keeps an order from being judged at all."""
    found = [
        Reason("product_unknown", "stop", {"product": line.sku}, line.line)
        for line, product in zip(bought, products, strict=True)
        if product is None
    ]
    found += [
        Reason(
            "quantity_whole", "stop", {"text": plain_number(from_milli(line.quantity)), "unit": product.unit}, line.line
        )
        for line, product in zip(bought, products, strict=True)
        if product is not None and line.quantity % 1000 and not is_measure(product.unit)
    ]
    try:
        seller, buyer = _dealer(connection, order.seller, known), _dealer(connection, order.buyer, known)
        check_parties(seller, buyer)
    except DeskError as failure:
        found.append(_as_reason(failure))
    else:
        found += _stranger(sent, buyer)
    unfit = objection(connection, order.id, order.seller, order.buyer, order.supersedes)
    found += [unfit] if unfit else []
    try:
        check_open(date.fromisoformat(order.date), sent.closed, today)
    except DeskError as failure:
        found.append(_as_reason(failure))
    return found


def _dealer(connection: Connection, dealer_id: str, known: Mapping[str, Dealer]) -> Dealer:
    return known[dealer_id] if dealer_id in known else reading.dealer(connection, dealer_id)


def _stranger(sent: OrderSurroundings, buyer: Dealer) -> list[Reason]:
    """An order for someone else than the dealer of the desk that wrote it is nobody's order."""
    if sent.writer is None or sent.writer == buyer.id:
        return []
    facts: dict[str, Fact] = {"desk": sent.stream.removeprefix("desk/"), "buyer": buyer.code}
    return [Reason("order_of_another", "stop", facts)]


def _wishes(sent: DocumentBody | None) -> Wishes:
    """The coupons an order shows, and as much of the wallet as it asks for."""
    if sent is None:
        return Wishes()
    paid = from_fen(sum(use.amount for use in sent.wallet))
    return Wishes(frozenset(sent.coupons), bool(sent.wallet), paid)


def _products(
    connection: Connection, bought: Sequence[FiledLine], catalogue: Catalogue, hashes: Hashes
) -> list[Product | None]:
    """Each line's product as the seller knows it."""
    known = catalogue.products(connection, [line.product for line in bought], hashes)
    found = [known.get(line.product) for line in bought]
    return [product if product and product.active else None for product in found]


def _priced(
    connection: Connection,
    context: PricingContext,
    bought: Sequence[FiledLine],
    products: Sequence[Product],
    prices: PlainPrices,
    *,
    own: bool,
) -> tuple[RequestLine, ...]:
    wanted = [
        Wanted(
            product,
            from_milli(line.quantity),
            line.unit or product.unit,
            from_milli(line.pack),
            _agreed(line),
        )
        for product, line in zip(products, bought, strict=True)
    ]
    if own:
        priced = price_lines(connection, context, wanted, prices)
        return tuple(_as_written(line, each) for line, each in zip(bought, priced, strict=True))
    priced = sellers_prices(connection, context, wanted, prices)
    # That the buyer's own price didn't count is told where the answer is set against what was asked.
    return tuple(
        line._replace(reasons=tuple(each for each in line.reasons if each.code != "price_by_sellers"))
        for line in priced
    )


def _agreed(line: FiledLine) -> Decimal | None:
    return from_price(line.price) if line.by_hand and line.price is not None else None


def _as_written(line: FiledLine, priced: RequestLine) -> RequestLine:
    """The seller's own order keeps its price; what a list says of one made by hand is told."""
    price = None if line.price is None else from_price(line.price)
    return priced if line.by_hand else priced._replace(unit_price=price, steps=(), reasons=())


def _best_warehouse(lines: Sequence[RequestLine], stock: Sequence[Any]) -> str:
    """Where the most of the order can be served from, by value and then by quantity; the first by name of equals."""
    wanted = {line.product for line in lines}
    products = sorted(wanted)
    places: list[str] = sorted({row.warehouse for row in stock if row.product in wanted} - {""})
    if len(places) < 2:
        return places[0] if places else ""

    def served(place: str) -> tuple[Decimal, Decimal]:
        verdict = decide(lines, reading.levels_in(stock, products, place), _FREE)
        return verdict.total, sum((line.accepted for line in verdict.lines), _NONE)

    return max(places, key=served)


def _approved(judged: Judged, approval: Reason) -> Judged:
    """The verdict without the questions of credit and of the band of prices; both are told all the same."""
    bought = judged.lines[: len(judged.lines) - len(judged.verdict.gifts)]
    lines = [line._replace(reasons=tuple(map(_let_pass, line.reasons))) for line in bought]
    passed = rejudged(judged, lines, _FREE)
    credit = tuple(reason for reason in judged.verdict.reasons if reason.code.startswith("credit_"))
    other = tuple(reason for reason in passed.verdict.reasons if not reason.code.startswith("credit_"))
    return passed._replace(verdict=replace(passed.verdict, reasons=(*other, *credit, approval)))


def _let_pass(reason: Reason) -> Reason:
    return replace(reason, severity="info") if reason.severity == "warn" else reason


def _refusal(order: Filed, reasons: Sequence[Reason]) -> AnswerBody:
    return AnswerBody(
        order=order.id,
        state="refused",
        decided_at="",
        accepted=[0] * len(order.lines),
        reasons=[*map(reason_body, reasons)],
    )


def _as_reason(objection: DeskError) -> Reason:
    facts = dict(objection.facts)
    line = facts.pop("line", None)
    told = {name: value if isinstance(value, (int, Decimal, date)) else str(value) for name, value in facts.items()}
    return Reason(objection.code, "stop", told, line if isinstance(line, int) else None)
