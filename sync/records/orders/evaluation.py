"""Prices and judges an order from the book's own figures: one function for the desk that sells and for HQ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection

from domain.accounts.credit import CreditPosition
from domain.catalog.products import Product
from domain.catalog.stock import StockLevel
from domain.documents.verdict import LineVerdict, RequestLine, Verdict, decide
from domain.errors import RefusedError, UsageError
from domain.explain import Fact, Reason, Step
from domain.parties.dealers import GONE, Dealer, check_not_closed
from domain.prices.price_lists import PriceQuestion
from domain.prices.unit_price import FoundPrice, Price, price_line
from domain.values.money import line_amount, to_fen, to_price
from domain.values.quantities import to_milli
from sync.records.bodies.records import LineBody, ReasonBody, StepBody, UseBody, WalletUseBody
from sync.records.books.reading import (
    Paid,
    credit_position,
    last_paid,
    levels_in,
    prices_of,
    seller_levels,
    stock_levels,
    tells_stock,
)
from sync.records.pricing.context import OrderPricer, OrderPricing, PricingContext
from sync.records.pricing.usage import Limited


class Wanted(NamedTuple):
    """One line as asked for; `agreed` is a unit price settled by hand."""

    product: Product
    quantity: Decimal
    unit: str
    pack_size: Decimal
    agreed: Decimal | None = None


class Judged(NamedTuple):
    """An order priced and judged, with the figures it was judged by.

    `lines` are those asked for and then the goods on top, as `verdict.lines`; `asked` is what the whole of it comes to,
    `due` what is accepted of it.
    """

    lines: tuple[RequestLine, ...]
    verdict: Verdict
    stock: dict[str, StockLevel] | None
    credit: CreditPosition
    context: PricingContext
    asked: OrderPricing
    due: OrderPricing

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """What each line costs as a whole after promotions."""
        return (*self.asked.amounts, *(line.gross for line in self.verdict.gifts))


PriceReader = Callable[[Connection, Sequence[str], str], dict[str, list[Price]]]
"""Reads the prices of products in a list (`reading.prices_of`)."""
PlainPrices = Callable[[Connection, Sequence[str], str, date], Mapping[str, FoundPrice]]
"""What products cost by a plain list on a day."""


def plain_prices(
    connection: Connection, ids: Sequence[str], price_list: str, on: date, read: PriceReader = prices_of
) -> dict[str, FoundPrice]:
    """What these products cost by a plain list on a day, as the book says now."""
    return {each: price_line(prices, price_list, on) for each, prices in read(connection, ids, price_list).items()}


def price_lines(
    connection: Connection, context: PricingContext, wanted: Sequence[Wanted], read: PlainPrices = plain_prices
) -> tuple[RequestLine, ...]:
    """Prices each line before promotions: by the lists that hold for the buyer, by hand, or as he paid last."""
    ids = [line.product.id for line in wanted]
    own = context.dealer.price_list
    listed = {name: read(connection, ids, name or own, context.on) for name in ("", *context.book.plain_lists)}
    plain, leaves = listed[""], context.book.leaves
    found = [
        _as_listed(line, *plain[line.product.id])
        if line.agreed is None and leaves(line.product)
        else _listed(context, line, listed)
        for line in wanted
    ]
    unlisted = [place for place, each in enumerate(found) if each.unit_price is None and not each.reasons]
    if unlisted:
        products = sorted({found[place].product for place in unlisted})
        paid = last_paid(connection, context.seller, context.dealer.id, products)
        for place in unlisted:
            found[place] = _listed(context, wanted[place], listed, paid.get(found[place].product), unlisted=True)
    return tuple(found)


def sellers_prices(
    connection: Connection, context: PricingContext, wanted: Sequence[Wanted], read: PlainPrices = plain_prices
) -> tuple[RequestLine, ...]:
    """As `price_lines`, where the buyer is the one who wrote the prices: the seller's hold.

    A buyer settles no prices by himself. What a list lets him agree (inside its band, or outside of it with somebody's
    approval) stands as written; instead of any other price by hand the line has the seller's own, with its promotions,
    and says so: `price_by_sellers` (info; `price`, `holds`).
    """
    priced = price_lines(connection, context, wanted, read)
    if not any(line.by_hand for line in priced):
        return priced
    found = price_lines(connection, context, [each._replace(agreed=None) for each in wanted], read)
    return tuple(
        line if not line.by_hand or _has_band(line) else _not_yours(line, own)
        for line, own in zip(priced, found, strict=True)
    )


def _has_band(line: RequestLine) -> bool:
    return any("least" in reason.facts for reason in line.reasons)


def _not_yours(asked: RequestLine, own: RequestLine) -> RequestLine:
    facts: dict[str, Fact] = {"price": asked.unit_price, "holds": own.unit_price}
    return own._replace(reasons=(*own.reasons, Reason("price_by_sellers", "info", facts)))


def _listed(
    context: PricingContext,
    line: Wanted,
    listed: Mapping[str, Mapping[str, FoundPrice]],
    paid: Paid | None = None,
    *,
    unlisted: bool = False,
) -> RequestLine:
    """A line priced by the lists; where none of them has it (`unlisted`), as the buyer paid last."""
    own, product = context.dealer.price_list, line.product
    plain = {name: each[product.id] for name, each in listed.items()}
    if line.agreed is not None and plain[""].unit_price is None:
        plain[""] = FoundPrice(None, ())  # what was agreed needs no list
    question = PriceQuestion(product, line.quantity, line.unit, last_paid=paid, agreed=line.agreed)
    answer = context.book.price(question, plain)
    if unlisted and answer.unit_price is None and not answer.reasons:
        found = price_line((), own, context.on, last_paid=paid)  # the list has none, or it would be the answer
        answer = replace(answer, unit_price=found.unit_price, steps=found.steps)
    told = (answer.unit_price, answer.steps, answer.reasons)
    return _as_requested(line, *told, by_hand=answer.by_hand, floor=answer.floor)


def _as_listed(line: Wanted, unit_price: Decimal | None, steps: tuple[Step, ...]) -> RequestLine:
    """`_as_requested` where a list's price is all there is to say."""
    product, quantity, unit, pack_size, _ = line
    asked = (product.id, product.sku, quantity, unit, pack_size, unit_price, steps, (), False, None, "")
    return tuple.__new__(RequestLine, asked)  # in a third of the time: there is one for each line


