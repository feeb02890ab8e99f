"""What is read from a book: parties by code, stock by warehouse, accounts with their credit."""

from decimal import Decimal

import pytest

from domain.catalog.stock import StockLevel
from domain.errors import UsageError
from domain.values.money import from_fen
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.records.bodies.records import AvailabilityBody, DealerBody, DocumentBody, PeriodBody, ProductBody
from sync.records.books import reading
from sync.records.books.settings import write_setting
from tests.building.sync.books import (
    AGENT,
    HQ,
    NOW,
    SHOP,
    TODAY,
    a_line,
    an_order,
    found_hq,
    put,
    stock_up,
)

ON = TODAY.isoformat()


@pytest.fixture
def hq(book):
    found_hq(book, limit="1000")
    stock_up(book, {"A": 100, "B": 10})
    return book


def ask(book, function, *args, **fields):
    with book.reading() as connection:
        return function(connection, *args, **fields)


def post(book, kind, record, fen, on=ON, due="", reverses=None):
    put(book, f"dealer/{AGENT}", kind, record, DocumentBody(
        record, HQ, AGENT, on, NOW, fen, due=due, reverses=reverses))  # fmt: skip


def test_dealer_by_id_or_by_its_only_code(hq):
    put(hq, "desk/d1", "dealer", "GD01:C1", DealerBody("C1", "散客", "store", AGENT))
    assert ask(hq, reading.dealer, "C1").id == "GD01:C1"
    assert ask(hq, reading.dealer, AGENT).credit_limit == Decimal(1000)
    put(hq, "desk/d2", "dealer", "SX01:C1", DealerBody("C1", "另一个", "store", "SX01"))
    with pytest.raises(UsageError, match="dealer_ambiguous"):
        ask(hq, reading.dealer, "C1")
    with pytest.raises(UsageError, match="dealer_unknown"):
        ask(hq, reading.dealer, "nobody")


def test_product_by_id_sku_or_barcode_ones_own_first(hq):
    put(hq, "desk/d1", "product", "GD01:A", ProductBody("A", "自有", "件", owner=AGENT, barcode="690"))
    assert ask(hq, reading.product, "GD01:A").name == "自有"
    assert ask(hq, reading.product, "690").id == "GD01:A"
    assert ask(hq, reading.product, "B").packs[0].size == 24
    with pytest.raises(UsageError, match="product_unknown"):
        ask(hq, reading.product, "Z")


def test_stock_by_warehouse_and_together(hq):
    stock_up(hq, {"A": 7}, "W2")
    put(hq, "desk/d1", "order", "o1", an_order([a_line("A", 10)], warehouse="W1"))
    decide_waiting(hq, TODAY, NOW)
    assert ask(hq, reading.stock_levels, HQ, ["A", "B", "Z"]) == {
        "A": StockLevel(Decimal(107), Decimal(10)), "B": StockLevel(Decimal(10), Decimal(0)),
        "Z": StockLevel(Decimal(0), Decimal(0)),
    }  # fmt: skip
    assert ask(hq, reading.stock_levels, HQ, ["A"], warehouse="W2")["A"].available == 7


