"""What a day at a desk does besides orders: goods, money, reversals, counts, closed periods, statements, lists."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.actions import (
    care,
    customers,
    deliveries,
    facts,
    lists,
    money,
    orders,
    periods,
    products,
    reversing,
    search,
    statements,
    stock,
)
from desktop.actions.forms import price, quantity
from domain.errors import DeskError
from sync.records.bodies import DocumentBody, LineBody
from tests.desktop.actions.a_desk import TODAY, a_desk, a_draft, a_line


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 48}) as desk:
        yield desk


@pytest.fixture
def order(desk):
    return orders.place_order(desk, a_draft(a_line("W550", "48"), a_line("COLA", "24")))


def test_delivery_posts_and_moves_and_ends_the_order(desk, order):
    part = deliveries.deliver(desk, order.number, {1: Decimal(24)})
    assert (part.amount, orders.order(desk, order.number).state) == (Decimal("36.00"), "partly_delivered")
    rest = deliveries.deliver(desk, order.number)
    assert (rest.amount, orders.order(desk, order.number).state) == (Decimal("96.00"), "delivered")
    left = {row.sku: (int(row.on_hand), int(row.reserved)) for row in stock.stock_list(desk)}
    assert left == {"W550": (192, 0), "COLA": (24, 0)}
    assert customers.customer(desk, "C1").credit.balance == Decimal("132.00")
    assert care.check(desk) == []


def test_statement_is_the_account_s_story(desk, order):
    made = deliveries.deliver(desk, order.number)
    deliveries.return_goods(desk, made.number, {2: Decimal(2)})
    paid = money.receive_money(desk, "C1", Decimal("50.00"), method="cash")
    reversing.reverse(desk, paid.number, reason="打错")
    drawn = statements.statement(desk, "C1", date(2026, 11, 1), TODAY)
    assert drawn.closing == Decimal("127.00")
    assert [(entry.kind, entry.debit, entry.credit) for entry in drawn.entries] == [
        ("delivery", Decimal("132.00"), Decimal("0.00")),
        ("money_receipt", Decimal("0.00"), Decimal("50.00")),
        ("money_receipt", Decimal("0.00"), Decimal("-50.00")),
        ("return", Decimal("0.00"), Decimal("5.00")),
    ]
    assert [(seller.id, buyer.id) for seller, buyer in statements.accounts(desk)] == [("GD01", "GD01:C1")]
    for form in statements.FORMATS:
        assert statements.print_statement(desk, "C1", date(2026, 11, 1), TODAY, form).stat().st_size > 100


def test_statement_file_is_whole_or_not_there(desk, order, tmp_path):
    deliveries.deliver(desk, order.number)
    (tmp_path / "blocked").write_text("a file, no folder")
    with pytest.raises(DeskError, match="file_not_written"):
        statements.print_statement(desk, "C1", TODAY, TODAY, out=tmp_path / "blocked" / "x.pdf")


def test_goods_of_hq_arrive_and_are_received_once(desk):
    lines = [LineBody("W550", "W550", 24_000, 24_00, 1_0000)]
    body = DocumentBody("XSCK-00-1", "HQ", "GD01", "2026-11-22", "2026-11-22T00:00:00Z", 24_00, lines, due="2026-12-22")
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "delivery", "d1", body)
    assert [row.number for row in deliveries.incoming(desk)] == ["XSCK-00-1"]
    assert facts.product_strip(desk, "HQ", "GD01", "W550").in_transit == 24
    deliveries.receive(desk, "XSCK-00-1", quantities={1: Decimal(10)})
    assert [row.number for row in deliveries.incoming(desk)] == ["XSCK-00-1"]
    deliveries.receive(desk, "XSCK-00-1")
    assert deliveries.incoming(desk) == []
    assert stock.stock_list(desk)[1].on_hand == 264
    with pytest.raises(DeskError, match="nothing_left"):
        deliveries.receive(desk, "XSCK-00-1")
    drawn = statements.statement(desk, "HQ", TODAY.replace(day=1), TODAY)
    assert (drawn.seller.id, drawn.buyer.id, drawn.closing) == ("HQ", "GD01", Decimal("24.00"))


def test_count_writes_only_differences(desk):
    assert stock.count_stock(desk, {"W550": Decimal(240)}) is None
    made = stock.count_stock(desk, {"W550": Decimal(200), "COLA": Decimal(48)})
    assert made is not None
    assert [(line.sku, line.quantity) for line in made.lines] == [("W550", Decimal(-40))]


def test_closed_period_refuses_until_reopened(desk):
    periods.close(desk, date(2026, 11, 20))
    assert periods.closed_through(desk) == date(2026, 11, 20)
    with pytest.raises(DeskError, match="date_closed"):
        orders.place_order(desk, a_draft(on=date(2026, 11, 20)))
    with pytest.raises(DeskError, match="period_already_closed"):
        periods.close(desk, date(2026, 11, 19))
    with pytest.raises(DeskError, match="period_in_future"):
        periods.close(desk, date(2026, 11, 24))
    periods.reopen(desk, date(2026, 11, 10))
    assert orders.place_order(desk, a_draft(on=date(2026, 11, 20))).state == "accepted"
    assert periods.reopen(desk) is None
    with pytest.raises(DeskError, match="period_not_closed"):
        periods.reopen(desk)


def test_own_customer_is_found_by_code_name_and_initials(desk):
    card = customers.NewCustomer("C9", "白云山商店", credit_limit=Decimal("500.00"), credit_days=7)
    added = customers.add_customer(desk, card)
    assert (added.id, added.available) == ("GD01:C9", Decimal("500.00"))
    for typed in ("C9", "白云", "bys"):
        assert [row.code for row in customers.customers(desk, typed)] == ["C9"]
        assert [hit.code for hit in search.find_dealers(desk, typed)] == ["C9"]
    assert orders.place_order(desk, a_draft(buyer="C9")).buyer.name == "白云山商店"


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (customers.NewCustomer("C1", "又一家"), "dealer_exists"),
        (customers.NewCustomer("", "无码"), "dealer_code_missing"),
        (customers.NewCustomer("A:B", "有号"), "dealer_code_missing"),
        (customers.NewCustomer("C8", " "), "dealer_name_missing"),
        (customers.NewCustomer("C8", "某店", tier="hq"), "tree_unknown_tier"),
        (customers.NewCustomer("C8", "某店", credit_limit=Decimal(-1)), "credit_limit_negative"),
        (customers.NewCustomer("C8", "某店", credit_days=-1), "credit_days_negative"),
    ],
)
def test_customer_that_can_t_be_is_refused(desk, card, code):
    with pytest.raises(DeskError, match=code):
        customers.add_customer(desk, card)


def test_lists_show_what_belongs_to_them(desk, order):
    made = deliveries.deliver(desk, order.number)
    paid = money.receive_money(desk, "C1", Decimal("10.00"))
    shown = lists.paper_rows(desk, lists.paper_ids(desk, "delivery"))
    assert [(row.number, row.source_number) for row in shown] == [(made.number, order.number)]
    assert [row.number for row in lists.paper_rows(desk, lists.paper_ids(desk, "money_receipt"))] == [paid.number]
    none = lists.PaperFilter(start=date(2026, 11, 24))
    assert len(lists.paper_ids(desk, "delivery", none)) == 0
    assert lists.order_rows(desk, [999_999]) == []


def test_products_show_own_stock_and_the_seller_s(desk):
    rows = {row.sku: row for row in products.products(desk)}
    water = rows["W550"]
    assert (water.on_hand, water.seller_available, water.unit_price) == (Decimal(240), Decimal(2400), Decimal("1.0000"))
    assert [row.sku for row in products.products(desk, "可口")] == ["COLA"]


def test_type_ahead_tells_what_this_buyer_pays(desk):
    hits = search.find_products(desk, "00001", seller="GD01", buyer="GD01:C1")
    assert [(hit.sku, hit.available, hit.unit_price) for hit in hits] == [("W550", Decimal(240), Decimal("1.5000"))]
    assert search.find_products(desk, "  ") == []


def test_strip_tells_the_last_sales(desk, order):
    made = deliveries.deliver(desk, order.number)
    strip = facts.product_strip(desk, "GD01", "GD01:C1", "W550")
    assert [(sale.number, sale.quantity_text, sale.unit_price) for sale in strip.sales] == [
        (made.number, "2箱", Decimal("1.5000"))
    ]


@pytest.mark.parametrize(
    ("value", "text"), [("1.5", "1.50"), ("1.2345", "1.2345"), ("10", "10.00"), ("0.1230", "0.123"), (None, None)]
)
def test_prices_are_told_with_two_to_four_places(value, text):
    assert price(None if value is None else Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("12.000", "12"), ("1.500", "1.5"), ("1000", "1000"), ("1E+3", "1000")])
def test_quantities_are_told_without_zeros_or_exponent(value, text):
    assert quantity(Decimal(value)) == text
