"""Goods: delivered to buyers, received from the seller above, and taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.documents.lists import incoming_ids, incoming_rows
from desktop.actions.documents.posting import clerk_of, paper, post
from desktop.actions.documents.views import IncomingRow, PaperView
from desktop.actions.documents.warehouses import Warehouses
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.dismissals import refusal_key
from desktop.actions.headquarters.status_views import KEY, Attention
from desktop.actions.orders.lost_benefits import LostOnReturn, charge_note
from domain.errors import UsageError
from domain.explain import Reason
from domain.values.money import from_fen
from domain.values.quantities import from_milli
from sync.records.documents.builders import make_delivery, make_follow_up
from sync.records.documents.note_builders import taken_off
from sync.records.documents.refusals import make_refusal, open_refusals
from sync.records.documents.stored import document_row, followed
from sync.records.orders.contradictions import dismissed

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

Quantities = Mapping[int, Decimal] | None


@changes("orders", "stock", "accounts", "papers")
@hq_does("deliver")
def deliver(
    desk: Desk, number: str, quantities: Quantities = None, on: date | None = None, warehouse: str = ""
) -> PaperView:
    """Delivers an accepted order, all that is left of it or base units by order line, and posts it to the account.

    At HQ this is shipping: the delivery reaches the buyer's desk as goods to receive. Raises as `make_delivery` does:
    `document_unknown`, `line_unknown`, `quantity_…`, `not_yours`, `date_…`, `order_not_accepted`, `order_delivered`,
    `delivery_too_much`, `stock_not_enough`.
    """
    desk.need("goods_move")
    day = on or desk.today()
    if desk.is_hq:
        from sync.hq.deciding.shipping import ship

        found = ship(
            desk.book,
            number,
            quantities=quantities,
            on=day,
            warehouse=warehouse,
            now=desk.now(),
            author=desk.operator,
            today=desk.today(),
        )
        return paper(desk, found)
    with desk.book.writing() as writing:
        made = make_delivery(
            writing.connection, clerk_of(desk), number, on=day, quantities=quantities, warehouse=warehouse
        )
        return post(desk, writing, made)


@changes("orders", "stock", "accounts", "papers")
@hq_does("return_goods")
def return_goods(
    desk: Desk,
    delivery: str,
    quantities: Quantities = None,
    on: date | None = None,
    warehouse: str = "",
    lost: str = "",
) -> PaperView:
    """Takes goods of a delivery back, all or base units by its lines, and credits them at the delivery's amounts.

    `lost` says what becomes of goods on top and savings that what is kept wouldn't have earned, where their policy
    asks: `charge`, `return` or `keep`. What is charged stands on a debit note of its own.

    Raises `return_nothing` where every quantity is nothing, `document_unknown`, `line_unknown`, `quantity_…`,
    `not_yours`, `date_…`, `document_reversed`, `nothing_left`, `return_too_much`, and as `LostOnReturn`.
    """
    desk.need("goods_move")
    if quantities is not None and not any(quantities.values()):
        raise UsageError("return_nothing", number=delivery)
    day = on or desk.today()
    with desk.book.writing() as writing:
        connection = writing.connection
        losing = LostOnReturn(connection, delivery, quantities, lost)
        places = Warehouses(connection, desk.dealer_id)
        place = places.meant(warehouse) if warehouse else ""
        made = make_follow_up(
            connection, clerk_of(desk), "return", delivery, on=day, quantities=losing.quantities, warehouse=place
        )
        shown = post(desk, writing, made)
        told = [*_told_beyond(connection, str(made[2].source)), *places.told_new([place] if place else [])]
        shown = replace(shown, told=tuple(told))
        charge = losing.charge()
        if charge:
            charged = post(desk, writing, charge_note(connection, clerk_of(desk), made, charge, day))
            return replace(shown, charge=charge, charge_number=charged.number)
        return shown


def _told_beyond(connection: Connection, delivery: str) -> list[Reason]:
    """By how much more than a delivery came to is taken off it, where a note about it is part of that.

    Goods that are here must be booked whatever was credited for them before; a person sees whether a note was for them.
    """
    off = taken_off(connection, delivery)
    beyond = sum(each.amount for each in off) - document_row(connection, delivery).amount
    notes = ", ".join(each.number for each in off if each.kind != "return")
    return (
        [Reason("return_beyond", "warn", {"beyond": from_fen(beyond), "notes": notes})] if beyond > 0 and notes else []
    )


def what_is_left(desk: Desk, delivery: str, kind: str) -> tuple[PaperView, dict[int, Decimal]]:
    """A delivery, and by its lines what is still to be received (`goods_receipt`) or may come back (`return`)."""
    view = paper(desk, delivery)
    with desk.book.reading() as connection:
        so_far = followed(connection, view.id, kind)
    return view, {line.line: line.quantity - from_milli(so_far.get(line.line, (0, 0))[0]) for line in view.lines}


def incoming(desk: Desk) -> list[IncomingRow]:
    """The deliveries to this dealer that wait to be received."""
    return incoming_rows(desk, incoming_ids(desk))


@changes("orders", "stock", "accounts", "papers", "incoming")
def receive(
    desk: Desk, number: str, warehouse: str = "", on: date | None = None, quantities: Quantities = None
) -> PaperView:
    """Receives delivered goods into a warehouse: all not received yet, or base units by the delivery's lines.

    Raises `receive_nothing` where every quantity is nothing, `document_unknown`, `line_unknown`, `quantity_…`,
    `not_yours`, `date_…`, `document_reversed`, `nothing_left`, `receipt_too_much`.
    """
    desk.need("goods_move")
    if quantities is not None and not any(quantities.values()):
        raise UsageError("receive_nothing", number=number)
    with desk.book.writing() as writing:
        connection = writing.connection
        places = Warehouses(connection, desk.dealer_id)
        place = places.meant(warehouse)
        made = make_follow_up(
            connection,
            clerk_of(desk),
            "goods_receipt",
            number,
            on=on or desk.today(),
            quantities=quantities,
            warehouse=place,
        )
        return replace(post(desk, writing, made), told=tuple(places.told_new([place])))


@changes("orders", "stock", "accounts", "papers", "incoming")
def refuse_delivery(desk: Desk, number: str, why: str, on: date | None = None) -> PaperView:
    """Takes nothing of a delivery in, and says why: its sender reads it, and the goods are on their way no more.

    Reversing that paper takes it back. Raises as `receive`; UsageError `reason_missing`, RefusedError
    `delivery_refused`, `received_already`.
    """
    desk.need("goods_move")
    if not why.strip():
        raise UsageError("reason_missing")
    with desk.book.writing() as writing:
        day = on or desk.today()
        made = make_refusal(writing.connection, clerk_of(desk), number, why.strip(), on=day)
        return post(desk, writing, made)


def refused_attention(connection: Connection, desk: Desk, most: int = 100) -> Iterator[Attention]:
    """This seller's deliveries that a buyer refused, until it has the goods back, undid it, or put the line away."""
    rows = open_refusals(connection, desk.dealer_id, most)
    away = dismissed(connection, desk.dealer_id, [refusal_key(row.id) for row in rows])
    for row in rows:
        key = refusal_key(row.id)
        if key not in away:
            facts = {"number": row.number, "party": row.party, "reason": row.remark, "date": row.date}
            yield Attention("goods", row.number, "delivery_was_refused", {**facts, "kind": "delivery", KEY: key})
