"""Goods delivered, taken back and received post to the account and move stock, once."""

from decimal import Decimal

import pytest

from desktop.actions.books import care
from desktop.actions.catalog import customers
from desktop.actions.documents import deliveries, money, product_sidebar, reversing, stock
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements import statements
from desktop.listings import workbooks as exporting
from desktop.listings.documents import INCOMING
from domain.errors import DeskError
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.documents.note_builders import NoteDetails
from tests.building.desktop.a_desk import TODAY
from tests.building.desktop.book_reader import read_book
from tests.building.sync.plans import noting


def test_delivery_posts_and_moves_and_ends_the_order(desk, order):
    part = posted(deliveries.deliver(desk, order.number, {1: Decimal(24)}))
    assert (part.amount, orders.order(desk, order.number).state) == (Decimal("36.00"), "partly_delivered")
    told = {row.sku: (row.quantity_text, row.reserved_text, row.available_text) for row in stock.stock_list(desk)}
    assert told["W550"] == ("9箱", "1箱", "8箱")  # 240 less 24, and 24 for the rest
    rest = posted(deliveries.deliver(desk, order.number))
    assert (rest.amount, orders.order(desk, order.number).state) == (Decimal("96.00"), "delivered")
    left = {row.sku: (int(row.on_hand), int(row.reserved)) for row in stock.stock_list(desk)}
    assert left == {"W550": (192, 0), "COLA": (24, 0)}
    assert customers.customer(desk, "C1").credit.balance == Decimal("132.00")
    assert care.check(desk) == []


def test_what_is_on_its_way_is_found_without_reading_what_came_before(desk, monkeypatch):
    with noting(desk.book, monkeypatch) as noted:
        deliveries.incoming(desk)
    asked = [each for each in noted.different if "awaited" in each]
    assert asked
    with desk.book.reading() as connection:
        for each in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", (desk.dealer_id,)).all()
            ways = [row[3] for row in plan if row[3].split()[1] == "d"]
            assert ways
            assert all(way.startswith("SEARCH d USING") and "ix_document_awaited" in way for way in ways)


def incoming_amounts(desk, folder):
    """Of the one delivery that waits: what it is, what was received and what is outstanding, wherever that stands."""
    (row,) = deliveries.incoming(desk)
    told = [row.amount, row.received_amount, row.outstanding_amount]
    form = INCOMING.form(row)
    assert [Decimal(form[f"{part}amount"]) for part in ("", "received_", "outstanding_")] == told
    (sheet,) = read_book(exporting.export(desk, "incoming", folder / "incoming.xlsx").path).values()
    assert [sheet.column(title)[0] for title in ("金额", "已收金额", "待收金额")] == told
    return told


def test_goods_of_hq_arrive_and_are_received_once(desk, tmp_path):
    lines = [LineBody("W550", "W550", 24_000, 24_00, 1_0000)]
    body = DocumentBody("XSCK-00-1", "HQ", "GD01", "2026-11-22", "2026-11-22T00:00:00Z", 24_00, lines, due="2026-12-22")
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "delivery", "d1", body)
    assert [row.number for row in deliveries.incoming(desk)] == ["XSCK-00-1"]
    assert product_sidebar.product_strip(desk, "HQ", "GD01", "W550").in_transit == 24
    part = deliveries.receive(desk, "XSCK-00-1", quantities={1: Decimal(10)})
    assert [row.number for row in deliveries.incoming(desk)] == ["XSCK-00-1"]
    assert incoming_amounts(desk, tmp_path) == [Decimal("24.00"), Decimal("10.00"), Decimal("14.00")]
    reversing.reverse(desk, part.number)
    assert incoming_amounts(desk, tmp_path) == [Decimal("24.00"), Decimal(0), Decimal("24.00")]
    deliveries.receive(desk, "XSCK-00-1")
    assert deliveries.incoming(desk) == []
    assert stock.stock_list(desk)[1].on_hand == 264
    with pytest.raises(DeskError, match="nothing_left"):
        deliveries.receive(desk, "XSCK-00-1")
    drawn = statements.statement(desk, "HQ", TODAY.replace(day=1), TODAY)
    assert (drawn.seller.id, drawn.buyer.id, drawn.closing) == ("HQ", "GD01", Decimal("24.00"))


@pytest.mark.parametrize("noted", ["120", "1"])
def test_goods_that_come_back_after_a_note_about_them_tell_what_is_taken_off_twice(desk, order, noted):
    made = posted(deliveries.deliver(desk, order.number))
    note = posted(
        money.book_note(desk, "credit_note", made.buyer.id, Decimal(noted), said=NoteDetails(source=made.number))
    )
    back = posted(deliveries.return_goods(desk, made.number))
    (told,) = back.told
    assert (told.code, told.facts["beyond"], told.facts["notes"]) == ("return_beyond", Decimal(noted), note.number)


def test_a_note_and_a_return_that_fit_together_are_not_remarked(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    money.book_note(desk, "credit_note", made.buyer.id, Decimal(1), said=NoteDetails(source=made.number))
    assert posted(deliveries.return_goods(desk, made.number, {1: Decimal(2)})).told == ()
