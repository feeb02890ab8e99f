"""Lists the way a window scrolls them: all keys of a filter at once, then the few rows in sight by key."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from desktop.actions.catalog.cards import dealers_by_id, stranger
from desktop.actions.catalog.cost import is_veiled_from, veiled_for
from desktop.actions.catalog.customers import customer
from desktop.actions.documents.document_views import numbers_of
from desktop.actions.documents.list_order import (
    LINE_COST,
    ORDER_LIST,
    PAPER_LIST,
    ListSql,
    narrowing,
    ordering,
    spelled,
)
from desktop.actions.documents.views import CustomerView, IncomingRow, OrderRow, PaperRow
from desktop.actions.orders.states import CLOSED
from desktop.arrangement import AS_IT_IS, Arrangement
from domain.documents.fulfilment import UNDECIDED
from domain.documents.kinds import sign_of
from domain.documents.order_progress import OrderProgress
from domain.values.money import from_fen
from domain.values.veiled import VEILED
from sync.records.books.bulk import query_keys, query_lists, rows_in
from sync.records.books.searching import dealer_condition, like_text, words_of
from sync.records.documents.transit import awaited_deliveries
from sync.records.orders.order_progress import order_progress

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.parties.dealers import Dealer

Condition = tuple[str, list[Any]]
"""What a row must fulfil, in SQL, and its values."""
Row = TypeVar("Row", OrderRow, PaperRow, IncomingRow)
_LAST_PAPERS = 12  # so many of an account's documents stand beside its card
_IS_CLOSED = "EXISTS (SELECT 1 FROM order_closing c WHERE c.\"order\" = d.id AND c.side = 'seller')"


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the orders list shows; `text` is part of a number, a reference or a dealer, `buyer` and `seller` are ids.

    `state` is one of `ORDER_STATES`; what was closed is neither delivered nor cancelled.
    """

    text: str = ""
    state: str = ""
    buyer: str = ""
    seller: str = ""
    newest_first: bool = True
    arranged: Arrangement = AS_IT_IS


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What a list of documents of one kind shows; `start` and `end` are the first and last business date."""

    text: str = ""
    buyer: str = ""
    seller: str = ""
    start: date | None = None
    end: date | None = None
    newest_first: bool = True
    arranged: Arrangement = AS_IT_IS


def order_ids(desk: Desk, chosen: OrderFilter | None = None) -> array[int]:
    """Keys of all orders that fit, in the order of the list: by business date, then as recorded."""
    wanted = chosen or OrderFilter()
    with desk.book.reading() as connection:
        return _keys(connection, order_condition(connection, desk, wanted), wanted, ORDER_LIST)


def order_condition(connection: Connection, desk: Desk, wanted: OrderFilter) -> Condition:
    """What a row `d` must fulfil to be one of these orders."""
    where, values = ["d.kind = 'order'"], []
    if wanted.state == CLOSED:
        where.append(f"d.state IN ('delivered', 'cancelled') AND {_IS_CLOSED}")
    elif wanted.state in ("delivered", "cancelled"):
        where.append(f"NOT {_IS_CLOSED}")
    state = "" if wanted.state == CLOSED else wanted.state
    for column, value in (("state", state), ("buyer", wanted.buyer), ("seller", wanted.seller)):
        if value:
            where.append(f"d.{column} = ?")
            values.append(value)
    return _condition(connection, desk, (where, values), wanted, ORDER_LIST)


_SUMS = (
    f"SELECT l.document, COUNT(*) AS lines, SUM({LINE_COST}) AS total "
    "FROM document_line l WHERE l.document IN (?*) GROUP BY l.document"
)

# What deliveries were posted at; what is promised beyond stands beside the order.
_POSTED = "SELECT source, SUM(amount) FROM document WHERE source IN (?*) AND kind = 'delivery' GROUP BY source"


def order_rows(desk: Desk, pks: Sequence[int]) -> list[OrderRow]:
    """The rows of these orders, in the order asked for; keys that are gone are left out."""
    with desk.book.reading() as connection:
        rows = _documents(connection, pks)
        dealers = _dealers(connection, rows)
        sums = {row.document: (row.lines, int(row.total)) for row in rows_in(connection, _SUMS, list(pks))}
        ids = [row.id for row in rows]
        progress, posted = order_progress(connection, ids), dict(rows_in(connection, _POSTED, ids))
    shown = (
        veiled_for(
            desk,
            row.buyer,
            _order_row(row, dealers, sums.get(row.pk, (0, 0)), progress[row.id], int(posted.get(row.id, 0))),
        )
        for row in rows
    )
    return _in_order(pks, shown)


def paper_ids(desk: Desk, kind: str, chosen: PaperFilter | None = None) -> array[int]:
    """Keys of all documents of one kind ("" for every kind but orders) that fit."""
    wanted = chosen or PaperFilter()
    with desk.book.reading() as connection:
        return _keys(connection, paper_condition(connection, desk, kind, wanted), wanted, PAPER_LIST)


def paper_condition(connection: Connection, desk: Desk, kind: str, wanted: PaperFilter) -> Condition:
    """What a row `d` must fulfil to be one of these documents."""
    where, values = (["d.kind = ?"], [kind]) if kind else (["d.kind <> 'order'"], [])
    for test, value in (
        ("d.buyer = ?", wanted.buyer),
        ("d.seller = ?", wanted.seller),
        ("d.date >= ?", wanted.start.isoformat() if wanted.start else ""),
        ("d.date <= ?", wanted.end.isoformat() if wanted.end else ""),
    ):
        if value:
            where.append(test)
            values.append(value)
    return _condition(connection, desk, (where, values), wanted, PAPER_LIST)


def paper_total(desk: Desk, pks: Sequence[int]) -> Decimal:
    """What documents of these keys come to together; veiled where one of them is what this dealer buys."""
    sql = "SELECT SUM(amount) AS fen, MAX(CASE WHEN buyer = ? THEN 1 ELSE 0 END) AS bought FROM document "
    with desk.book.reading() as connection:
        sums = query_lists(connection, sql + "WHERE pk IN (?*)", desk.dealer_id, list(pks))
    if any(row.bought for row in sums) and is_veiled_from(desk, desk.dealer_id):
        return VEILED
    return from_fen(sum(int(row.fen or 0) for row in sums))


def papers_shown(
    desk: Desk, kinds: str, text: str = "", buyer: str = "", arranged: Arrangement = AS_IT_IS
) -> array[int]:
    """Keys of this desk's documents of a kind; "" for all kinds."""
    return paper_ids(desk, kinds, PaperFilter(text=text, buyer=buyer, seller=desk.dealer_id, arranged=arranged))


