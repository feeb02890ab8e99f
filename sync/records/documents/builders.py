"""Makes the documents HQ and desks share, each checked in the transaction that will put it into the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import Connection

from domain.documents.fulfilment import OPEN_STATES
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import check_not_closed
from domain.values.dates import check_follows, check_open
from domain.values.money import from_fen, from_price, line_amount, share, to_fen
from domain.values.quantities import check_whole, from_milli
from sync.records.accounts.closings import heard_here
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books import reading
from sync.records.books.bulk import rows_in
from sync.records.books.locking import lock_account, lock_document, lock_stock
from sync.records.books.numbering import next_number
from sync.records.documents.limits import check_amount, positive_amount, stored_quantity
from sync.records.documents.on_hand import check_on_hand, on_hand_of
from sync.records.documents.payable import set_due
from sync.records.documents.stocks import stock_rows
from sync.records.documents.stored import Filed, FiledLine, check_not_refused, find_document, followed, named_line
from sync.records.rebates.wallets import WALLET

NewDocument = tuple[str, str, DocumentBody]
Quantities = Mapping[int, Decimal] | None


@dataclass(frozen=True, slots=True)
class PostingContext:
    """Whose hand writes: the dealer, the prefix of its numbers, the person, the recording time, the business day."""

    dealer: str
    prefix: str
    name: str
    at: str
    today: date


def make_delivery(
    connection: Connection,
    clerk: PostingContext,
    order: str,
    *,
    on: date,
    quantities: Quantities = None,
    warehouse: str = "",
) -> NewDocument:
    """A delivery of an accepted order: all that is left of it, or base units by order line.

    However an order is cut, the amounts add up to what its accepted quantities cost. `source` is the order, a line's
    `order_line` the order's line. Without a warehouse the one that serves the order is taken.

    Raises UsageError `document_unknown`, `line_unknown`, `quantity_*`; RefusedError `dealer_closed`, `not_yours`,
    `date_*`, `order_not_accepted`, `order_delivered`, `order_closed`, `delivery_too_much`, `stock_not_enough`,
    `price_missing`.
    """
    buyer = reading.dealer(connection, find_document(connection, order, "order").buyer)
    check_not_closed(buyer, reading.dealer(connection, clerk.dealer))
    lock_account(connection, buyer.id)
    filed = _own(connection, clerk, order, "order", on)
    if filed.state not in OPEN_STATES:
        raise RefusedError(filed.ended, number=filed.number, state=filed.state)
    check_follows(on, date.fromisoformat(filed.date), filed.number)
    left = {line.line: line.left for line in filed.lines}
    taken = _take(connection, filed, quantities, left, "delivery_too_much")
    place = warehouse or _serving_warehouse(connection, filed)
    check_on_hand(connection, filed.seller, place, taken)
    so_far = followed(connection, filed.id, "delivery")
    lines = [_part(line, quantity, so_far, _cost) for line, quantity in taken]
    body = _after(connection, clerk, "delivery", filed, on, lines)
    body.warehouse = place
    set_due(body, buyer, on)
    return "delivery", uuid4().hex, body


def make_return(
    connection: Connection,
    clerk: PostingContext,
    delivery: str,
    *,
    on: date,
    quantities: Quantities = None,
    warehouse: str = "",
) -> NewDocument:
    """Goods of a delivery that came back: all that has not come back yet, or base units by delivery line.

    They are credited at the delivery's own amounts; `source` is the delivery, `order_line` the delivery's line.

    Raises as `make_goods_receipt`, and RefusedError `return_too_much`.
    """
    lock_account(connection, find_document(connection, delivery, "delivery").buyer)
    filed = _own(connection, clerk, delivery, "delivery", on)
    _check_standing(filed)
    check_follows(on, date.fromisoformat(filed.date), filed.number)
    lines = _follow_up(connection, filed, "return", quantities, "return_too_much")
    body = _after(connection, clerk, "return", filed, on, lines)
    body.warehouse = warehouse or filed.warehouse
    return "return", uuid4().hex, body


def make_goods_receipt(
    connection: Connection,
    clerk: PostingContext,
    delivery: str,
    *,
    on: date,
    quantities: Quantities = None,
    warehouse: str = "",
) -> NewDocument:
    """The buyer's receipt of delivered goods: all not received yet, or base units by delivery line.

    Raises UsageError `document_unknown`, `line_unknown`, `quantity_*`; RefusedError `not_yours`, `date_*`,
    `document_reversed`, `delivery_refused`, `nothing_left`, `receipt_too_much`.
    """
    filed = _own(connection, clerk, delivery, "delivery", on, side="buyer")
    _check_standing(filed)
    check_not_refused(connection, filed)
    lines = _follow_up(connection, filed, "goods_receipt", quantities, "receipt_too_much")
    body = _after(connection, clerk, "goods_receipt", filed, on, lines)
    body.warehouse = warehouse
    return "goods_receipt", uuid4().hex, body


def make_money_receipt(
    connection: Connection,
    clerk: PostingContext,
    buyer: str,
    amount: Decimal,
    *,
    on: date,
    method: str = "",
    ref: str = "",
    remark: str = "",
) -> NewDocument:
    """Money received from a buyer, who stands right below the clerk's dealer or has an account with him.

    Raises UsageError `dealer_unknown`, `amount_*`; RefusedError `not_your_customer`, `date_*`.
    """
    fen = positive_amount(amount)
    party = reading.dealer(connection, buyer)
    check_date(connection, clerk, on)
    if party.parent != clerk.dealer and not reading.has_account(connection, clerk.dealer, party.id):
        raise RefusedError("not_your_customer", dealer=party.code)
    body = blank(connection, clerk, "money_receipt", clerk.dealer, party.id, on)
    body.amount, body.method, body.ref, body.remark = fen, method, ref, remark
    return "money_receipt", uuid4().hex, body


def make_opening(
    connection: Connection,
    clerk: PostingContext,
    buyer: str,
    amount: Decimal,
    *,
    on: date,
    seller: str = "",
    record: str = "",
) -> NewDocument:
    """What a buyer owed (negative: had paid in advance) when the books began; due by the buyer's own terms.

    Args:
        seller: whose account it is, the clerk's dealer if left out; HQ may open accounts of others at go-live.
        record: the document's id, a random one if left out.

    Raises UsageError `dealer_unknown`, `amount_zero`, `amount_decimals`, `amount_too_large`; RefusedError `date_*`.
    """
    check_amount(amount)
    if not amount:
        raise UsageError("amount_zero", amount=amount)
    party = reading.dealer(connection, buyer)
    check_date(connection, clerk, on)
    body = blank(connection, clerk, "opening", seller or clerk.dealer, party.id, on)
    body.amount = to_fen(amount)
    set_due(body, party, on)
    body.known = heard_here(connection)
    return "opening", record or uuid4().hex, body


def make_adjustment(
    connection: Connection,
    clerk: PostingContext,
    warehouse: str,
    counted: Mapping[str, Decimal],
    *,
    on: date,
    remark: str = "",
) -> NewDocument | None:
    """Brings what is on hand to what was counted, by product id; None where it all agrees already.

    Raises UsageError `product_unknown`, `quantity_negative`, `quantity_decimals`, `quantity_too_large`; RefusedError
    `date_*`.
    """
    check_date(connection, clerk, on)
    lock_stock(connection, clerk.dealer, list(counted))
    there = on_hand_of(connection, clerk.dealer, warehouse, list(counted))
    known = "SELECT id, sku, unit, name FROM product WHERE id IN (?*)"
    products = {each: rest for each, *rest in rows_in(connection, known, list(counted))}
    lines = []
    for product, quantity in counted.items():
        if product not in products:
            raise UsageError("product_unknown", product=product)
        sku, unit, name = products[product]
        check_whole(quantity, unit)
        difference = (stored_quantity(quantity, 0) if quantity else 0) - there.get(product, 0)
        if difference:
            lines.append(LineBody(product, sku, difference, 0, unit=unit, name=name))
    if not lines:
        return None
    body = blank(connection, clerk, "adjustment", clerk.dealer, clerk.dealer, on)
    body.lines, body.warehouse, body.remark = lines, warehouse, remark
    body.known = heard_here(connection)
    return "adjustment", uuid4().hex, body


def make_reversal(
    connection: Connection, clerk: PostingContext, document: str, *, on: date, reason: str = ""
) -> NewDocument:
    """Undoes a posted document by one of the same kind with everything negated (红冲).

    Raises UsageError `document_unknown`; RefusedError `not_yours`, `date_*`, `not_reversible` (orders are cancelled),
    `reversal_of_reversal`, `already_reversed`, `reversed_with_delivery` (what a wallet paid), or `has_followers` where
    returns or receipts rest on the document, or a payment gave its money back.
    """
    found = find_document(connection, document)
    if found.kind == "order":
        raise RefusedError("not_reversible", number=found.number, kind=found.kind)
    lock_account(connection, found.buyer)
    # What a wrong clock dated far ahead is taken back on that day, for nothing goes before what it undoes.
    clerk = replace(clerk, today=max(clerk.today, date.fromisoformat(found.date)))
    side = "buyer" if found.kind == "goods_receipt" else "seller"
    filed = _own(connection, clerk, found.id, found.kind, on, side=side)
    check_follows(on, date.fromisoformat(filed.date), filed.number)
    if filed.kind == "rebate_settlement" and filed.method == WALLET:
        raise RefusedError("reversed_with_delivery", number=filed.number)
    if filed.reverses:
        raise RefusedError("reversal_of_reversal", number=filed.number)
    if filed.state == "reversed":
        raise RefusedError("already_reversed", number=filed.number)
    _check_followers(connection, filed)
    lines = [_line(each, -each.quantity, -each.amount, each.order_line) for each in filed.lines]
    body = _after(connection, clerk, filed.kind, filed, on, lines)
    body.amount, body.reverses, body.source = -filed.amount, filed.id, filed.source
    body.warehouse, body.due, body.method, body.remark = filed.warehouse, filed.due, filed.method, reason
    return filed.kind, uuid4().hex, body


def _own(
    connection: Connection, clerk: PostingContext, document: str, kind: str, on: date, side: str = "seller"
) -> Filed:
    """The document, locked, if it is the clerk's to follow up on that day."""
    lock_document(connection, find_document(connection, document, kind).id)
    filed = find_document(connection, document, kind)
    if getattr(filed, side) != clerk.dealer:
        raise RefusedError("not_yours", number=filed.number, kind=kind)
    check_date(connection, clerk, on)
    return filed


