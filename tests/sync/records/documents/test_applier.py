"""Derived rows are a function of the living records alone: no order, repetition or detour of writing shows in them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.documents.kinds import StockMove
from sync.records.bodies.records import AnswerBody, DocumentBody, LineBody, ReasonBody
from sync.records.books.database import open_sqlite
from sync.records.documents.applier import DocumentApplier
from sync.records.repair.checking import check
from tests.building.sync.books import (
    AGENT,
    HQ,
    NOW,
    TODAY,
    a_line,
    an_order,
    dump,
    found_hq,
    order_of,
    put,
    row,
    rows,
    stock_of,
)

ON = TODAY.isoformat()


def a_delivery(quantity, line=1, sku="A", amount=None, source="o1", **fields):
    """Base units may be negative, for a reversal."""
    milli = quantity * 1000
    fen = quantity * 250 if amount is None else amount
    body = LineBody(sku, sku, milli, fen, 25000, order_line=line)
    return DocumentBody("XSCK-1", HQ, AGENT, ON, NOW, fen, [body], warehouse="W1", source=source, **fields)


ORDER = an_order([a_line("A", 24), a_line("B", 7)])
ANSWER = AnswerBody(
    "o1", "accepted_in_part", NOW, [24000, 5000], [ReasonBody("stock_short", "warn", line=2)],
    unit_prices=[25000, 26000], warehouse="W1",
)  # fmt: skip
RECORDS = [
    ("hq", "adjustment", "a1", DocumentBody(
        "PDD-1", HQ, HQ, ON, NOW, 0, [LineBody("A", "A", 90000, 0), LineBody("B", "B", 5000, 0)], warehouse="W1")),
    ("desk/d1", "order", "o1", ORDER),
    ("dealer/GD01", "answer", "o1", ANSWER),
    ("dealer/GD01", "delivery", "d1", a_delivery(10)),
    ("dealer/GD01", "delivery", "d2", a_delivery(5, 2, "B", 1300)),
    ("dealer/GD01", "delivery", "d1-undone", a_delivery(-10, reverses="d1")),
    ("dealer/GD01", "return", "r1", DocumentBody(
        "XSTH-1", HQ, AGENT, ON, NOW, 260, [LineBody("B", "B", 1000, 260, order_line=1)], warehouse="W1", source="d2")),
    ("desk/d1", "goods_receipt", "g1", DocumentBody(
        "CGRK-1", HQ, AGENT, ON, NOW, 0, [LineBody("B", "B", 3000, 0, order_line=1)], warehouse="仓1", source="d2")),
    ("dealer/GD01", "money_receipt", "m1", DocumentBody("SKD-1", HQ, AGENT, ON, NOW, 500)),
    ("dealer/GD01", "money_receipt", "m1-undone", DocumentBody("SKD-2", HQ, AGENT, ON, NOW, -500, reverses="m1")),
]  # fmt: skip


def write(book, records):
    for stream, kind, record, body in records:
        put(book, stream, kind, record, body)


def rederived(tmp_path_factory, records):
    book = open_sqlite(tmp_path_factory.mktemp("papers") / "book.db", create=True)
    write(book, records)
    return book


def test_what_papers_do(book):
    write(book, RECORDS)
    assert order_of(book, "o1") == ("partly_delivered", [(24, 0, 24), (5, 5, 0)])
    assert (stock_of(book, "A"), stock_of(book, "B")) == ((90, 24), (1, 0))
    assert dict(rows(book, "SELECT id, state FROM document WHERE kind <> 'order'")) == {
        "a1": "posted", "d1": "reversed", "d1-undone": "posted", "d2": "posted", "r1": "posted", "m1": "reversed",
        "m1-undone": "posted", "g1": "posted",
    }  # fmt: skip
    assert rows(book, "SELECT id, awaited FROM document WHERE awaited <> 0") == [("d2", 2000)]
    assert row(book, "SELECT sum(amount) FROM posting") == (1040,)
    assert rows(book, "SELECT answered_price, reserved_in FROM document_line l JOIN document d ON d.pk = l.document "
                      "WHERE d.kind = 'order' ORDER BY line") == [(25000, "W1"), (26000, "W1")]  # fmt: skip
    assert check(book) == []


SLOW_TO_BEGIN = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_BEGIN)
@given(order=st.permutations(range(len(RECORDS))), again=st.lists(st.integers(0, len(RECORDS) - 1), max_size=4))
def test_no_order_and_no_repetition_shows(tmp_path_factory, order, again):
    plain = rederived(tmp_path_factory, RECORDS)
    mixed = rederived(tmp_path_factory, [RECORDS[place] for place in [*order, *again]])
    assert dump(mixed) == dump(plain)
    assert check(mixed) == []
    plain.close()
    mixed.close()


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_BEGIN)
@given(gone=st.sets(st.integers(0, len(RECORDS) - 1), min_size=1))
def test_what_is_dropped_leaves_no_trace(tmp_path_factory, gone):
    never = rederived(tmp_path_factory, [each for place, each in enumerate(RECORDS) if place not in gone])
    book = rederived(tmp_path_factory, RECORDS)
    for place in sorted(gone):
        stream, kind, record, _ = RECORDS[place]
        with book.writing() as writing:
            writing.delete(stream, kind, [record])
    assert dump(book) == dump(never)
    assert check(book) == []
    never.close()
    book.close()


def test_page_of_records_is_as_good_as_one_by_one(book, tmp_path_factory):
    with book.writing() as writing:
        for stream, kind, record, body in reversed(RECORDS):
            writing.put(stream, kind, record, body)
    plain = rederived(tmp_path_factory, RECORDS)
    assert dump(book) == dump(plain)
    plain.close()


def test_order_decided_by_its_own_writer_reserves_at_once(book):
    order = an_order([a_line("A", 24, accepted=20)], state="accepted_in_part", warehouse="W1")
    put(book, "desk/d1", "order", "o1", order)
    assert order_of(book, "o1") == ("accepted_in_part", [(20, 0, 20)])
    assert stock_of(book, "A") == (0, 20)


@pytest.mark.parametrize("state", ["submitted", "needs_approval", "refused", "cancelled"])
def test_order_that_is_not_accepted_reserves_nothing(book, state):
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 24, accepted=24)], state=state, warehouse="W1"))
    assert stock_of(book, "A") == (0, 0)


def test_order_moved_to_another_warehouse_reserves_there(book):
    order = an_order([a_line("A", 24)])
    put(book, "desk/d1", "order", "o1", order)
    for warehouse in ("W1", "W2"):
        put(book, "dealer/GD01", "answer", "o1", AnswerBody("o1", "accepted", NOW, [24000], warehouse=warehouse))
    assert (stock_of(book, "A", "W1"), stock_of(book, "A", "W2")) == ((0, 0), (0, 24))


def test_more_delivered_than_accepted_reserves_nothing_below_zero(book):
    write(book, RECORDS[1:3])
    put(book, "dealer/GD01", "delivery", "d9", a_delivery(30))
    assert order_of(book, "o1")[1][0] == (24, 30, 0)


def test_goods_received_raise_the_buyers_stock(book):
    receipt = DocumentBody(
        "CGRK-1", HQ, AGENT, ON, NOW, 0, [LineBody("A", "A", 3500, 0, order_line=1)], warehouse="仓1", source="d1"
    )
    put(book, "desk/d1", "goods_receipt", "g1", receipt)
    assert stock_of(book, "A", "仓1", AGENT) == (Decimal("3.5"), 0)
    assert rows(book, "SELECT document FROM posting") == []


def test_debt_without_terms_is_due_on_its_own_day(book):
    put(book, "dealer/GD01", "delivery", "d1", a_delivery(1))
    put(book, "dealer/GD01", "delivery", "d2", a_delivery(1, due=(TODAY + timedelta(days=30)).isoformat()))
    assert [due for (due,) in rows(book, "SELECT due FROM posting ORDER BY due")] == [ON, "2026-12-23"]


def test_a_kind_with_two_moves_takes_from_one_place_and_brings_to_the_other(book):
    """As a transfer would: what leaves one warehouse lies in the other, and both are as before once it is gone."""
    found_hq(book)
    moved = DocumentApplier("adjustment")
    moved._rule = replace(moved._rule, moves=(StockMove("seller", -1), StockMove("seller", 1, "ref")))
    lines = [LineBody("A", "A", 4000, 0), LineBody("B", "B", 3000, 0)]
    body = DocumentBody("DB-1", HQ, HQ, ON, NOW, 0, lines, warehouse="W1", ref="W2")
    with book.writing() as writing:
        moved.put(writing.connection, [("t1", body)])
    assert [stock_of(book, sku, place, HQ)[0] for sku in "AB" for place in ("W1", "W2")] == [-4, 4, -3, 3]
    assert row(book, "SELECT COUNT(*), COUNT(DISTINCT line) FROM stock_move") == (4, 4)
    with book.writing() as writing:
        moved.put(writing.connection, [("t1", msgspec.structs.replace(body, lines=lines[:1]))])
    assert [stock_of(book, "B", place, HQ)[0] for place in ("W1", "W2")] == [0, 0]
    with book.writing() as writing:
        moved.drop(writing.connection, ["t1"])
    assert row(book, "SELECT SUM(ABS(on_hand)) FROM stock") == (0,)
