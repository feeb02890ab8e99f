"""The seller's verdict on one order: whether it may stand at all, at which prices, from which warehouse, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.catalog import Product
from domain.credit import CreditPosition
from domain.dates import check_open
from domain.errors import DeskError, UsageError
from domain.explain import Reason, Step
from domain.money import from_price, to_price
from domain.orders import RequestLine, decide
from domain.parties import Dealer
from domain.quantities import from_milli, to_milli
from sync.records import reading
from sync.records.bodies import AnswerBody
from sync.records.bulk import rows_in
from sync.records.filed import Filed, FiledLine
from sync.records.homes import Home
from sync.records.locking import lock_stock
from sync.records.ordering import Judged, Wanted, check_parties, judge, price_lines, reason_body

_NONE = Decimal(0)
_FREE = CreditPosition(None, _NONE, _NONE, _NONE, _NONE, 0)


def make_answer(
    connection: Connection, home: Home, order: Filed, today: date, *, approval: Reason | None = None
) -> AnswerBody:
    """Judges an order whose buyer's account is locked; locks the stock it asks for.

    The seller's own prices for the order's day hold, save where the seller wrote the order himself; a difference is
    told as `price_changed`. Where the order names no warehouse, the one that can serve the most of it is chosen.

    Args:
        approval: a person's word that lets the order pass in spite of its credit; it is told among the reasons.
    """
    try:
        products = _products(connection, order)
        objections = _objections(connection, home, order, products, today)
        if objections:
            return _refusal(order, objections)
        buyer = reading.dealer(connection, order.buyer)
        own = _writer(connection, order) == home.own_stream
        lines = _priced(connection, order, buyer, [product for product in products if product], own=own)
        lock_stock(connection, order.seller, [line.product for line in lines])
        warehouse = order.warehouse or _best_warehouse(connection, order.seller, lines)
        judged = judge(
            connection, order.seller, buyer, lines, today, selling=True, warehouse=warehouse, without=order.id
        )
    except DeskError as objection:
        return _refusal(order, [_as_reason(objection)])
    if approval is not None:
        judged = _credit_aside(judged, buyer, approval)
    return _answer(order, judged, warehouse, _changed_prices(order, lines))


def _objections(
    connection: Connection, home: Home, order: Filed, products: Sequence[Product | None], today: date
) -> list[Reason]:
    """What keeps an order from being judged at all."""
    found = [
        Reason("product_unknown", "stop", {"product": line.sku}, line.line)
        for line, product in zip(order.lines, products, strict=True)
        if product is None
    ]
    try:
        seller, buyer = reading.dealer(connection, order.seller), reading.dealer(connection, order.buyer)
        check_parties(seller, buyer)
    except DeskError as objection:
        found.append(_as_reason(objection))
    else:
        found += _stranger(connection, order, buyer)
    try:
        check_open(date.fromisoformat(order.date), reading.closed_through(connection, home.dealer), today)
    except DeskError as objection:
        found.append(_as_reason(objection))
    return found


def _stranger(connection: Connection, order: Filed, buyer: Dealer) -> list[Reason]:
    """An order for someone else than the dealer of the desk that wrote it is nobody's order."""
    desk = _writer(connection, order).removeprefix("desk/")
    owners = [dealer for (dealer,) in rows_in(connection, "SELECT dealer FROM desk WHERE id IN (?*)", [desk])]
    strange = owners and owners[0] != buyer.id
    return [Reason("order_of_another", "stop", {"desk": desk, "buyer": buyer.code})] if strange else []


def _writer(connection: Connection, order: Filed) -> str:
    """The stream the order was written in."""
    query = (
        "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.record IN (?*) AND e.kind = 'order' "
        "ORDER BY e.id DESC"
    )
    return next((str(name) for (name,) in rows_in(connection, query, [order.id])), "")


def _products(connection: Connection, order: Filed) -> list[Product | None]:
    """Each line's product as the seller knows it."""
    found: list[Product | None] = []
    for line in order.lines:
        try:
            product = reading.product(connection, line.product, order.seller)
        except UsageError:
            found.append(None)
        else:
            found.append(product if product.id == line.product and product.active else None)
    return found


def _priced(
    connection: Connection, order: Filed, buyer: Dealer, products: Sequence[Product], *, own: bool
) -> tuple[RequestLine, ...]:
    if own:
        return tuple(_as_written(line) for line in order.lines)
    wanted = [
        Wanted(product, from_milli(line.quantity), line.unit or product.unit, from_milli(line.pack))
        for product, line in zip(products, order.lines, strict=True)
    ]
    return price_lines(connection, order.seller, buyer, wanted, date.fromisoformat(order.date))


def _as_written(line: FiledLine) -> RequestLine:
    price = None if line.price is None else from_price(line.price)
    return RequestLine(line.product, line.sku, from_milli(line.quantity), line.unit, from_milli(line.pack), price)


def _best_warehouse(connection: Connection, seller: str, lines: Sequence[RequestLine]) -> str:
    """Where the most of the order can be served from, by value and then by quantity; the first by name of equals."""
    products = sorted({line.product for line in lines})
    query = "SELECT DISTINCT warehouse FROM stock WHERE product IN (?*) AND owner = ?"
    places: list[str] = sorted({place for (place,) in rows_in(connection, query, products, seller)} - {""})
    if len(places) < 2:
        return places[0] if places else ""

    def served(place: str) -> tuple[Decimal, Decimal]:
        levels = reading.stock_levels(connection, seller, products, warehouse=place)
        verdict = decide(lines, levels, _FREE)
        return verdict.total, sum((line.accepted for line in verdict.lines), _NONE)

    return max(places, key=served)


def _credit_aside(judged: Judged, buyer: Dealer, approval: Reason) -> Judged:
    """The verdict as it is without the question of credit; what credit says is told all the same."""
    verdict = decide(judged.lines, judged.stock, _FREE, dealer_status=buyer.status)
    credit = tuple(reason for reason in judged.verdict.reasons if reason.code.startswith("credit_"))
    other = tuple(reason for reason in verdict.reasons if not reason.code.startswith("credit_"))
    return replace(judged, verdict=replace(verdict, reasons=(*other, *credit, approval)))


def _changed_prices(order: Filed, lines: Sequence[RequestLine]) -> list[Reason]:
    found = []
    for line, priced in zip(order.lines, lines, strict=True):
        stored = None if priced.unit_price is None else to_price(priced.unit_price)
        if stored != line.unit_price:
            before = None if line.unit_price is None else from_price(line.unit_price)
            why: Step | None = priced.steps[-1] if priced.steps else None
            facts = {"sku": line.sku, "before": before, "after": priced.unit_price, **(why.facts if why else {})}
            found.append(Reason("price_changed", "warn", facts, line.line))
    return found


def _answer(order: Filed, judged: Judged, warehouse: str, changed: Sequence[Reason]) -> AnswerBody:
    by_line = [reason for line in judged.verdict.lines for reason in line.reasons]
    reasons = sorted([*changed, *by_line], key=lambda reason: reason.line or 0)
    return AnswerBody(
        order=order.id,
        state=judged.verdict.state,
        decided_at="",
        accepted=[to_milli(line.accepted) for line in judged.verdict.lines],
        reasons=[reason_body(reason) for reason in [*judged.verdict.reasons, *reasons]],
        unit_prices=[None if line.unit_price is None else to_price(line.unit_price) for line in judged.lines],
        warehouse=warehouse,
    )


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