def _as_requested(
    line: Wanted,
    unit_price: Decimal | None,
    steps: tuple[Step, ...],
    reasons: tuple[Reason, ...] = (),
    *,
    by_hand: bool = False,
    floor: Decimal | None = None,
) -> RequestLine:
    product, quantity, unit, pack_size, _ = line
    return RequestLine(product.id, product.sku, quantity, unit, pack_size, unit_price, steps, reasons, by_hand, floor)


def judge(
    connection: Connection,
    context: PricingContext,
    lines: Sequence[RequestLine],
    today: date,
    *,
    selling: bool,
    warehouse: str = "",
    without: str = "",
    stock: Sequence[Any] | None = None,
) -> Judged:
    """Judges priced lines, with the promotions on what of them is accepted.

    Args:
        selling: whether this book is the seller's own, so that its stock is the truth; else HQ's last word is used, and
            of any other seller's stock nothing is known.
        without: id of the order being judged, where it stands in the book already: somebody else wrote it, so that what
            a person of the seller's may let pass waits for one.
        stock: the seller's own, where it was read already, as rows of product, warehouse, on hand and reserved.
    """
    seller, buyer = context.seller, context.dealer
    ids = list(context.products)
    levels: dict[str, StockLevel] | None
    if stock is not None:
        levels = levels_in(stock, ids, warehouse)
    elif selling:
        levels = stock_levels(connection, seller, ids, warehouse=warehouse)
    else:
        levels = seller_levels(connection, seller, buyer.id, ids) if tells_stock(connection, seller) else None
    # Orders still waiting for this very verdict take nothing away from one another.
    credit = credit_position(connection, seller, buyer, today, without=without, waiting=not selling)
    if not selling and levels:
        credit = replace(credit, as_of=max((level.as_of or "" for level in levels.values()), default="") or None)
    return _judged(context, lines, levels, credit, waits=not selling or bool(without))


def _judged(
    context: PricingContext,
    lines: Sequence[RequestLine],
    levels: dict[str, StockLevel] | None,
    credit: CreditPosition,
    *,
    waits: bool = False,
) -> Judged:
    reckoner = OrderPricer(context, lines)
    verdict = decide(lines, levels, credit, dealer_status=context.dealer.status, reckon=reckoner, waits=waits)
    asked, due = reckoner.asked(), reckoner.accepted
    again = [] if asked is due else _reckoned_again(asked, due)
    if again:
        verdict = replace(verdict, reasons=(*verdict.reasons, *again))
    return Judged((*lines, *verdict.gifts), verdict, levels, credit, context, asked, due)


def _reckoned_again(asked: OrderPricing, due: OrderPricing) -> list[Reason]:
    """That promotions were reckoned on less than was asked, where that changed them."""
    before, after = asked.saved, due.saved
    return [Reason("promotions_again", "info", {"before": before, "after": after})] if before != after else []


