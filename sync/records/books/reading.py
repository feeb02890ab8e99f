"""What both ends read from a book: parties, products, prices, stock and credit, as the values of the domain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from domain.accounts.credit import CreditPosition
from domain.accounts.ledger import Posting
from domain.catalog.products import Product
from domain.catalog.stock import StockLevel
from domain.errors import UsageError
from domain.parties.dealers import Dealer
from domain.prices.unit_price import Price
from domain.values.money import from_fen, from_price
from domain.values.quantities import Pack, from_milli
from sync.records.accounts.accounts import overdue_of
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.settings import true_age
from sync.records.orders.promised_apart import stock_and_apart
from sync.records.schema.tables import dealer as dealers
from sync.records.schema.tables import product as products
from sync.records.schema.tables import stock


def dealer(connection: Connection, code_or_id: str) -> Dealer:
    """The dealer of this id, or the only one of this code; UsageError `dealer_unknown` or `dealer_ambiguous`."""
    found = query_rows(connection, "SELECT * FROM dealer WHERE id = ?", code_or_id)
    if not found:
        found = query_rows(connection, "SELECT * FROM dealer WHERE code = ?", code_or_id)
    if not found:
        raise UsageError("dealer_unknown", dealer=code_or_id)
    if len(found) > 1:
        raise UsageError("dealer_ambiguous", dealer=code_or_id, ids=", ".join(row.id for row in found))
    return dealer_of(found[0])


@lru_cache(maxsize=1024)
def dealer_of(row: Row[Any]) -> Dealer:
    """A row of the dealer table as a value; equal rows give the same value, made once."""
    return Dealer(
        id=row.id,
        code=row.code,
        name=row.name,
        tier=row.tier,
        parent=row.parent,
        territory=row.territory,
        price_list=row.price_list,
        credit_limit=None if row.credit_limit is None else from_fen(row.credit_limit),
        credit_days=row.credit_days,
        status=row.status,
        contact=row.contact,
        phone=row.phone,
        address=row.address,
        tags=frozenset(msgspec.json.decode(row.tags, type=list[str])) if row.tags != "[]" else frozenset(),
        terms=row.terms,
        merged_into=row.merged_into,
    )


# UNION, not UNION ALL, so that a circle in the tree ends.
_UP = (
    "WITH RECURSIVE up(id) AS (SELECT CAST(? AS TEXT) UNION SELECT d.parent FROM dealer d JOIN up ON d.id = up.id) "
    "SELECT d.* FROM dealer d JOIN up ON up.id = d.id"
)


def dealers_up(connection: Connection, dealer_id: str) -> dict[str, Dealer]:
    """A dealer and everyone above it, by id; work grows with the depth of the tree alone."""
    return {row.id: dealer_of(row) for row in query_rows(connection, _UP, dealer_id)}


def parents(connection: Connection) -> dict[str, str | None]:
    """Every known dealer's parent."""
    return {row.id: row.parent for row in connection.execute(select(dealers.c.id, dealers.c.parent))}


def product(connection: Connection, code: str, owner: str = "") -> Product:
    """The product of this id, SKU or barcode; one owned by `owner` comes before others of the same SKU.

    UsageError `product_unknown`.
    """
    for column in (products.c.id, products.c.sku, products.c.barcode):
        found = connection.execute(select(products).where(column == code)).all()
        if found:
            own = [row for row in found if row.owner == owner]
            return product_of((own or found)[0])
    raise UsageError("product_unknown", product=code)


@lru_cache(maxsize=4096)
def product_of(row: Row[Any]) -> Product:
    """A row of the product table as a value; equal rows give the same value, made once."""
    packs = (Pack(row.pack_unit, from_milli(row.pack_size)),) if row.pack_unit and row.pack_size > 0 else ()
    return Product(
        id=row.id,
        sku=row.sku,
        name=row.name,
        unit=row.unit,
        packs=packs,
        barcode=row.barcode,
        tax_rate=Decimal(row.tax_rate) / 10000,
        category=row.category,
        brand=row.brand,
        owner=row.owner,
        active=row.active,
        spec=row.spec,
        status_reason=row.status_reason,
    )


def prices_of(connection: Connection, product_ids: Sequence[str], price_list: str) -> dict[str, list[Price]]:
    """Each product's prices in one list, all dates."""
    found: dict[str, list[Price]] = {each: [] for each in product_ids}
    query = "SELECT product, unit_price, valid_from, valid_to FROM price WHERE product IN (?*) AND price_list = ?"
    for row in rows_in(connection, query, list(found), price_list):
        found[row[0]].append(_price(price_list, *row))
    return found


@lru_cache(maxsize=8192)
def _price(price_list: str, product_id: str, unit_price: int, start: str, end: str) -> Price:
    """A row of the price table as a value; equal rows give the same value, made once."""
    return Price(price_list, product_id, from_price(unit_price), _day(start), _day(end))


Paid = tuple[Decimal, date, str]


