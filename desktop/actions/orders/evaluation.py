"""A draft priced and judged by the books: as the order that would be saved, and as what is shown while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.catalog.cards import dealer_named, dealers_by_id, products_by_id, warehouse_with_most
from desktop.actions.orders.explaining import discounts_of, list_price_of, summed, told_steps
from desktop.actions.orders.order_views import CheckedOrder, DraftLine, OrderDraft, OrderLineView
from desktop.actions.policies.quotas import quotas_left
from domain.catalog.products import Product
from domain.documents.verdict import LineVerdict, RequestLine, Verdict
from domain.errors import RefusedError, UsageError
from domain.explain import Fact, Reason, Step
from domain.parties.dealers import Dealer
from domain.prices.unit_price import price_line
from domain.values.dates import check_open
from domain.values.money import ZERO
from domain.values.quantities import check_whole, format_quantity
from sync.records.bodies.records import DocumentBody
from sync.records.books import reading
from sync.records.documents.stored import Filed, find_document
from sync.records.orders.evaluation import (
    Judged,
    Wanted,
    check_parties,
    judge,
    line_bodies,
    price_lines,
    reason_body,
    sellers_prices,
    use_bodies,
    versions_of,
    wallet_bodies,
)
from sync.records.orders.ground import read_ground
from sync.records.orders.superseding import objection, without_predecessor
from sync.records.pricing.context import PlacedOrder, Wishes, load_pricing_context

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.promotions.lines import Hint


# Decimals, because to reckon with whole numbers each of them would be made one first.
_ONE, _THOUSAND = Decimal(1), Decimal(1000)


class EvaluatedOrder(NamedTuple):
    """A draft with everything it was judged by.

    `selling` says that this desk decides it, `taken` that an order bears its id already.
    """

    seller: Dealer
    buyer: Dealer
    warehouse: str
    selling: bool
    judged: Judged
    taken: bool


def evaluate_order(connection: Connection, desk: Desk, draft: OrderDraft) -> EvaluatedOrder:
    """Prices and judges a draft; raises as `desktop.actions.orders.orders.check_order`."""
    _check_place(desk)
    ground = read_ground(connection, desk.dealer_id, draft.id)
    marks = ground.marks
    goods = desk.book.policy_cache.goods(marks.goods)
    known = goods.dealers_up(connection, draft.buyer)
    seller, buyer = parties(connection, desk, draft, known)
    selling = seller.id == desk.dealer_id
    today = desk.today()
    check_open(draft.date, ground.closed, today)
    products = goods.products(connection, [line.product for line in draft.lines])
    wanted = [_wanted(place, line, products) for place, line in enumerate(draft.lines, 1)]
    old = _superseded(connection, draft, seller, buyer)
    with without_predecessor(connection, old, desk.now()) if old else nullcontext():
        priced_by = (seller.id, buyer, products.values(), draft.date, _wishes(draft))
        context = load_pricing_context(
            connection, desk.book.policy_cache, *priced_by, standing=PlacedOrder("", known, marks.policies)
        )
        priced = price_lines if selling else sellers_prices
        lines = _without_ended(priced(connection, context, wanted, goods.priced), products)
        lines = _doubted(connection, desk, lines, draft.date) if selling else lines
        warehouse = draft.warehouse
        if selling and not warehouse:
            warehouse = ground.warehouse or warehouse_with_most(connection, seller.id)
        judged = judge(connection, context, lines, today, selling=selling, warehouse=warehouse)
    return EvaluatedOrder(seller, buyer, warehouse, selling, judged, ground.taken)


def _doubted(connection: Connection, desk: Desk, lines: Sequence[RequestLine], on: date) -> list[RequestLine]:
    """One's own sales, a price typed by hand that is below what the goods cost with a reason to have it approved.

    What they cost is the dealer's own price today; where that isn't known, less than half of the list's price is too
    little. The cost itself is told to nobody.
    """
    typed = [line.product for line in lines if line.by_hand and line.unit_price is not None]
    if not typed:
        return list(lines)
    own = dealers_by_id(connection, [desk.dealer_id]).get(desk.dealer_id)
    name = own.price_list if own else ""
    listed = reading.prices_of(connection, typed, name) if name else {}
    costs = {product: price_line(prices, name, on).unit_price for product, prices in listed.items()}
    return [_doubt(line, costs.get(line.product)) for line in lines]


def _doubt(line: RequestLine, cost: Decimal | None) -> RequestLine:
    ruled = any(step.code == "price_rule" for step in line.steps)  # its band and floor say what may be agreed
    if not line.by_hand or line.unit_price is None or ruled or any(each.severity != "info" for each in line.reasons):
        return line
    least = cost
    if least is None:
        before = list_price_of(line.steps)
        least = None if before is None else before / 2
    if least is None or line.unit_price >= least:
        return line
    code = "price_below_cost" if cost is not None else "price_very_low"
    return line._replace(reasons=(*line.reasons, Reason(code, "warn", {"sku": line.sku, "price": line.unit_price})))


def _without_ended(lines: Sequence[RequestLine], products: Mapping[str, Product]) -> list[RequestLine]:
    """The lines, those of products that are no longer sold with the reason that keeps them at nothing."""
    return [
        line
        if products[line.product].active
        else line._replace(
            reasons=(Reason("product_inactive", "stop", _why_ended(line.sku, products[line.product])), *line.reasons)
        )
        for line in lines
    ]


def _why_ended(sku: str, product: Product) -> dict[str, Fact]:
    return {"sku": sku, **({"reason": product.status_reason} if product.status_reason else {})}


def _superseded(connection: Connection, draft: OrderDraft, seller: Dealer, buyer: Dealer) -> Filed | None:
    """The order that a draft is to be taken instead of; RefusedError `supersedes_…` where it can't be."""
    unfit = objection(connection, draft.id, seller.id, buyer.id, draft.supersedes)
    if unfit is not None:
        raise RefusedError(unfit.code, **unfit.facts)
    return find_document(connection, draft.supersedes, "order") if draft.supersedes else None


