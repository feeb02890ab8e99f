"""Makes what follows a document (delivery, receipt, return, reversal), checked in the transaction that will put it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import Connection

from domain.documents.fulfilment import OPEN_STATES
from domain.documents.kinds import KINDS
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import check_not_closed
from domain.values.dates import check_follows, check_open
from domain.values.money import from_fen, from_price, line_amount, share, to_fen
from domain.values.quantities import check_whole, from_milli
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books import reading
from sync.records.books.bulk import rows_in
from sync.records.books.locking import lock_account, lock_document
from sync.records.books.numbering import next_number
from sync.records.documents.limits import stored_quantity
from sync.records.documents.on_hand import check_on_hand
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
    taken = _take(connection, filed, quantities, left, _too_much("delivery"))
    place = warehouse or _serving_warehouse(connection, filed)
    check_on_hand(connection, filed.seller, place, [(line.line, line, quantity) for line, quantity in taken])
    so_far = followed(connection, filed.id, "delivery")
    lines = [_part(line, quantity, so_far, _cost) for line, quantity in taken]
    body = _after(connection, clerk, "delivery", filed, on, lines)
    body.warehouse = place
    set_due(body, buyer, on)
    return "delivery", uuid4().hex, body


def make_follow_up(
    connection: Connection,
    clerk: PostingContext,
    kind: str,
    source: str,
    *,
    on: date,
    quantities: Quantities = None,
    warehouse: str = "",
) -> NewDocument:
    """What takes up a document's lines at that document's own amounts: all that is left, or base units by its lines.

    Of a delivery goods are received (`goods_receipt`, in the buyer's book) or taken back (`return`). `source` is the
    document, `order_line` its line. What comes back lies where it went out from, unless a warehouse is named.

    Raises UsageError `document_unknown`, `line_unknown`, `quantity_*`; RefusedError `not_yours`, `date_*`,
    `document_reversed`, `nothing_left`, of what is received `delivery_refused`, and what the registry says of a kind
    that takes too much (`receipt_too_much`, `return_too_much`).
    """
    rule = KINDS[kind]
    side = "buyer" if rule.writer == "buyer" else "seller"
    of = rule.source.kinds[0] if rule.source else ""
    if rule.posts:
        lock_account(connection, find_document(connection, source, of).buyer)
    filed = _own(connection, clerk, source, of, on, side=side)
    _check_standing(filed)
    if rule.posts:
        check_follows(on, date.fromisoformat(filed.date), filed.number)
    if side == "buyer":
        check_not_refused(connection, filed)
    lines = _follow_up(connection, filed, kind, quantities)
    body = _after(connection, clerk, kind, filed, on, lines)
    body.warehouse = warehouse or (filed.warehouse if side == "seller" else "")
    if rule.falls_due:
        set_due(body, reading.dealer(connection, filed.buyer), on)
    return kind, uuid4().hex, body


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
    side = "buyer" if KINDS[found.kind].writer == "buyer" else "seller"
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


def _follow_up(connection: Connection, filed: Filed, kind: str, quantities: Quantities) -> list[LineBody]:
    """Lines of a document that takes up a delivery's lines, in parts that add up to the delivery's amounts."""
    so_far = followed(connection, filed.id, kind)
    left = {line.line: line.quantity - so_far.get(line.line, (0, 0))[0] for line in filed.lines}
    return [
        _part(line, quantity, so_far, _share)
        for line, quantity in _take(connection, filed, quantities, left, _too_much(kind))
    ]


def _too_much(kind: str) -> str:
    source = KINDS[kind].source
    return source.too_much if source else ""


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