def last_paid(connection: Connection, seller: str, buyer: str, product_ids: Sequence[str]) -> dict[str, Paid]:
    """The unit price of the newest delivery of each of these products to this buyer, its date and number."""
    # Goods given away have no price.
    query = (
        "SELECT product, unit_price, date, number FROM (SELECT l.product, l.unit_price, d.date, d.number, "
        "ROW_NUMBER() OVER (PARTITION BY l.product ORDER BY d.date DESC, d.pk DESC, l.line DESC) AS place "
        "FROM document_line l JOIN document d ON d.pk = l.document WHERE l.product IN (?*) AND d.kind = 'delivery' "
        "AND d.seller = ? AND d.buyer = ? AND l.quantity > 0 AND l.unit_price > 0) AS paid WHERE place = 1"
    )
    return {
        product_id: (from_price(price), date.fromisoformat(on), number)
        for product_id, price, on, number in rows_in(connection, query, list(product_ids), seller, buyer)
    }


def stock_levels(
    connection: Connection, owner: str, product_ids: Sequence[str], *, warehouse: str = ""
) -> dict[str, StockLevel]:
    """What an owner has and has promised of these products, in one warehouse or all; a product without stock is 0."""
    listed = list(dict.fromkeys(product_ids))
    return levels_in(stock_and_apart(connection, owner, listed, warehouse), listed, warehouse)


def levels_in(rows: Sequence[Any], product_ids: Sequence[str], warehouse: str = "") -> dict[str, StockLevel]:
    """The same out of rows of product, warehouse, on hand and reserved."""
    sums = dict.fromkeys(product_ids, (0, 0))
    for product_id, place, on_hand, reserved in rows:
        if product_id in sums and (not warehouse or place == warehouse or not place):
            before = sums[product_id]
            sums[product_id] = before[0] + on_hand, before[1] + reserved
    return {each: _level((from_milli(there), from_milli(held), None)) for each, (there, held) in sums.items()}


# One for each line of an order: made so, it takes a third of the time.
_level: Callable[[tuple[Decimal, Decimal, str | None]], StockLevel] = partial(tuple.__new__, StockLevel)


def tells_stock(connection: Connection, seller: str) -> bool:
    """Whether this seller's stock reaches his buyers' books: HQ publishes its own, nobody else does."""
    return rows_in(connection, "SELECT tier FROM dealer WHERE id IN (?*)", [seller]) == [("hq",)]


def seller_levels(connection: Connection, seller: str, buyer: str, product_ids: Sequence[str]) -> dict[str, StockLevel]:
    """What the seller's last word says is available, less what this buyer ordered since and has no answer to."""
    found: dict[str, tuple[int, str | None]] = dict.fromkeys(product_ids, (0, None))
    query = "SELECT product, available, as_of FROM availability WHERE product IN (?*)"
    for product_id, available, as_of in rows_in(connection, query, list(found)):
        before = found[product_id]
        found[product_id] = (before[0] + available, max(before[1] or "", as_of))
    waiting = (
        "SELECT l.product, SUM(l.quantity) FROM document d JOIN document_line l ON l.document = d.pk "
        "WHERE l.product IN (?*) AND d.kind = 'order' AND d.state = 'submitted' AND d.seller = ? AND d.buyer = ? "
        "GROUP BY l.product"
    )
    held = {each: int(total) for each, total in rows_in(connection, waiting, list(found), seller, buyer)}
    ages = true_age(connection, {each: as_of for each, (_, as_of) in found.items() if as_of})
    return {
        each: StockLevel(from_milli(available), from_milli(held.get(each, 0)), ages.get(each))
        for each, (available, _) in found.items()
    }


def balance(connection: Connection, seller: str, buyer: str, before: date | None = None) -> Decimal:
    """What the buyer owes the seller; with `before`, at the end of the day before that date."""
    last = "9999-12-31" if before is None else (before - timedelta(days=1)).isoformat()
    query = "SELECT COALESCE(SUM(amount), 0) FROM posting WHERE seller = ? AND buyer = ? AND date <= ?"
    return from_fen(int(query_rows(connection, query, seller, buyer, last)[0][0]))


def postings(
    connection: Connection, seller: str, buyer: str, through: date | None = None, start: date | None = None
) -> list[Posting]:
    """An account's postings up to and including a date, oldest first; none before `start`."""
    query = (
        "SELECT p.date, d.kind, d.number, p.amount, p.due, d.remark, d.id, d.reverses FROM posting p "
        "JOIN document d ON d.pk = p.document WHERE p.seller IN (?*) AND p.buyer = ? AND p.date >= ? AND p.date <= ? "
        "ORDER BY p.date, d.pk"
    )
    first, last = start.isoformat() if start else "", "9999-12-31" if through is None else through.isoformat()
    return [
        Posting(
            date=_on(on),
            kind=kind,
            number=number,
            amount=from_fen(amount),
            due=_on(due),
            summary=remark,
            document=document_id,
            reverses=reverses,
        )
        for on, kind, number, amount, due, remark, document_id, reverses in rows_in(
            connection, query, [seller], buyer, first, last
        )
    ]


# The same days stand on thousands of postings.
_on = lru_cache(maxsize=4096)(date.fromisoformat)


