"""Orders: checked while they are typed, decided at once where this desk sells, asked of the seller where it buys."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.cards import (
    dealer_named,
    dealers_by_id,
    main_warehouse,
    products_by_id,
)
from desktop.actions.drafts import discard_draft, drafts, save_draft
from desktop.actions.requests import ask_hq
from desktop.actions.showing import order_views
from desktop.actions.views import CheckedOrder, DraftLine, OrderDraft, OrderLineView, OrderView
from domain.catalog import Product
from domain.dates import check_open
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.money import ZERO, line_amount
from domain.orders import LineVerdict, RequestLine
from domain.parties import Dealer
from domain.quantities import format_quantity
from sync.records import reading
from sync.records.bodies import DocumentBody, decode
from sync.records.bulk import rows_in, run_many
from sync.records.filed import document_row
from sync.records.numbering import next_number
from sync.records.ordering import Judged, Wanted, check_parties, judge, line_bodies, price_lines, reason_body

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

__all__ = [
    "DRAFT",
    "approve_order",
    "cancel_order",
    "check_order",
    "dealer_id",
    "decide_orders",
    "discard_draft",
    "draft_view",
    "drafts",
    "find_draft",
    "new_draft",
    "order",
    "orders_of",
    "place_order",
    "product_named",
    "refuse_order",
    "save_draft",
    "save_order",
]


DRAFT = "draft-"  # what the shown numbers of drafts begin with


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A draft with everything it was judged by."""

    seller: Dealer
    buyer: Dealer
    warehouse: str
    selling: bool
    products: dict[str, Product]
    judged: Judged


def new_draft(desk: Desk, seller: str, buyer: str, on: date | None = None) -> OrderDraft:
    """An empty order of today."""
    return OrderDraft(uuid.uuid4().hex, seller, buyer, on or desk.today())


def check_order(desk: Desk, draft: OrderDraft) -> CheckedOrder:
    """Prices and judges a draft by the books as they stand; nothing is saved.

    Raises UsageError for what can't be an order (`dealer_unknown`, `product_unknown`, `order_empty`, `quantity_…`,
    `order_not_below`) and RefusedError for what may not be one (`order_not_ours`, `date_closed`, `date_future`).
    """
    with desk.book.reading() as connection:
        weighed = _weigh(connection, desk, draft)
    judged = weighed.judged
    lines = tuple(
        _line_view(place, line, weighed.products[line.product], verdict if weighed.selling else None)
        for place, (line, verdict) in enumerate(zip(judged.lines, judged.verdict.lines, strict=True), 1)
    )
    total = sum((line.amount for line in lines), ZERO)
    return CheckedOrder(draft, lines, judged.verdict, judged.stock or {}, judged.credit, total)


def place_order(desk: Desk, draft: OrderDraft) -> OrderView:
    """Saves an order for good, and gives it as it then stands.

    It is judged anew inside the transaction that saves it. Where this desk sells, the verdict is its state (an order
    refused by the rules is kept as `refused`); where it buys, it is `submitted` and the verdict's reasons stand beside
    it until the seller answers. The draft it came from is gone afterwards. Raises as `check_order` does.
    """
    return order(desk, save_order(desk, draft))


def save_order(desk: Desk, draft: OrderDraft) -> str:
    """The saving itself: when it returns, the order is on the disk, twice; gives the order's id."""
    desk.need("order_write")
    order_id = uuid.uuid4().hex
    with desk.book.writing() as writing:
        connection = writing.connection
        weighed = _weigh(connection, desk, draft)
        number = next_number(connection, "order", desk.identity.prefix, draft.date)
        writing.put(desk.stream, "order", order_id, _body(desk, draft, weighed, number))
        run_many(connection, "DELETE FROM draft WHERE id = ?", [(draft.id,)])
    return order_id


def order(desk: Desk, number: str) -> OrderView:
    """The order of this number or id; UsageError `document_unknown`."""
    with desk.book.reading() as connection:
        return order_views(connection, [document_row(connection, number, "order")])[0]


def orders_of(desk: Desk, pks: Sequence[int]) -> list[OrderView]:
    """Whole orders by key, in the order asked for."""
    with desk.book.reading() as connection:
        found = {row.pk: row for row in rows_in(connection, "SELECT * FROM document WHERE pk IN (?*)", list(pks))}
        return order_views(connection, [found[pk] for pk in pks if pk in found])


