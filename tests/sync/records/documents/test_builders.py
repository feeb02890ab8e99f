"""Documents are made by the rules: never more than is left, in open periods, and parts add up to the whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import RefusedError, UsageError
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.records.bodies.records import DealerBody, PeriodBody, ProductBody
from sync.records.books import reading
from sync.records.books.database import open_sqlite
from sync.records.documents.builders import make_delivery, make_follow_up, make_reversal
from sync.records.documents.note_builders import NoteDetails, make_note, make_opening
from sync.records.documents.posting import put_document
from sync.records.documents.stock_builders import make_adjustment
from sync.records.repair.checking import check
from tests.building.sync.books import (
    AGENT,
    HQ,
    NOW,
    SHOP,
    TODAY,
    a_clerk,
    a_line,
    a_price,
    an_order,
    found_desk,
    found_hq,
    order_of,
    put,
    row,
    rows,
    stock_of,
    stock_up,
)


@pytest.fixture
def accepted(book):
    """HQ with order o1 accepted: 24 of A and 7 of B at 2.50."""
    found_hq(book)
    stock_up(book, {"A": 100, "B": 100})
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 24), a_line("B", 7)]))
    decide_waiting(book, TODAY, NOW)
    return book


def make(book, maker, *args, **fields):
    """Makes a document as HQ and puts it; its id."""
    fields.setdefault("on", TODAY)
    with book.writing() as writing:
        return put_document(writing, maker(writing.connection, a_clerk(), *args, **fields))


def code_of(book, maker, *args, **fields):
    """The code the maker refuses with; nothing may have been written."""
    before = row(book, "SELECT count(*) FROM entry")
    with pytest.raises((RefusedError, UsageError)) as refused:
        make(book, maker, *args, **fields)
    assert row(book, "SELECT count(*) FROM entry") == before
    return refused.value.code


def body_of(book, record):
    return row(
        book,
        "SELECT kind, number, seller, buyer, date, due, amount, warehouse, source FROM document WHERE id = :record",
        record=record,
    )


def test_delivery_of_all_that_was_accepted(accepted):
    record = make(accepted, make_delivery, "XSDD-01-261123-0001")
    assert body_of(accepted, record) == (
        "delivery", "XSCK-00-261123-0001", HQ, AGENT, "2026-11-23", "2026-12-23", 7750, "W1", "o1",
    )  # fmt: skip
    assert order_of(accepted, "o1") == ("delivered", [(24, 24, 0), (7, 7, 0)])
    assert (stock_of(accepted, "A"), stock_of(accepted, "B")) == ((76, 0), (93, 0))
    assert row(accepted, "SELECT amount, due FROM posting") == (7750, "2026-12-23")


def test_delivery_in_parts(accepted):
    make(accepted, make_delivery, "o1", quantities={1: Decimal(10)})
    assert order_of(accepted, "o1") == ("partly_delivered", [(24, 10, 14), (7, 0, 7)])
    make(accepted, make_delivery, "o1", quantities={2: Decimal(7), 1: Decimal(4)})
    make(accepted, make_delivery, "o1")
    assert order_of(accepted, "o1")[0] == "delivered"
    assert [
        number for (number,) in rows(accepted, "SELECT number FROM document WHERE kind = 'delivery' ORDER BY pk")
    ] == [f"XSCK-00-261123-000{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("quantities", "code"),
    [
        ({1: "24.001"}, "delivery_too_much"),
        ({3: "1"}, "line_unknown"),
        ({1: "0"}, "quantity_zero"),
        ({1: "-1"}, "quantity_negative"),
        ({1: "1.0005"}, "quantity_decimals"),
        ({1: "9" * 40}, "quantity_too_large"),
        ({}, "nothing_left"),
    ],
)
def test_delivery_of_what_can_not_be_is_refused(accepted, quantities, code):
    wanted = {line: Decimal(quantity) for line, quantity in quantities.items()}
    assert code_of(accepted, make_delivery, "o1", quantities=wanted) == code


def test_delivery_needs_an_accepted_order_that_is_not_delivered(accepted):
    assert code_of(accepted, make_delivery, "XSDD-99") == "document_unknown"
    put(accepted, "desk/d1", "order", "o2", an_order(number="N2"))
    assert code_of(accepted, make_delivery, "o2") == "order_not_accepted"
    make(accepted, make_delivery, "o1")
    assert code_of(accepted, make_delivery, "o1") == "order_delivered"


def test_delivery_needs_goods_on_hand(accepted):
    make(accepted, make_adjustment, "W1", {"A": Decimal(23)})
    assert code_of(accepted, make_delivery, "o1") == "stock_not_enough"
    assert code_of(accepted, make_delivery, "o1", warehouse="W2") == "stock_not_enough"
    make(accepted, make_delivery, "o1", quantities={1: Decimal(23)})


def test_lines_of_one_product_share_what_is_on_hand(book):
    found_hq(book)
    stock_up(book, {"A": 20})
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10), a_line("A", 10)]))
    decide_waiting(book, TODAY, NOW)
    make(book, make_adjustment, "W1", {"A": Decimal(15)})
    assert code_of(book, make_delivery, "o1") == "stock_not_enough"


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2026, 9, 30), "date_closed"), (TODAY + timedelta(days=32), "date_future")],
)
def test_no_document_outside_the_open_days(accepted, on, code):
    delivery = make(accepted, make_delivery, "o1", quantities={1: Decimal(1)})
    put(accepted, "hq", "period", HQ, PeriodBody(HQ, "2026-09-30"))
    assert code_of(accepted, make_delivery, "o1", on=on) == code
    assert code_of(accepted, make_follow_up, "return", delivery, on=on) == code
    assert code_of(accepted, make_reversal, delivery, on=on) == code
    assert code_of(accepted, make_note, "money_receipt", AGENT, Decimal(1), on=on) == code
    assert code_of(accepted, make_opening, AGENT, Decimal(1), on=on) == code
    assert code_of(accepted, make_adjustment, "W1", {"A": Decimal(1)}, on=on) == code


def test_only_the_seller_delivers(accepted):
    with pytest.raises(RefusedError, match="not_yours"), accepted.writing() as writing:
        make_delivery(writing.connection, a_clerk(dealer=AGENT), "o1", on=TODAY)


def test_goods_come_back_at_what_they_cost(accepted):
    delivery = make(accepted, make_delivery, "o1")
    back = make(accepted, make_follow_up, "return", delivery, quantities={1: Decimal(4)})
    assert body_of(accepted, back)[6:] == (1000, "W1", delivery)
    assert stock_of(accepted, "A") == (80, 0)
    assert row(accepted, "SELECT sum(amount) FROM posting") == (6750,)
    assert code_of(accepted, make_follow_up, "return", delivery, quantities={1: Decimal(21)}) == "return_too_much"
    make(accepted, make_follow_up, "return", delivery)
    assert row(accepted, "SELECT sum(amount) FROM posting") == (0,)
    assert code_of(accepted, make_follow_up, "return", delivery) == "nothing_left"


def test_delivery_reversed_is_as_if_it_never_was(accepted):
    delivery = make(accepted, make_delivery, "o1", quantities={1: Decimal(10)})
    undone = make(accepted, make_reversal, delivery)
    assert order_of(accepted, "o1") == ("accepted", [(24, 0, 24), (7, 0, 7)])
    assert stock_of(accepted, "A") == (100, 24)
    assert row(accepted, "SELECT sum(amount) FROM posting") == (0,)
    assert row(accepted, "SELECT state FROM document WHERE id = :d", d=delivery) == ("reversed",)
    assert code_of(accepted, make_reversal, delivery) == "already_reversed"
    assert code_of(accepted, make_reversal, undone) == "reversal_of_reversal"
    assert code_of(accepted, make_follow_up, "return", delivery) == "document_reversed"
    assert code_of(accepted, make_reversal, "o1") == "not_reversible"


def test_delivery_with_returns_is_not_reversed_before_them(accepted):
    delivery = make(accepted, make_delivery, "o1")
    back = make(accepted, make_follow_up, "return", delivery)
    assert code_of(accepted, make_reversal, delivery) == "has_followers"
    make(accepted, make_reversal, back)
    make(accepted, make_reversal, delivery)
    assert check(accepted) == []


def test_money_received_lowers_the_debt(accepted):
    record = make(accepted, make_note, "money_receipt", AGENT, Decimal("12.34"), said=NoteDetails("转账", "B7", "货款"))
    assert row(accepted, "SELECT number, amount, method, ref, remark FROM document WHERE id = :r", r=record) == (
        "SKD-00-261123-0001", 1234, "转账", "B7", "货款",
    )  # fmt: skip
    with accepted.reading() as connection:
        assert reading.balance(connection, HQ, AGENT) == Decimal("-12.34")


@pytest.mark.parametrize(
    ("amount", "code"),
    [("0", "amount_zero"), ("-1", "amount_negative"), ("0.001", "amount_decimals"), ("1e11", "amount_too_large")],
)
def test_money_that_is_none_is_refused(accepted, amount, code):
    assert code_of(accepted, make_note, "money_receipt", AGENT, Decimal(amount)) == code


def test_money_of_a_stranger_is_refused_but_not_of_an_old_customer(accepted):
    assert code_of(accepted, make_note, "money_receipt", SHOP, Decimal(1)) == "not_your_customer"
    assert code_of(accepted, make_note, "money_receipt", "NOBODY", Decimal(1)) == "dealer_unknown"
    make(accepted, make_delivery, "o1")
    put(accepted, f"dealer/{AGENT}", "dealer", AGENT, DealerBody(AGENT, "迁走了", "city", "SX01"))
    make(accepted, make_note, "money_receipt", AGENT, Decimal(1))


def test_opening_may_be_a_credit_and_never_nothing(accepted):
    record = make(accepted, make_opening, AGENT, Decimal("-5.05"), record="opening:HQ:GD01")
    assert (record, body_of(accepted, record)[5:7]) == ("opening:HQ:GD01", ("2026-12-23", -505))
    assert code_of(accepted, make_opening, AGENT, Decimal(0)) == "amount_zero"


def test_count_brings_stock_to_what_was_counted(accepted):
    record = make(accepted, make_adjustment, "W1", {"A": Decimal(99), "B": Decimal(100)})
    assert rows(accepted, "SELECT product, quantity FROM stock_move m JOIN document d ON d.pk = m.document "
                          "WHERE d.id = :r", r=record) == [("A", -1000)]  # fmt: skip
    assert stock_of(accepted, "A") == (99, 24)
    with accepted.writing() as writing:
        assert make_adjustment(writing.connection, a_clerk(), "W1", {"B": Decimal(100)}, on=TODAY) is None
    assert code_of(accepted, make_adjustment, "W1", {"Z": Decimal(1)}) == "product_unknown"
    assert code_of(accepted, make_adjustment, "W1", {"A": Decimal(-1)}) == "quantity_negative"


def test_buyer_receives_what_was_delivered_once(accepted):
    delivery = make(accepted, make_delivery, "o1")
    found_desk(accepted)
    clerk = a_clerk(dealer=AGENT, prefix="01")

    def receive(**fields):
        with accepted.writing() as writing:
            return put_document(
                writing, make_follow_up(writing.connection, clerk, "goods_receipt", delivery, on=TODAY, **fields)
            )

    receive(quantities={1: Decimal(20)}, warehouse="仓1")
    assert stock_of(accepted, "A", "仓1", AGENT) == (20, 0)
    with pytest.raises(RefusedError, match="receipt_too_much"):
        receive(quantities={1: Decimal(5)})
    receive(warehouse="仓1")
    assert (stock_of(accepted, "A", "仓1", AGENT), stock_of(accepted, "B", "仓1", AGENT)) == ((24, 0), (7, 0))
    with pytest.raises(RefusedError, match="nothing_left"):
        receive()
    with pytest.raises(RefusedError, match="not_yours"), accepted.writing() as writing:
        make_follow_up(writing.connection, a_clerk(), "goods_receipt", delivery, on=TODAY)


MILLI = st.integers(1, 40_000)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=st.integers(1, 999_999),
    wanted=MILLI,
    cuts=st.lists(MILLI, max_size=4),
    reverse=st.integers(0, 4),
)
def test_however_it_is_cut_deliveries_and_returns_add_up(tmp_path_factory, price, wanted, cuts, reverse):
    book = open_sqlite(tmp_path_factory.mktemp("cut") / "book.db", create=True)
    found_hq(book, prices=())
    put(book, "catalog", "product", "A", ProductBody("A", "大米", "千克"))  # which has parts
    unit = Decimal(price) / 10_000
    put(book, "prices/P1", "price", *a_price("A", str(unit)))
    stock_up(book, {"A": 40})
    quantity = Decimal(wanted) / 1000
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", quantity, str(unit))]))
    decide_waiting(book, TODAY, NOW)
    deliveries, left = [], wanted
    for cut in cuts:
        part = min(cut, left)
        if part:
            deliveries.append(ship(book, "o1", quantities={1: Decimal(part) / 1000}, on=TODAY, now=NOW))
            left -= part
    if reverse < len(deliveries):
        make(book, make_reversal, deliveries.pop(reverse))
    if order_of(book, "o1")[0] != "delivered":
        deliveries.append(ship(book, "o1", on=TODAY, now=NOW))
    whole = int((quantity * unit * 100).quantize(Decimal(1), "ROUND_HALF_UP"))
    assert row(book, "SELECT sum(amount) FROM posting") == (whole,)
    for delivery in deliveries:
        lines = "SELECT quantity FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id = :record"
        half = row(book, lines, record=delivery)[0] // 2
        if half:
            make(book, make_follow_up, "return", delivery, quantities={1: Decimal(half) / 1000})
        make(book, make_follow_up, "return", delivery)
    assert row(book, "SELECT sum(amount) FROM posting") == (0,)
    assert stock_of(book, "A") == (40, 0)
    book.close()
