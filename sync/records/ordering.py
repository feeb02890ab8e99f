"""Prices and judges an order from the book's own figures: one function for the desk that sells and for HQ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.catalog import Product
from domain.credit import CreditPosition
from domain.errors import UsageError
from domain.explain import Fact, Reason, Step
from domain.money import line_amount, to_fen, to_price
from domain.orders import RequestLine, Verdict, decide
from domain.parties import Dealer
from domain.pricing import price_line
from domain.quantities import to_milli
from domain.stock import StockLevel
from sync.records.bodies import LineBody, ReasonBody, StepBody
from sync.records.reading import credit_position, last_paid, prices_of, seller_levels, stock_levels, tells_stock


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line as asked for; `agreed` is a unit price settled by hand."""

    product: Product
    quantity: Decimal
    unit: str
    pack_size: Decimal
    agreed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An order priced and judged, with the figures it was judged by."""

    lines: tuple[RequestLine, ...]
    verdict: Verdict
    stock: dict[str, StockLevel] | None
    credit: CreditPosition


def price_lines(
    connection: Connection, seller: str, buyer: Dealer, wanted: Sequence[Wanted], on: date
) -> tuple[RequestLine, ...]:
    """Prices each line by the buyer's list, or by what was agreed, or by what he paid last."""
    ids = [line.product.id for line in wanted]
    listed = prices_of(connection, ids, buyer.price_list)
    lines = []
    for line in wanted:
        prices = listed[line.product.id]
        priced = price_line(prices, buyer.price_list, on, agreed=line.agreed)
        if priced.unit_price is None:
            paid = last_paid(connection, seller, buyer.id, line.product.id)
            priced = price_line(prices, buyer.price_list, on, last_paid=paid)
        lines.append(
            RequestLine(
                product=line.product.id,
                sku=line.product.sku,
                quantity=line.quantity,
                unit=line.unit,
                pack_size=line.pack_size,
                unit_price=priced.unit_price,
                steps=priced.steps,
            )
        )
    return tuple(lines)


def judge(
    connection: Connection,
    seller: str,
    buyer: Dealer,
    lines: Sequence[RequestLine],
    today: date,
    *,
    selling: bool,
    warehouse: str = "",
    without: str = "",
) -> Judged:
    """Judges priced lines.

    Args:
        selling: whether this book is the seller's own, so that its stock is the truth; else HQ's last word is used, and
            of any other seller's stock nothing is known.
        without: id of the order being judged, where it stands in the book already.
    """
    ids = [line.product for line in lines]
    levels: dict[str, StockLevel] | None
    if selling:
        levels = stock_levels(connection, seller, ids, warehouse=warehouse)
    else:
        levels = seller_levels(connection, seller, buyer.id, ids) if tells_stock(connection, seller) else None
    # Orders still waiting for this very verdict take nothing away from one another.
    credit = credit_position(connection, seller, buyer, today, without=without, waiting=not selling)
    if not selling and levels:
        credit = replace(credit, as_of=max((level.as_of or "" for level in levels.values()), default="") or None)
    verdict = decide(lines, levels, credit, dealer_status=buyer.status)
    return Judged(tuple(lines), verdict, levels, credit)


def line_bodies(
    lines: Sequence[RequestLine], accepted: Sequence[Decimal] | None, names: dict[str, str] | None = None
) -> list[LineBody]:
    """The lines as stored; `names` by product for products the reader may not know."""
    return [
        LineBody(
            product=line.product,
            sku=line.sku,
            quantity=to_milli(line.quantity),
            amount=0 if line.unit_price is None else to_fen(line_amount(line.quantity, line.unit_price)),
            unit_price=None if line.unit_price is None else to_price(line.unit_price),
            unit=line.unit,
            pack=to_milli(line.pack_size),
            name=(names or {}).get(line.product, ""),
            accepted=None if accepted is None else to_milli(accepted[place]),
            why=[step_body(step) for step in line.steps],
        )
        for place, line in enumerate(lines)
    ]


def reason_body(reason: Reason) -> ReasonBody:
    return ReasonBody(
        code=reason.code,
        severity=reason.severity,
        facts={name: fact_text(value) for name, value in reason.facts.items()},
        line=reason.line,
    )


def step_body(step: Step) -> StepBody:
    return StepBody(
        code=step.code,
        before=None if step.before is None else to_price(step.before),
        after=None if step.after is None else to_price(step.after),
        facts={name: fact_text(value) for name, value in step.facts.items()},
    )


def fact_text(value: Fact) -> str:
    """A fact as it is stored: decimals in full, dates as YYYY-MM-DD, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def check_parties(seller: Dealer, buyer: Dealer) -> None:
    """UsageError `order_to_oneself` or `order_not_below` unless the seller stands right above the buyer."""
    if seller.id == buyer.id:
        raise UsageError("order_to_oneself", dealer=seller.code)
    if buyer.parent != seller.id:
        raise UsageError("order_not_below", seller=seller.code, buyer=buyer.code)