def find_draft(desk: Desk, named: str) -> OrderDraft:
    """The kept draft of this id or shown number; UsageError `draft_unknown`."""
    wanted = named.removeprefix(DRAFT)
    found = [draft for draft in drafts(desk) if wanted and draft.id.startswith(wanted)]
    if len(found) != 1:
        raise UsageError("draft_unknown", number=named)
    return found[0]


def draft_view(desk: Desk, draft: OrderDraft) -> OrderView:
    """A draft as an order of the state `draft`, with what the books say of it today; raises as `check_order`."""
    checked = check_order(desk, draft)
    with desk.book.reading() as connection:
        seller, buyer = _parties(connection, desk, draft)
    told = [*checked.verdict.reasons, *(reason for line in checked.verdict.lines for reason in line.reasons)]
    return OrderView(
        id=draft.id,
        number=f"{DRAFT}{draft.id[:8]}",
        kind="order",
        seller=seller,
        buyer=buyer,
        date=draft.date,
        state="draft",
        total=checked.total,
        warehouse=draft.warehouse,
        ref=draft.ref,
        remark=draft.remark,
        author=desk.operator,
        recorded_at="",
        reasons=tuple(told),
        lines=tuple(replace(line, accepted=None) for line in checked.lines),
    )


def product_named(desk: Desk, named: str) -> Product:
    """The product of this SKU, barcode or id; UsageError `product_unknown`."""
    with desk.book.reading() as connection:
        return reading.product(connection, named, desk.dealer_id)


def dealer_id(desk: Desk, named: str) -> str:
    """The id of the dealer of this code or id; UsageError `dealer_unknown`, `dealer_ambiguous`."""
    with desk.book.reading() as connection:
        return dealer_named(connection, named, desk.dealer_id).id


def cancel_order(desk: Desk, number: str) -> OrderView:
    """Takes back an order this desk wrote, as long as nothing was delivered and the seller has not answered.

    Raises RefusedError `order_not_written_here`, `order_delivered`, `order_answered`, `order_cancelled`.
    """
    desk.need("order_write")
    with desk.book.writing() as writing:
        row = document_row(writing.connection, number, "order")
        body = _own_body(writing.connection, desk, row)
        if row.state == "cancelled":
            raise RefusedError("order_cancelled", number=row.number)
        if row.state in ("partly_delivered", "delivered"):
            raise RefusedError("order_delivered", number=row.number, state=row.state)
        if row.seller != desk.dealer_id and row.state != "submitted":
            raise RefusedError("order_answered", number=row.number, state=row.state)
        body.state = "cancelled"
        body.reasons = [*body.reasons, reason_body(Reason("cancelled_by", "info", {"by": desk.operator}))]
        writing.put(desk.stream, "order", row.id, body)
    return order(desk, row.id)


def approve_order(desk: Desk, number: str) -> OrderView:
    """Lets an order pass in spite of the account: as seller, one that needs approval or was refused by credit.

    A desk of HQ's people asks HQ for it; the order is then still as it was. Raises RefusedError `not_permitted`,
    `not_yours`, `order_not_open`, `approve_not_possible`.
    """
    desk.need("order_approve")
    if desk.asks:
        return _ask(desk, "approve_order", number, ("needs_approval", "refused"))
    from sync.hq.deciding import approve

    approve(desk.book, number, desk.now(), desk.operator, today=desk.today())
    return order(desk, number)


def refuse_order(desk: Desk, number: str, why: str = "") -> OrderView:
    """Refuses, as seller, an order that waits or needs approval; raises as `approve_order`."""
    desk.need("order_approve")
    if desk.asks:
        return _ask(desk, "refuse_order", number, ("needs_approval", "submitted"), reason=why)
    from sync.hq.deciding import refuse

    refuse(desk.book, number, why, desk.now(), desk.operator)
    return order(desk, number)


def decide_orders(desk: Desk) -> list[OrderView]:
    """Answers, as seller, the orders that others wrote and that wait for a verdict."""
    desk.need("order_approve")
    from sync.hq.deciding import decide_waiting

    return [order(desk, each) for each in decide_waiting(desk.book, desk.today(), desk.now())]