def paper_rows(desk: Desk, pks: Sequence[int]) -> list[PaperRow]:
    """The rows of these documents, in the order asked for."""
    with desk.book.reading() as connection:
        rows = _documents(connection, pks)
        dealers = _dealers(connection, rows)
        others = numbers_of(connection, [each for row in rows for each in (row.source, row.reverses) if each])
    return _in_order(pks, (veiled_for(desk, row.buyer, _paper_row(row, dealers, others)) for row in rows))


class CustomerAccount(NamedTuple):
    """A customer's card and the last documents of its account; goods received owe nothing beside their delivery."""

    view: CustomerView
    papers: Sequence[PaperRow]


def customer_account(desk: Desk, named: str) -> CustomerAccount:
    """A customer as the page of customers shows it."""
    view = customer(desk, named)
    chosen = PaperFilter(buyer=view.dealer.id, seller=view.seller.id)
    last = paper_rows(desk, paper_ids(desk, "", chosen)[: _LAST_PAPERS * 2])
    return CustomerAccount(view, [row for row in last if sign_of(row.kind)][:_LAST_PAPERS])


def incoming_ids(desk: Desk) -> array[int]:
    """Keys of the deliveries to this dealer of which anything waits to be received, the oldest first."""
    with desk.book.reading() as connection:
        return awaited_deliveries(connection, desk.dealer_id)


_RECEIVED = "SELECT source, SUM(amount) FROM document WHERE source IN (?*) AND kind = 'goods_receipt' GROUP BY source"