def check_date(connection: Connection, clerk: PostingContext, on: date) -> None:
    """Lets a business date pass that lies in the clerk's open days; RefusedError `date_closed`, `date_future`."""
    check_open(on, reading.closed_through(connection, clerk.dealer), clerk.today)


def _check_standing(filed: Filed) -> None:
    if filed.reverses or filed.state == "reversed":
        raise RefusedError("document_reversed", number=filed.number)


def _check_followers(connection: Connection, filed: Filed) -> None:
    # What the wallet paid of a delivery is undone with it; a refusal took nothing of it.
    rests = (
        "SELECT number FROM document WHERE source IN (?*) AND state = 'posted' AND reverses IS NULL "
        "AND kind <> 'rebate_settlement' AND method <> 'refused' ORDER BY number"
    )
    # Money that went back to the buyer later can't have never come.
    went_back = (
        "SELECT DISTINCT d.number FROM settlement s "
        "JOIN document d ON d.id = s.debt JOIN document c ON c.id = s.credit WHERE s.credit IN (?*) AND d.pk > c.pk "
        "AND d.kind = 'payment' AND d.state = 'posted' AND d.reverses IS NULL ORDER BY d.number"
    )
    standing = rows_in(connection, rests if filed.kind == "delivery" else went_back, [filed.id])
    if standing:
        raise RefusedError("has_followers", number=filed.number, by=", ".join(number for (number,) in standing))