def balances_around(
    connection: Connection, seller: str, buyer: str, document: str, on: date
) -> tuple[Decimal, Decimal] | None:
    """What was owed before and after a document of this day, by date and then as recorded; None where it posts nothing.

    Only its day is read line by line.
    """
    owed = balance(connection, seller, buyer, on)
    for posting in postings(connection, seller, buyer, on, on):
        if posting.document == document:
            return owed, owed + posting.amount
        owed += posting.amount
    return None


def has_account(connection: Connection, seller: str, buyer: str) -> bool:
    """Whether anything was ever posted between the two."""
    return bool(query_rows(connection, "SELECT 1 FROM posting WHERE seller = ? AND buyer = ? LIMIT 1", seller, buyer))


def credit_position(
    connection: Connection, seller: str, buyer: Dealer, today: date, *, without: str = "", waiting: bool = True
) -> CreditPosition:
    """The buyer's credit with the seller: balance, promised but undelivered orders, and what is overdue.

    Args:
        without: id of an order to leave out, because it is the one being judged.
        waiting: whether orders the seller has not answered yet count as promised.
    """
    account = (seller, buyer.id)
    asked = (*account, *account, *account, without)
    ((fen, holds, promised, wallets),) = query_rows(connection, _CREDIT[waiting], *asked)
    owed = from_fen(int(fen))
    late, days = overdue_of(connection, *account, today, owed, holds=bool(holds))
    paying = _paying(connection, *account, without=without, waiting=waiting) if wallets else 0
    return CreditPosition(
        limit=buyer.credit_limit,
        temporary=Decimal(0),
        balance=owed,
        committed=from_fen(int(promised or 0) - paying),
        overdue=late,
        overdue_days=days,
    )


_TO_PAY = (
    "CASE WHEN COALESCE(l.accepted, 0) = 0 THEN w.amount "
    "ELSE (2 * w.amount * (l.accepted - l.closed) + l.accepted) / (2 * l.accepted) "
    "- (2 * w.amount * l.delivered + l.accepted) / (2 * l.accepted) END"
)


_LINES = "JOIN document_line l ON l.document = d.pk"


def committed(connection: Connection, seller: str, buyer: str, *, without: str = "", waiting: bool = True) -> Decimal:
    """Value of what is ordered and not refused, not delivered: accepted orders by their rest, waiting ones whole.

    What a wallet is still to pay of it is taken off.

    Args:
        without: id of an order to leave out.
        waiting: whether orders the seller has not answered yet count; they don't where he is just answering them.
    """
    ordered = f"SELECT SUM(d.promised), {_WALLETS} FROM document d WHERE {_chosen(waiting)}"
    ((promised, wallets),) = query_rows(connection, ordered, seller, buyer, without)
    paying = _paying(connection, seller, buyer, without=without, waiting=waiting) if wallets else 0
    return from_fen(int(promised or 0) - paying)


_WALLETS = "EXISTS (SELECT 1 FROM wallet_use)"


def _chosen(waiting: bool) -> str:
    """The orders that are promised to a buyer, with marks for the seller, the buyer and an order to leave out."""
    states = "'accepted', 'accepted_in_part', 'partly_delivered'" + (", 'submitted'" if waiting else "")
    return f"d.promised <> 0 AND d.seller = ? AND d.buyer = ? AND d.state IN ({states}) AND d.id <> ?"


_CREDIT = {
    waiting: (
        "SELECT (SELECT COALESCE(SUM(amount), 0) FROM posting WHERE seller = ? AND buyer = ?) AS owed, EXISTS "
        "(SELECT 1 FROM settlement WHERE debt = '' AND seller = ? AND buyer = ?) AS holds, "
        f"(SELECT SUM(d.promised) FROM document d WHERE {_chosen(waiting)}) AS promised, "
        f"{_WALLETS} AS wallets"
    )
    for waiting in (False, True)
}


def _paying(connection: Connection, seller: str, buyer: str, *, without: str, waiting: bool) -> int:
    """What wallets are still to pay of what is promised, in fen."""
    paid = f"SELECT SUM({_TO_PAY}) FROM document d JOIN wallet_use w ON w.document = d.pk {_LINES} "
    sql = f"{paid} AND l.line = w.line WHERE {_chosen(waiting)}"
    return int(query_rows(connection, sql, seller, buyer, without)[0][0] or 0)


def available_at(connection: Connection, owner: str, product_id: str) -> list[tuple[str, StockLevel]]:
    """A product's stock warehouse by warehouse."""
    query = select(stock).where(stock.c.owner == owner, stock.c.product == product_id).order_by(stock.c.warehouse)
    return [
        (row.warehouse, StockLevel(from_milli(row.on_hand), from_milli(row.reserved)))
        for row in connection.execute(query)
    ]


def closed_through(connection: Connection, dealer_id: str) -> date | None:
    """The last day of a dealer's closed books, whichever of its desks closed them; None where none did."""
    [[last]] = query_rows(connection, "SELECT MAX(closed_through) FROM period WHERE dealer = ?", dealer_id)
    return date.fromisoformat(last) if last else None


def _day(stored: str) -> date | None:
    return date.fromisoformat(stored) if stored else None