def test_sellers_word_less_what_waits_for_it(hq):
    put(hq, "stock", "availability", "W1|A", AvailabilityBody("W1", "A", 90_000, NOW))
    put(hq, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    put(hq, "desk/d1", "order", "o2", an_order([a_line("A", 5)], state="cancelled"))
    level = ask(hq, reading.seller_levels, HQ, AGENT, ["A", "B"])
    assert (level["A"].available, level["A"].as_of) == (80, NOW)
    assert (level["B"].available, level["B"].as_of) == (0, None)


def test_what_hq_did_not_change_is_as_old_as_the_last_exchange(hq):
    put(hq, "stock", "availability", "W1|A", AvailabilityBody("W1", "A", 90_000, "2026-11-20T08:00:00Z"))
    with hq.writing() as writing:
        write_setting(writing.connection, "last_exchange", "2026-11-23T06:41:00Z")
    level = ask(hq, reading.seller_levels, HQ, AGENT, ["A", "B"])
    assert (level["A"].as_of, level["B"].as_of) == ("2026-11-23T06:41:00Z", None)


def test_account_is_the_sum_of_its_postings(hq):
    post(hq, "opening", "q1", 10_000, "2026-10-31")
    post(hq, "money_receipt", "m1", 2_500, "2026-11-01")
    assert ask(hq, reading.balance, HQ, AGENT) == Decimal("75.00")
    assert ask(hq, reading.balance, HQ, AGENT, before=TODAY.replace(day=1)) == Decimal("100.00")
    found = ask(hq, reading.postings, HQ, AGENT, TODAY.replace(month=10, day=31))
    assert [(each.number, each.amount) for each in found] == [("q1", Decimal("100.00"))]
    assert ask(hq, reading.balance, AGENT, SHOP) == 0


def test_balances_around_a_document_follow_the_order_of_the_books(hq):
    post(hq, "opening", "q1", 10_000, "2026-10-31")
    post(hq, "delivery", "d1", 3_000, "2026-11-01")
    post(hq, "money_receipt", "m1", 2_500, "2026-11-01")
    post(hq, "delivery", "d2", 700, "2026-11-02")
    day = TODAY.replace(day=1)
    assert ask(hq, reading.balances_around, HQ, AGENT, "d1", day) == (Decimal(100), Decimal(130))
    assert ask(hq, reading.balances_around, HQ, AGENT, "m1", day) == (Decimal(130), Decimal(105))
    assert ask(hq, reading.balances_around, HQ, AGENT, "d2", day) is None
    found = ask(hq, reading.postings, HQ, AGENT, day, day)
    assert [each.number for each in found] == ["d1", "m1"]
    assert ask(hq, reading.has_account, HQ, AGENT)
    assert not ask(hq, reading.has_account, AGENT, SHOP)


def test_credit_counts_what_is_owed_promised_and_late(hq):
    post(hq, "delivery", "q1", 10_000, "2026-10-01", due="2026-10-31")
    post(hq, "money_receipt", "m1", 4_000)
    put(hq, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    agent = ask(hq, reading.dealer, AGENT)
    position = ask(hq, reading.credit_position, HQ, agent, TODAY)
    assert (position.balance, position.committed, position.limit) == (Decimal(60), Decimal(25), Decimal(1000))
    assert (position.overdue, position.overdue_days) == (Decimal(60), 23)
    assert ask(hq, reading.credit_position, HQ, agent, TODAY, without="o1").committed == 0
    assert ask(hq, reading.credit_position, HQ, agent, TODAY, waiting=False).committed == 0


def test_what_moves_from_promised_to_owed_is_counted_once(hq):
    put(hq, "desk/d1", "order", "o1", an_order([a_line("A", 7, "2.45"), a_line("B", 3)]))
    decide_waiting(hq, TODAY, NOW)
    agent = ask(hq, reading.dealer, AGENT)
    used = {ask(hq, reading.credit_position, HQ, agent, TODAY).used}
    for quantity in ("1", "2", "3"):
        ship(hq, "o1", quantities={1: Decimal(quantity)}, on=TODAY, now=NOW)
        used.add(ask(hq, reading.credit_position, HQ, agent, TODAY).used)
    ship(hq, "o1", on=TODAY, now=NOW)
    used.add(ask(hq, reading.credit_position, HQ, agent, TODAY).used)
    assert used == {from_fen(2500)}
    assert ask(hq, reading.committed, HQ, AGENT) == 0


def test_last_paid_is_the_newest_delivery(hq):
    assert ask(hq, reading.last_paid, HQ, AGENT, ["A"]) == {}
    put(hq, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    decide_waiting(hq, TODAY, NOW)
    ship(hq, "o1", on=TODAY, now=NOW)
    assert ask(hq, reading.last_paid, HQ, AGENT, ["A", "B"]) == {"A": (Decimal("2.5"), TODAY, "XSCK-00-261123-0001")}


def test_books_are_closed_through_what_was_said_last(hq):
    assert ask(hq, reading.closed_through, HQ) is None
    put(hq, "hq", "period", HQ, PeriodBody(HQ, "2026-10-31"))
    assert ask(hq, reading.closed_through, HQ) == TODAY.replace(month=10, day=31)