def _take(
    connection: Connection, filed: Filed, quantities: Quantities, left: Mapping[int, int], too_much: str
) -> list[tuple[FiledLine, int]]:
    """Which lines go on with how much, in 1/1000; never more than is left of each."""
    lines = {line.line: line for line in filed.lines}
    if quantities is None:
        wanted = {number: rest for number, rest in left.items() if rest > 0}
    else:
        for number in quantities:
            if number not in lines:
                raise UsageError("line_unknown", number=filed.number, line=number)
        wanted = {number: stored_quantity(quantity, number) for number, quantity in quantities.items()}
    for number, quantity in wanted.items():
        if quantity > left[number]:
            facts = named_line(connection, lines[number], wanted=quantity, left=left[number])
            raise RefusedError(too_much, number=filed.number, line=number, **facts)
        if quantity % 1000 and quantity != left[number]:  # what was ordered so before may still go whole
            unit = named_line(connection, lines[number]).get("base_unit", "")
            check_whole(from_milli(quantity), unit, line=number)
    if not wanted:
        raise RefusedError("nothing_left", number=filed.number)
    return [(lines[number], wanted[number]) for number in sorted(wanted)]


def _follow_up(
    connection: Connection, filed: Filed, kind: str, quantities: Quantities, too_much: str
) -> list[LineBody]:
    """Lines of a document that takes up a delivery's lines, in parts that add up to the delivery's amounts."""
    so_far = followed(connection, filed.id, kind)
    left = {line.line: line.quantity - so_far.get(line.line, (0, 0))[0] for line in filed.lines}
    return [
        _part(line, quantity, so_far, _share) for line, quantity in _take(connection, filed, quantities, left, too_much)
    ]


