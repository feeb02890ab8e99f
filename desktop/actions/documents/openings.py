"""What there was when the books began, one product or one customer at a time; what stands already is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import dealer_named
from desktop.actions.changes import changes
from desktop.actions.documents.money import book_opening
from desktop.actions.documents.posting import clerk_of, post
from desktop.actions.documents.warehouses import Warehouses
from desktop.actions.headquarters.queued import Queued
from desktop.cards.face import CardSheet, SavedCard
from desktop.cards.opening_balance import OPENING_BALANCE
from desktop.cards.opening_stock import OPENING_STOCK
from desktop.cards.values import read_value
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.values.dates import parse_date
from domain.values.money import from_fen
from domain.values.quantities import format_quantity, from_milli, read_quantity
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.documents.stock_builders import make_adjustment

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

REMARK = "期初库存"


def stock_sheet(desk: Desk, key: str) -> CardSheet:
    """What is asked of a product's opening stock, and what lies where already; UsageError `product_unknown`."""
    with desk.book.reading() as connection:
        product = reading.product(connection, key, desk.dealer_id)
        places = Warehouses(connection, desk.dealer_id).names
        there = _lying(connection, desk.dealer_id, product.id)
        notes = [*_closed(desk, connection)]
    for place, milli in there.items():
        told = format_quantity(from_milli(milli), product.unit, product.packs)
        notes.append(Reason("opening_stock_lies", "warn", {"warehouse": place, "quantity": told}))
    texts = {"warehouse": places[0] if places else "", "date": desk.today().isoformat()}
    return CardSheet(product.id, product.name, texts, {}, {"warehouse": tuple(places)}, tuple(notes))


@changes("stock", "papers")
def save_opening_stock(desk: Desk, key: str, texts: Mapping[str, str], *, anyway: bool = True) -> SavedCard | Queued:  # noqa: ARG001 -- as every card is written
    """Books what of a product lay in a warehouse; where it moved before, a count is what brings it right.

    Raises UsageError `product_unknown`, `quantity_…`, `unit_…`, `date_…`; RefusedError `not_permitted`, `date_closed`,
    `opening_stock_there` (facts `warehouse`, `quantity`).
    """
    desk.need(OPENING_STOCK.right)
    with desk.book.writing() as writing:
        connection = writing.connection
        product = reading.product(connection, key, desk.dealer_id)
        counted = read_quantity(texts.get("counted", ""), product.unit, product.packs)[0]
        on = _day(desk, texts)
        places = Warehouses(connection, desk.dealer_id)
        place = places.meant(texts.get("warehouse", ""))
        sql = "SELECT 1 FROM stock_move WHERE owner = ? AND product = ? AND warehouse = ? LIMIT 1"
        if query_rows(connection, sql, desk.dealer_id, product.id, place):
            milli = _lying(connection, desk.dealer_id, product.id).get(place, 0)
            told = format_quantity(from_milli(milli), product.unit, product.packs)
            raise RefusedError("opening_stock_there", warehouse=place, quantity=told, name=product.name)
        made = make_adjustment(connection, clerk_of(desk), place, {product.id: counted}, on=on, remark=REMARK)
        if made is None:
            raise UsageError("quantity_zero", text=texts.get("counted", ""))
        shown = post(desk, writing, made)
        told_new = tuple(places.told_new([place]))
    return SavedCard(product.id, shown.number, product.name, told_new)


def balance_sheet(desk: Desk, key: str) -> CardSheet:
    """What is asked of a customer's opening balance, and the one that stands; UsageError `dealer_unknown`."""
    with desk.book.reading() as connection:
        party = dealer_named(connection, key, desk.dealer_id)
        sql = (
            "SELECT number, date, amount FROM document WHERE kind = 'opening' AND seller = ? AND buyer = ? "
            "AND state = 'posted' AND reverses IS NULL ORDER BY date, number"
        )
        notes = [*_closed(desk, connection)]
        for row in query_rows(connection, sql, desk.dealer_id, party.id):
            there = {"number": row.number, "date": date.fromisoformat(row.date), "amount": from_fen(row.amount)}
            notes.append(Reason("opening_there", "warn", {"dealer": party.name, **there}))
    return CardSheet(party.id, party.name, {"date": desk.today().isoformat()}, {}, {}, tuple(notes))


@changes("accounts", "papers")
def save_opening_balance(desk: Desk, key: str, texts: Mapping[str, str], *, anyway: bool = True) -> SavedCard | Queued:  # noqa: ARG001 -- as every card is written
    """Books what a customer owed, or had paid ahead; raises as `book_opening`, and UsageError `amount_missing`."""
    desk.need_right(OPENING_BALANCE.right)
    fen = read_value("money", texts.get("amount", ""))
    if not fen:
        raise UsageError("amount_zero")
    amount = from_fen(fen) if texts.get("direction", "owes") != "ahead" else -from_fen(fen)
    on = _day(desk, texts)
    shown = book_opening(desk, key, Decimal(amount), on)
    if isinstance(shown, Queued):
        return shown
    return SavedCard(key, shown.number, shown.buyer.name)


def _day(desk: Desk, texts: Mapping[str, str]) -> date:
    """The day that was said, or today."""
    said = texts.get("date", "")
    return parse_date(said, desk.today()) if said else desk.today()


def _closed(desk: Desk, connection: Connection) -> list[Reason]:
    """That days are closed already, so that nobody types what can't be booked."""
    through = reading.closed_through(connection, desk.dealer_id)
    return [] if through is None else [Reason("opening_closed", "warn", {"through": through})]


def _lying(connection: Connection, owner: str, product: str) -> dict[str, int]:
    """What lies of a product, by warehouse."""
    sql = "SELECT warehouse, on_hand FROM stock WHERE owner = ? AND product = ? AND on_hand <> 0 ORDER BY warehouse"
    return {str(row.warehouse): int(row.on_hand) for row in query_rows(connection, sql, owner, product)}
