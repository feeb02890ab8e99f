"""What HQ could still promise is published where it changed, and nowhere else."""

from sync.hq.deciding.availability import publish_availability
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from tests.building.sync.books import AGENT, NOW, TODAY, a_line, an_order, found_hq, put, row, rows, stock_up


def published(book):
    return rows(book, "SELECT id, available FROM availability ORDER BY id")


def test_only_changes_are_published(book):
    found_hq(book)
    stock_up(book, {"A": 30, "B": 5})
    stock_up(book, {"A": 1}, "W2")
    assert publish_availability(book, NOW) == 3
    assert published(book) == [("W1|A", 30000), ("W1|B", 5000), ("W2|A", 1000)]
    assert publish_availability(book, NOW) == 0
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    decide_waiting(book, TODAY, NOW)
    assert publish_availability(book, "2026-11-24T00:00:00Z") == 1
    assert published(book)[0] == ("W1|A", 20000)
    assert row(book, "SELECT as_of FROM availability WHERE id = 'W1|B'") == (NOW,)
    ship(book, "o1", on=TODAY, now=NOW)
    assert publish_availability(book, NOW) == 0
    assert row(book, "SELECT head FROM stream WHERE name = 'stock'") == (4,)


def test_what_is_used_up_is_told_as_nothing(book):
    found_hq(book)
    stock_up(book, {"A": 10})
    publish_availability(book, NOW)
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    decide_waiting(book, TODAY, NOW)
    publish_availability(book, NOW)
    assert published(book) == [("W1|A", 0)]


def test_stock_of_others_is_not_hqs_to_promise(book):
    found_hq(book)
    stock_up(book, {"A": 10}, owner=AGENT, stream="desk/d1")
    assert publish_availability(book, NOW) == 0