def _part(
    line: FiledLine,
    quantity: int,
    so_far: Mapping[int, tuple[int, int]],
    cost: Callable[[FiledLine, int], int],
) -> LineBody:
    """A further part of a line; it costs what all parts together cost, less what the parts before were posted at."""
    before, posted = so_far.get(line.line, (0, 0))
    return _line(line, quantity, cost(line, before + quantity) - posted, line.line)


def _cost(line: FiledLine, quantity: int) -> int:
    """What so much of an order's line costs: its share where promotions made the whole cheaper than its price."""
    if line.price is None:
        raise RefusedError("price_missing", sku=line.sku, line=line.line)
    if line.net is not None and line.accepted:
        return share(line.net, quantity, line.accepted)
    return to_fen(line_amount(from_milli(quantity), from_price(line.price)))


def _share(line: FiledLine, quantity: int) -> int:
    return to_fen(from_fen(line.amount) * quantity / line.quantity)


def _line(line: FiledLine, quantity: int, amount: int, order_line: int | None) -> LineBody:
    told = (line.product, line.sku, quantity, amount, line.price, line.unit, line.pack, line.name, order_line)
    return LineBody(*told, gift=line.gift, by_hand=bool(line.by_hand))


def _after(
    connection: Connection, clerk: PostingContext, kind: str, filed: Filed, on: date, lines: Sequence[LineBody]
) -> DocumentBody:
    """A document that follows `filed`, between the same two parties."""
    body = blank(connection, clerk, kind, filed.seller, filed.buyer, on)
    body.lines, body.amount = list(lines), sum(line.amount for line in lines)
    body.source, body.ref = filed.id, filed.ref
    return body


def blank(connection: Connection, clerk: PostingContext, kind: str, seller: str, buyer: str, on: date) -> DocumentBody:
    """A document of this kind with its number and nothing on it yet."""
    return DocumentBody(
        number=next_number(connection, kind, clerk.prefix, on),
        seller=seller,
        buyer=buyer,
        date=on.isoformat(),
        recorded_at=clerk.at,
        amount=0,
        author=clerk.name,
    )


def _serving_warehouse(connection: Connection, order: Filed) -> str:
    """The warehouse the order is reserved in, or named, or the only one that has any of its goods."""
    named = next((line.reserved_in for line in order.lines if line.reserved_in), "") or order.warehouse
    if named:
        return named
    rows = stock_rows(connection, order.seller, sorted({line.product for line in order.lines}))
    there = {row.warehouse for row in rows if row.on_hand > 0}
    return there.pop() if len(there) == 1 else ""
