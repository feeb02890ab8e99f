"""What documents of a list come to, summed where they lie: all that are shown, or some by their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cost import is_veiled_from
from desktop.actions.documents.list_order import ORDER_DELIVERED, ORDER_TOTAL, spelled
from desktop.actions.documents.lists import OrderFilter, PaperFilter, order_condition, paper_condition
from desktop.arrangement import APART, Arrangement
from domain.values.money import from_fen
from domain.values.veiled import VEILED
from sync.records.books.bulk import query_lists

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

Sums = dict[str, Decimal | None]
_ORDERS: Mapping[str, str] = {"total": ORDER_TOTAL, "delivered_amount": ORDER_DELIVERED}
_PAPERS: Mapping[str, str] = {"amount": "d.amount"}


def order_sums(desk: Desk, chosen: OrderFilter, pks: Sequence[int] | None = None) -> Sums:
    """The columns of the orders list that come to something, as `_sums` tells them."""
    with desk.book.reading() as connection:
        where, values = order_condition(connection, desk, chosen)
        return _sums(connection, desk, _ORDERS, (where, values), pks)


def paper_sums(desk: Desk, kind: str, chosen: PaperFilter, pks: Sequence[int] | None = None) -> Sums:
    """The same of documents of one kind."""
    with desk.book.reading() as connection:
        where, values = paper_condition(connection, desk, kind, chosen)
        return _sums(connection, desk, _PAPERS, (where, values), pks)


def papers_sums(desk: Desk, text: str, kind: str, arranged: Arrangement, pks: Sequence[int] | None = None) -> Sums:
    """What this desk's documents of a kind come to, as its list shows them."""
    return paper_sums(desk, kind, PaperFilter(text=text, seller=desk.dealer_id, arranged=arranged), pks)


def goods_sums(desk: Desk, text: str, kind: str, arranged: Arrangement, pks: Sequence[int] | None = None) -> Sums:
    """The same of goods; what this desk received from above is its own too."""
    if kind == "goods_receipt":
        return paper_sums(desk, kind, PaperFilter(text=text, buyer=desk.dealer_id, arranged=arranged), pks)
    return papers_sums(desk, text, kind, arranged, pks)


def _sums(
    connection: Connection,
    desk: Desk,
    columns: Mapping[str, str],
    asked: tuple[str, Sequence[Any]],
    pks: Sequence[int] | None,
) -> Sums:
    """Who sells some of them himself is told what those come to, and under `APART` what the others' orders cost.

    Of several sellers, none of whom he is, nothing makes a sum.
    """
    where, values = asked
    told = ", ".join(f"SUM({expression}) AS {key}" for key, expression in columns.items())
    sql = (
        "SELECT CASE WHEN d.seller = ? THEN 1 ELSE 0 END AS own, MIN(d.seller) AS first, MAX(d.seller) AS last, "
        f"MAX(CASE WHEN d.buyer = ? THEN 1 ELSE 0 END) AS bought, {told} FROM document d WHERE "
    )
    chosen, wanted = (where, values) if pks is None else ("d.pk IN (?*)", [list(pks)])
    ends = " GROUP BY CASE WHEN d.seller = ? THEN 1 ELSE 0 END"
    whose = desk.dealer_id
    rows = query_lists(connection, spelled(connection, sql + chosen + ends), whose, whose, *wanted, whose)
    sums = {bool(row.own): _told(desk, columns, row) for row in rows}
    if len(sums) < 2:
        return next(iter(sums.values()), dict.fromkeys(columns, from_fen(0)))
    return {**sums[True], APART: sums[False][next(iter(columns))]}


def _told(desk: Desk, columns: Mapping[str, str], row: Any) -> Sums:
    if row.first != row.last:
        return dict.fromkeys(columns)
    if row.bought and is_veiled_from(desk, desk.dealer_id):
        return dict.fromkeys(columns, VEILED)
    return {key: from_fen(int(getattr(row, key) or 0)) for key in columns}