def rejudged(judged: Judged, lines: Sequence[RequestLine], credit: CreditPosition) -> Judged:
    """The same order judged by other lines or another credit."""
    return _judged(judged.context, lines, judged.stock, credit)


def line_bodies(judged: Judged, *, decided: bool, names: dict[str, str] | None = None) -> list[LineBody]:
    """The lines as stored, what is accepted where the writer decides; `names` of products strange to the reader."""
    promoted = judged.asked.priced.lines if judged.asked.priced else ()
    plain = judged.due.priced is None  # nothing but quantity × price was reckoned
    known = names or {}
    bodies: list[LineBody] = []
    for line, verdict, amount in zip(judged.lines, judged.verdict.lines, judged.amounts, strict=True):
        product, sku, quantity, unit, pack_size, price, steps, _, by_hand, _, gift = line
        if len(bodies) < len(promoted):
            steps = (*steps, *promoted[len(bodies)].steps)
        body = LineBody(
            product,
            sku,
            to_milli(quantity),
            to_fen(amount),
            None if price is None else to_price(price),
            unit,
            to_milli(pack_size),
            known.get(product, ""),
            accepted=to_milli(verdict.accepted) if decided else None,
            net=net_fen(line, verdict) if decided and not plain else None,
            gift=gift,
            by_hand=by_hand,
            why=list(map(step_body, steps)),
        )
        bodies.append(body)
    return bodies


def net_fen(line: RequestLine, verdict: LineVerdict) -> int | None:
    """What the accepted part of a line costs, in fen, where that isn't its quantity × price."""
    if not verdict.accepted or line.unit_price is None:
        return None
    plain = line_amount(verdict.accepted, line.unit_price)
    return None if verdict.amount == plain else to_fen(verdict.amount)


def versions_of(*pricings: OrderPricing, lines: Sequence[RequestLine] = ()) -> dict[str, int]:
    """Which version of which price list and promotion was used."""
    found = {
        str(step.facts["policy"]): int(str(step.facts["version"]))
        for line in lines
        for step in line.steps
        if step.code == "price_rule"
    }
    for pricing in pricings:
        found |= pricing.priced.versions if pricing.priced else {}
    return dict(sorted(found.items()))


def use_bodies(pricing: OrderPricing, limited: Limited) -> list[UseBody]:
    """What an order takes of limits."""
    uses = pricing.priced.uses if pricing.priced else ()
    return [UseBody(use.policy, use.version, to_milli(use.quantity)) for use in uses if use.policy in limited]


def wallet_bodies(pricing: OrderPricing, lines: Mapping[int, int] | None = None) -> list[WalletUseBody]:
    """What the wallet pays of an order; `lines` says where the order has each line, counted from 1."""
    return [
        WalletUseBody(each.entry, (lines or {}).get(each.line, each.line), to_fen(each.amount))
        for each in pricing.spendings
    ]


def reason_body(reason: Reason) -> ReasonBody:
    return ReasonBody(
        code=reason.code,
        severity=reason.severity,
        facts={name: fact_text(value) for name, value in reason.facts.items()},
        line=reason.line,
    )


# By a step's identity what is stored of it: a step never changes, and one list's price stands on many lines. The step
# is kept beside it, so that no other can come to bear its identity.
_stored_steps: dict[int, tuple[Step, StepBody]] = {}
_MOST_STEPS = 4096


def step_body(step: Step) -> StepBody:
    known = _stored_steps.get(id(step))
    if known is not None:
        return known[1]
    body = StepBody(
        code=step.code,
        before=None if step.before is None else to_price(step.before),
        after=None if step.after is None else to_price(step.after),
        facts={name: fact_text(value) for name, value in step.facts.items()},
    )
    if len(_stored_steps) >= _MOST_STEPS:
        _stored_steps.clear()
    _stored_steps[id(step)] = step, body
    return body


def fact_text(value: Fact) -> str:
    """A fact as it is stored: decimals in full, dates as YYYY-MM-DD, nothing as an empty text."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def check_parties(seller: Dealer, buyer: Dealer) -> None:
    """Lets a seller and a buyer pass where the seller stands right above the buyer.

    UsageError `order_to_oneself`, `order_not_below`; RefusedError `dealer_inactive` for a buyer that was moved away,
    `dealer_closed` where either is closed.
    """
    if seller.id == buyer.id:
        raise UsageError("order_to_oneself", dealer=seller.code)
    if buyer.parent != seller.id:
        raise UsageError("order_not_below", seller=seller.code, buyer=buyer.code)
    if buyer.status == GONE:
        raise RefusedError("dealer_inactive", dealer=buyer.code, status=buyer.status)
    check_not_closed(seller, buyer)