def incoming_rows(desk: Desk, pks: Sequence[int]) -> list[IncomingRow]:
    """The rows of these deliveries, in the order asked for."""
    with desk.book.reading() as connection:
        rows = _documents(connection, pks)
        dealers = _dealers(connection, rows)
        orders = numbers_of(connection, [row.source for row in rows if row.source])
        counted = (
            "SELECT document, COUNT(*) AS lines, SUM(quantity) AS whole FROM document_line "
            "WHERE document IN (?*) GROUP BY document"
        )
        counts = {row.document: (row.lines, int(row.whole)) for row in rows_in(connection, counted, list(pks))}
        taken = dict(rows_in(connection, _RECEIVED, [row.id for row in rows]))
    hidden = is_veiled_from(desk, desk.dealer_id)
    return _in_order(
        pks,
        (
            IncomingRow(
                pk=row.pk,
                id=row.id,
                number=row.number,
                date=date.fromisoformat(row.date),
                seller_code=_of(dealers, row.seller).code,
                seller_name=_of(dealers, row.seller).name,
                amount=VEILED if hidden else from_fen(row.amount),
                lines=counts.get(row.pk, (0, 0))[0],
                order_number=orders.get(row.source, ""),
                partly=row.awaited < counts.get(row.pk, (0, 0))[1],
                received_amount=VEILED if hidden else from_fen(int(taken.get(row.id, 0))),
            )
            for row in rows
        ),
    )


def _condition(
    connection: Connection,
    desk: Desk,
    begun: tuple[list[str], list[Any]],
    wanted: OrderFilter | PaperFilter,
    shape: ListSql,
) -> Condition:
    where, values = begun
    for text in words_of(wanted.text):
        named, known = dealer_condition(connection, text)
        parties = f"SELECT id FROM dealer WHERE {named}"
        where.append(
            f"(d.buyer IN ({parties}) OR d.seller IN ({parties}) OR lower(d.number) LIKE ? ESCAPE '|' "
            "OR lower(d.ref) LIKE ? ESCAPE '|')"
        )
        values += [*known, *known, like_text(text), like_text(text)]
    tests, days = narrowing(shape, wanted.arranged, desk.today())
    return " AND ".join([*where, *tests]), [*values, *days]


def _keys(
    connection: Connection, condition: Condition, wanted: OrderFilter | PaperFilter, shape: ListSql
) -> array[int]:
    where, values = condition
    turn = "DESC" if wanted.newest_first else "ASC"
    # The index of kind and date already stands in this order, so a whole list needs no sorting.
    before, order = ordering(shape, wanted.arranged, f"d.date {turn}, d.pk {turn}")
    sql = f"{before}SELECT d.pk FROM document d WHERE {where} ORDER BY {order}"
    return query_keys(connection, spelled(connection, sql), values)


def _documents(connection: Connection, pks: Sequence[int]) -> list[Any]:
    return rows_in(connection, "SELECT * FROM document WHERE pk IN (?*)", list(pks))


def _dealers(connection: Connection, rows: Sequence[Any]) -> dict[str, Dealer]:
    return dealers_by_id(connection, (each for row in rows for each in (row.seller, row.buyer)))


def _of(dealers: dict[str, Dealer], dealer_id: str) -> Dealer:
    return dealers.get(dealer_id) or stranger(dealer_id)


def _in_order(pks: Sequence[int], rows: Iterable[Row]) -> list[Row]:
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in pks if pk in found]


def _order_row(
    row: Any, dealers: dict[str, Dealer], sums: tuple[int, int], progress: OrderProgress, posted: int
) -> OrderRow:
    seller, buyer = _of(dealers, row.seller), _of(dealers, row.buyer)
    return OrderRow(
        pk=row.pk,
        id=row.id,
        number=row.number,
        date=date.fromisoformat(row.date),
        seller_code=seller.code,
        seller_name=seller.name,
        buyer_code=buyer.code,
        buyer_name=buyer.name,
        state=row.state,
        total=from_fen(sums[1]),
        lines=sums[0],
        ref=row.ref,
        recorded_at=row.recorded_at,
        attention='"stop"' in row.reasons or '"warn"' in row.reasons,
        stage=progress.stage,
        since=progress.since,
        accepted_amount=None if row.state in UNDECIDED else from_fen(posted + row.promised),
        delivered_amount=from_fen(posted),
    )


def _paper_row(row: Any, dealers: dict[str, Dealer], others: dict[str, str]) -> PaperRow:
    seller, buyer = _of(dealers, row.seller), _of(dealers, row.buyer)
    return PaperRow(
        pk=row.pk,
        id=row.id,
        kind=row.kind,
        number=row.number,
        date=date.fromisoformat(row.date),
        seller_code=seller.code,
        seller_name=seller.name,
        buyer_code=buyer.code,
        buyer_name=buyer.name,
        state=row.state,
        amount=from_fen(row.amount),
        ref=row.ref,
        remark=row.remark,
        method=row.method,
        source_number=others.get(row.source, ""),
        reverses_number=others.get(row.reverses, ""),
        recorded_at=row.recorded_at,
        buyer_id=row.buyer,
    )