def parties(
    connection: Connection, desk: Desk, draft: OrderDraft, known: Mapping[str, Dealer] | None = None
) -> tuple[Dealer, Dealer]:
    """Seller and buyer of a draft, one of whom this desk belongs to; `known` are dealers that were read already."""
    _check_place(desk)
    known = known or dealers_by_id(connection, [draft.seller, draft.buyer])
    seller = known.get(draft.seller) or dealer_named(connection, draft.seller, desk.dealer_id)
    buyer = known.get(draft.buyer) or dealer_named(connection, draft.buyer, desk.dealer_id)
    check_parties(seller, buyer)
    if desk.dealer_id not in (seller.id, buyer.id):
        raise RefusedError("order_not_ours", seller=seller.code, buyer=buyer.code)
    return seller, buyer


def _check_place(desk: Desk) -> None:
    """Orders are written where somebody orders or sells by himself: HQ answers those of others."""
    if desk.at_hq:
        raise RefusedError("order_at_hq")


def _wishes(draft: OrderDraft) -> Wishes:
    if draft.wallet_most is not None and (draft.wallet_most < 0 or draft.wallet_most * 100 % 1):
        code = "amount_negative" if draft.wallet_most < 0 else "amount_decimals"
        raise UsageError(code, amount=draft.wallet_most, most=2)
    return Wishes(frozenset(draft.coupons), draft.use_wallet, draft.wallet_most)


def _wanted(place: int, line: DraftLine, products: dict[str, Product]) -> Wanted:
    product = products.get(line.product)
    if product is None:
        raise UsageError("product_unknown", product=line.product, line=place)
    if line.quantity % _ONE:
        if line.quantity * _THOUSAND % _ONE:
            raise UsageError("quantity_decimals", text=f"{line.quantity:f}", most=3, line=place)
        check_whole(line.quantity, product.unit, line=place)
    if line.agreed is not None and line.agreed * 10_000 % 1:
        raise UsageError("price_decimals", price=line.agreed, most=4, line=place)
    return Wanted(product, line.quantity, line.unit or product.unit, line.pack_size, line.agreed)