def _ask(desk: Desk, verb: str, number: str, states: Sequence[str], **facts: str) -> OrderView:
    """HQ is asked to answer an order that it sold; RefusedError `not_yours`, `order_not_open`."""
    found = order(desk, number)
    if found.seller.id != desk.dealer_id:
        raise RefusedError("not_yours", number=found.number, kind="order")
    if found.state not in states:
        raise RefusedError("order_not_open", number=found.number, state=found.state)
    ask_hq(desk, verb, found.id, **facts)
    return order(desk, found.id)


def _own_body(connection: Connection, desk: Desk, row: Any) -> DocumentBody:
    """The record of an order whose home is this desk; RefusedError `order_not_written_here`."""
    sql = (
        "SELECT e.body, s.name FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.live = 1 AND e.kind = 'order' AND e.record IN (?*)"
    )
    found = [] if desk.is_hq else rows_in(connection, sql, [row.id])
    if not found or found[0].name != desk.stream:
        raise RefusedError("order_not_written_here", number=row.number)
    body = decode("order", bytes(found[0].body))
    assert isinstance(body, DocumentBody)
    return body


def _weigh(connection: Connection, desk: Desk, draft: OrderDraft) -> _Weighed:
    seller, buyer = _parties(connection, desk, draft)
    selling = seller.id == desk.dealer_id
    today = desk.today()
    check_open(draft.date, reading.closed_through(connection, desk.dealer_id), today)
    products = products_by_id(connection, [line.product for line in draft.lines])
    wanted = [_wanted(place, line, products) for place, line in enumerate(draft.lines, 1)]
    lines = price_lines(connection, seller.id, buyer, wanted, draft.date)
    warehouse = draft.warehouse or (main_warehouse(connection, seller.id) if selling else "")
    judged = judge(connection, seller.id, buyer, lines, today, selling=selling, warehouse=warehouse)
    return _Weighed(seller, buyer, warehouse, selling, products, judged)


def _parties(connection: Connection, desk: Desk, draft: OrderDraft) -> tuple[Dealer, Dealer]:
    if desk.at_hq:
        raise RefusedError("order_at_hq")
    known = dealers_by_id(connection, [draft.seller, draft.buyer])
    seller = known.get(draft.seller) or dealer_named(connection, draft.seller, desk.dealer_id)
    buyer = known.get(draft.buyer) or dealer_named(connection, draft.buyer, desk.dealer_id)
    check_parties(seller, buyer)
    if desk.dealer_id not in (seller.id, buyer.id):
        raise RefusedError("order_not_ours", seller=seller.code, buyer=buyer.code)
    return seller, buyer


def _wanted(place: int, line: DraftLine, products: dict[str, Product]) -> Wanted:
    product = products.get(line.product)
    if product is None:
        raise UsageError("product_unknown", product=line.product, line=place)
    if line.quantity * 1000 % 1:
        raise UsageError("quantity_decimals", text=f"{line.quantity:f}", most=3, line=place)
    if line.agreed is not None and line.agreed * 10_000 % 1:
        raise UsageError("price_decimals", price=line.agreed, most=4, line=place)
    return Wanted(product, line.quantity, line.unit or product.unit, line.pack_size, line.agreed)


def _body(desk: Desk, draft: OrderDraft, weighed: _Weighed, number: str) -> DocumentBody:
    verdict, lines = weighed.judged.verdict, weighed.judged.lines
    accepted = [line.accepted for line in verdict.lines] if weighed.selling else None
    # Who reads this order at the other end may not know a product that is this dealer's own.
    names = {each.id: each.name for each in weighed.products.values() if each.owner}
    bodies = line_bodies(lines, accepted, names)
    told = [*verdict.reasons, *(reason for line in verdict.lines for reason in line.reasons)]
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
    )


def _line_view(place: int, line: RequestLine, product: Product, verdict: LineVerdict | None) -> OrderLineView:
    amount = ZERO if line.unit_price is None else line_amount(line.quantity, line.unit_price)
    return OrderLineView(
        line=place,
        product=line.product,
        sku=line.sku,
        name=product.name,
        quantity=line.quantity,
        unit=line.unit,
        pack_size=line.pack_size,
        quantity_text=format_quantity(line.quantity, product.unit, product.packs),
        unit_price=line.unit_price,
        amount=amount,
        accepted=verdict.accepted if verdict else None,
        delivered=Decimal(0),
        steps=line.steps,
        base_unit=product.unit,
        packs=product.packs,
    )