def order_body(desk: Desk, draft: OrderDraft, weighed: EvaluatedOrder, number: str) -> DocumentBody:
    """The order as it is saved: what is asked, or, where this desk sells, what it decided."""
    judged = weighed.judged
    verdict, context = judged.verdict, judged.context
    # Who reads this order at the other end may not know a product that is this dealer's own.
    names = {each.id: each.name for each in context.products.values() if each.owner}
    bodies = line_bodies(judged, decided=weighed.selling, names=names)
    told = [*verdict.reasons, *(reason for line in verdict.lines for reason in line.reasons)]
    stands = judged.due if weighed.selling else judged.asked
    return DocumentBody(
        number=number,
        seller=weighed.seller.id,
        buyer=weighed.buyer.id,
        date=draft.date.isoformat(),
        recorded_at=desk.now(),
        amount=sum(line.amount for line in bodies),
        lines=bodies,
        author=desk.operator,
        state=verdict.state if weighed.selling else "submitted",
        reasons=[reason_body(reason) for reason in told],
        warehouse=weighed.warehouse,
        ref=draft.ref,
        remark=draft.remark,
        policies=versions_of(judged.asked, judged.due, lines=judged.lines),
        uses=use_bodies(stands, context.limited),
        wallet=wallet_bodies(stands),
        coupons=list(draft.coupons),
        supersedes=draft.supersedes or None,
    )


def checked_order(connection: Connection, draft: OrderDraft, weighed: EvaluatedOrder) -> CheckedOrder:
    """What the window shows of a draft."""
    judged, context = weighed.judged, weighed.judged.context
    priced, promoted = judged.asked.priced, judged.asked.priced.lines if judged.asked.priced else ()
    lines = []
    for place, (line, verdict, amount) in enumerate(
        zip(judged.lines, judged.verdict.lines, judged.amounts, strict=True), 1
    ):
        steps = (*line.steps, *(promoted[place - 1].steps if place <= len(promoted) else ()))
        card = context.products.get(line.product)
        lines.append(_line_view(place, line, steps, amount, card, verdict if weighed.selling else None))
    return CheckedOrder(
        draft,
        tuple(lines),
        named_verdict(weighed),
        judged.stock or {},
        judged.credit,
        sum((line.amount for line in lines), ZERO),
        gross=sum((line.gross for line in judged.lines), ZERO),
        discounts=summed(each for line in lines for each in line.discounts),
        hints=_named_gifts(connection, priced.hints) if priced else (),
        wallet=judged.asked.spendings,
        policies=versions_of(judged.asked, lines=judged.lines),
        quotas=quotas_left(connection, context.limited, context.names, context.usage),
    )


def named_verdict(weighed: EvaluatedOrder) -> Verdict:
    """The verdict as it is said to a person: what it says of a line names the line's goods."""
    judged = weighed.judged
    cards = [judged.context.products.get(line.product) for line in judged.lines]

    def named(reason: Reason) -> Reason:
        card = cards[reason.line - 1] if reason.line and reason.line <= len(cards) else None
        if card is None:
            return reason
        return replace(reason, facts={"name": card.name, "base_unit": card.unit, **reason.facts})

    lines = tuple(line._replace(reasons=tuple(map(named, line.reasons))) for line in judged.verdict.lines)
    return replace(judged.verdict, lines=lines, reasons=tuple(map(named, judged.verdict.reasons)))


def _named_gifts(connection: Connection, hints: tuple[Hint, ...]) -> tuple[Hint, ...]:
    """The hints, those that offer goods with what the goods are called."""
    cards = products_by_id(connection, sorted({str(each.facts["gift"]) for each in hints if each.facts.get("gift")}))
    return tuple(
        each._replace(facts={**each.facts, "gift_name": cards[gift].name})
        if (gift := str(each.facts.get("gift") or "")) in cards
        else each
        for each in hints
    )


def _line_view(
    place: int,
    line: RequestLine,
    steps: tuple[Step, ...],
    amount: Decimal,
    product: Product | None,
    verdict: LineVerdict | None,
) -> OrderLineView:
    packs = product.packs if product else ()
    return OrderLineView(
        line=place,
        product=line.product,
        sku=line.sku,
        name=product.name if product else "",
        quantity=line.quantity,
        unit=line.unit,
        pack_size=line.pack_size,
        quantity_text=format_quantity(line.quantity, product.unit if product else "", packs),
        unit_price=line.unit_price,
        amount=amount,
        accepted=verdict.accepted if verdict else None,
        delivered=Decimal(0),
        steps=told_steps(steps, line.quantity, line.unit_price),
        base_unit=product.unit if product else "",
        packs=packs,
        list_price=list_price_of(steps),
        discounts=discounts_of(steps),
        gift=line.gift,
        by_hand=line.by_hand,
        net=None if verdict is None else verdict.amount if verdict.accepted else ZERO,
    )
